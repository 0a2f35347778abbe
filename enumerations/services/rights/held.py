"""Everything that is held of one household, in words: what the person asked to see."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.conf import settings
from django.contrib.gis.geos import Point
from django.db.models import Count
from django.utils.formats import date_format, number_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts.models import AccessRecord
from enumerations.intake.fields import HOUSEHOLD_FIELDS, PERSON_FIELDS, Field, Kind, Tier
from enumerations.intake.texts import DECLINED, DONT_KNOW
from enumerations.models import AnswerRow, Batch, Household, Person, Submission, TenureClaim, Withdrawal
from enumerations.services.rights.erasure import batches_holding
from enumerations.services.rights.interviews import interviews_of
from settlements.models import County

# The first field of each part of the record, as the questionnaire orders them.
PARTS = {
    "enumerator": gettext_lazy("The visit"),
    "consent": gettext_lazy("What was agreed to"),
    "respondent_role": gettext_lazy("The head and the home"),
    "water_source": gettext_lazy("Water, toilet and energy"),
    "assets": gettext_lazy("Living"),
    "location": gettext_lazy("Place and notes"),
}
NOT_GIVEN = {DONT_KNOW: gettext_lazy("did not know"), DECLINED: gettext_lazy("did not want to say")}


@dataclass(frozen=True)
class Answer:
    """One field in words; `is_closed` where something is held that this reader may not see."""

    label: str
    value: str = ""
    is_closed: bool = False


@dataclass(frozen=True)
class Part:
    """One part of the record."""

    title: str
    answers: list[Answer]


@dataclass(frozen=True)
class Held:
    """What is held of a household, and where it went."""

    household: Household
    parts: list[Part]
    people: list[Part]
    rows: list[Part]
    claims: list[TenureClaim]
    batches: list["Stored"]
    interviews: list["Sent"]
    agreements: list[Withdrawal]
    accesses: list[AccessRecord] = field(default_factory=list)


@dataclass(frozen=True)
class Stored:
    """A file that holds the interview, and until when it does."""

    batch: Batch
    until: date | None

    @property
    def is_there(self) -> bool:
        return bool(self.batch.file)


@dataclass(frozen=True)
class Sent:
    """An interview as a phone sent it, with the pictures of it, and until when it is kept."""

    submission: Submission
    pictures: int
    until: date | None

    @property
    def is_there(self) -> bool:
        return self.submission.xml is not None


def everything(household: Household, tiers: frozenset[Tier]) -> Held:
    """All fields with their labels, the people, the claims, the files and who looked; values by tier."""
    agreements = list(household.withdrawals.select_related("taken_by", "lifted_by"))
    return Held(
        household,
        list(_parts(household, tiers)),
        [_person(person, tiers) for person in household.persons.order_by("line_no")],
        [_row(row) for row in household.answer_rows.all()],
        list(household.claims.select_related("structure", "person")),
        stored(batches_holding(household)),
        sent(household),
        agreements,
        list(accesses(household)),
    )


def accesses(household: Household) -> Iterable[AccessRecord]:
    """Who read or changed this record, newest first."""
    return AccessRecord.objects.filter(subject=f"household {household.pk}").select_related("user")[:50]


def stored(batches: list[int]) -> list[Stored]:
    """These batches, with the day until which their files are kept."""
    found = Batch.objects.filter(pk__in=batches).select_related("enumeration").order_by("pk")
    return [Stored(batch, kept_until(batch)) for batch in found]


def sent(household: Household) -> list[Sent]:
    """What phones sent of it, first to last."""
    found = interviews_of(household).select_related("enumeration").annotate(pictures=Count("attachments"))
    return [Sent(one, one.pictures, kept_until(one)) for one in found.order_by("pk")]


def kept_until(held: Batch | Submission) -> date | None:
    """The day after which the file goes; None while its count is not adopted."""
    adopted = held.enumeration.adopted_on
    return None if adopted is None else adopted + timedelta(days=round(365.25 * settings.RETENTION_YEARS))


def _parts(household: Household, tiers: frozenset[Tier]) -> Iterable[Part]:
    title, answers = "", list[Answer]()
    for declared in HOUSEHOLD_FIELDS:
        if declared.name in PARTS:
            if answers:
                yield Part(title, answers)
            title, answers = str(PARTS[declared.name]), []
        if (answer := _answer(household, declared, tiers)) is not None:
            answers.append(answer)
    if answers:
        yield Part(title, answers)
    if household.answers:
        yield Part(
            _("Other questions"), [Answer(name, str(value)) for name, value in household.answers.items()]
        )


def _person(person: Person, tiers: frozenset[Tier]) -> Part:
    found = (_answer(person, declared, tiers) for declared in PERSON_FIELDS)
    others = [Answer(name, str(value)) for name, value in person.answers.items()]
    return Part(str(person.line_no), [answer for answer in found if answer is not None] + others)


def _row(row: AnswerRow) -> Part:
    """A row of a community's own repeated questions."""
    answers = [Answer(name, str(value)) for name, value in row.answers.items()]
    return Part(f"{row.repeat} {row.line_no}", answers)


def _answer(held: Household | Person, declared: Field, tiers: frozenset[Tier]) -> Answer | None:
    """The answer in words; None where nothing is held."""
    label = str(declared.label)
    value = getattr(held, f"{declared.name}_id" if declared.kind is Kind.COUNTY else declared.name)
    if value is None:
        reason = NOT_GIVEN.get(held.not_given.get(declared.name, ""))
        return Answer(label, str(reason)) if reason else None
    return (
        Answer(label, is_closed=True)
        if declared.tier not in tiers
        else Answer(label, in_words(value, declared))
    )


def in_words(value: Any, declared: Field) -> str:
    """A value as a person reads it."""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, Point):
        return f"{value.y:.5f}, {value.x:.5f}"
    if isinstance(value, datetime):
        return date_format(localtime(value), "j M Y H:i")
    if isinstance(value, date):
        return date_format(value, "j M Y")
    if declared.kind is Kind.COUNTY:
        return str(County.objects.filter(code=value).values_list("name", flat=True).first() or value)
    if declared.choices is not None:
        words = dict(declared.choices.choices)
        codes = value if isinstance(value, list) else [value]
        return ", ".join(str(words.get(code, code)) for code in codes)
    if declared.kind in (Kind.INTEGER, Kind.DECIMAL):
        return number_format(value)
    return str(value)


def years_kept() -> str:
    """How long names and files are kept after adoption, in words."""
    years = settings.RETENTION_YEARS
    return ngettext("%(years)s year", "%(years)s years", years) % {"years": years}
