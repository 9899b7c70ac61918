"""What `invoke new` can make, and what each kind needs to know."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import dataclass, fields

from fanfare.errors import FanfareError
from fanfare.findings import Finding


@dataclass(frozen=True, slots=True)
class Details:
    """What the author says about a new entry beside its kind and title; "" where nothing."""

    slug: str = ""
    date: str = ""
    author: str = ""
    """Names, with commas or semicolons between."""

    host: str = ""
    url: str = ""
    category: str = ""
    tags: str = ""
    series: str = ""
    from_: str = ""
    """The path of the guest's file."""

    def given(self) -> list[str]:
        """The names of the details that the author gave."""
        return [field.name for field in fields(self) if getattr(self, field.name)]


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of content."""

    name: str
    room: str
    """The folder in `content/` its files live in."""

    example: str
    """A command that makes one."""

    needs: tuple[str, ...] = ()
    """Details it cannot do without."""

    takes: tuple[str, ...] = ()
    """Details it can do without; every kind takes a slug."""

    then: str = ""
    """What the author does next."""

    @property
    def called(self) -> str:
        """The kind in a sentence: `a guest post`."""
        words = self.name.replace("-", " ")
        return f"an {words} entry" if words == "elsewhere" else f"a {words}"


_UNTIL_PUBLISHED = (
    "Write it: `invoke serve` shows it while you do, at {where}. "
    'It is published when you take out its line "Status: draft".'
)

KINDS: tuple[Kind, ...] = (
    Kind(
        "post",
        "posts",
        'invoke new post "The ramp"',
        takes=("date", "category", "tags", "series"),
        then=_UNTIL_PUBLISHED,
    ),
    Kind(
        "page",
        "pages",
        'invoke new page "Reading list"',
        then=f"{_UNTIL_PUBLISHED} A place in the menu: MENUITEMS in pelicanconf.py.",
    ),
    Kind(
        "guest-post",
        "posts",
        'invoke new guest-post "Knots" --author "Mira Holm"',
        needs=("author",),
        takes=("date", "category", "tags", "series", "from_"),
        then=_UNTIL_PUBLISHED,
    ),
    Kind(
        "elsewhere",
        "elsewhere",
        'invoke new elsewhere "Tides" --host quay --url https://quay.example/tides/',
        needs=("host", "url"),
        takes=("date", "category", "tags"),
        then="Write two or three sentences that make your readers want to go there.",
    ),
    Kind(
        "person",
        "people",
        'invoke new person "Mira Holm" --url https://holm.example',
        takes=("url",),
        then="Write the bio that stands under this guest's posts.",
    ),
    Kind(
        "partner",
        "partners",
        'invoke new partner "The Quay" --url https://quay.example',
        needs=("url",),
        takes=("date",),
        then="Write a sentence on what is published there, and for whom.",
    ),
)

SITE = "site"
"""The kind that is no content: the whole site, anew."""

SITE_EXAMPLE = 'invoke new site --name "Small Hours" --url https://smallhours.example'


def kind_named(name: str) -> Kind:
    """The kind called `name`; raises `FanfareError` where there is none."""
    names = [kind.name for kind in KINDS]
    if name in names:
        return KINDS[names.index(name)]
    every = ", ".join([*names, SITE])
    if not name:
        raise FanfareError(Finding("kind", "New what?", f"Say one of {every}: {KINDS[0].example}."))
    near = nearest(name.lower().replace("_", "-"), [*names, SITE])
    wanted = f'Did you mean "{near}"?' if near else f"Say one of {every}."
    raise FanfareError(Finding("kind", f'"{name}" is nothing that can be made.', wanted))


def refuse_unread(kind: Kind, details: Details) -> None:
    """Raise `FanfareError` for details that `kind` would pass over."""
    readable = ("slug", *kind.needs, *kind.takes)
    unread = [name for name in details.given() if name not in readable]
    if unread:
        options = ", ".join(map(option, readable))
        raise FanfareError(
            Finding(
                "option",
                f"{kind.called.capitalize()} has no {option(unread[0])}.",
                f"It takes {options}.",
            )
        )


def option(name: str) -> str:
    """A detail as it is said on the command line, where `from_` is `--from`."""
    return f"--{name.rstrip('_')}"


def missing(kind: Kind, title: str, details: Details) -> list[str]:
    """What the author must still say: `title`, or names of details."""
    absent = [] if title.strip() else ["title"]
    return absent + [name for name in kind.needs if not getattr(details, name).strip(",; \n\t")]


def nearest(wrong: str, known: Iterable[str], likeness: float = 0.6) -> str | None:
    """The one of `known` that `wrong` was probably meant to be."""
    near = difflib.get_close_matches(wrong, list(known), n=1, cutoff=likeness)
    return near[0] if near else None
