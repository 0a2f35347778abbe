"""Headings as people and their tools write them."""

from collections.abc import Iterator

import polars as pl
import pytest

from enumerations.intake.checks import CheckContext, check_households, check_persons
from enumerations.intake.columns import Mapping, SheetMapping, Target, missing_columns, propose
from enumerations.intake.readers import Sheet
from enumerations.intake.readers.sheet import RowProblem
from tests.enumerations.tables import INTERVIEW, MEMBER


def sheet(headings: list[str], *rows: list[str | None], name: str = "") -> Sheet:
    frame = pl.DataFrame(list(rows), schema=dict.fromkeys(headings, pl.String), orient="row")

    def read(problems: list[RowProblem]) -> Iterator[pl.DataFrame]:
        yield frame.with_row_index("_row", offset=2)

    return Sheet(name, headings, read)


def field_of(heading: str, *others: str) -> str:
    """What one heading is taken for in a file that is otherwise ours."""
    return (
        propose([sheet([heading, *(others or ["hh_code"])])]).households.targets.get(heading, Target()).field
    )


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("head_name", "head_name"), ("HEAD NAME", "head_name"), (" Head_Name ", "head_name"),
        ("head-name", "head_name"),
        ("hh/head_name", "head_name"), ("hh-head_name", "head_name"), ("hh:head_name", "head_name"),
        ("data/hh/head_name", "head_name"), ("Household/Name of household head", "head_name"),
        ("Jina la mkuu wa kaya", "head_name"), ("Namba ya mlango", "structure_code"),
        ("Wewe ni nani hapa?", "occupancy_status"),
        ("Rent per month (KES)", "rent_month_kes"), ("occupancy", "occupancy_status"),
        ("price20", "water_price_20l_kes"),
        ("meta/instanceID", "instance_id"), ("_uuid", "instance_id"), ("KEY", "instance_id"),
        ("start", "started_at"),
        ("_submitted_by", "enumerator"), ("__version__", "form_version"), ("gps", "location"),
        ("20-litre jerrycans per day", "water_jerrycans_day"), ("shoe size", ""),
    ],
)  # fmt: skip
def test_a_heading_is_recognised(heading: str, field: str) -> None:
    assert field_of(heading) == field


def test_a_file_of_ours_needs_nobody() -> None:
    mapping = propose([sheet(list(INTERVIEW))])
    assert mapping.is_certain
    assert {heading: target.field for heading, target in mapping.households.targets.items()} == {
        name: name for name in INTERVIEW
    }


def test_our_reasons_are_no_columns() -> None:
    mapping = propose([sheet(["PROBLEM", "WHAT TO DO", *INTERVIEW])])
    assert not {"PROBLEM", "WHAT TO DO"} & mapping.households.targets.keys()


def test_a_field_takes_its_surest_heading_and_the_rest_is_kept() -> None:
    mapping = propose([sheet(["hh_code", "water", "water_source", "Main drinking water"])])
    assert {heading for heading, _ in mapping.households.sources("water_source")} == {"water_source"}


def test_the_columns_of_a_point() -> None:
    kobo = propose(
        [sheet(["hh_code", "gps", "_gps_latitude", "_gps_longitude", "_gps_altitude", "_gps_precision"])]
    )
    parts = {heading: target.part for heading, target in kobo.households.sources("location")}
    assert parts == {
        "gps": "", "_gps_latitude": "lat", "_gps_longitude": "lon", "_gps_altitude": "altitude",
        "_gps_precision": "accuracy",
    }  # fmt: skip
    odk = propose(
        [sheet(["hh_code", "hh-location-Latitude", "hh-location-Longitude", "hh-location-Accuracy"])]
    )
    assert {target.part for _, target in odk.households.sources("location")} == {"lat", "lon", "accuracy"}


def test_a_column_for_each_choice() -> None:
    mapping = propose([sheet(["hh_code", "assets", "assets/radio", "assets/car", "rent_includes/water"])])
    assert mapping.households.targets["assets/radio"] == Target("assets", part="radio")
    assert mapping.households.targets["rent_includes/water"] == Target("rent_includes", part="water")
    assert not mapping.households.sources("water_source")


def test_a_mapping_survives_being_kept() -> None:
    mapping = Mapping(
        SheetMapping("a", {"x": Target("rent_month_kes", {"free": "0"}, 4.333, ""), "y": Target()}, "_index"),
        SheetMapping("b", {"z": Target("location", part="lat")}, "_parent_index"),
        ("x",),
    )
    assert Mapping.from_json(mapping.to_json()) == mapping
    assert Mapping.from_json({}) == Mapping.from_json(None) == Mapping()
    assert not Mapping().is_certain


# What a standard file must have


def test_a_standard_file_must_have_a_column_for_every_question() -> None:
    headings = [name for name in INTERVIEW if name not in {"water_source", "rent_month_kes"}]
    assert missing_columns(propose([sheet(headings)])) == ("water_source",)


def test_a_list_of_visits_without_interviews_is_complete() -> None:
    assert missing_columns(propose([sheet(["hh_code", "result"])])) == ()
    assert missing_columns(propose([sheet(["hh_code"])])) == ("result",)


def test_a_misspelt_heading_is_asked_about() -> None:
    headings = [name if name != "water_source" else "drinking water, main" for name in INTERVIEW]
    mapping = propose([sheet(headings)])
    assert mapping.unsure == ("drinking water, main",)
    assert mapping.households.targets["drinking water, main"].field == "water_source"


# Two sheets

PEOPLE = [name for name in MEMBER if name != "parent"]


@pytest.mark.parametrize(
    ("home", "person"),
    [
        ("_index", "_parent_index"), ("KEY", "PARENT_KEY"), ("_uuid", "_submission__uuid"),
        ("_id", "_submission__id"),
        ("meta/instanceID", "PARENT_KEY"),
    ],
)  # fmt: skip
def test_persons_find_their_household_as_their_tool_links_them(home: str, person: str) -> None:
    households = sheet([*INTERVIEW, home], [*INTERVIEW.values(), "uuid:7"], name="form")
    persons = sheet([*PEOPLE, person], [*(MEMBER[name] for name in PEOPLE), "7"], name="people")
    mapping = propose([persons, households])
    assert mapping.persons is not None
    assert (mapping.households.sheet, mapping.persons.sheet) == ("form", "people")
    assert (mapping.households.link, mapping.persons.link) == (home, person)
    assert mapping.is_certain
    context = CheckContext("KMT", standard=True)
    link = check_households(next(households.frames()), mapping, context).records["_link"]
    parent = check_persons(next(persons.frames()), mapping, context).records["parent"]
    assert link.to_list() == parent.to_list() == ["7"]


def test_persons_find_their_household_by_its_number() -> None:
    households = sheet(list(INTERVIEW), [*INTERVIEW.values()], name="Households")
    persons = sheet(["hh_code", *PEOPLE], ["b/0123a/2", *(MEMBER[name] for name in PEOPLE)], name="People")
    mapping = propose([households, persons])
    assert mapping.persons is not None
    assert mapping.persons.link == ""
    context = CheckContext("KMT", standard=True)
    link = check_households(next(households.frames()), mapping, context).records["_link"]
    parent = check_persons(next(persons.frames()), mapping, context).records["parent"]
    assert link.to_list() == parent.to_list() == ["KMT/B/123A/02"]


def test_a_link_is_not_an_answer() -> None:
    households = sheet([*INTERVIEW, "_index"], [*INTERVIEW.values(), "1"], name="form")
    persons = sheet([*PEOPLE, "_parent_index"], name="people")
    checked = check_households(
        next(households.frames()), propose([households, persons]), CheckContext("KMT", standard=True)
    )
    assert checked.records["answers"].to_list() == ["{}"]


def test_other_sheets_are_left_alone() -> None:
    mapping = propose([sheet(["list", "code"], name="choices"), sheet(list(INTERVIEW), name="data")])
    assert (mapping.households.sheet, mapping.persons) == ("data", None)


# What was decided before


def test_what_a_person_decided_is_kept_and_not_asked_again() -> None:
    before = Mapping(
        SheetMapping(
            "",
            {
                "Plot": Target("structure_code"),
                "Water": Target(),
                "Tenure": Target("occupancy_status", {"khas": "tenant"}),
            },
        )
    )
    mapping = propose([sheet(["Plot", "Water", "Tenure", "Something new", "rooms_used"])], remembered=before)
    assert mapping.is_certain
    targets = mapping.households.targets
    assert targets["Water"] == Target()
    assert targets["Tenure"].values == {"khas": "tenant"}
    assert targets["rooms_used"].field == "rooms_used"
    assert "Something new" not in targets


def test_a_file_of_nothing_known_waits_for_a_person() -> None:
    assert not propose([sheet(["a", "b"])]).is_certain
    assert not propose([]).is_certain
