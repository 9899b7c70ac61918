"""What is known of a page after each answer, and what of it is said, in a row of audits."""

from datetime import UTC, datetime, timedelta

import pytest

from guest_posts.audit.notes import Note, news, standing
from guest_posts.audit.observed import alike, observe
from guest_posts.audit.page_facts import read_facts
from guest_posts.audit.record import PageLine
from guest_posts.audit.targets import Role, Target, Use
from guest_posts.fetching import Failed, Failure, Fetched, Outcome, Redirect

PAGE = "https://quay.example/tides/"
OWN = "https://tiny.example/posts/tides/"
FIRST_DAY = datetime(2026, 1, 1, 9, tzinfo=UTC)
TO_US = "<a href='https://tiny.example/'>me</a>"


def answer(
    html: str = TO_US, status: int = 200, *redirects: Redirect, cut: bool = False
) -> Fetched:
    address = redirects[-1].to if redirects else PAGE
    headers = (("content-type", "text/html"),)
    return Fetched(PAGE, address, redirects, status, headers, html.encode(), cut)


def failure(kind: Failure = Failure.TIMEOUT) -> Failed:
    return Failed(PAGE, kind, "It did not work.")


def moved(to: str, status: int = 301, address: str = PAGE) -> Redirect:
    return Redirect(address, status, to)


def titled(title: str) -> Fetched:
    return answer(f"<title>{title}</title>{TO_US}")


TROUBLES = [
    *(answer("", status) for status in (500, 503, 400)),
    *(failure(kind) for kind in Failure if kind is not Failure.PRIVATE),
]


class Audits:
    """One page, audited once a day, or every so often."""

    def __init__(self, role: Role = Role.ELSEWHERE, every: timedelta = timedelta(days=1)) -> None:
        self._every = every
        self.line: PageLine | None = None
        self._target = Target(PAGE, (Use(role, "Tides", "content/elsewhere/tides.md", 4, OWN),))
        self._now = FIRST_DAY

    def see(self, *outcomes: Outcome) -> list[Note]:
        """What is new in the last of these audits."""
        found: list[Note] = []
        for outcome in outcomes:
            before = self.line
            facts = read_facts(outcome, "tiny.example") if isinstance(outcome, Fetched) else None
            self.line = observe(PAGE, before, outcome, facts, self._now)
            found = news(self._target, before, self.line)
            self._now += self._every
        return found

    def kinds(self, *outcomes: Outcome) -> list[str]:
        """The kinds of what is new in the last of these audits."""
        return [note.kind.value for note in self.see(*outcomes)]

    def stands(self) -> list[str]:
        """The kinds of all there is to say now."""
        assert self.line is not None
        return [note.kind.value for note in standing(self._target, self.line)]


@pytest.fixture
def audits() -> Audits:
    return Audits()


class TestReaching:
    def test_a_page_as_it_should_be_is_not_spoken_of(self, audits: Audits) -> None:
        assert audits.kinds(titled("Tides")) == []
        assert audits.stands() == []

    def test_a_page_that_did_not_change_is_known_as_before(self, audits: Audits) -> None:
        audits.see(titled("Tides"))
        before = audits.line
        assert audits.kinds(titled("Tides")) == []
        assert audits.line is before

    @pytest.mark.parametrize("status", [404, 410])
    def test_what_says_that_it_is_gone_is_gone_at_once(self, audits: Audits, status: int) -> None:
        assert audits.kinds(titled("Tides"), answer("", status)) == ["gone"]
        assert audits.line is not None
        assert audits.line.gone_since == "2026-01-02"

    @pytest.mark.parametrize("trouble", TROUBLES)
    def test_any_other_trouble_is_gone_on_the_second_day(
        self, audits: Audits, trouble: Outcome
    ) -> None:
        assert audits.kinds(trouble) == ["unreachable"]
        assert audits.kinds(trouble) == ["gone"]
        assert audits.kinds(trouble) == []
        assert audits.stands() == ["gone"]
        assert audits.line is not None
        assert audits.line.gone_since == "2026-01-01"

    @pytest.mark.parametrize("trouble", TROUBLES)
    def test_any_other_trouble_is_not_gone_within_a_day(self, trouble: Outcome) -> None:
        audits = Audits(every=timedelta(minutes=2))
        assert audits.kinds(trouble) == ["unreachable"]
        assert audits.kinds(trouble, trouble) == []
        assert audits.stands() == ["unreachable"]

    def test_what_said_that_it_is_gone_stays_so_within_a_day(self) -> None:
        audits = Audits(every=timedelta(minutes=2))
        assert audits.kinds(answer("", 404), failure()) == []
        assert audits.stands() == ["gone"]

    def test_what_cannot_be_read_is_not_called_gone(self, audits: Audits) -> None:
        [first] = audits.see(failure(Failure.PROTOCOL))
        assert '"Tides" cannot be read this time: ' in first.message
        [second] = audits.see(failure(Failure.PROTOCOL))
        assert '"Tides" cannot be read since 2026-01-01: ' in second.message
        assert second.remedy.startswith("See whether a browser shows it.")

    def test_a_page_on_a_private_network_does_not_fail(self, audits: Audits) -> None:
        audits.see(titled("Tides"))
        [note] = audits.see(failure(Failure.PRIVATE))
        assert (note.kind, note.finding.severity) == ("private", "warning")
        assert note.remedy == "Say --allow-private if that is meant."
        assert audits.kinds(failure(Failure.PRIVATE)) == []
        assert audits.stands() == ["private"]
        assert audits.line is not None
        assert audits.line.failing_since == ""
        assert audits.kinds(titled("Tides")) == []

    def test_gone_in_another_way_is_no_news(self, audits: Audits) -> None:
        assert audits.kinds(answer("", 404), failure()) == []

    def test_a_passing_trouble_leaves_nothing_behind(self, audits: Audits) -> None:
        audits.see(titled("Tides"))
        assert audits.kinds(failure(), titled("Tides")) == []
        assert audits.kinds(failure()) == ["unreachable"]

    def test_what_was_said_before_a_trouble_is_no_news_after_it(self, audits: Audits) -> None:
        weak = "<a rel=ugc href='https://tiny.example/'>me</a>"
        there = answer(weak, 200, moved("https://quay.example/new/"))
        assert audits.kinds(answer(), there) == ["moved", "link-weakened"]
        assert audits.kinds(failure(), there) == []
        assert audits.stands() == ["moved", "link-weakened"]

    def test_what_is_there_again_is_said_once(self, audits: Audits) -> None:
        assert audits.kinds(answer("", 404), titled("Tides")) == ["recovered"]
        assert audits.kinds(titled("Tides")) == []

    @pytest.mark.parametrize("status", [401, 403, 429, 999])
    def test_a_host_that_keeps_programs_out_says_nothing_of_its_page(
        self, audits: Audits, status: int
    ) -> None:
        audits.see(titled("Tides"))
        assert audits.kinds(answer("Go away.", status)) == ["refuses"]
        assert audits.kinds(answer("Go away.", status)) == []
        assert audits.stands() == ["refuses"]

    def test_a_message_says_where_and_what(self, audits: Audits) -> None:
        assert str(audits.see(answer("", 404))[0].finding) == (
            'content/elsewhere/tides.md:4: "Tides" is gone since 2026-01-01: '
            "https://quay.example/tides/ answers 404. Correct the address, or take it out."
        )


class TestMoving:
    def test_a_page_that_moved_for_good_is_said_with_its_new_address(self, audits: Audits) -> None:
        note = audits.see(answer(TO_US, 200, moved("https://quay.example/new/")))[0]
        assert (note.kind.value, note.remedy) == ("moved", 'Write "https://quay.example/new/".')

    def test_a_temporary_redirect_is_no_move(self, audits: Audits) -> None:
        assert audits.kinds(answer(TO_US, 200, moved("https://quay.example/en/", 302))) == []

    def test_a_move_ends_where_a_temporary_redirect_begins(self, audits: Audits) -> None:
        new, today = "https://quay.example/new/", "https://quay.example/today/"
        audits.see(answer(TO_US, 200, moved(new, 308), moved(today, 307, new)))
        assert audits.line is not None
        assert audits.line.moved_to == new

    def test_a_move_to_a_home_page_is_doubted(self, audits: Audits) -> None:
        note = audits.see(answer(TO_US, 200, moved("https://quay.example/")))[0]
        assert "is a home page" in note.remedy

    def test_a_move_is_news_once(self, audits: Audits) -> None:
        there = answer(TO_US, 200, moved("https://quay.example/new/"))
        assert audits.kinds(there, there) == []
        assert audits.stands() == ["moved"]


class TestLinkingBack:
    def test_a_link_that_is_lost_is_said(self, audits: Audits) -> None:
        assert audits.kinds(answer(), answer("<p>No link")) == ["link-lost"]
        assert audits.kinds(answer("<p>No link")) == []
        assert audits.stands() == ["link-lost"]

    def test_a_link_that_never_was_is_not_lost(self, audits: Audits) -> None:
        assert audits.kinds(answer("<p>No link"), answer("<p>No link")) == []
        assert audits.stands() == ["no-link"]

    def test_a_link_that_comes_is_said(self, audits: Audits) -> None:
        assert audits.kinds(answer("<p>No link"), answer()) == ["link-gained"]

    @pytest.mark.parametrize("rel", ["nofollow", "sponsored", "ugc"])
    def test_a_link_that_loses_its_weight_is_said(self, audits: Audits, rel: str) -> None:
        weak = answer(f"<a rel='{rel} noopener' href='https://tiny.example/'>me</a>")
        assert audits.kinds(answer(), weak) == ["link-weakened"]
        assert audits.kinds(weak) == []
        assert audits.stands() == ["link-weakened"]

    def test_a_link_that_comes_without_weight_is_one_piece_of_news(self, audits: Audits) -> None:
        weak = answer("<a rel='ugc nofollow' href='https://tiny.example/'>me</a>")
        [note] = audits.see(answer("<p>No link"), weak)
        assert str(note.finding) == (
            'content/elsewhere/tides.md:4: "Tides" links to you with nofollow and ugc: '
            "search engines give it no weight (https://quay.example/tides/). "
            "Ask for a plain link, unless it was paid for."
        )
        assert audits.kinds(weak) == []
        assert audits.stands() == ["link-weakened"]

    def test_a_link_without_weight_from_the_first_day_is_no_news(self, audits: Audits) -> None:
        assert audits.kinds(answer("<a rel=ugc href='https://tiny.example/'>me</a>")) == []

    def test_half_a_page_loses_no_link(self, audits: Audits) -> None:
        assert audits.kinds(answer(), answer("<p>The first half", cut=True)) == []

    def test_a_page_that_is_gone_has_not_lost_its_link_as_well(self, audits: Audits) -> None:
        assert audits.kinds(answer(), answer("Not found", 404)) == ["gone"]

    @pytest.mark.parametrize("role", [Role.PROFILE, Role.COPY, Role.ORIGINAL, Role.FEED])
    def test_not_every_page_need_link_back(self, role: Role) -> None:
        audits, right = Audits(role), f"<link rel=canonical href='{OWN}'>"
        if role is Role.ORIGINAL:
            right = ""
        audits.see(answer(f"{right}<p>No link"))
        assert audits.stands() == []

    @pytest.mark.parametrize("role", Role)
    def test_a_link_that_was_there_is_missed_wherever_that_was(self, role: Role) -> None:
        head = f"<link rel=canonical href='{OWN}'>" if role is Role.COPY else ""
        there, weak = answer(head + TO_US), answer(head + TO_US.replace("<a", "<a rel=ugc"))
        audits = Audits(role)
        assert audits.kinds(there, weak) == ["link-weakened"]
        assert audits.stands() == ["link-weakened"]
        assert audits.kinds(there, answer(f"{head}<p>No link")) == ["link-lost"]
        assert audits.stands() == ["link-lost"]
        assert audits.kinds(there) == ["link-gained"]
        assert audits.stands() == []

    def test_what_a_profile_says_of_all_its_links_is_no_matter(self) -> None:
        audits = Audits(Role.PROFILE)
        audits.see(answer(TO_US.replace("<a", "<a rel=nofollow")))
        assert audits.stands() == []


class TestTitles:
    def test_another_title_is_said_once(self, audits: Audits) -> None:
        note = audits.see(titled("Tides"), titled("Cheap watches"))[0]
        assert '"Cheap watches", not "Tides"' in note.message
        assert audits.kinds(titled("Cheap watches")) == []

    def test_a_title_is_compared_with_the_last_one_that_was_read(self, audits: Audits) -> None:
        audits.see(titled("Tides"), failure(), answer(), answer("", 404))
        assert audits.kinds(titled("Tides")) == ["recovered"]


class TestCanonicals:
    @pytest.mark.parametrize(
        ("head", "is_right"),
        [
            (f"<link rel=canonical href='{OWN}'>", True),
            ("<link rel=canonical href='http://www.tiny.example/posts/tides'>", True),
            ("<meta name=robots content=noindex>", True),
            (f"<link rel=canonical href='{PAGE}'>", False),
            ("<link rel=canonical href='https://tiny.example/posts/other/'>", False),
            ("", False),
        ],
    )
    def test_a_copy_leaves_the_search_engines_to_the_post(self, head: str, is_right: bool) -> None:
        assert Audits(Role.COPY).kinds(answer(head + "<p>x")) == ([] if is_right else ["canonical"])

    @pytest.mark.parametrize(
        ("head", "is_right"),
        [
            (f"<link rel=canonical href='{PAGE}'>", True),
            ("<link rel=canonical href='https://quay.example/tides'>", True),
            ("", True),
            ("<link rel=canonical href='https://other.example/tides/'>", False),
        ],
    )
    @pytest.mark.parametrize("role", [Role.ORIGINAL, Role.ELSEWHERE])
    def test_an_original_is_its_own(self, role: Role, head: str, is_right: bool) -> None:
        found = Audits(role).kinds(answer(head + TO_US))
        assert found == ([] if is_right else ["canonical"])

    def test_the_address_it_moved_to_is_its_own_as_well(self) -> None:
        new = "https://quay.example/new/"
        there = answer(f"<link rel=canonical href='{new}'>{TO_US}", 200, moved(new))
        assert Audits().kinds(there) == ["moved"]

    def test_what_was_never_read_has_none(self) -> None:
        assert Audits(Role.COPY).kinds(answer("Sign in first.", 999)) == ["refuses"]


@pytest.mark.parametrize(
    ("one", "other", "are_alike"),
    [
        ("https://a.example/x/", "http://www.A.example/x", True),
        ("https://a.example", "https://a.example/", True),
        ("https://a.example/%C3%A4", "https://a.example/ä", True),
        ("https://a.example/?p=1", "https://a.example/?p=2", False),
        ("https://a.example/x", "https://b.example/x", False),
        ("", "", False),
    ],
)
def test_addresses_alike(one: str, other: str, are_alike: bool) -> None:
    assert alike(one, other) is are_alike
