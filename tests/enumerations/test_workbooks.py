"""Workbooks that go out to be filled and come back: the rejected rows and the blank template."""

import io
from pathlib import Path

import openpyxl
import pytest
from django.utils import translation
from openpyxl.worksheet.worksheet import Worksheet

from enumerations.intake.columns import propose
from enumerations.intake.fields import HOUSEHOLD_FIELDS, IDENTITY_FIELDS, PERSON_FIELDS
from enumerations.intake.readers import open_file
from enumerations.intake.workbooks import write_rejected, write_template
from tests.enumerations.reading import read, refusal

Issue = tuple[str, int, str, str, str]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "survey"


def rejected(file: Path, *issues: Issue, language: str = "en") -> Path:
    """The workbook of these issues, beside the file."""
    out = file.with_name("rejected.xlsx")
    with out.open("wb") as stream, translation.override(language):
        write_rejected(stream, path=file, name=file.name, issues=issues)
    return out


def page(path: Path, name: str) -> Worksheet:
    sheet = openpyxl.load_workbook(path)[name]
    assert isinstance(sheet, Worksheet)
    return sheet


def values(sheet: Worksheet) -> list[tuple[object, ...]]:
    return list(sheet.iter_rows(values_only=True))


def test_rejected_rows_come_as_they_were_with_the_reasons_beside_them(file: Path) -> None:
    file.write_text("structure_code,rooms_used,note\nKMT/A/1,2,\nKMT/A/2,99,a\nKMT/A/3,3,\nKMT/A/4,x,b\n")
    out = rejected(
        file,
        ("", 3, "rooms_used", "99 is more than 20.", "Look at the form."),
        ("", 5, "rooms_used", "x is no number.", "Write a number."),
        ("", 5, "structure_code", "No such door.", "Write a number."),
    )
    assert values(page(out, "households")) == [
        ("PROBLEM", "WHAT TO DO", "structure_code", "rooms_used", "note"),
        ("99 is more than 20.", "Look at the form.", "KMT/A/2", "99", "a"),
        ("x is no number.\nNo such door.", "Write a number.", "KMT/A/4", "x", "b"),
    ]


def test_the_wrong_cell_is_coloured(file: Path) -> None:
    file.write_text("structure_code,rooms_used\nKMT/A/1,99\n")
    sheet = page(rejected(file, ("", 2, "rooms_used", "Too many.", "Look.")), "households")
    assert sheet["D2"].fill.fgColor.rgb == "FFF6C5BD"
    assert sheet["C2"].fill.fgColor.rgb != "FFF6C5BD"


@pytest.mark.parametrize(("language", "heading"), [("en", "PROBLEM"), ("sw", "TATIZO")])
def test_the_corrected_workbook_can_be_sent_again(file: Path, language: str, heading: str) -> None:
    file.write_text("structure_code,rooms_used\nKMT/A/1,99\nKMT/A/2,2\n")
    out = rejected(file, ("", 2, "rooms_used", "Too many.", "Look."), language=language)
    book = openpyxl.load_workbook(out)
    assert book["households"]["A1"].value == heading
    book["households"]["D2"] = 9
    book.save(out)
    (sheet,) = read(out)
    assert sheet.headings == ["structure_code", "rooms_used"]
    assert sheet.rows == {2: ("KMT/A/1", "9")}


def test_a_question_of_the_community_called_problem_is_kept(file: Path) -> None:
    (sheet,) = read(file, "structure_code,PROBLEM,WHAT TO DO\nKMT/A/1,floods,drains\n")
    assert sheet.headings == ["structure_code", "PROBLEM", "WHAT TO DO"]


KOBO = [
    {
        "_uuid": "u1",
        "structure_code": "KMT/A/1",
        "rooms_used": 99,
        "persons": [{"name": "Achieng", "age": 7}],
    },
    {"_uuid": "u2", "structure_code": "KMT/A/2", "rooms_used": 2, "persons": [{"name": "Baraka", "age": 8}]},
    {
        "_uuid": "u3",
        "structure_code": "KMT/A/3",
        "rooms_used": 2,
        "persons": [{"name": "Chebet", "age": 700}, {"name": "Dida", "age": 70}],
    },
]


def test_a_household_goes_back_with_all_its_persons(file: Path) -> None:
    import json

    file.write_text(json.dumps(KOBO))
    out = rejected(
        file, ("", 1, "rooms_used", "Too many.", "Look."), ("persons", 3, "age", "Nobody is 700.", "Ask.")
    )
    households, persons = read(out)
    assert [row[households.headings.index("structure_code")] for row in households.rows.values()] == [
        "KMT/A/1",
        "KMT/A/3",
    ]
    assert [row[persons.headings.index("name")] for row in persons.rows.values()] == [
        "Achieng",
        "Chebet",
        "Dida",
    ]
    assert [row[0] for row in values(page(out, "persons"))] == ["PROBLEM", None, "Nobody is 700.", None]
    # Sent again, persons still find their households.
    with open_file(out, name="again") as sheets:
        mapping = propose(sheets)
    assert mapping.persons is not None
    assert (mapping.households.link, mapping.persons.link) == ("_index", "_parent_index")
    link, parent = households.headings.index("_index"), persons.headings.index("_parent_index")
    assert {row[parent] for row in persons.rows.values()} == {row[link] for row in households.rows.values()}


def test_persons_are_found_by_their_households_number(file: Path, tmp_path: Path) -> None:
    import zipfile

    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr(
            "kaya.csv", "hh_code,structure_code,rooms_used\nkmt/a/1-1,KMT/A/1,99\nKMT/A/2-1,KMT/A/2,1\n"
        )
        archive.writestr(
            "kaya-persons.csv", "hh_code,name,age,relation\nKMT/A/2-1,B,1,head\nKMT/A/1-1,A,2,head\n"
        )
    households, persons = read(rejected(file, ("kaya", 2, "rooms_used", "Too many.", "Look.")))
    assert households.rows == {2: ("kmt/a/1-1", "KMT/A/1", "99")}
    assert persons.rows == {2: ("KMT/A/1-1", "A", "2", "head")}


def test_a_row_with_too_many_cells_goes_back_whole(file: Path) -> None:
    file.write_text("structure_code,note\nKMT/A/1,near the well, by the church\nKMT/A/2,x\n")
    out = rejected(file, ("", 2, "", "Too many cells.", "Use quotes."))
    assert values(page(out, "households"))[1] == (
        "Too many cells.", "Use quotes.", "KMT/A/1", "near the well", " by the church",
    )  # fmt: skip


def test_what_a_sender_wrote_never_becomes_a_formula(file: Path) -> None:
    cells = ["=1+1", "+A1", "-2+3", "@SUM(A1)", "{=A1}", "http://x.y", "\t=1"]
    file.write_text("structure_code,note\n" + "".join(f'KMT/A/1,"{cell}"\n' for cell in cells))
    out = rejected(file, *[("", row, "note", "=HYPERLINK(1)", "=1") for row in range(2, 9)])
    sheet = page(out, "households")
    assert [row[3].value for row in sheet.iter_rows(min_row=2)] == cells
    assert {cell.data_type for row in sheet.iter_rows() for cell in row} == {"s"}
    assert not any(cell.hyperlink for row in sheet.iter_rows() for cell in row)


def test_characters_that_xml_forbids_are_left_out(file: Path) -> None:
    file.write_bytes("structure_code,note\nKMT/A/1,a\x01b\x0bc\ufffed _x0041_\n".encode())
    (sheet,) = read(rejected(file, ("", 2, "note", "s", "r")))
    assert sheet.rows == {2: ("KMT/A/1", "abcd _x0041_")}


def test_sheet_names_that_excel_forbids_are_changed(file: Path) -> None:
    import zipfile

    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("[kaya]*1.csv", "structure_code\nKMT/A/1\n")
        archive.writestr("x" * 40 + "1.csv", "a\n1\n")
        archive.writestr("x" * 40 + "2.csv", "a\n1\n")
    names = ["[kaya]*1", "x" * 40 + "1", "x" * 40 + "2"]
    out = rejected(file, *[(name, 2, "", "s", "r") for name in names])
    titles = openpyxl.load_workbook(out).sheetnames
    assert titles == ["kaya  1", "x" * 31, "x" * 26 + " (2)"]


def test_without_rejected_rows_there_are_headings_only(file: Path) -> None:
    file.write_text("structure_code\nKMT/A/1\n")
    assert values(page(rejected(file), "households")) == [("PROBLEM", "WHAT TO DO", "structure_code")]


@pytest.fixture
def template(tmp_path: Path) -> Path:
    path = tmp_path / "template.xlsx"
    with path.open("wb") as out:
        write_template(out, language="sw")
    return path


def test_the_template_has_a_column_for_every_field(template: Path) -> None:
    headings = [cell for (cell,) in page(template, "households").iter_cols(max_row=1, values_only=True)]
    assert headings == [field.name for field in (*IDENTITY_FIELDS, *HOUSEHOLD_FIELDS)]
    headings = [cell for (cell,) in page(template, "persons").iter_cols(max_row=1, values_only=True)]
    assert headings == ["hh_code", "line_no", *[field.name for field in PERSON_FIELDS]]


def test_the_blank_template_holds_no_rows(template: Path) -> None:
    assert refusal(template).code == "no_rows"


def test_a_filled_template_is_understood_without_a_question(template: Path) -> None:
    book = openpyxl.load_workbook(template)
    book["households"]["A2"], book["households"]["B2"] = "KMT/A/1-1", "KMT/A/1"
    book["persons"]["A2"], book["persons"]["C2"] = "KMT/A/1-1", "Achieng"
    book.save(template)
    with open_file(template, name="template.xlsx") as sheets:
        assert [sheet.name for sheet in sheets] == ["households", "persons"]
        mapping = propose(sheets)
    assert mapping.is_certain
    assert mapping.persons is not None
    assert mapping.households.fields == {field.name for field in (*IDENTITY_FIELDS, *HOUSEHOLD_FIELDS)}
    assert mapping.persons.fields == {"parent", "line_no", *[field.name for field in PERSON_FIELDS]}


def test_a_choice_is_offered_from_its_list(template: Path) -> None:
    sheet = page(template, "households")
    column = next(cell.column_letter for cell in sheet[1] if cell.value == "head_sex")
    (rule,) = [
        rule for rule in sheet.data_validations.dataValidation if str(rule.sqref).startswith(f"{column}2:")
    ]
    assert rule.type == "list"
    first, last = (int(part.rsplit("$", 1)[1]) for part in str(rule.formula1).split(":"))
    codes = [page(template, "choices").cell(row, 2).value for row in range(first, last + 1)]
    assert codes == ["male", "female", "intersex_other"]


def test_the_guide_tells_of_every_field(template: Path) -> None:
    rows = {row[0]: row for row in values(page(template, "guide"))[1:]}
    assert len(rows) >= len(HOUSEHOLD_FIELDS) + len(PERSON_FIELDS)
    assert rows["rent_month_kes"][5] == "0 – 30,000 KES"
    assert "occupancy_status = tenant / sub_tenant" in str(rows["rent_month_kes"][7])
    assert not rows["phone"][7]


def test_doors_and_phones_are_text_columns(template: Path) -> None:
    """A spreadsheet makes a date of 1-3 and drops the zero of 0712 elsewhere."""
    sheet = page(template, "households")
    letters = {cell.value: cell.column_letter for cell in sheet[1]}
    for name in ("hh_code", "structure_code", "phone", "interviewed_on"):
        assert sheet.column_dimensions[letters[name]].number_format == "@"


def test_the_template_is_written_to_any_stream() -> None:
    out = io.BytesIO()
    write_template(out, language="en")
    assert out.getvalue().startswith(b"PK")
