"""The questions of a form that pyxform has read: nested dictionaries to a flat list in the form's order."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from enumerations.xlsform.question import Choice, Question, QuestionKind, Texts, language_code

K = QuestionKind
# The element of the body, and what it is bound to, of each type pyxform knows, say what is answered.
_BY_TYPE = {
    "group": K.GROUP,
    "repeat": K.REPEAT,
    "loop": K.GROUP,
    "select one": K.SELECT_ONE,
    "select one external": K.SELECT_ONE,
    "select all that apply": K.SELECT_MULTIPLE,
    "rank": K.RANK,
    "range": K.RANGE,
    "photo": K.IMAGE,
    "image": K.IMAGE,
    "audio": K.AUDIO,
    "background-audio": K.AUDIO,
    "video": K.VIDEO,
    "file": K.FILE,
    "note": K.NOTE,
    "acknowledge": K.ACKNOWLEDGE,
    "trigger": K.ACKNOWLEDGE,
    "calculate": K.CALCULATE,
    "hidden": K.HIDDEN,
    "start-geopoint": K.METADATA,
    "background-geopoint": K.METADATA,
    "audit": K.METADATA,
    "osm": K.FILE,
}
_BY_BIND = {
    "int": K.INTEGER,
    "decimal": K.DECIMAL,
    "date": K.DATE,
    "time": K.TIME,
    "dateTime": K.DATETIME,
    "geopoint": K.GEOPOINT,
    "geotrace": K.GEOTRACE,
    "geoshape": K.GEOSHAPE,
    "barcode": K.BARCODE,
    "string": K.TEXT,
}
_BY_CONTROL = {"select1": K.SELECT_ONE, "select": K.SELECT_MULTIPLE, "odk:rank": K.RANK, "range": K.RANGE}
_BY_MEDIA = {"image": K.IMAGE, "audio": K.AUDIO, "video": K.VIDEO}
_EXTERNAL = re.compile(r"\.(csv|xml|geojson)$")
_YES = frozenset({"yes", "true", "true()"})
_NO = frozenset({"", "no", "false", "false()"})


def questions_of(form: Mapping[str, Any], default_language: str) -> tuple[Question, ...]:
    """Each question, group, repeat of a form as `workbook_to_json` gives it, without the phone's `meta`."""
    lists = form.get("choices") or {}
    return tuple(_Reader(lists, default_language).walk(form.get("children", ()), "", ""))


class _Reader:
    def __init__(self, lists: Mapping[str, Any], default_language: str) -> None:
        self.lists = lists
        self.default = language_code(default_language)
        self.read_lists: dict[str, tuple[Choice, ...]] = {}

    def walk(self, children: Any, group: str, repeat: str) -> Iterator[Question]:
        for child in children:
            if child.get("type") == "group" and child.get("name") == "meta" and not group:
                continue
            question = self.question(child, group, repeat)
            if question is None:
                continue
            yield question
            inner = question.path if question.kind is K.REPEAT else repeat
            yield from self.walk(child.get("children", ()), question.path, inner)

    def question(self, child: Mapping[str, Any], group: str, repeat: str) -> Question | None:
        type_, name = str(child.get("type", "")), str(child.get("name", ""))
        if type_ in ("csv-external", "xml-external"):
            return None
        bind, control = child.get("bind") or {}, child.get("control") or {}
        kind, itemset = kind_of(type_, bind), str(child.get("itemset") or "")
        file = itemset if _EXTERNAL.search(itemset) else ""
        required = str(bind.get("required", "")).strip()
        return Question(
            name=name,
            path=f"{group}/{name}" if group else name,
            kind=kind,
            type=type_,
            labels=self.texts(child.get("label")),
            hints=self.texts(child.get("hint")),
            required=required.lower() in _YES,
            required_if="" if required.lower() in _YES | _NO else required,
            relevant=str(bind.get("relevant", "")),
            constraint=str(bind.get("constraint", "")),
            constraint_messages=self.texts(bind.get("jr:constraintMsg")),
            calculation=str(bind.get("calculate", "")),
            readonly=str(bind.get("readonly", "")).lower() in _YES,
            default=str(child.get("default") or ""),
            appearance=str(control.get("appearance", "")),
            choices=() if file or type_ == "select one external" else self.choices(itemset),
            list_name=itemset,
            choice_filter=str(child.get("choice_filter") or ""),
            repeat=repeat,
            repeat_count=str(control.get("jr:count", "")) if kind is K.REPEAT else "",
            file="itemsets.csv" if type_ == "select one external" else file,
            parameters=_parameters(child.get("parameters")),
            media=tuple(_media(child.get("media"))),
        )

    def texts(self, written: Any) -> Texts:
        """Texts by language code; a text without language is of the form's default language."""
        if not written:
            return {}
        if not isinstance(written, Mapping):
            return {self.default: str(written)}
        return {language_code(language): str(text) for language, text in written.items() if text}

    def choices(self, list_name: str) -> tuple[Choice, ...]:
        """The choices of a list, read once however many questions ask by it."""
        if list_name not in self.read_lists:
            self.read_lists[list_name] = tuple(
                Choice(
                    name=str(option.get("name", "")),
                    labels=self.texts(option.get("label")),
                    more={
                        key: str(value)
                        for key, value in option.items()
                        if key not in ("name", "label", "media", "__row") and isinstance(value, str)
                    },
                )
                for option in self.lists.get(list_name, ())
            )
        return self.read_lists[list_name]


def kind_of(type_: str, bind: Mapping[str, Any]) -> QuestionKind:
    """What a question of pyxform's type answers."""
    from pyxform.question_type_dictionary import QUESTION_TYPE_DICT

    if type_ in _BY_TYPE:
        return _BY_TYPE[type_]
    declared = QUESTION_TYPE_DICT.get(type_, {})
    if "jr:preload" in declared.get("bind", {}):
        return K.METADATA
    if declared.get("control", {}).get("tag") == "trigger":
        return K.ACKNOWLEDGE
    if declared.get("bind", {}).get("readonly"):
        return K.NOTE
    if declared and "control" not in declared:
        return K.CALCULATE
    control = declared.get("control", {})
    if control.get("tag") in _BY_CONTROL:
        return _BY_CONTROL[control["tag"]]
    if control.get("tag") == "upload":
        return _BY_MEDIA.get(str(control.get("mediatype", "")).split("/")[0], K.FILE)
    bound = str(bind.get("type") or declared.get("bind", {}).get("type", "string"))
    return _BY_BIND.get(bound, K.TEXT)


def _parameters(written: Any) -> dict[str, str]:
    if isinstance(written, Mapping):
        return {str(name): str(value) for name, value in written.items()}
    pairs = (part.split("=", 1) for part in str(written or "").split() if "=" in part)
    return {name.strip(): value.strip() for name, value in pairs}


def _media(written: Any) -> Iterator[str]:
    for value in (written or {}).values():
        yield from (str(name) for name in (value.values() if isinstance(value, Mapping) else (value,)))
