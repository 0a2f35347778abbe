"""`$filter` read into a question that a row can be asked: the part of OData's grammar that Excel writes.

Comparisons (eq ne gt ge lt le, in), and, or, not, parentheses, contains, startswith, endswith, tolower,
toupper, trim, length; texts, numbers, dates, true, false, null. Anything else is said not to be offered.
"""

import re
from collections.abc import Callable
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from reports.feeds.tables import Row, Table
from reports.refusing import NotMade, Wrong

Asked = Callable[[Row], Any]
TOKEN = re.compile(
    r"\s*(?:(?P<text>'(?:[^']|'')*')|(?P<date>\d{4}-\d\d-\d\d)(?![\w-])"
    r"|(?P<number>-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)"
    r"|(?P<name>[A-Za-z_][\w.]*)|(?P<sign>[(),/]))"
)
COMPARE: dict[str, Callable[[Any, Any], bool]] = {
    "eq": lambda a, b: a == b,
    "ne": lambda a, b: a != b,
    "gt": lambda a, b: a is not None and b is not None and a > b,
    "ge": lambda a, b: a is not None and b is not None and a >= b,
    "lt": lambda a, b: a is not None and b is not None and a < b,
    "le": lambda a, b: a is not None and b is not None and a <= b,
}
TEXTS: dict[str, Callable[..., Any]] = {
    "contains": lambda a, b: b in a,
    "startswith": lambda a, b: a.startswith(b),
    "endswith": lambda a, b: a.endswith(b),
    "tolower": lambda a: a.lower(),
    "toupper": lambda a: a.upper(),
    "trim": lambda a: a.strip(),
    "length": lambda a: len(a),
}
TWO = {"contains", "startswith", "endswith"}
# What the standard knows besides.
KNOWN = {
    "add", "sub", "mul", "div", "mod", "has", "any", "all", "concat", "indexof", "substring", "year", "month",
    "day", "hour", "minute", "second", "now", "round", "floor", "ceiling", "cast", "isof", "divby",
    "matchesPattern",
}  # fmt: skip
WORDS = {"true": True, "false": False, "null": None}
DEEPEST, LONGEST = 40, 4_000


def unread(where: str = "") -> Wrong:
    return Wrong(
        "filter_unread",
        _("The filter cannot be read."),
        _("Write it like this: Settlement eq 'KMT' and Value gt 10."),
        **{"$filter": where[:40]},
    )


class Reader:
    """Reads one filter, left to right: or, and, not, comparison, value."""

    def __init__(self, text: str, table: Table) -> None:
        self.table, self.at, self.depth = table, 0, 0
        # Of settlements that must match for a row to match: the database need not read others.
        self.settlements: list[str] = []
        if len(text) > LONGEST:
            raise unread()
        self.tokens: list[tuple[str, str]] = []
        place = 0
        text = text.rstrip()
        while place < len(text):
            found = TOKEN.match(text, place)
            if found is None:
                raise unread(text[place:])
            self.tokens.append((str(found.lastgroup), found[str(found.lastgroup)]))
            place = found.end()

    def read(self) -> Asked:
        asked = self.either()
        if self.at < len(self.tokens):
            raise unread(self.tokens[self.at][1])
        return asked

    def taken(self, *words: str) -> str | None:
        """The next word, if it is one of these."""
        if (
            self.at < len(self.tokens)
            and self.tokens[self.at][1] in words
            and self.tokens[self.at][0] != "text"
        ):
            self.at += 1
            return self.tokens[self.at - 1][1]
        return None

    def must(self, word: str) -> None:
        if self.taken(word) is None:
            raise unread(self.tokens[self.at][1] if self.at < len(self.tokens) else "")

    def either(self) -> Asked:
        self.depth += 1
        if self.depth > DEEPEST:
            raise unread()
        known = list(self.settlements)
        parts = [self.both()]
        while self.taken("or"):
            parts.append(self.both())
        if len(parts) > 1:
            self.settlements = known
        self.depth -= 1
        return parts[0] if len(parts) == 1 else lambda row: any(part(row) is True for part in parts)

    def both(self) -> Asked:
        parts = [self.one()]
        while self.taken("and"):
            parts.append(self.one())
        return parts[0] if len(parts) == 1 else lambda row: all(part(row) is True for part in parts)

    def one(self) -> Asked:
        known, begins = list(self.settlements), self.at
        if self.taken("not"):
            self.depth += 1
            if self.depth > DEEPEST:
                raise unread()
            inner = self.one()
            self.depth -= 1
            self.settlements = known
            return lambda row: inner(row) is False
        left = self.value()
        if self.taken("in"):
            right = self.several()
            self.settlements = known
            return lambda row: left(row) in [each(row) for each in right]
        sign = self.taken(*COMPARE)
        if sign is None:
            if self.at < len(self.tokens) and self.tokens[self.at][1] in KNOWN:
                raise not_offered(self.tokens[self.at][1])
            return left
        compare, other = COMPARE[sign], self.value()
        self.settlements = known
        if [word for _kind, word in self.tokens[begins : self.at - 1]] == [self.table.settlement, "eq"]:
            kind, said = self.tokens[self.at - 1]
            self.settlements += [said[1:-1]] if kind == "text" and said[1:-1].isalnum() else []

        def asked(row: Row) -> bool:
            try:
                return compare(left(row), other(row))
            except TypeError as error:  # a text beside a number
                raise unread() from error

        return asked

    def several(self) -> list[Asked]:
        self.must("(")
        found = [self.value()]
        while self.taken(","):
            found.append(self.value())
        self.must(")")
        return found

    def value(self) -> Asked:
        if self.taken("("):
            inner = self.either()
            self.must(")")
            return inner
        if self.at >= len(self.tokens):
            raise unread()
        kind, said = self.tokens[self.at]
        self.at += 1
        if kind == "name":
            return self.named(said)
        constant = literal(kind, said)
        return lambda row: constant

    def named(self, said: str) -> Asked:
        if said in WORDS:
            return lambda row: WORDS[said]
        if said in TEXTS:
            return self.called(said)
        if self.table.kind_of(said) is not None:
            return lambda row: row[said]
        if said in KNOWN:
            raise not_offered(said)
        columns = ", ".join(column.name for column in self.table.columns)
        raise Wrong(
            "no_such_column",
            _("There is no column %(name)s.") % {"name": said[:40]},
            _("There are: %(names)s.") % {"names": columns},
        )

    def called(self, name: str) -> Asked:
        self.depth += 1
        if self.depth > DEEPEST:
            raise unread()
        arguments = self.several()
        self.depth -= 1
        if len(arguments) != (2 if name in TWO else 1):
            raise unread(name)

        def asked(row: Row) -> Any:
            values = [each(row) for each in arguments]
            if None in values:
                return None
            if not all(isinstance(value, str) for value in values):
                raise unread(name)
            return TEXTS[name](*values)

        return asked


def literal(kind: str, said: str) -> Any:
    if kind == "text":
        return said[1:-1].replace("''", "'")
    try:
        if kind == "date":
            return date.fromisoformat(said)
        if kind == "number":
            return float(said)
    except ValueError as error:
        raise unread(said) from error
    raise unread(said)


def not_offered(name: str) -> NotMade:
    return NotMade(
        "not_offered",
        _("%(name)s is not offered here.") % {"name": name[:40]},
        _("Load the table and do it in your program."),
    )


def read_filter(text: str, table: Table) -> tuple[Asked, str | None]:
    """What to ask of a row, and the one settlement that is asked for, if one is. Raises Wrong, NotMade."""
    reader = Reader(text, table)
    return reader.read(), next(iter(reader.settlements), None)
