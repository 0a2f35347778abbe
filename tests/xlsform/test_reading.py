"""What is taken for a workbook, and what is refused before anything reads it."""

import csv
import io
import zipfile
from pathlib import Path

import openpyxl
import pytest

from enumerations.xlsform import XLSFormRefused, convert
from enumerations.xlsform.reading import read_workbook
from tests.xlsform.forms import survey, xlsx

FORM = {"survey": survey("text | a | A"), "settings": "form_id | version\nx | 1"}


def code_of(content: bytes) -> str:
    with pytest.raises(XLSFormRefused) as refused:
        convert(content, "form.xlsx", form_id="kmt_1", version="1")
    return refused.value.problems[0].code


def workbook_of(rows: list[list[object]], name: str = "survey") -> bytes:
    """A workbook as openpyxl writes it."""
    book = openpyxl.Workbook()
    page = book.active
    assert page is not None
    page.title = name
    for row in rows:
        page.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_text_with_the_name_of_a_workbook_is_refused() -> None:
    out = io.StringIO()
    csv.writer(out).writerows([["type", "name", "label"], ["text", "a", "A"]])
    assert code_of(out.getvalue().encode()) == "not_a_workbook"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty"),
        (b"  \n", "empty"),
        (b"%PDF-1.7 ...", "not_a_workbook"),
        (b"<html><body>Sign in</body></html>", "not_a_workbook"),
        (b'<?xml version="1.0"?><h:html/>', "not_a_workbook"),
        (b"PK\x03\x04 cut off", "broken"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "encrypted"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 2000, "broken"),
        (b"\x00\x01\x02" * 500, "not_a_workbook"),
    ],
)
def test_what_is_no_workbook_is_refused(content: bytes, code: str) -> None:
    assert code_of(content) == code


def test_an_archive_of_other_files_is_refused() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("form.csv", "type,name")
    assert code_of(out.getvalue()) == "not_a_workbook"


def test_a_bomb_is_refused_without_being_unpacked() -> None:
    """A sheet of a gigabyte of blanks in a megabyte."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(xlsx(FORM))) as honest,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as bomb,
    ):
        for info in honest.infolist():
            with bomb.open(info.filename, "w", force_zip64=True) as sink:
                sink.write(honest.read(info.filename))
                if info.filename.endswith("sheet1.xml"):
                    for _ in range(200):
                        sink.write(b" " * (1 << 20))
    assert len(out.getvalue()) < 2 << 20
    assert code_of(out.getvalue()) == "too_large"


def test_a_sheet_that_claims_to_be_huge_is_refused() -> None:
    """One cell in the last column and row of Excel's largest sheet."""
    book = openpyxl.Workbook()
    page = book.active
    assert page is not None
    page.title = "survey"
    page["A1"] = "type"
    page["XFD1048576"] = "here"
    out = io.BytesIO()
    book.save(out)
    assert code_of(out.getvalue()) in {"too_large", "too_many_rows"}


def test_five_thousand_columns_are_refused() -> None:
    content = workbook_of([[f"column {at}" for at in range(5000)], ["x"] * 5000])
    assert code_of(content) == "too_many_columns"


def test_a_hundred_thousand_questions_are_refused() -> None:
    rows: list[list[object]] = [["type", "name", "label"]]
    rows += [["text", f"q{at}", "Q"] for at in range(6000)]
    assert code_of(workbook_of(rows)) == "too_many_rows"


def test_formulas_count_as_what_they_show() -> None:
    """openpyxl writes no results, so there is nothing to show: the label is missing."""
    content = workbook_of([["type", "name", "label"], ["text", "a", '=CONCATENATE("A","B")']])
    assert code_of(content) == "no_label"


def test_numbers_and_dates_and_booleans_are_read_as_text() -> None:
    content = workbook_of(
        [
            ["type", "name", "label", "required", "default"],
            ["integer", "a", 5, True, 3.0],
            ["decimal", "b", "B", False, 0.5],
        ]
    )
    first, second = convert(content, "x", form_id="f", version="1").questions
    assert (first.labels, first.required, first.default) == ({"": "5"}, True, "3")
    assert (second.required, second.default) == (False, "0.5")


def test_an_old_workbook_is_read() -> None:
    """XLS as Excel 97 wrote it, kept as a sample: it holds households, so it has no survey."""
    content = (Path(__file__).parents[1] / "data" / "households.xls").read_bytes()
    assert code_of(content) == "no_survey"
    assert len(read_workbook(content).sheet_names) > 0


def test_curly_quotes_are_straightened_as_the_converter_does() -> None:
    sheets = {"survey": survey("text | a | A | . = ‘x’", heading="type | name | label | constraint")}
    (question,) = convert(xlsx(sheets), "x", form_id="f", version="1").questions
    assert question.constraint == ". = 'x'"


def test_our_form_id_and_version_stand_whatever_the_file_said() -> None:
    sheets = FORM | {
        "settings": "form_id | version | submission_url | omit_instanceID\nx | 1 | https://elsewhere | yes"
    }
    sheets["survey"] += "\nform_id | other |"
    form = convert(xlsx(sheets), "x", form_id="kmt_1", version="2026010100")
    assert 'id="kmt_1"' in form.xform
    assert 'version="2026010100"' in form.xform
    assert "elsewhere" not in form.xform
    assert "<instanceID/>" in form.xform
    assert [each.code for each in form.warnings] == ["setting_replaced", "setting_replaced"]
