"""Post entries to networks: each at most once on each, whatever happens meanwhile.

| module    | what it does                                                     |
|-----------|------------------------------------------------------------------|
| `record`  | the ledger of posts                                              |
| `plan`    | which entries are due on a network, and why others are not       |
| `live`    | whether an entry is where the post is about to send readers to   |
| `run`     | posts what is due, one command at a time                         |
| `result`  | one network that is posted to, and what posting there came to    |
| `verdict` | what the author says of a post of unknown outcome                |
| `report`  | what it came to, as lines and as values for machines             |
| `command` | what the tasks do in a terminal                                  |

The ledger gets a line before the one request that must not be made twice, and another after its
answer. An entry with the first and without the second may have been posted, so the author decides.
Each names its attempt, so that what one machine knows of its own settles nothing of another's.
"""

from __future__ import annotations

LEDGER = "syndication.jsonl"
"""The name of the ledger in `content/data/`."""
