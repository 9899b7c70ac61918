"""The networks that entries are posted to, behind one seam.

| module     | what it does                                                        |
|------------|---------------------------------------------------------------------|
| `network`  | the seam: a message, what becomes of it, what a network can do      |
| `linkedin` | LinkedIn's Posts API                                                |
| `mastodon` | any Mastodon server; needs the extra `mastodon`                     |
| `bluesky`  | any AT Protocol server; needs the extra `bluesky`                   |
| `known`    | all of them, and how each is reached                                |
| `messages` | an entry as a message                                               |
| `exchange` | one HTTP request and its answer, and where secrets may go           |
| `answers`  | what answers mean, as far as networks agree                         |

Beside them: `linkedin_calls` (one request to LinkedIn), `linkedin_answers` (what its answers mean),
`bluesky_post` (a post as the AT Protocol writes it) and `short_posts` (what Mastodon and Bluesky
have in common).
"""
