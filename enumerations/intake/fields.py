"""Every field of the standard questionnaire, declared once.

One declaration serves the checks of files, phones and forms, the blank workbook, the column proposals and
the API's description. Source: the data dictionary (households 2.6, persons 2.7). A field's name is the
model's column; a test holds the two together.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from enumerations import choices
from enumerations.intake.conditions import AtLeast, Condition, Not, OneOf, Yes


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


G, T, P, R = Tier.GROUND, Tier.TENURE, Tier.PEOPLE, Tier.RESTRICTED


def _text(name: str, label: Any, tier: Tier, **more: Any) -> Field:
    return Field(name, label, Kind.TEXT, tier, **more)


def _integer(name: str, label: Any, tier: Tier, least: float, most: float, **more: Any) -> Field:
    return Field(name, label, Kind.INTEGER, tier, minimum=least, maximum=most, **more)


def _amount(name: str, label: Any, tier: Tier, least: float, most: float, **more: Any) -> Field:
    return Field(name, label, Kind.DECIMAL, tier, minimum=least, maximum=most, **more)


def _code(name: str, label: Any, tier: Tier, codes: type[TextChoices], **more: Any) -> Field:
    return Field(name, label, Kind.CODE, tier, choices=codes, **more)


def _codes(name: str, label: Any, tier: Tier, codes: type[TextChoices], **more: Any) -> Field:
    return Field(name, label, Kind.CODES, tier, choices=codes, **more)


def _yes_no(name: str, label: Any, tier: Tier, **more: Any) -> Field:
    return Field(name, label, Kind.YES_NO, tier, **more)


# How a row names its household. These are not answers: the pipeline makes `key` and `structure` of them.
IDENTITY_FIELDS: tuple[Field, ...] = (
    _text("hh_code", _("household number"), P, aliases=("household_code", "hh_id", "household_id", "kaya")),
    _text(
        "structure_code",
        _("number on the door"),
        G,
        aliases=(
            "structure",
            "structure_no",
            "structure_number",
            "door_number",
            "house_number",
            "door",
            "number on the door",
            "namba ya mlango",
            "namba ya jengo",
        ),
    ),
    _integer(
        "household_no", _("household in the structure"), G, 1, 99, aliases=("hh_no", "household_number")
    ),
    _text(
        "instance_id",
        _("interview ID"),
        G,
        max_length=80,
        aliases=(
            "instanceid",
            "meta/instanceID",
            "_uuid",
            "KEY",
            "uuid",
            "_submission__uuid",
            "response code",
        ),
    ),
)

VISITED = OneOf("result", "complete", "partly")
INTERVIEWED = VISITED & Not(Yes("consent", False))
RENTS = INTERVIEWED & OneOf("occupancy_status", "tenant", "sub_tenant")
SEXES = (
    ("m", "male"),
    ("f", "female"),
    ("man", "male"),
    ("woman", "female"),
    ("mwanaume", "male"),
    ("mwanamke", "female"),
)
HAS_TOILET = INTERVIEWED & Not(OneOf("toilet_place", "none"))


def _asked(condition: Condition = INTERVIEWED) -> dict[str, Any]:
    """A question every interviewed household (or those that meet the condition) must answer."""
    return {"required": True, "relevant": condition}


HOUSEHOLD_FIELDS: tuple[Field, ...] = (
    _text("enumerator", _("enumerator"), P, aliases=("interviewer", "username", "_submitted_by")),
    Field("started_at", _("interview started"), Kind.MOMENT, P, aliases=("start",)),
    Field("ended_at", _("interview ended"), Kind.MOMENT, P, aliases=("end",)),
    Field(
        "interviewed_on",
        _("date of the interview"),
        Kind.DATE,
        P,
        aliases=("today", "date", "interview_date"),
    ),
    _text("form_version", _("form version"), G, aliases=("__version__", "version")),
    _text("device", _("device"), P, aliases=("deviceid",)),
    _code(
        "result",
        _("result of the visit"),
        G,
        choices.VisitResult,
        required=True,
        aliases=("result of visit", "matokeo ya ziara"),
    ),
    _yes_no(
        "consent",
        _("agrees to be counted"),
        P,
        required=True,
        relevant=VISITED,
        aliases=("do you agree to be counted", "unakubali kuhesabiwa"),
    ),
    _yes_no("consent_list", _("name may be on the posted list"), P, relevant=INTERVIEWED),
    _yes_no(
        "consent_share_county",
        _("totals may go to the county"),
        P,
        relevant=INTERVIEWED,
        aliases=("consent_county", "may totals go to the county", "jumla zinaweza kupelekwa kaunti"),
    ),
    _yes_no("consent_photo", _("agrees to a photo"), P, relevant=INTERVIEWED),
    _yes_no("consent_contact", _("may be contacted"), P, relevant=INTERVIEWED),
    _code("respondent_role", _("who answered"), P, choices.RespondentRole, **_asked()),
    _text(
        "head_name",
        _("name of the household head"),
        P,
        max_length=60,
        pattern=r"^[\p{L}\p{M}'’.\- ]{3,60}$",
        aliases=(
            "name",
            "household_head",
            "head_of_household",
            "name of household head",
            "jina la mkuu wa kaya",
        ),
        **_asked(),
    ),
    _code(
        "head_sex",
        _("sex of the head"),
        P,
        choices.Sex,
        value_aliases=SEXES,
        aliases=("sex of head", "jinsia ya mkuu"),
        **_asked(),
    ),
    _code("head_id_kind", _("identity document of the head"), R, choices.IdKind, relevant=INTERVIEWED),
    _text("head_id_number", _("number of the document"), R, max_length=30, relevant=INTERVIEWED),
    _text(
        "phone",
        _("phone"),
        P,
        max_length=20,
        pattern=r"^(\+254|0)[17][0-9]{8}$",
        relevant=INTERVIEWED,
        aliases=("telephone", "phone_number", "mobile"),
    ),
    _code(
        "occupancy_status",
        _("owner or tenant"),
        T,
        choices.TenureRole,
        aliases=(
            "occupancy",
            "tenure",
            "tenure_status",
            "land ownership status",
            "who are you here",
            "wewe ni nani hapa",
        ),
        value_aliases=(
            ("owner", "owner_resident"),
            ("renter", "tenant"),
            ("subtenant", "sub_tenant"),
            ("owner occupier", "owner_resident"),
            ("resident owner", "owner_resident"),
            ("absentee owner", "owner_absentee"),
            ("absent landlord", "owner_absentee"),
            ("absentee landlord", "owner_absentee"),
        ),
        **_asked(),
    ),
    _integer(
        "years_in_settlement",
        _("years in this settlement"),
        P,
        0,
        110,
        aliases=("years_settlement", "miaka katika makazi haya"),
        **_asked(),
    ),
    _integer("years_in_structure", _("years in this structure"), P, 0, 110, **_asked()),
    Field(
        "previous_county", _("county lived in before"), Kind.COUNTY, P, aliases=("previous_residence_county",)
    ),
    _integer(
        "rooms_used",
        _("rooms used"),
        G,
        1,
        20,
        aliases=("rooms", "rooms occupied", "vyumba mnavyotumia"),
        **_asked(),
    ),
    _amount(
        "rent_month_kes",
        _("rent per month, KES"),
        T,
        0,
        30_000,
        warn_below=300,
        warn_above=10_000,
        unit="KES",
        aliases=("rent", "monthly_rent", "rent per month", "kodi kwa mwezi", "kodi ya nyumba"),
        **_asked(RENTS),
    ),
    _codes("rent_includes", _("the rent includes"), T, choices.RentIncludes, relevant=RENTS),
    _integer(
        "members_total",
        _("people who usually live here"),
        P,
        1,
        30,
        warn_above=20,
        aliases=(
            "members",
            "household_size",
            "hh_size",
            "watu wanaoishi hapa",
            "number of household members",
        ),
        **_asked(),
    ),
    _code(
        "water_source",
        _("main drinking water"),
        G,
        choices.WaterSource,
        aliases=("water", "main source of drinking water", "maji ya kunywa hutoka wapi"),
        value_aliases=(
            ("water_kiosk", "public_tap_standpipe"),
            ("kiosk", "public_tap_standpipe"),
            ("tanker", "water_vendor"),
            ("illegal_spaghetti_line", "piped_yard_plot"),
        ),
        **_asked(),
    ),
    _amount(
        "water_price_20l_kes",
        _("price of 20 litres, KES"),
        G,
        0,
        100,
        warn_above=30,
        unit="KES",
        aliases=("price20", "water_price", "price of 20 litres", "bei ya lita 20"),
        **_asked(),
    ),
    _integer(
        "water_jerrycans_day",
        _("20-litre jerrycans per day"),
        G,
        0,
        40,
        aliases=("jerrycans", "mitungi ya lita 20 kwa siku"),
        **_asked(),
    ),
    _integer(
        "water_minutes_roundtrip",
        _("minutes to fetch water, there and back"),
        G,
        0,
        240,
        unit=_("minutes"),
        aliases=("how long does it take to go there get water and come back",),
        **_asked(),
    ),
    _integer("water_days_per_week", _("days with water in a week"), G, 0, 7, relevant=INTERVIEWED),
    _code(
        "toilet_type",
        _("kind of toilet"),
        G,
        choices.ToiletType,
        aliases=("toilet", "toilet used", "aina ya choo", "kind of toilet facility usually used"),
        value_aliases=(("flying_toilet", "open_bush"),),
        **_asked(),
    ),
    _code(
        "toilet_place",
        _("where the toilet is"),
        G,
        choices.ToiletPlace,
        aliases=("where is it", "kiko wapi"),
        **_asked(),
    ),
    _integer(
        "toilet_shared_households",
        _("households sharing the toilet"),
        G,
        1,
        200,
        aliases=(
            "shared",
            "households sharing it",
            "kaya zinazokitumia",
            "how many households share the toilet",
        ),
        **_asked(HAS_TOILET),
    ),
    _amount("toilet_cost_use_kes", _("cost of one use, KES"), G, 0, 50, unit="KES", relevant=HAS_TOILET),
    _yes_no("toilet_safe_night_women", _("safe for women at night"), P, relevant=HAS_TOILET),
    _code("solid_waste", _("rubbish"), G, choices.SolidWaste, aliases=("garbage",), **_asked()),
    _code(
        "cooking_fuel",
        _("cooking fuel"),
        G,
        choices.CookingFuel,
        value_aliases=(("gas", "gas_lpg"), ("lpg", "gas_lpg"), ("kerosene", "paraffin")),
        **_asked(),
    ),
    _code(
        "lighting",
        _("lighting"),
        G,
        choices.Lighting,
        value_aliases=(("electricity", "mains_electricity"),),
        **_asked(),
    ),
    _code(
        "electricity_connection",
        _("electricity connection"),
        P,
        choices.ElectricityConnection,
        relevant=INTERVIEWED,
    ),
    _amount(
        "electricity_month_kes",
        _("electricity per month, KES"),
        P,
        0,
        5_000,
        unit="KES",
        relevant=INTERVIEWED,
    ),
    _codes("assets", _("the household owns"), G, choices.Asset, relevant=INTERVIEWED),
    _code("income_main_source", _("main source of income"), P, choices.IncomeSource, relevant=INTERVIEWED),
    _code("income_band_month_kes", _("income per month, KES"), P, choices.IncomeBand, relevant=INTERVIEWED),
    _code("savings_group", _("savings group"), P, choices.SavingsGroup, **_asked()),
    _yes_no("eviction_experience_5y", _("evicted in the last five years"), P, **_asked()),
    _code("wants_to_stay", _("wants to stay"), P, choices.StayWish, relevant=INTERVIEWED),
    _code(
        "priority_1",
        _("first priority"),
        G,
        choices.Priority,
        aliases=("prio1", "kipaumbele cha kwanza"),
        **_asked(),
    ),
    _code(
        "priority_2",
        _("second priority"),
        G,
        choices.Priority,
        aliases=("prio2", "kipaumbele cha pili"),
        **_asked(),
    ),
    _code(
        "priority_3",
        _("third priority"),
        G,
        choices.Priority,
        aliases=("prio3", "kipaumbele cha tatu"),
        **_asked(),
    ),
    Field(
        "location",
        _("location at the door"),
        Kind.POINT,
        R,
        aliases=("gps", "geopoint", "_geolocation"),
        **_asked(),
    ),
    _text("note", _("note"), P, max_length=10_000, aliases=("notes", "comment", "comments")),
)

# How a person's row names its household and place in it.
PERSON_IDENTITY_FIELDS: tuple[Field, ...] = (
    _text(
        "parent",
        _("household number"),
        P,
        aliases=(
            "hh_code",
            "parent_key",
            "_parent_index",
            "_submission__uuid",
            "instance_id",
            "_parent_uuid",
        ),
    ),
    _integer("line_no", _("line"), G, 1, 60, aliases=("line", "person_no", "member_no")),
)

PERSON_FIELDS: tuple[Field, ...] = (
    _text("name", _("name"), P, max_length=60, aliases=("p_name", "first_name", "member_name", "jina")),
    _code(
        "relation",
        _("relation to the head"),
        P,
        choices.Relation,
        required=True,
        aliases=("p_rel", "relation to head", "uhusiano na mkuu wa kaya"),
    ),
    _code(
        "sex",
        _("sex"),
        P,
        choices.Sex,
        required=True,
        aliases=("p_sex", "gender", "jinsia"),
        value_aliases=SEXES,
    ),
    _integer(
        "age",
        _("age in full years"),
        P,
        0,
        110,
        required=True,
        unit=_("years"),
        aliases=("p_age", "umri", "umri miaka kamili"),
    ),
    _code("marital", _("marital status"), P, choices.MaritalStatus, relevant=AtLeast("age", 12)),
    _code(
        "school_status",
        _("schooling"),
        P,
        choices.SchoolStatus,
        required=True,
        relevant=AtLeast("age", 3),
        aliases=("p_school", "elimu"),
    ),
    _code("education_highest", _("highest education"), P, choices.EducationLevel, relevant=AtLeast("age", 3)),
    _code(
        "school_location",
        _("where the school is"),
        G,
        choices.SchoolLocation,
        relevant=AtLeast("age", 3) & OneOf("school_status", "in_school"),
        value_aliases=(("<1km", "under_1km"), (">1km", "over_1km")),
    ),
    _code(
        "school_kind",
        _("kind of school"),
        G,
        choices.SchoolKind,
        relevant=AtLeast("age", 3) & OneOf("school_status", "in_school"),
    ),
    _code(
        "activity",
        _("work"),
        P,
        choices.Activity,
        required=True,
        required_where=AtLeast("age", 15),
        relevant=AtLeast("age", 5),
        aliases=("p_work", "kazi"),
    ),
    _code("occupation", _("occupation"), P, choices.Occupation, relevant=AtLeast("age", 15)),
    _code(
        "seeing",
        _("difficulty seeing, even with glasses"),
        P,
        choices.Difficulty,
        relevant=AtLeast("age", 5),
        aliases=("p_see", "difficulty seeing even with glasses", "ana ugumu wa kuona hata akivaa miwani"),
    ),
    _code(
        "hearing",
        _("difficulty hearing, even with a hearing aid"),
        P,
        choices.Difficulty,
        relevant=AtLeast("age", 5),
    ),
    _code(
        "walking",
        _("difficulty walking or climbing steps"),
        P,
        choices.Difficulty,
        relevant=AtLeast("age", 5),
    ),
    _code(
        "remembering",
        _("difficulty remembering or concentrating"),
        P,
        choices.Difficulty,
        relevant=AtLeast("age", 5),
    ),
    _code(
        "self_care", _("difficulty washing or dressing"), P, choices.Difficulty, relevant=AtLeast("age", 5)
    ),
    _code(
        "communicating", _("difficulty being understood"), P, choices.Difficulty, relevant=AtLeast("age", 5)
    ),
    _yes_no("id_holder", _("has an identity card"), P, relevant=AtLeast("age", 18)),
)


def by_name(fields: Iterable[Field]) -> dict[str, Field]:
    return {field.name: field for field in fields}
