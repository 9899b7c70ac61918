"""Attributes of texts that are made when somebody first asks for them.

A plugin knows what a page shows of a text: how long it takes to read, what machines are told of it.
Made for every text in every build, that costs seconds; most builds write few pages anew. So
plugins offer such attributes, and change the HTML of a text, and nothing is done before a page,
a feed or another plugin asks. Whoever asks sees what it would have seen if all had been done at
once: functions get the text as it was when they were handed over, as far as its HTML goes.

Texts note what is read of them (`fanfare.watching`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import partial
from types import FunctionType
from typing import TYPE_CHECKING, Any, TypeAlias

from fanfare import watching
from fanfare.addresses import QuickAddresses
from fanfare.watching import Made, Passing, note

if TYPE_CHECKING:
    from pelican.contents import Content

    Text: TypeAlias = Content

Maker: TypeAlias = "Callable[[Text], object]"

_MAKERS = "_makers"
_MADE = "_made"
_BODY = "_body"
_ALTERED = "_altered"
_HTML = "_content"  # as Pelican calls it
_CHANGES = "_changes"
_LINKS = "_links"
_SET = "_html_"
_AT = "content at "
_SUMMARY_AT = "summary at "


def offer(text: Text, makers: Mapping[str, Maker]) -> None:
    """Give `text` the attributes that `makers` make, each when it is first asked for.

    They take the place of those it has, and give way to those it is given later. Hand over the same
    mapping for many texts, which stays as it is: it costs next to nothing each.
    """
    own = _own(_made_to_wait(text))
    own[_MAKERS] = (makers, *own.get(_MAKERS, ()))
    altered(text).add(_offered(makers))
    made = own.get(_MADE)
    for name in makers:
        own.pop(name, None)
        if made:
            made.pop(name, None)


def _offered(makers: Mapping[str, Maker]) -> str:
    """What says that `makers` were offered: mostly the same as to the text before."""
    global _last_offered
    if _last_offered[0] is not makers:
        _last_offered = makers, f"offered {' '.join(makers)}"
    return _last_offered[1]


_last_offered: tuple[Mapping[str, Maker] | None, str] = None, ""


def body(text: Text) -> Made[str]:
    """The HTML of `text` as it is now, whatever changes it afterwards."""
    own = _own(_made_to_wait(text))
    if _HTML in own:  # somebody has set it
        times = sum(name.startswith(_SET) for name in own)
        setattr(text, f"{_SET}{times}", own.pop(_HTML))
        own[_BODY] = Made(lambda: str(getattr(text, f"{_SET}{times}")))
    found: Made[str] = own[_BODY]
    return found


def change(text: Text, function: Callable[[str], str]) -> None:
    """Let `function` make of the HTML of `text` what everybody sees who asks from now on."""
    before = body(text)
    own = _own(text)

    def make() -> str:
        note(text, _CHANGES)
        return function(before.value)

    own[_BODY] = Passing(make)
    own.get(_MADE, {}).pop(_HTML, None)
    own[_CHANGES] = (*own.get(_CHANGES, ()), _name(function))
    altered(text).update((_HTML, _CHANGES))


def _name(function: Callable[..., object]) -> str:
    """What tells `function` from others, in every build."""
    while isinstance(function, partial):
        function = function.func
    return f"{function.__module__}.{function.__qualname__}"


def read_body_with(text: Text, read: Callable[[], str]) -> None:
    """Let `read` read the HTML of `text` when it is first asked for."""
    own = _own(_made_to_wait(text))
    own.pop(_HTML, None)

    def make() -> str:
        note(text, _CHANGES)  # there may come some
        return read()

    own[_BODY] = Passing(make)


def know_static_links(text: Text, links: Iterable[str]) -> None:
    """Say which files the HTML of `text`, as it is now, links to: nobody need read it for that."""
    own = _own(text)
    own[_LINKS] = (own[_BODY], frozenset(links))


def altered(text: Text) -> set[str]:
    """The names of the attributes that were set since the text began to wait, and what was offered.

    That is one entry for all that was offered at once, which no attribute has for its name.
    """
    names: set[str] = _own(text).setdefault(_ALTERED, set())
    return names


def made(text: Text, name: str) -> Made[Any] | None:
    """The attribute `name` of `text`, if it was offered and has been made, with what it was of."""
    found: Made[Any] | None = _own(text).get(_MADE, {}).get(name)
    return found


def make_anew(text: Text) -> None:
    """Let all that was offered be made anew; what its HTML is, nobody has asked yet."""
    _own(text).pop(_MADE, None)


def waits(text: Text, name: str) -> bool:
    """True where the attribute `name` of `text` is made when somebody asks for it."""
    own = _own(text)
    try:
        return name not in own and bool(_maker(text, own, name))
    except AttributeError:
        return False


def is_watched(thing: object) -> bool:
    """True for texts whose attributes note that they are read."""
    return isinstance(thing, _Waiting)


def _made_to_wait(text: Text) -> Text:
    if not isinstance(text, _Waiting):
        text.__class__ = waiting(type(text))
    return text


def waiting(kind: type[Any]) -> type[Any]:
    """`kind`, a class of texts, with attributes that wait. Its name stays: Pelican goes by it."""
    if kind not in _waiting:
        is_so = issubclass(kind, _Waiting)
        more = {"__module__": kind.__module__}
        _waiting[kind] = kind if is_so else type(kind.__name__, (_Waiting, kind), more)
    return _waiting[kind]


_waiting: dict[type[Any], type[Any]] = {}


def _note_and_get(self: Any, name: str) -> Any:  # as Python has it
    if name not in (_silent.get(type(self)) or _silent_of(type(self))):
        cells = watching.cells
        if cells is not None:
            cells.add((self, name))
    return _get(self, name)


_get = object.__getattribute__


_OF_THE_BUILD = frozenset(("settings", "_context"))
_silent: dict[type[Any], frozenset[str]] = {}


def _silent_of(kind: type[Any]) -> frozenset[str]:
    """What says nothing of a text of `kind` by itself: code, and properties.

    What these read of the text is noted on its own.
    """
    code = {
        name
        for name in dir(kind)
        if name.startswith("__") or isinstance(getattr(kind, name, None), _CODE)
    }
    _silent[kind] = found = frozenset(code | _OF_THE_BUILD)
    return found


_CODE = (property, FunctionType)


def _begin_to_note() -> None:
    _Waiting.__getattribute__ = _note_and_get  # type: ignore[method-assign]


def _end_to_note() -> None:
    del _Waiting.__getattribute__


# Reading an attribute by way of a function costs several times as much as without.
watching.when_watching(_begin_to_note, _end_to_note)

_own: Callable[[Any], dict[str, Any]] = lambda text: object.__getattribute__(text, "__dict__")  # noqa: E731


class _Waiting(QuickAddresses):
    """What a class of texts needs for attributes that wait, and to note what is read."""

    def get_content(self, siteurl: str) -> str:
        """The HTML, with its links leading to `siteurl`."""
        return str(getattr(self, f"{_AT}{siteurl}"))

    def get_static_links(self) -> set[str]:
        """The files that the text links to, relative to the folder of the content."""
        own = _own(self)
        of, links = own.get(_LINKS, (None, frozenset()))
        if of is not None and own.get(_BODY) is of and _HTML not in own:
            return set(links)
        found: set[str] = super().get_static_links()  # type: ignore[misc]
        return found

    def get_url_setting(self, key: str) -> Any:
        """The address or the file of the text, as `key` says: a text, if plugins leave it one."""
        own, name = _own(self), f"override_{key}"
        is_offered = any(name in makers for makers in own.get(_MAKERS, ()))
        if watching.cells is not None or is_offered:
            return super().get_url_setting(key)  # type: ignore[misc]
        if name in own:
            return own[name]
        # To find out that there is none, as mostly, costs Pelican as much as the rest.
        return self._expand_settings(key if self.in_default_lang else f"lang_{key}")

    def get_summary(self, siteurl: str) -> str:
        """The summary, with its links leading to `siteurl`."""
        return str(getattr(self, f"{_SUMMARY_AT}{siteurl}"))

    def __getattr__(self, name: str) -> Any:  # where there is none that was set
        own = object.__getattribute__(self, "__dict__")
        kept = own.get(_MADE)
        if kept is None:
            kept = own[_MADE] = {}
        found = kept.get(name)
        if found is None:
            is_html = name == _HTML or name.startswith(_AT)
            found = kept[name] = (Passing if is_html else Made)(_maker(self, own, name))
        try:
            return found.unnoted()
        except AttributeError as error:  # which Python would take for: there is no such attribute
            raise RuntimeError(f"{name}: {error}") from error

    def __setattr__(self, name: str, value: object) -> None:
        own = object.__getattribute__(self, "__dict__")
        own.setdefault(_ALTERED, set()).add(name)
        own.get(_MADE, {}).pop(name, None)
        object.__setattr__(self, name, value)


def _summary_at(text: Any, context: dict[str, Any], siteurl: str) -> object:
    """The summary for pages whose links lead to `siteurl`, whichever page is asked about now."""
    before = context.get("localsiteurl")
    context["localsiteurl"] = siteurl
    try:
        return _made_anew(text, "get_summary", siteurl)
    finally:
        context["localsiteurl"] = before


def _made_anew(text: Text, way: str, siteurl: str) -> object:
    """What the method `way` makes of `text`, for pages whose links lead to `siteurl`.

    Pelican would remember it for good, and read nothing when it is made again.
    """
    methods = (vars(kind).get(way) for kind in type(text).__mro__)
    remembered = [getattr(method, "cache", {}) for method in methods]
    for known in remembered:
        known.pop((text, siteurl), None)
    made = getattr(super(_Waiting, text), way)(siteurl)
    for known in remembered:
        known.pop((text, siteurl), None)
    return made


def _maker(text: Any, own: dict[str, Any], name: str) -> Callable[[], object]:
    if name == _HTML and _BODY in own:
        html: Made[str] = own[_BODY]
        return lambda: html.value
    if name.startswith(_AT):
        return lambda: _made_anew(text, "get_content", name.removeprefix(_AT))
    if name.startswith(_SUMMARY_AT):
        return lambda: _summary_at(text, own["_context"], name.removeprefix(_SUMMARY_AT))
    for makers in own.get(_MAKERS, ()):
        if name in makers:
            make = makers[name]
            return lambda: make(text)
    raise AttributeError(f"{type(text).__name__!r} object has no attribute {name!r}")
