"""What leaves as PDF and DOCX, read back by other programs and compared with the database."""

import re
from io import BytesIO
from pathlib import Path
from typing import Any

import docx
import pytest
from django.utils import timezone
from django.utils.translation import override
from pypdf import PdfReader

from enumerations.indicators import INDICATORS
from enumerations.models import Household, Person
from reports.documents import words
from reports.documents.blocks import from_json, to_json
from reports.documents.docx import docx_of
from reports.documents.language import Words
from reports.documents.pdf import pdf_of
from reports.documents.versions import document_kept, document_of, keep
from reports.models import Report
from reports.products import PRODUCTS, Envelope, Refused
from reports.works.ask import standing_against
from tests import factories

pytestmark = pytest.mark.django_db


def unseen(done: int, of: int) -> None:
    """How far it is, told to nobody."""


def read(pdf: bytes) -> list[str]:
    """The words of each page, blanks made one."""
    return [" ".join(page.extract_text().split()) for page in PdfReader(BytesIO(pdf)).pages]


def kept(report: Any, kind: str, language: str = "en", envelope: Envelope = Envelope.COUNTY) -> Any:
    Report.objects.filter(pk=report.pk).update(kind=kind)
    found = Report.objects.get(pk=report.pk)
    assert found.made_by is not None
    return keep(found, envelope, language, found.made_by)


def test_the_full_report_says_what_the_database_says(report: Any, count: Any) -> None:
    pdf = PdfReader(BytesIO(pdf_of(document_kept(kept(report, "full")))))
    pages = [" ".join(page.extract_text().split()) for page in pdf.pages]
    text = " ".join(pages)
    homes = Household.objects.filter(enumeration=count).count()
    people = Person.objects.filter(enumeration=count).count()
    assert (homes, people) == (32, 96)
    assert f"version 1, {homes} households, {people} people" in text
    assert re.search(rf"\b{people} People\b", text)
    assert all("VERIFIED 1 November 2026" in page for page in pages)
    assert all(f"Page {n} of {len(pages)}" in page for n, page in enumerate(pages, start=1))
    assert all("Version 1" in page for page in pages)
    assert count.snapshots.get().root in text.replace(" ", "")
    for title in ("History", "Enumeration as empowerment for land tenure", "Businesses", "What is lacking",
                  "What the community asks for", "Annex B: What each figure means"):  # fmt: skip
        assert text.count(title) >= 2, title  # in the contents, and where it stands
    _is_tagged(pdf)


def _is_tagged(pdf: PdfReader) -> None:
    """For who cannot see it: PDF/UA, a language, bookmarks."""
    root: Any = pdf.trailer["/Root"].get_object()
    titles = [each.title for each in pdf.outline if not isinstance(each, list)]
    nested = [title.title for each in pdf.outline if isinstance(each, list) for title in _flat(each)]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "en"
    assert b"pdfuaid" in root["/Metadata"].get_object().get_data()
    assert {"1 Overview", "16 Planning guidelines", "Annexes"} <= {
        " ".join(t.split()) for t in titles + nested
    }


def _flat(outline: list[Any]) -> list[Any]:
    return [each for part in outline for each in (_flat(part) if isinstance(part, list) else [part])]


def test_the_leaders_brief_is_one_page_whatever_is_written(report: Any) -> None:
    report.sections.filter(slug="overview").update(text_en="settlements " * 60)
    report.demands.update(text_en="We ask the county for something that takes many words to say. " * 4)
    pages = read(pdf_of(document_kept(kept(report, "leaders"))))
    assert len(pages) == 1
    assert "VERIFIED 1 November 2026" in pages[0]
    assert pages[0].count("words to say.") == 12


def test_the_negotiation_brief_is_at_most_four_pages(report: Any) -> None:
    for slug, n in (("overview", 150), ("history", 120), ("land", 120), ("planning", 120)):
        report.sections.filter(slug=slug).update(text_en="settlements " * n)
    assert len(read(pdf_of(document_kept(kept(report, "brief"))))) <= 4


def test_a_draft_says_so_on_every_page(report: Any) -> None:
    Report.objects.filter(pk=report.pk).update(stamp="draft")
    pages = read(pdf_of(document_kept(kept(report, "brief", envelope=Envelope.STAFF))))
    assert all("DRAFT" in page for page in pages)
    assert "Not for giving away" in pages[0]


# --- Kiswahili ------------------------------------------------------------------------------------


def test_no_english_of_ours_stands_in_a_kiswahili_document(report: Any) -> None:
    told = list(document_of(report, Envelope.COUNTY, "sw").texts())
    english = {each.en for each in _pairs() if each.en != each.sw and "%(" not in each.en}
    sentences = [each for each in english if len(each) > 30]
    assert (len(english) > 80, len(sentences) > 15) == (True, True)
    assert english & set(told) == set()
    assert [each for each in sentences if any(each in text for text in told)] == []
    assert "Muhtasari" in told


def _pairs() -> list[Words]:
    found = [value for value in vars(words).values() if isinstance(value, Words)]
    tables = [value for value in vars(words).values() if isinstance(value, dict)]
    return found + [each for table in tables for each in table.values() if isinstance(each, Words)]


def test_labels_of_figures_are_asked_in_the_language_of_the_document(report: Any) -> None:
    """Also where whoever asks reads another one."""
    with override("en"):
        text = " ".join(document_of(report, Envelope.COUNTY, "sw").texts())
    with override("sw"):
        labels = {str(each.label) for each in INDICATORS if each.code in ("population", "rent_median")}
    assert all(label in text for label in labels)


# --- DOCX -----------------------------------------------------------------------------------------


def test_the_docx_has_real_headings_tables_captions_and_texts_for_pictures(report: Any) -> None:
    made: Any = docx.Document(BytesIO(docx_of(document_of(report, Envelope.COUNTY, "en"))))
    headings = [each.text for each in made.paragraphs if each.style.name == "Heading 1"]
    captions = [each.text for each in made.paragraphs if each.style.name == "Caption"]
    pictures = made.element.findall(".//" + docx.oxml.ns.qn("wp:docPr"))
    assert headings[:2] == ["1 Overview", "2 History"]
    assert captions[0].startswith(("Figure 1. Map of Kiamutisya", "Table 1. "))
    assert len(made.tables) > 20
    assert [each for each in pictures if not each.get("descr")] == []
    assert made.core_properties.language == "en"


def test_the_docx_says_the_same_as_the_pdf_and_stamps_every_page(report: Any, count: Any) -> None:
    document = document_of(report, Envelope.COUNTY, "en")
    made = docx.Document(BytesIO(docx_of(document)))
    cells = {cell.text for table in made.tables for row in table.rows for cell in row.cells}
    text = "\n".join(each.text for each in made.paragraphs)
    section = made.sections[0]
    assert section.header.paragraphs[0].text == document.stamp == "VERIFIED 1 November 2026"
    assert "PAGE" in section.footer._element.xml
    assert "NUMPAGES" in section.footer._element.xml
    assert 'TOC \\o "1-2"' in made.element.xml
    assert {"version 1, 32 households, 96 people"} <= cells
    assert "People came in 1974, when the quarry needed hands." in text


# --- Versions and the product ---------------------------------------------------------------------


def ask(report: Any, **more: Any) -> dict[str, Any]:
    return {"report": report.pk, "format": "pdf", "text_language": "en", "meant_for": "county"} | more


def test_the_same_content_is_the_same_version_and_other_words_are_the_next(report: Any) -> None:
    first, again = kept(report, "brief"), kept(report, "brief")
    report.sections.filter(slug="history").update(text_en="Other words.")
    other = kept(report, "brief")
    assert (first.pk, first.number, other.number) == (again.pk, 1, 2)
    assert "Other words." not in " ".join(document_kept(first).texts())


def test_a_version_is_read_back_as_it_was_kept(report: Any) -> None:
    document = document_of(report, Envelope.STAFF, "sw")
    assert from_json(to_json(document)) == document


def test_the_product_makes_a_file_and_keeps_a_version(report: Any, subira: Any, tmp_path: Path) -> None:
    Report.objects.filter(pk=report.pk).update(kind="leaders", title="Kiamutisya kwetu")
    made = PRODUCTS["report"].make(subira, ask(report), tmp_path, unseen)
    assert made.name == "kiamutisya-kwetu-leaders-en-v1.pdf"
    assert made.path.read_bytes().startswith(b"%PDF")
    assert report.versions.get().made_by == subira


def test_the_product_refuses_with_the_page_that_puts_it_right(
    report: Any, subira: Any, tmp_path: Path
) -> None:
    report.sections.filter(slug="history").update(text_en="On XXXX acres.")
    (refusal,) = PRODUCTS["report"].refusals(subira, ask(report))
    assert (refusal.code, refusal.link) == ("placeholder", f"/reports/{report.pk}/sections/history/")
    with pytest.raises(Refused):
        PRODUCTS["report"].make(subira, ask(report), tmp_path, unseen)
    assert not list(tmp_path.iterdir())
    assert not report.versions.exists()


def test_nobody_gets_a_report_that_is_not_theirs(report: Any, chebet: Any, subira: Any) -> None:
    assert [each.code for each in PRODUCTS["report"].refusals(chebet, ask(report))] == ["no_report"]
    assert PRODUCTS["report"].refusals(subira, ask(report)) == []


def test_structures_are_drawn_for_the_county_only_where_the_assembly_agreed(report: Any) -> None:
    county = document_of(report, Envelope.COUNTY, "en")
    own = document_of(report, Envelope.STAFF, "en")
    assert "the assembly has not agreed" in " ".join(county.texts())
    assert "structures coloured by their walls" in " ".join(own.texts())


def test_villages_are_for_ourselves_alone(report: Any) -> None:
    assert "Figures by village" not in " ".join(document_of(report, Envelope.COUNTY, "en").texts())
    assert "Figures by village" in " ".join(document_of(report, Envelope.STAFF, "en").texts())


def test_several_settlements_stand_side_by_side(report: Any, count: Any) -> None:
    from tests.factories.reports import ReportFactory
    from tests.reports.documents.conftest import counted

    other = factories.SettlementFactory.create(code="OTH", name="Otherplace")
    counted(other)
    both = ReportFactory.create(settlements=[count.settlement, other], title="Both")
    text = " ".join(document_of(both, Envelope.COUNTY, "en").texts())
    assert "Figures by settlement" in text
    assert both.figures["whole"]["figures"]["population"]["value"] == 192
    assert "Otherplace: adopted by the assembly" in text


def test_the_preview_and_a_version_are_read_on_the_web(client_of: Any, report: Any, amina: Any) -> None:
    version = kept(report, "full")
    client = client_of(amina)
    preview = client.get(f"/reports/{report.pk}/preview/?language=sw").content.decode()
    page = client.get(f"/reports/{report.pk}/versions/{version.number}/").content.decode()
    assert "IMEHAKIKIWA 1 Novemba 2026" in preview
    assert version.fingerprint in page
    assert "style=" not in preview.split("<article")[1].split("</article>")[0]


def test_what_staff_type_is_never_html(client_of: Any, report: Any, amina: Any) -> None:
    report.sections.filter(slug="history").update(text_en="<script>alert(1)</script> **<b>x</b>**")
    page = client_of(amina).get(f"/reports/{report.pk}/preview/").content.decode()
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)" in page


def test_a_file_that_is_made_is_not_kept_back_by_what_is_written_since(
    report: Any, subira: Any, amina: Any, chebet: Any
) -> None:
    report.sections.filter(slug="history").update(text_en="On XXXX acres.")
    product: Any = PRODUCTS["report"]
    assert standing_against(subira, product, ask(report), is_made=True) == []
    assert [each.code for each in standing_against(subira, product, ask(report))] == ["placeholder"]
    assert [each.code for each in standing_against(chebet, product, ask(report), is_made=True)] == [
        "not_yours"
    ]
    report.settlements.update(shielded_at=timezone.now())
    found = standing_against(subira, product, ask(report), is_made=True)
    assert [each.code for each in found] == ["settlement_frozen"]


def test_each_numbered_list_of_the_docx_begins_with_one(report: Any) -> None:
    report.sections.filter(slug="history").update(text_en="1. first\n2. second\n\nThen:\n1. first again")
    made: Any = docx.Document(BytesIO(docx_of(document_of(report, Envelope.COUNTY, "en"))))
    points = [each for each in made.paragraphs if each.text in ("first", "second", "first again")]
    lists = [each._p.pPr.numPr.numId.val for each in points]
    assert lists[0] == lists[1] != lists[2]
