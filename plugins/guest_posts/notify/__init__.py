"""Tell the sites that a post links to: Webmention (https://www.w3.org/TR/webmention/).

| module      | what it does                                                             |
|-------------|--------------------------------------------------------------------------|
| `discovery` | the endpoint that a page names                                           |
| `post_text` | what the text of a post links to, and what tells it from a changed one   |
| `published` | the posts of the published site, and which of them are chosen            |
| `record`    | the ledger of mentions                                                   |
| `plan`      | which mentions are due                                                   |
| `answers`   | what the answers of targets and endpoints mean                           |
| `sending`   | asks and tells them                                                      |
| `run`       | all of it, for one command at a time                                     |
| `report`    | what it came to, as lines and as values for machines                     |
| `command`   | what the task `guests.notify` does in a terminal                         |

No mention is sent twice: the ledger gets a line before each request and another after its answer.
A mention with the first and without the second may have arrived, so the author decides.
"""

from __future__ import annotations

from guest_posts.notify.published import Choice
from guest_posts.notify.record import Line, State
from guest_posts.notify.run import Report, notify, resolve

__all__ = ["Choice", "Line", "Report", "State", "notify", "resolve"]
