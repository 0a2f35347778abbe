"""The workbook as a file: what it says of itself, how it filters, prints and calculates."""

from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import openpyxl
import pytest
from django.utils import timezone, translation

from enumerations.indicators import BY_CODE, INDICATORS
from enumerations.models import Enumeration
from reports.forms.workbook import WorkbookForm
from reports.models import Export
from reports.products import PRODUCTS, Cancelled, Envelope
from reports.workbook.cells import unlike
from settlements.models import Settlement
from tests.enumerations.survey import HOUSEHOLDS
from tests.factories import EnumerationFactory, SettlementFactory, WardFactory, member_of
from tests.reports.workbook.making import PRODUCT, ask, cover, made, opened, surveyed, tables

pytestmark = pytest.mark.django_db


@pytest.fixture
def adopted(settlement: Any, tmp_path: Path) -> Any:
    return surveyed(settlement, tmp_path / "survey", adopted=True)


@pytest.fixture
def content(adopted: Any, subira: Any, tmp_path: Path) -> bytes:
    return made(subira, ask("KMT", envelope=Envelope.COUNTY), tmp_path / "out")


def test_the_cover_says_what_it_is(content: bytes, adopted: Any, subira: Any) -> None:
    said = cover(content)
    page = opened(content).worksheets[0]
    assert page["A1"].value == "Figures of Kiamutisya"
    today = timezone.localdate()
    assert page["A2"].value == f"VERIFIED: adopted by the community on {today.day} {today:%B %Y}"
    assert said["Settlements"] == "Kiamutisya (KMT)"
    assert said["County"] == "Nairobi City"
    assert said["Envelope"] == "County hand-over"
    assert "not to be passed on" in said["Conditions"]
    assert said["Chosen"] == "one settlement, newest adopted round"
    assert said["Asked for by"] == str(subira)
    assert adopted.enumeration.name in said["Rounds"]
    assert str(today.year) in said["Made"]
    assert 0 < said["Coverage"] <= 1
    assert 0 < said["Households"] <= HOUSEHOLDS


def test_the_cover_counts_the_rows_of_every_sheet(content: bytes) -> None:
    book = opened(content)
    listed = {row[0]: row[2] for row in book.worksheets[0].iter_rows(values_only=True) if row[2] is not None}
    listed.pop("Sheets")
    counted = {
        page.title: openpyxl.utils.range_boundaries(table.ref)[3]
        - openpyxl.utils.range_boundaries(table.ref)[1]
        for page in book.worksheets[1:]
        for table in page.tables.values()
    }
    assert listed == counted
    assert min(listed.values()) > 0
    links = [cell.hyperlink.location for cell in book.worksheets[0]["A"] if cell.hyperlink]
    assert links == [f"'{name}'!A1" for name in listed]


def test_every_table_filters_and_prints(content: bytes) -> None:
    pages = opened(content).worksheets[1:]
    assert len(pages) >= 8
    for page in pages:
        [table] = page.tables.values()
        head = openpyxl.utils.range_boundaries(table.ref)[1]
        assert table.autoFilter is not None, page.title
        assert page.freeze_panes.endswith(str(head + 1)), page.title
        assert page.print_title_rows == f"${head}:${head}"
        assert "&P" in page.oddFooter.center.text
        assert "VERIFIED" in page.oddHeader.right.text
        heads = [cell.value for cell in page[head]]
        assert len(heads) == len(set(heads))
        assert page.column_dimensions["B"].width > 5
    wide = {page.title for page in pages if page.page_setup.orientation == "landscape"}
    assert {"Indicators", "Cross tables", "Definitions"} <= wide


def scale_of(page: Any, *, letter: float = 7) -> float:
    """How large it is printed, in parts of one; columns are measured in letters of so many pixels."""
    setup, edges = page.page_setup, page.page_margins
    if not page.sheet_properties.pageSetUpPr.fitToPage:
        return float(setup.scale) / 100
    side = 11.69 if setup.orientation == "landscape" else 8.27
    table = next(iter(page.tables.values()))
    columns = openpyxl.utils.range_boundaries(table.ref)[2]
    letters = [
        page.column_dimensions[openpyxl.utils.get_column_letter(n)].width for n in range(1, columns + 1)
    ]
    return min(1, (side - edges.left - edges.right) * 96 / sum(letter * each for each in letters))


def test_every_sheet_can_be_read_on_paper(adopted: Any, subira: Any, tmp_path: Path) -> None:
    """Seven points of eleven at the least; also where another font, wider by half, stands in for Calibri."""
    other = SettlementFactory.create(code="OBG", name="Obunga", access_level="public")
    surveyed(other, tmp_path / "other", adopted=True, seed=3)
    for wish in (ask("KMT"), ask("KMT", "OBG")):
        pages = opened(made(subira, wish, tmp_path / "out")).worksheets[1:]
        assert {page.page_setup.paperSize for page in pages} == {9}
        small = [page.title for page in pages if 11 * scale_of(page, letter=10) < 7]
        assert small == []
        # What goes on on another sheet says there again what it is of, and its parts follow each other.
        fitted = [page for page in pages if page.sheet_properties.pageSetUpPr.fitToPage]
        spread = [page for page in pages if page not in fitted]
        assert {(page.page_setup.fitToWidth or 1, page.page_setup.fitToHeight) for page in fitted} == {(1, 0)}
        assert {(page.print_title_cols, page.page_setup.pageOrder) for page in spread} <= {
            ("$A:$A", "overThenDown"), ("$A:$B", "overThenDown"), ("$A:$C", "overThenDown")
        }  # fmt: skip
        assert "Indicators" in {page.title for page in spread}


def test_the_indicators_are_as_wide_as_a_sheet(
    content: bytes, adopted: Any, subira: Any, tmp_path: Path
) -> None:
    """Each beside its standard and the census, in one line: of one settlement and of several."""
    other = SettlementFactory.create(code="OBG", name="Obunga", access_level="public")
    surveyed(other, tmp_path / "other", adopted=True, seed=3)
    for file in (content, made(subira, ask("KMT", "OBG"), tmp_path / "several")):
        page = opened(file)["Indicators"]
        assert page.page_setup.orientation == "landscape"
        columns = range(1, page.max_column + 1)
        widths = [page.column_dimensions[openpyxl.utils.get_column_letter(n)].width for n in columns]
        inches = sum(7 * each for each in widths) / 96 * scale_of(page)
        assert 10 < inches + page.page_margins.left + page.page_margins.right < 11.69


def test_numbers_are_numbers(content: bytes) -> None:
    page = opened(content)["Indicators"]
    cells = {row[0].value: row[2] for row in page.iter_rows() if row[0].value in BY_CODE}
    assert len(cells) == sum(1 for each in INDICATORS if each.kind.value not in ("distribution", "ranking"))
    share, people, price = (cells[code] for code in ("tenants_percent", "population", "water_price_median"))
    assert 0 < share.value < 1
    assert share.number_format in ("0.0%", "0%")
    assert isinstance(people.value, int)
    assert people.number_format == "#,##0"
    assert price.number_format == "#,##0.0"


def test_days_are_days(adopted: Any, subira: Any, tmp_path: Path) -> None:
    found = opened(made(subira, ask("KMT"), tmp_path / "out"))["Data quality"]
    [head] = [row for row in found.iter_rows() if row[0].value == "Settlement code"]
    row = found[head[0].row + 1]
    values = {cell.value: given for cell, given in zip(head, row, strict=True)}
    assert values["Adopted on"].value.date() == timezone.localdate()
    assert values["Adopted on"].is_date
    assert isinstance(values["First interview"].value.date(), date)
    assert values["Objections"].value == 0


def test_formulas_find_tables_by_names_that_never_change(adopted: Any, subira: Any, tmp_path: Path) -> None:
    names = []
    for language in ("en", "sw"):
        book = opened(made(subira, ask("KMT", language=language), tmp_path / language))
        tabled = {name for page in book.worksheets for name in page.tables}
        names.append((tabled, set(book.defined_names)))
    assert names[0] == names[1]
    tabled, defined = names[0]
    assert {"Pamoja_Indicators", "Pamoja_ServiceGap", "Pamoja_ByTenure", "Pamoja_Definitions"} <= tabled
    assert {"Pamoja_population", "Pamoja_coverage", "Pamoja_version", "Pamoja_Stamp"} <= defined


def test_it_speaks_the_language_that_was_asked_for(adopted: Any, subira: Any, tmp_path: Path) -> None:
    found = tables(made(subira, ask("KMT", language="sw"), tmp_path / "sw"))["Definitions"]
    with translation.override("sw"):
        wanted = [str(each.definition) for each in INDICATORS]
    with translation.override("en"):
        assert wanted != [str(each.definition) for each in INDICATORS]
    assert list(found.iloc[:, 4]) == wanted


def test_the_document_says_what_it_is_before_it_is_opened(content: bytes) -> None:
    book = opened(content)
    said = book.properties
    assert said.title == "Figures of Kiamutisya"
    assert said.subject.startswith("VERIFIED")
    assert (said.creator, said.category, said.keywords) == ("Pamoja", "County hand-over", "KMT")
    custom = {each.name: each.value for each in book.custom_doc_props.props}
    assert (custom["State"], custom["Envelope"], custom["Settlements"]) == ("VERIFIED", "COUNTY", "KMT")


def test_a_draft_says_so_on_every_page(adopted: Any, subira: Any, tmp_path: Path) -> None:
    Enumeration.objects.update(state="checking", adopted_on=None)
    book = opened(made(subira, ask("KMT"), tmp_path / "draft"))
    assert book.worksheets[0]["A2"].value.startswith("DRAFT")
    assert all("DRAFT" in page["A2"].value for page in book.worksheets)
    assert all("DRAFT" in page.oddHeader.right.text for page in book.worksheets)


def test_nothing_in_it_is_calculated(settlement: Any, subira: Any, tmp_path: Path) -> None:
    evil = '=HYPERLINK("http://x","y")'
    survey = surveyed(settlement, tmp_path / "survey")
    Settlement.objects.filter(pk=settlement.pk).update(name=evil)
    survey.enumeration.name = "@SUM(A1) & more"
    survey.enumeration.save()
    survey.clusters[0].name = "+1+1"
    survey.clusters[0].save()
    content = made(subira, ask("KMT"), tmp_path / "out")
    for page in opened(content).worksheets:
        assert not [cell for row in page.iter_rows() for cell in row if cell.data_type == "f"], page.title
    with ZipFile(BytesIO(content)) as archive:
        sheets = [name for name in archive.namelist() if name.startswith("xl/worksheets/sheet")]
        assert all(b"<f>" not in archive.read(name) for name in sheets)


def test_heads_are_told_apart() -> None:
    assert list(unlike(["A", "B", "A", "A"])) == ["A", "B", "A 2", "A 3"]


def test_nobody_wants_it_any_more(adopted: Any, subira: Any, tmp_path: Path) -> None:
    def told(done: int, total: int) -> None:
        if done == 2:
            raise Cancelled

    with pytest.raises(Cancelled):
        PRODUCT.make(subira, ask("KMT"), tmp_path, told)


# --- Asking ---------------------------------------------------------------------------------------


def test_it_is_offered_to_be_taken_away() -> None:
    assert PRODUCTS["workbook"].name == "workbook"


def test_a_county_is_the_settlements_of_which_one_may_have_it(settlement: Any) -> None:
    other = SettlementFactory.create(code="MSH", access_level="public")
    far = SettlementFactory.create(code="KSM", county__code="042", access_level="public")
    for each in (settlement, other, far):
        EnumerationFactory.create(settlement=each, state="adopted")
    here = member_of(settlement, "staff")
    said = {"level": "county", "county": "047", "envelope": "3"}
    form = WorkbookForm(said, user=here)
    assert form.is_valid(), form.errors
    assert form.ask()["settlements"] == ["KMT"]
    public = WorkbookForm(said | {"envelope": "1"}, user=here)
    assert public.is_valid(), public.errors
    assert public.ask()["settlements"] == ["KMT", "MSH"]
    # The wish itself can be asked again.
    again = WorkbookForm(public.ask(), user=here)
    assert again.is_valid(), again.errors
    assert again.ask() == public.ask()


def test_a_ward_without_settlements_of_theirs_is_refused(settlement: Any) -> None:
    ward = WardFactory.create()
    Settlement.objects.filter(pk=settlement.pk).update(ward=ward, access_level="public")
    EnumerationFactory.create(settlement=settlement, state="adopted")
    elsewhere = member_of(SettlementFactory.create(code="MSH"), "staff")
    said = {"level": "ward", "ward": str(ward.code), "envelope": "2"}
    form = WorkbookForm(said, user=elsewhere)
    assert not form.is_valid()
    assert "ward" in form.errors
    assert not WorkbookForm({"level": "settlements", "envelope": "3"}, user=elsewhere).is_valid()
    assert WorkbookForm(said | {"envelope": "1"}, user=elsewhere).is_valid()


def test_it_is_named_by_place_and_day(adopted: Any, subira: Any, tmp_path: Path) -> None:
    done = PRODUCT.make(subira, ask("KMT"), tmp_path, lambda done, total: None)
    assert done.name == f"workbook-KMT-{timezone.localdate():%Y-%m-%d}.xlsx"
    assert PRODUCT.title(ask("KMT")) == "Workbook of Kiamutisya"


def test_it_is_asked_for_like_every_other_file(adopted: Any, subira: Any, client_of: Any) -> None:
    staff = client_of(subira)
    page = staff.get("/exports/new/workbook/")
    assert page.status_code == 200
    assert "Kiamutisya" in page.content.decode()
    sent = staff.post("/exports/new/workbook/", ask("KMT", envelope=Envelope.COUNTY))
    assert sent.status_code == 302
    export = Export.objects.get()
    assert (export.product, export.envelope, export.places) == ("workbook", 2, [adopted.settlement.pk])
    assert export.title == "Workbook of Kiamutisya"
