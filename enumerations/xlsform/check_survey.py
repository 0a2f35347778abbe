"""The survey sheet row by row: types, names, words, beginnings and ends, lists."""

import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import PurePosixPath

from pyxform import aliases, constants
from pyxform.parsing.expression import is_xml_tag
from pyxform.xls2json import RE_BEGIN_CONTROL, RE_END_CONTROL, RE_SELECT

from enumerations.xlsform.outline import (
    EXTERNAL_TYPES,
    Item,
    Outline,
    bare_select,
    control_of,
    end_of,
    is_disabled,
    is_type,
    near_type,
)
from enumerations.xlsform.problems import Problem
from enumerations.xlsform.question import language_code
from enumerations.xlsform.reading import Row, Table, Workbook

DEEPEST = 20
_FILE_NAME = re.compile(r"^[\w.\-]{1,100}$")


def check_survey(book: Workbook, outline: Outline) -> list[Problem]:
    """The problems of the survey sheet; fills the outline."""
    return _Survey(book, outline).problems()


class _Survey:
    def __init__(self, book: Workbook, outline: Outline) -> None:
        self.table: Table = book["survey"]
        self.choices = book["choices"]
        self.external = {row.text("list name") for row in book["external_choices"].rows} - {""}
        self.lists = {row.text("list name") for row in self.choices.rows} - {""}
        self.outline = outline
        self.open: list[Item] = []  # groups and repeats not yet ended
        self.seen: dict[tuple[int, ...], dict[str, int]] = defaultdict(dict)
        self.small: dict[tuple[tuple[int, ...], str], int] = {}  # names without regard to capitals
        self.repeats: dict[str, int] = {}
        labels = self.table.meanings("label")
        self.languages = [meaning for meaning in labels if len(meaning) > 1]

    def problems(self) -> list[Problem]:
        found = [problem for row in self.table.rows if row.cells for problem in self.row(row)]
        for item in reversed(self.open):
            params = {"type": item.type, "name": item.name, "end": end_of(item.type)}
            found.append(self.at(item.row, "begin_without_end", "type", **params))
        if not self.outline.items and not found:
            found.append(Problem("no_questions", self.table.name))
        return found

    def at(self, row: Row, code: str, *meaning: str, **params: object) -> Problem:
        return Problem(code, self.table.name, row.number, row.heading(*meaning), params)

    def row(self, row: Row) -> Iterator[Problem]:
        type_, name = " ".join(row.text("type").split()), row.text("name")
        if is_disabled(row):
            return
        if not type_:
            if name or row.text("label") or any(row.all("label")):
                yield self.at(row, "no_type", "type", name=name or next(iter(row.cells.values()))[:60])
            return
        if type_ in aliases.settings_header:
            return
        if RE_END_CONTROL.search(type_):
            yield from self.end(row, type_)
            return
        item = Item(row, type_, name, tuple(each.row.number for each in self.open))
        yield from self.kind(item)
        yield from self.name(item)
        yield from self.words(item)
        self.outline.add(item)
        if RE_BEGIN_CONTROL.search(type_):
            self.open.append(item)
            if len(self.open) == DEEPEST + 1:
                yield self.at(row, "too_deep", "type", limit=DEEPEST)

    # Beginnings and ends

    def end(self, row: Row, type_: str) -> Iterator[Problem]:
        ends = control_of(type_)
        if not self.open:
            yield self.at(row, "end_without_begin", "type", type=type_, begin=f"begin_{ends}")
            return
        last = self.open[-1]
        if control_of(last.type) != ends:
            # Where the same kind is open further out, an inner end is missing; else this row is one too many.
            params = {"type": type_, "begin": last.type, "other": last.row.number}
            yield self.at(row, "end_of_other", "type", **params)
            if any(control_of(item.type) == ends for item in self.open):
                while control_of(self.open[-1].type) != ends:
                    self.open.pop()
                self.open.pop()
            return
        self.open.pop()
        if ends == "group" and not self.shows_something(last):
            yield self.at(last.row, "empty_group", "name", name=last.name)

    def shows_something(self, group: Item) -> bool:
        """Whether a group holds a screen, or a group or repeat (which answer for themselves)."""
        if constants.TABLE_LIST in group.row.text("control", "appearance").split():
            return True  # its own words become a note
        for item in reversed(self.outline.items):
            if item is group:
                return False
            if item.group[-1] == group.row.number and (item.is_shown or control_of(item.type)):
                return True
        return False

    # Types and lists

    def kind(self, item: Item) -> Iterator[Problem]:
        type_, row = item.type, item.row
        if select := RE_SELECT.search(type_):
            yield from self.list(item, select["select_command"], select["list_name"])
        elif is_type(type_):
            if type_ == "calculate" and not row.text("bind", "calculate") and not row.text("default"):
                yield self.at(row, "no_calculation", "bind", "calculate", name=item.name)
            elif control_of(type_) and row.text("bind", "calculate"):
                yield self.at(row, "calculated_group", "bind", "calculate", name=item.name)
            elif type_ in EXTERNAL_TYPES and any(control_of(each.type) == "repeat" for each in self.open):
                yield self.at(row, "external_in_repeat", "type", name=item.name)
        elif command := bare_select(type_):
            rest = type_[len(command) :].strip()
            if rest:
                yield self.at(row, "unknown_list", "type", list=rest)
            else:
                yield self.at(row, "no_list", "type", type=type_)
        elif near := near_type(type_):
            yield self.at(row, "unknown_type_like", "type", type=type_[:80], meant=near)
        else:
            yield self.at(row, "unknown_type", "type", type=type_[:80])

    def list(self, item: Item, command: str, name: str) -> Iterator[Problem]:
        item.list_name = name
        item.is_multiple = aliases.select[command] == constants.SELECT_ALL_THAT_APPLY
        is_external = aliases.select[command] == constants.SELECT_ONE_EXTERNAL
        suffix = PurePosixPath(name).suffix
        if command in aliases.select_from_file:
            if suffix not in constants.EXTERNAL_INSTANCE_EXTENSIONS:
                yield self.at(item.row, "bad_list_file", "type", file=name)
            elif not _FILE_NAME.match(name) or name.count(".") != 1:
                yield self.at(item.row, "bad_file_name", "type", file=name)
            return
        if "${" in name or suffix in constants.EXTERNAL_INSTANCE_EXTENSIONS:
            return
        lists = self.external if is_external else self.lists
        if name in lists:
            return
        if not lists and not is_external:
            yield self.at(item.row, "no_choices_sheet", "type", list=name)
        elif near := self.outline.nearest(name, lists):
            yield self.at(item.row, "unknown_list_like", "type", list=name, meant=near)
        else:
            yield self.at(item.row, "unknown_list", "type", list=name)

    # Names and words

    def name(self, item: Item) -> Iterator[Problem]:
        name, row = item.name, item.row
        if item.type == "audit":
            item.name = "audit"
            return
        if not name:
            if item.type != "note":
                yield self.at(row, "no_name", "name", type=item.type)
            return
        if not is_xml_tag(name) or ":" in name:
            yield self.at(row, "bad_name", "name", name=name[:80], meant=_as_name(name))
            return
        seen = self.seen[item.group]
        if name == "meta":
            yield self.at(row, "reserved_name", "name", name=name)
        elif name in seen:
            yield self.at(row, "duplicate_name", "name", name=name, other=seen[name])
        elif control_of(item.type) == "repeat" and name in self.repeats:
            yield self.at(row, "duplicate_name", "name", name=name, other=self.repeats[name])
        elif (like := self.small.get((item.group, name.lower()))) is not None:
            yield self.at(row, "similar_name", "name", name=name, other=like)
        seen.setdefault(name, row.number)
        self.small.setdefault((item.group, name.lower()), row.number)
        if control_of(item.type) == "repeat":
            self.repeats.setdefault(name, row.number)

    def words(self, item: Item) -> Iterator[Problem]:
        row = item.row
        if not item.is_shown:
            return
        if not any(row.all("label")) and not any(row.all("media")) and not any(row.all("hint")):
            yield self.at(row, "no_label", "label", name=item.name)
            return
        for meaning in self.languages:
            if any(row.all("label")) and not row.text(*meaning) and not row.text("label"):
                language = meaning[1] if language_code(meaning[1]) else meaning[-1]
                column = row.heading(*meaning)
                yield Problem(
                    "no_label_in",
                    self.table.name,
                    row.number,
                    column,
                    {"name": item.name, "language": language, "column": column},
                )


def _as_name(text: str) -> str:
    """A name of the text's words."""
    name = re.sub(r"\W+", "_", text, flags=re.ASCII).strip("_").lower()[:40]
    return (name if name[:1].isalpha() else f"q_{name}").rstrip("_") or "question_1"
