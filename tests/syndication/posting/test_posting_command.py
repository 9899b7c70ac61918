"""`invoke linkedin.post`, `linkedin.queue` and `linkedin.status`, as their author types them."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

import pytest

from tests.syndication.posting.posting_site import PATIENCE_SECONDS, PostingSite
from tests.syndication.stand_in import (
    TOKEN,
    LinkedInStandIn,
    answering,
    duplicate_of,
    hung_up,
    taking_and_answering,
)

QUEUE = ("linkedin.queue", "--send")


def test_a_dry_run_shows_the_requests_and_sends_none(
    site: PostingSite, linkedin: LinkedInStandIn
) -> None:
    site.write("knots")
    status, out, err = site.run("linkedin.post", "knots")
    assert (status, err) == (0, "")
    assert f"    POST {linkedin.host}/rest/posts\n      User-Agent: " in out
    assert "      Authorization: Bearer (hidden)\n" in out
    assert '        "commentary": "All \\\\(really\\\\) of knots, \\\\#1 ' in out
    assert "1 entry to post to LinkedIn. Nothing was sent: say --send.\n" in out
    assert TOKEN not in out
    assert (linkedin.seen, site.visited, site.ledger.exists()) == ([], [], False)


def test_an_entry_is_posted_once_and_recorded(site: PostingSite, linkedin: LinkedInStandIn) -> None:
    site.write("knots")
    status, out, err = site.run("linkedin.post", "knots", "--send")
    [post] = linkedin.posts
    assert (status, err) == (0, "")
    where = f"https://www.linkedin.com/feed/update/{post.urn}/"
    assert f"  posted     Knots (content/posts/knots.md): {where}\n" in out
    assert "1 of 1 entry posted to LinkedIn.\n" in out
    assert post.commentary.startswith("All (really) of knots, #1 [of *two*].")
    pending, posted = site.lines()
    date = posted.pop("date")
    assert (pending["state"], pending["date"], pending["urn"]) == ("pending", date, "")
    assert datetime.fromisoformat(str(posted["published"])).tzinfo
    assert pending["attempt"]
    assert posted == {
        "network": "linkedin",
        "state": "published",
        "entry": "tag:tiny.example,2025:posts/knots",
        "file": "content/posts/knots.md",
        "url": site.url("/posts/knots/"),
        "title": "Knots",
        "published": posted["published"],
        "attempt": pending["attempt"],
        "urn": post.urn,
        "permalink": where,
        "reason": "",
        "status": 201,
    }
    status, out, err = site.run("linkedin.post", "knots", "--send")
    assert (status, err, len(linkedin.posts), len(site.lines())) == (0, "", 1, 2)
    assert "Nothing is to be posted to LinkedIn.\n" in out
    assert where in out


def test_an_entry_can_be_named_by_its_file_or_its_id(site: PostingSite) -> None:
    site.write("knots")
    for name in ("content/posts/knots.md", "tag:tiny.example,2025:posts/knots"):
        assert "1 entry to post to LinkedIn." in site.run("linkedin.post", name)[1]


def test_a_queue_posts_what_is_due_the_oldest_first(
    site: PostingSite, linkedin: LinkedInStandIn
) -> None:
    site.write("second", days_ago=1)
    site.write("first", days_ago=13)
    site.write("archive", days_ago=15)
    site.write("private", head={"Linkedin": "no"})
    site.write("later", head={"Linkedin_date": "2099-12-31 09:00"})
    site.write("draft", head={"Status": "draft"})
    status, out, err = site.run(*QUEUE)
    assert (status, err) == (0, "")
    assert [post.article["title"] for post in linkedin.posts] == ["First", "Second"]
    assert "waits      Later (content/posts/later.md): not before 2099-12-31 09:00\n" in out
    assert "2 of 2 entries posted to LinkedIn.\n" in out
    assert "1 older entry is left alone: post one by its slug, or say --since DATE.\n" in out
    assert "archive" not in out
    assert "private" not in out


def test_a_queue_takes_older_entries_only_where_it_is_told_since_when(
    site: PostingSite, linkedin: LinkedInStandIn
) -> None:
    for days in (20, 40, 60):
        site.write(f"old-{days}", days_ago=days)
    since = f"{datetime.now(UTC) - timedelta(days=50):%Y-%m-%d}"
    _, out, _ = site.run(*QUEUE, "--since", since)
    assert [post.article["title"] for post in linkedin.posts] == ["Old 40", "Old 20"]
    assert "1 older entry is left alone" in out
    site.settings(LINKEDIN_QUEUE_DAYS=90)
    assert "1 entry to post to LinkedIn." in site.run("linkedin.queue")[1]


def test_an_edit_posts_nothing_again(site: PostingSite, linkedin: LinkedInStandIn) -> None:
    site.write("knots")
    site.run(*QUEUE)
    entry = {"Id": "tag:tiny.example,2025:posts/knots"}
    (site.root / "content/posts/knots.md").unlink()
    site.write("bends", head={**entry, "Title": "Bends", "Date": "2026-01-01"})
    status, out, _ = site.run(*QUEUE, "--since", "2020-01-01")
    assert (status, len(linkedin.posts)) == (0, 1)
    assert "Nothing is to be posted to LinkedIn.\n" in out


def test_an_id_that_changed_is_held_until_the_author_pins_it(
    site: PostingSite, linkedin: LinkedInStandIn
) -> None:
    site.write("knots")
    site.run(*QUEUE)
    site.settings(TAGGING_ENTITY="new.example,2026")
    status, out, err = site.run(*QUEUE)
    assert (status, len(linkedin.posts)) == (1, 1)
    assert "  held       Knots (content/posts/knots.md): posted on " in out
    assert err.endswith(
        "If it is, add a line Id: tag:tiny.example,2025:posts/knots; if not, say "
        "`invoke linkedin.resolve tag:tiny.example,2025:posts/knots not-posted`.\n"
    )
    site.write("knots", head={"Id": "tag:tiny.example,2025:posts/knots"})
    assert site.run(*QUEUE)[0] == 0


def test_a_file_that_was_renamed_is_held_until_the_author_pins_its_id(
    site: PostingSite, linkedin: LinkedInStandIn
) -> None:
    site.write("knots")
    site.run(*QUEUE)
    posts = site.root / "content/posts"
    text = (posts / "knots.md").read_text()
    (posts / "knots.md").rename(posts / "bends.md")
    site.serve("/posts/bends/")
    status, out, err = site.run(*QUEUE)
    assert (status, len(linkedin.posts)) == (1, 1)
    assert "  held       Knots (content/posts/bends.md): posted on " in out
    assert "add a line Id: tag:tiny.example,2025:posts/knots;" in err
    (posts / "bends.md").write_text(text.replace("Title: Knots", "Title: Bends"))
    assert site.run(*QUEUE)[0] == 1  # its date tells
    (posts / "bends.md").write_text(f"Id: tag:tiny.example,2025:posts/knots\n{text}")
    assert site.run(*QUEUE)[0] == 0
    assert len(linkedin.posts) == 1


# What fails.


def test_a_post_that_is_not_live_is_left_out_and_the_others_are_posted(
    site: PostingSite, linkedin: LinkedInStandIn
) -> None:
    site.write("first", days_ago=2)
    site.write("second")
    del site.pages["/posts/first/"]
    status, out, err = site.run(*QUEUE)
    assert status == 1
    assert f"error: content/posts/first.md: {site.url('/posts/first/')} is not live" in err
    assert "Run `invoke deploy` first" in err
    assert "  left out   First (content/posts/first.md)\n" in out
    assert "1 of 2 entries posted to LinkedIn.\n" in out
    assert [post.article["title"] for post in linkedin.posts] == ["Second"]
    assert site.states() == ["pending", "published"]


def test_a_wrong_canonical_address_is_left_out(
    site: PostingSite, linkedin: LinkedInStandIn
) -> None:
    site.write("knots")
    site.serve("/posts/knots/", canonical="https://old.example/posts/knots/")
    status, _, err = site.run("linkedin.post", "knots", "--send")
    assert (status, linkedin.seen) == (1, [])
    assert "as its canonical address" in err


@pytest.mark.parametrize("step", ["images", "upload"])
def test_what_fails_before_the_post_is_tried_again_next_time(
    site: PostingSite, linkedin: LinkedInStandIn, step: str
) -> None:
    site.write("knots")
    linkedin.answers[step] = answering(500)
    status, out, _ = site.run(*QUEUE)
    assert (status, site.states(), linkedin.posts) == (1, ["failed"], [])
    assert "  failed     Knots (content/posts/knots.md): LinkedIn answers 500. That was" in out
    assert ", tried again: LinkedIn answers 500." in site.run("linkedin.queue")[1]
    linkedin.answers.clear()
    assert site.run(*QUEUE)[0] == 0
    assert site.states() == ["failed", "pending", "published"]


def test_a_refusal_that_all_would_get_keeps_the_rest_for_later(
    site: PostingSite, linkedin: LinkedInStandIn
) -> None:
    for number in range(3):
        site.write(f"post-{number}")
    linkedin.answers["posts"] = answering(401)
    status, out, _ = site.run(*QUEUE)
    assert (status, linkedin.steps.count("posts"), site.states()) == (1, 1, ["pending", "refused"])
    assert "The rest waits: LinkedIn does not take the token (401): run `invoke linkedin" in out
    linkedin.answers.clear()
    assert site.run(*QUEUE)[0] == 0
    assert len(linkedin.posts) == 3


def test_a_failure_that_repeats_keeps_the_rest_for_later(
    site: PostingSite, linkedin: LinkedInStandIn
) -> None:
    for number in range(4):
        site.write(f"post-{number}")
    linkedin.answers["images"] = answering(429)
    status, out, _ = site.run(*QUEUE)
    assert (status, linkedin.steps, site.states()) == (1, ["images"] * 2, ["failed"] * 2)
    assert out.count("  left out ") == 2
    assert "The rest waits: LinkedIn takes no more for today (429); it counts anew from" in out


def test_what_owes_its_readers_more_than_fits_keeps_no_other_waiting(
    site: PostingSite, linkedin: LinkedInStandIn
) -> None:
    site.write("first", days_ago=2, head={"Disclosure": "Paid. " * 900})
    site.write("second")
    site.settings(PLUGINS=["guest_posts", "syndication"])
    status, _, err = site.run("linkedin.queue")
    too_much = "Its disclosure and sponsors take "
    assert status == 1
    assert f"error: content/posts/first.md: It cannot be posted to LinkedIn: {too_much}" in err
    status, out, _ = site.run(*QUEUE)
    assert (status, site.states()) == (1, ["failed", "pending", "published"])
    assert f"  failed     First (content/posts/first.md): {too_much}" in out
    assert [post.article["title"] for post in linkedin.posts] == ["Second"]


def test_a_refusal_of_one_entry_keeps_no_other_waiting(
    site: PostingSite, linkedin: LinkedInStandIn
) -> None:
    site.write("first", days_ago=2)
    site.write("second")
    linkedin.answers["posts"] = lambda asked: (
        answering(422, "No.")(asked) if linkedin.steps.count("posts") == 1 else asked.take()
    )
    assert site.run(*QUEUE)[0] == 1
    assert site.states() == ["pending", "refused", "pending", "published"]


def test_refusals_of_single_entries_keep_no_other_waiting(
    site: PostingSite, linkedin: LinkedInStandIn
) -> None:
    for number in range(3):
        site.write(f"post-{number}", days_ago=3 - number)
    linkedin.answers["posts"] = lambda asked: (
        asked.take() if linkedin.steps.count("posts") == 3 else answering(422, "No.")(asked)
    )
    assert site.run(*QUEUE)[0] == 1
    assert [post.article["title"] for post in linkedin.posts] == ["Post 2"]


def test_what_failed_before_keeps_nothing_else_waiting_for_ever(
    site: PostingSite, linkedin: LinkedInStandIn
) -> None:
    for number in range(3):
        site.write(f"post-{number}", days_ago=3 - number)
    linkedin.answers["images"] = answering(500)
    site.run(*QUEUE)
    linkedin.answers["images"] = lambda asked: (
        asked.take() if linkedin.steps.count("images") == 3 else answering(500)(asked)
    )
    site.run(*QUEUE)
    assert [post.article["title"] for post in linkedin.posts] == ["Post 2"]


@pytest.mark.parametrize("answer", [hung_up, answering(429), answering(500), answering(408)])
def test_an_unknown_outcome_is_held_for_the_author_and_stops_the_queue(
    site: PostingSite, linkedin: LinkedInStandIn, answer: object
) -> None:
    site.write("first", days_ago=2)
    site.write("second")
    linkedin.answers["posts"] = answer  # type: ignore[assignment]
    status, out, _ = site.run(*QUEUE)
    assert (status, site.states()) == (1, ["pending", "unknown"])
    assert "  undecided  First (content/posts/first.md): " in out
    assert "1 entry may have been posted or not. Look on LinkedIn, and say which:\n" in out
    assert "  invoke linkedin.resolve first posted --url URL\n" in out
    linkedin.answers.clear()
    status, out, _ = site.run(*QUEUE)  # the other one, and never this one
    assert (status, [post.article["title"] for post in linkedin.posts[-1:]]) == (1, ["Second"])
    assert linkedin.steps.count("posts") == 2
    assert "  invoke linkedin.resolve first not-posted\n" in out
    assert site.run("linkedin.post", "first", "--send")[0] == 1
    assert site.run("linkedin.post", "second", "--send")[0] == 0
    assert linkedin.steps.count("posts") == 2


def test_a_duplicate_is_recorded_as_the_post_that_is_there(
    site: PostingSite, linkedin: LinkedInStandIn
) -> None:
    site.write("knots")
    linkedin.answers["posts"] = taking_and_answering(lambda: duplicate_of("urn:li:share:42"))
    status, out, _ = site.run(*QUEUE)
    assert status == 0
    assert "https://www.linkedin.com/feed/update/urn:li:share:42/ (LinkedIn has it already;" in out
    assert site.lines()[-1]["urn"] == "urn:li:share:42"


def test_two_entries_that_linkedin_takes_for_one_are_not_both_posted(
    site: PostingSite, linkedin: LinkedInStandIn
) -> None:
    site.write("first", days_ago=2)
    site.write("second")
    linkedin.answers["posts"] = lambda asked: (
        duplicate_of(linkedin.posts[0].urn) if linkedin.posts else asked.take()
    )
    status, out, _ = site.run(*QUEUE)
    assert (status, site.states()) == (1, ["pending", "published", "pending", "refused"])
    assert '): It is taken for "First", which was posted before: say something else of it' in out
    linkedin.answers.clear()
    assert site.run(*QUEUE)[0] == 0
    assert [post.article["title"] for post in linkedin.posts] == ["First", "Second"]


def test_a_ledger_that_cannot_be_written_stops_before_anything_is_sent(
    site: PostingSite, linkedin: LinkedInStandIn
) -> None:
    site.write("knots")
    site.ledger.mkdir(parents=True)
    status, _, err = site.run(*QUEUE)
    assert (status, linkedin.seen) == (1, [])
    assert "Traceback" not in err


def test_a_post_that_could_not_be_recorded_is_said_and_held(
    site: PostingSite, linkedin: LinkedInStandIn
) -> None:
    site.write("knots")

    def take_away(moment: str) -> None:
        if moment == "posts taken":
            site.ledger.rename(site.ledger.with_name("away"))
            site.ledger.mkdir()

    linkedin.noticed = take_away
    status, out, err = site.run(*QUEUE)
    [post] = linkedin.posts
    assert status == 1
    link = f"https://www.linkedin.com/feed/update/{post.urn}/"
    assert f'"Knots" is posted to LinkedIn as {link}, but that could not be recorded: ' in err
    assert f"then say `invoke linkedin.resolve knots posted --url {link}`.\n" in err
    assert "  posted     Knots (content/posts/knots.md): " in out
    site.ledger.rmdir()
    site.ledger.with_name("away").rename(site.ledger)
    assert site.run(*QUEUE)[0] == 1
    assert len(linkedin.posts) == 1


@pytest.mark.parametrize(
    ("flush", "posted", "states"),
    [  # of the first line, of the folder that is new, of the outcome, of the next line
        (0, 0, []),
        (1, 0, []),
        (2, 1, ["pending"]),
        (3, 1, ["pending", "published"]),
    ],
)
def test_a_full_disk_is_said_with_what_was_posted_before(
    site: PostingSite, linkedin: LinkedInStandIn, flush: int, posted: int, states: list[str]
) -> None:
    site.write("first", days_ago=2)
    site.write("second")
    with site.start_program("-c", _DISK_FULL, str(flush), *QUEUE) as process:
        out, err = process.communicate(timeout=PATIENCE_SECONDS)
    assert (process.returncode, len(linkedin.posts), site.states()) == (1, posted, states)
    assert "No space left on device." in err
    assert "The rest waits: content/data/syndication.jsonl cannot be written.\n" in out
    assert ("  posted     First (" in out) == (posted == 1)
    if flush == 2:
        assert f"resolve first posted --url https://www.linkedin.com/feed/update/{FIRST}/`" in err
    else:
        message = "It cannot be written, so nothing more was posted: No space left on device."
        assert f"error: content/data/syndication.jsonl: {message} Mend that first.\n" in err


FIRST = "urn:li:share:7300000000000000000"

_DISK_FULL = """
import errno, os, sys
from invoke.main import program
left = int(sys.argv[1])
fsync = os.fsync
def flushing(descriptor):
    global left
    left -= 1
    if left == -1:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
    fsync(descriptor)
os.fsync = flushing
program.run(["invoke", *sys.argv[2:]])
"""


def test_a_damaged_ledger_is_named_and_nothing_sent(
    site: PostingSite, linkedin: LinkedInStandIn
) -> None:
    site.write("knots")
    site.ledger.parent.mkdir(parents=True)
    site.ledger.write_text('{"state": "sent"}\n')
    status, _, err = site.run(*QUEUE)
    assert (status, linkedin.seen) == (1, [])
    assert err.startswith("error: content/data/syndication.jsonl: The line of an unknown day")


# Tokens.


def test_without_a_token_there_is_a_dry_run_and_no_more(
    site: PostingSite, linkedin: LinkedInStandIn
) -> None:
    site.write("knots")
    site.environ.update(dict.fromkeys(site.environ.keys() - {"PYTHON_KEYRING_BACKEND"}, ""))
    status, out, err = site.run("linkedin.queue")
    assert (status, err) == (
        0,
        "warning: Nobody is logged in to LinkedIn. Run `invoke linkedin.login`.\n",
    )
    assert "/v2/userinfo" in out
    status, out, err = site.run(*QUEUE)
    assert (status, linkedin.seen, site.visited) == (1, [], [])
    assert err == "error: Nobody is logged in to LinkedIn. Run `invoke linkedin.login`.\n"
    assert "  left out   Knots" in out


def test_an_expired_token_is_not_tried(site: PostingSite, linkedin: LinkedInStandIn) -> None:
    site.write("knots")
    site.environ["FANFARE_LINKEDIN_TOKEN_EXPIRES"] = "2026-01-01"
    status, _, err = site.run(*QUEUE)
    assert (status, linkedin.seen) == (1, [])
    assert err.startswith("error: The token for LinkedIn expired on 2026-01-01.")


def test_an_old_token_is_warned_of(site: PostingSite, linkedin: LinkedInStandIn) -> None:
    site.write("knots")
    soon = (datetime.now(UTC) + timedelta(days=9, hours=1)).isoformat(timespec="seconds")
    site.environ["FANFARE_LINKEDIN_TOKEN_EXPIRES"] = soon
    status, _, err = site.run(*QUEUE)
    assert (status, len(linkedin.posts)) == (0, 1)
    assert err.startswith("warning: The token for LinkedIn expires on ")


def test_the_token_is_nowhere(site: PostingSite, linkedin: LinkedInStandIn) -> None:
    for number in range(4):
        site.write(f"post-{number}")
    said = []
    for answer in (answering(401, TOKEN), answering(500, TOKEN), answering(422, TOKEN)):
        linkedin.answers["posts"] = answer
        said += [*site.run(*QUEUE), *site.run(*QUEUE, "--json"), *site.run("linkedin.status")]
    files = [path.read_bytes() for path in site.root.rglob("*") if path.is_file()]
    assert TOKEN not in repr(said)
    assert not any(TOKEN.encode() in raw for raw in files)


# Machines, and mistakes.


def test_the_result_as_json(site: PostingSite, linkedin: LinkedInStandIn) -> None:
    site.write("knots")
    dry = site.json("linkedin.queue")
    [entry] = dry["entries"]
    assert (dry["network"], dry["dry_run"], entry["standing"]) == ("linkedin", True, "due")
    assert json.loads(entry["requests"][-1]["body"])["content"]["article"]["title"] == "Knots"
    sent = site.json(*QUEUE)
    [entry] = sent["entries"]
    [post] = linkedin.posts
    assert (entry["state"], entry["urn"], entry["requests"]) == ("published", post.urn, [])
    assert (sent["dry_run"], sent["stopped"], sent["undecided"]) == (False, "", [])
    assert sent["counts"]["due"] == 1


@pytest.mark.parametrize(
    "arguments",
    [
        ("linkedin.post", "knot"),
        ("linkedin.queue", "--since", "soon"),
        ("linkedin.resolve", "knots", "gone"),
    ],
)
def test_a_mistake_as_json(site: PostingSite, arguments: tuple[str, ...]) -> None:
    site.write("knots")
    status, out, err = site.run(*arguments, "--json")
    value = json.loads(out)
    [finding] = value["findings"]
    assert (status, value["networks"]) == (1, [])
    assert finding["message"] in err


def test_what_cannot_be_reached_is_not_said_to_wait_for_send(site: PostingSite) -> None:
    site.write("knots")
    status, out, err = site.run("bluesky.post", "knots")
    assert (status, "BLUESKY_HANDLE does not say" in err) == (1, True)
    assert out.endswith("1 entry to post to Bluesky, once that can be reached.\n")


def test_looking_changes_nothing(site: PostingSite) -> None:
    site.write("knots")
    for arguments in (("linkedin.status",), ("linkedin.queue",), ("linkedin.post", "knots")):
        assert site.run(*arguments)[0] == 0
    assert not site.ledger.parent.exists()


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (("linkedin.post",), "Nobody said which entry."),
        (("linkedin.post", "knot"), 'No published entry is called "knot". Did you mean "knots"?'),
        (("linkedin.queue", "--since", "soon"), '"soon" is no day. Write one such as --since 2026'),
        (("mastodon.queue",), "MASTODON_SERVER does not say where your account on Mastodon is."),
        (("bluesky.queue",), "BLUESKY_HANDLE does not say where your account on Bluesky is."),
    ],
)
def test_a_mistake_is_named(
    site: PostingSite, linkedin: LinkedInStandIn, arguments: tuple[str, ...], complaint: str
) -> None:
    site.write("knots")
    status, _, err = site.run(*arguments)
    assert status == 1
    assert complaint in err
    assert "Traceback" not in err
    assert linkedin.seen == []


@pytest.mark.parametrize(
    ("head", "complaint"),
    [
        ({"Linkedin": "no"}, "Its head says Linkedin: no."),
        ({"Linkedin_date": "2099-01-01"}, "It is not to be posted before 2099-01-01 00:00."),
    ],
)
def test_what_is_held_back_is_not_posted_by_its_slug_either(
    site: PostingSite, linkedin: LinkedInStandIn, head: dict[str, str], complaint: str
) -> None:
    site.write("knots", head=head)
    status, _, err = site.run("linkedin.post", "knots", "--send")
    assert (status, linkedin.seen) == (1, [])
    assert complaint in err


def test_a_site_without_the_plugin_is_told_so(site: PostingSite) -> None:
    site.settings(PLUGINS=[])
    status, _, err = site.run("linkedin.queue")
    assert (status, "The plugin syndication is not on." in err) == (1, True)


# How it stands.


def test_the_status_says_what_was_posted_and_what_waits(
    site: PostingSite, linkedin: LinkedInStandIn
) -> None:
    site.write("first", days_ago=3)
    site.write("second", days_ago=2)
    linkedin.answers["posts"] = lambda asked: (
        asked.take() if linkedin.steps.count("posts") == 1 else answering(500)(asked)
    )
    site.run(*QUEUE)
    site.write("third")
    site.write("later", head={"Linkedin_date": "2099-12-31"})
    site.write("archive", days_ago=90)
    site.write("private", head={"Linkedin": "off"})
    status, out, err = site.run("linkedin.status")
    day = str(site.lines()[0]["date"])[:10]
    assert (status, err) == (1, "")
    [post] = linkedin.posts
    assert out.splitlines()[1:] == [
        out.splitlines()[1],
        f"  posted     First (content/posts/first.md): {day}, "
        f"https://www.linkedin.com/feed/update/{post.urn}/",
        f"  undecided  Second (content/posts/second.md): {day}, LinkedIn answers 500. It may have "
        "been posted or not",
        *sorted(
            [
                "  to post    Third (content/posts/third.md)",
                "  waits      Later (content/posts/later.md): not before 2099-12-31 00:00",
            ],
            reverse=True,
        )[::-1],
        "  Besides: 1 older entry, 1 not wanted.",
        "1 entry may have been posted or not. Look on LinkedIn, and say which:",
        "  invoke linkedin.resolve second posted --url URL",
        "  invoke linkedin.resolve second not-posted",
    ]
    assert out.splitlines()[1].startswith("LinkedIn: the token expires on 2099-01-01, in ")


def test_a_status_shows_the_latest_posts_and_all_on_demand(site: PostingSite) -> None:
    for number in range(12):
        site.write(f"post-{number:02}", days_ago=13 - number)
    site.run(*QUEUE)
    _, out, _ = site.run("linkedin.status")
    assert "  ... 2 earlier ones posted: say --all.\n" in out
    assert out.count("  posted ") == 10
    assert site.run("linkedin.status", "--all")[1].count("  posted ") == 12
    assert len(site.json("linkedin.status")["entries"]) == 12


def test_a_status_has_what_was_posted_and_is_gone(site: PostingSite) -> None:
    site.write("knots")
    site.run(*QUEUE)
    (site.root / "content/posts/knots.md").unlink()
    site.write("bends", days_ago=3)
    status, out, _ = site.run("linkedin.status", "--all")
    assert (status, "  posted     Knots (content/posts/knots.md): " in out) == (0, True)
    [gone] = site.json("linkedin.status")["gone"]
    assert (gone["title"], gone["state"]) == ("Knots", "published")


def test_a_status_of_nothing(site: PostingSite) -> None:
    status, out, _ = site.run("linkedin.status")
    assert (status, out.endswith("  Nothing was posted, and nothing waits.\n")) == (0, True)


# Several networks.


def test_a_network_that_fails_keeps_no_other_waiting(
    site: PostingSite, linkedin: LinkedInStandIn
) -> None:
    """Mastodon comes after LinkedIn, Bluesky after both; each is broken once."""
    site.write("knots")
    site.settings(MASTODON_SERVER="http://127.0.0.1:9", LINKEDIN_CLIENT_ID="86app")
    site.environ["FANFARE_MASTODON_TOKEN"] = "mastodon-token"
    status, out, _ = site.run("networks.queue", "--send")
    assert (status, len(linkedin.posts)) == (1, 1)
    assert "1 of 1 entry posted to LinkedIn.\n" in out
    assert "0 of 1 entry posted to Mastodon.\n" in out
    assert [(line["network"], line["state"]) for line in site.lines()] == [
        ("linkedin", "pending"),
        ("linkedin", "published"),
        ("mastodon", "failed"),
    ]


def test_a_network_without_a_token_keeps_no_other_waiting(
    site: PostingSite, linkedin: LinkedInStandIn
) -> None:
    site.write("knots")
    site.settings(BLUESKY_HANDLE="ada.bsky.example", BLUESKY_SERVER="http://127.0.0.1:9")
    status, _, err = site.run("networks.queue", "--send")
    assert (status, len(linkedin.posts)) == (1, 1)
    assert "Nobody is logged in to Bluesky. Run `invoke bluesky.login`." in err


def test_a_site_on_no_network_is_told_so(site: PostingSite) -> None:
    site.environ["FANFARE_LINKEDIN_TOKEN"] = ""
    status, _, err = site.run("networks.status")
    assert (status, "This site has no account on any network." in err) == (1, True)
