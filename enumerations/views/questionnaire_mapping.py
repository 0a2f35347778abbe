"""Which field of the register each question of a draft fills: the mapping page of a questionnaire."""

from collections.abc import Iterator
from contextlib import contextmanager

import polars as pl
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.models import User
from enumerations.intake.columns import Mapping
from enumerations.intake.readers import Sheet
from enumerations.intake.refusal import Refusal
from enumerations.mapping_form import Asked
from enumerations.models import QuestionnaireVersion
from enumerations.services.questionnaires import set_mapping
from enumerations.views.batches import sentences_of
from enumerations.views.mapping import Work, mapping_page
from enumerations.views.questionnaires import draft_of, managed, version_url
from enumerations.xlsform import Question


class FormSource:
    """A draft's questions as headings, their choices as what stands in the columns."""

    is_form = True
    settled = gettext_lazy("It is settled which fields the questions fill.")

    def __init__(self, version: QuestionnaireVersion) -> None:
        self.version = version
        self.enumeration = version.questionnaire.enumeration
        questions = [Question.from_json(kept) for kept in version.questions]
        self.sheets = sheets_of_questions(questions, Mapping.from_json(version.mapping))
        language = (get_language() or "en")[:2]
        self.asked = {
            each.path: Asked(
                each.label_in(language), {choice.name: choice.label_in(language) for choice in each.choices}
            )
            for each in questions
        }
        self.url = reverse("enumerations:questionnaire-mapping", args=[self.enumeration.pk])
        self.crumbs = [
            (self.enumeration.name, self.enumeration.get_absolute_url()),
            (_("Questionnaire"), version.questionnaire.get_absolute_url()),
            (_("Draft"), version_url(version)),
        ]

    def so_far(self) -> Mapping:
        return Mapping.from_json(self.version.mapping)

    @contextmanager
    def held(self) -> Iterator[Work]:
        with transaction.atomic():
            held = QuestionnaireVersion.objects.select_for_update(of=("self",)).get(pk=self.version.pk)
            work = Work(Mapping.from_json(held.mapping))
            yield work
            set_mapping(version=held, mapping=work.mapping)
        self.version.mapping = held.mapping

    def settle(self, mapping: Mapping, user: User) -> None:
        set_mapping(version=self.version, mapping=mapping)

    def get_absolute_url(self) -> str:
        return version_url(self.version)


def sheets_of_questions(questions: list[Question], mapping: Mapping) -> list[Sheet]:
    """The households' questions and the persons', as the interviews' own sheets will be called."""
    homes = [each for each in questions if each.is_answer and not each.repeat]
    sheets = [_sheet(mapping.households.sheet, homes)]
    if mapping.persons:
        roster = mapping.persons.sheet
        inside = [each for each in questions if each.is_answer and each.repeat]
        persons = [each for each in inside if roster in {each.repeat, each.repeat.rpartition("/")[2]}]
        sheets.append(_sheet(roster, persons))
    return sheets


def _sheet(name: str, questions: list[Question]) -> Sheet:
    """A column for each question, holding its choices."""
    longest = max((len(each.choices) for each in questions), default=0)
    columns = {
        each.path: [choice.name for choice in each.choices] + [None] * (longest - len(each.choices))
        for each in questions
    }
    frame = pl.DataFrame(
        {"_row": range(2, longest + 2), **columns},
        schema={"_row": pl.UInt32, **dict.fromkeys(columns, pl.String)},
    )
    return Sheet(name, list(columns), lambda _problems: iter([frame]))


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def questionnaire_mapping(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the draft's questions with the field that each fills; take corrections."""
    version = draft_of(managed(request, pk))
    try:
        return mapping_page(request, FormSource(version))
    except Refusal as refusal:
        messages.error(request, sentences_of(refusal))
        return redirect(version_url(version))
