"""Whether a goal is its author's to reach, or somebody else's decision."""

from __future__ import annotations

from milestones.goals.remarks import MONTHS, NUMBER, Remark, first, heard_in, phrases

_WORK = (
    r"(?:book|novel|memoir|manuscript|collection|debut|story|stories|poem|poems|essay|article|"
    r"piece|proposal|pitch|script|screenplay)s?"
)
_MINE = rf"(?:I|we|it|my (?:\w+ )?\w+|our (?:\w+ )?\w+|(?:an?|one|this) (?:\w+ )?{_WORK}|{_WORK})"
_AM = r"(?:'m|'ll|'ve|'re)?(?: (?:am|is|are|be|been|being|was|get|gets|got|has|have|had|will|to))*"
_DECIDER = r"(?:publisher|publishing house|agent|editor|jury|judge|producer|critic)"
_DECIDES = (
    r"(?:accept|sign|pick|choose|chose|chosen|select|offer|buy|bought|represent|pick up|take on|"
    r"promote|publish|want|like)(?:s|es|ed|d)?"
)
_SEASON = (
    rf"(?:{MONTHS}|spring|summer|autumn|winter|christmas|easter|the end|then|{NUMBER}|my|me|us)"
)
_OPENING = r"(?:^|(?<=[,;:.] ))"
_TO_WIN = r"(?:prize|award|contest|competition|medal|grant|scholarship)s?"

_THEIRS = phrases(
    rf"(?:an?|the|my|any|some|one|this) (?:\w+ ){{0,2}}{_DECIDER} "
    rf"(?:(?:has|will|had|is|to) ){{0,2}}{_DECIDES}",
    rf"{_OPENING}(?:\w+ )?(?<!\d )(?<!hundred )(?<!thousand ){_DECIDER}s (?:(?:have|will|to) )?"
    r"(?:accept|sign|pick|choose|select|offer|buy|represent|publish|want)(?:ed|d)? "
    r"(?:my|me|our|us)",
    r"(?:the )?algorithms? (?:\w+ )?(?:favou?rs?|boosts?|push(?:es)?|shows?|ranks?|loves?|likes?|"
    r"rewards?|recommends?|picks?)(?: up)? (?:my|me|our|us)",
    # A name in front: the case tells it from "Readers publish".
    r"(?-i:[A-Z]\w+)(?: (?-i:[A-Z]\w+)){0,3} (?:has published|will publish|publishes|accepts|"
    rf"has accepted|will accept|acquires|signs|picks up|takes on) (?:my (?:\w+ )?{_WORK}|me)",
    r"(?:I|we)(?:'ve|'ll)?(?: (?:have|will|am|get|got|sign|signed|land|landed|win|won|want|to|an?|"
    r"the|my|first|big|new|two|three|multi)){1,6} (?:[\w-]+-)?(?:book|publishing|film|movie|"
    r"record) (?:deal|contract)s?",
    r"^(?:(?:get|land|sign|win) )?(?:an?|the|my) (?:book|publishing|film|movie|record) "
    r"(?:deal|contract)s?",
    r"(?:I|we)(?:'ve|'ll)? (?:\w+ )?(?:find|have|get|got|land|sign with|signed with|found) "
    r"(?:an?|my|the) (?:literary )?agent",
    r"^(?:find|get|land|sign with) (?:an?|my|the) (?:literary )?agent",
    rf"{_MINE}{_AM} (?:am|is|are|be|been|being|was|get|gets|got) (?:accepted|chosen|picked|"
    r"selected|shortlisted|longlisted|nominated|featured|awarded|discovered)",
    rf"(?:I|we){_AM} (?:am|are|be|been|being|get|got) published",
    rf"{_MINE}{_AM} (?:signed|accepted|published|chosen|picked|selected|featured|reviewed|endorsed)"
    rf" by(?! {_SEASON}\b)",
    rf"{_OPENING}(?:{_MINE}{_AM} |to )?(?:go|goes|going|gone|went) viral",
    rf"{_MINE}(?: \w+){{0,1}}(?:'m| am| is| are| be| becomes?| became| hits?| makes?)"
    r"(?: \w+){0,4} best-?\s?sell(?:er|ing)(?! (?:author|writer|novelist)s)",
    r"(?:I|we) (?:\w+ )?(?:have|write|wrote|written|publish) (?!\d)(?:\w+ )?best-?\s?sellers?",
    r"^an? best-?\s?seller",
    rf"(?<!how )(?:I|we|{_WORK})(?:'ll|'ve)?(?: (?:has|have|will|want to|hope to|am|to)){{0,2}} "
    rf"(?:win|wins|won) (?:(?:an?|the|this|that|my|first) )?(?:[\w'-]+ ){{0,3}}{_TO_WIN}",
    rf"^(?:to )?win (?:(?:an?|the|this|that|my|first) )?(?:[\w'-]+ ){{0,3}}{_TO_WIN}",
    rf"(?<!how )(?:I|{_WORK}) (?:(?:has|have|will) )?(?:win|wins|won) (?:the|an?) (?-i:(?=[A-Z]))"
    r"[\w'-]+",
    r"(?:I|we)(?:'m|'ll)?(?: (?:am|will|want to|be|become|get))* (?:famous|rich)(?! in)",
)


def about_control(text: str) -> list[Remark]:
    """Whether `text` names something that somebody else decides."""
    heard = first(_THEIRS, heard_in(text))
    if not heard:
        return []
    return [
        Remark(
            "control",
            f'says "{heard}", which others decide',
            "Aim at what you control: readers who ask to hear from you, not who picks you.",
        )
    ]
