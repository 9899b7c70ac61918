"""The author's three files in `content/data/`: read, checked, added to.

| module           | what it gives                                                          |
|------------------|------------------------------------------------------------------------|
| `record_files`   | all records of all three, or everything that is wrong with them        |
| `goals_file`     | `goals.toml`; `channel_tables` its `[[channels]]`                      |
| `fans_file`      | `fans.csv`: read it; decide and add to it while nobody else does; take |
|                  | back what `last_addition` remembers                                    |
| `unions`         | counts of several channels together that cannot be                     |
| `events_file`    | `events.csv`                                                           |
| `table_file`     | a table as spreadsheets write it: separators, quotes, line of each row |
| `toml_tables`    | TOML with the line of each key                                         |
"""
