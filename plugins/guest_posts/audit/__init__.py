"""Look after every page elsewhere that the site relies on.

| module       | what it does                                                              |
|--------------|---------------------------------------------------------------------------|
| `known`      | what the ledger knows, for the build: imports nothing heavy               |
| `record`     | the lines of the ledger `content/data/audit.jsonl`                        |
| `targets`    | which pages the site relies on, for what, and where the author says so    |
| `page_facts` | what a page says of itself and of this site                               |
| `observed`   | what one answer adds to what was known of a page                          |
| `notes`      | what there is to say of a page, and what of that is new                   |
| `run`        | all of it, once                                                           |
| `report`     | what came of it, as lines and as values for machines                      |
| `command`    | what the task `guests.audit` prints                                       |

The ledger has a line for each page whose facts are not those of its last line, and one for each
audit that was finished.
"""

from __future__ import annotations

__all__ = [
    "LEDGER",
    "command",
    "known",
    "notes",
    "observed",
    "page_facts",
    "record",
    "report",
    "run",
    "targets",
]

LEDGER = "data/audit.jsonl"
"""The ledger, relative to `content/`."""
