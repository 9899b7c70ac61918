"""Who has partnered with whom, and since when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from guest_posts.connections import Partnership, partnerships, people_of, sites_of
from guest_posts.records import Partner, Person, Records


@dataclass
class _Post:
    date: datetime


def _on(day: int) -> _Post:
    return _Post(datetime(2026, 1, day, tzinfo=UTC))


MIRA = Person("mira", "Mira Holm", "", site="quay")
ANN = Person("ann", "Ann", "", site="https://www.ledge.example/about")
JUN = Person("jun", "Jun Ko", "")
QUAY = Partner("quay", "The Quay", "https://quay.example", "")
LEDGE = Partner("ledge", "The Ledge", "https://ledge.example", "")
REVIEW = Partner("jun", "Review", "https://review.example", "", owner="mira")
RECORDS = Records(
    {one.slug: one for one in (MIRA, ANN, JUN)},
    {one.slug: one for one in (QUAY, LEDGE, REVIEW)},
    {},
)


def test_a_partnership_begins_with_the_first_post_on_either_side() -> None:
    found = partnerships(RECORDS, {"ann": [_on(9), _on(5)]}, {"ledge": [_on(7)]})
    assert found == [Partnership("partner", "ledge", "The Ledge", _on(5).date, "here")]
    found = partnerships(RECORDS, {"ann": [_on(9)]}, {"ledge": [_on(7)]})
    assert found == [Partnership("partner", "ledge", "The Ledge", _on(7).date, "there")]


def test_a_guest_without_a_site_here_is_a_partner_in_person() -> None:
    found = partnerships(RECORDS, {"jun": [_on(3)]}, {"jun": [_on(4)]})
    assert [(one.kind, one.name, one.since.day) for one in found] == [
        ("person", "Jun Ko", 3),
        ("partner", "Review", 4),
    ]


def test_whoever_owns_several_sites_brings_all_of_them() -> None:
    found = partnerships(RECORDS, {"mira": [_on(2)]}, {})
    assert [one.slug for one in found] == ["jun", "quay"]


def test_who_has_not_written_is_no_partner_yet() -> None:
    assert partnerships(RECORDS, {"jun": []}, {"quay": []}) == []


def test_a_site_is_known_by_slug_owner_or_address() -> None:
    assert sites_of(MIRA, RECORDS.partners) == [QUAY, REVIEW]
    assert sites_of(ANN, RECORDS.partners) == [LEDGE]
    assert people_of(LEDGE, RECORDS.people) == [ANN]
