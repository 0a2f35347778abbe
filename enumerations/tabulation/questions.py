"""Which questions of a count are its own: asked, and without a field of the data dictionary."""

import re
from dataclasses import dataclass, replace
from enum import StrEnum

from enumerations.collecting import VersionState
from enumerations.intake.columns import Mapping
from enumerations.models import Enumeration, QuestionnaireVersion
from enumerations.xlsform import Question, QuestionKind

REFERENCE = re.compile(r"\$\{\s*([\w.-]+)\s*\}")
CONTAINERS = {QuestionKind.GROUP, QuestionKind.REPEAT}


class Unit(StrEnum):
    """Whose answers they are, and so where they lie."""

    HOUSEHOLDS = "households"
    PERSONS = "persons"
    ROWS = "rows"  # of a repeat of the community's own


class Answer(StrEnum):
    """How answers are counted."""

    ONE = "one"
    FIRST = "first"  # of a ranking, what stands first
    SEVERAL = "several"
    NUMBER = "number"
    PRESENCE = "presence"  # words, pictures, places: only how many there are


COUNTED_AS = {
    QuestionKind.SELECT_ONE: Answer.ONE,
    QuestionKind.RANK: Answer.FIRST,
    QuestionKind.SELECT_MULTIPLE: Answer.SEVERAL,
    QuestionKind.INTEGER: Answer.NUMBER,
    QuestionKind.DECIMAL: Answer.NUMBER,
    QuestionKind.RANGE: Answer.NUMBER,
}
CHOSEN = frozenset({Answer.ONE, Answer.FIRST, Answer.SEVERAL})


@dataclass(frozen=True)
class OwnQuestion:
    """One question in its newest wording, with the choices of all versions.

    `depends_on` are the paths of questions by which it is decided who is asked.
    """

    question: Question
    unit: Unit
    section: str = ""  # path of the group around it
    depends_on: frozenset[str] = frozenset()

    @property
    def path(self) -> str:
        return self.question.path

    @property
    def answer(self) -> Answer:
        picked_elsewhere = self.question.file or not self.question.choices
        counted = COUNTED_AS.get(self.question.kind, Answer.PRESENCE)
        if counted in CHOSEN and picked_elsewhere:
            return Answer.PRESENCE
        return counted

    @property
    def keys(self) -> list[str]:
        """The headings under which answers are kept: of phones and Kobo, of ODK Central, of a plain sheet."""
        inner = self.path.removeprefix(f"{self.question.repeat}/") if self.question.repeat else self.path
        names = (self.path, inner, self.path.replace("/", "-"), inner.replace("/", "-"), self.question.name)
        return list(dict.fromkeys(names))

    @property
    def repeats(self) -> list[str]:
        """What the repeat's sheet is called."""
        return list(dict.fromkeys((self.question.repeat, self.question.repeat.rpartition("/")[2])))


def own_questions(enumeration: Enumeration) -> list[OwnQuestion]:
    """In the order of the newest version; what only older ones asked comes after."""
    versions = QuestionnaireVersion.objects.filter(
        questionnaire__enumeration=enumeration, state=VersionState.PUBLISHED
    ).order_by("-number")
    found: dict[str, OwnQuestion] = {}
    for version in versions.only("questions", "mapping"):
        for own in questions_of(version):
            newer = found.get(own.path)
            found[own.path] = own if newer is None else _with_choices_of(newer, own)
    return list(found.values())


def questions_of(version: QuestionnaireVersion) -> list[OwnQuestion]:
    """One version's own questions."""
    asked = [Question.from_json(kept) for kept in version.questions]
    mapping = Mapping.from_json(version.mapping)
    sheets = [mapping.households, *([mapping.persons] if mapping.persons else [])]
    mapped = {heading for sheet in sheets for heading, target in sheet.targets.items() if target.field}
    mapped |= _put_together(asked, mapped)
    roster = mapping.persons.sheet if mapping.persons else ""
    by_name = {each.name: each.path for each in asked}
    groups = [each for each in asked if each.kind in CONTAINERS]
    return [
        OwnQuestion(
            question=each,
            unit=_unit(each, roster),
            section=max((g.path for g in groups if each.path.startswith(f"{g.path}/")), key=len, default=""),
            depends_on=_asked_by(each, groups, by_name),
        )
        for each in asked
        if each.is_asked and each.path not in mapped
    ]


def _put_together(asked: list[Question], mapped: set[str]) -> set[str]:
    """Questions of whose answers the form itself makes a field: the cluster and the door that were picked."""
    made = [each for each in asked if each.path in mapped and each.calculation]
    names = {name for each in made for name in REFERENCE.findall(each.calculation)}
    filtered = [each for each in asked if each.name in names and each.choice_filter]
    names |= {name for each in filtered for name in REFERENCE.findall(each.choice_filter)}
    return {each.path for each in asked if each.name in names}


def _unit(question: Question, roster: str) -> Unit:
    if not question.repeat:
        return Unit.HOUSEHOLDS
    is_person = roster in {question.repeat, question.repeat.rpartition("/")[2]}
    return Unit.PERSONS if is_person else Unit.ROWS


def _asked_by(question: Question, groups: list[Question], by_name: dict[str, str]) -> frozenset[str]:
    around = [group.relevant for group in groups if question.path.startswith(f"{group.path}/")]
    names = {name for text in (question.relevant, *around) for name in REFERENCE.findall(text)}
    return frozenset(by_name[name] for name in names if name in by_name) - {question.path}


def _with_choices_of(newer: OwnQuestion, older: OwnQuestion) -> OwnQuestion:
    """A choice that was dropped since keeps its words for those who gave it."""
    known = {choice.name for choice in newer.question.choices}
    dropped = tuple(choice for choice in older.question.choices if choice.name not in known)
    if not dropped or newer.question.kind is not older.question.kind:
        return newer
    question = replace(newer.question, choices=(*newer.question.choices, *dropped))
    return replace(newer, question=question, depends_on=newer.depends_on | older.depends_on)
