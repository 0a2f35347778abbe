"""The simple ones among XLSForm's conditions, read: `${occupancy}='tenant' and ${rent} > 0`. Pure."""

import re
from dataclasses import dataclass

_TOKEN = re.compile(
    r"\s*(?:\$\{\s*(?P<name>[^}\s]+)\s*\}|(?P<text>'[^']*'|\"[^\"]*\")|(?P<number>-?\d+(?:\.\d+)?)"
    r"|(?P<sign>!=|<=|>=|=|<|>)|(?P<word>and|or|not|selected)\b|(?P<mark>[(),]))"
)
_OPPOSITE = {"=": "!=", "!=": "=", "<": ">=", ">=": "<", ">": "<=", "<=": ">"}


@dataclass(frozen=True)
class Comparison:
    """A question, a sign and a value; `=` may have several values, of which one is enough."""

    name: str
    sign: str
    values: tuple[str, ...]


@dataclass(frozen=True)
class AnyOf:
    """One of several is enough."""

    parts: "tuple[Part, ...]"


Part = Comparison | AnyOf


class NotSimple(ValueError):
    """The condition has more in it than questions compared with values."""


def read_condition(expression: str) -> tuple[Part, ...]:
    """What must all be true, part by part. NotSimple where the condition cannot be told so."""
    reader = _Reader(_tokens(expression))
    parts = reader.either()
    if reader.tokens:
        raise NotSimple(expression)
    return parts


def names_in(expression: str) -> list[str]:
    """The questions that a condition depends on, in order, each once."""
    return list(dict.fromkeys(re.findall(r"\$\{\s*([^}\s]+)\s*\}", expression)))


def _tokens(expression: str) -> list[tuple[str, str]]:
    tokens: list[tuple[str, str]] = []
    at, rest = 0, expression.rstrip()
    while at < len(rest):
        found = _TOKEN.match(rest, at)
        if not found or found.lastgroup is None:
            raise NotSimple(expression)
        tokens.append((found.lastgroup, found[found.lastgroup]))
        at = found.end()
    return tokens


class _Reader:
    """Takes tokens from the front. What is returned is joined by `and`."""

    def __init__(self, tokens: list[tuple[str, str]]) -> None:
        self.tokens = tokens

    def take(self, *kinds: str) -> str:
        if not self.tokens or self.tokens[0][0] not in kinds:
            raise NotSimple
        return self.tokens.pop(0)[1]

    def takes(self, word: str) -> bool:
        if self.tokens and self.tokens[0][1] == word and self.tokens[0][0] in ("word", "mark"):
            self.tokens.pop(0)
            return True
        return False

    def expect(self, mark: str) -> None:
        if not self.takes(mark):
            raise NotSimple

    def either(self) -> tuple[Part, ...]:
        ways = [self.all_of()]
        while self.takes("or"):
            ways.append(self.all_of())
        if len(ways) == 1:
            return ways[0]
        if any(len(way) > 1 for way in ways):
            raise NotSimple  # "a and b, or c" reads either way aloud
        return (_gathered([way[0] for way in ways]),)

    def all_of(self) -> tuple[Part, ...]:
        parts = self.one()
        while self.takes("and"):
            parts += self.one()
        return tuple(dict.fromkeys(parts))

    def one(self) -> tuple[Part, ...]:
        if self.takes("("):
            inner = self.either()
            self.expect(")")
            return inner
        if self.takes("not"):
            self.expect("(")
            inner = self.either()
            self.expect(")")
            return (_negated(inner),)
        if self.takes("selected"):
            self.expect("(")
            name = self.take("name")
            self.expect(",")
            value = self.take("text")[1:-1]
            self.expect(")")
            return (Comparison(name, "=", (value,)),)
        name, sign = self.take("name"), self.take("sign")
        return (Comparison(name, sign, (self.take("text", "number").strip("'\""),)),)


def _negated(parts: tuple[Part, ...]) -> Part:
    if len(parts) == 1 and isinstance(parts[0], Comparison) and len(parts[0].values) == 1:
        return Comparison(parts[0].name, _OPPOSITE[parts[0].sign], parts[0].values)
    raise NotSimple


def _gathered(ways: list[Part]) -> Part:
    """`a = 1 or a = 2` is one comparison with two values."""
    first = ways[0]
    if isinstance(first, Comparison) and all(
        isinstance(way, Comparison) and (way.name, way.sign) == (first.name, "=") for way in ways
    ):
        values = [value for way in ways if isinstance(way, Comparison) for value in way.values]
        return Comparison(first.name, "=", tuple(dict.fromkeys(values)))
    return AnyOf(tuple(ways))
