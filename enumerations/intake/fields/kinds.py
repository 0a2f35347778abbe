"""What a question is: its kind, who may see its answer, its range and when it is asked."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.db.models import TextChoices
from django.utils.functional import Promise

from enumerations.intake.conditions import Condition


class Kind(StrEnum):
    """What a value is, once it has been read."""

    TEXT = "text"
    INTEGER = "integer"
    DECIMAL = "decimal"
    YES_NO = "yes_no"
    CODE = "code"  # one of the choices
    CODES = "codes"  # several of the choices
    COUNTY = "county"  # a county's three-digit code or name
    DATE = "date"
    MOMENT = "moment"  # date and time, with or without zone (then Nairobi's)
    POINT = "point"  # "lat lon [altitude accuracy]", or two columns, EPSG:4326


class Tier(StrEnum):
    """Who may see a field of one household or person; what nobody has decided on is restricted."""

    GROUND = "ground"  # everybody of the settlement
    TENURE = "tenure"  # its leaders and the office
    PEOPLE = "people"  # whoever may see names: data managers, staff for a reason, the enumerator who asked
    RESTRICTED = "restricted"  # data managers


@dataclass(frozen=True, eq=False)  # a field is itself: its labels compare differently in each language
class Field:
    """One question: its type, range, choices, and when it must be answered.

    `minimum`/`maximum` reject the row; `warn_below`/`warn_above` only warn. `required` asks for an answer
    wherever `relevant` holds (everywhere, when it is None), or only at `required_where`; where a question
    is not relevant, an answer is cleared with a warning. `aliases` are headings and question names seen in
    the field besides the name and the labels.
    """

    name: str
    label: str | Promise
    kind: Kind
    tier: Tier = Tier.RESTRICTED
    required: bool = False
    relevant: Condition | None = None
    required_where: Condition | None = None  # asked wherever it is relevant, needed only here
    choices: type[TextChoices] | None = None
    minimum: float | None = None
    maximum: float | None = None
    warn_below: float | None = None
    warn_above: float | None = None
    pattern: str = ""
    max_length: int = 100
    unit: str | Promise = ""
    aliases: tuple[str, ...] = ()
    value_aliases: tuple[tuple[str, str], ...] = ()  # what people write -> our code

    @property
    def is_personal(self) -> bool:
        return self.tier is not Tier.GROUND


# What people write for a sex.
SEXES = (
    ("m", "male"),
    ("f", "female"),
    ("man", "male"),
    ("woman", "female"),
    ("mwanaume", "male"),
    ("mwanamke", "female"),
)

# How a declaration is written: one word for each kind.


def text(name: str, label: Any, tier: Tier, **more: Any) -> Field:
    return Field(name, label, Kind.TEXT, tier, **more)


def integer(name: str, label: Any, tier: Tier, least: float, most: float, **more: Any) -> Field:
    return Field(name, label, Kind.INTEGER, tier, minimum=least, maximum=most, **more)


def amount(name: str, label: Any, tier: Tier, least: float, most: float, **more: Any) -> Field:
    return Field(name, label, Kind.DECIMAL, tier, minimum=least, maximum=most, **more)


def code(name: str, label: Any, tier: Tier, codes: type[TextChoices], **more: Any) -> Field:
    return Field(name, label, Kind.CODE, tier, choices=codes, **more)


def codes(name: str, label: Any, tier: Tier, codes: type[TextChoices], **more: Any) -> Field:
    return Field(name, label, Kind.CODES, tier, choices=codes, **more)


def yes_no(name: str, label: Any, tier: Tier, **more: Any) -> Field:
    return Field(name, label, Kind.YES_NO, tier, **more)
