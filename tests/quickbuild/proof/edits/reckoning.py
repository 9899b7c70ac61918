"""Edits of what the author counts and records in `content/data/`."""

from __future__ import annotations

import json
from random import Random

from tests.quickbuild.proof.edit import edit, some
from tests.quickbuild.proof.small_site import SmallSite, rows_without

_FANS, _EVENTS = "content/data/fans.csv", "content/data/events.csv"
_GOALS, _PRAISE = "content/data/goals.toml", "content/data/praise.toml"

_GOAL_CHANGES = (
    ("target = 100", "target = 200"),
    ("target = 200", "target = 100"),
    ('ramp = "even"', 'ramp = "backload"'),
    ('ramp = "backload"', 'ramp = "even"'),
    ('"To everybody."', '"To all."'),
    ('"To the first ten."', '"To ten people."'),
    ("threshold = 100\n", "threshold = 20\n"),
    ('label = "Talks"', 'label = "Rooms"'),
    ("baseline = 0", "baseline = 1"),
    ("engaged = true", "engaged = false"),
    ("end = 2026-09-30", "end = 2026-12-31"),
    ("metric = ", "wrong = "),
)


@edit(times=2)
def count_fans(site: SmallSite, random: Random) -> str:
    """Another reading, or one less."""
    text = site.read(_FANS) if site.has(_FANS) else "date,channel,count,note\n"
    rows = len(text.splitlines())
    if rows > 1 and some(random, 3):
        text = rows_without(text, [rows - 1])
    else:
        channel = random.choice(("letter", "talks", "nobody"))
        day = random.randrange(1, 28)
        text += f"2026-{random.randrange(3, 10):02}-{day:02},{channel},{random.randrange(150)},\n"
    site.write(_FANS, text)
    return f"fans: {text.splitlines()[-1]}"


@edit()
def note_event(site: SmallSite, random: Random) -> str:
    """Another event, or one less."""
    text = site.read(_EVENTS) if site.has(_EVENTS) else "date,kind,title,id,caused_by,url\n"
    rows = len(text.splitlines())
    if rows > 1 and some(random, 3):
        text = rows_without(text, [rows - 1])
    else:
        cause = random.choice(("", "ash", "birch", "a-letter", "nothing"))
        text += f"2026-02-{random.randrange(1, 28):02},letter,A letter,,{cause},\n"
    site.write(_EVENTS, text)
    return f"events: {text.splitlines()[-1]}"


@edit()
def change_goals(site: SmallSite, random: Random) -> str:
    """Other words and figures in the goals."""
    if not site.has(_GOALS):
        return ""
    old, new = random.choice(_GOAL_CHANGES)
    site.write(_GOALS, site.read(_GOALS).replace(old, new, 1))
    return f"goals: {old!r} becomes {new!r}"


@edit()
def praise(site: SmallSite, random: Random) -> str:
    """What others say: more, less or wrong."""
    text = site.read(_PRAISE) if site.has(_PRAISE) else ""
    more = '[[praise]]\nquote = "Very good."\nname = "Bob Guest"\nurl = "https://bob.example"\n'
    text = random.choice((text + more, "", text.replace("ood", "reat"), "[[praise]]\n"))
    site.write(_PRAISE, text)
    return f"praise: {text!r}"


@edit()
def withdraw_data(site: SmallSite, random: Random) -> str:
    """A file of the data taken away."""
    names = site.names("content/data")
    if not names:
        return ""
    name = random.choice(names)
    site.delete(name)
    return f"delete {name}"


@edit()
def record_published(site: SmallSite, random: Random) -> str:
    """A line that a deployment writes, so that a changed id is warned of."""
    stem = random.choice(("ash", "birch", "gone"))
    line = {
        "date": "2026-02-01T00:00:00+00:00",
        "id": random.choice((f"tag:tiny.example,2025:posts/{stem}.md", "tag:tiny.example,2025:x")),
        "file": f"content/posts/{stem}.md",
        "url": f"https://tiny.example/posts/{stem}/",
        "published": "2026-01-01T09:00:00+00:00",
    }
    return _append(site, "content/data/published.jsonl", json.dumps(line))


@edit()
def record_posted(site: SmallSite, random: Random) -> str:
    """A line of the ledger of posts, so that a text shows where it was posted."""
    stem, network = random.choice(("ash", "birch")), random.choice(("linkedin", "mastodon"))
    number = random.randrange(3)
    line = {
        "date": f"2026-02-01T00:00:0{number}+00:00",
        "network": network,
        "state": random.choice(("published", "pending", "failed")),
        "entry": random.choice((_id(site, stem), "tag:tiny.example,2025:x")),
        "file": f"content/posts/{stem}.md",
        "url": f"https://tiny.example/posts/{stem}/",
        "title": stem,
        "published": "2026-01-01T09:00:00+00:00",
        "attempt": f"a{number}",
        "urn": f"urn:{number}",
        "permalink": f"https://social.example/{number}",
    }
    return _append(site, "content/data/syndication.jsonl", json.dumps(line))


def _id(site: SmallSite, stem: str) -> str:
    """The id of a post, as the built feed has it."""
    feed = site.path("output/feeds/all.json")
    if not feed.is_file():
        return f"tag:tiny.example,2025:{stem}"
    ids = [str(item["id"]) for item in json.loads(feed.read_bytes())["items"]]
    return next((one for one in ids if stem in one), f"tag:tiny.example,2025:{stem}")


def _append(site: SmallSite, name: str, line: str) -> str:
    before = site.read(name) if site.has(name) else ""
    site.write(name, f"{before}{line}\n")
    return f"{name}: {line}"


@edit()
def break_ledger(site: SmallSite, random: Random) -> str:
    """A line that is none, or the half of one at the end."""
    name = f"content/data/{random.choice(('published', 'syndication'))}.jsonl"
    line = random.choice(('{"date": "2026-0', "no JSON\n"))
    site.write(name, (site.read(name) if site.has(name) else "") + line)
    return f"{name}: {line!r}"
