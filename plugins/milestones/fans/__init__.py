"""What the tasks `fans.*` do, but for `fans.import`, which is `milestones.imports`.

| module      | what it gives                                                              |
|-------------|----------------------------------------------------------------------------|
| `command`   | `fans.record`, `fans.status`, `fans.undo`                                  |
| `fetch`     | `fans.fetch`; `networks` asks Mastodon and Bluesky                         |
| `book`      | the readings of a site, and how one adds to them                           |
| `recording` | a reading from the words of a command, and what it changes                 |
| `status`    | how the count stands; `report` prints it, `advice` says what follows       |
"""
