"""Links in the HTML of texts: read, found out where they lead, made, and told what they are.

| module     | what it does                                                    |
|------------|-----------------------------------------------------------------|
| `targets`  | which text of the site an address leads to                      |
| `mentions` | which texts mention which: the way back along every link        |
| `autolink` | first mentions of people and partners, made links               |
| `words`    | whether a name stands as a word of its own, in any script       |
| `rel`      | `sponsored` where it is owed, `ugc` nowhere                     |
| `tags`     | the tags of HTML and where they stand, without changing a byte  |
"""
