"""What a document is made of. One list of blocks becomes the page, the PDF and the DOCX.

Text is in the document's language already, numbers are written out; nothing here is safe HTML: who writes a
block escapes it. All of it can be kept as JSON, which is how a version is frozen.
"""

from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from typing import Any

from reports.documents.markup import Part, Run, Shape

BLOCKS: dict[str, type["Block"]] = {}


@dataclass(frozen=True)
class Block:
    """Anything in the flow of a document."""

    def __init_subclass__(cls) -> None:
        BLOCKS[cls.__name__] = cls

    def texts(self) -> Iterator[str]:
        """Every word a reader sees."""
        return iter(())


@dataclass(frozen=True)
class Title(Block):
    """A heading. `slug` is where a link leads; level 1 stands in the table of contents and begins a page."""

    text: str
    level: int = 1
    slug: str = ""
    number: str = ""

    def texts(self) -> Iterator[str]:
        yield self.text


@dataclass(frozen=True)
class Written(Block):
    """What staff wrote, or a paragraph of ours."""

    parts: tuple[Part, ...]
    style: str = "body"  # body, lead, small

    def texts(self) -> Iterator[str]:
        for part in self.parts:
            for item in part.items:
                yield "".join(run.text for run in item)


@dataclass(frozen=True)
class Note(Block):
    """A sentence that must not be overlooked."""

    text: str

    def texts(self) -> Iterator[str]:
        yield self.text


@dataclass(frozen=True)
class Facts(Block):
    """A word and what is so, line by line."""

    rows: tuple[tuple[str, str], ...]
    caption: str = ""

    def texts(self) -> Iterator[str]:
        yield self.caption
        for row in self.rows:
            yield from row


@dataclass(frozen=True)
class Table(Block):
    """A table with its caption; `numbers` are the columns that are set to the right, from 0."""

    caption: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numbers: tuple[int, ...] = ()
    notes: tuple[str, ...] = ()
    widths: tuple[int, ...] = ()  # parts of the width; all alike where there are none
    is_wide: bool = False

    def texts(self) -> Iterator[str]:
        yield self.caption
        yield from self.heads
        for row in self.rows:
            yield from row
        yield from self.notes


@dataclass(frozen=True)
class Card:
    """One of the large figures."""

    value: str
    label: str
    beside: str = ""
    rests_on: str = ""


@dataclass(frozen=True)
class Cards(Block):
    """The figures that a page opens with."""

    cards: tuple[Card, ...]

    def texts(self) -> Iterator[str]:
        for card in self.cards:
            yield from (card.value, card.label, card.beside, card.rests_on)


@dataclass(frozen=True)
class Picture(Block):
    """A map or a chart: one SVG element, what it shows in words, and how wide it is printed."""

    svg: str
    caption: str
    alt: str
    width_mm: float
    height_mm: float
    kind: str = "map"

    def texts(self) -> Iterator[str]:
        yield from (self.caption, self.alt)


@dataclass(frozen=True)
class Asked(Block):
    """What is asked of the county, first things first."""

    rows: tuple[tuple[str, str], ...]  # what; where, how much, how many asked for it
    caption: str = ""

    def texts(self) -> Iterator[str]:
        yield self.caption
        for row in self.rows:
            yield from row


@dataclass(frozen=True)
class Contents(Block):
    """Here stands the table of contents."""

    heading: str = ""

    def texts(self) -> Iterator[str]:
        yield self.heading


@dataclass(frozen=True)
class Document:
    """A whole document. `facts` is its cover: who counted, when, coverage, version, sources."""

    title: str
    subtitle: str
    language: str
    kind: str
    stamp: str
    is_verified: bool
    facts: tuple[tuple[str, str], ...]
    foot: str
    blocks: tuple[Block, ...]
    keywords: tuple[str, ...] = ()
    extra: dict[str, str] = field(default_factory=dict)

    def texts(self) -> Iterator[str]:
        yield from (self.title, self.subtitle, self.stamp, self.foot)
        for row in self.facts:
            yield from row
        for block in self.blocks:
            yield from block.texts()


def to_json(document: Document) -> dict[str, Any]:
    """As it is kept."""
    told = {name: getattr(document, name) for name in document.__dataclass_fields__ if name != "blocks"}
    told["blocks"] = [{"is": type(block).__name__, **asdict(block)} for block in document.blocks]
    return told


def from_json(told: dict[str, Any]) -> Document:
    """As it was kept."""
    blocks = tuple(_block(dict(each)) for each in told["blocks"])
    rest = {name: value for name, value in told.items() if name != "blocks"}
    rest["facts"] = tuple((row[0], row[1]) for row in rest["facts"])
    rest["keywords"] = tuple(rest["keywords"])
    return Document(blocks=blocks, **rest)


def _block(told: dict[str, Any]) -> Block:
    kind = BLOCKS[told.pop("is")]
    if kind is Written:
        told["parts"] = tuple(_part(part) for part in told["parts"])
    elif kind is Cards:
        told["cards"] = tuple(Card(**card) for card in told["cards"])
    else:
        told = {name: _tuples(value) for name, value in told.items()}
    return kind(**told)


def _part(told: dict[str, Any]) -> Part:
    items = tuple(tuple(Run(**run) for run in item) for item in told["items"])
    return Part(Shape(told["shape"]), items)


def _tuples(value: Any) -> Any:
    return tuple(_tuples(each) for each in value) if isinstance(value, list) else value
