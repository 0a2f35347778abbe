"""Files that are not what they say, or wish us ill: a refusal with its code, or a correct read."""

import io
import random
import tempfile
import zipfile
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from enumerations.intake.readers import open_file
from enumerations.intake.refusal import Refusal
from tests.enumerations.reading import read, refusal

CSV = "door,head_name\nKMT/A/1,Wanjiku\n"
ROWS = {2: ("KMT/A/1", "Wanjiku")}


def zipped(**members: bytes | str) -> bytes:
    """An archive; the names are given without ending, `__` for `-`, and are CSV."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(f"{name.replace('__', '-')}.csv", content)
    return packed.getvalue()


@pytest.mark.parametrize("name", ["a.csv", "a.xlsx", "a.json", "a.pdf", "a"])
def test_the_name_decides_nothing(tmp_path: Path, name: str) -> None:
    (sheet,) = read(tmp_path / name, CSV)
    assert sheet.rows == ROWS


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty"),
        (b"\n\n  \r\n", "empty"),
        (b"\xef\xbb\xbf", "empty"),
        (bytes(5000), "empty"),
        (b"<!DOCTYPE html><html><body><table>", "not_a_table"),
        (b"\xef\xbb\xbf\n<table><tr><td>", "not_a_table"),
        ("<html>".encode("utf-16"), "not_a_table"),
        (b"<?xml version='1.0'?><kml/>", "not_a_table"),
        (b"%PDF-1.7\n1 0 obj", "not_a_table"),
        (b"\x89PNG\r\n\x1a\n", "not_a_table"),
        (b"\x1f\x8b\x08aaaa", "not_a_table"),
        (random.Random(5).randbytes(20_000), "not_a_table"),
        (b"PK\x03\x04" + bytes(100), "broken"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2000), "broken"),
        (b"SQLite format 3\x00" + bytes(200), "not_a_table"),
        (CSV.encode() * 400 + bytes(8192) + CSV.encode(), "broken"),
        (zipped(form=CSV)[:-40], "broken"),
    ],
)
def test_what_is_no_table_is_refused(tmp_path: Path, content: bytes, code: str) -> None:
    assert refusal(tmp_path / "survey.csv", content).code == code


def test_an_export_of_odk_central_is_read_form_first(tmp_path: Path) -> None:
    sheets = read(
        tmp_path / "a.csv",
        zipped(
            form__person="PARENT_KEY,name\nuuid:1,Achieng\n",
            form="KEY,head_name\nuuid:1,Wanjiku\n",
            form__illness="PARENT_KEY,kind\n",
        ),
    )
    assert [sheet.name for sheet in sheets] == ["form", "form-person", "form-illness"]
    assert [len(sheet.rows) for sheet in sheets] == [1, 1, 0]
    assert sheets[1].rows == {2: ("uuid:1", "Achieng")}


def test_pictures_in_an_archive_are_passed_over(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a", "w") as archive:
        archive.writestr("form.csv", CSV)
        archive.writestr("media/1.jpg", b"\xff\xd8\xff")
        archive.writestr("__MACOSX/._form.csv", b"\x00\x05")
    assert [sheet.rows for sheet in read(tmp_path / "a")] == [ROWS]


def test_a_member_cannot_leave_its_folder(tmp_path: Path) -> None:
    outside = Path(tempfile.gettempdir()) / "pamoja-escaped.csv"
    with zipfile.ZipFile(tmp_path / "a", "w") as archive:
        archive.writestr("../" * 20 + str(outside).lstrip("/"), CSV)
        archive.writestr(str(outside), CSV)
    assert [sheet.rows for sheet in read(tmp_path / "a")] == [ROWS, ROWS]
    assert not outside.exists()


def test_a_zip_bomb_is_refused_by_its_directory(tmp_path: Path) -> None:
    with (
        zipfile.ZipFile(tmp_path / "a", "w", zipfile.ZIP_DEFLATED) as archive,
        archive.open("a.csv", "w") as member,
    ):
        for _ in range(100):
            member.write(b"a" * (1 << 20))
    assert (tmp_path / "a").stat().st_size < 200_000
    assert refusal(tmp_path / "a").code == "too_large_inside"


def test_a_zip_whose_directory_lies_about_its_size_is_refused(tmp_path: Path) -> None:
    packed = zipped(form="door,name\n" + "KMT/A/1,Wanjiku\n" * 100_000)
    at = packed.rindex(b"PK\x01\x02")
    lie = packed[: at + 24] + (100).to_bytes(4, "little") + packed[at + 28 :]
    assert refusal(tmp_path / "a", lie).code in {"broken", "too_large_inside"}


def test_an_archive_behind_a_password_is_refused(tmp_path: Path) -> None:
    packed = bytearray(zipped(form=CSV))
    packed[6] |= 1
    packed[packed.rindex(b"PK\x01\x02") + 8] |= 1
    assert refusal(tmp_path / "a", bytes(packed)).code == "encrypted"


def test_an_archive_in_an_archive_is_refused(tmp_path: Path) -> None:
    assert refusal(tmp_path / "a", zipped(inner=zipped(inner=zipped(inner=CSV)))).code == "not_a_table"


def test_formulas_are_text(tmp_path: Path) -> None:
    (sheet,) = read(tmp_path / "a", 'door,head_name\n=1+1,"=HYPERLINK(""http://x"")"\n@SUM(A1),-2\n')
    assert sheet.rows == {2: ("=1+1", '=HYPERLINK("http://x")'), 3: ("@SUM(A1)", "-2")}


SEEDS = [
    CSV.encode(),
    b'[{"door": "KMT/A/1", "persons": [{"name": "x"}]}]',
    b'{"type": "FeatureCollection", "features": ['
    b'{"type": "Feature", "properties": {"a": 1}, '
    b'"geometry": {"type": "Point", "coordinates": [36.8, -1.2]}}]}',
    zipped(form=CSV),
    CSV.encode("utf-16"),
]


@settings(max_examples=200, deadline=None)
@given(seed=st.sampled_from(SEEDS), data=st.data())
def test_a_file_damaged_anywhere_is_read_or_refused(
    tmp_path_factory: pytest.TempPathFactory, seed: bytes, data: st.DataObject
) -> None:
    at = data.draw(st.integers(0, len(seed)))
    to = data.draw(st.integers(at, len(seed)))
    content = seed[:at] + data.draw(st.binary(max_size=20)) + seed[to:]
    path = tmp_path_factory.getbasetemp() / "damaged"
    path.write_bytes(content)
    with suppress(Refusal), open_file(path, name="damaged") as sheets:
        for sheet in sheets:
            assert len(set(sheet.headings)) == len(sheet.headings)
            for frame in sheet.frames():
                assert frame.columns == ["_row", *sheet.headings]
