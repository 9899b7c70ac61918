"""Whether the sentence of a goal is plain: one, declarative, what and not how, with its number.

The rules are those of practices of setting goals. See `remarks` for what can be heard.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta

from milestones.goals.calendar_days import days_in
from milestones.goals.numerals import numbers_in
from milestones.goals.remarks import CLAUSE, LOWER, MONTHS, NUMBER, Remark, first, heard_in, phrases

MOST_WORDS = 20
"""What can be said in one breath, and remembered."""

EXAMPLE = "On 30 September 2026, 1,000 people have asked to hear from me."
"""A goal as it should be said."""

# --- one sentence -------------------------------------------------------------------------------

_ABBREVIATIONS = frozenset(
    (
        *("approx", "ca", "co", "dr", "ed", "etc", "inc", "jr", "ltd", "mr", "mrs", "ms", "no"),
        *("nos", "prof", "sr", "st", "vol", "vs", "jan", "feb", "mar", "apr", "jun", "jul", "aug"),
        *("sep", "sept", "oct", "nov", "dec"),
    )
)
_SENTENCE_END = re.compile(r"(\S*?)([.!?…]+)[\"'”’)]*\s+(?=[\"'“‘(]*[A-Z0-9])")

# --- one thing ----------------------------------------------------------------------------------

_CLAUSES = phrases(
    r"(?<!now )and then (?:I|we|my|our|the|an?) \w+",
    r"and (?:I|we|they) (?:\w+ly |also )?(?!(?:both|all|have|are)(?: \w+)?[.!]?$)[\w']+",
    r"and (?:my|our) (?:\w+ ){1,2}(?:is|are|has|have|will|sells?|reaches|gets?|wins?)",
    r"and (?:have|has|are|will) (?:also )?(?:bought|paid|booked|ordered|reviewed|donated)",
    rf"and {NUMBER} \w+ (?:\w+ )?(?:have|has|are|is|will)",
    r"(?<=[,;] )(?:and )?then (?:I|we|they|my|our|the|an?) \w+",
)
_MINE_TWICE = re.compile(
    rf"{CLAUSE}(?:I|we)(?:'ve|'ll)? .*?(?P<heard>(?<!\w)and (?:(?:publish|write|sell|send|give|"
    r"speak|start|build|launch|finish|get|grow|gain|reach)(?:e[sd]|s|ed|d)? (?:my|our|NUMBER)|"
    r"NUMBER) (?!MONTHS)[a-z]+)".replace("NUMBER", NUMBER).replace("MONTHS", MONTHS),
    re.IGNORECASE,
)
_ONE_COMPOUND = re.compile(
    rf"\b(?:in|at|from|of|on|across|over|among|for|to|by|hundred|thousand|million|between)"
    rf"(?: {NUMBER})?(?: \w+){{0,2}} and$",
    re.IGNORECASE,
)
_AND_NUMBER = re.compile(rf"and {NUMBER}\b", re.IGNORECASE)
_VERB = re.compile(
    r"\b(?:have|has|had|am|are|is|will|can|reads?|follows?|subscribed?|gets?|hears?|knows?|buys?|"
    r"bought|writes?|publish(?:es)?|sells?|opens?|asks?|asked|receives?|speaks?|comes?|visits?|"
    r"joins?|joined|supports?|pays?|paid)\b|'(?:ve|m|re|ll)\b",
    re.IGNORECASE,
)

# --- what can be seen to be done ----------------------------------------------------------------

_SELF = rf"{CLAUSE}(?:I|we)(?:'ll|'ve|'m|'re| will| shall| am| are| have| going to| been)*"
_VAGUE_VERB = (
    r"(?:grow|improve|increase|expand|boost|enhance|develop|strengthen|try|hope|strive|aim|"
    r"work on|focus on|get better)"
)
_VAGUE_FORM = (
    r"(?:grow(?:s|n|ing)?|(?:improv|increas|enhanc|hop|striv)(?:es|e|ed|ing)|tri(?:es|ed)|try(?:ing)?"
    r"|(?:expand|boost|develop|strengthen|aim)(?:s|ed|ing)?|(?:work|focus)(?:s|es|ed|ing)? on"
    r"|get(?:s|ting)? better)"
)
_VAGUE = phrases(
    rf"^(?:to )?{_VAGUE_VERB}(?=[ .!]){LOWER}(?! [A-Z]\w+ (?-i:(?:is|has|have|are)))",
    r"^(?:growing|improving|increasing|expanding|boosting|developing|building) (?:my|our|the|an?)",
    rf"{_SELF} {_VAGUE_FORM}",
    rf"^(?:my|our) \w+(?: \w+)? (?:(?:have|has|am|is|are|been|will) )*(?-i:{_VAGUE_FORM})",
    rf"{CLAUSE}(?:I|we)(?: want| wish| plan| intend| hope| need| would like|'d like) to",
    rf"{CLAUSE}(?:I|we)(?: would|'d) (?:love|like)",
    r"(?:^|(?<=, ))(?:(?:far|even|much) )?(?:more|many|a lot of|lots of) (?:people|readers|fans|"
    r"followers|subscribers|listeners)",
    rf"{_SELF} (?:\w+ )?(?:more|many|a lot of|lots of) (?:people|readers|fans|followers|"
    r"subscribers|listeners|stories|posts|guests|talks|often|visible|visibility|attention)",
)
_ORDER = phrases(
    r"^(?:to )?(?:get|gain|reach|find|have|make|build|write|publish|sell|become|attract|collect|"
    rf"hit|double|triple|earn|start|launch|finish|win)(?= {LOWER})"
)
_UNSURE = phrases(
    r"^(?:maybe|perhaps|possibly|hopefully)",
    r"(?<!and )(?-i:maybe|perhaps|possibly|hopefully)",
    r"(?<!\bwho )(?<!that )(?<!which )(?<!they )(?<!what )(?<!how )(?<!the )(?<!I )(?<!it )"
    r"might (?:be|have|read|hear|follow|subscribe|join|buy|ask|come|get|like|want|know)",
    r"^(?:I|we) might",
)

# --- what, not how ------------------------------------------------------------------------------

_MEANS = (
    r"(?:posts|ads|adverts|advertising|talks|workshops|stories|events|giveaways|contests|"
    r"referrals|collaborations|partnerships|promotions|promotion|marketing|seo|social media|"
    r"interviews|podcasts|outreach|networking|word of mouth|hashtags)"
)
_HOW = phrases(
    rf"(?:through|via|by means of|thanks to) (?!my |our |the )(?:[\w-]+ ){{0,2}}{_MEANS}",
    rf"(?<!are )(?<!been )(?<!start )(?<!started )(?<!stop )(?<!stopped )(?<!about )(?<!of )"
    rf"(?<!for )using (?!my |our |the )(?:[\w-]+ ){{0,2}}{_MEANS}",
    r"because (?:I|we) \w+",
)
_BY_DOING = phrases(
    r"by (?:\w+ly )?(?:posting|publishing|guest[- ]posting|advertising|blogging|marketing|promoting"
    r"|networking|tweeting)"
)
_BY_MY_DOING = re.compile(
    rf"{CLAUSE}(?:I|we)(?:'ve|'ll)? .*?(?P<heard>(?<!\w)by (?:\w+ly )?(?!spring|morning|evening|"
    r"nothing|anything|something|everything|being\b)[a-z]{2,}ing)\b",
    re.IGNORECASE,
)
_THEIRS = re.compile(r"\b(?:they|their|theirs|them|themselves|who)\b", re.IGNORECASE)


def about_statement(statement: str) -> list[Remark]:
    """What keeps `statement` from being one plain sentence that says what is so on the last day."""
    return list(_about_statement(heard_in(statement)))


def about_number(statement: str, target: int, baseline: int) -> list[Remark]:
    """Whether `statement` says the number it is measured by: `target`, or what is to be gained."""
    if numbers_in(statement) & {target, target - baseline}:
        return []
    return [
        Remark(
            "statement-number",
            f"does not say its number, {target:,}",
            f'Write it in, as in "{EXAMPLE}"',
        )
    ]


def about_end(statement: str, end: date) -> list[Remark]:
    """Whether a day that `statement` names is the `end`; one beside it is, as in "before"."""
    days = days_in(statement)
    if not days or any(abs(day - end) <= timedelta(1) for day in days):
        return []
    return [
        Remark(
            "statement-day",
            f"says {days[0]}, and the goal ends on {end}",
            "Let both be the same day.",
        )
    ]


def _about_statement(statement: str) -> Iterator[Remark]:
    if "?" in statement:
        yield Remark(
            "statement-question",
            "is a question",
            f'Say what is so once it is reached, such as "{EXAMPLE}"',
        )
    elif _is_several(statement):
        yield Remark(
            "statement-sentences",
            "is more than one sentence",
            "Keep the one that says what is so on the last day; the rest goes into the sections.",
        )
    if clause := _second_thing(statement):
        yield Remark(
            "statement-clauses",
            f"says two things ({clause})",
            "Keep the one you would be glad of alone; make the other a key result.",
        )
    if (words := len(statement.split())) > MOST_WORDS:
        yield Remark(
            "statement-long",
            f"has {words} words",
            f"Say it in {MOST_WORDS} or fewer; why and how go into the sections.",
        )
    if vague := first(_VAGUE, statement):
        yield Remark(
            "statement-vague",
            f'says "{vague}", of which nobody can see whether it is done',
            f'Say what is so on the last day, such as "{EXAMPLE}"',
        )
    elif order := first(_ORDER, statement):
        yield Remark(
            "statement-order",
            f'is an order ("{order} ...")',
            f'Say what is so on the last day, such as "{EXAMPLE}"',
        )
    if unsure := first(_UNSURE, statement):
        yield Remark(
            "statement-unsure",
            f'says "{unsure}", which leaves open whether it is so',
            f'Say what is so on the last day, such as "{EXAMPLE}"',
        )
    if how := _how(statement):
        yield Remark(
            "statement-how",
            f'says how ("{how}")',
            'Say only what is so in the end; how goes into the section "strategy".',
        )


def _is_several(statement: str) -> bool:
    for found in _SENTENCE_END.finditer(statement):
        word = found[1].strip("(\"'“‘").lower()
        is_short = len(word) == 1 or "." in word or word in _ABBREVIATIONS  # J. Doe, e.g., Dr.
        if found[2] != "." or not (is_short and word.replace(".", "").isalpha()):
            return True
    return False


def _second_thing(statement: str) -> str:
    """What joins a second thing to the first, as a message says it; "" where nothing does."""
    if ";" in statement:
        return "a semicolon"
    for found in (_CLAUSES.search(statement), _MINE_TWICE.search(statement)):
        if found is None:
            continue
        heard = found.groupdict().get("heard") or found[0]
        before = statement[: statement.rindex(heard)]
        # Two that do one thing, as in "500 people and 20 libraries get my letter", are one.
        is_one = _AND_NUMBER.match(heard) and _ONE_COMPOUND.search(f"{before}and")
        if _VERB.search(before) and not is_one:
            return f'"{heard}"'
    return ""


def _how(statement: str) -> str:
    """The words in `statement` that say how its author gets there; "" where there are none."""
    if heard := first(_HOW, statement):
        return heard
    if _THEIRS.search(statement):  # then it may be what they do
        return ""
    if found := _BY_MY_DOING.search(statement):
        return found["heard"]
    return first(_BY_DOING, statement)
