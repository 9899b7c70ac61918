"""LinkedIn's forms of an entry: what stands above a link card, and in a feed for automations.

| module        | what it gives                                                          |
|---------------|------------------------------------------------------------------------|
| `hashtags`    | tags as hashtags in CamelCase                                          |
| `commentary`  | hook, what is owed, hashtags: as long as LinkedIn allows               |
| `little_text` | LinkedIn's format of a commentary, and back                            |
| `links`       | campaign parameters on links to the site                               |
| `feed`        | the feed that automations post from; what they would pass over         |

All of it is pure.
"""
