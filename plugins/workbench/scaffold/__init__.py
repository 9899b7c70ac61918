"""Filled-in files for new content, or a whole new site in the place of the demo.

| module          | what it does                                                       |
|-----------------|--------------------------------------------------------------------|
| `command`       | the tasks' side: asks, says, opens the editor                      |
| `kinds`         | what can be made, and what each kind needs to know                 |
| `shelf`         | reads what the site already has: addresses, guests, hosts, series  |
| `guests`        | the guests and hosts that an author names                          |
| `addresses`     | the slug of a new entry, which nothing else has                    |
| `entries`       | plans the files of one new entry, and writes them                  |
| `manuscript`    | reads a guest's file: Markdown, HTML or .docx                      |
| `new_site`      | plans an empty site in the place of the demo, and puts it there    |
| `settings_file` | replaces single settings in `pelicanconf.py`, and nothing else     |
| `history`       | which of the author's files git could bring back                   |

The texts that are filled in stand in `workbench/templates/new/`.
"""
