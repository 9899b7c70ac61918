"""`invoke linkedin.resolve`: what the author says of a post of unknown outcome."""

from __future__ import annotations

from dataclasses import replace

import pytest

from fanfare.errors import FanfareError
from syndication.networks.known import KNOWN
from syndication.networks.network import State
from syndication.posting.record import History, Line
from syndication.posting.verdict import Place, Verdict, concluded, lines_about
from tests.syndication.entries import KNOTS, an_entry
from tests.syndication.posting.posting_site import PostingSite
from tests.syndication.posting.test_record import FAILED, PENDING, POSTED, UNKNOWN
from tests.syndication.stand_in import LinkedInStandIn, hung_up, hung_up_before

NOW = "2026-03-10T09:00:00+00:00"
NEW_ATTEMPT = "3f"
URN = "urn:li:share:73"
LINK = f"https://www.linkedin.com/feed/update/{URN}/"
LINKEDIN = Place(KNOWN["linkedin"], server="")


def _concluded(line: Line, said: Verdict) -> list[Line]:
    return concluded([line], said, LINKEDIN, NOW, NEW_ATTEMPT)


@pytest.mark.parametrize("line", [PENDING, UNKNOWN, FAILED, POSTED])
@pytest.mark.parametrize(
    ("said", "urn", "permalink"),
    [
        (Verdict("posted", urn=URN), URN, LINK),
        (Verdict("posted", url=LINK), URN, LINK),
        (Verdict("posted", url="https://lnkd.in/x"), "", "https://lnkd.in/x"),
        (Verdict("posted", "https://lnkd.in/x", URN), URN, "https://lnkd.in/x"),
    ],
)
def test_an_author_who_found_the_post_says_where(
    line: Line, said: Verdict, urn: str, permalink: str
) -> None:
    [posted] = _concluded(line, said)
    assert posted == replace(
        line,
        date=NOW,
        state=State.PUBLISHED,
        attempt=line.attempt if line in (PENDING, UNKNOWN) else NEW_ATTEMPT,
        urn=urn,
        permalink=permalink,
        reason="The author says so.",
        status=0,
    )


@pytest.mark.parametrize("line", [PENDING, UNKNOWN, POSTED])
def test_an_author_who_found_none_has_it_posted_again(line: Line) -> None:
    [taken_back] = _concluded(line, Verdict("not-posted"))
    assert taken_back.state is State.FAILED
    assert History([line, taken_back]).last("linkedin", KNOTS.id) == taken_back


def test_an_author_who_found_none_says_so_of_every_attempt() -> None:
    other = replace(PENDING, attempt="2f")
    history = History([UNKNOWN, other])
    lines = lines_about("linkedin", "knots", history, [KNOTS])
    denied = concluded(lines, Verdict("not-posted"), LINKEDIN, NOW, NEW_ATTEMPT)
    assert [line.attempt for line in denied] == [UNKNOWN.attempt, "2f"]
    assert History([UNKNOWN, other, *denied]).held("linkedin", KNOTS.id) == []


@pytest.mark.parametrize(
    ("key", "server", "url", "urn"),
    [
        ("mastodon", "https://social.example", "https://social.example/@ada/7", ""),
        (
            "bluesky",
            "ada.bsky.social",
            "https://bsky.app/profile/ada.bsky.social/post/3k",
            "at://ada.bsky.social/app.bsky.feed.post/3k",
        ),
    ],
)
def test_each_network_has_addresses_of_its_own(key: str, server: str, url: str, urn: str) -> None:
    place, line = Place(KNOWN[key], server), replace(PENDING, network=key)
    [posted] = concluded([line], Verdict("posted", url), place, NOW, NEW_ATTEMPT)
    assert (posted.urn, posted.permalink) == (urn, url)
    with pytest.raises(FanfareError, match=rf"is not on {place.network.label}\. Write the address"):
        concluded([line], Verdict("posted", LINK), place, NOW, NEW_ATTEMPT)


@pytest.mark.parametrize(
    ("said", "complaint"),
    [
        (Verdict(""), "Nobody said whether it was posted. Write posted or not-posted."),
        (Verdict("notposted"), '"notposted" is no verdict. Did you mean "not-posted"?'),
        (Verdict("posted"), "Nobody said where it was posted. Add --url"),
        (Verdict("posted", url="lnkd.in/x"), '"lnkd.in/x" is no address. Write all of it'),
        (Verdict("posted", url="javascript:alert(1)"), "is no address."),
        (Verdict("posted", url="https://"), '"https://" is no address.'),
        (Verdict("posted", url="https://["), '"https://[" is no address.'),
        (Verdict("posted", urn="73"), '"73" is no post of LinkedIn. Leave out --urn. Add --url'),
        (
            Verdict("posted", url="https://tiny.example/whatever"),
            "https://tiny.example/whatever is not on LinkedIn. Write the address of the post, on "
            "linkedin.com or lnkd.in.",
        ),
        (Verdict("posted", url="https://notlinkedin.com/"), "is not on LinkedIn."),
        (Verdict("posted", url="https://linkedin.com.example/"), "is not on LinkedIn."),
        (Verdict("posted", url="https://linkedin.com@tiny.example/"), "is not on LinkedIn."),
        (Verdict("posted", "https://tiny.example/", URN), "is not on LinkedIn."),
        (Verdict("not-posted", url=LINK), "What was not posted is nowhere. Leave out --url"),
    ],
)
def test_a_verdict_that_cannot_be_right_is_refused(said: Verdict, complaint: str) -> None:
    with pytest.raises(FanfareError) as refused:
        _concluded(PENDING, said)
    assert complaint in str(refused.value)


def test_what_was_not_posted_needs_no_verdict() -> None:
    with pytest.raises(FanfareError, match=r"Nothing says that .* was posted"):
        _concluded(FAILED, Verdict("not-posted"))


def test_the_entry_is_found_by_what_it_is_called_now() -> None:
    history = History([UNKNOWN])
    renamed = an_entry(slug="bends", file="content/posts/bends.md")
    for name in ("bends", "content/posts/bends.md", KNOTS.id):
        assert lines_about("linkedin", name, history, [renamed]) == [UNKNOWN]


def test_and_by_what_it_was_called_then_if_nothing_else_is_now() -> None:
    history = History([UNKNOWN])
    for name in ("knots", "content/posts/knots.md", KNOTS.id):
        assert lines_about("linkedin", name, history, []) == [UNKNOWN]
    other = an_entry(id="tag:other", url="https://tiny.example/b/", file="content/posts/b.md")
    assert lines_about("linkedin", "knots", history, [other])[0].entry == "tag:other"


def test_an_entry_that_nobody_posted_can_be_said_to_be_there() -> None:
    [line] = lines_about("linkedin", "knots", History([]), [KNOTS])
    [posted] = _concluded(line, Verdict("posted", urn=URN))
    assert posted == replace(
        POSTED,
        title=KNOTS.title,
        date=NOW,
        attempt=NEW_ATTEMPT,
        urn=URN,
        permalink=LINK,
        reason="The author says so.",
        status=0,
    )


@pytest.mark.parametrize(
    ("slug", "complaint"),
    [
        ("knot", 'No published entry is called "knot". Did you mean "knots"?'),
        ("", "Nobody said which entry. Write the last part of its address, or its file."),
    ],
)
def test_an_entry_that_is_not_there_is_named(slug: str, complaint: str) -> None:
    with pytest.raises(FanfareError) as refused:
        lines_about("linkedin", slug, History([UNKNOWN]), [])
    assert complaint in str(refused.value)


def test_of_two_entries_of_one_name_it_must_be_said_which() -> None:
    two = [KNOTS, an_entry(id="tag:other", file="content/elsewhere/knots.md")]
    with pytest.raises(FanfareError, match='Several entries are called "knots"'):
        lines_about("linkedin", "knots", History([]), two)
    assert lines_about("linkedin", "content/elsewhere/knots.md", History([]), two)


# The command.


def test_a_post_that_arrived_is_never_sent_again(
    site: PostingSite, linkedin: LinkedInStandIn
) -> None:
    site.write("knots")
    linkedin.answers["posts"] = hung_up
    site.run("linkedin.queue", "--send")
    linkedin.answers.clear()
    [post] = linkedin.posts
    status, out, err = site.run("linkedin.resolve", "knots", "posted", "--urn", post.urn)
    assert (status, err) == (0, "")
    link = f"https://www.linkedin.com/feed/update/{post.urn}/"
    assert out.endswith(f'Recorded: "Knots" is posted as {link}, and never posted again.\n')
    assert site.run("linkedin.queue", "--send")[0] == 0
    assert len(linkedin.posts) == 1
    assert link in site.run("linkedin.status")[1]


def test_a_post_that_did_not_arrive_is_sent_again(
    site: PostingSite, linkedin: LinkedInStandIn
) -> None:
    site.write("knots")
    linkedin.answers["posts"] = hung_up_before
    site.run("linkedin.queue", "--send")
    linkedin.answers.clear()
    status, out, _ = site.run("linkedin.resolve", "knots", "not-posted")
    assert (status, out.endswith('"Knots" is not posted. Now it can be.\n')) == (0, True)
    assert site.run("linkedin.queue", "--send")[0] == 0
    assert len(linkedin.posts) == 1
    assert site.states() == ["pending", "unknown", "failed", "pending", "published"]


def test_a_post_that_the_author_deleted_can_be_posted_anew(
    site: PostingSite, linkedin: LinkedInStandIn
) -> None:
    site.write("knots")
    site.run("linkedin.queue", "--send")
    linkedin.delete(linkedin.posts[0])
    assert site.run("linkedin.resolve", "knots", "not-posted")[0] == 0
    for _ in range(2):  # LinkedIn remembers for a day or two
        status, out, _ = site.run("linkedin.queue", "--send")
        assert (status, site.states()[-1]) == (1, "refused")
        assert "which was posted before: say something else of it, or wait two days\n" in out
    site.write("knots", head={"Linkedin": "Said anew."})
    assert site.run("linkedin.post", "knots", "--send")[0] == 0
    assert [post.commentary[:10] for post in linkedin.posts] == ["Said anew."]


def test_a_post_that_the_author_deleted_before_it_was_known_is_not_said_to_be_there(
    site: PostingSite, linkedin: LinkedInStandIn
) -> None:
    site.write("knots")
    linkedin.answers["posts"] = hung_up
    site.run("linkedin.queue", "--send")
    linkedin.answers.clear()
    [post] = linkedin.posts
    linkedin.delete(post)
    site.run("linkedin.resolve", "knots", "not-posted")
    for _ in range(2):
        status, out, _ = site.run("linkedin.queue", "--send")
        last = site.lines()[-1]
        assert (status, last["state"], last["permalink"]) == (1, "refused", "")
        assert "LinkedIn takes it for a post that you said is not there: say something else" in out
        link = f"https://www.linkedin.com/feed/update/{post.urn}/"
        assert f"say `invoke linkedin.resolve knots posted --url {link}`" in out


def test_of_two_posts_the_author_takes_back_one_after_the_other(site: PostingSite) -> None:
    site.write("knots")
    site.run("linkedin.resolve", "knots", "posted", "--urn", URN)
    first = site.ledger.read_text()
    site.ledger.unlink()
    site.run("linkedin.resolve", "knots", "posted", "--urn", "urn:li:share:74")
    site.ledger.write_text(first + site.ledger.read_text())
    out = site.run("linkedin.resolve", "knots", "not-posted")[1]
    assert f'Recorded. But "Knots" was also posted as {LINK}.\nIf that is not there either' in out
    assert site.run("linkedin.resolve", "knots", "not-posted")[1].endswith("Now it can be.\n")


def test_a_post_whose_file_is_gone_can_be_decided(
    site: PostingSite, linkedin: LinkedInStandIn
) -> None:
    site.write("knots")
    linkedin.answers["posts"] = hung_up
    site.run("linkedin.queue", "--send")
    (site.root / "content/posts/knots.md").unlink()
    status, out, _ = site.run("linkedin.status")
    assert (status, "invoke linkedin.resolve knots not-posted\n" in out) == (1, True)
    assert site.run("linkedin.resolve", "knots", "posted", "--url", LINK)[0] == 0
    assert site.run("linkedin.status")[0] == 0


def test_the_verdict_as_json(site: PostingSite) -> None:
    site.write("knots")
    value = site.json("linkedin.resolve", "knots", "posted", "--urn", URN)
    assert (value["state"], value["urn"], value["network"]) == ("published", URN, "linkedin")
    assert site.lines() == [value]
