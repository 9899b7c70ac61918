"""A LinkedIn article ready to paste: `invoke linkedin.kit SLUG`.

| module        | what it does                                                                   |
|---------------|--------------------------------------------------------------------------------|
| `blocks`      | the article as LinkedIn's editor knows it: a few kinds of blocks and runs      |
| `article`     | the HTML of an entry to such an article, with its pictures                     |
| `cleaning`    | leaves out of that HTML what is no text                                        |
| `formulas`    | MathML and TeX, as text or as code                                             |
| `footnotes`   | footnotes, as numbered notes                                                   |
| `embeds`      | players and other frames, as the addresses that the editor makes them from     |
| `small_marks` | what the editor has no mark for: raised, struck, abbreviated, ticked, quoted   |
| `images`      | which pictures there are, and what their files are called                      |
| `reader`      | the elements that are left, as blocks                                          |
| `flattening`  | lists in lists, lists in quotes, blocks in cells: made one level deep          |
| `tables`      | tables, as lists                                                               |
| `markup`      | blocks, as HTML for the clipboard and for the page, and as plain text          |
| `sources`     | where on disk the picture with an address is                                   |
| `uploads`     | a picture as LinkedIn takes it                                                 |
| `byline`      | who wrote it, where that is not the author of the site alone                   |
| `kit`         | all that a kit holds                                                           |
| `checks`      | what the author should know before pasting                                     |
| `page`        | the page with the button                                                       |
| `folder`      | the folder, written whole or not at all                                        |
| `command`     | what the task does in a terminal                                               |

LinkedIn's editor has no API and no written rules. Known from those who have pasted into it: it
keeps two levels of headings, bold, italic, links, lists, quotes, blocks of code and the divider.
"""
