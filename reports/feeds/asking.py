"""The options of an address: `$filter`, `$select`, `$orderby`, `$top`, `$skip`, `$count`, `$skiptoken`."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any, NamedTuple

from django.http import QueryDict
from django.utils.translation import gettext as _

from reports.feeds import ordering
from reports.feeds.filtering import Asked, not_offered, read_filter
from reports.feeds.ordering import no_page
from reports.feeds.tables import Row, Table, known
from reports.refusing import Wrong, wrong_parameter
from settlements.querysets import Viewer

PAGE = 5_000
MOST = 500_000  # rows that are counted at once
MOST_IN_ORDER = 100_000  # rows that are held at once, to put them in order
OFFERED = {"$filter", "$select", "$orderby", "$top", "$skip", "$count", "$skiptoken", "$format"}
FORMAT = re.compile(r"json|application/json(;odata\.metadata=minimal)?", re.IGNORECASE)


class Token(NamedTuple):
    """Where a page begins: rows that were given, how many there were, and the key of the row that is next.

    Where an order was asked for, the place in it behind which the page begins (`ordering`) instead of the
    key. Rows that come or go meanwhile shift no page.
    """

    given: int = 0
    counted: int | None = None
    key: str = ""


@dataclass(frozen=True)
class Question:
    table: Table
    filter: Asked | None
    settlement: str | None
    select: list[str]
    order: ordering.Order
    top: int | None
    skip: int
    count: bool
    token: Token

    def matching(self, viewer: Viewer, begin: str | None = None) -> Iterator[Row]:
        for row in self.table.rows(viewer, self.settlement, begin):
            if self.filter is None or self.filter(row) is True:
                yield row


@dataclass(frozen=True)
class Answer:
    rows: list[Row]
    count: int | None
    following: str | None  # the next page's $skiptoken


def read(query: QueryDict, table: Table) -> Question:
    """Raises Wrong for what cannot be read, NotMade for what is not offered."""
    for name in query:
        if name.startswith("$") and name not in OFFERED:
            raise not_offered(name)
        if not name.startswith("$"):
            raise wrong_parameter(name[:40], _("There is no parameter %(name)s here.") % {"name": name[:40]})
    if not FORMAT.fullmatch(str(query.get("$format", "json"))):
        raise not_offered(f"$format={query['$format']}")
    text = query.get("$filter")
    asked, settlement = read_filter(text, table) if text else (None, None)
    select = [name.strip() for name in str(query.get("$select", "*")).split(",")]
    for name in select:
        known(table, name, "$select", also="*")
    return Question(
        table=table,
        filter=asked,
        settlement=settlement,
        select=[] if "*" in select else select,
        order=ordering.read_order(query.get("$orderby"), table),
        top=number(query, "$top"),
        skip=number(query, "$skip") or 0,
        count=truth(query),
        token=read_token(str(query["$skiptoken"])) if "$skiptoken" in query else Token(),
    )


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


def read_token(text: str) -> Token:
    """What an `@odata.nextLink` brought along."""
    found = re.fullmatch(r"(\d{1,9})~(\d{0,9})~([^\x00]{1,4000})", text, re.ASCII)
    if found is None:
        raise no_page()
    return Token(int(found[1]), int(found[2]) if found[2] else None, found[3])


def write_token(token: Token) -> str:
    return f"{token.given}~{'' if token.counted is None else token.counted}~{token.key}"


def answer(question: Question, viewer: Viewer) -> Answer:
    """One page. Rows are read as far as they are needed; all of them to count or to put them in order."""
    token = question.token
    counted = token.counted
    if question.count and counted is None:
        counted = refuse_too_many(sum(1 for _row in islice(question.matching(viewer), MOST + 1)), MOST)
    most = PAGE if question.top is None else max(min(PAGE, question.top - token.given), 0)
    rows = in_order(question, viewer) if question.order else question.matching(viewer, token.key or None)
    passed = 0 if token.key else question.skip
    found = list(islice(rows, passed, passed + most + 1))
    given = token.given + most
    following = None
    if most and len(found) > most and (question.top is None or given < question.top):
        following = write_token(Token(given, counted, place_after(question, found, most)))
    page = [chosen(row, question) for row in found[:most]]
    return Answer(page, counted if question.count else None, following)


def place_after(question: Question, found: list[Row], most: int) -> str:
    """Where the next page begins, as its link says it."""
    if question.order:
        return ordering.write_place(found[most - 1], question.order, question.table)
    return str(found[most][question.table.key])


def in_order(question: Question, viewer: Viewer) -> Iterator[Row]:
    order, table, key = question.order, question.table, question.token.key
    every = list(islice(question.matching(viewer), MOST_IN_ORDER + 1))
    refuse_too_many(len(every), MOST_IN_ORDER)
    if key:
        place = ordering.read_place(key, order, table)
        every = [row for row in every if ordering.comes_after(row, place, order, table)]
    ordering.sort(every, order, table)
    return iter(every)


def refuse_too_many(rows: int, most: int) -> int:
    if rows > most:
        raise Wrong(
            "too_many_rows",
            _("There are too many rows to count them or put them in order."),
            _("Ask for one settlement: $filter=Settlement eq 'KMT'."),
        )
    return rows


def chosen(row: Row, question: Question) -> dict[str, Any]:
    return {name: row[name] for name in question.select} if question.select else row
