"""When a question is asked: a small language that a check, a sentence and a phone's form can read."""

from abc import ABC, abstractmethod
from dataclasses import dataclass

import polars as pl


class Condition(ABC):
    """Holds for a row or not. Combine with `&`."""

    @abstractmethod
    def polars(self) -> pl.Expr:
        """The condition on a frame whose columns are typed fields; a missing answer does not satisfy it."""

    @abstractmethod
    def decided(self) -> pl.Expr:
        """The same, but null where a missing answer leaves it open: true, false or unknown."""

    @abstractmethod
    def xpath(self) -> str:
        """The condition in an XLSForm, where a missing answer is an empty text: as `polars` has it."""

    @property
    @abstractmethod
    def fields(self) -> frozenset[str]:
        """The fields it reads."""

    def __and__(self, other: "Condition") -> "Condition":
        return All((self, other))


@dataclass(frozen=True)
class OneOf(Condition):
    """The answer is one of these codes."""

    field: str
    codes: tuple[str, ...]

    def __init__(self, field: str, *codes: str) -> None:
        object.__setattr__(self, "field", field)
        object.__setattr__(self, "codes", codes)

    def polars(self) -> pl.Expr:
        return self.decided().fill_null(False)

    def decided(self) -> pl.Expr:
        return pl.col(self.field).is_in(list(self.codes))

    def xpath(self) -> str:
        parts = " or ".join(f"${{{self.field}}} = '{code}'" for code in self.codes)
        return f"({parts})" if len(self.codes) > 1 else parts

    @property
    def fields(self) -> frozenset[str]:
        return frozenset({self.field})


@dataclass(frozen=True)
class AtLeast(Condition):
    """The answer is a number not below this one."""

    field: str
    least: float

    def polars(self) -> pl.Expr:
        return self.decided().fill_null(False)

    def decided(self) -> pl.Expr:
        return pl.col(self.field) >= self.least

    def xpath(self) -> str:
        return f"${{{self.field}}} >= {self.least:g}"

    @property
    def fields(self) -> frozenset[str]:
        return frozenset({self.field})


@dataclass(frozen=True)
class Yes(Condition):
    """The answer is yes (or, with `answer=False`, no)."""

    field: str
    answer: bool = True

    def polars(self) -> pl.Expr:
        return self.decided().fill_null(False)

    def decided(self) -> pl.Expr:
        return pl.col(self.field) == self.answer

    def xpath(self) -> str:
        return f"${{{self.field}}} = '{'yes' if self.answer else 'no'}'"

    @property
    def fields(self) -> frozenset[str]:
        return frozenset({self.field})


@dataclass(frozen=True)
class Not(Condition):
    """The condition does not hold."""

    condition: Condition

    def polars(self) -> pl.Expr:
        return ~self.condition.polars()

    def decided(self) -> pl.Expr:
        return ~self.condition.decided()

    def xpath(self) -> str:
        return f"not({self.condition.xpath()})"

    @property
    def fields(self) -> frozenset[str]:
        return self.condition.fields


@dataclass(frozen=True)
class All(Condition):
    """Every one of the conditions holds."""

    conditions: tuple[Condition, ...]

    def polars(self) -> pl.Expr:
        return pl.all_horizontal([condition.polars() for condition in self.conditions])

    def decided(self) -> pl.Expr:
        return pl.all_horizontal([condition.decided() for condition in self.conditions])

    def xpath(self) -> str:
        return " and ".join(condition.xpath() for condition in self.conditions)

    @property
    def fields(self) -> frozenset[str]:
        return frozenset().union(*(condition.fields for condition in self.conditions))
