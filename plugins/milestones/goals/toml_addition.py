"""A new goal as TOML at the end of goals.toml, without touching what stands there.

The one exception: TOML has `[goal]` for a single goal and `[[goal]]` for several, so that with the
second the header of the first becomes `[[goal]]`, and the first gets the key it then needs. The
result is parsed and compared before anybody sees it.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from fanfare.errors import FanfareError
from fanfare.findings import Finding
from milestones.records import SECTIONS, Channel, Goal, KeyResult

_HEADER = re.compile(r"^[ \t]*(\[\[?)[ \t]*(?:goal|\"goal\"|'goal')[ \t]*\]\]?", re.MULTILINE)

_Value = str | int | bool | date | Sequence[int]


@dataclass(frozen=True, slots=True)
class Addition:
    """What is to be added to goals.toml."""

    goal: Goal
    key_results: tuple[KeyResult, ...] = ()
    channels: tuple[Channel, ...] = ()


def with_addition(text: str, new: Addition, key_of_first: str, source: str) -> str:
    """`text`, which is that of a goals.toml, with `new` at its end.

    `key_of_first` is the key for the goal that is there already, where there is one without a key.
    Raises `FanfareError`, naming the file as `source`, where the file is written in a way that
    nothing can be added to (a goal as `goal = { ... }`).
    """
    before = tomllib.loads(text.removeprefix("\ufeff"))
    newline = "\r\n" if "\r\n" in text else "\n"
    is_first = "goal" not in before
    added = newline.join(addition_lines(new, is_first=is_first))
    wanted = _merged(before, tomllib.loads(added), key_of_first)
    end = "" if not text or text.endswith("\n") else newline
    gap = newline if text.strip() else ""
    for changed in _with_several(text, key_of_first, newline, before):
        result = f"{changed}{end}{gap}{added}{newline}"
        if _parsed(result) == wanted:
            return result
    raise FanfareError(
        Finding(
            "goals-file",
            "It is written so that no goal can be added at its end, so nothing was changed.",
            "Write goals under a line [[goal]] each, and key results under [[key_results]].",
            source=source,
        )
    )


def _with_several(text: str, key: str, newline: str, before: Mapping[str, object]) -> Iterator[str]:
    """`text` made ready for one goal more: each way that may be right, the likeliest first."""
    goal = before.get("goal")
    if goal is None or (isinstance(goal, list) and not key):
        yield text
        return
    for found in _HEADER.finditer(text):  # also one that is only part of a text in quotes
        header = found[0] if found[1] == "[[" else found[0].replace("[", "[[").replace("]", "]]")
        line_end = text.find("\n", found.end())
        rest = text[found.end() :] if line_end < 0 else text[found.end() : line_end].rstrip("\r")
        after = "" if line_end < 0 else text[line_end + 1 :]
        named = f"key = {_toml(key)}{newline}" if key else ""
        yield f"{text[: found.start()]}{header}{rest}{newline}{named}{after}"


def _merged(
    before: Mapping[str, object], added: Mapping[str, object], key: str
) -> dict[str, object]:
    """What the file is to say: all that it said, and what is added."""
    merged = dict(before)
    if "goal" in before:
        goals = [
            {"key": key, **goal} if key and isinstance(goal, dict) else goal
            for goal in _list(before["goal"])
        ]
        merged["goal"] = [*goals, *_list(added["goal"])]
    else:
        merged["goal"] = added["goal"]
    for name in ("channels", "key_results"):
        if name in added:
            merged[name] = [*_list(before.get(name, [])), *_list(added[name])]
    return merged


def _list(value: object) -> list[object]:
    return value if isinstance(value, list) else [value]


def _parsed(text: str) -> dict[str, object] | None:
    try:
        return tomllib.loads(text.removeprefix("\ufeff"))
    except tomllib.TOMLDecodeError:
        return None


def addition_lines(new: Addition, *, is_first: bool) -> Iterator[str]:
    """What is added, line by line; `is_first` where the file has no goal yet."""
    for channel in new.channels:
        yield "[[channels]]"
        yield from _pairs(
            {
                "key": channel.key,
                "label": channel.label,
                "kind": channel.kind.value,
                "engaged": channel.engaged,
            }
        )
        yield ""
    goal = new.goal
    yield "[goal]" if is_first else "[[goal]]"
    yield from _pairs(
        {
            **({"key": goal.key} if goal.key else {}),
            "statement": goal.statement,
            "metric": goal.metric,
            "target": goal.target,
            "baseline": goal.baseline,
            "start": goal.start,
            "end": goal.end,
            "ramp": goal.ramp,
            "control": goal.control,
            **{name: goal.sections[name] for name in SECTIONS if name in goal.sections},
        }
    )
    for result in new.key_results:
        yield ""
        yield "[[key_results]]"
        yield from _pairs(
            {
                **({"goal": result.goal} if result.goal else {}),
                "name": result.name,
                "measure": result.measure,
                "period": result.period.value,
                **({} if result.target is None else {"target": result.target}),
            }
        )


def _pairs(values: Mapping[str, _Value]) -> Iterator[str]:
    for key, value in values.items():
        yield f"{key} = {_toml(value)}"


def _toml(value: _Value) -> str:
    """`value` as TOML 1.0 writes it: https://toml.io/en/v1.0.0."""
    if isinstance(value, str):
        # JSON's strings are TOML's basic ones, but for DEL, which TOML wants escaped.
        return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, int):
        return str(value)
    return f"[{', '.join(map(str, value))}]"
