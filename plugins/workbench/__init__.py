"""The tasks of the day: write, see, check, publish, deploy.

| module          | task                          | what it does                                         |
|-----------------|-------------------------------|------------------------------------------------------|
| `tasks`         | all of them                   | the command line: thin, prints                       |
| `location`      |                               | where a site has its files                           |
| `preflight`     | before every build            | reads every source once, names mistakes by line      |
| `build`         | `build`                       | runs Pelican once into a folder                      |
| `publish`       | `publish`                     | builds, indexes, checks, and only then swaps in      |
| `serve`         | `serve`                       | builds on change; `live_server` shows it             |
| `check/`        | `check`                       | reads the built site as visitors and crawlers do     |
| `deploy/`       | `deploy`                      | sends the published site where it lives, keeps record|
| `scaffold`      | `new`                         | filled-in files for new content, or a whole new site |
"""
