"""Send the published site to where it lives, and keep a record of it.

| module        | what it gives                                                              |
|---------------|----------------------------------------------------------------------------|
| `run`         | a whole deployment: publish, compare, ask, send, record; what was deployed |
| `records`     | what changes, what was deployed                                            |
| `address`     | which addresses no site is deployed for                                    |
| `destination` | where to: the setting `DEPLOY`, and what the command line says otherwise   |
| `gh_pages`    | a branch of a git remote, through ghp-import                               |
| `rsync`       | a folder, here or over ssh                                                 |
| `record`      | the ledger of deployments, and whether the output is what was deployed     |
| `report`      | all of it as lines to read and values for machines                         |
| `command`     | what the task does in a terminal: ask, show, print                         |
"""

from workbench.deploy.destination import Wish, find_destination
from workbench.deploy.records import Changes, Deployment, Destination, Outcome
from workbench.deploy.run import Terminal, deploy, status

__all__ = [
    "Changes",
    "Deployment",
    "Destination",
    "Outcome",
    "Terminal",
    "Wish",
    "deploy",
    "find_destination",
    "status",
]
