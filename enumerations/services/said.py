"""What an interview says, question by question, in the words of its form; closed answers stay closed.

Read from the XML as it was sent, so it also serves interviews that never reached the register.
"""

import re
from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from itertools import zip_longest
from typing import Any

from django.contrib.gis.geos import Point
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.translation import get_language

from enumerations.intake.columns import HOUSEHOLD_COLUMNS, PERSON_COLUMNS, Mapping
from enumerations.intake.fields import HOUSEHOLD_FIELDS, PERSON_FIELDS, Field, Kind, Tier
from enumerations.intake.headings import recognise
from enumerations.intake.readers.instances import CLOSE, OPEN, BadInterview, Interview, read_interview
from enumerations.models import Household, Person, QuestionnaireVersion
from enumerations.services.rights.held import in_words

# Where a household stands is for data managers, also where a community asks it in its own way.
PLACES = frozenset({"geopoint", "geotrace", "geoshape"})
SILENT = frozenset({"calculate", "hidden"})
WORDED = frozenset({Kind.MOMENT, Kind.DATE, Kind.POINT})
NUMBER = re.compile(r"-?[0-9]{1,4}(\.[0-9]{1,20})?")
# The tier of what no field of ours stands for: see enumerations.privacy.ADDED.
OWN = Tier.PEOPLE
ABOUT_ITSELF = "meta/"


@dataclass(frozen=True)
class Said:
    """One answer in words, and as it was sent (`raw`).

    `path` numbers the rows of repeats ("hh/person[2]/p_name"), `part` is the name of such a row.
    """

    path: str
    label: str
    value: str
    tier: Tier
    raw: str = ""
    field: str = ""
    part: str = ""


@dataclass(frozen=True)
class Line:
    """One question with what two interviews answer; `is_closed`: only whether they differ may be told."""

    label: str
    part: str
    first: str
    later: str
    differs: bool
    is_closed: bool


def said_in(xml: bytes, version: QuestionnaireVersion | None) -> list[Said]:
    """Every answer that is given, in the order of the form; nothing of an interview that cannot be read."""
    try:
        interview = read_interview(xml)
    except BadInterview:
        return []
    # A repeat with one row looks like a group.
    interview.repeats |= {each["path"] for each in _questions(version) if each.get("kind") == "repeat"}
    words = _Words(interview, version)
    return [
        words.said(path, numbered, part, text)
        for path, numbered, part, text in _answers(interview, words.computed)
    ]


def door_in(said: Iterable[Said]) -> str:
    """The number on the door, as the interview has it; empty where it names none."""
    named = {each.field: each.raw for each in said}
    return named.get("structure_code") or named.get("hh_code", "").rpartition("/")[0]


def open_to(said: Iterable[Said], tiers: frozenset[Tier]) -> list[Said]:
    """Those of the answers that lie in the tiers."""
    return [each for each in said if each.tier in tiers]


def said_of(household: Household) -> list[Said]:
    """What the register holds of a household, as an interview says it: of one that came by file."""
    answers = [_held(household, each, each.name, "") for each in HOUSEHOLD_FIELDS]
    if household.structure:
        door, label = household.structure.code, str(HOUSEHOLD_COLUMNS["structure_code"].label)
        answers.append(Said("structure_code", label, door, Tier.GROUND, door, "structure_code"))
    for person in household.persons.order_by("line_no"):
        part = f"person {person.line_no}"
        answers += [
            _held(person, each, f"person[{person.line_no}]/{each.name}", part) for each in PERSON_FIELDS
        ]
    return [each for each in answers if each is not None]


def _held(row: Household | Person, declared: Field, path: str, part: str) -> Said | None:
    value = getattr(row, f"{declared.name}_id" if declared.kind is Kind.COUNTY else declared.name)
    if value in (None, "", []):
        return None
    if isinstance(value, Point):
        raw = f"{value.y} {value.x}"
    elif isinstance(value, bool):
        raw = "yes" if value else "no"
    else:
        raw = " ".join(value) if isinstance(value, list) else str(value)
    return Said(path, str(declared.label), in_words(value, declared), declared.tier, raw, declared.name, part)


def by_field(said: list[Said]) -> list[Said]:
    """The answers under the names of our fields, so that two forms, or a file, can be held side by side."""
    people: dict[str, int] = {}
    named = []
    for each in said:
        row, _sign, _name = each.path.rpartition("]")
        if each.part and each.field in PERSON_COLUMNS:
            line = people.setdefault(row, len(people) + 1)
            named.append(replace(each, path=f"person[{line}]/{each.field}", part=f"person {line}"))
        else:
            named.append(replace(each, path=each.field) if each.field else each)
    return named


def compare(first: list[Said], later: list[Said], tiers: frozenset[Tier]) -> list[Line]:
    """The two side by side, question by question; what is in only one of them faces nothing."""
    before, after = {each.path: each for each in first}, {each.path: each for each in later}
    lines = []
    for path in _merged(list(before), list(after)):
        old, new = before.get(path), after.get(path)
        known = old or new
        assert known is not None
        is_closed = any(each is not None and each.tier not in tiers for each in (old, new))
        was, became = old.value if old else "", new.value if new else ""
        shown = ("", "") if is_closed else (was, became)
        differs = bool(old) != bool(new) or (old is not None and new is not None and not _agree(old, new))
        lines.append(Line(known.label, known.part, *shown, differs, is_closed))
    return lines


def _agree(old: Said, new: Said) -> bool:
    """Whether the two are the same answer, however it is written."""
    return old.value == new.value or _plain(old.raw) == _plain(new.raw)


def _plain(raw: str) -> Any:
    """A number as a number, a place as its latitude and longitude."""
    try:
        numbers = [float(word) for word in raw.split()]
    except ValueError:
        return " ".join(raw.split()).casefold()
    return [round(number, 7) for number in numbers[:2]]


def _merged(first: list[str], later: list[str]) -> list[str]:
    """All paths once, each about where it stands in either list."""
    pairs = zip_longest(first, later)
    return list(dict.fromkeys(path for pair in pairs for path in pair if path is not None))


def _answers(interview: Interview, computed: Collection[str]) -> Iterable[tuple[str, str, str, str]]:
    """Path, path with the rows of repeats numbered, the row's name, and the answer."""
    seen: Counter[str] = Counter()
    inside: list[tuple[str, str]] = []  # the repeats around, each with its numbered path
    for path, text in zip(interview.paths, interview.answers, strict=True):
        outer = inside[-1] if inside else ("", "")
        numbered = outer[1] + path.removeprefix(outer[0])
        if text is OPEN:
            if path in interview.repeats:
                seen[numbered] += 1
                inside.append((path, f"{numbered}[{seen[numbered]}]"))
        elif text is CLOSE:
            if inside and path == outer[0]:
                inside.pop()
        elif text.strip() and not path.startswith(ABOUT_ITSELF) and path not in computed:
            part = outer[1].rpartition("/")[2].replace("[", " ").rstrip("]")
            yield path, numbered, part, text.strip()


class _Words:
    """The labels, choices and tiers of one interview's questions."""

    def __init__(self, interview: Interview, version: QuestionnaireVersion | None) -> None:
        self.language = (get_language() or "en")[:2]
        self.questions = {question["path"]: question for question in _questions(version)}
        self.fields = _fields(interview, version)
        # What the phone worked out for itself says nothing that was not said.
        self.computed = {
            path for path, question in self.questions.items() if question.get("kind") in SILENT
        } - self.fields.keys()

    def said(self, path: str, numbered: str, part: str, text: str) -> Said:
        question, field = self.questions.get(path, {}), self.fields.get(path)
        name = path.rpartition("/")[2]
        label = self._in_language(question.get("labels", {})) or (str(field.label) if field else name)
        tier = field.tier if field else Tier.RESTRICTED if question.get("kind") in PLACES else OWN
        value = self._value(text, question, field)
        return Said(numbered, label, value, tier, text, field.name if field else "", part)

    def _value(self, text: str, question: dict[str, Any], field: Field | None) -> str:
        """A code in the words of the form, else of the register; several codes one after the other."""
        if field and field.kind in WORDED:
            return _worded(text, field)
        words = {
            each["name"]: self._in_language(each.get("labels", {})) for each in question.get("choices", [])
        }
        if not words and field and field.choices:
            words = {code: str(label) for code, label in field.choices.choices}
        if text in words:
            return words[text] or text
        codes = text.split()
        return ", ".join(words[code] or code for code in codes) if words.keys() >= set(codes) else text

    def _in_language(self, texts: dict[str, str]) -> str:
        wanted = (self.language, "", "en", *texts)
        return next((texts[language] for language in wanted if texts.get(language)), "")


def _worded(text: str, field: Field) -> str:
    """A moment or day as people write it; a place to a metre. As it was sent, where it is none."""
    if field.kind is Kind.POINT:
        numbers = text.split()
        is_place = len(numbers) > 1 and all(NUMBER.fullmatch(number) for number in numbers)
        return ", ".join(f"{float(number):.5f}" for number in numbers[:2]) if is_place else text
    try:
        value = parse_datetime(text) if field.kind is Kind.MOMENT else parse_date(text)
    except ValueError:
        return text
    return in_words(value, field) if value else text


def _questions(version: QuestionnaireVersion | None) -> list[dict[str, Any]]:
    return list(version.questions) if version else []


def _fields(interview: Interview, version: QuestionnaireVersion | None) -> dict[str, Field]:
    """The field of each path: as the version's mapping says; without one, those that are certain."""
    mapping = Mapping.from_json(version.mapping if version else None)
    if mapping.households.targets:
        persons = mapping.persons.targets if mapping.persons else {}
        found = {
            path: HOUSEHOLD_COLUMNS.get(target.field) for path, target in mapping.households.targets.items()
        }
        found |= {path: PERSON_COLUMNS.get(target.field) for path, target in persons.items()}
        return {path: field for path, field in found.items() if field}
    answers = [
        p for p, text in zip(interview.paths, interview.answers, strict=True) if text not in (OPEN, CLOSE)
    ]
    inside = [path for path in answers if any(path.startswith(f"{repeat}/") for repeat in interview.repeats)]
    outside = [path for path in dict.fromkeys(answers) if path not in set(inside)]
    fields = {
        path: HOUSEHOLD_COLUMNS[target.field]
        for path, target in recognise(outside, tuple(HOUSEHOLD_COLUMNS.values())).items()
    }
    return fields | {
        path: PERSON_COLUMNS[target.field]
        for path, target in recognise(dict.fromkeys(inside), tuple(PERSON_COLUMNS.values())).items()
    }
