"""The functions that phones know, and how many values each takes."""

from dataclasses import dataclass

# https://getodk.github.io/xforms-spec/#xpath-functions, and XPath 1.0's own.
FUNCTIONS = frozenset(
    """
    abs acos area asin atan atan2 base64-decode boolean boolean-from-string ceiling checklist coalesce
    concat contains cos count count-non-empty count-selected current date date-time decimal-date-time
    decimal-time decrypt digest distance ends-with enclosed-area exp exp10 extract-signed false floor
    format-date format-date-time geofence id if ifnull indexed-repeat instance int intersects
    is-null-or-empty join jr:choice-name jr:itext last local-name log log10 lower-case max min
    namespace-uri name normalize-space not now number once pi position pow property pulldata random
    randomize regex round selected selected-at sin sort-by sqrt starts-with string string-length substr
    substring substring-after substring-before sum tan thousands-sep today translate true upper-case
    uuid version weighted-checklist is-null
    """.split()  # noqa: SIM905 - seventy names read better so
)


# How many values a function takes; phones refuse a form that gives another number.
_ANY = 99
ARGUMENTS: dict[str, tuple[int, int]] = (
    dict.fromkeys(("true", "false", "today", "now", "random", "pi"), (0, 0))
    | dict.fromkeys(("not", "count", "count-selected", "sum", "number", "boolean", "int", "floor"), (1, 1))
    | dict.fromkeys(("ceiling", "abs", "date", "date-time", "once", "sqrt"), (1, 1))
    | dict.fromkeys(("selected", "regex", "selected-at", "contains", "starts-with", "ends-with"), (2, 2))
    | dict.fromkeys(("substring-before", "substring-after", "format-date", "pow", "jr:choice-name"), (2, 2))
    | {"if": (3, 3), "translate": (3, 3), "substr": (2, 3), "round": (1, 2), "coalesce": (2, _ANY)}
    | {"indexed-repeat": (3, _ANY), "pulldata": (4, _ANY), "string-length": (0, 1), "position": (0, 1)}
)


# What takes many answers at once, such as all ages of a household.
TAKING_MANY = frozenset(
    {"sum", "count", "count-non-empty", "max", "min", "join", "concat", "indexed-repeat", "position"}
    | {"randomize", "area", "distance", "checklist", "weighted-checklist", "intersects", "geofence"}
)


@dataclass(frozen=True)
class Call:
    """A function, and how many values it is given."""

    name: str
    arguments: int

    @property
    def is_known(self) -> bool:
        return self.name.lower() in FUNCTIONS

    @property
    def wanted(self) -> str:
        """How many values it takes, where that is another number; else empty."""
        least, most = ARGUMENTS.get(self.name, (0, _ANY))
        if least <= self.arguments <= most:
            return ""
        if most == _ANY:
            return f"≥ {least}"
        return str(least) if least == most else f"{least}–{most}"
