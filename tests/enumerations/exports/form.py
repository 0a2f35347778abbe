"""Two questionnaires, and four interviews, as facts.

The skeleton has the names, groups and labels of the data dictionary's XLSForm; what it leaves out and a
standard count requires has the dictionary's own names and labels. `paint` is the community's question. The
other is the standard questionnaire that the product ships.
"""

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone
from functools import lru_cache
from typing import Any

from django.db.models import TextChoices
from django.utils.translation import override

from enumerations import choices
from enumerations.xlsform import QuestionKind, convert, standard_workbook

NAIROBI = timezone(timedelta(hours=3))
LANGUAGES = ("en", "sw")
VERSION = "7"
FORM = "kmt_1"
Labels = Mapping[str, str]


@dataclass(frozen=True)
class Question:
    """`field` is what the answer is in the register; `options` are the labels of each choice's code."""

    path: str
    field: str
    labels: Labels
    options: Mapping[str, Labels] = dataclasses.field(default_factory=dict)
    several: bool = False
    is_point: bool = False

    @property
    def name(self) -> str:
        return self.path.rpartition("/")[2]

    @property
    def groups(self) -> list[str]:
        return self.path.split("/")[:-1]

    def label(self, language: str) -> str:
        return self.labels.get(language) or self.name

    def said(self, code: str, language: str) -> str:
        """A choice's label."""
        return self.options[code][language] if code in self.options else code


@dataclass(frozen=True)
class Form:
    household: tuple[Question, ...]
    person: tuple[Question, ...]
    repeat: str
    groups: Mapping[str, Labels]

    def inside(self, question: Question) -> str:
        """The path below the repeat, or whole."""
        return question.path.removeprefix(f"{self.repeat}/")


YES_NO = {"yes": {"en": "Yes", "sw": "Ndiyo"}, "no": {"en": "No", "sw": "Hapana"}}


def Q(
    path: str, name: str, english: str, kiswahili: str, of: type[TextChoices] | None = None, **more: bool
) -> Question:
    options: Mapping[str, Labels] = YES_NO if name in {"consent", "consent_share_county"} else {}
    if name == "eviction_experience_5y":
        options = YES_NO
    if of is not None:
        options = {code: _labels(of, code) for code in of.values}
    return Question(path, name, {"en": english, "sw": kiswahili}, options, **more)


def _labels(of: type[TextChoices], code: str) -> Labels:
    labels = {}
    for language in LANGUAGES:
        with override(language):
            labels[language] = str(of(code).label)
    return labels


_HOUSEHOLD = (
    Q("start", "started_at", "start", "start"),
    Q("end", "ended_at", "end", "end"),
    Q("today", "interviewed_on", "today", "today"),
    Q("username", "enumerator", "username", "username"),
    Q("deviceid", "device", "deviceid", "deviceid"),
    Q("structure_code", "structure_code", "Number on the door", "Namba ya mlango"),
    Q("result", "result", "Result of visit", "Matokeo ya ziara", choices.VisitResult),
    Q("c/consent", "consent", "Do you agree to be counted?", "Unakubali kuhesabiwa?"),
    Q("c/consent_county", "consent_share_county", "May totals go to the county?",
      "Jumla zinaweza kupelekwa kaunti?"),
    Q("hh/respondent_role", "respondent_role", "Who answered", "Aliyejibu", choices.RespondentRole),
    Q("hh/head_name", "head_name", "Name of household head", "Jina la mkuu wa kaya"),
    Q("hh/head_sex", "head_sex", "Sex of head", "Jinsia ya mkuu", choices.Sex),
    Q("hh/occupancy", "occupancy_status", "Who are you here?", "Wewe ni nani hapa?", choices.TenureRole),
    Q("hh/years_settlement", "years_in_settlement", "Years in this settlement", "Miaka katika makazi haya"),
    Q("hh/years_in_structure", "years_in_structure", "Years in this structure", "Miaka katika jengo hili"),
    Q("hh/rooms", "rooms_used", "Rooms used", "Vyumba mnavyotumia"),
    Q("hh/rent", "rent_month_kes", "Rent per month (KES)", "Kodi kwa mwezi (KES)"),
    Q("hh/members", "members_total", "People who usually live here", "Watu wanaoishi hapa"),
    Q("hh/water", "water_source", "Main drinking water", "Maji ya kunywa hutoka wapi?", choices.WaterSource),
    Q("hh/price20", "water_price_20l_kes", "Price of 20 litres (KES)", "Bei ya lita 20 (KES)"),
    Q("hh/jerrycans", "water_jerrycans_day", "20-litre jerrycans per day", "Mitungi ya lita 20 kwa siku"),
    Q("hh/water_minutes_roundtrip", "water_minutes_roundtrip", "Minutes to fetch water, there and back",
      "Dakika za kuteka maji, kwenda na kurudi"),
    Q("hh/toilet", "toilet_type", "Toilet used", "Aina ya choo", choices.ToiletType),
    Q("hh/toilet_place", "toilet_place", "Where is it?", "Kiko wapi?", choices.ToiletPlace),
    Q("hh/shared", "toilet_shared_households", "Households sharing it", "Kaya zinazokitumia"),
    Q("hh/solid_waste", "solid_waste", "Rubbish", "Takataka", choices.SolidWaste),
    Q("hh/cooking_fuel", "cooking_fuel", "Cooking fuel", "Nishati ya kupikia", choices.CookingFuel),
    Q("hh/lighting", "lighting", "Lighting", "Taa za nyumba", choices.Lighting),
    Q("hh/assets", "assets", "The household owns", "Kaya inamiliki", choices.Asset, several=True),
    Q("hh/savings_group", "savings_group", "Savings group", "Kikundi cha akiba", choices.SavingsGroup),
    Q("hh/eviction_experience_5y", "eviction_experience_5y", "Evicted in the last five years",
      "Walifurushwa miaka mitano iliyopita"),
    Q("hh/prio1", "priority_1", "First priority", "Kipaumbele cha kwanza", choices.Priority),
    Q("hh/prio2", "priority_2", "Second priority", "Kipaumbele cha pili", choices.Priority),
    Q("hh/prio3", "priority_3", "Third priority", "Kipaumbele cha tatu", choices.Priority),
    Q("hh/paint", "paint", "Colour of the door", "Rangi ya mlango"),
    Q("hh/gps", "location", "Location at the door", "Mahali mlangoni", is_point=True),
    Q("hh/note", "note", "Note", "Maelezo"),
)  # fmt: skip
_PERSON = (
    Q("hh/person/p_name", "name", "First name", "Jina"),
    Q("hh/person/p_rel", "relation", "Relation to head", "Uhusiano na mkuu wa kaya", choices.Relation),
    Q("hh/person/p_sex", "sex", "Sex", "Jinsia", choices.Sex),
    Q("hh/person/p_age", "age", "Age in full years", "Umri (miaka kamili)"),
    Q("hh/person/p_school", "school_status", "Schooling", "Elimu", choices.SchoolStatus),
    Q("hh/person/p_work", "activity", "Work", "Kazi", choices.Activity),
    Q("hh/person/p_see", "seeing", "Difficulty seeing, even with glasses?",
      "Ana ugumu wa kuona, hata akivaa miwani?", choices.Difficulty),
)  # fmt: skip

SKELETON = Form(
    _HOUSEHOLD,
    _PERSON,
    "hh/person",
    {
        "c": {"en": "Consent", "sw": "Idhini"},
        "hh": {"en": "Household", "sw": "Kaya"},
        "person": {"en": "Person", "sw": "Mtu"},
    },
)


@lru_cache(maxsize=1)
def standard() -> Form:
    """The questionnaire that every new count starts from, as it is converted for phones."""
    form = convert(standard_workbook(settlement_code="KMT"), "standard.xlsx", form_id=FORM, version=VERSION)
    containers = {QuestionKind.GROUP, QuestionKind.REPEAT}
    asked = [each for each in form.questions if each.kind not in {*containers, QuestionKind.NOTE}]
    found = [
        Question(
            each.path,
            each.name,
            each.labels,
            {option.name: option.labels for option in each.choices},
            several=each.kind is QuestionKind.SELECT_MULTIPLE,
            is_point=each.kind is QuestionKind.GEOPOINT,
        )
        for each in asked
    ]
    return Form(
        tuple(question for question, each in zip(found, asked, strict=True) if not each.repeat),
        tuple(question for question, each in zip(found, asked, strict=True) if each.repeat),
        next(each.path for each in form.questions if each.kind is QuestionKind.REPEAT),
        {each.name: each.labels for each in form.questions if each.kind in containers},
    )


@dataclass(frozen=True)
class Interview:
    """The answers by field, as Python has them; a question that was not asked is not there."""

    instance_id: str
    answers: dict[str, Any]
    persons: tuple[dict[str, Any], ...] = ()

    def written(self, question: Question) -> str:
        """An answer as the phone writes it into the XML; nothing where there is none."""
        return written(self.answers.get(question.field))


def written(value: Any) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case datetime():
            return value.astimezone(NAIROBI).isoformat(timespec="milliseconds")
        case date():
            return value.isoformat()
        case list() | tuple():
            return " ".join(str(part) for part in value)
        case _:
            return str(value)


def _visit(hour: int, door: str, result: str = "complete") -> dict[str, Any]:
    return {
        "started_at": datetime(2026, 3, 5, hour, 4, 5, tzinfo=UTC),
        "ended_at": datetime(2026, 3, 5, hour, 40, tzinfo=UTC),
        "interviewed_on": date(2026, 3, 5),
        "enumerator": "chebet",
        "device": "collect:AbC123",
        "structure_code": door,
        "result": result,
    }


_HOME = {
    "consent": True, "consent_share_county": False, "respondent_role": "head", "years_in_settlement": 9,
    "years_in_structure": 4, "rooms_used": 1, "water_source": "public_tap_standpipe",
    "water_price_20l_kes": 5, "water_jerrycans_day": 4, "water_minutes_roundtrip": 20,
    "toilet_type": "pit_latrine_covered", "toilet_place": "public_paid", "toilet_shared_households": 40,
    "solid_waste": "dumped_street_drain", "cooking_fuel": "charcoal", "lighting": "mains_electricity",
    "savings_group": "muungano", "eviction_experience_5y": False, "priority_1": "water",
    "priority_2": "housing", "priority_3": "health", "paint": "blue",
}  # fmt: skip
_ADULT = {"relation": "head", "sex": "female", "age": 34, "school_status": "left_completed",
          "activity": "working", "seeing": "none"}  # fmt: skip

INTERVIEWS = (
    Interview(
        "11111111-aaaa-4000-8000-000000000001",
        _visit(6, "KMT/A/1")
        | _HOME
        | {
            "head_name": "Achieng' Otieno", "head_sex": "female", "occupancy_status": "tenant",
            "rent_month_kes": 2500, "members_total": 3, "assets": ["radio", "desktop_laptop_tablet"],
            "location": (-1.261, 36.847, 1640.5, 6.2), "note": 'Said: "come; again",\nafter rain',
        },
        (
            _ADULT | {"name": "Achieng'"},
            {"name": "Baraka", "relation": "spouse", "sex": "male", "age": 40,
             "school_status": "left_before_completion", "activity": "seeking_work_no_work", "seeing": "some"},
            {"name": "C", "relation": "son_daughter", "sex": "male", "age": 2},
        ),
    ),
    Interview(
        "11111111-aaaa-4000-8000-000000000002",
        _visit(7, "KMT/A/2")
        | _HOME
        | {
            "head_name": "Wanjiku Ng'ang'a", "head_sex": "female", "occupancy_status": "owner_resident",
            "members_total": 1, "assets": ["radio"], "water_price_20l_kes": 7.5, "paint": "red",
            "location": (-1.2612, 36.8472, 1639.0, 4.0),
        },
        (_ADULT | {"name": "Wanjiku", "age": 61},),
    ),
    Interview(
        "11111111-aaaa-4000-8000-000000000003",
        _visit(8, "KMT/A/3", "refused") | {"note": "Come back in May"},
    ),
    Interview(
        "11111111-aaaa-4000-8000-000000000004",
        _visit(9, "KMT/A/3")
        | _HOME
        | {
            "head_name": "Mutua", "head_sex": "male", "occupancy_status": "tenant", "rent_month_kes": 1800,
            "members_total": 2, "toilet_type": "open_bush", "toilet_place": "none", "paint": "green",
            "toilet_shared_households": None, "location": (-1.2609, 36.8469, 1641.0, 3.5),
        },
        (
            _ADULT | {"name": "Mutua", "sex": "male"},
            _ADULT | {"name": "Zawadi", "relation": "spouse", "age": 30},
        ),
    ),
)  # fmt: skip
