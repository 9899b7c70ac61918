"""The little that every part of Fanfare shares.

| module         | what it gives                                                            |
|----------------|--------------------------------------------------------------------------|
| `findings`     | one thing that is wrong, with file and line; how a list of them is shown |
| `errors`       | the exception that stops a command with findings instead of a traceback  |
| `front_matter` | the `Key: value` head of a content file, with the line of each key       |
| `settings`     | the site's settings: a typed table, checked once                         |
| `newsletters`  | the services behind `NEWSLETTER`                                         |
| `destinations` | what `DEPLOY` may say                                                    |
| `site`         | Pelican's settings that every Fanfare site has, for `pelicanconf.py`     |
| `files`        | files and folders replaced whole or not at all                           |
| `ledger`       | append-only records, one JSON object a line, safe against interruption   |
| `console`      | progress, plain or rich, and findings on the terminal                    |

Nothing here imports Pelican, and nothing here knows a plugin.
"""
