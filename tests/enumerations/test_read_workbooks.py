"""XLSX, XLS and ODS: what a cell shows becomes text, and nothing a spreadsheet does is lost silently."""

import datetime as dt
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from tests.enumerations.reading import read, refusal

Draw = Callable[[xlsxwriter.Workbook, Worksheet], None]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "survey"


def draw(file: Path, *pages: tuple[str, list[list[object]]]) -> Path:
    """A workbook of values, as XlsxWriter understands them."""
    book = xlsxwriter.Workbook(str(file), {"default_date_format": "dd/mm/yyyy"})
    for name, rows in pages:
        page = book.add_worksheet(name)
        for at, row in enumerate(rows):
            page.write_row(at, 0, row)
    book.close()
    return file


def test_households_and_persons_are_two_sheets(file: Path) -> None:
    draw(
        file,
        ("survey", [["_index", "head_name"], [1, "Wanjiku"], [2, "Otieno"]]),
        ("person", [["_parent_index", "name", "age"], [1, "Achieng", 7]]),
        ("empty", []),
    )
    households, persons = read(file)
    assert (households.name, households.headings) == ("survey", ["_index", "head_name"])
    assert households.rows == {2: ("1", "Wanjiku"), 3: ("2", "Otieno")}
    assert (persons.name, persons.rows) == ("person", {2: ("1", "Achieng", "7")})


def test_a_cell_becomes_the_text_a_person_would_write(file: Path) -> None:
    values: list[object] = [3, 3.0, 2.5, 254712345678, -1.3122345, True, False, "0712345678", "  "]
    draw(file, ("a", [[f"h{at}" for at in range(len(values))], values]))
    (sheet,) = read(file)
    assert sheet.rows == {
        2: ("3", "3", "2.5", "254712345678", "-1.3122345", "true", "false", "0712345678", None)
    }


def test_dates_are_iso(file: Path) -> None:
    values: list[object] = [dt.date(2026, 3, 1), dt.datetime(2026, 3, 1, 14, 30, 15), dt.time(6, 45)]
    draw(file, ("a", [["day", "moment", "time"], values]))
    (sheet,) = read(file)
    assert sheet.rows == {2: ("2026-03-01", "2026-03-01 14:30:15", "06:45:00")}


def test_dates_that_excel_invented_remain_recognisable(file: Path) -> None:
    """1-3 typed into a number column; 32 members formatted as a date; a serial number shown as one."""
    book = xlsxwriter.Workbook(str(file))
    page, day = book.add_worksheet(), book.add_format({"num_format": "d-mmm"})
    page.write_row(0, 0, ["members", "rooms", "age", "code"])
    for at, value in enumerate([46082, 32, 0]):
        page.write_number(1, at, value, day)
    page.write_number(1, 3, 45000)
    book.close()
    (sheet,) = read(file)
    assert sheet.rows == {2: ("2026-03-01", "1900-02-01", "1899-12-31", "45000")}


def test_formulas_give_their_last_value_and_errors_their_name(file: Path) -> None:
    book = xlsxwriter.Workbook(str(file))
    page = book.add_worksheet()
    page.write_row(0, 0, ["sum", "text", "ref", "na", "div"])
    page.write_formula(2, 0, "=1+1", None, 2)
    page.write_formula(2, 1, '="a"&"b"', None, "ab")
    for at, error in enumerate(["#REF!", "#N/A", "#DIV/0!"], start=2):
        page.write_formula(2, at, "=X1", None, error)
    book.close()
    (sheet,) = read(file)
    assert sheet.rows == {3: ("2", "ab", "#REF!", "#N/A", "#DIV/0!")}


def test_rows_are_numbered_as_the_spreadsheet_shows_them(file: Path) -> None:
    book = xlsxwriter.Workbook(str(file))
    page = book.add_worksheet()
    page.write_row(2, 1, ["a", "b"])
    page.write_row(3, 1, ["1", "2"])
    page.write_row(6, 1, ["3", "4"])
    book.close()
    (sheet,) = read(file)
    assert sheet.headings == ["a", "b"]
    assert sheet.rows == {4: ("1", "2"), 7: ("3", "4")}


def test_blank_and_repeated_headings_get_names(file: Path) -> None:
    draw(file, ("a", [["q", "q", "", "", ""], ["1", "2", "3", "", ""]]))
    (sheet,) = read(file)
    assert sheet.headings == ["q", "q (2)", "Column 3"]
    assert sheet.rows == {2: ("1", "2", "3")}


def test_five_thousand_columns_are_read(file: Path) -> None:
    draw(file, ("a", [[f"q{at}" for at in range(5000)], list(range(5000))]))
    (sheet,) = read(file)
    assert sheet.rows == {2: tuple(map(str, range(5000)))}


def test_headings_without_rows_are_refused(file: Path) -> None:
    draw(file, ("a", [["q"]]), ("b", [["r"]]))
    assert refusal(file).code == "no_rows"
    draw(file, ("a", []))
    assert refusal(file).code == "empty"


def test_two_cells_far_apart_do_not_end_the_worker(file: Path) -> None:
    """A workbook of five kilobytes that a parser unfolds into 512 GB."""
    book = xlsxwriter.Workbook(str(file))
    page = book.add_worksheet()
    page.write(0, 0, "a")
    page.write(1_048_575, 16_383, "b")
    book.close()
    assert refusal(file).code == "too_large_inside"


def test_a_damaged_workbook_is_refused(file: Path) -> None:
    texts: list[list[object]] = [[f"text {at}"] for at in range(5000)]
    draw(file, ("a", [["q"], *texts]))
    whole = file.read_bytes()
    assert refusal(file, whole[: len(whole) // 2]).code == "broken"
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("xl/workbook.xml", "<workbook")
    assert refusal(file).code == "broken"


def test_an_open_document_is_read(file: Path) -> None:
    cells = (
        '<table:table-cell office:value-type="string"><text:p>KMT/A/1</text:p></table:table-cell>'
        '<table:table-cell office:value-type="float" office:value="4"><text:p>4</text:p></table:table-cell>'
        '<table:table-cell office:value-type="date" office:date-value="2026-03-01"><text:p>1.3.</text:p>'
        '</table:table-cell><table:table-cell office:value-type="boolean" office:boolean-value="true">'
        "<text:p>TRUE</text:p></table:table-cell>"
    )
    headings = "".join(
        f'<table:table-cell office:value-type="string"><text:p>{name}</text:p></table:table-cell>'
        for name in ("door", "members", "day", "head")
    )
    open_document(
        file, f"<table:table-row>{headings}</table:table-row><table:table-row>{cells}</table:table-row>"
    )
    (sheet,) = read(file)
    assert (sheet.name, sheet.headings) == ("kaya", ["door", "members", "day", "head"])
    assert sheet.rows == {2: ("KMT/A/1", "4", "2026-03-01", "true")}


def test_an_open_document_that_repeats_a_row_for_ever_is_refused(file: Path) -> None:
    cell = 'office:value-type="string" table:number-columns-repeated="16000"><text:p>x</text:p>'
    open_document(
        file,
        '<table:table-row table:number-rows-repeated="1000000">'
        f"<table:table-cell {cell}</table:table-cell></table:table-row>",
    )
    assert refusal(file).code in {"too_large_inside", "broken"}


def open_document(file: Path, rows: str, manifest: str = "") -> None:
    names = "".join(
        f' xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for name in ("office", "table", "text")
    )
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr(
            "content.xml",
            f'<?xml version="1.0"?><office:document-content{names}><office:body><office:spreadsheet>'
            f'<table:table table:name="kaya">{rows}</table:table>'
            "</office:spreadsheet></office:body></office:document-content>",
        )
        archive.writestr(
            "META-INF/manifest.xml",
            f'<?xml version="1.0"?><m:manifest xmlns:m="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
            f'<m:file-entry m:full-path="/" m:media-type="application/vnd.oasis.opendocument.spreadsheet"/>'
            f"{manifest}</m:manifest>",
        )


def test_what_is_behind_a_password_is_refused(file: Path) -> None:
    entry = '<m:file-entry m:full-path="content.xml"><m:encryption-data/></m:file-entry>'
    open_document(file, "", manifest=entry)
    assert refusal(file).code == "encrypted"
    # A new workbook with a password is wrapped into the old container.
    container = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(1000) + "EncryptedPackage".encode("utf-16-le")
    assert refusal(file, container).code == "encrypted"


def test_a_workbook_of_another_maker_is_read(file: Path) -> None:
    """openpyxl keeps strings in one shared table and leaves out what XlsxWriter writes."""
    book = openpyxl.Workbook()
    page = book.active
    assert page is not None
    page.title = "Kaya zote"
    page.append(["mlango", "watu"])
    page.append(["KMT/A/1", 4])
    page.append([None, None])
    page.append(["=HYPERLINK(1)", None])
    book.save(file)
    (sheet,) = read(file)
    assert sheet.name == "Kaya zote"
    assert sheet.rows[2] == ("KMT/A/1", "4")


def test_an_old_workbook_is_read() -> None:
    """`tests/data/households.xls` was written by xlwt: two sheets, a date, a truth, a zero in front."""
    households, persons = read(Path(__file__).parents[1] / "data" / "households.xls")
    assert households.headings == ["door", "members", "rent", "day", "head", "phone"]
    assert households.rows[2] == ("KMT/A/1", "4", "1500.5", "2026-03-01", "true", "0712345678")
    assert households.rows[4][0] == "Ng’ang’a"
    assert (persons.name, persons.rows) == ("Watu", {2: ("KMT/A/1", "Achieng")})
