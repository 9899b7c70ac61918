"""A new goal as TOML at the end of goals.toml, without touching what stands there.

The one exception: TOML has `[goal]` for a single goal and `[[goal]]` for several, so that with the
second the header of the first becomes `[[goal]]`, the first gets the key it then needs, and so do
its key results, which could do without while it was alone. The result is parsed and compared before
anybody sees it.
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

_RESULT = re.compile(
    r"^[ \t]*\[\[[ \t]*(?:key_results|\"key_results\"|'key_results')[ \t]*\]\]", re.MULTILINE
)

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
    named = _with_names(text, _key_of_only(before, key_of_first), newline)
    for changed in _with_several(named, key_of_first, newline, before):
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
        named = f"key = {_toml(key)}{newline}" if key else ""
        yield f"{text[: found.start()]}{header}{_below(text, found.end(), named, newline)}"


def _with_names(text: str, key: str, newline: str) -> str:
    """`text` with the key of its only goal in each of its key results that names none."""
    if not key:
        return text
    place = 0
    while found := _RESULT.search(text, place):
        place = found.end()
        named = text[:place] + _below(text, place, f"goal = {_toml(key)}{newline}", newline)
        if _one_more_named(text, named, key):
            text = named
    return text


def _one_more_named(text: str, named: str, key: str) -> bool:
    """Whether `named` says what `text` says, and that one key result more is of that goal."""
    before, after = _parsed(text), _parsed(named)
    if before is None or after is None:
        return False
    results, others = _list(before.pop("key_results", [])), _list(after.pop("key_results", []))
    changed = [(one, other) for one, other in zip(results, others, strict=True) if one != other]
    return before == after and all(other == _named(one, key) != one for one, other in changed)


def _below(text: str, place: int, line: str, newline: str) -> str:
    """The rest of `text` from `place` on, with `line` below the line that it is in."""
    line_end = text.find("\n", place)
    if line_end < 0:
        return f"{text[place:]}{newline}{line}"
    return f"{text[place:line_end].rstrip(chr(13))}{newline}{line}{text[line_end + 1 :]}"


def _key_of_only(before: Mapping[str, object], key_of_first: str) -> str:
    """The key that the only goal there is has, or gets; "" where there is none, or several."""
    goals = _list(before.get("goal", []))
    only = goals[0] if len(goals) == 1 else None
    return str(only.get("key") or key_of_first) if isinstance(only, dict) else ""


def _named(result: object, key: str) -> object:
    """A key result that names its goal: that with `key`, if it names none."""
    return {"goal": key, **result} if isinstance(result, dict) else result


def _merged(
    before: Mapping[str, object], added: Mapping[str, object], key: str
) -> dict[str, object]:
    """What the file is to say: all that it said, and what is added."""
    merged = dict(before)
    if "key_results" in before and (only := _key_of_only(before, key)):
        merged["key_results"] = [_named(one, only) for one in _list(before["key_results"])]
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
            merged[name] = [*_list(merged.get(name, [])), *_list(added[name])]
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
                **({"counts": channel.counts} if channel.counts else {}),
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
    if goal.stretch:
        yield ""
        yield "[goal.stretch]"
        yield from _pairs({"statement": goal.stretch.statement, "target": goal.stretch.target})
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
