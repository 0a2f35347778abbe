"""What comes in as a file stays behind the door, and what goes out as a table calculates nothing."""

import csv
import io
import zipfile
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from django.core.files.base import ContentFile
from django.test import Client

from settlements.imports import ImportRefused
from settlements.imports.files import recognise
from settlements.models import GroundImport
from settlements.spreadsheets import PlainWriter
from tests import factories
from tests.enumerations.reading import refusal
from tests.enumerations.test_read_workbooks import open_document

LAUGHS = (
    '<!DOCTYPE x [<!ENTITY a "haha">'
    + "".join(f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(9))
    + "]>"
)
OUTSIDE = '<!DOCTYPE x [<!ENTITY j SYSTEM "file:///etc/hostname">]>'
FAR = '<!DOCTYPE x SYSTEM "http://127.0.0.1:9/x.dtd" [<!ENTITY j "">]>'
DOCTYPES = pytest.mark.parametrize("doctype", [LAUGHS, OUTSIDE, FAR], ids=["laughs", "outside", "far"])

KML = (
    '<kml xmlns="http://www.opengis.net/kml/2.2"><Document><Placemark><name>1</name>'
    "<Point><coordinates>36.847,-1.262</coordinates></Point></Placemark></Document></kml>"
)
DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>'


def with_doctype(path: Path, member: str, doctype: str) -> Path:
    """The same archive, with the document type in one of its XML files and its entity in place of MARK."""
    with zipfile.ZipFile(path) as archive:
        members = {info.filename: archive.read(info) for info in archive.infolist()}
    text = members[member].decode()
    assert "MARK" in text
    start = text.index("?>") + 2
    members[member] = (text[:start] + doctype + text[start:].replace("MARK", "&j;")).encode()
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return path


@DOCTYPES
def test_a_workbook_with_entities_is_refused(tmp_path: Path, doctype: str) -> None:
    path = tmp_path / "survey.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        page = book.add_worksheet("households")
        page.write_column(0, 0, ["head_name", "MARK"])
    assert refusal(with_doctype(path, "xl/sharedStrings.xml", doctype)).code == "broken"


@DOCTYPES
def test_an_open_document_with_entities_is_refused(tmp_path: Path, doctype: str) -> None:
    path = tmp_path / "survey.ods"
    cell = (
        '<table:table-row><table:table-cell office:value-type="string"><text:p>{}</text:p></table:table-cell>'
    )
    open_document(path, "".join(cell.format(text) + "</table:table-row>" for text in ("head_name", "MARK")))
    assert refusal(with_doctype(path, "content.xml", doctype)).code == "broken"


@DOCTYPES
@pytest.mark.parametrize("before", ["", f"<!-- <kml {'x' * 10_000} -->"], ids=["plain", "behind a comment"])
def test_a_kml_with_entities_is_refused(tmp_path: Path, doctype: str, before: str) -> None:
    path = tmp_path / "houses.kml"
    path.write_text(DECLARATION + before + doctype + KML.replace(">1<", ">&j;<"))
    with pytest.raises(ImportRefused) as refused:
        recognise(path, tmp_path)
    assert refused.value.problem.code == "unknown_format"


def test_a_kml_of_wide_letters_meets_no_reader_of_xml(tmp_path: Path) -> None:
    path = tmp_path / "houses.kml"
    path.write_text(DECLARATION.replace("UTF-8", "UTF-16") + OUTSIDE + KML, encoding="utf-16")
    assert recognise(path, tmp_path).format == "CSV"


@pytest.mark.parametrize("before", ["", f"<!-- {'x' * 10_000} -->"])
def test_a_kml_without_is_read(tmp_path: Path, before: str) -> None:
    path = tmp_path / "houses.kml"
    # A description may hold a page of HTML with a document type of its own.
    kml = KML.replace("<name>1", "<description><![CDATA[<!DOCTYPE html><p>]]></description><name>1")
    path.write_text(DECLARATION + before + kml)
    assert recognise(path, tmp_path).format == "KML"


def test_an_xml_file_is_no_survey(tmp_path: Path) -> None:
    assert refusal(tmp_path / "a.csv", DECLARATION + OUTSIDE + "<rows>&j;</rows>").code == "not_a_table"


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "\t", "\r", "\n", "＝", " =", "  @"])
def test_no_cell_of_a_table_becomes_a_formula(sign: str) -> None:
    out = io.StringIO(newline="")
    PlainWriter(out).writerow([f"{sign}HYPERLINK(1)", "KMT/1", "a=b", "", None, -3])
    (row,) = csv.reader(io.StringIO(out.getvalue(), newline=""))
    assert row == [f"'{sign}HYPERLINK(1)", "KMT/1", "a=b", "", "", "-3"]


@pytest.fixture
def kept(settlement: Any, baraka: Any, subira: Any) -> list[Any]:
    """A batch and an import of ground: the files as they lie on the disk."""
    count: Any = factories.EnumerationFactory(settlement=settlement)
    batch: Any = factories.BatchFactory(enumeration=count, sent_by=baraka, content=b"head_name\nWanjiru\n")
    ground = GroundImport(settlement=settlement, made_by=subira, layer="structures", name="houses.csv")
    ground.file.save("houses", ContentFile(b"number\n1\n"))
    return [batch.file, ground.file]


def test_no_address_serves_what_was_uploaded(kept: list[Any], client_of: Any, settings: Any) -> None:
    boss: Any = factories.UserFactory(is_staff=True, is_superuser=True)
    root = Path(settings.MEDIA_ROOT).name
    for client in (Client(), client_of(boss)):
        for file in kept:
            for folder in ("", "media/", f"{root}/", "static/", "static/../", "uploads/", "admin/"):
                answer = client.get(f"/{folder}{file.name}", follow=True)
                assert b"Wanjiru" not in answer.content
                assert answer.status_code in {404} or answer.redirect_chain[-1][0].startswith(
                    "/accounts/login/"
                )


def test_what_was_uploaded_lies_outside_what_is_served(kept: list[Any], settings: Any) -> None:
    folders = [entry[1] if isinstance(entry, tuple) else entry for entry in settings.STATICFILES_DIRS]
    served = [Path(folder).resolve() for folder in (settings.STATIC_ROOT, *folders)]
    for file in kept:
        path = Path(file.path).resolve()
        assert not [folder for folder in served if path.is_relative_to(folder)]
        assert path.stat().st_mode & 0o077 == 0
    assert not getattr(settings, "WHITENOISE_ROOT", None)
