"""An attacker who has read every published figure and knows the questionnaire, and nothing of how we hide.

A world is a list of kinds of households (or people), told apart by their answers. How many there are of each
kind, in each place and round, is what the attacker does not know; every published figure is a linear
equation over these numbers. Linear programming then gives the least and the most that a number can be.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from math import ceil, floor
from typing import Any

import numpy as np
from scipy.optimize import linprog
from scipy.sparse import csr_matrix, vstack

Kind = dict[str, Any]
Truth = Callable[[Kind], bool | None]
Place = tuple[int, str]  # round, cluster ("" for no cluster)
EPSILON = 1e-6


@dataclass(frozen=True)
class Question:
    """A figure as the questionnaire defines it; a number or a list says of whom by its answers."""

    code: str
    form: str  # percent, list, ranking, median, number, count
    answer: Callable[[Kind], Any]


@dataclass
class World:
    """Kinds, and how many there are of each: `counts[round, cluster][kind]`."""

    kinds: Sequence[Kind]
    questions: Sequence[Question]
    counts: dict[Place, list[int]]
    k: int = 5
    published: dict[tuple[int, str | None], Mapping[str, Mapping[str, Any]]] = field(default_factory=dict)

    def places(self, number: int, cluster: str | None) -> list[Place]:
        """None is the whole settlement."""
        return [at for at in self.counts if at[0] == number and cluster in (None, at[1])]

    def count(self, places: Sequence[Place], holds: Callable[[Kind], bool]) -> int:
        return sum(
            n for at in places for kind, n in zip(self.kinds, self.counts[at], strict=True) if holds(kind)
        )

    def figures(self, number: int, cluster: str | None) -> dict[str, dict[str, Any]]:
        """The raw figures, as the statistics hold them."""
        places = self.places(number, cluster)
        return {each.code: self.figure(each, places) for each in self.questions}

    def figure(self, each: Question, places: Sequence[Place]) -> dict[str, Any]:
        n = self.count(places, lambda kind: each.answer(kind) is not None)
        if each.form == "percent":
            yes = self.count(places, lambda kind: each.answer(kind) is True)
            return {"value": round(100 * yes / n, 4) if n else None, "n": n}
        if each.form in {"list", "ranking"}:
            items = []
            for code in self.codes(each):
                times = self.count(places, lambda kind, code=code: says(each, kind, code))  # type: ignore[misc]
                if times:
                    items.append(
                        {"code": code, "count": times, "percent": 100 * times / n, "score": 2 * times}
                    )
            return {"value": items or None, "n": n}
        if each.form == "count":
            return {"value": n, "n": n}
        return {"value": 1234.5 if n else None, "n": n}

    def codes(self, each: Question) -> list[str]:
        codes: set[str] = set()
        for kind in self.kinds:
            said = each.answer(kind)
            codes |= set(said) if isinstance(said, tuple) else {said} if said is not None else set()
        return sorted(codes)

    def numbers(self) -> list[tuple[str, Callable[[Kind], bool]]]:
        """Every count behind the figures that could point at somebody."""
        found: list[tuple[str, Callable[[Kind], bool]]] = []
        for each in self.questions:
            found.append((f"{each.code}.n", lambda kind, e=each: e.answer(kind) is not None))  # type: ignore[misc]
            if each.form == "percent":
                found.append((each.code, lambda kind, e=each: e.answer(kind) is True))  # type: ignore[misc]
                found.append((f"not {each.code}", lambda kind, e=each: e.answer(kind) is False))  # type: ignore[misc]
            elif each.form in {"list", "ranking"}:
                for code in self.codes(each):
                    found.append(
                        (f"{each.code}:{code}", lambda kind, e=each, c=code: says(e, kind, c))  # type: ignore[misc]
                    )
        return found


def says(each: Question, kind: Kind, code: str) -> bool:
    said = each.answer(kind)
    return code in said if isinstance(said, tuple) else bool(said == code)


class Attack:
    """All that follows from what was published."""

    def __init__(self, world: World, *, nobody_left: bool = False) -> None:
        """With `nobody_left` the attacker takes each round to be the one before and newcomers."""
        self.world = world
        self.columns = {
            (at, index): number
            for number, (at, index) in enumerate(
                (at, index) for at in world.counts for index in range(len(world.kinds))
            )
        }
        self.rows: list[np.ndarray[Any, Any]] = []
        self.low: list[float] = []
        self.high: list[float] = []
        for (number, cluster), figures in world.published.items():
            for each in world.questions:
                self.read(each, figures[each.code], world.places(number, cluster))
        if nobody_left:
            for (at, index), column in self.columns.items():
                later = self.columns.get(((at[0] + 1, at[1]), index))
                if later is not None:
                    row = np.zeros(len(self.columns))
                    row[later], row[column] = 1, -1
                    self.learn(row, 0, np.inf)

    def learn(self, row: "np.ndarray[Any, Any]", low: float, high: float) -> None:
        self.rows.append(row)
        self.low.append(low)
        self.high.append(high)

    def row(self, places: Sequence[Place], holds: Callable[[Kind], bool]) -> "np.ndarray[Any, Any]":
        row = np.zeros(len(self.columns))
        for at in places:
            for index, kind in enumerate(self.world.kinds):
                if holds(kind):
                    row[self.columns[at, index]] = 1
        return row

    def read(self, each: Question, found: Mapping[str, Any], places: Sequence[Place]) -> None:
        n, value = found["n"], found["value"]
        answered = self.row(places, lambda kind: each.answer(kind) is not None)
        if n is not None:
            self.learn(answered, n, n)
        if value is None:
            return
        if each.form == "percent":
            near = 0.5 if float(value).is_integer() and n < 100 else 0.0001
            low, high = (value - near) * n / 100, (value + near) * n / 100
            said = self.row(places, lambda kind: each.answer(kind) is True)
            self.learn(said, ceil(low - EPSILON), floor(high + EPSILON))
        elif each.form in {"list", "ranking"}:
            for item in value:
                said = self.row(places, lambda kind, c=item["code"]: says(each, kind, c))  # type: ignore[misc]
                self.learn(said, item["count"], item["count"])
            if not found.get("partly"):  # a list that is whole leaves nothing else
                for code in set(self.world.codes(each)) - {item["code"] for item in value}:
                    self.learn(self.row(places, lambda kind, c=code: says(each, kind, c)), 0, 0)  # type: ignore[misc]
        elif each.form == "median":
            self.learn(answered, 10, np.inf)
        elif each.form == "count":
            self.learn(answered, value, value)

    @cached_property
    def bounds(self) -> dict[str, Any]:
        """What was learned, as linear programming asks for it."""
        known, low, high = csr_matrix(np.array(self.rows)), np.array(self.low), np.array(self.high)
        exact = low == high
        above, below = ~exact & np.isfinite(high), ~exact
        found: dict[str, Any] = {"A_eq": known[exact], "b_eq": low[exact]} if exact.any() else {}
        if below.any():
            found["A_ub"] = vstack([known[above], -known[below]])
            found["b_ub"] = np.concatenate([high[above], -low[below]])
        return found

    def range_of(self, places: Sequence[Place], holds: Callable[[Kind], bool]) -> tuple[float, float]:
        """The least and the most that a count can be."""
        if not self.rows:
            return 0, np.inf
        ends = []
        for sign in (1, -1):
            wanted = sign * self.row(places, holds)
            done = linprog(wanted, **self.bounds, bounds=(0, None), method="highs")
            assert done.status in (0, 3), done.message
            ends.append(sign * (done.fun if done.status == 0 else -np.inf))
        return ends[0], ends[1]
