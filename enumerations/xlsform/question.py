"""One question of a questionnaire, as pages, tables and the intake see it."""

import dataclasses
import re
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

# What people call the languages we speak, beside "English (en)".
LANGUAGE_NAMES = {"english": "en", "kiingereza": "en", "swahili": "sw", "kiswahili": "sw"}
_BRACKETED = re.compile(r"\(\s*([A-Za-z]{2,3})(?:[-_][A-Za-z]+)?\s*\)\s*$")

Texts = dict[str, str]


class QuestionKind(StrEnum):
    """What is answered. Groups and repeats are listed too, each before what it holds."""

    TEXT = "text"
    INTEGER = "integer"
    DECIMAL = "decimal"
    RANGE = "range"
    SELECT_ONE = "select_one"
    SELECT_MULTIPLE = "select_multiple"
    RANK = "rank"
    GEOPOINT = "geopoint"
    GEOTRACE = "geotrace"
    GEOSHAPE = "geoshape"
    DATE = "date"
    TIME = "time"
    DATETIME = "datetime"
    IMAGE = "image"
    AUDIO = "audio"
    VIDEO = "video"
    FILE = "file"
    BARCODE = "barcode"
    NOTE = "note"
    ACKNOWLEDGE = "acknowledge"
    CALCULATE = "calculate"
    HIDDEN = "hidden"
    METADATA = "metadata"  # start, end, today, deviceid, username ...
    GROUP = "group"
    REPEAT = "repeat"


CONTAINERS = frozenset({QuestionKind.GROUP, QuestionKind.REPEAT})
CHOOSING = frozenset({QuestionKind.SELECT_ONE, QuestionKind.SELECT_MULTIPLE, QuestionKind.RANK})
NUMBERS = frozenset({QuestionKind.INTEGER, QuestionKind.DECIMAL, QuestionKind.RANGE})
MEDIA = frozenset({QuestionKind.IMAGE, QuestionKind.AUDIO, QuestionKind.VIDEO, QuestionKind.FILE})
# Nobody is asked these: the phone fills them in.
SILENT = frozenset({QuestionKind.CALCULATE, QuestionKind.HIDDEN, QuestionKind.METADATA})


def language_code(language: str) -> str:
    """`en` of "English (en)" or "English"; a language we know no code of stays as written; "" is any."""
    if language in ("", "default"):
        return ""
    if found := _BRACKETED.search(language):
        return found[1].lower()
    bare = language.strip()
    return LANGUAGE_NAMES.get(bare.lower(), bare)


def text_in(texts: Texts, language: str, otherwise: str = "") -> str:
    """The text in the language, else without language, in English, or in whichever there is."""
    for wanted in (language, language[:2], "", "en"):
        if texts.get(wanted):
            return texts[wanted]
    return next((text for text in texts.values() if text), otherwise)


@dataclass(frozen=True)
class Choice:
    """One answer of a list. `more` holds the list's further columns, by which choices are filtered."""

    name: str
    labels: Texts = field(default_factory=dict)
    more: Texts = field(default_factory=dict)

    def label_in(self, language: str) -> str:
        return text_in(self.labels, language, self.name)

    def to_json(self) -> dict[str, Any]:
        return _without_empty(self)

    @classmethod
    def from_json(cls, kept: dict[str, Any]) -> "Choice":
        return cls(**_known(cls, kept))


@dataclass(frozen=True)
class Question:
    """One question. `path` is without the form's root ("hh/head_name"), as instances and exports write it.

    Labels and messages are by language code ("en", "sw"; "" where the form names no language). `relevant`,
    `constraint` and `calculation` are as the form's author wrote them, with `${name}`. `required` is true
    where an answer is always needed once the question is asked; a condition stands in `required_if`.
    `repeat` is the path of the innermost repeat around it, else empty. `file` is the list that choices are
    picked from ("structures.csv"); such a question has no `choices`.
    """

    name: str
    path: str
    kind: QuestionKind
    type: str = ""  # as pyxform calls it: "today", "photo"
    labels: Texts = field(default_factory=dict)
    hints: Texts = field(default_factory=dict)
    required: bool = False
    required_if: str = ""
    relevant: str = ""
    constraint: str = ""
    constraint_messages: Texts = field(default_factory=dict)
    calculation: str = ""
    readonly: bool = False
    default: str = ""
    appearance: str = ""
    choices: tuple[Choice, ...] = ()
    list_name: str = ""
    choice_filter: str = ""
    repeat: str = ""
    repeat_count: str = ""
    file: str = ""
    parameters: dict[str, str] = field(default_factory=dict)
    media: tuple[str, ...] = ()  # pictures and sounds that are shown with it

    @property
    def is_answer(self) -> bool:
        """Whether an instance may hold a value for it."""
        return self.kind not in CONTAINERS and self.kind is not QuestionKind.NOTE

    @property
    def is_asked(self) -> bool:
        """Whether a person answers it."""
        return self.is_answer and self.kind not in SILENT

    def label_in(self, language: str) -> str:
        """The question as it is asked in a language ("en", "sw"); its name where it has no words."""
        return text_in(self.labels, language, self.name)

    def hint_in(self, language: str) -> str:
        return text_in(self.hints, language)

    def choice(self, name: str) -> Choice | None:
        """The choice of that name."""
        return next((each for each in self.choices if each.name == name), None)

    def to_json(self) -> dict[str, Any]:
        """What a version keeps; empty parts are left out."""
        kept = _without_empty(self)
        kept["kind"] = self.kind.value
        if self.choices:
            kept["choices"] = [each.to_json() for each in self.choices]
        for name in ("media",):
            if name in kept:
                kept[name] = list(kept[name])
        return kept

    @classmethod
    def from_json(cls, kept: dict[str, Any]) -> "Question":
        known = _known(cls, kept)
        known["kind"] = QuestionKind(known["kind"])
        known["choices"] = tuple(Choice.from_json(each) for each in known.get("choices", ()))
        known["media"] = tuple(known.get("media", ()))
        return cls(**known)


def _without_empty(value: Choice | Question) -> dict[str, Any]:
    pairs = ((each.name, getattr(value, each.name)) for each in dataclasses.fields(value))
    return {name: part for name, part in pairs if part}


def _known(cls: type[Choice] | type[Question], kept: dict[str, Any]) -> dict[str, Any]:
    names = {each.name for each in dataclasses.fields(cls)}
    return {name: part for name, part in kept.items() if name in names}
