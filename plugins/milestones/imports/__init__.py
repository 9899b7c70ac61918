"""Read what other services export, and say what it adds to `fans.csv`.

| module          | what it does                                                              |
|-----------------|---------------------------------------------------------------------------|
| `contents`      | what a file can hold: people, daily totals, visits                        |
| `opening`       | a file's text, whatever it is packed in or encoded with; nothing is unpacked |
| `tables`        | a table row by row, its columns by name                                   |
| `cells`         | a day as services write it, a number                                      |
| `workbooks`     | the sheets of a workbook                                                  |
| `tally`         | people counted once each, by keyed hash                                   |
| `newsletters`   | Mailchimp, Substack, Ghost, Kit, beehiiv, Buttondown                      |
| `linkedin`      | LinkedIn: analytics of a profile or a page, connections                   |
| `visits`        | GoatCounter, Plausible                                                    |
| `profiles`      | an answer of Mastodon or Bluesky                                          |
| `recognise`     | which of them a file is, by its columns                                   |
| `choosing`      | the channel it belongs to                                                 |
| `sources`       | what a reading says of where it is from, and which of two is right        |
| `private_lists` | who was on which list, as keyed hashes in the folder `private/`           |
| `unseen`        | whether git keeps out of that folder, and of the exported file            |
| `plan`          | the readings a file adds, and those there are already                     |
| `report`        | what is said of it, in lines and as JSON                                  |
| `command`       | what the task `fans.import` does in a terminal                            |

Addresses go no further than `tally`: what leaves it are keyed hashes, which only
`milestones.imports.private_lists` writes, and counts.
"""
