"""The standard household questionnaire as an XLSForm, made of the fields, their rules and the wording."""

from collections.abc import Iterator, Mapping

from enumerations.intake.fields import (
    HOUSEHOLD_FIELDS,
    INTERVIEWED,
    PERSON_FIELDS,
    VISITED,
    Field,
    Kind,
    by_name,
)
from enumerations.xlsform import doors, wording
from enumerations.xlsform.lists import Lists
from enumerations.xlsform.phrasing import (
    constraint_of,
    may_be_unknown,
    relevant_of,
    required_of,
    unusual_of,
)
from enumerations.xlsform.wording import LANGUAGES, Wording
from enumerations.xlsform.writing import Line, write_workbook
from settlements.numbering import typed_pattern

TITLE = "Household enumeration – Uhesabu wa kaya"

# The questions of each section, in the order in which they are asked.
SECTIONS: dict[str, tuple[str, ...]] = {
    "hh": ("respondent_role", "head_name", "head_sex", "head_id_kind", "head_id_number", "phone"),
    "home": (
        "occupancy_status",
        "years_in_settlement",
        "years_in_structure",
        "previous_county",
        "rooms_used",
        "rent_month_kes",
        "rent_includes",
        "eviction_experience_5y",
        "wants_to_stay",
    ),
    "water": (
        "water_source",
        "water_price_20l_kes",
        "water_jerrycans_day",
        "water_minutes_roundtrip",
        "water_days_per_week",
    ),
    "toilet": (
        "toilet_type",
        "toilet_place",
        "toilet_shared_households",
        "toilet_cost_use_kes",
        "toilet_safe_night_women",
    ),
    "services": (
        "solid_waste",
        "cooking_fuel",
        "lighting",
        "electricity_connection",
        "electricity_month_kes",
    ),
    "livelihood": ("assets", "income_main_source", "income_band_month_kes", "savings_group"),
    "voice": ("priority_1", "priority_2", "priority_3"),
    "ending": ("location", "note"),
}
AGREEMENT = ("consent_list", "consent_share_county", "consent_photo", "consent_contact")
WHO = ("name", "relation", "sex", "age")
ABOUT = (
    "marital",
    "school_status",
    "education_highest",
    "school_location",
    "school_kind",
    "activity",
    "occupation",
    "seeing",
    "hearing",
    "walking",
    "remembering",
    "self_care",
    "communicating",
    "id_holder",
)
METADATA = {
    "started_at": "start",
    "ended_at": "end",
    "interviewed_on": "today",
    "device": "deviceid",
    "enumerator": "username",
}
# The intake takes it from anybody; nobody is asked it behind a locked door.
WITHOUT_CONDITION = frozenset({"previous_county"})
# The visit and the consent are what every interview stands on.
NEEDED = frozenset({"result", "consent"})
# A person without these cannot be counted; without members there are no persons at all.
PERSON_NEEDED = frozenset({"relation", "sex", "age"})

FIELDS: dict[str, Field] = by_name(HOUSEHOLD_FIELDS)
PERSONS: dict[str, Field] = by_name(PERSON_FIELDS)
TYPES = {
    Kind.TEXT: "text",
    Kind.INTEGER: "integer",
    Kind.DECIMAL: "decimal",
    Kind.DATE: "date",
    Kind.MOMENT: "dateTime",
    Kind.POINT: "geopoint",
    Kind.COUNTY: "text",
}

# How a question looks on the phone, where not as its type does.
LOOKS = {
    "note": {"appearance": "multiline"},
    "phone": {"appearance": "numbers"},
    # A point better than 15 m is what the intake takes without a warning.
    "location": {"parameters": "capture-accuracy=10 warning-accuracy=15"},
}

COUNTY = "county"


def droppable() -> tuple[str, ...]:
    """The fields that may be left out of the standard questionnaire."""
    names = [name for section in SECTIONS.values() for name in section]
    names += [*AGREEMENT, "members_total", *WHO, *ABOUT]
    return tuple(name for name in names if name not in NEEDED | PERSON_NEEDED)


def standard_workbook(
    *, settlement_code: str, drop: frozenset[str] = frozenset(), counties: Mapping[str, str] | None = None
) -> bytes:
    """The standard household questionnaire as an XLSX workbook, to be converted or changed by hand.

    `drop` names fields that are left out, with everything that refers to them; "members_total" takes the
    roster with it. `counties` (three-digit code -> name) makes a list of the county lived in before, which
    is written by hand otherwise. Raises ValueError where a field cannot be left out.
    """
    if kept := drop & (NEEDED | (frozenset() if "members_total" in drop else PERSON_NEEDED)):
        raise ValueError(f"cannot be left out: {', '.join(sorted(kept))}")
    form = _Form(settlement_code, drop, dict(counties or {}))
    lines = list(form.lines())
    settings = {
        "form_title": TITLE,
        "form_id": f"{settlement_code.lower()}_household",
        "default_language": LANGUAGES["en"],
        "instance_name": "concat(${structure_code}, ' / ', ${household_no}, ' – ', ${result})",
    }
    return write_workbook({"survey": lines, "choices": list(form.lists.rows()), "settings": [settings]})


def _texts(column: str, en: str, sw: str) -> Line:
    texts = {"en": en, "sw": sw}
    return {f"{column}::{LANGUAGES[code]}": texts[code] for code in LANGUAGES if texts[code]}


def _line(type_: str, name: str, said: Wording | None = None, **more: str) -> Line:
    line = {"type": type_, "name": name} | (_texts("label", said.en, said.sw) if said else {})
    if said and said.hint_en:
        line |= _texts("hint", said.hint_en, said.hint_sw)
    return line | {column: text for column, text in more.items() if text}


class _Form:
    """The rows of the survey sheet, and the lists that they ask for."""

    def __init__(self, settlement: str, drop: frozenset[str], counties: Mapping[str, str]) -> None:
        self.settlement, self.drop, self.counties = settlement, drop, counties
        self.lists = Lists()
        self.interviewed = relevant_of(INTERVIEWED, drop)

    def lines(self) -> Iterator[Line]:
        for name, type_ in METADATA.items():
            if name not in self.drop:
                yield _line(type_, name)
        yield from self.section("visit", [self.question(FIELDS["result"], wording.HOUSEHOLD["result"])])
        yield from self.section("place", self.door())
        consent = self.questions(("consent", *AGREEMENT), FIELDS, wording.HOUSEHOLD)
        visited = relevant_of(VISITED, self.drop)
        read = _line("note", "consent_text", wording.CONSENT, relevant=visited)
        yield from self.section("agreement", [read, *consent])
        for section, names in SECTIONS.items():
            yield from self.section(section, self.questions(names, FIELDS, wording.HOUSEHOLD))
            if section == "home" and "members_total" not in self.drop:
                yield from self.roster()

    def section(self, name: str, lines: list[Line]) -> Iterator[Line]:
        if lines:
            yield _line("begin_group", name, wording.SECTIONS[name])
            yield from lines
            yield {"type": "end_group"}

    # The door

    def door(self) -> list[Line]:
        """The cluster, then one of its doors; a number that is not on the list is typed."""
        example = {"example": f"{self.settlement}/B/123A"}
        said = wording.TYPED
        typed = Wording(said.en, said.sw, said.hint_en % example, said.hint_sw % example)
        wrong = wording.BAD_NUMBER
        is_other = f"${{structure_picked}} = '{doors.OTHER}'"
        has_clusters = f"count(instance('structures')/root/item[kind = '{doors.CLUSTER}']) > 0"
        return [
            _line(
                f"select_one_from_file {doors.FILE}",
                "cluster_picked",
                wording.CLUSTER,
                appearance="minimal",
                choice_filter=f"kind = '{doors.CLUSTER}' or kind = '{doors.OTHER}'",
                relevant=has_clusters,
                required="yes",
            ),
            _line(
                f"select_one_from_file {doors.FILE}",
                "structure_picked",
                wording.PICKED,
                appearance="minimal autocomplete",
                choice_filter=(
                    f"kind = '{doors.OTHER}' or (kind = '{doors.DOOR}' and (cluster = ${{cluster_picked}} "
                    f"or string-length(${{cluster_picked}}) = 0 or ${{cluster_picked}} = '{doors.OTHER}'))"
                ),
                required="yes",
            ),
            _line(
                "text",
                "structure_typed",
                typed,
                relevant=is_other,
                required="yes",
                constraint=f"regex(., '{typed_pattern(self.settlement)}')",
            )
            | _texts("constraint_message", wrong.en % example, wrong.sw % example),
            _line(
                "calculate",
                "structure_code",
                calculation=f"if({is_other}, ${{structure_typed}}, ${{structure_picked}})",
            ),
            _line(
                "integer",
                "household_no",
                wording.HOUSEHOLD_NO,
                required="yes",
                default="1",
                constraint=". >= 1 and . <= 99",
            ),
        ]

    # Persons

    def roster(self) -> Iterator[Line]:
        members = self.questions(("members_total",), FIELDS, wording.HOUSEHOLD)
        who = self.questions(WHO, PERSONS, wording.PERSON)
        about = self.questions(ABOUT, PERSONS, wording.PERSON)
        said = wording.SECTIONS["roster"]
        yield _line("begin_group", "roster", said, relevant=self.interviewed)
        yield from members
        repeat = _line("begin_repeat", "person", wording.SECTIONS["person"])
        yield repeat | {"repeat_count": "${members_total}"}
        yield _line("calculate", "line_no", calculation="position(..)")
        yield from self.section("who", who) if "name" not in self.drop else who
        if about:
            title = wording.SECTIONS["about" if "name" not in self.drop else "who"]
            yield _line("begin_group", "about", title)
            yield from about
            yield {"type": "end_group"}
        yield {"type": "end_repeat"}
        yield _line("calculate", "heads", calculation="count(${relation}[. = 'head'])")
        one = Wording(wording.ONE_HEAD.en, wording.ONE_HEAD.sw)
        yield _line("note", "one_head", one, relevant="${members_total} > 0 and ${heads} != 1")
        yield {"type": "end_group"}

    # One question of each field

    def questions(
        self, names: tuple[str, ...], fields: Mapping[str, Field], words: Mapping[str, Wording]
    ) -> list[Line]:
        lines = []
        for name in names:
            if name in self.drop:
                continue
            lines.append(self.question(fields[name], words[name]))
            if unusual := unusual_of(fields[name]):
                said = Wording(wording.UNUSUAL.en % {"name": name}, wording.UNUSUAL.sw % {"name": name})
                lines.append(_line("note", f"{name}_unusual", said, relevant=unusual))
        return lines

    def question(self, field: Field, said: Wording) -> Line:
        line = _line(self.type_of(field), field.name, said)
        asked = INTERVIEWED if field.name in WITHOUT_CONDITION else field.relevant
        line |= {
            "relevant": relevant_of(asked, self.drop),
            "required": required_of(field, self.drop),
        }
        constraint, message = constraint_of(field, self.drop)
        if constraint:
            line["constraint"] = constraint
        if constraint and message:
            line |= _texts("constraint_message", message.en, message.sw)
        if may_be_unknown(field):
            skip = wording.NOT_GIVEN_HINT
            line |= _texts("hint", f"{said.hint_en} {skip.en}".strip(), f"{said.hint_sw} {skip.sw}".strip())
        line |= LOOKS.get(field.name, {})
        if line["type"] == f"select_one {COUNTY}":
            line["appearance"] = "minimal autocomplete"
        return {column: text for column, text in line.items() if text}

    def type_of(self, field: Field) -> str:
        if field.kind in (Kind.CODE, Kind.YES_NO):
            return f"select_one {self.lists.of(field)}"
        if field.kind is Kind.CODES:
            return f"select_multiple {self.lists.of(field)}"
        if field.kind is Kind.COUNTY and self.counties:
            return f"select_one {self.lists.add(COUNTY, self.counties)}"
        return TYPES[field.kind]
