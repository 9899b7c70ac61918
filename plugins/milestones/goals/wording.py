"""What the wording of a goal betrays: whether its sentence is plain, and which blocker it has.

English only: in another language hardly anything here is ever heard. Rather too little is heard
than too much: every phrase in here is one that an author could hardly mean otherwise. The rules
are those of practices of setting goals: one simple declarative sentence, what apart from how,
within one's own control; and three blockers: commitment, confidence, scope.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from milestones.goals.numerals import NUMBER_WORDS, numbers_in

MOST_WORDS = 20
"""What can be said in one breath, and remembered."""

EXAMPLE = "On 30 September 2026, 1,000 people have asked to hear from me."
"""A goal as it should be said."""


@dataclass(frozen=True, slots=True)
class Remark:
    """One thing to mend in a text."""

    rule: str
    what: str
    """What is wrong, to follow the name of the text: `is a question`."""

    instead: str
    """What to write instead, in one sentence."""


def _phrases(*patterns: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(patterns)})(?!\w)", re.IGNORECASE)


# --- one plain sentence -------------------------------------------------------------------------

_ABBREVIATIONS = frozenset(
    (
        *("approx", "ca", "co", "dr", "ed", "etc", "inc", "jr", "ltd", "mr", "mrs", "ms", "no"),
        *("nos", "prof", "sr", "st", "vol", "vs", "jan", "feb", "mar", "apr", "jun", "jul", "aug"),
        *("sep", "sept", "oct", "nov", "dec"),
    )
)
_SENTENCE_END = re.compile(r"(\S*?)([.!?…]+)[\"'”’)]*\s+(?=[\"'“‘(]*[A-Z0-9])")

_NUMBERS = "|".join(sorted(NUMBER_WORDS))
_AFTER_NO_NUMBER = "".join(f"(?<!{word} )" for word in (r"\d", "no", "any", *sorted(NUMBER_WORDS)))
_MONTHS = "january|february|march|april|may|june|july|august|september|october|november|december"
_CLAUSES = _phrases(
    r"and (?:then|also|I|we|they|he|she|it|you|there|my|our) \w+",
    r"and (?:am|are|is|have|has|had|do|does|will|would|can|could)",
    r"and (?:publish|write|sell|send|give|speak|start|build|launch|finish|get|grow|gain|reach)"
    rf"(?:es|s)? (?:\d[\d,]*|{_NUMBERS}|my|our)",
    rf"(?<!hundred )(?<!thousand )(?<!million )and (?:\d[\d,]*|{_NUMBERS}) (?!{_MONTHS})[a-z]+",
    r"(?<!by )(?<!until )(?<!till )(?<!since )(?<!from )then",
)
_BETWEEN = re.compile(r"\bbetween\b", re.IGNORECASE)

_MY = r"(?:my|our) \w+(?: \w+)?"
_SUBJECT = rf"(?:I|we|{_MY})(?:'ll| will| shall| am going to| are going to)?"
_VAGUE_VERB = (
    r"(?:grow|improv|increas|expand|boost|enhanc|develop|strengthen|try|tri|hop|striv|aim|"
    r"work on|focus on|get better)(?:e?s|e?d|i?es|i?ed|e|ing)?"
)
_VAGUE = _phrases(
    rf"^(?:to )?{_VAGUE_VERB}",
    rf"{_SUBJECT} (?:(?:have|has|am|is|are|been) )*{_VAGUE_VERB}",
    r"(?:I|we) (?:want|wish|plan|intend|would like|'d like|need) to",
    rf"{_AFTER_NO_NUMBER}(?:more|many|a lot of|lots of) (?:people|readers|fans|followers|"
    r"subscribers|listeners|stories|posts|guests|talks|often|visible|visibility|attention)",
)
_ORDER = _phrases(
    r"^(?:to )?(?:get|gain|reach|find|have|make|build|write|publish|sell|become|attract|collect|"
    r"hit|double|triple|earn|start|launch|finish)"
)

_TIME = (
    r"(?:the )?(?:end|year|quarter|month|week|day|night|summer|autumn|winter|spring|whole|door|"
    rf"\d+|{_MONTHS})\b"
)
_NO_ACTION = r"(?!spring|morning|evening|nothing|anything|something|everything|being\b)"
_HOW = _phrases(
    rf"by (?:\w+ly )?{_NO_ACTION}[a-z]+ing",
    rf"(?<!way )(?<!all )(?<!right )(?<!read )(?<!go )(?<!get )through (?!{_TIME})\w+",
    r"by means of",
    r"with the help of",
)


def about_statement(statement: str) -> list[Remark]:
    """What keeps `statement` from being one plain sentence that says what is so on the last day."""
    return list(_about_statement(statement.strip()))


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
    clause = _first(_CLAUSES, statement)
    if ";" in statement or (clause and not _BETWEEN.search(statement)):
        heard = f'"{clause}"' if clause else "a semicolon"
        yield Remark(
            "statement-clauses",
            f"says two things ({heard})",
            "Keep the one you would be glad of alone; make the other a key result.",
        )
    if (words := len(statement.split())) > MOST_WORDS:
        yield Remark(
            "statement-long",
            f"has {words} words",
            f"Say it in {MOST_WORDS} or fewer; why and how go into the sections.",
        )
    if vague := _first(_VAGUE, statement):
        yield Remark(
            "statement-vague",
            f'says "{vague}", of which nobody can see whether it is done',
            f'Say what is so on the last day, such as "{EXAMPLE}"',
        )
    elif order := _first(_ORDER, statement):
        yield Remark(
            "statement-order",
            f'is an order ("{order} ...")',
            f'Say what is so on the last day, such as "{EXAMPLE}"',
        )
    if how := _first(_HOW, statement):
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


def _first(pattern: re.Pattern[str], text: str) -> str:
    """What `pattern` finds first in `text`, as it stands there, with single spaces."""
    found = pattern.search(" ".join(text.split()))
    return found[0] if found else ""


# --- whose decision it is -----------------------------------------------------------------------

_DECIDERS = r"(?:publisher|publishing house|agent|editor|jury|judge|producer|algorithm|critic)s?"
_DECIDE = (
    r"(?:accept|sign|pick|choose|chose|chosen|select|offer|buy|bought|represent|pick up|take on|"
    r"promote|publish|want|like)(?:s|es|ed|d)?"
)
_THEIRS = _phrases(
    rf"{_DECIDERS} (?:(?:has|have|will|had|is|are|to) ){{0,2}}{_DECIDE}",
    r"(?:book|publishing|film|movie|record) (?:deal|contract)s?",
    r"(?:find|have|has|get|got|land|sign with|signed with) (?:an?|my|the) (?:literary )?agent",
    r"(?:signed|accepted|published|chosen|picked|selected|featured|reviewed|endorsed) by",
    r"(?:be|am|is|are|been|being|get|gets|got) (?:accepted|chosen|picked|selected|shortlisted|"
    r"longlisted|nominated|featured|awarded|discovered|published)",
    r"(?:go|goes|going|gone|went) viral",
    r"best-?\s?sell(?:er|ers|ing)",
    r"(?:win|wins|won|winning) (?:(?:an?|the|this|that|my|first) )?(?:[\w'’-]+ ){0,3}"
    r"(?:prize|award|contest|competition|medal|grant|scholarship)s?",
    r"(?:I|book|novel|story) (?:(?:has|have|will) )?(?:win|wins|won) (?:the|an?) "
    rf"(?!{_NUMBERS})[\w'’-]+",
    r"(?:be|become|becomes|am|is) (?:famous|rich)",
)


def about_control(text: str) -> list[Remark]:
    """Whether `text` names something that somebody else decides."""
    heard = _first(_THEIRS, text)
    if not heard:
        return []
    return [
        Remark(
            "control",
            f'says "{heard}", which others decide',
            "Aim at what you control: readers who ask to hear from you, not who picks you.",
        )
    ]


# --- blockers -----------------------------------------------------------------------------------

_TIME_FOR_IT = r"(?:the |any |enough |more |some )*(?:time|energy)"
_BLOCKERS = {
    "commitment": _phrases(
        r"(?:no|not enough|too little|so little|hardly any|never enough) (?:time|energy)",
        rf"(?:don't|don’t|do not|didn't|didn’t) (?:have|find) {_TIME_FOR_IT}",
        rf"(?:can't|can’t|cannot) find {_TIME_FOR_IT}",
        rf"(?:when|whenever|if|once) (?:I|we) (?:can )?(?:have|find|get) {_TIME_FOR_IT}",
        r"(?:too|so|very) (?:busy|tired)",
        r"when (?:I|we) get (?:a)?round to",
        r"when (?:things|life|work|it) (?:calms?|slows?|quietens?|settles?)(?: down)?",
        r"(?:if )?time (?:permitting|permits|allows)",
        r"someday",
        r"some day (?:I|when|we)",
        r"one day (?:I|when I|we) (?:will|might|may|could)",
    ),
    "confidence": _phrases(
        r"(?:don't|don’t|do not) (?:really )?know (?:how|where|what|whether|if|enough|anything)",
        r"(?:no|not any) idea (?:how|where|what|whether)",
        r"not (?:good|clever|smart|interesting|experienced|known|talented|ready) (?:enough|yet)",
        r"(?:not|never) sure (?:I|if|whether|how|that|what|we)",
        r"(?:no|not (?:any|very|that|so)) good at",
        r"I (?:can't|can’t|cannot|could never) (?:do|write|speak|sell|talk|ask|imagine|possibly)",
        r"if I (?:only )?can(?! find)",
        r"who am I to",
        r"nobody (?:wants|will want|would want|cares|will care|would care|reads|will read)",
        r"(?:impostor|imposter)",
        r"not a (?:real|proper|born) (?:writer|author|speaker|teacher|expert)",
        r"(?:I am|I'm|I’m|too) (?:afraid|scared)",
    ),
    "scope": _phrases(
        r"and (?:maybe|perhaps|possibly)",
        r"while I(?:'m|’m| am) at it",
        r"and (?:everything|anything) else",
        r"keeps? growing",
    ),
}
_ADDING = _phrases(
    r"also", r"as well as", r"as well", r"plus", r"and more", r"and so on", r"etc\.?"
)
_AGAINST = {
    "commitment": "Say when you do it, and what you leave for it; or leave the goal.",
    "confidence": "Say the first thing you would try, however small, or whom you ask.",
    "scope": "What keeps growing is never reached: keep one thing, write the rest down for later.",
}


def about_blockers(text: str, *, is_statement: bool = False) -> list[Remark]:
    """The blockers that `text` has: commitment, confidence, scope, each at most once.

    A single "also" is a blocker in a statement; in prose it takes two of its like.
    """
    return [
        Remark(f"blocker-{blocker}", f'says "{heard}": the blocker is {blocker}', _AGAINST[blocker])
        for blocker, heard in _blockers(" ".join(text.split()), 1 if is_statement else 2)
    ]


def _blockers(text: str, additions: int) -> Iterable[tuple[str, str]]:
    for blocker, phrases in _BLOCKERS.items():
        heard = _first(phrases, text)
        added = _ADDING.findall(text) if blocker == "scope" and not heard else []
        if heard:
            yield blocker, heard
        elif len(added) >= additions:
            yield blocker, '", "'.join(dict.fromkeys(added))
