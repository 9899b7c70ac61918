"""What the tasks `goals.*` do.

| module          | what it gives                                                          |
|-----------------|------------------------------------------------------------------------|
| `new_goal`      | the questions of `goals.new` and what answers mean; `dialogue` asks    |
| `toml_addition` | more tables at the end of `goals.toml`, all else left as it is         |
| `lint`          | `goals.lint`; `wording` hears what a sentence says, `numerals` numbers |
| `status`        | `goals.status`                                                         |
| `grade`         | `goals.grade`                                                          |
| `review`        | the questions of `goals.review`; `review_dialogue` asks and keeps      |
"""
