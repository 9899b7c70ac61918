"""What the heads of texts say, understood as Pelican understands it, and sooner.

It makes the slug of a tag, a category or a person anew for each text that names it, and reads each
date as one that may be written in any way.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any

from pelican import readers, urlwrappers
from pelican.utils import SafeDatetime, get_date, slugify

_DATE = re.compile(r"\d{4}-\d\d-\d\d( \d\d:\d\d(:\d\d)?)?", re.ASCII)
"""Dates that mean the same to whoever reads them."""


@contextmanager
def heads_read_quickly() -> Iterator[None]:
    """Have Pelican read heads so meanwhile."""
    slugs: Any = urlwrappers  # both use it of another module, and do not export it
    dates: Any = readers
    slug_of, date_of = slugs.slugify, dates.get_date
    if slug_of is slugify:  # and not another plugin's
        slugs.slugify = partial(_slug, {})
    if date_of is get_date:
        dates.get_date = date_written
    try:
        yield
    finally:
        slugs.slugify, dates.get_date = slug_of, date_of


def _slug(
    known: dict[object, str],
    value: str,
    regex_subs: Iterable[tuple[str, str]] = (),
    preserve_case: bool = False,
    use_unicode: bool = False,
) -> str:
    """What `slugify` makes of it, which is `known` if it was asked before."""
    key = (type(value), value, tuple(map(tuple, regex_subs)), preserve_case, use_unicode)
    if key not in known:
        known[key] = slugify(value, regex_subs, preserve_case, use_unicode)
    return known[key]


def date_written(text: str) -> SafeDatetime:
    """What Pelican's `get_date` makes of `text`, or raises."""
    if _DATE.fullmatch(text):
        try:
            return SafeDatetime.fromisoformat(text)
        except ValueError:  # which Pelican has its own words for
            pass
    return get_date(text)
