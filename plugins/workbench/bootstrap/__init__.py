"""From a fresh machine to a running task: what `bootstrap.py` does under a Python new enough.

| module        | what it does                                                    |
|---------------|-----------------------------------------------------------------|
| `command`     | the command line: which task, what it needs, start it           |
| `environment` | `.venv`: made, filled from a lock, recognised as whole          |
| `records`     | what can be installed, and what is known about a `.venv`        |
| `pip_log`     | what pip said, in one sentence that says what to do             |
| `turn`        | one installation at a time                                      |

Standard library only, here and in what this imports: nothing else is installed yet.
"""
