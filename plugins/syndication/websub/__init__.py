"""Tell the hub of changed feeds, so that readers hear at once: WebSub (https://www.w3.org/TR/websub/).

| module        | what it does                                                      |
|---------------|-------------------------------------------------------------------|
| `built_feeds` | the feeds of the built site                                       |
| `record`      | the ledger of what the hub was told, and what of that is still true |
| `sending`     | asks whether a feed is live, and tells its hub                    |
| `run`         | all of it: which feeds changed, which are live, who was told      |
| `report`      | what it came to, as lines and as values for machines              |
| `command`     | what the tasks `feeds.ping` and `feeds.list` do in a terminal     |

Telling a hub twice harms nobody: it fetches the feed, finds nothing new and says nothing. So a
feed counts as told only once the hub has said yes, and everything else is tried again next time.
"""
