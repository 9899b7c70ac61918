"""The three blockers of a goal: commitment, confidence, scope.

The author has them, so that they count only where I or we, or nobody else, is who has them: "My
readers are too busy for long letters" is none. Nor is what the same sentence answers: "I don't know
their names, so I ask".
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from milestones.goals.remarks import CLAUSE, NUMBER, Remark, heard_in, phrases

_ADVERBS = r"(?: (?:just|simply|really|still|often|always|currently|probably|far|much|also|even))*"
_I_AM = rf"(?:(?:I|we)(?:'m|'re| am| are| was| were| feel){_ADVERBS} |{CLAUSE})"
_I = rf"(?:I|we){_ADVERBS}"
_TIME_FOR_IT = r"(?:the |any |enough |more |some )*(?:time|energy)"
_NOT_SPENT = (
    r"(?! (?:to (?:lose|waste)|off|blocked|set|booked|left over|for (?!it|this|that|writ)))"
)

_BLOCKERS = {
    "commitment": phrases(
        rf"(?:(?:I|we)(?:'ve| have| had)(?: got)?|there(?:'s| is)|{CLAUSE})(?: just| simply)?"
        rf" ?(?:no|not enough|too little|so little|hardly any|never enough) (?:time|energy)"
        rf"{_NOT_SPENT}(?! like)",
        rf"{_I} (?:don't|do not|didn't|won't|will not|can't|cannot|never|hardly|wouldn't)"
        rf"{_ADVERBS} (?:have|find|get|make) {_TIME_FOR_IT}{_NOT_SPENT}",
        rf"(?:when|whenever|if|once|unless|as soon as|until) (?:I|we) (?:can |ever )?"
        rf"(?:have|find|get) {_TIME_FOR_IT}{_NOT_SPENT}",
        rf"(?<!if )(?<!when )(?<!whenever )(?<!unless ){_I_AM}too (?:busy|tired)",
        r"when (?:I|we) get (?:a)?round to",
        r"when (?:things|life|work) (?:calms?|slows?|quietens?|settles?)(?: down)?",
        r"(?:if )?time (?:permitting|permits|allows)",
        r"some ?day (?:I|we)(?:'ll)?",
        r"(?:I|we)(?:'ll| will| might| may| could|'d like to| want to)(?: \w+){1,3} some ?day",
        r"(?<!on )(?<!for )(?<!after )one day (?:when )?(?:I|we)(?:'ll| will| might| may| could)"
        r"(?!.*\bthe (?:next|other)\b)",
    ),
    "confidence": phrases(
        rf"{_I} (?:don't|do not|didn't)(?: really| even| yet)* know (?:how|where|what|whether|if|"
        r"enough|anything)",
        rf"(?:{_I}(?:'ve| have)(?: got)?(?: really)? |{CLAUSE})no idea (?:how|where|what|whether)",
        rf"{_I_AM}not (?:good|clever|smart|interesting|experienced|known|talented|ready) "
        r"(?:enough|yet)",
        rf"{_I_AM}(?:not|never) sure (?:I|if|whether|how|that|what|we)",
        rf"{_I_AM}(?:no|not (?:any|very|that|so)) good at",
        rf"{_I} (?:can't|cannot|could never) (?:do (?:it|this|that)|sell(?= my|[.,;!]|$)|"
        r"speak in public|talk to (?:people|strangers)|ask (?:people|anyone|anybody|strangers)|"
        r"write (?:well|like|fiction))",
        r"if I (?:only |even )?can(?: (?:do|manage) (?:it|this|that))?(?=[.,;!)]|$)",
        r"who am I to",
        r"nobody (?:wants|will want|would want|reads|will read|would read|cares about|will care "
        r"about|would care about|knows) (?:me|my|our|what I|anything I|who I)",
        r"nobody (?:cares|will care|would care)(?=[.,;!]|$)",
        r"(?:(?:I'm|I am|I feel|I still feel|I feel like|makes me)(?: just| like| such)* an?|my) "
        r"impost[oe]r",
        rf"{_I_AM}not (?:really )?a (?:real|proper|born) (?:writer|author|speaker|teacher|expert)",
        r"(?:I'm|I am|we're|we are)(?: too| so| very)? (?:afraid|scared) (?:of|to|that (?:I|nobody|"
        r"no one|people))",
    ),
    "scope": phrases(
        rf"and (?:maybe|perhaps|possibly) (?:an?|some|{NUMBER}) \w+",
        r"while (?:I'm|I am|we're|we are) at it",
        r"and (?:everything|anything) else(?=[.,;!]|$)",
        r"(?:plan|project|idea|outline|manuscript|scope|to-do list) keeps growing",
    ),
}
_ANSWERED = re.compile(
    r"\b(?:so|but|yet|until) (?:I|we)(?:'ll|'m| will| am| shall)? (?!can't|cannot|don't|do not|"
    r"won't|never|may\b|might|gave|give|skip|stop|put)",
    re.IGNORECASE,
)
_ONE_MORE = rf"(?:an?|the|some|my|another|{NUMBER})"
_ADDING = phrases(
    rf"also {_ONE_MORE}",
    rf"as well as {_ONE_MORE}",
    r"as well(?=[.,;!]|$)",
    rf"plus {_ONE_MORE}",
    r"and more(?=[.,;!]|$)",
    r"and so on",
    r"etc\.?",
)
_SENTENCE_END = re.compile(r"(?<=[.!?…])\s+(?=[A-Z\d\"'“‘(])")
_AGAINST = {
    "commitment": "Say when you do it, and what you leave for it; or leave the goal.",
    "confidence": "Say the first thing you would try, however small, or whom you ask.",
    "scope": "What keeps growing is never reached: keep one thing, write the rest down for later.",
}


def about_blockers(text: str) -> list[Remark]:
    """The blockers that `text` has: commitment, confidence, scope, each at most once.

    One "also a ..." is no blocker; it takes two of its like in a sentence.
    """
    sentences = _SENTENCE_END.split(heard_in(text))
    return [
        Remark(f"blocker-{blocker}", f'says "{heard}": the blocker is {blocker}', against)
        for blocker, against in _AGAINST.items()
        if (heard := next(_heard(blocker, sentences), ""))
    ]


def _heard(blocker: str, sentences: list[str]) -> Iterator[str]:
    for sentence in sentences:
        for found in _BLOCKERS[blocker].finditer(sentence):
            if not _ANSWERED.search(sentence, found.end()):
                yield found[0]
        added = _ADDING.findall(sentence) if blocker == "scope" else []
        if len(added) > 1:
            yield '", "'.join(dict.fromkeys(added))
