"""What the tasks `goals.*` do.

| module          | what it gives                                                           |
|-----------------|-------------------------------------------------------------------------|
| `new_goal`      | what `goals.new` asks and what answers mean; `dialogue` asks            |
| `book`          | `goals.toml` before a goal is added to it, and the adding               |
| `toml_addition` | more tables at the end of `goals.toml`, all else left as it is          |
| `lint`          | `goals.lint`; what it hears in a sentence is in:                        |
|                 | `wording` (is it plain?), `control` (whose is it?), `blockers`,         |
|                 | `numerals` (its numbers), `calendar_days` (its days),                   |
|                 | `remarks` (how phrases are looked for)                                  |
| `figures`       | the figures that the following tell                                     |
| `status`        | `goals.status`                                                          |
| `grade`         | `goals.grade`                                                           |
| `review`        | the questions of `goals.review`; `review_dialogue` asks and keeps       |
"""
