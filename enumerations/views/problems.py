"""What is wrong with a batch, as people read it: by kind with counts, then row by row."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.core.paginator import Page, Paginator
from django.db.models import Count, Min, QuerySet
from django.http import QueryDict

from enumerations.choices import Severity
from enumerations.intake.issues import describe
from enumerations.models import Batch, Issue

ISSUES_PER_PAGE = 100
KINDS_FIRST = 8
FEW = 5


@dataclass(frozen=True)
class Described:
    """One issue with its sentence and what to do about it."""

    issue: Issue
    sentence: str
    remedy: str


@dataclass(frozen=True)
class Kind:
    """All issues of one code and field, with one of them as the example."""

    code: str
    field: str
    severity: str
    count: int
    example: Described

    @property
    def key(self) -> str:
        return f"{self.code}:{self.field}"

    @property
    def severity_word(self) -> str:
        return str(Severity(self.severity).label)


@dataclass(frozen=True)
class Row:
    """All that is wrong at one row of one sheet (no row: with the whole file)."""

    sheet: str
    number: int | None
    issues: list[Described]


@dataclass(frozen=True)
class Problems:
    """What the page lists, and which part of it was asked for."""

    kinds: list[Kind]
    page: Page
    rows: list[Row]
    severity: str
    kind: Kind | None

    @property
    def is_filtered(self) -> bool:
        return bool(self.severity or self.kind)

    @property
    def is_long(self) -> bool:
        """Whether counts by kind and a filter help."""
        return sum(kind.count for kind in self.kinds) > FEW

    @property
    def commonest(self) -> list[Kind]:
        return self.kinds[:KINDS_FIRST]

    @property
    def rarer(self) -> list[Kind]:
        return self.kinds[KINDS_FIRST:]


def problems_of(batch: Batch, wish: QueryDict) -> Problems:
    """The issues of a batch, filtered and paged as the address says. A wish nobody can fulfil is ignored."""
    kinds = _kinds(batch.issues.all())
    severity = wish.get("severity", "") if wish.get("severity") in Severity.values else ""
    kind = next((kind for kind in kinds if kind.key == wish.get("kind")), None)
    issues = batch.issues.order_by("sheet", "row", "pk")
    if severity:
        issues = issues.filter(severity=severity)
    if kind:
        issues = issues.filter(code=kind.code, field=kind.field)
    page = Paginator(issues, ISSUES_PER_PAGE).get_page(wish.get("page"))
    return Problems(kinds, page, _rows(page), severity, kind)


def described(issue: Issue) -> Described:
    return Described(issue, *describe(issue))


def _kinds(issues: "QuerySet[Issue]") -> list[Kind]:
    counts = (
        issues.order_by().values_list("severity", "code", "field").annotate(n=Count("pk"), first=Min("pk"))
    )
    found = sorted(counts, key=lambda kind: (kind[0] != Severity.ERROR, -kind[3], kind[1], kind[2]))
    examples = issues.in_bulk([first for *_rest, first in found])
    return [Kind(code, name, level, n, _in_general(examples[first])) for level, code, name, n, first in found]


def _in_general(issue: Issue) -> Described:
    """The sentence without the value of this one row."""
    issue.params = {name: value for name, value in issue.params.items() if name != "value"}
    return described(issue)


def _rows(issues: Iterable[Issue]) -> list[Row]:
    rows: list[Row] = []
    for issue in issues:
        if not rows or (rows[-1].sheet, rows[-1].number) != (issue.sheet, issue.row):
            rows.append(Row(issue.sheet, issue.row, []))
        rows[-1].issues.append(described(issue))
    return rows
