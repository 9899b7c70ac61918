"""Permission to post in the author's name: asked for, kept, found, and forgotten.

| module           | what it does                                                              |
|------------------|---------------------------------------------------------------------------|
| `tokens`         | where tokens are: the environment first, then the system keyring          |
| `system_keyring` | reads and writes that keyring, and says why where it cannot               |
| `expiry`         | what is said of a token on a given day                                    |
| `oauth`          | LinkedIn's OAuth 2.0: what is asked, and what the answers mean            |
| `loopback`       | waits on this machine for the browser to come back                        |
| `browser_page`   | what the browser shows then                                               |
| `confidential`   | one HTTP request of a login, which carries a secret                       |
| `redaction`      | takes a secret out of what a server says                                  |
| `linkedin_login` | the login at LinkedIn, from the first page to the token                   |
| `mastodon_login` | the login at a Mastodon server                                            |
| `bluesky_login`  | the login at Bluesky                                                      |
| `pasted`         | what these have in common: the author pastes a token                      |
| `desk`           | what a login asks and shows                                               |
| `command`        | what the tasks `login` and `logout` do in a terminal                      |

No secret is ever in a message, a `repr`, a log or a file. What a server or a library says of a
failure is not repeated, since either may repeat what it was sent: every message here is our own.
The build touches neither the keyring nor the environment for this: only tasks do.
"""
