"""Articles and pages, as Pelican has read them, as JSON and back.

What is kept of a text is what its reader made of it, before any plugin touched it; all but its
HTML, which is kept apart. A text with a value that JSON cannot give back as it was is not kept.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import datetime
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

from pelican.contents import Content
from pelican.urlwrappers import Author, Category, Tag, URLWrapper
from pelican.utils import SafeDatetime

from fanfare.memory import Json

Settings = Mapping[str, Any]  # as Pelican has it

_IN_JSON = (dict, list)
"""What there is in JSON that stands for something else, or holds it."""

_OF_THE_BUILD = ("settings", "_context", "_content")
_NAMED: dict[str, type[URLWrapper]] = {"author": Author, "category": Category, "tag": Tag}
_KINDS = {kind: name for name, kind in _NAMED.items()}
_MISSING = object()


class NotKeptError(Exception):
    """A text has a value that cannot be kept."""


def to_json(text: Content) -> str:
    """`text` without its HTML. Raises `NotKeptError` where that would lose something."""
    own = vars(text)
    metadata = own["metadata"]
    same: dict[str, Json] = {}
    kept: dict[str, Json] = {}
    for name, value in own.items():
        if name in _OF_THE_BUILD or name == "metadata":
            continue
        if key := _name_of_same(name, value, metadata):
            same[name] = key
        else:
            kept[name] = _plain(value)
    told = {str(name): _plain(value) for name, value in metadata.items()}
    return json.dumps([told, same, kept], ensure_ascii=False)


def _name_of_same(name: str, value: object, metadata: Mapping[str, object]) -> str:
    """Under which name `metadata` has the very same value; attributes mostly stem from it."""
    for key in (name, name.lstrip("_"), name.removeprefix("override_")):
        if metadata.get(key, _MISSING) is value:
            return key
    return ""


def _plain(value: object) -> Json:
    kind = type(value)
    if kind in (str, int, float, bool, type(None)):
        return value  # type: ignore[return-value]
    if kind is list:
        return [_plain(one) for one in value]  # type: ignore[attr-defined]
    if kind is SafeDatetime or kind is datetime:
        return _moment(value, kind.__name__)  # type: ignore[arg-type]
    if kind is ZoneInfo:
        return {"zone": str(value)}
    named = _KINDS.get(kind)
    if named and isinstance(value, URLWrapper):
        if set(vars(value)) - {"settings", "_name", "_slug", "_slug_from_name"}:
            raise NotKeptError
        # The slug follows from the name and the settings, and costs more than all the rest.
        return {named: [value.name, value.slug, value._slug_from_name]}
    raise NotKeptError


def _moment(value: datetime, kind: str) -> Json:
    zone = value.tzinfo
    if zone is not None and not isinstance(zone, ZoneInfo):
        raise NotKeptError
    return {kind: [value.replace(tzinfo=None).isoformat(), str(zone) if zone else "", value.fold]}


class Reader:
    """Reads back the texts of `kind` that `to_json` told of, without their HTML."""

    def __init__(self, kind: type[Any], settings: Settings, context: object) -> None:
        self._kind = kind
        self._settings = settings
        self._context = context
        self._makers: dict[str, Callable[[Any], object]] = {
            "SafeDatetime": partial(_moment_again, SafeDatetime),
            "datetime": partial(_moment_again, datetime),
            "zone": ZoneInfo,
            **{name: partial(_named_again, kind, settings) for name, kind in _NAMED.items()},
        }

    def text(self, kept: str) -> Content:
        """The text of which `to_json` gave `kept`."""
        told, same, known = json.loads(kept)
        text: Content = object.__new__(self._kind)
        own, value = vars(text), self._value
        metadata = {
            name: value(plain) if type(plain) in _IN_JSON else plain for name, plain in told.items()
        }
        own.update(settings=self._settings, _context=self._context, metadata=metadata)
        for name, key in same.items():
            own[name] = metadata[key]
        for name, plain in known.items():
            own[name] = value(plain) if type(plain) in _IN_JSON else plain
        return text

    def _value(self, plain: Any) -> Any:  # what JSON has; what the text had
        if type(plain) is dict:
            ((name, said),) = plain.items()
            return self._makers[name](said)
        if type(plain) is list:
            return [self._value(one) for one in plain]
        return plain


def _named_again(kind: type[Any], settings: Settings, said: list[Any]) -> URLWrapper:
    wrapper: URLWrapper = object.__new__(kind)
    name, slug, is_from_name = said
    wrapper.__dict__ = {
        "settings": settings,
        "_name": name,
        "_slug": slug,
        "_slug_from_name": is_from_name,
    }
    return wrapper


def _moment_again(kind: type[datetime], said: list[Any]) -> datetime:
    written, zone, fold = said
    moment = kind.fromisoformat(written)
    if zone or fold:
        return moment.replace(tzinfo=ZoneInfo(zone) if zone else None, fold=fold)
    return moment
