"""Repeated questions beside the roster: a community's own (its shops, its animals), of phones and files.

Every sheet that is neither the households' nor the roster's, and whose rows name the record they lie in, is
one; a repeat may lie in another one, or in the roster.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import polars as pl

from enumerations.intake import answers
from enumerations.intake.checks import link_text
from enumerations.intake.columns import Mapping
from enumerations.intake.doors import read_doors
from enumerations.intake.fields import HOUSEHOLD_FIELDS
from enumerations.intake.headings import recognise
from enumerations.intake.proposals import BY_CODE, LINKS, by_words
from enumerations.intake.readers import Sheet
from enumerations.intake.readers.records import INDEX, PARENT, PARENT_TABLE
from enumerations.intake.readers.sheet import ROW
from enumerations.intake.texts import normal

# So many questions to a household make a sheet one of households.
FAMILIAR = 3
# How exports name and link rows; nobody answered these.
BOOKKEEPING = frozenset({"index", "parent index", "key", "parent key", normal(PARENT_TABLE)})


@dataclass(frozen=True)
class Link:
    """By which headings a row names the record it lies in: its own, and that record's.

    Where `record` is empty it is the household's number.
    """

    own: str
    record: str


@dataclass(frozen=True)
class Repeat:
    """One sheet of repeated answers. `above` are the sheets between it and the households, nearest first."""

    name: str
    sheet: Sheet
    links: tuple[Link, ...]
    above: tuple[Sheet, ...] = ()

    @property
    def top(self) -> Link:
        """How it, or the outermost repeat around it, names the household."""
        return self.links[-1]

    def frames(self, settlement: str) -> Iterator[pl.DataFrame]:
        """`sheet`, `row`, `repeat`, `parent` (what names the household) and `answers` as JSON."""
        records = self._records()
        for frame in self.sheet.frames():
            parent = _named(frame, self.links[0], settlement)
            for names in records:
                parent = _exchanged(parent, names)
            kept = {heading: frame[heading] for heading in frame.columns if not self._is_bookkeeping(heading)}
            given = {heading: text for heading, text in kept.items() if text.null_count() < len(text)}
            said = {"row": frame[ROW], "parent": parent, "answers": answers.encode(given, len(frame))}
            rows = pl.DataFrame(said).filter(pl.col("answers") != "{}")
            yield rows.with_columns(sheet=pl.lit(self.sheet.name), repeat=pl.lit(self.name))

    def _records(self) -> list[pl.DataFrame]:
        """For each sheet above: what its rows are called, and what they name themselves."""
        found = []
        for sheet, below, own in zip(self.above, self.links, self.links[1:], strict=False):
            parts = [
                pl.DataFrame({"called": link_text(frame[below.record]), "names": link_text(frame[own.own])})
                for frame in sheet.frames()
            ]
            found.append(pl.concat(parts) if parts else pl.DataFrame(schema=dict.fromkeys(CALLED, pl.String)))
        return found

    def _is_bookkeeping(self, heading: str) -> bool:
        words = normal(heading)
        is_export = heading.startswith(("_submission", "SET-OF-"))
        return heading in {ROW, self.links[0].own} or words in BOOKKEEPING or is_export


CALLED = ("called", "names")


def _named(frame: pl.DataFrame, link: Link, settlement: str) -> pl.Series:
    if link.own not in frame.columns:
        return pl.Series([None], dtype=pl.String).new_from_index(0, len(frame))
    if link.record:
        return link_text(frame[link.own])
    codes = read_doors(frame[link.own], settlement).household
    both = pl.DataFrame({"code": codes, "as_is": frame[link.own]})
    return both.select(parent=pl.coalesce("code", "as_is")).to_series()


def _exchanged(parent: pl.Series, records: pl.DataFrame) -> pl.Series:
    """The record that each row's record lies in."""
    once = records.unique("called", keep="first")
    joined = parent.alias("called").to_frame().join(once, on="called", how="left", maintain_order="left")
    return joined["names"]


def find_repeats(sheets: Sequence[Sheet], mapping: Mapping) -> tuple[list[Repeat], list[Sheet]]:
    """The repeats of these sheets, all naming households alike; and the sheets that nothing links to them."""
    households = next(sheet for sheet in sheets if sheet.name == mapping.households.sheet)
    roster = mapping.persons.sheet if mapping.persons else None
    others = {sheet.name: sheet for sheet in sheets if sheet is not households}
    found: list[Repeat] = []
    unused: list[Sheet] = []
    for name, sheet in others.items():
        if name == roster or not sheet.headings:
            continue
        repeat = _repeat(sheet, households, others)
        if repeat is None or (found and repeat.top.record != found[0].top.record):
            unused.append(sheet)
        else:
            found.append(repeat)
    return found, unused


def _repeat(sheet: Sheet, households: Sheet, others: dict[str, Sheet]) -> Repeat | None:
    links: list[Link] = []
    above: list[Sheet] = []
    inner = sheet
    while True:
        outer = _around(inner, others)
        outer = None if outer in (sheet, *above) else outer
        link = _link(inner, outer or households)
        if link is None or (outer is not None and not link.record):
            return None
        links.append(link)
        if outer is None:
            break
        above.append(outer)
        inner = outer
    name = sheet.name.removeprefix(f"{households.name}-") or sheet.name
    return Repeat(name, sheet, tuple(links), tuple(above))


def _link(inner: Sheet, outer: Sheet) -> Link | None:
    if PARENT in inner.headings and INDEX in outer.headings:
        return Link(PARENT, INDEX)
    theirs, own = by_words(outer.headings), by_words(inner.headings)
    code = next((own[words] for words in sorted(BY_CODE) if words in own), "")
    if code:
        # A list of households, an older one perhaps, is no list of what they have.
        return Link(code, "") if len(recognise(inner.headings, HOUSEHOLD_FIELDS)) < FAMILIAR else None
    for words, names in LINKS:
        record = next((theirs[name] for name in names if name in theirs), "")
        if words in own and record:
            return Link(own[words], record)
    return None


def _around(sheet: Sheet, others: dict[str, Sheet]) -> Sheet | None:
    """The repeat that this one lies in: as the export says, or as the path of its questions tells."""
    told = by_words(sheet.headings).get(normal(PARENT_TABLE))
    if told is not None:
        frame = next(sheet.frames(), None)
        names = frame[told].drop_nulls() if frame is not None and told in frame.columns else pl.Series([])
        return others.get(names[0]) if len(names) else None
    name = sheet.name.rpartition("/")[2]
    for heading in sheet.headings:
        before, inside, _question = heading.rpartition(f"{name}/")
        if not inside:
            continue
        for part in reversed(before.split("/")):
            if part in others and others[part] is not sheet:
                return others[part]
    return None
