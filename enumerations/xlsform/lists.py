"""The standard questionnaire's lists of choices: the codes of `enumerations.choices` with their labels."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from enumerations import choices
from enumerations.intake.fields import Field, Kind
from enumerations.xlsform.wording import LANGUAGES

DONT_KNOW, DECLINED = "-98", "-99"
NOT_GIVEN = {DONT_KNOW: choices.NotGiven.DONT_KNOW.label, DECLINED: choices.NotGiven.DECLINED.label}
# What the enumerator sees, or what the interview stands on, has an answer.
ALWAYS_KNOWN: frozenset[type[TextChoices]] = frozenset(
    {choices.VisitResult, choices.RespondentRole, choices.Sex}
)
ALWAYS_ANSWERED = frozenset(
    {"consent", "consent_list", "consent_share_county", "consent_photo", "consent_contact"}
)
YES_NO: dict[str, str | Promise] = {"yes": _("Yes"), "no": _("No")}

Labels = Mapping[str, str | Promise]


def ways_out(field: Field) -> tuple[str, ...]:
    """The codes by which this question may be left without an answer, beside its own."""
    if field.kind is Kind.YES_NO:
        return () if field.name in ALWAYS_ANSWERED else (DONT_KNOW, DECLINED)
    if field.kind is not Kind.CODE or field.choices is None or field.choices in ALWAYS_KNOWN:
        return ()
    own = set(field.choices.values)
    said = {DONT_KNOW: "dk" in own, DECLINED: "declined" in own}
    return tuple(code for code, is_said in said.items() if not is_said)


class Lists:
    """The lists that questions ask for, each written once."""

    def __init__(self) -> None:
        self.lists: dict[str, Labels] = {}

    def of(self, field: Field) -> str:
        """The name of the field's list."""
        own: dict[str, str | Promise] = (
            dict(field.choices.choices) if field.choices is not None else dict(YES_NO)
        )
        name = _snake(field.choices.__name__) if field.choices is not None else "yes_no"
        extra = ways_out(field)
        if extra:
            name += "_or_not_given"
        return self.add(name, own | {code: NOT_GIVEN[code] for code in extra})

    def add(self, name: str, labels: Labels) -> str:
        self.lists[name] = labels
        return name

    def rows(self) -> Iterator[dict[str, str]]:
        """The rows of the sheet `choices`."""
        for name, labels in self.lists.items():
            for code, label in labels.items():
                row = {"list_name": name, "name": code}
                yield row | {f"label::{LANGUAGES[code]}": said(label, code) for code in LANGUAGES}


def said(label: Any, language: str) -> str:
    """A label of the interface in one language."""
    with override(language):
        return str(label)


def _snake(name: str) -> str:
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "_", name).lower()
