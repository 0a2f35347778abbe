"""The numbers that hang together: one family cannot be computed from another."""

from dataclasses import dataclass
from functools import cache

from enumerations.disclosure.links import ANSWERS, FIVE_DEPRIVATIONS, MADE_FROM, SUMS, Rest, Sum, of
from enumerations.indicators import INDICATORS
from enumerations.indicators.declaration import Indicator, Kind

# Numbers that are counts by themselves, not parts of an n.
COUNTS = ("population", "households", "structures")
MEDIANS = frozenset(indicator.code for indicator in INDICATORS if indicator.kind is Kind.MEDIAN)


def numbers_of(indicator: Indicator) -> tuple[str, ...]:
    """What is learned from the figure when it is shown as a whole."""
    code, n = indicator.code, f"{indicator.code}.n"
    if indicator.kind is Kind.DISTRIBUTION:
        return (n, *of(code, ANSWERS[code]))
    if indicator.kind is Kind.RANKING:
        return (n, f"{code}.namings", *of(code, ANSWERS[code]))
    if indicator.kind in {Kind.PERCENT, Kind.MEDIAN} or code in COUNTS:
        return (n, code)
    return (n,)


@dataclass(frozen=True)
class Family:
    """Figures with common sums, and what is shown of them where nothing is hidden."""

    codes: frozenset[str]
    shown: frozenset[str]
    sums: tuple[Sum, ...]

    @property
    def details(self) -> frozenset[str]:
        """Lists, and what only some were asked: what remains are shares of all."""
        some: set[str] = set()
        for each in (*self.sums, *self.sums):  # twice: what was asked of the same few comes after them
            if each.rest is Rest.UNASKED or each.whole in some:
                some |= {part for part in each.parts if part.endswith(".n") or part in MEDIANS}
        bases = {name.removesuffix(".n") for name in some}
        return frozenset(name for name in self.shown if ":" in name or name.partition(".")[0] in bases)


@cache
def families() -> tuple[Family, ...]:
    """All figures, by what hangs together."""
    leader: dict[str, str] = {}

    def find(name: str) -> str:
        while leader.setdefault(name, name) != name:
            name = leader[name]
        return name

    def join(*names: str) -> None:
        for name in names[1:]:
            leader[find(name)] = find(names[0])

    for indicator in INDICATORS:
        join(*numbers_of(indicator))
    for each in SUMS:
        join(each.whole, *each.parts)
    for code, made_from in MADE_FROM.items():
        join(f"{code}.n", *made_from)
    join("deprivations.n", *FIVE_DEPRIVATIONS)
    return tuple(
        Family(
            frozenset(i.code for i in INDICATORS if find(f"{i.code}.n") == root),
            frozenset(name for i in INDICATORS for name in numbers_of(i) if find(name) == root),
            tuple(each for each in SUMS if find(each.whole) == root),
        )
        for root in dict.fromkeys(find(f"{i.code}.n") for i in INDICATORS)
    )
