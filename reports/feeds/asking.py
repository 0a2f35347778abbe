"""The options of an address: `$filter`, `$select`, `$orderby`, `$top`, `$skip`, `$count`, `$skiptoken`."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from reports.feeds.filtering import Asked, not_offered, read_filter, settlement_in
from reports.feeds.tables import Row, Table
from reports.refusing import Wrong, wrong_parameter
from settlements.querysets import Viewer

PAGE = 5_000
MOST = 500_000  # rows that are put in order or counted at once
OFFERED = {"$filter", "$select", "$orderby", "$top", "$skip", "$count", "$skiptoken", "$format"}


@dataclass(frozen=True)
class Question:
    table: Table
    filter: Asked | None
    settlement: str | None
    select: list[str]
    order: list[tuple[str, bool]]  # the column, and whether it falls
    top: int | None
    skip: int
    count: bool
    begun: int  # rows that earlier pages gave

    def matching(self, viewer: Viewer) -> Iterator[Row]:
        for row in self.table.rows(viewer, self.settlement):
            if self.filter is None or self.filter(row) is True:
                yield row


@dataclass(frozen=True)
class Answer:
    rows: list[Row]
    count: int | None
    following: int | None  # the next page's $skiptoken


def read(query: QueryDict, table: Table) -> Question:
    """Raises Wrong for what cannot be read, NotMade for what is not offered."""
    for name in query:
        if name.startswith("$") and name not in OFFERED:
            raise not_offered(name)
        if not name.startswith("$"):
            raise wrong_parameter(name[:40], _("There is no parameter %(name)s here.") % {"name": name[:40]})
    if query.get("$format", "json") not in ("json", "application/json"):
        raise not_offered(f"$format={query['$format']}")
    text = query.get("$filter")
    select = [name.strip() for name in str(query.get("$select", "*")).split(",")]
    for name in select:
        known(table, name, "$select", also="*")
    return Question(
        table=table,
        filter=read_filter(text, table) if text else None,
        settlement=settlement_in(text, table) if text else None,
        select=[] if "*" in select else select,
        order=[read_order(each, table) for each in str(query["$orderby"]).split(",")]
        if query.get("$orderby")
        else [],
        top=number(query, "$top"),
        skip=number(query, "$skip") or 0,
        count=truth(query),
        begun=number(query, "$skiptoken") or 0,
    )


def known(table: Table, name: str, option: str, also: str = "") -> None:
    if name != also and table.kind_of(name) is None:
        columns = ", ".join(column.name for column in table.columns)
        raise wrong_parameter(
            option,
            _("There is no column %(name)s.") % {"name": name[:40]},
            _("There are: %(names)s.") % {"names": columns},
        )


def read_order(text: str, table: Table) -> tuple[str, bool]:
    found = re.fullmatch(r"\s*(\w+)(?:\s+(asc|desc))?\s*", text)
    if found is None:
        raise not_offered(f"$orderby={text}")
    known(table, found[1], "$orderby")
    return found[1], found[2] == "desc"


def number(query: QueryDict, name: str) -> int | None:
    text = query.get(name)
    if text is None:
        return None
    if not re.fullmatch(r"\d{1,9}", text, re.ASCII):
        raise wrong_parameter(name, _("This is a number, 0 or more."))
    return int(text)


def truth(query: QueryDict) -> bool:
    said = query.get("$count", "false")
    if said not in ("true", "false"):
        raise wrong_parameter("$count", _("Say true or false."))
    return said == "true"


def answer(question: Question, viewer: Viewer) -> Answer:
    """One page. Rows are read as far as they are needed; all of them to count or to put them in order."""
    rows = question.matching(viewer)
    total: int | None = None
    if question.count or question.order:
        every = list(islice(rows, MOST + 1))
        if len(every) > MOST:
            raise Wrong(
                "too_many_rows",
                _("There are too many rows to count them or put them in order."),
                _("Ask for one settlement: $filter=Settlement eq 'KMT'."),
            )
        total = len(every) if question.count else None
        for column, falls in reversed(question.order):
            every.sort(key=by(column), reverse=falls)
        rows = iter(every)
    end = None if question.top is None else question.skip + question.top
    start = question.skip + question.begun
    stop = start + PAGE if end is None else min(start + PAGE, end)
    found = list(islice(rows, start, stop + 1 if end is None or stop < end else stop))
    more = len(found) > stop - start
    page = [chosen(row, question) for row in found[: max(stop - start, 0)]]
    return Answer(page, total, question.begun + PAGE if more else None)


def by(column: str) -> Callable[[Row], Any]:
    """Rows without a value first, as the standard has it."""
    return lambda row: (row[column] is not None, row[column])


def chosen(row: Row, question: Question) -> dict[str, Any]:
    return {name: row[name] for name in question.select} if question.select else row
