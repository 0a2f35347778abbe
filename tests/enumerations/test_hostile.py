"""Files that mean harm, or merely went wrong, through the pipeline: refused by name, or read rightly."""

import io
import zipfile

import openpyxl
import pytest

from enumerations.choices import BatchState
from enumerations.models import Household
from tests.enumerations.conftest import Send
from tests.enumerations.rows import as_csv, as_xlsx, household, person

pytestmark = pytest.mark.django_db


def bomb() -> bytes:
    """A workbook of a few hundred kilobytes that unpacks into a gigabyte."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("xl/workbook.xml", "<workbook/>")
        with archive.open("xl/worksheets/sheet1.xml", "w") as sheet:
            for _ in range(1024):
                sheet.write(b" " * 1_048_576)
    return out.getvalue()


@pytest.mark.parametrize(
    ("content", "name", "code"),
    [
        (b"", "empty.csv", "empty"),
        (b"hh_code,result\n", "headings.csv", "no_rows"),
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj", "survey.xlsx", "not_a_table"),
        (b"<!DOCTYPE html><html><body>Sign in</body></html>", "export.csv", "not_a_table"),
        (b"\x89PNG\r\n\x1a\n" + bytes(200), "photo.csv", "not_a_table"),
        (as_xlsx([household()], [person()])[:3000], "cut.xlsx", "broken"),
        (bomb(), "bomb.xlsx", "too_large_inside"),
        (b"hh_code,rooms_used\nKMT/A/1/01,2\n", "part.csv", "missing_columns"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_is_no_survey_is_refused_by_name(send: Send, content: bytes, name: str, code: str) -> None:
    batch = send(content, name)
    assert (batch.state, batch.issues.get().code) == (BatchState.REFUSED, code)
    assert not Household.objects.exists()


def test_the_extension_decides_nothing(send: Send) -> None:
    assert send(as_xlsx([household(members_total=1)], [person()]), "batch.csv").created == 1
    assert send(as_csv([household("KMT/A/2/01", head_name="Otieno Ouma")]), "batch.xlsx").created == 1


def test_five_thousand_columns_are_kept(send: Send) -> None:
    batch = send(as_csv([household() | {f"own_{n}": str(n) for n in range(5000)}]))
    assert batch.created == 1
    assert len(Household.objects.get().answers) == 5000


def test_formulas_stay_text(send: Send) -> None:
    batch = send(
        as_csv([household(note='=HYPERLINK("http://evil.example","x")', own="@SUM(1+1)*cmd|' /C calc'!A0")])
    )
    assert batch.created == 1
    held = Household.objects.get()
    assert held.note is not None
    assert held.note.startswith("=HYPERLINK")


def test_a_formula_nobody_calculated_is_told_as_a_missing_answer(send: Send) -> None:
    book = openpyxl.load_workbook(io.BytesIO(as_xlsx([household(members_total=1)], [person()])))
    sheet = book["households"]
    rooms = next(cell for cell in sheet[1] if cell.value == "rooms_used").column
    sheet.cell(2, rooms).value = "=1+1"  # written by a program that calculates nothing
    out = io.BytesIO()
    book.save(out)
    batch = send(out.getvalue(), "formula.xlsx")
    assert (batch.rows, batch.rejected) == (1, 1)
    assert batch.issues.filter(row=2, field="rooms_used", code="missing").exists()


def test_nul_bytes_do_not_stop_a_file(send: Send) -> None:
    batch = send(as_csv([household(note="by\x00the\x00river")]))
    assert (batch.rows, batch.created) == (1, 1)
    assert Household.objects.get().note == "bytheriver"


@pytest.mark.parametrize("number", ["NaN", "inf", "-inf", "1e400", "0x10", "1_000", "٢٬٥٠٠x"])
def test_what_is_no_number_is_told(send: Send, number: str) -> None:
    batch = send(as_csv([household(rent_month_kes=number)]))
    assert (batch.created, batch.rejected) == (0, 1)
    assert batch.issues.filter(field="rent_month_kes", severity="error").exists()


@pytest.mark.parametrize(
    ("written", "read"), [("২৫০০", 2500), ("٢٥٠٠", 2500), ("2,500", 2500), ("KES 2500", 2500)]
)
def test_numbers_are_read_as_people_write_them(send: Send, written: str, read: int) -> None:
    assert send(as_csv([household(rent_month_kes=written)])).created == 1
    assert Household.objects.get().rent_month_kes == read


def test_a_date_that_excel_invented_is_told(send: Send) -> None:
    batch = send(as_csv([household(rooms_used="2026-03-01 00:00:00")]))
    assert batch.issues.filter(field="rooms_used", code="excel_date").exists()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_encodings_and_delimiters_are_found(send: Send, encoding: str, delimiter: str) -> None:
    rows = [household(head_name="Zoë Müller", note='two\nlines, a ; and a "quote"')]
    batch = send(as_csv(rows, delimiter).decode().encode(encoding))
    assert batch.created == 1
    held = Household.objects.get()
    assert (held.head_name, held.note) == ("Zoë Müller", 'two\nlines, a ; and a "quote"')


def test_a_row_with_too_many_cells_is_told_and_counted(send: Send) -> None:
    lines = as_csv([household(), household("KMT/A/2/01", head_name="Otieno Ouma")]).decode().splitlines()
    lines[1] += ",one,too,many"
    batch = send("\n".join(lines).encode())
    assert (batch.rows, batch.created, batch.rejected) == (2, 1, 1)
    assert batch.issues.filter(row=2, code="too_many_cells").exists()


def test_a_name_is_never_quoted_in_an_issue(send: Send) -> None:
    batch = send(as_csv([household(head_name="X9 Marked-Name", phone="0799 MARKED")]))
    told = list(batch.issues.values_list("params", flat=True))
    assert batch.rejected == 1
    assert "MARKED" not in str(told).upper()
