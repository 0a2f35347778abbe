"""What other systems do to a table, undone before anybody reads it."""

import json
from pathlib import Path

import pytest

from enumerations.intake.bookkeeping import bookkeeping, names_of_answers
from enumerations.intake.columns import PERSON_COLUMNS, propose
from enumerations.intake.fields import HOUSEHOLD_FIELDS, PERSON_FIELDS, Kind
from enumerations.intake.headings import recognise
from enumerations.intake.readers import open_file
from tests.enumerations.exports import odk, ona
from tests.enumerations.exports.tables import as_zip
from tests.enumerations.reading import as_csv, read

ONA = ["_uuid", "_media_all_received"]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "export"


# Repeats as columns


def test_repeated_columns_become_rows_that_name_their_household(file: Path) -> None:
    table = [
        ["door", "hh/p[1]/age", "hh/p[1]/sex", "hh/p[2]/age", "hh/p[10]/age"],
        ["KMT/A/1", "34", "f", "2", ""],
        ["KMT/A/2", "", "", "", "70"],
        ["KMT/A/3", "", "", "", ""],
    ]
    home, persons = read(file, as_csv(table))
    assert home.headings == ["_index", "door"]
    assert home.rows == {2: ("2", "KMT/A/1"), 3: ("3", "KMT/A/2"), 4: ("4", "KMT/A/3")}
    assert (persons.name, persons.headings) == ("p", ["_index", "_parent_index", "hh/p/age", "hh/p/sex"])
    assert persons.rows == {
        2: ("2", "2", "34", "f"),
        3: ("3", "2", "2", None),
        4: ("4", "3", "70", None),
    }


def test_repeats_inside_of_repeats_are_sheets_too(file: Path) -> None:
    table = [
        ["door", "p[1]/age", "p[1]/visit[1]/on", "p[1]/visit[2]/on", "p[2]/visit[1]/on"],
        ["KMT/A/1", "34", "2026-01-01", "2026-01-02", "2026-01-03"],
    ]
    _, persons, visits = read(file, as_csv(table))
    assert persons.rows == {2: ("2", "2", "34"), 3: ("3", "2", None)}
    assert (visits.name, visits.headings) == ("visit", ["_index", "_parent_index", "p/visit/on"])
    assert [cells[1:] for cells in visits.rows.values()] == [
        ("2", "2026-01-01"), ("2", "2026-01-02"), ("3", "2026-01-03"),
    ]  # fmt: skip


def test_rows_are_counted_on_over_many_pieces(file: Path) -> None:
    rows = [[f"KMT/A/{at}", "1", "2"] for at in range(30_000)]
    home, persons = read(file, as_csv([["door", "p[1]/age", "p[2]/age"], *rows]))
    assert (len(home.rows), len(persons.rows)) == (30_000, 60_000)
    assert persons.rows[60_001] == ("60001", "30001", "2")


def test_a_row_that_cannot_be_read_is_told_once(file: Path) -> None:
    home, persons = read(file, "door,p[1]/age\nKMT/A/1,3\nKMT/A/2,3,4,5\n")
    assert [problem.row for problem in home.problems] == [3]
    assert persons.problems == []


def test_brackets_of_other_headings_are_left_alone(file: Path) -> None:
    (sheet,) = read(file, "door,rent [KES],q[a]/b,x[0]/y\n1,2,3,4\n")
    assert sheet.headings == ["door", "rent [KES]", "q[a]/b", "x[0]/y"]


# "n/a" and second headings


def test_not_asked_is_no_answer_in_an_export_of_ona_only(file: Path) -> None:
    (sheet,) = read(file, as_csv([["name", *ONA], ["n/a", "1", "True"], ["n/a", "n/a", "n/a"]]))
    assert sheet.rows == {2: (None, "1", "True")}
    (sheet,) = read(file, "name,door\nn/a,KMT/A/1\n")
    assert sheet.rows == {2: ("n/a", "KMT/A/1")}


LABELS = ["Name of household head", "Sex of head", "Rooms used", "5c1d"]


@pytest.mark.parametrize("second", [LABELS, ["#name", "", "#rooms", "#meta"]])
def test_a_second_row_of_headings_is_no_interview(file: Path, second: list[str]) -> None:
    table = [["hh/head_name", "hh/head_sex", "hh/rooms", "_uuid"], second, ["Wanjiku", "female", "2", "1"]]
    (sheet,) = read(file, as_csv(table))
    assert sheet.rows == {3: ("Wanjiku", "female", "2", "1")}


def test_a_first_interview_is_not_taken_for_labels(file: Path) -> None:
    table = [["hh/head_name", "hh/head_sex", "hh/rooms", "_uuid"], ["Name", "Sex of head", "2", "1"]]
    (sheet,) = read(file, as_csv(table))
    assert len(sheet.rows) == 1


# Names of columns


@pytest.mark.parametrize("parting", ["hh/{}", "hh-{}", "hh.{}", "data/hh/{}", "hh:{}"])
def test_every_name_of_the_data_dictionary_is_known_inside_of_groups(parting: str) -> None:
    found = recognise([parting.format(each.name) for each in HOUSEHOLD_FIELDS], HOUSEHOLD_FIELDS)
    assert [target.field for target in found.values()] == [each.name for each in HOUSEHOLD_FIELDS]
    found = recognise([parting.format(each.name) for each in PERSON_FIELDS], tuple(PERSON_COLUMNS.values()))
    assert [target.field for target in found.values()] == [each.name for each in PERSON_FIELDS]


@pytest.mark.parametrize("parting", ["/", "-", "."])
def test_every_choice_of_several_is_known_as_a_column(parting: str) -> None:
    several = [each for each in HOUSEHOLD_FIELDS if each.kind is Kind.CODES and each.choices]
    headings = [
        f"hh{parting}{each.name}/{code}" for each in several if each.choices for code in each.choices.values
    ]
    found = recognise(headings, HOUSEHOLD_FIELDS)
    assert {heading.rpartition("/")[2] for heading in headings} == {target.part for target in found.values()}
    assert len(found) == len(headings)


def test_what_tools_note_is_no_answer() -> None:
    notes = {
        "_id", "_tags", "formhub/uuid", "hh-SET-OF-person", "SET-OF-person", "person@odata.navigationLink",
        "__system/status", "__system/formVersion", "_submission__status", "meta/instanceID", "meta-audit",
        "_validation_status/uid", "KEY", "PARENT_KEY", "SubmitterID", "Status", "Edits",
    }  # fmt: skip
    asked = {"status", "hh/tags", "id", "hh-meta-paint"}
    assert bookkeeping(notes | asked) == notes
    assert bookkeeping({"Status", "Edits", "door"}) == frozenset()


def test_what_a_tool_notes_stands_in_where_nobody_was_asked() -> None:
    fields = HOUSEHOLD_FIELDS
    found = recognise(["_geolocation", "hh/home/gps", "_submitted_by", "_version"], fields)
    assert {heading: target.field for heading, target in found.items()} == {
        "hh/home/gps": "location", "_submitted_by": "enumerator", "_version": "form_version",
    }  # fmt: skip
    assert recognise(["_geolocation"], fields)["_geolocation"].field == "location"
    assert not recognise(["_notes", "formhub/uuid", "_status"], fields)


def test_answers_keep_one_name_whichever_tool_parted_it() -> None:
    central = ["hh-head_name", "hh-gps-Latitude", "hh-door-colour", "shop-name", "KEY", "A-1 why?"]
    assert names_of_answers(central, ["hh-head_name", "hh-gps-Latitude", "KEY"]) == {
        "hh-head_name": "hh/head_name", "hh-gps-Latitude": "hh/gps/Latitude",
        "hh-door-colour": "hh/door-colour", "shop-name": "shop-name", "KEY": "KEY", "A-1 why?": "A-1 why?",
    }  # fmt: skip
    assert names_of_answers(["hh-door", "hh-x"], ["hh-door"]) == {"hh-door": "hh-door", "hh-x": "hh-x"}


# JSON and XML


def test_geojson_points_files_and_remarks_of_an_api(file: Path) -> None:
    point = {"type": "Point", "coordinates": [36.8, -1.2, 1640], "properties": {"accuracy": 4.5}}
    line = {"type": "LineString", "coordinates": [[36.8, -1.2], [36.9, -1.3]]}
    flat = point | {"properties": None}
    entity = {"__id": "uuid:1", "__system": {"edits": 0}, "gps": point, "path": line, "flat": flat,
              "_attachments": [{"filename": "a.jpg"}]}  # fmt: skip
    (sheet,) = read(file, json.dumps({"value": [entity]}))
    cells = dict(zip(sheet.headings, sheet.rows[1], strict=True))
    assert (cells["KEY"], cells["gps"], cells["flat"]) == ("uuid:1", "-1.2 36.8 1640 4.5", "-1.2 36.8 1640")
    assert json.loads(cells["path"] or "") == {**line, "coordinates": [["36.8", "-1.2"], ["36.9", "-1.3"]]}


def test_one_interview_with_a_repeat_called_data_is_one_interview(file: Path) -> None:
    home, data = read(file, json.dumps({"_uuid": "1", "door": "KMT/A/1", "data": [{"x": 1}, {"x": 2}]}))
    assert (len(home.rows), data.name, len(data.rows)) == (1, "data", 2)


def test_a_card_of_many_pictures_is_opened_and_only_xml_is_unpacked(file: Path) -> None:
    photos = {f"instances/1/{at}.jpg": odk.PHOTO for at in range(2_500)}
    (sheet,) = read(file, as_zip({"instances/1/1.xml": b'<d id="k"><q>1</q></d>'} | photos))
    assert sheet.rows == {1: ("k", "1")}


@pytest.mark.parametrize("export", [ona.ona_csv, ona.ona_xlsx, odk.central_zip, odk.central_odata, odk.card])
def test_nobody_needs_to_name_a_column(file: Path, export: object) -> None:
    assert callable(export)
    file.write_bytes(export())
    with open_file(file, name="export") as sheets:
        mapping = propose(sheets)
    assert mapping.is_certain
    assert mapping.persons is not None
    assert mapping.persons.link
    assert mapping.households.link
