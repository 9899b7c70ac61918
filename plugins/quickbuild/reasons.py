"""Why an output was made anew, in words."""

from __future__ import annotations

from fanfare.watching import FILE, FILES, GIVEN
from quickbuild.cells import CONTEXT, LINK, TEMPLATE, TEXT

REMEMBERS_NOTHING = "nothing is remembered of a build before"
ANOTHER_ORIGIN = "a setting, a plugin, a package, or the kind of build is another"
IS_NEW = "the last build had no such file"
IS_GONE = "the file in the output is not as the last build left it"
IS_UNKNOWN = "something it was made of cannot be compared, or it had something to say"
CANNOT_COMPARE = "a setting is of a kind that cannot be compared"
IS_LOST = "what it was made of is not remembered"

_OF_TEXTS = {
    "body_digest": "text",
    "_content": "text",
    "mentioned_in": "list of texts that mention it",
}


def reason(owner: str, name: str) -> str:
    """That a cell has changed, as `quickbuild.cells` names it."""
    kind, _, said = owner.partition(" ")
    if kind == TEXT:
        return f"the {_part(name)} of {said.partition(' ')[2]} changed"
    return f"{_thing(kind, said)} changed"


def own_reason(names: tuple[str, ...]) -> str:
    """That the page shows something else, by the names of its own variables."""
    return f"what it is to show changed ({', '.join(names)})"


def _part(name: str) -> str:
    if name.startswith(("content at ", "_html_")):
        return "text"
    if name.startswith("summary at "):
        return "summary"
    return _OF_TEXTS.get(name, name.strip("_").replace("_", " "))


def _thing(kind: str, said: str) -> str:
    if kind == TEMPLATE:
        return f"the template {said.partition(' ')[2]}"
    if kind == LINK:
        return f"what a link to {said.partition(' ')[2]} leads to"
    if kind == CONTEXT:
        return f"the variable {said} of templates"
    if kind == FILE:
        return f"the file {said}"
    if kind == FILES:
        return f"the list of files {said}"
    if kind == GIVEN:
        return f"{said}, which texts share,"
    return f"{kind} {said}".strip()
