"""Guess what an unfamiliar heading or value means, by the words it shares with ours. A person confirms it."""

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

from enumerations.intake.columns import Target
from enumerations.intake.fields import Field, Kind
from enumerations.intake.headings import PARTS, words_of
from enumerations.intake.texts import NUMBER_WORDS, ascii_digits, normal, yes_no
from enumerations.intake.vocabulary import choice, choice_words

HEADING_LIKE = 0.6
VALUE_LIKE = 0.6

_EMPTY = (
    "a an and any are at be by can did do does for from have has her his how if in into is it its many me "
    "much my of on or our per she that the their there they this to used was what when which who will with "
    "you your currently following kindly main mainly member members please respondent respondents "
    "household households typical typically usual usually show tell"
)
_EMPTY_WORDS = frozenset(_EMPTY.split())
# Columns that a tool adds to a question: its comments, its "other", its time. Never the answer itself.
_BESIDES = re.compile(
    r"(?i)\((don.?t know|not applicable|n/?a|other\b.*|time answered|comments?|units?)\)"
    r"|specify\s*$|\baltitude\b"
)
# A question that is answered by yes or no.
_ASKS_YES_NO = re.compile(r"(?i)^\s*(are|is|was|were|do|does|did|has|have|had|can|could|would|will|may) ")
_PERIODS = (
    (r"per day|daily|a day", 365 / 12),
    (r"per week|weekly|a week", 52 / 12),
    (r"per fortnight|fortnightly", 26 / 12),
    (r"per year|yearly|annual(ly)?|a year", 1 / 12),
)


@lru_cache(maxsize=20_000)
def tokens(text: str) -> frozenset[str]:
    """The words that carry meaning, without what stands in brackets and without their endings."""
    bare = re.sub(r"\([^()]*(\([^()]*\)[^()]*)*\)", " ", text)
    words = normal(bare).split() or normal(text).split()
    return frozenset(_stem(word) for word in words if word not in _EMPTY_WORDS)


def _stem(word: str) -> str:
    for ending in ("ies", "ied", "ing", "ed", "es", "s", "e", "y"):
        if word.endswith(ending) and len(word) - len(ending) >= 4:
            return word[: -len(ending)]
    return word


def likeness(left: frozenset[str], right: frozenset[str]) -> float:
    """Shared words in all words, 0 to 1 (Dice)."""
    if not left or not right:
        return 0.0
    return 2 * len(left & right) / (len(left) + len(right))


def guess_headings(headings: Iterable[str], fields: Sequence[Field]) -> dict[str, Target]:
    """At most one heading for each field, the likest first."""
    candidates = [heading for heading in headings if not _BESIDES.search(heading)]
    guesses = _guess_point(candidates) if any(each.kind is Kind.POINT for each in fields) else {}
    phrases = {each: _phrases(each) for each in fields if each.kind is not Kind.POINT}
    scored = sorted(
        (
            (
                max((likeness(tokens(heading), phrase) for phrase in phrases[each]), default=0.0),
                -place,
                heading,
                each,
            )
            for place, heading in enumerate(candidates)
            if heading not in guesses
            for each in phrases
            if each.kind is Kind.YES_NO or not _ASKS_YES_NO.match(heading)
        ),
        key=lambda score: score[:2],
        reverse=True,
    )
    taken: set[Field] = set()
    for score, _place, heading, each in scored:
        if score < HEADING_LIKE:
            break
        if heading not in guesses and each not in taken:
            guesses[heading] = Target(each.name, factor=guess_factor(heading, each))
            taken.add(each)
    return guesses


@lru_cache(maxsize=500)
def _phrases(declared: Field) -> tuple[frozenset[str], ...]:
    """What the field is called, as sets of words; a lone word says too little to guess by."""
    phrases = (tokens(words) for words in words_of(declared))
    return tuple(dict.fromkeys(phrase for phrase in phrases if len(phrase) > 1))


def _guess_point(headings: Sequence[str]) -> dict[str, Target]:
    """The first pair of a latitude and a longitude that differ in that word only, and their accuracy."""
    parts: dict[str, dict[str, str]] = {}
    for heading in headings:
        words = normal(heading).split()
        named = [word for word in words if word in PARTS and word != "long"]
        if len(named) == 1:
            rest = " ".join(word for word in words if word != named[0])
            parts.setdefault(rest, {}).setdefault(PARTS[named[0]], heading)
    for found in parts.values():
        if {"lat", "lon"} <= found.keys():
            return {heading: Target("location", part=part) for part, heading in found.items()}
    return {}


def guess_factor(heading: str, declared: Field) -> float:
    """What turns an amount of another period into one of ours; 1 where no period is named."""
    if "_month_" not in declared.name:
        return 1.0
    words = normal(heading)
    return next(
        (round(factor, 6) for period, factor in _PERIODS if re.search(rf"\b({period})\b", words)), 1.0
    )


def guess_values(texts: Iterable[str], declared: Field) -> dict[str, str]:
    """What written values mean to this field; those nothing speaks for are left out."""
    found = ((text, guess_value(text, declared)) for text in texts)
    return {text: code for text, code in found if code}


def guess_value(text: str, declared: Field) -> str:
    """The code (or number, or yes/no) that a text most likely means; empty where none or several do."""
    if declared.kind in (Kind.INTEGER, Kind.DECIMAL):
        return _number_in(text)
    if declared.kind is Kind.YES_NO:
        first = normal(text).split(" ")[0]
        return first if yes_no(first)[0] is not None and not first.isdigit() else ""
    if declared.kind not in (Kind.CODE, Kind.CODES):
        return ""
    if exact := choice(declared, text):
        return exact
    wanted = tokens(text)
    best: dict[str, float] = {}
    for words, code in choice_words(declared).items():
        best[code] = max(best.get(code, 0), likeness(wanted, tokens(words)))
    ranked = sorted(best.items(), key=lambda pair: -pair[1])
    if not ranked or ranked[0][1] < VALUE_LIKE or (len(ranked) > 1 and ranked[1][1] == ranked[0][1]):
        return ""
    return ranked[0][0]


def _number_in(text: str) -> str:
    """The first number of "7 days per week" or "Three or more"; nothing where there are several."""
    text = ascii_digits(text)
    numbers = re.findall(r"\d+(?:\.\d+)?", text)
    if len(numbers) == 1:
        return str(numbers[0])
    words = [str(NUMBER_WORDS[word]) for word in normal(text).split() if word in NUMBER_WORDS]
    return words[0] if len(words) == 1 and not numbers else ""
