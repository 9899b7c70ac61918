"""Digests of the values that pages show, to tell whether one is still what it was.

Two values with one digest make the same page. What has no digest is a value of which that cannot
be told: what was made of it is made in every build.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import fields, is_dataclass
from datetime import date, datetime, time, timedelta, tzinfo
from enum import Enum
from functools import partial
from hashlib import blake2b
from itertools import chain
from pathlib import PurePath
from types import BuiltinFunctionType, FunctionType, MethodType, ModuleType
from typing import Any

from pelican.contents import Content, Static
from pelican.paginator import Page, Paginator
from pelican.urlwrappers import Author, Category, Tag, URLWrapper

from fanfare.later import waiting
from fanfare.watching import Given, Made

_PLAIN = frozenset((str, int, float, bool, type(None), bytes))
_AS_THEY_SHOW = (date, datetime, time, timedelta, tzinfo, PurePath)
_OF_WRAPPERS = frozenset(("settings", "_name", "_slug", "_slug_from_name", "name", "slug"))
"""What authors, categories and tags keep for themselves, some of it once it was asked for."""

_WRAPPERS = frozenset((Author, Category, Tag))
_OF_PAGES = ("number", "object_list", "base_url", "save_as", "url", "paginator")
_OF_PAGINATORS = ("name", "count", "num_pages", "per_page", "object_list")

_LONG = 64
"""Lists of more than these are put together once, however many pages show them."""

_DIGITS = 18
"""Of a digest."""


class NoDigestError(Exception):
    """There is no telling whether a value is what it was."""


class Digests:
    """Digests of values, as long as none of them changes.

    `name_of` names a text: texts are compared by their names, and what is read of them on its own.
    """

    def __init__(self, name_of: Callable[[Content], str]) -> None:
        self._name_of = name_of
        self._once: dict[int, tuple[object, str]] = {}
        self._ways: dict[type[Any], Callable[[Any], str]] = {}

    def digest(self, value: object) -> str | None:
        """The digest of `value`; None where it has none."""
        try:
            shown = self._shown(value)
        except (NoDigestError, RecursionError):  # values may contain each other
            return None
        if len(shown) < _DIGITS and shown.isascii():
            return shown  # which is as good, and too short to be taken for one
        return blake2b(shown.encode("utf-8", "surrogatepass"), digest_size=_DIGITS // 2).hexdigest()

    def _shown(self, value: Any) -> str:  # of any type
        """A text that is the same for two values if they are."""
        kind = type(value)
        return (self._ways.get(kind) or self._way(kind))(value)

    def _way(self, kind: type[Any]) -> Callable[[Any], str]:
        """How values of `kind` are shown."""
        way = self._ways[kind] = self._find_way(kind)
        return way

    def _find_way(self, kind: type[Any]) -> Callable[[Any], str]:
        if kind in _PLAIN:
            return repr
        if issubclass(kind, (list, tuple)) and not hasattr(kind, "fact"):
            return self._list
        if issubclass(kind, Static):
            return lambda value: f"static {value.source_path} {Content.url.fget(value)}"
        if issubclass(kind, Content):
            return self._name_of if waiting(kind) is kind else _nothing
        name = kind.__qualname__
        if (fact := getattr(kind, "fact", None)) is not None:
            return lambda value: f"{name} {self._shown(fact(value))}"
        if issubclass(kind, str):  # such as markup
            return lambda value: f"{name} {str(value)!r}"
        if issubclass(kind, _AS_THEY_SHOW):
            return lambda value: f"{name} {value!r}"
        if issubclass(kind, Mapping):
            pairs = chain.from_iterable
            return lambda value: f"by key {self._each(pairs(value.items()))}"
        if issubclass(kind, (set, frozenset)):
            return lambda value: f"set {sorted(map(self._shown, value))}"
        if issubclass(kind, Enum):
            return lambda value: f"{name} {value.name}"
        if issubclass(kind, (Given, Made)):
            return lambda value: self._shown(value.value)
        if is_dataclass(kind):
            named = tuple(field.name for field in fields(kind))
            return lambda value: self._fields(value, named)
        if issubclass(kind, URLWrapper):
            return self._wrapper
        if issubclass(kind, Page):
            return lambda value: self._shared(value, partial(self._fields, names=_OF_PAGES))
        if issubclass(kind, Paginator):
            return lambda value: self._shared(value, partial(self._fields, names=_OF_PAGINATORS))
        return self._callable

    def _wrapper(self, value: URLWrapper) -> str:
        kind = type(value)
        own = vars(value)
        if kind in _WRAPPERS and _OF_WRAPPERS.issuperset(own):  # the rest are settings
            return f"{kind.__name__} {own['_name']!r} {own['_slug'] or value.slug!r}"
        known = {name: one for name, one in own.items() if name not in _OF_WRAPPERS}
        said = (value.name, value.slug, value.url, value.page_name)
        return f"{kind.__qualname__} {said!r} {self._shown(known)}"

    def _callable(self, value: Any) -> str:  # of any type
        if isinstance(value, partial):
            return f"partial {self._each((value.func, value.args, value.keywords))}"
        if isinstance(value, MethodType):
            return f"method {value.__func__.__qualname__} of {self._shown(value.__self__)}"
        if isinstance(value, FunctionType):
            # Its code is part of a plugin or of the settings, which are compared on their own.
            kept = [cell.cell_contents for cell in value.__closure__ or ()]
            named = f"function {value.__module__}.{value.__qualname__}"
            return f"{named} {self._each((kept, value.__defaults__, value.__kwdefaults__))}"
        if isinstance(value, BuiltinFunctionType):
            return f"{value.__qualname__} of {self._shown(value.__self__)}"
        if isinstance(value, type):
            return f"{value.__module__}.{value.__qualname__}"
        if isinstance(value, ModuleType):
            return f"module {value.__name__}"
        if isinstance(value, re.Pattern):
            return f"pattern {value.pattern!r} {value.flags}"
        raise NoDigestError

    def _list(self, value: list[object] | tuple[object, ...]) -> str:
        if len(value) <= _LONG:
            return self._each(value)
        return self._shared(value, self._each)

    def _shared(self, value: object, show: Callable[[Any], str]) -> str:
        """What stands for `value`, which many pages have: it is put together once."""
        known = self._once.get(id(value))
        if known is None:  # else it is this very value, which cannot be gone while it is known
            whole = show(value).encode("utf-8", "surrogatepass")
            known = self._once[id(value)] = value, blake2b(whole, digest_size=16).hexdigest()
        return known[1]

    def _each(self, values: Iterable[object]) -> str:
        ways = self._ways  # as `_shown`, which costs more for each of a million values
        shown = [(ways.get(type(one)) or self._way(type(one)))(one) for one in values]
        return f"[{', '.join(shown)}]"

    def _fields(self, value: object, names: Iterable[str]) -> str:
        shown = (self._shown(getattr(value, name)) for name in names)
        return f"{type(value).__qualname__}({', '.join(shown)})"


def _nothing(_value: object) -> str:
    raise NoDigestError
