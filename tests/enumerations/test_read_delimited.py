"""CSV and its relatives, as spreadsheets, phones and typists make them."""

import csv
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.enumerations.reading import as_csv, read, refusal

DHAKA = Path(__file__).parents[3] / "shared" / "data" / "dhaka" / "household_survey.csv"
TABLE = [["door", "head_name"], ["KMT/A/1", "Wanjiku"], ["KMT/A/2", "Otieno"]]
ROWS = {2: ("KMT/A/1", "Wanjiku"), 3: ("KMT/A/2", "Otieno")}


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "survey"


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_it_finds_the_delimiter(file: Path, delimiter: str) -> None:
    (sheet,) = read(file, as_csv(TABLE, delimiter))
    assert sheet.headings == ["door", "head_name"]
    assert sheet.rows == ROWS


def test_a_comma_in_the_headings_is_not_the_delimiter(file: Path) -> None:
    (sheet,) = read(file, "Name, in full;Rent, in KES\nWanjiku;1,500\nOtieno;900\n")
    assert sheet.headings == ["Name, in full", "Rent, in KES"]
    assert sheet.rows == {2: ("Wanjiku", "1,500"), 3: ("Otieno", "900")}


def test_excels_line_that_names_the_delimiter_is_not_counted(file: Path) -> None:
    (sheet,) = read(file, "sep=;\r\ndoor;head_name\r\nKMT/A/1;Wanjiku\r\nKMT/A/2;Otieno\r\n")
    assert sheet.rows == ROWS


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
def test_it_finds_the_encoding(file: Path, encoding: str) -> None:
    text = "door,head_name,note\r\nKMT/A/1,Ng’ang’a,“maji – 20 €”\r\nKMT/A/2,Zoë,\r\n"
    (sheet,) = read(file, text.encode(encoding))
    assert sheet.headings == ["door", "head_name", "note"]
    assert sheet.rows == {2: ("KMT/A/1", "Ng’ang’a", "“maji – 20 €”"), 3: ("KMT/A/2", "Zoë", None)}


def test_a_file_pasted_together_from_two_encodings_is_read(file: Path) -> None:
    (sheet,) = read(file, "a,b\n1,Ng’ang’a\n".encode() + "2,Zoë\n".encode("cp1252"))
    assert sheet.rows == {2: ("1", "Ng’ang’a"), 3: ("2", "Zoë")}


def test_a_damaged_byte_does_not_change_the_encoding(file: Path) -> None:
    (sheet,) = read(file, "a,b\n1,Ng’ang’a\n2,x".encode() + b"\x81y\n")
    assert sheet.rows == {2: ("1", "Ng’ang’a"), 3: ("2", "x\ufffdy")}


def test_an_encoding_that_is_none_of_these_is_guessed(file: Path) -> None:
    line = "世帯主の名前は何ですか。この家には何人住んでいますか,佐藤\n"
    (sheet,) = read(file, ("質問,答え\n" + line * 40).encode("shift_jis"))
    assert sheet.headings == ["質問", "答え"]


def test_digits_of_other_scripts_stay_as_they_are(file: Path) -> None:
    (sheet,) = read(file, "rooms,members\n৩,٤\n")
    assert sheet.rows == {2: ("৩", "٤")}


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_any_line_ending_will_do(file: Path, end: str) -> None:
    (sheet,) = read(file, end.join(["a,b", "1,2", '"x', 'y",3', ""]))
    assert sheet.rows == {2: ("1", "2"), 3: (f"x{end}y", "3")}


def test_rows_are_numbered_as_a_spreadsheet_shows_them(file: Path) -> None:
    (sheet,) = read(file, '\na,b\n1,"two\nlines"\n\n , \n4,5\n')
    assert sheet.rows == {3: ("1", "two\nlines"), 6: ("4", "5")}


def test_a_short_row_is_filled_up_in_its_place(file: Path) -> None:
    (sheet,) = read(file, 'a,b,c\n1,2,3\n4,5\n"six\n6"\n7,8,9\n')
    assert list(sheet.rows.items()) == [
        (2, ("1", "2", "3")),
        (3, ("4", "5", None)),
        (4, ("six\n6", None, None)),
        (5, ("7", "8", "9")),
    ]
    assert sheet.problems == []


def test_a_row_with_more_cells_than_headings_is_a_problem(file: Path) -> None:
    (sheet,) = read(file, "a,b\n1,2\n3,4,5\n6,7,,\n")
    assert sheet.rows == {2: ("1", "2"), 4: ("6", "7")}
    (problem,) = sheet.problems
    assert (problem.row, problem.code) == (3, "too_many_cells")
    assert problem.params == {"cells": 3, "columns": 2}
    assert problem.cells == ("3", "4", "5")
    assert "5" not in repr(problem).replace("cells': 3", "")


def test_empty_columns_at_the_right_are_no_columns(file: Path) -> None:
    (sheet,) = read(file, "a,b,,,\n1,2,,,\n3,4\n")
    assert sheet.headings == ["a", "b"]
    assert sheet.rows == {2: ("1", "2"), 3: ("3", "4")}


def test_a_value_far_below_an_empty_heading_is_a_problem_and_not_lost(file: Path) -> None:
    (sheet,) = read(file, "a,b,,\n" + "1,2,,\n" * 500 + "1,2,,lost\n")
    assert sheet.headings == ["a", "b"]
    assert len(sheet.rows) == 500
    assert [problem.row for problem in sheet.problems] == [502]


def test_headings_get_names_of_their_own(file: Path) -> None:
    (sheet,) = read(file, 'Why not?,Why not?,,Why not? (2),"in two\nlines",_row\n1,2,3,4,5,6\n')
    assert sheet.headings == [
        "Why not?",
        "Why not? (3)",
        "Column 3",
        "Why not? (2)",
        "in two lines",
        "_row (2)",
    ]
    assert sheet.rows == {2: ("1", "2", "3", "4", "5", "6")}


def test_one_column_is_a_table(file: Path) -> None:
    (sheet,) = read(file, "door\nKMT/A/1\n\nKMT/A/2")
    assert sheet.rows == {2: ("KMT/A/1",), 4: ("KMT/A/2",)}


def test_zero_bytes_are_left_out(file: Path) -> None:
    (sheet,) = read(file, b"a,b\n1\x00,\x00\n2,3\n\x1a")
    assert sheet.rows == {2: ("1", None), 3: ("2", "3")}


def test_headings_alone_are_refused(file: Path) -> None:
    assert refusal(file, "door,head_name\n").code == "no_rows"
    assert refusal(file, "door,head_name\n,\n\n , \n").code == "no_rows"


@pytest.mark.parametrize("rows_after", [3, 200_000])
def test_a_quote_that_never_closes_is_refused_with_its_row(file: Path, rows_after: int) -> None:
    refused = refusal(file, 'a,b\n1,2\n"3,4\n' + "5,6\n" * rows_after)
    assert (refused.code, refused.params) == ("unclosed_quote", {"row": 3})


def test_thousands_of_rows_too_long_mean_that_headings_are_missing(file: Path) -> None:
    refused = refusal(file, "a,b\n" + "1,2,3\n" * 10_001)
    assert refused.code == "headings_missing"


def test_five_thousand_columns_are_read(file: Path) -> None:
    headings = [f"question {at}" for at in range(5000)]
    (sheet,) = read(file, as_csv([headings, *[[str(row)] * 5000 for row in range(50)]]))
    assert sheet.headings == headings
    assert len(sheet.rows) == 50
    assert sheet.rows[51] == ("49",) * 5000


def test_more_than_ten_thousand_columns_are_refused(file: Path) -> None:
    headings = [f"question {at}" for at in range(10_001)]
    refused = refusal(file, as_csv([headings, headings]))
    assert (refused.code, refused.params) == ("too_many_columns", {"columns": 10_001, "limit": 10_000})


def test_frames_can_be_read_twice(file: Path) -> None:
    from enumerations.intake.readers import open_file

    file.write_text("a,b\n1,2\n3,4,5\n")
    with open_file(file, name="x") as (sheet,):
        assert [frame.rows() for frame in sheet.frames()] == [frame.rows() for frame in sheet.frames()]
        assert len(sheet.problems) == 1


# Cells a person or a phone could write, with everything that CSV has to quote. NUL, the end-of-file mark and
# half characters are left out by design, and headings must be distinct for the comparison.
CELL = st.text(
    alphabet=st.one_of(st.sampled_from(" ,;|\t\"'\n\r"), st.characters(exclude_categories=["Cs", "Cc"])),
    max_size=12,
)


@st.composite
def tables(draw: st.DrawFn) -> list[list[str]]:
    width = draw(st.integers(2, 6))
    row = st.lists(CELL, min_size=width, max_size=width)
    return draw(st.lists(row, min_size=1, max_size=40))


@settings(max_examples=150, deadline=None)
@given(
    table=tables(),
    delimiter=st.sampled_from(",;\t|"),
    quoting=st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]),
)
def test_what_pythons_csv_module_writes_comes_back(
    tmp_path_factory: pytest.TempPathFactory, table: list[list[str]], delimiter: str, quoting: int
) -> None:
    path = tmp_path_factory.getbasetemp() / "random.csv"
    headings = [f"h{at}" for at in range(len(table[0]))]
    with path.open("w", newline="", encoding="utf-8") as out:
        csv.writer(out, delimiter=delimiter, quoting=quoting).writerows([headings, *table])  # type: ignore[arg-type]
    expected = {
        number: tuple(cell if cell.strip() else None for cell in row)
        for number, row in enumerate(table, start=2)
        if any(cell.strip() for cell in row)
    }
    if not expected:
        assert refusal(path).code == "no_rows"
        return
    (sheet,) = read(path)
    assert sheet.headings == headings
    assert sheet.rows == expected
    assert sheet.problems == []


@settings(max_examples=60, deadline=None)
@given(widths=st.lists(st.integers(0, 5), min_size=1, max_size=400), block=st.integers(64, 4096))
def test_ragged_rows_keep_their_numbers(
    tmp_path_factory: pytest.TempPathFactory, widths: list[int], block: int
) -> None:
    from enumerations.intake.readers import delimited

    path = tmp_path_factory.getbasetemp() / "ragged.csv"
    lines = [",".join(f"{row}.{at}" for at in range(width)) for row, width in enumerate(widths, start=2)]
    path.write_text("a,b,c\n" + "\n".join(lines) + "\n")
    usual = delimited.BLOCK
    delimited.BLOCK = block  # small blocks, so that ragged rows fall on every edge
    try:
        if not any(widths):
            assert refusal(path).code == "no_rows"
            return
        (sheet,) = read(path)
    finally:
        delimited.BLOCK = usual
    assert sheet.rows == {
        row: tuple(f"{row}.{at}" if at < width else None for at in range(3))
        for row, width in enumerate(widths, start=2)
        if 1 <= width <= 3
    }
    assert [problem.row for problem in sheet.problems] == [
        row for row, width in enumerate(widths, start=2) if width > 3
    ]


@pytest.mark.skipif(not DHAKA.exists(), reason="the Dhaka survey is not beside this checkout")
def test_the_dhaka_survey_reads_as_pythons_csv_module_reads_it() -> None:
    with DHAKA.open(newline="", encoding="utf-8-sig") as source:
        headings, *rows = csv.reader(source)
    (sheet,) = read(DHAKA)
    assert (len(sheet.rows), len(sheet.headings)) == (1282, 209)
    assert [heading.removesuffix(" (2)") for heading in sheet.headings][:30] == headings[:30]
    assert list(sheet.rows) == list(range(2, 1284))
    assert list(sheet.rows.values()) == [
        tuple(cell if cell.strip() else None for cell in row) for row in rows
    ]


def test_memory_stays_flat_for_a_long_file(tmp_path: Path) -> None:
    """300,000 rows of 20 columns (about 75 MB) cost less than 200 MB above the bare libraries."""
    path = tmp_path / "long.csv"
    row = ",".join(["public_tap"] * 19)
    with path.open("w") as out:
        out.write(",".join(f"q{at}" for at in range(20)) + "\n")
        out.writelines(f"{number},{row}\n" for number in range(300_000))
    program = """
import resource, sys
from pathlib import Path
from enumerations.intake.readers import open_file
def peak(): return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
before = peak()
with open_file(Path(sys.argv[1]), name="") as (sheet,):
    rows = sum(frame.height for frame in sheet.frames())
print(rows, peak() - before)
"""
    done = subprocess.run(
        [sys.executable, "-c", program, str(path)], capture_output=True, text=True, check=True
    )
    rows, megabytes = map(int, done.stdout.split())
    assert rows == 300_000
    assert megabytes < 250
