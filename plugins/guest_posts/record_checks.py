"""What records say of each other: what two of them claim, and hosts and owners nobody knows."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Iterable, Mapping

from guest_posts.addresses import host_of, of_one_site, without_scheme
from guest_posts.record_files import RecordFile

_SLUG = re.compile(r"[a-z0-9]+([-_][a-z0-9]+)*")

Rooms = Mapping[str, list[RecordFile]]


def check_together(rooms: Rooms) -> None:
    """Note in each file of `rooms` what does not go together with another one."""
    for files in rooms.values():
        for file in files:
            if not _SLUG.fullmatch(file.slug):
                remedy = "Name it in small letters, digits and hyphens, or add a line Slug: ..."
                file.wrong("slug", f'"{file.slug}" cannot be part of an address.', remedy)
        _check_once(
            files, "slug", lambda file: file.slug, "Rename one, or give it a line Slug: ..."
        )
    people, partners, elsewhere = rooms["people"], rooms["partners"], rooms["elsewhere"]
    remedy = "Call one of them otherwise: a byline has to say who is meant."
    _check_once(people, "name", lambda file: _folded(_said(file, "name")), remedy)
    remedy = "Take one of the files out."
    _check_once(
        elsewhere, "original_url", lambda f: without_scheme(_said(f, "original_url")), remedy
    )
    for file in elsewhere:
        _check_host(file, partners)
    for file in partners:
        _check_owner(file, people)
    for file in people:
        _check_site(file, partners)


def _check_once(
    files: list[RecordFile], key: str, value_of: Callable[[RecordFile], str], remedy: str
) -> None:
    first: dict[str, RecordFile] = {}
    for file in files:
        value = value_of(file)
        other = first.setdefault(value, file) if value else file
        if other is not file:
            said = file.slug if key == "slug" else _said(file, key)
            file.wrong(key, f'{other.source} has the {key} "{said}" already.', remedy)


def _check_host(file: RecordFile, partners: list[RecordFile]) -> None:
    host = _said(file, "host")
    partner = next((one for one in partners if one.slug == host), None)
    if host and partner is None:
        make = f'Write its slug, or make it: invoke new partner "{host}" --url https://...'
        file.wrong("host", f'Host "{host}" is no partner.', _meant(host, partners) or make)
    if partner is None:
        return
    original, home = _said(file, "original_url"), _said(partner, "url")
    if host_of(original) and host_of(home) and not of_one_site(original, home):
        name = _said(partner, "name")
        message = f"Original_url is on {host_of(original)}, and {name} is {host_of(home)}."
        remedy = "Correct it, or name the partner whose site that is."
        file.odd("original_url", message, remedy)


def _check_owner(file: RecordFile, people: list[RecordFile]) -> None:
    owner = _said(file, "owner")
    if owner and owner not in {person.slug for person in people}:
        make = f'Write their slug, or make them: invoke new person "{owner}"'
        remedy = _meant(owner, people) or make
        file.wrong("owner", f'Owner "{owner}" is nobody in content/people/.', remedy)


def _check_site(file: RecordFile, partners: list[RecordFile]) -> None:
    site = _said(file, "site")
    if ":" in site:
        file.address("site")
    elif site and site not in {partner.slug for partner in partners}:
        make = (
            "Write the slug of a partner, an address with https://, or make the partner: "
            f'invoke new partner "{site}" --url https://...'
        )
        file.wrong("site", f'Site "{site}" is no partner.', _meant(site, partners) or make)


def _meant(said: str, known: Iterable[RecordFile]) -> str:
    """Which of `known` was meant by `said`, by their names, hosts or almost their slugs."""
    slugs: dict[str, str] = {}
    hosts: dict[str, str] = {}
    for file in known:
        slugs |= {file.slug: file.slug, _folded(_said(file, "name")): file.slug}
        hosts[host_of(_said(file, "url"))] = file.slug
    exact = hosts.get(host_of(said if "://" in said else f"https://{said}"))
    near = difflib.get_close_matches(_folded(said), slugs, n=1)
    meant = exact or (slugs[near[0]] if near else "")
    return f'Did you mean "{meant}"?' if meant else ""


def _said(file: RecordFile, key: str) -> str:
    return file.head.get(key) or ""


def _folded(name: str) -> str:
    return " ".join(name.casefold().split())
