"""A version's questions as a page shows them: by section, in the reader's language, with what each fills."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from enumerations.collecting import VersionState
from enumerations.intake.columns import HOUSEHOLD_COLUMNS, PERSON_COLUMNS, Mapping
from enumerations.models import Enumeration, QuestionnaireVersion
from enumerations.tabulation.questions import REFERENCE, questions_of
from enumerations.xlsform import Question, QuestionKind
from enumerations.xlsform.comparing import KINDS
from enumerations.xlsform.question import SILENT

LONGEST_LIST = 60


@dataclass(frozen=True)
class ShownQuestion:
    """One question: `fills` is the field of the register, `is_own` a question of the community's own."""

    question: Question
    label: str
    hint: str
    kind: str | Promise
    choices: list[str]
    more_choices: int = 0
    fills: str | Promise = ""
    is_own: bool = False

    @property
    def is_note(self) -> bool:
        return self.question.kind is QuestionKind.NOTE


@dataclass
class Section:
    """A group of the form: `repeats` where it is asked for each person or thing."""

    title: str
    repeats: bool = False
    questions: list[ShownQuestion] = field(default_factory=list)

    @property
    def asked(self) -> int:
        return sum(not each.is_note for each in self.questions)


def sections_of(version: QuestionnaireVersion) -> list[Section]:
    """What a person is asked, in order; what the phone fills in by itself is left out."""
    language = (get_language() or "en")[:2]
    questions = [Question.from_json(kept) for kept in version.questions]
    fields = _fields(Mapping.from_json(version.mapping))
    own = {each.path for each in questions_of(version)}
    by_path = {each.path: each for each in questions}
    sections: dict[str, Section] = {}
    for question in questions:
        if question.kind in {QuestionKind.GROUP, QuestionKind.REPEAT} or question.kind in SILENT:
            continue
        around = _around(question, by_path)
        key = around[-1].path if around else ""
        if key not in sections:
            titles = (spoken(each.label_in(language)) for each in around if each.labels)
            title = " › ".join(dict.fromkeys(titles))
            sections[key] = Section(title or _("Without a section"), repeats=bool(question.repeat))
        sections[key].questions.append(_shown(question, fields, own, language))
    return list(sections.values())


def section_titles(enumeration: Enumeration, language: str) -> dict[str, str]:
    """The groups of all published versions by path, in the newest words."""
    versions = QuestionnaireVersion.objects.filter(
        questionnaire__enumeration=enumeration, state=VersionState.PUBLISHED
    ).order_by("number")
    return {
        kept["path"]: Question.from_json(kept).label_in(language)
        for version in versions.only("questions")
        for kept in version.questions
        if kept["kind"] in {QuestionKind.GROUP, QuestionKind.REPEAT}
    }


def spoken(text: str) -> str:
    """A label without the places where a phone puts in an earlier answer."""
    return REFERENCE.sub("…", text).rstrip(" :…–").strip() or text


def _fields(mapping: Mapping) -> dict[str, str | Promise]:
    """The field's words, by the heading that goes to it."""
    sides = [(mapping.households, HOUSEHOLD_COLUMNS)]
    if mapping.persons:
        sides.append((mapping.persons, PERSON_COLUMNS))
    return {
        heading: columns[target.field].label
        for sheet, columns in sides
        for heading, target in sheet.targets.items()
        if target.field in columns
    }


def _around(question: Question, by_path: dict[str, Question]) -> list[Question]:
    """The groups around a question, the outermost first."""
    parts = question.path.split("/")
    paths = ("/".join(parts[:depth]) for depth in range(1, len(parts)))
    return [by_path[path] for path in paths if path in by_path]


def _shown(
    question: Question, fields: dict[str, str | Promise], own: Iterable[str], language: str
) -> ShownQuestion:
    choices = [choice.label_in(language) for choice in question.choices]
    return ShownQuestion(
        question=question,
        label=REFERENCE.sub("…", question.label_in(language)),
        hint=question.hint_in(language),
        kind=_("picked from the list of doors") if question.file else KINDS[question.kind],
        choices=choices[:LONGEST_LIST],
        more_choices=max(0, len(choices) - LONGEST_LIST),
        fills=fields.get(question.path, ""),
        is_own=question.path in own,
    )
