"""Declared evidence as SQL: the sum of what speaks for and against a pair, and the reasons as codes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Evidence:
    """One piece: its code in the reasons, when it holds, what it weighs, and numbers to say it with."""

    code: str
    holds: str  # SQL of a pair; null is no
    points: str  # SQL
    numbers: Mapping[str, str]  # name to SQL: metres, percent … never what a record says


def piece(code: str, holds: str, weights: Mapping[str, float], points: str = "", **numbers: str) -> Evidence:
    """Evidence that weighs what the table says under its code, unless `points` says otherwise."""
    return Evidence(code, holds, points or str(weights[code]), numbers)


def likelihood(start: float, evidence: Sequence[Evidence]) -> str:
    """SQL of 0 to 1."""
    points = " + ".join(
        f"CASE WHEN {each.holds} THEN ({each.points})::float8 ELSE 0 END" for each in evidence
    )
    return f"1 / (1 + exp(-greatest(-30, least(30, {start} + {points}))))"


def reasons(evidence: Sequence[Evidence]) -> str:
    """SQL of the reasons as JSON, those that weigh most first; `for` says whether one speaks for it."""
    each = ", ".join(
        f"({number}, {one.holds}, ({one.points})::float8, {_said(one)})"
        for number, one in enumerate(evidence)
    )
    return (
        "(SELECT coalesce(jsonb_agg(said || jsonb_build_object('for', points > 0) "
        f"ORDER BY abs(points) DESC, n), '[]') FROM (VALUES {each}) AS v (n, holds, points, said) "
        "WHERE holds AND points <> 0)"
    )


def _said(one: Evidence) -> str:
    numbers = "".join(f", '{name}', {sql}" for name, sql in one.numbers.items())
    return f"jsonb_build_object('code', '{one.code}'{numbers})"
