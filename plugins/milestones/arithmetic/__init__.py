"""What follows from the records: pure functions, no clock, no network, no chance.

| module        | what it gives                                                             |
|---------------|---------------------------------------------------------------------------|
| `count`       | how many fans: at least, at most; `how_counted` says it in words          |
| `ramps`       | checkpoints by quarter, month and week, and the line through them         |
| `pace`        | how a goal stands: safe days, what this week needs                        |
| `projection`  | when a number may be reached, with an interval; or why that is not known  |
| `reached`     | milestones and their dates                                                |
| `key_results` | what was wanted, what was gained, the grade; `evidence` measures it       |
| `ripples`     | weeks, jumps and what came before them, what led to what                  |
"""
