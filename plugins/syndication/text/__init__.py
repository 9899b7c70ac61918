"""Texts that leave the site: what they may hold, and how they are cut. Pure.

| module       | what it does                                                       |
|--------------|--------------------------------------------------------------------|
| `characters` | takes out what XML cannot hold                                     |
| `addresses`  | makes every address in HTML absolute, and leaves scripts at home   |
| `graphemes`  | what people take for one character                                 |
| `shortening` | makes texts fit: cut at a sentence, at a word, never in a cluster  |
"""
