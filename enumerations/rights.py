"""What the counted may ask for, in codes, and which of a record's fields say who somebody is."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from enumerations.intake.fields import HOUSEHOLD_FIELDS, PERSON_FIELDS, Field, Kind

DAYS_TO_ANSWER = 30


class Purpose(models.TextChoices):
    """What a household agrees to, each for itself. The codes are columns of Household."""

    COUNTED = "consent", _("being counted")
    LIST = "consent_list", _("the name on the posted list")
    SHARE_COUNTY = "consent_share_county", _("totals for the county")
    PHOTO = "consent_photo", _("a photo")
    CONTACT = "consent_contact", _("being contacted")


class Route(models.TextChoices):
    """How a wish reached us."""

    PHONE = "phone", _("By phone")
    LEADER = "leader", _("Through a leader")
    OFFICE = "office", _("At the office")
    PAPER = "paper", _("On paper")


class RequestKind(models.TextChoices):
    """What somebody may ask about what is held of them (Data Protection Act, sections 26, 32, 34 and 40)."""

    SEE = "see", _("See what is held")
    CORRECT = "correct", _("Correct it")
    WITHDRAW = "withdraw", _("Take back an agreement")
    RESTRICT = "restrict", _("Keep it, but do not use it")
    ERASE = "erase", _("Erase it")


class RequestOutcome(models.TextChoices):
    """What became of a request."""

    OPEN = "open", _("Not answered yet")
    DONE = "done", pgettext_lazy("request", "Done")
    REFUSED = "refused", pgettext_lazy("request", "Refused")
    NOTHING_HELD = "nothing_held", _("Nothing is held")
    TAKEN_BACK = "taken_back", _("The person no longer asks for it")


class RetentionRule(models.TextChoices):
    """What is cleared when its time is over."""

    ID_NUMBERS = "id_numbers", _("Identity numbers, once the count is adopted")
    RAW = "raw", _("Names, phones, places, notes and stored files, some years later")


def identifies(field: Field) -> bool:
    """Whether an answer says who or where somebody is: personal, and in their own words, a place or a moment.

    Codes and numbers (sex, age, rent) say it of nobody once these are gone. So a new personal field of words
    goes with the names, until someone says otherwise here.
    """
    return field.is_personal and field.kind in {Kind.TEXT, Kind.POINT, Kind.MOMENT}


IDENTIFYING_HOUSEHOLD: tuple[str, ...] = tuple(field.name for field in HOUSEHOLD_FIELDS if identifies(field))
IDENTIFYING_PERSON: tuple[str, ...] = tuple(field.name for field in PERSON_FIELDS if identifies(field))
ID_NUMBER = "head_id_number"


def columns_of(model: type[models.Model], fields: tuple[str, ...]) -> tuple[str, ...]:
    """The model's columns that hold these fields: their own, and what is kept beside them about the same."""
    beside = {f"{name}{more}" for name in fields for more in ("", "_accuracy_m", "_hash")}
    return tuple(field.name for field in model._meta.concrete_fields if field.name in beside)
