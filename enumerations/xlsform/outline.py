"""What the survey sheet holds: questions, the groups around them, and what their types mean."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from difflib import get_close_matches
from functools import lru_cache

from pyxform import aliases, constants
from pyxform.question_type_dictionary import QUESTION_TYPE_DICT
from pyxform.xls2json import RE_BEGIN_CONTROL, RE_END_CONTROL, RE_OSM, RE_SELECT

from enumerations.xlsform.question import CONTAINERS, SILENT
from enumerations.xlsform.questions import kind_of
from enumerations.xlsform.reading import Row

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


LONGEST_NAME = 100
# Rows that bring in a file and ask nothing.
EXTERNAL_TYPES = frozenset(constants.EXTERNAL_INSTANCE_TYPES)
NEVER_SHOWN = EXTERNAL_TYPES | {"background-audio"}


@dataclass
class Item:
    """One row that is part of the form: a question, or the beginning of a group or repeat."""

    row: Row
    type: str
    name: str
    group: tuple[int, ...] = ()  # rows of the groups around it, the outermost first
    list_name: str = ""
    is_multiple: bool = False

    @property
    def is_shown(self) -> bool:
        """Whether an enumerator sees a screen of it."""
        return is_shown(self.type)


@dataclass
class Outline:
    """The form's rows in their order."""

    items: list[Item] = field(default_factory=list)
    proposals_left: int = 100
    by_name: dict[str, list[Item]] = field(default_factory=lambda: defaultdict(list))

    def nearest(self, word: str, names: Iterable[str]) -> str:
        """The name that is most like the word, or nothing. A form of slips only is not searched on and on."""
        if self.proposals_left <= 0 or len(word) > LONGEST_NAME:
            return ""
        self.proposals_left -= 1
        near = get_close_matches(word, sorted(names), n=1, cutoff=0.6)
        return near[0] if near else ""

    def add(self, item: Item) -> None:
        self.items.append(item)
        if item.name and item.type not in EXTERNAL_TYPES:
            self.by_name[item.name].append(item)


def is_disabled(row: Row) -> bool:
    return bool(aliases.yes_no.get(row.text("disabled")))


@lru_cache(maxsize=1000)
def is_shown(type_: str) -> bool:
    """Whether a question of this type is put on the screen, so that it needs words."""
    if RE_SELECT.search(type_):
        return True
    if RE_BEGIN_CONTROL.search(type_) or not is_type(type_) or type_ in NEVER_SHOWN:
        return False
    return kind_of(aliases._type_alias_map.get(type_, type_), {}) not in SILENT | CONTAINERS


@lru_cache(maxsize=1000)
def is_type(type_: str) -> bool:
    """Whether pyxform knows the type."""
    if type_ in QUESTION_TYPE_DICT or type_ in aliases._type_alias_map or type_ == "audit":
        return True
    return bool(RE_BEGIN_CONTROL.search(type_) or RE_SELECT.search(type_) or RE_OSM.match(type_))


def bare_select(type_: str) -> str:
    """The select command of a type that names no list, or one with blanks."""
    commands = sorted(aliases.select, key=len, reverse=True)
    return next((each for each in commands if type_ == each or type_.startswith(f"{each} ")), "")


@lru_cache(maxsize=1000)
def near_type(type_: str) -> str:
    word, _, rest = type_.partition(" ")
    bare = word.lower().replace("-", "_")
    if near := get_close_matches(bare, [each.lower() for each in _USUAL], n=1, cutoff=0.75):
        meant = next(each for each in _USUAL if each.lower() == near[0])
        return f"{meant} {rest}".strip() if meant.startswith(("select", "rank")) else meant
    whole = get_close_matches(type_.lower().replace(" ", "_"), _USUAL, n=1, cutoff=0.75)
    return whole[0] if whole else ""


def control_of(type_: str) -> str:
    """`group`, `repeat` or `loop` of a beginning or end; empty for anything else."""
    found = RE_BEGIN_CONTROL.search(type_) or RE_END_CONTROL.search(type_)
    return str(aliases.control[found["type"]]) if found else ""


def end_of(type_: str) -> str:
    return "end " + control_of(type_) if " " in type_.split("over")[0].strip() else "end_" + control_of(type_)
