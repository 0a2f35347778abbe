"""Whether a form's expression can be read at all: XPath 1.0 as phones know it, with `${name}` for a path.

Nothing is evaluated. The fault says which sign cannot stand where it stands, so that a person finds it.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from enumerations.xlsform.functions import TAKING_MANY, Call

LONGEST = 10_000
DEEPEST = 100

_NAME = r"[^\W\d][\w.\-\u00b7]*"
_TOKENS = re.compile(
    rf"""
    (?P<space>\s+)
  | (?P<reference>\$\{{\s*(?:last-saved\#)?[^{{}}\s]*\s*\}})
  | (?P<text>"[^"]*"|'[^']*')
  | (?P<number>\d+(?:\.\d*)?|\.\d+)
  | (?P<name>{_NAME}(?::(?!:)(?:{_NAME}|\*))?)
  | (?P<sign>::|//|\.\.|!=|<=|>=|[-+*/|=<>()\[\],.@$])
  | (?P<quote>["'])
  | (?P<other>.)
    """,
    re.VERBOSE | re.DOTALL,
)
_NAMED = re.compile(r"\$\{\s*(?:last-saved#)?([^{}\s#]+)\s*\}")
_OPERATORS = frozenset({"and", "or", "div", "mod"})
_BINARY = frozenset({"=", "!=", "<", "<=", ">", ">=", "+", "-", "*", "|"})
_NODE_TYPES = frozenset({"text", "node", "comment", "processing-instruction"})


@dataclass(frozen=True)
class Expression:
    """What an expression that can be read refers to."""

    calls: tuple[Call, ...] = ()
    names: tuple[str, ...] = ()
    single: tuple[str, ...] = ()  # those of which it takes one answer only
    is_about_itself: bool = False  # it reads the question's own answer, as `.`


@dataclass(frozen=True)
class Token:
    kind: str
    text: str
    start: int


class Unreadable(Exception):
    """The expression cannot be read. `code` is of the catalogue, `start` where the fault is."""

    def __init__(self, code: str, start: int, found: str = "", hint: str = "other") -> None:
        super().__init__(code)
        self.code, self.start, self.found, self.hint = code, start, found, hint


@lru_cache(maxsize=5000)
def read_expression(text: str) -> Expression:
    """What the expression calls and refers to. Raises Unreadable where it cannot be read."""
    if len(text) > LONGEST:
        raise Unreadable("too_long", 0)
    tokens = [token for token in _tokens(text) if token.kind != "space"]
    parser = _Parser(tokens, len(text))
    parser.whole()
    names = (_NAMED.match(token.text) for token in tokens if token.kind == "reference")
    return Expression(
        tuple(dict.fromkeys(parser.calls)),
        tuple(dict.fromkeys(name[1] for name in names if name)),
        tuple(dict.fromkeys(name[1] for text in parser.single if (name := _NAMED.match(text)))),
        _reads_itself(tokens),
    )


def read_or_nothing(text: str) -> Expression:
    """The same; nothing where it cannot be read, which is told as a fault of its own."""
    try:
        return read_expression(text) if text else Expression()
    except Unreadable:
        return Expression()


def _reads_itself(tokens: list[Token]) -> bool:
    """Whether `.` stands for the question's own answer: not in a filter, nor at the end of a path."""
    depth = 0
    before = ""
    for token in tokens:
        if token.kind == "sign":
            depth += {"[": 1, "]": -1}.get(token.text, 0)
            if token.text == "." and not depth and before != "/":
                return True
        before = token.text
    return False


def around(expression: str, start: int, most: int = 60) -> str:
    """The expression near a fault, short enough for a sentence."""
    first = max(0, start - most // 2)
    part = " ".join(expression[first : first + most].split())
    return ("… " if first else "") + part + (" …" if first + most < len(expression) else "")


def _tokens(expression: str) -> Iterator[Token]:
    for found in _TOKENS.finditer(expression):
        kind = str(found.lastgroup)
        if kind == "quote":
            raise Unreadable("expression_quote", found.start())
        if kind == "other":
            raise _odd_sign(expression, found.start())
        yield Token(kind, found.group(), found.start())


def _odd_sign(expression: str, start: int) -> Unreadable:
    for text, hint in (
        ("&&", "and"),
        ("||", "or"),
        (";", "semicolon"),
        ("!", "not_equal"),
        ("≤", "order"),
        ("≥", "order"),
    ):
        if expression.startswith(text, start):
            return Unreadable("expression_unexpected", start, text, hint)
    return Unreadable("expression_unexpected", start, expression[start])


class _Parser:
    """Recursive descent over XPath 1.0's grammar; every binary operator may join any two values."""

    def __init__(self, tokens: list[Token], length: int) -> None:
        self.tokens, self.length = tokens, length
        self.at = self.depth = 0
        self.open: list[Token] = []
        self.calls: list[Call] = []
        self.inside: list[str] = []  # the functions that are open, and "[" for a filter
        self.single: list[str] = []  # references of which one answer is taken

    def whole(self) -> None:
        self.expression()
        if self.here is not None:
            raise self._unexpected(self.here)

    @property
    def here(self) -> Token | None:
        return self.tokens[self.at] if self.at < len(self.tokens) else None

    def take(self, *texts: str) -> Token | None:
        """The token here if it is one of these signs, and go on behind it."""
        token = self.here
        if token is not None and token.kind == "sign" and token.text in texts:
            self.at += 1
            return token
        return None

    # Values joined by operators

    def expression(self) -> None:
        self.depth += 1
        if self.depth > DEEPEST:
            raise Unreadable("expression_deep", self.here.start if self.here else 0)
        self.value()
        while self._operator():
            self.value()
        self.depth -= 1

    def _operator(self) -> bool:
        token = self.here
        if token is None:
            return False
        is_word = token.kind == "name" and token.text in _OPERATORS
        if not is_word and not (token.kind == "sign" and token.text in _BINARY):
            return False
        self.at += 1
        following = self.here
        if (
            following is not None
            and following.kind == "sign"
            and following.start == token.start + len(token.text)
        ):
            doubled = {("=", "="): "equals", ("=", "<"): "order", ("=", "<="): "order", ("=", ">"): "order"}
            doubled |= {("|", "|"): "or", ("<", ">"): "not_equal", ("=", ">="): "order"}
            if hint := doubled.get((token.text, following.text)):
                raise Unreadable("expression_unexpected", token.start, token.text + following.text, hint)
        return True

    def value(self) -> None:
        while self.take("-"):
            pass
        token = self.here
        if token is None:
            raise self._ended()
        if token.kind in ("text", "number"):
            self.at += 1
            self.predicates()
        elif self.take("("):
            self._inside(token, ")", self.expression)
            self.predicates()
            self._path_on()
        elif token.kind == "reference":
            self.at += 1
            is_filtered = self.here is not None and self.here.text == "["
            takes_many = bool(self.inside) and self.inside[-1] in TAKING_MANY
            if not is_filtered and not takes_many and "[" not in self.inside:
                self.single.append(token.text)
            self.predicates()
            self._path_on()
        elif token.kind == "name" and self._is_call():
            self.call(token)
            self.predicates()
            self._path_on()
        else:
            self.path()

    def _is_call(self) -> bool:
        after = self.tokens[self.at + 1] if self.at + 1 < len(self.tokens) else None
        return after is not None and after.text == "(" and after.kind == "sign"

    def call(self, token: Token) -> None:
        self.at += 2
        opened = self.tokens[self.at - 1]
        given = 0

        def arguments() -> None:
            nonlocal given
            given = 1
            self.expression()
            while self.take(","):
                given += 1
                self.expression()

        if not self.take(")"):
            self.inside.append(token.text)
            self._inside(opened, ")", arguments)
            self.inside.pop()
        self.calls.append(Call(token.text, given))

    def _inside(self, opened: Token, close: str, inner: Callable[[], object]) -> None:
        self.open.append(opened)
        inner()
        if not self.take(close):
            token = self.here
            if token is None or token.text in (")", "]"):
                raise Unreadable("expression_bracket", opened.start)
            raise self._unexpected(token)
        self.open.pop()

    # Paths

    def path(self) -> None:
        if self.take("/", "//"):
            if not self._starts_step():
                return
            self.step()
        else:
            self.step()
        self._path_on()

    def _path_on(self) -> None:
        while self.take("/", "//"):
            self.step()

    def _starts_step(self) -> bool:
        token = self.here
        return token is not None and (
            token.kind in ("name", "reference") or token.text in (".", "..", "@", "*")
        )

    def step(self) -> None:
        token = self.here
        if token is None:
            raise self._ended()
        if token.kind == "reference" or self.take(".", "..", "*"):
            self.at += token.kind == "reference"
            self.predicates()
            return
        self.take("@")
        token = self.here
        if token is None:
            raise self._ended()
        if token.kind != "name" and token.text != "*":
            raise self._unexpected(token)
        self.at += 1
        if self.take("::"):
            self.step()
            return
        if token.text in _NODE_TYPES and self.take("("):
            self._inside(self.tokens[self.at - 1], ")", lambda: None)
        self.predicates()

    def predicates(self) -> None:
        while opened := self.take("["):
            self.inside.append("[")
            self._inside(opened, "]", self.expression)
            self.inside.pop()

    # Faults

    def _ended(self) -> Unreadable:
        if self.open:
            return Unreadable("expression_bracket", self.open[-1].start)
        return Unreadable("expression_ends", max(0, self.length - 1))

    def _is_between_digits(self) -> bool:
        around_it = self.tokens[max(0, self.at - 1) : self.at + 2]
        return [token.kind for token in around_it] == ["number", "sign", "number"]

    def _unexpected(self, token: Token) -> Unreadable:
        if token.text in (")", "]"):
            before = self.tokens[self.at - 1] if self.at else None
            if not self.open or (before is not None and before.text not in _BINARY | _OPERATORS | {",", "("}):
                return Unreadable("expression_bracket", token.start)
        if token.kind == "name" and token.text.lower() in ("and", "or"):
            return Unreadable("expression_unexpected", token.start, token.text, token.text.lower())
        is_value = token.kind in ("text", "number", "reference", "name") or token.text in (
            "(",
            ".",
            "..",
            "$",
        )
        hint = "operator" if is_value else "value"
        if token.text == "$":
            hint = "reference"
        elif token.text == "," and self._is_between_digits():
            hint = "comma"
        return Unreadable("expression_unexpected", token.start, token.text, hint)
