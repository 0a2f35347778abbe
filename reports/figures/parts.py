"""What a figure is once it is read: values that know how to say themselves, and nothing of the database.

Everything is independent of the language: labels are lazy, and `text`, `sentence` and `chart` speak the
language that is active when they are asked (or the one they are given).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import cached_property
from math import ceil
from typing import TYPE_CHECKING, Any

from django.utils import translation
from django.utils.formats import number_format
from django.utils.functional import Promise

from enumerations.indicators import Indicator, Kind
from enumerations.indicators.reading import LEAST_FOR_DECIMALS
from enumerations.models import Enumeration
from reports.figures.places import Place
from settlements.models import Settlement

if TYPE_CHECKING:
    from reports.figures.charts import Chart
    from reports.figures.sheets import Sheet
    from reports.models import Tally
    from reports.products import Envelope

Words = str | Promise


# Cubicles for women to each one for men, by the Sphere handbook.
WOMEN_OF = 3


class State(StrEnum):
    """Why a figure has a value, or why it has none."""

    TOLD = "told"
    HIDDEN = "hidden"  # too few people: nobody may be recognised
    NOT_ENOUGH = "not_enough"  # it rests on too few answers to say anything
    UNKNOWN = "unknown"  # nobody was asked, or nothing is on the map


class Against(StrEnum):
    """What a figure is held against."""

    STANDARD = "standard"  # what is agreed to be enough: Sphere, WHO, UN-Habitat
    SUB_COUNTY = "sub_county"  # the census
    COUNTY = "county"
    COUNTRY = "country"
    STUDY = "study"  # what somebody found elsewhere
    PREVIOUS = "previous"  # the same place in the round before


class Bound(StrEnum):
    """Which way a standard counts."""

    NONE = ""
    MOST = "most"  # the figure should be at most this
    LEAST = "least"  # the figure should be at least this


@dataclass(frozen=True)
class Beside:
    """One number beside a figure, with its year and source: nothing is compared without."""

    against: Against
    label: Words  # "Mathare sub-county", "most that is acceptable, medium term", "Round 1"
    value: float
    unit: Words
    decimals: int
    year: int | None
    source: Words
    bound: Bound = Bound.NONE
    note: Words = ""
    is_place_itself: bool = True  # False: of a part or kind of it, as "urban Kenya"

    @property
    def text(self) -> str:
        return number_text(self.value, self.unit, self.decimals)


@dataclass(frozen=True)
class Answer:
    """One answer of a distribution or ranking. `count` is None where a reader may not know it."""

    code: str
    label: Words
    count: int | None
    percent: float


@dataclass(frozen=True)
class Round:
    """Which round of which settlement went in."""

    settlement: Settlement
    enumeration: Enumeration
    is_own: bool  # whether the reader sees it as those who act there do: drafts too, and nothing hidden
    coverage: float | None = None

    @property
    def is_draft(self) -> bool:
        return not self.enumeration.is_adopted


@dataclass(frozen=True)
class Figure:
    """One indicator of one place, ready to be shown, written, drawn or said.

    `value` is a number, or None where there is nothing to tell (`state` says why); of a distribution or
    ranking it is None, and `answers` has them, most first. `n` is how many answered, None where that itself
    would tell too much; `coverage` the percentage of doors that its rounds reached. Of several settlements,
    `told_of` are in it, of `asked_of`: the others do not know it, or may not show it.
    """

    indicator: Indicator
    state: State
    value: float | None = None
    n: int | None = None
    coverage: float | None = None
    answers: tuple[Answer, ...] = ()
    partly: bool = False  # some answers are left out, because too few gave them
    beside: tuple[Beside, ...] = ()  # standards first, then the census from near to far, then studies
    previous: Beside | None = None
    told_of: int = 1
    asked_of: int = 1

    @property
    def code(self) -> str:
        return self.indicator.code

    @property
    def label(self) -> Words:
        return self.indicator.label

    @property
    def unit(self) -> Words:
        return self.indicator.unit

    @property
    def kind(self) -> Kind:
        return self.indicator.kind

    @property
    def is_list(self) -> bool:
        return self.kind in {Kind.DISTRIBUTION, Kind.RANKING}

    @property
    def is_told(self) -> bool:
        return self.state is State.TOLD

    @property
    def hidden(self) -> bool:
        return self.state is State.HIDDEN

    @property
    def decimals(self) -> int:
        """How exactly it is told: a percentage of few records is a whole number."""
        is_rough = self.kind is Kind.PERCENT and (self.n or 0) < LEAST_FOR_DECIMALS
        return 0 if is_rough else self.indicator.decimals

    @property
    def text(self) -> str:
        """The figure in words: "67", "41 %", "hidden: too few households"."""
        from reports.figures.words import text_of

        return text_of(self)

    @property
    def standards(self) -> tuple[Beside, ...]:
        return tuple(each for each in self.beside if each.against is Against.STANDARD)

    @property
    def census(self) -> tuple[Beside, ...]:
        return tuple(each for each in self.beside if each.against in CENSUS)

    def beside_of(self, against: Against) -> Beside | None:
        """The first of this kind: the column of a comparison table."""
        if against is Against.PREVIOUS:
            return self.previous
        return next((each for each in self.beside if each.against is against), None)

    def sentence(self, language: str | None = None) -> str:
        """What the figure means, in one plain sentence; of a hidden one, that it is hidden and why."""
        from reports.figures.sentences import sentence_of

        with translation.override(language or translation.get_language()):
            return sentence_of(self)

    def chart(self, language: str | None = None) -> "Chart | None":
        """The figure drawn, with its table; None where there is nothing to draw."""
        from reports.figures.charts import chart_of

        with translation.override(language or translation.get_language()):
            return chart_of(self)


CENSUS = frozenset({Against.SUB_COUNTY, Against.COUNTY, Against.COUNTRY})


@dataclass(frozen=True)
class Group:
    """One column of a breakdown: a settlement, a village, tenants, households headed by women."""

    code: str
    label: Words
    figures: Mapping[str, Figure]


@dataclass(frozen=True)
class Breakdown:
    """The same figures by group. Groups that may not be shown are missing, and `left_out` says so."""

    by: str
    label: Words
    groups: tuple[Group, ...]
    left_out: bool = False


@dataclass(frozen=True)
class Figures:
    """Every figure of a place, what it rests on, and what to mind: what pages and papers are made from."""

    place: Place
    rounds: tuple[Round, ...]
    figures: Mapping[str, Figure]  # by code, in the order of the declarations
    without: tuple[Settlement, ...] = ()  # settlements of the place with nothing that may be shown
    warnings: tuple[Words, ...] = ()
    # What it was read from, for `breakdown_of` and `gaps_of`; of those counted before, the round before.
    sheets: "tuple[Sheet, ...]" = field(default=(), repr=False)
    sheets_before: "tuple[Sheet, ...]" = field(default=(), repr=False)
    envelope: "Envelope | None" = None
    drafts: bool = False
    # What is held against no figure but against needs: people to a street light.
    standards: Mapping[str, tuple[Beside, ...]] = field(default_factory=dict, repr=False)

    def __getitem__(self, code: str) -> Figure:
        return self.figures[code]

    @cached_property
    def tallies(self) -> "Mapping[Any, Tally]":
        """By round and group (""), what each sheet is added up from: read once."""
        from reports.figures.tally import tallies_of

        return tallies_of([sheet.statistics for sheet in self.sheets]) if self.sheets else {}

    @property
    def told(self) -> list[Figure]:
        """Those with something to tell, in their order."""
        return [each for each in self.figures.values() if each.is_told]

    @property
    def is_draft(self) -> bool:
        """Whether any round in it is not adopted: whatever is made of it says DRAFT."""
        return any(each.is_draft for each in self.rounds)

    def only(self, *codes: str) -> "Figures":
        return replace(self, figures={code: self.figures[code] for code in codes if code in self.figures})


@dataclass(frozen=True)
class Gap:
    """What is lacking of one service, in things a county can build: DOMAIN calls it the service gap.

    `lacking` is the ask, of `people` by `standard`. `broken` stand but do not work: mend them first.
    `costed` of those lacking have a price that staff entered, never a guess, and cost `cost_kes` together;
    `unit_cost_kes` is the price where it is one. Numbers are None where `state` is not TOLD.
    """

    code: str  # "cubicles", "taps"; with a county's own standard also "lights", "waste_points"
    label: Words
    state: State
    standard: Beside
    people: int | None = None
    needed: int | None = None
    working: int | None = None
    lacking: int | None = None
    broken: int = 0
    costed: int = 0
    cost_kes: int | None = None
    unit_cost_kes: int | None = None
    cost_year: int | None = None  # of the oldest price
    cost_source: str = ""
    told_of: int = 1
    asked_of: int = 1

    @property
    def is_told(self) -> bool:
        return self.state is State.TOLD

    @property
    def for_women(self) -> int | None:
        """Of cubicles, how many should be for women: three to each one for men (Sphere)."""
        if self.code != "cubicles" or self.lacking is None:
            return None
        return ceil(self.lacking * WOMEN_OF / (WOMEN_OF + 1))

    def sentence(self, language: str | None = None) -> str:
        from reports.figures.sentences import gap_sentence

        with translation.override(language or translation.get_language()):
            return gap_sentence(self)


def number_text(value: float, unit: Words, decimals: int) -> str:
    """A number as it is written: `12.3 %` (with a space that does not break), `1,250`."""
    number = number_format(round(value, decimals), decimal_pos=decimals, force_grouping=True)
    return f"{number}\N{NO-BREAK SPACE}%" if unit == "%" else number


def labels_of(indicator: Indicator) -> Mapping[str, Any]:
    return dict(indicator.choices.choices) if indicator.choices else {}
