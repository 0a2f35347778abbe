"""What was chosen of the data: an Ask as its form has checked it, read."""

import json
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import Any, Self

from enumerations.models import Enumeration
from reports.data.dataset import Dataset, Filter
from reports.data.datasets import DATASETS
from reports.products import Ask, Envelope

CODES, LABELS = "codes", "labels"
BLANK = "blank"
CURRENT, ALL = "current", "all"
DEGREES = 4326
# What can be asked for: the world's, the web's, and what Kenyan surveys use (UTM on WGS 84 and on Arc 1960).
SYSTEMS: dict[int, str] = {
    4326: "WGS 84 (EPSG:4326)",
    3857: "Web Mercator (EPSG:3857)",
    32636: "WGS 84 / UTM 36N (EPSG:32636)",
    32637: "WGS 84 / UTM 37N (EPSG:32637)",
    32736: "WGS 84 / UTM 36S (EPSG:32736)",
    32737: "WGS 84 / UTM 37S (EPSG:32737)",
    21095: "Arc 1960 / UTM 35N (EPSG:21095)",
    21096: "Arc 1960 / UTM 36N (EPSG:21096)",
    21097: "Arc 1960 / UTM 37N (EPSG:21097)",
    21035: "Arc 1960 / UTM 35S (EPSG:21035)",
    21036: "Arc 1960 / UTM 36S (EPSG:21036)",
    21037: "Arc 1960 / UTM 37S (EPSG:21037)",
}


@dataclass(frozen=True)
class Asked:
    """Which tables, of which settlements (by id), for whom, in which form and which rows of them."""

    datasets: tuple[str, ...]
    settlements: tuple[int, ...]
    envelope: Envelope
    format: str = "csv"
    language: str = "en"
    values: str = CODES
    missing: str = CODES
    crs: int = DEGREES
    bom: bool = True
    alone: bool = False  # the table without what explains it
    rounds: str = CURRENT
    clusters: tuple[str, ...] = ()
    results: tuple[str, ...] = ()
    reviews: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ()
    since: date | None = None
    until: date | None = None
    changed_since: date | None = None

    @classmethod
    def of(cls, ask: Ask) -> Self:
        """Of the dictionary that an export keeps. KeyError, ValueError where no form has checked it."""
        return cls(
            datasets=tuple(name for name in DATASETS if name in _listed(ask["datasets"])),
            settlements=tuple(sorted(int(each) for each in _listed(ask["settlements"]))),
            envelope=Envelope(int(ask["envelope"])),
            format=str(ask.get("format") or "csv"),
            language=str(ask.get("language") or "en"),
            values=str(ask.get("values") or CODES),
            missing=str(ask.get("missing") or CODES),
            crs=int(ask.get("crs") or DEGREES),
            bom=bool(ask.get("bom", True)),
            alone=bool(ask.get("alone", False)),
            rounds=str(ask.get("rounds") or CURRENT),
            clusters=tuple(_listed(ask.get("clusters"))),
            results=tuple(_listed(ask.get("results"))),
            reviews=tuple(_listed(ask.get("reviews"))),
            statuses=tuple(_listed(ask.get("statuses"))),
            since=_day(ask.get("since")),
            until=_day(ask.get("until")),
            changed_since=_day(ask.get("changed_since")),
        )

    def as_codes(self) -> Self:
        """The same where a format has words of its own for codes and for what is missing."""
        return replace(self, values=CODES, missing=CODES)

    def tables(self) -> list[Dataset]:
        return [DATASETS[name] for name in self.datasets]

    @cached_property
    def round_ids(self) -> list[int] | None:
        """The counts that are meant: the newest of each settlement, the one that is named; None for all."""
        if self.rounds == ALL:
            return None
        found: Any = Enumeration.objects.filter(settlement__in=self.settlements)
        if self.rounds == CURRENT:
            return [each.pk for each in found.current()]
        return list(found.filter(pk=int(self.rounds)).values_list("pk", flat=True))

    @cached_property
    def _given(self) -> dict[str, str]:
        return {}

    def given(self, dataset: Dataset) -> str:
        """The rows that no statement makes, as JSON; made once."""
        if dataset.name not in self._given:
            rows = dataset.rows_of(self) if dataset.rows_of else []
            self._given[dataset.name] = json.dumps(rows)
        return self._given[dataset.name]

    def filters(self) -> dict[Filter, dict[str, Any]]:
        """What the statement of a filter is given, for each that was asked for."""
        found: dict[Filter, dict[str, Any]] = {}
        for filter, name in (
            (Filter.CLUSTER, "clusters"),
            (Filter.RESULT, "results"),
            (Filter.REVIEW, "reviews"),
            (Filter.STATUS, "statuses"),
        ):
            if chosen := getattr(self, name):
                found[filter] = {name: list(chosen)}
        if self.since or self.until:
            found[Filter.DATES] = {"since": self.since or date.min, "until": self.until or date.max}
        if self.changed_since:
            found[Filter.CHANGED] = {"changed_since": self.changed_since}
        return found


def _listed(value: Any) -> list[str]:
    if value in (None, ""):
        return []
    return [str(value)] if isinstance(value, str | int) else [str(each) for each in value]


def _day(value: Any) -> date | None:
    return value if value is None or isinstance(value, date) else date.fromisoformat(value) if value else None
