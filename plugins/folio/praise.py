"""What others say: the social proof on the home page, from `content/data/praise.toml`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from fanfare.errors import FanfareError
from fanfare.findings import Finding

_KEYS = ("quote", "name", "role", "url")


@dataclass(frozen=True, slots=True)
class Praise:
    """One sentence somebody said about the author's work."""

    quote: str
    name: str
    role: str = ""
    url: str = ""


def load(path: Path, shown_as: str) -> tuple[Praise, ...]:
    """Every `[[praise]]` of the file, in its order; none where there is no file.

    Raises `FanfareError`, naming the file as `shown_as`, for what is not TOML, for a quote without
    words or name, and for keys nobody reads.
    """
    if not path.exists():
        return ()
    import tomllib  # late: most sites are not praised in a file

    text = path.read_text("utf-8-sig")
    try:
        entries = tomllib.loads(text).get("praise", [])
    except tomllib.TOMLDecodeError as error:
        at_line = re.search(r"at line (\d+)", str(error))
        raise FanfareError(
            Finding("praise", f"{error}.", source=shown_as, line=int(at_line[1]) if at_line else 0)
        ) from None
    if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        remedy = "Begin each with a line [[praise]]."
        raise FanfareError(Finding("praise", "This is no list of praise.", remedy, source=shown_as))
    starts = [n for n, row in enumerate(text.splitlines(), 1) if row.strip() == "[[praise]]"]
    praise = []
    for line, entry in zip(starts, entries, strict=False):
        wrong = [key for key in entry if key not in _KEYS]
        wrong += [key for key in entry if not isinstance(entry[key], str)]
        missing = [key for key in ("quote", "name") if not entry.get(key)]
        if wrong or missing:
            what = f"{wrong[0]} is not expected so" if wrong else f"{missing[0]} is missing"
            raise FanfareError(
                Finding(
                    "praise",
                    f"In this [[praise]], {what}.",
                    'Write quote = "..." and name = "...", and role and url if you like.',
                    source=shown_as,
                    line=line,
                )
            )
        praise.append(Praise(**entry))
    return tuple(praise)
