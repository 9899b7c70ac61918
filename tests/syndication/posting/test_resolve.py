"""`invoke linkedin.resolve`: what the author says of a post of unknown outcome."""

from __future__ import annotations

from dataclasses import replace

import pytest

from fanfare.errors import FanfareError
from syndication.networks.network import State
from syndication.posting.record import History, Line
from syndication.posting.verdict import Verdict, concluded, line_about
from tests.syndication.entries import KNOTS, an_entry
from tests.syndication.posting.posting_site import PostingSite
from tests.syndication.posting.test_record import FAILED, PENDING, POSTED
from tests.syndication.stand_in import LinkedInStandIn, hung_up, hung_up_before

NOW = "2026-03-10T09:00:00+00:00"
UNKNOWN = replace(PENDING, state=State.UNKNOWN, status=500, reason="LinkedIn answers 500.")
URN = "urn:li:share:73"
LINK = f"https://www.linkedin.com/feed/update/{URN}/"


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
    assert concluded(line, said, NOW) == replace(
        line,
        date=NOW,
        state=State.PUBLISHED,
        urn=urn,
        permalink=permalink,
        reason="The author says so.",
        status=0,
    )


@pytest.mark.parametrize("line", [PENDING, UNKNOWN, POSTED])
def test_an_author_who_found_none_has_it_posted_again(line: Line) -> None:
    taken_back = concluded(line, Verdict("not-posted"), NOW)
    assert taken_back.state is State.FAILED
    assert History([line, taken_back]).last("linkedin", KNOTS.id) == taken_back


def test_other_networks_need_the_address() -> None:
    line = replace(PENDING, network="mastodon")
    url, urn = "https://social.example/@ada/7", "https://social.example/ap/7"
    posted = concluded(line, Verdict("posted", url, urn), NOW)
    assert (posted.urn, posted.permalink) == (urn, url)
    with pytest.raises(FanfareError, match=f"Readers cannot find {urn}. Add --url"):
        concluded(line, Verdict("posted", urn=urn), NOW)


@pytest.mark.parametrize(
    ("said", "complaint"),
    [
        (Verdict(""), '"" is no verdict. Write posted or not-posted.'),
        (Verdict("notposted"), '"notposted" is no verdict. Did you mean "not-posted"?'),
        (Verdict("posted"), "Nobody said where it was posted. Add --url"),
        (Verdict("posted", url="lnkd.in/x"), '"lnkd.in/x" is no address. Write all of it'),
        (Verdict("posted", url="javascript:alert(1)"), "is no address."),
        (Verdict("posted", url="https://"), '"https://" is no address.'),
        (Verdict("posted", url="https://["), '"https://[" is no address.'),
        (Verdict("posted", urn="73"), '"73" is no post of LinkedIn. Write one such as urn:li:'),
        (Verdict("not-posted", url=LINK), "What was not posted is nowhere. Leave out --url"),
    ],
)
def test_a_verdict_that_cannot_be_right_is_refused(said: Verdict, complaint: str) -> None:
    with pytest.raises(FanfareError) as refused:
        concluded(PENDING, said, NOW)
    assert complaint in str(refused.value)


def test_what_was_not_posted_needs_no_verdict() -> None:
    with pytest.raises(FanfareError, match=r"Nothing says that .* was posted"):
        concluded(FAILED, Verdict("not-posted"), NOW)


def test_the_entry_is_found_by_what_it_is_called_now() -> None:
    history = History([UNKNOWN])
    renamed = an_entry(slug="bends", file="content/posts/bends.md")
    for name in ("bends", "content/posts/bends.md", KNOTS.id):
        assert line_about("linkedin", name, history, [renamed]) == UNKNOWN


def test_and_by_what_it_was_called_then_if_nothing_else_is_now() -> None:
    history = History([UNKNOWN])
    for name in ("knots", "content/posts/knots.md", KNOTS.id):
        assert line_about("linkedin", name, history, []) == UNKNOWN
    other = an_entry(id="tag:other", url="https://tiny.example/b/", file="content/posts/b.md")
    assert line_about("linkedin", "knots", history, [other]).entry == "tag:other"


def test_an_entry_that_nobody_posted_can_be_said_to_be_there() -> None:
    line = line_about("linkedin", "knots", History([]), [KNOTS])
    assert concluded(line, Verdict("posted", urn=URN), NOW) == replace(
        POSTED,
        title=KNOTS.title,
        date=NOW,
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
        line_about("linkedin", slug, History([UNKNOWN]), [])
    assert complaint in str(refused.value)


def test_of_two_entries_of_one_name_it_must_be_said_which() -> None:
    two = [KNOTS, an_entry(id="tag:other", file="content/elsewhere/knots.md")]
    with pytest.raises(FanfareError, match='Several entries are called "knots"'):
        line_about("linkedin", "knots", History([]), two)
    assert line_about("linkedin", "content/elsewhere/knots.md", History([]), two)


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
