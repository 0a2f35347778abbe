"""What publishing a draft changes for the answers that are already in, counted."""

from dataclasses import dataclass, field
from typing import Any

from django.db.models import Model, QuerySet
from django.utils.translation import get_language

from enumerations.indicators.declaration import Indicator
from enumerations.indicators.needs import figures_needing
from enumerations.intake.columns import HOUSEHOLD_COLUMNS, PERSON_COLUMNS, Mapping, Target
from enumerations.intake.fields import Kind
from enumerations.models import Enumeration, Household, Person, QuestionnaireVersion
from enumerations.tabulation.answers import answers_to, merged
from enumerations.tabulation.questions import OwnQuestion, questions_of
from enumerations.xlsform import Change, Question, compare

# What is said with the number of answers that it concerns.
COUNTED = frozenset({"removed", "kind", "choice_removed", "constraint", "relevant", "repeat", "moved"})


@dataclass(frozen=True)
class Effect:
    """One change, how many answers that are in it concerns (None: none can be), and figures it ends."""

    change: Change
    answers: int | None = None
    figures: tuple[Indicator, ...] = field(default=())

    @property
    def matters(self) -> bool:
        """Whether answers that are in, or figures, are concerned; what cannot be counted might be."""
        touches = self.change.touches_data and self.answers is None
        return bool((self.answers and self.change.touches_data) or self.figures or touches)


def effects_of(draft: QuestionnaireVersion) -> list[Effect]:
    """What changes against the version that phones have now, what matters to data first."""
    current = draft.questionnaire.current()
    if current is None:
        return []
    before, after = _questions(current), _questions(draft)
    changes = compare(before.values(), after.values())
    register = _Register(draft.questionnaire.enumeration, current, before)
    lost = _fields_of(current) - _fields_of(draft)
    effects = [_effect(change, before, register, lost) for change in changes]
    return sorted(effects, key=lambda each: not each.matters)


def _questions(version: QuestionnaireVersion) -> dict[str, Question]:
    return {question.path: question for question in map(Question.from_json, version.questions)}


def _fields_of(version: QuestionnaireVersion) -> frozenset[str]:
    mapping = Mapping.from_json(version.mapping)
    return mapping.households.fields | (mapping.persons.fields if mapping.persons else frozenset())


def _effect(
    change: Change, before: dict[str, Question], register: "_Register", lost: frozenset[str]
) -> Effect:
    earlier = before.get(change.path) or next(
        (each for each in before.values() if each.name == change.name), None
    )
    if earlier is None or change.code not in COUNTED:
        return Effect(change)
    choice = _choice_of(earlier, change) if change.code == "choice_removed" else None
    gone = {register.target(earlier).field} & lost
    return Effect(
        change, register.count(earlier, choice), tuple(figures_needing(gone)) if gone - {""} else ()
    )


def _choice_of(question: Question, change: Change) -> str | None:
    """The choice's name: a change says it in words."""
    language = (get_language() or "en")[:2]
    return next((each.name for each in question.choices if each.label_in(language) == change.choice), None)


class _Register:
    """The answers that are in, asked for by the questions of the version that brought them."""

    def __init__(
        self, enumeration: Enumeration, version: QuestionnaireVersion, questions: dict[str, Question]
    ) -> None:
        self.enumeration = enumeration
        self.mapping = Mapping.from_json(version.mapping)
        self.own = {own.path: own for own in questions_of(version)}
        self.questions = questions

    def target(self, question: Question) -> Target:
        """Where the question's answers go."""
        sheets = [self.mapping.households, *([self.mapping.persons] if self.mapping.persons else [])]
        return next(
            (sheet.targets[question.path] for sheet in sheets if question.path in sheet.targets), Target()
        )

    def count(self, question: Question, choice: str | None = None) -> int | None:
        """How many answered it; or how many chose this."""
        target = self.target(question)
        if target.field:
            return self._count_field(question, target, choice)
        own = self.own.get(question.path)
        return self._count_own(own, choice) if own else None

    def _count_field(self, question: Question, target: Target, choice: str | None) -> int | None:
        is_person = bool(self.mapping.persons and question.path in self.mapping.persons.targets)
        declared = (PERSON_COLUMNS if is_person else HOUSEHOLD_COLUMNS)[target.field]
        model: type[Model] = Person if is_person else Household
        if declared.name not in {each.name for each in model._meta.get_fields()}:
            return None
        records: QuerySet[Any] = model._default_manager.filter(enumeration=self.enumeration)
        if choice is None:
            return records.filter(**{f"{declared.name}__isnull": False}).count()
        code = target.values.get(choice, choice)
        if declared.kind is Kind.YES_NO:
            return records.filter(**{declared.name: code == "yes"}).count()
        if declared.kind is Kind.CODES:
            return records.filter(**{f"{declared.name}__contains": [code]}).count()
        return records.filter(**{declared.name: code}).count() if declared.kind is Kind.CODE else None

    def _count_own(self, own: OwnQuestion, choice: str | None) -> int:
        found = merged(list(answers_to(self.enumeration, own).values()))
        return found.n if choice is None else found.values.get(choice, (0, 0))[0]
