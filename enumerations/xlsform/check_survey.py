"""The survey sheet row by row: types, names, words, beginnings and ends, lists."""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from difflib import get_close_matches
from functools import lru_cache
from pathlib import PurePosixPath

from pyxform import aliases, constants
from pyxform.parsing.expression import is_xml_tag
from pyxform.question_type_dictionary import QUESTION_TYPE_DICT
from pyxform.xls2json import RE_BEGIN_CONTROL, RE_END_CONTROL, RE_OSM, RE_SELECT

from enumerations.xlsform.problems import Problem
from enumerations.xlsform.question import CONTAINERS, SILENT, language_code
from enumerations.xlsform.questions import kind_of
from enumerations.xlsform.reading import Row, Table, Workbook

DEEPEST = 20
_FILE_NAME = re.compile(r"^[\w.\-]{1,100}$")
# Types people write most, to propose one for a slip of the pen.
_USUAL = [
    "text",
    "integer",
    "decimal",
    "date",
    "time",
    "dateTime",
    "note",
    "calculate",
    "geopoint",
    "geotrace",
    "geoshape",
    "image",
    "audio",
    "video",
    "file",
    "barcode",
    "acknowledge",
    "range",
    "hidden",
    "start",
    "end",
    "today",
    "deviceid",
    "username",
    "phonenumber",
    "audit",
    "rank",
    "select_one",
    "select_multiple",
    "select_one_from_file",
    "select_multiple_from_file",
    "begin_group",
    "end_group",
    "begin_repeat",
    "end_repeat",
]


@dataclass
class Item:
    """One row that is part of the form: a question, or the beginning of a group or repeat."""

    row: Row
    type: str
    name: str
    group: tuple[int, ...]  # rows of the groups around it, the outermost first
    list_name: str = ""
    is_multiple: bool = False


@dataclass
class Outline:
    """What the survey sheet holds, for the checks that come after."""

    items: list[Item] = field(default_factory=list)

    def rows_of(self, name: str) -> list[Item]:
        return self.by_name.get(name, [])

    @property
    def by_name(self) -> dict[str, list[Item]]:
        if len(self._by_name_of) != len(self.items):
            self._index = defaultdict(list)
            for item in self.items:
                self._index[item.name].append(item)
            self._by_name_of = list(self.items)
        return self._index

    _by_name_of: list[Item] = field(default_factory=list, repr=False)
    _index: dict[str, list[Item]] = field(default_factory=dict, repr=False)


def check_survey(book: Workbook, outline: Outline) -> list[Problem]:
    """The problems of the survey sheet; fills the outline."""
    return _Survey(book, outline).problems()


def is_disabled(row: Row) -> bool:
    return bool(aliases.yes_no.get(row.text("disabled")))


class _Survey:
    def __init__(self, book: Workbook, outline: Outline) -> None:
        self.table: Table = book["survey"]
        self.choices = book["choices"]
        self.external = {row.text("list name") for row in book["external_choices"].rows} - {""}
        self.lists = {row.text("list name") for row in self.choices.rows} - {""}
        self.outline = outline
        self.open: list[Item] = []  # groups and repeats not yet ended
        self.seen: dict[tuple[int, ...], dict[str, int]] = defaultdict(dict)
        self.repeats: dict[str, int] = {}
        labels = self.table.meanings("label")
        self.languages = [meaning for meaning in labels if len(meaning) > 1]

    def problems(self) -> list[Problem]:
        found = [problem for row in self.table.rows if row.cells for problem in self.row(row)]
        for item in reversed(self.open):
            params = {"type": item.type, "name": item.name, "end": _end_of(item.type)}
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
        self.outline.items.append(item)
        if RE_BEGIN_CONTROL.search(type_):
            self.open.append(item)
            if len(self.open) == DEEPEST + 1:
                yield self.at(row, "too_deep", "type", limit=DEEPEST)

    # Beginnings and ends

    def end(self, row: Row, type_: str) -> Iterator[Problem]:
        ends = _control(type_)
        if not self.open:
            yield self.at(row, "end_without_begin", "type", type=type_, begin=f"begin_{ends}")
            return
        last = self.open[-1]
        if _control(last.type) != ends:
            # Where the same kind is open further out, an inner end is missing; else this row is one too many.
            params = {"type": type_, "begin": last.type, "other": last.row.number}
            yield self.at(row, "end_of_other", "type", **params)
            if any(_control(item.type) == ends for item in self.open):
                while _control(self.open[-1].type) != ends:
                    self.open.pop()
                self.open.pop()
            return
        self.open.pop()
        if self.outline.items and self.outline.items[-1] is last:
            yield self.at(last.row, "empty_group", "name", name=last.name)

    # Types and lists

    def kind(self, item: Item) -> Iterator[Problem]:
        type_, row = item.type, item.row
        if select := RE_SELECT.search(type_):
            yield from self.list(item, select["select_command"], select["list_name"])
        elif _is_type(type_):
            if type_ == "calculate" and not row.text("bind", "calculate") and not row.text("default"):
                yield self.at(row, "no_calculation", "bind", "calculate", name=item.name)
        elif command := _bare_select(type_):
            rest = type_[len(command) :].strip()
            if rest:
                yield self.at(row, "unknown_list", "type", list=rest)
            else:
                yield self.at(row, "no_list", "type", type=type_)
        elif near := _near(type_):
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
        elif near := get_close_matches(name, sorted(lists), n=1, cutoff=0.6):
            yield self.at(item.row, "unknown_list_like", "type", list=name, meant=near[0])
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
        if not is_xml_tag(name):
            yield self.at(row, "bad_name", "name", name=name[:80], meant=_as_name(name))
            return
        seen = self.seen[item.group]
        if name == "meta":
            yield self.at(row, "reserved_name", "name", name=name)
        elif name in seen:
            yield self.at(row, "duplicate_name", "name", name=name, other=seen[name])
        elif _control(item.type) == "repeat" and name in self.repeats:
            yield self.at(row, "duplicate_name", "name", name=name, other=self.repeats[name])
        elif like := next((each for each in seen if each.lower() == name.lower()), None):
            yield self.at(row, "similar_name", "name", name=name, other=seen[like])
        seen.setdefault(name, row.number)
        if _control(item.type) == "repeat":
            self.repeats.setdefault(name, row.number)

    def words(self, item: Item) -> Iterator[Problem]:
        row = item.row
        kind = kind_of(aliases._type_alias_map.get(item.type, item.type), {})
        is_select = bool(RE_SELECT.search(item.type))
        is_begin = bool(RE_BEGIN_CONTROL.search(item.type))
        if is_begin or not _is_type(item.type) or (kind in SILENT | CONTAINERS and not is_select):
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


@lru_cache(maxsize=1000)
def _is_type(type_: str) -> bool:
    """Whether pyxform knows the type."""
    if type_ in QUESTION_TYPE_DICT or type_ in aliases._type_alias_map or type_ == "audit":
        return True
    return bool(RE_BEGIN_CONTROL.search(type_) or RE_SELECT.search(type_) or RE_OSM.match(type_))


def _bare_select(type_: str) -> str:
    """The select command of a type that names no list, or one with blanks."""
    commands = sorted(aliases.select, key=len, reverse=True)
    return next((each for each in commands if type_ == each or type_.startswith(f"{each} ")), "")


@lru_cache(maxsize=1000)
def _near(type_: str) -> str:
    word, _, rest = type_.partition(" ")
    bare = word.lower().replace("-", "_")
    if near := get_close_matches(bare, [each.lower() for each in _USUAL], n=1, cutoff=0.75):
        meant = next(each for each in _USUAL if each.lower() == near[0])
        return f"{meant} {rest}".strip() if meant.startswith(("select", "rank")) else meant
    whole = get_close_matches(type_.lower().replace(" ", "_"), _USUAL, n=1, cutoff=0.75)
    return whole[0] if whole else ""


def _control(type_: str) -> str:
    """`group`, `repeat` or `loop` of a beginning or end; empty for anything else."""
    found = RE_BEGIN_CONTROL.search(type_) or RE_END_CONTROL.search(type_)
    return str(aliases.control[found["type"]]) if found else ""


def _end_of(type_: str) -> str:
    return "end " + _control(type_) if " " in type_.split("over")[0].strip() else "end_" + _control(type_)


def _as_name(text: str) -> str:
    """A name of the text's words."""
    name = re.sub(r"\W+", "_", text, flags=re.ASCII).strip("_").lower()[:40]
    return (name if name[:1].isalpha() else f"q_{name}").rstrip("_") or "question_1"
