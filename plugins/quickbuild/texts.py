"""Articles and pages, as Pelican has read them, as JSON and back.

What is kept of a text is what its reader made of it, before any plugin touched it; all but its
HTML, which is kept apart. A text with a value that JSON cannot give back as it was is not kept.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from pelican.contents import Content
from pelican.urlwrappers import Author, Category, Tag, URLWrapper
from pelican.utils import SafeDatetime

from fanfare.memory import Json

Settings = Mapping[str, Any]  # as Pelican has it

_OF_THE_BUILD = ("settings", "_context", "_content")
_NAMED: dict[str, type[URLWrapper]] = {"author": Author, "category": Category, "tag": Tag}
_KINDS = {kind: name for name, kind in _NAMED.items()}
_SAME = "same"


class NotKeptError(Exception):
    """A text has a value that cannot be kept."""


def to_json(text: Content) -> str:
    """`text` without its HTML. Raises `NotKeptError` where that would lose something."""
    own = vars(text)
    metadata = own["metadata"]
    kept: dict[str, Json] = {}
    for name, value in own.items():
        if name in _OF_THE_BUILD or name == "metadata":
            continue
        same = _name_of_same(name, value, metadata)
        kept[name] = {_SAME: same} if same else _plain(value)
    told = {str(name): _plain(value) for name, value in metadata.items()}
    return json.dumps([told, kept], ensure_ascii=False)


def from_json(kept: str, kind: type[Any], settings: Settings, context: object) -> Content:
    """The text of `kind` that `to_json` told of, without its HTML."""
    told, known = json.loads(kept)
    read = _Reader(settings)
    metadata = {name: read.value(value) for name, value in told.items()}
    text: Content = object.__new__(kind)
    own = vars(text)
    own["settings"], own["_context"], own["metadata"] = settings, context, metadata
    for name, value in known.items():
        if type(value) is dict:
            own[name] = metadata[value[_SAME]] if _SAME in value else read.tagged(value)
        else:
            own[name] = read.value(value)
    return text


def _name_of_same(name: str, value: object, metadata: Mapping[str, object]) -> str:
    """Under which name `metadata` has the very same value; attributes mostly stem from it."""
    for key in (name, name.lstrip("_"), name.removeprefix("override_")):
        if metadata.get(key, _SAME) is value:
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


class _Reader:
    """Reads values back."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._makers: dict[str, Callable[[Any], object]] = {
            "SafeDatetime": lambda said: self._moment(SafeDatetime, *said),
            "datetime": lambda said: self._moment(datetime, *said),
            "zone": ZoneInfo,
            **{name: self._of_kind(kind) for name, kind in _NAMED.items()},
        }

    def value(self, plain: Any) -> Any:  # what JSON has; what the text had
        if type(plain) is dict:
            return self.tagged(plain)
        if type(plain) is list:
            return [self.value(one) for one in plain]
        return plain

    def tagged(self, plain: dict[str, Any]) -> object:
        ((name, said),) = plain.items()
        return self._makers[name](said)

    def _of_kind(self, kind: type[URLWrapper]) -> Callable[[Any], object]:
        return lambda said: self._named(kind, *said)

    def _named(self, kind: type[Any], name: str, slug: str, from_name: bool) -> URLWrapper:
        wrapper: URLWrapper = object.__new__(kind)
        own = vars(wrapper)
        own["settings"], own["_name"], own["_slug"] = self._settings, name, slug
        own["_slug_from_name"] = from_name
        return wrapper

    def _moment(self, kind: type[datetime], written: str, zone: str, fold: int) -> datetime:
        moment = kind.fromisoformat(written)
        return moment.replace(tzinfo=ZoneInfo(zone) if zone else None, fold=fold)
