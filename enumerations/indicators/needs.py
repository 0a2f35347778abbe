"""Which figures need which answers: read off the declarations themselves."""

import re
from functools import cache

from enumerations.indicators import INDICATORS, MEASURES
from enumerations.indicators.declaration import Indicator

COLUMN = re.compile(r"\b[hp]\.(\w+)")
WORD = re.compile(r"\w+")
PARTS = re.compile(r"_(?:n|median|list|named)$")


def figures_needing(fields: set[str]) -> list[Indicator]:
    """The indicators that cannot be computed without these answers."""
    return [each for each in INDICATORS if fields & answers_of(each.code)]


@cache
def answers_of(code: str) -> frozenset[str]:
    """The fields of households and persons behind an indicator or a sum, by its code."""
    return frozenset(_answers(code, frozenset()))


def _answers(code: str, above: frozenset[str]) -> set[str]:
    text = _texts().get(code, "")
    found = set(COLUMN.findall(text))
    for word in set(WORD.findall(text)):
        inner = PARTS.sub("", word)
        if inner in _texts() and inner not in above | {code}:
            found |= _answers(inner, above | {code})
    return found


@cache
def _texts() -> dict[str, str]:
    sums = {measure.name: measure.sql for measure in MEASURES}
    return sums | {
        each.code: " ".join((each.sql, each.value, each.n, each.among, sums.get(each.code, "")))
        for each in INDICATORS
    }
