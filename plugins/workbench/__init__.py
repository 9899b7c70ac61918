"""The tasks of the day: write, see, check, publish, deploy.

| module           | task                  | what it does                                       |
|------------------|-----------------------|----------------------------------------------------|
| `tasks`          | all of them           | the command line: thin, prints                     |
| `location`       |                       | where a site has its files                         |
| `sources`        |                       | the author's files: which, their addresses         |
| `heads`          |                       | the rules about a post's head                      |
| `loading`        |                       | the settings, read once and checked                |
| `failures`       |                       | exceptions, said as findings                       |
| `git`            |                       | git, which gives no password away                  |
| `preflight`      | before every build    | reads every source once, names mistakes by line    |
| `build`          | `build`               | runs Pelican once into a folder                    |
| `publish`        | `publish`             | builds, indexes, checks, and only then swaps in    |
| `serve`          | `serve`               | builds on change and shows the site:               |
| `watch`          |                       | which files changed                                |
| `rebuild`        |                       | a build in a process of its own                    |
| `live_server`    |                       | the server, with pages that reload by themselves   |
| `served_files`   |                       | which file answers which address, and how          |
| `error_page`     |                       | a mistake as a page                                |
| `check/`         | `check`               | reads the built site as visitors and crawlers do   |
| `deploy/`        | `deploy`              | sends the published site, keeps a record           |
| `scaffold/`      | `new`                 | filled-in files for new content, or a whole site   |
| `quality`        | `test`, `lint`        | runs the tests, the linters and the type checker   |
| `bootstrap/`     | any, by `bootstrap.py`| makes `.venv`, fills it from a lock, starts a task |
| `terminal`       |                       | questions to the author, and the author's editor   |
| `optional_words` |                       | words after a task's name that may be left out     |
"""
