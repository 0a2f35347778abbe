"""The pages of agreements and hand-overs: writing down, reading, the receipt, the log as a file."""

import csv
from collections.abc import Callable
from dataclasses import replace
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DataError
from django.urls import reverse
from PIL import Image
from pypdf import PdfReader
from pytest_django import DjangoAssertNumQueries

from accounts.models import AccessRecord
from reports.agreements import sign
from reports.handing import gift_of
from reports.models import Agreement, HandOver, HandOverPaper
from reports.models.handover import PaperKind
from reports.products import Envelope
from settlements.shield import shield
from tests.factories import CountyFactory, EnumerationFactory, SettlementFactory, member_of
from tests.factories_handover import (
    AgreementFactory,
    HandOverFactory,
    assembly_agreed,
    days_from_now,
    paper_of,
    today,
)
from tests.factories_reports import ready_export
from verification.models import Step
from verification.services.papers import Paper

pytestmark = pytest.mark.django_db
LIST, NEW = "/hand-overs/", "/hand-overs/new/"
ClientOf = Callable[[Any], Any]


def pdf(name: str = "signed.pdf", page: bytes = b"signed") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, b"%PDF-1.7 " + page, "application/pdf")


def photo_with_place() -> SimpleUploadedFile:
    """A photo of a paper that says where it was taken."""
    out, exif = BytesIO(), Image.Exif()
    exif[0x010E] = "taken at the chief's office"
    Image.new("RGB", (40, 30), "white").save(out, "JPEG", exif=exif)
    return SimpleUploadedFile("photo.jpg", out.getvalue(), "image/jpeg")


def agreement_said(**more: Any) -> dict[str, Any]:
    return {
        "office": "Department of Lands",
        "party": "county_department",
        "purpose": "Planning of lanes",
        "signed_on": days_from_now(-3).isoformat(),
        "until": days_from_now(360).isoformat(),
        "signed_by_them": "J. Otieno, chief officer",
        "signed_by_us": "Amina, chair",
        "envelope": "2",
        "settlements": ["KMT"],
        "papers": pdf(),
    } | more


def given_said(**more: Any) -> dict[str, Any]:
    return {
        "settlements": ["KMT"],
        "title": "Report of the count",
        "envelope": "2",
        "office": "Department of Lands",
        "party": "county_department",
        "officer": "Jane Otieno",
        "given_on": today().isoformat(),
        "means": "printed",
    } | more


# --- Agreements -----------------------------------------------------------------------------------


def test_an_agreement_is_written_down_with_its_paper(
    client_of: ClientOf, settlement: Any, subira: Any
) -> None:
    answer = client_of(subira).post(reverse("reports:agreement-new"), agreement_said())
    made = Agreement.objects.get()
    assert answer.url == made.get_absolute_url()
    assert (made.made_by, list(made.settlements.all())) == (subira, [settlement])
    paper = made.papers.get()
    assert (paper.name, paper.kind, paper.size) == ("signed.pdf", "agreement", 15)
    page = client_of(subira).get(answer.url).content.decode()
    assert "Department of Lands" in page
    assert "Kiamutisya" in page
    fetched = client_of(subira).get(reverse("reports:hand-over-paper", args=[paper.pk]))
    assert b"".join(fetched.streaming_content) == b"%PDF-1.7 signed"
    assert "attachment" in fetched["Content-Disposition"]
    assert AccessRecord.objects.filter(kind="downloaded", user=subira).count() == 1


def test_photos_of_papers_lose_what_they_tell_beside(
    client_of: ClientOf, settlement: Any, subira: Any
) -> None:
    client_of(subira).post(
        reverse("reports:agreement-new"), agreement_said(papers=[photo_with_place(), pdf()])
    )
    photo = HandOverPaper.objects.get(name="photo.jpg")
    with Image.open(photo.file) as image:
        assert image.size == (40, 30)
        assert not image.getexif()
    assert HandOverPaper.objects.count() == 2


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"papers": []}, "papers"),
        ({"papers": SimpleUploadedFile("a.exe", b"MZ")}, "papers"),
        ({"settlements": []}, "settlements"),
        ({"settlements": ["ZZZ"]}, "settlements"),
        ({"envelope": "3"}, "envelope"),
    ],
)
def test_a_wrong_agreement_writes_nothing(
    client_of: ClientOf, settlement: Any, subira: Any, wrong: dict[str, Any], field: str
) -> None:
    answer = client_of(subira).post(reverse("reports:agreement-new"), agreement_said(**wrong))
    assert answer.status_code == 422
    assert field in answer.context["form"].errors
    assert not Agreement.objects.exists()
    assert not HandOverPaper.objects.exists()


@pytest.mark.parametrize(("field", "days"), [("until", -5), ("signed_on", 1)])
def test_an_agreement_is_not_of_tomorrow_nor_over(
    client_of: ClientOf, settlement: Any, subira: Any, field: str, days: int
) -> None:
    wrong = {field: days_from_now(days).isoformat()}
    answer = client_of(subira).post(reverse("reports:agreement-new"), agreement_said(**wrong))
    assert answer.status_code == 422
    assert field in answer.context["form"].errors
    assert not Agreement.objects.exists()


def test_papers_stay_with_what_they_are_of_or_not_at_all(settlement: Any, subira: Any) -> None:
    before = set(Path(django_settings.MEDIA_ROOT).rglob("*.pdf"))
    good = Paper(kind=PaperKind.AGREEMENT, name="signed.pdf", content=b"%PDF-1.7", suffix="pdf")
    with pytest.raises(DataError):
        sign(
            AgreementFactory.build(made_by=subira),
            settlements=[settlement],
            papers=[good, replace(good, name="x" * 300)],
        )
    assert not Agreement.objects.exists()
    assert set(Path(django_settings.MEDIA_ROOT).rglob("*.pdf")) == before


def test_the_settlements_of_others_are_no_choice(client_of: ClientOf, settlement: Any) -> None:
    here = member_of(settlement, "staff")
    SettlementFactory.create(code="MSH")
    answer = client_of(here).post(reverse("reports:agreement-new"), agreement_said(settlements=["MSH"]))
    assert answer.status_code == 422
    assert "county" not in answer.context["form"].fields
    assert not Agreement.objects.exists()


def test_minutes_let_structures_be_given_and_can_be_taken_back(
    client_of: ClientOf, settlement: Any, subira: Any
) -> None:
    agreement = AgreementFactory.create(county=settlement.county)
    address = reverse("reports:agreement-minutes", args=[agreement.pk])
    said = {"settlement": "KMT", "assembly_on": days_from_now(-2).isoformat()}
    staff = client_of(subira)
    assert staff.post(address, said).status_code == 422
    assert staff.post(address, said | {"papers": pdf("minutes.pdf")}).status_code == 302
    place = agreement.places.get()
    assert (place.settlement, place.assembly_on, place.papers.get().kind) == (
        settlement, days_from_now(-2), "minutes",
    )  # fmt: skip
    assert staff.post(reverse("reports:agreement-take-back", args=[place.pk])).status_code == 302
    place.refresh_from_db()
    assert place.taken_back_on == today()
    # Another click, days later, gives nobody these days.
    place.taken_back_on = days_from_now(-2)
    place.save()
    staff.post(reverse("reports:agreement-take-back", args=[place.pk]))
    place.refresh_from_db()
    assert place.taken_back_on == days_from_now(-2)


def test_an_agreement_ends_before_its_time(client_of: ClientOf, settlement: Any, subira: Any) -> None:
    agreement = AgreementFactory.create(settlements=[settlement])
    address = reverse("reports:agreement-end", args=[agreement.pk])
    late = {"ended_on": days_from_now(900).isoformat(), "ended_because": "Misused"}
    assert client_of(subira).post(address, late).status_code == 422
    said = {"ended_on": days_from_now(-1).isoformat(), "ended_because": "Misused"}
    assert client_of(subira).post(address, said).status_code == 302
    agreement.refresh_from_db()
    assert not agreement.is_in_force()
    assert "Misused" in client_of(subira).get(agreement.get_absolute_url()).content.decode()
    later = {"ended_on": days_from_now(100).isoformat(), "ended_because": "Not so"}
    assert client_of(subira).post(address, later).status_code == 422
    agreement.refresh_from_db()
    assert not agreement.is_in_force()


# --- Hand-overs -----------------------------------------------------------------------------------


def test_what_was_given_is_written_down(
    client_of: ClientOf, settlement: Any, subira: Any, amina: Any
) -> None:
    agreement = AgreementFactory.create(settlements=[settlement])
    answer = client_of(subira).post(NEW, given_said(agreement=agreement.pk, version="2"))
    made = HandOver.objects.get()
    assert answer.url == made.get_absolute_url()
    assert (made.version, made.envelope, made.agreement, made.made_by) == ("2", 2, agreement, subira)
    leader = client_of(amina)
    assert "Jane Otieno" in leader.get(answer.url).content.decode()
    assert "Report of the count" in leader.get(LIST).content.decode()


def test_what_may_not_be_given_is_not_written_down(client_of: ClientOf, settlement: Any, subira: Any) -> None:
    agreement = AgreementFactory.create(settlements=[settlement])
    staff = client_of(subira)
    without = staff.post(NEW, given_said())
    assert without.status_code == 422
    assert "only under a signed agreement" in without.content.decode()
    shield(settlement=settlement, user=subira)
    hidden = staff.post(NEW, given_said(agreement=agreement.pk))
    assert hidden.status_code == 422
    assert "hidden because an eviction threatens" in hidden.content.decode()
    assert not HandOver.objects.exists()


def test_the_step_of_a_count_leads_to_its_hand_over(
    client_of: ClientOf, settlement: Any, subira: Any
) -> None:
    count = EnumerationFactory.create(settlement=settlement, state="handed_over", name="The count of 2026")
    step = Step.objects.create(
        settlement=settlement, enumeration=count, from_state="adopted", to_state="handed_over",
        given_to="County Lands office", taken_by=subira,
    )  # fmt: skip
    staff = client_of(subira)
    link = f"{NEW}?step={step.pk}"
    assert link in staff.get(reverse("verification:steps", args=[count.pk])).content.decode()
    form = staff.get(link).context["form"]
    assert (form["office"].value(), form["title"].value()) == ("County Lands office", "The count of 2026")
    staff.post(link, given_said(envelope="1"))
    assert HandOver.objects.get().step == step
    # Whoever reads of another settlement learns nothing of this one's count.
    SettlementFactory.create(code="MSH")
    staff.post(link, given_said(envelope="1", settlements=["MSH"]))
    assert HandOver.objects.get(settlements__code="MSH").step is None


def test_what_is_sent_twice_is_written_down_once(client_of: ClientOf, settlement: Any, subira: Any) -> None:
    SettlementFactory.create(code="MSH")
    staff = client_of(subira)
    first = staff.post(NEW, given_said(envelope="1")).url
    assert staff.post(NEW, given_said(envelope="1")).url == first
    assert HandOver.objects.count() == 1
    staff.post(NEW, given_said(envelope="1", officer="Another"))
    staff.post(NEW, given_said(envelope="1", settlements=["KMT", "MSH"]))
    assert HandOver.objects.count() == 3


def test_what_is_signed_twice_is_written_down_once(client_of: ClientOf, settlement: Any, subira: Any) -> None:
    staff, link = client_of(subira), reverse("reports:agreement-new")
    first = staff.post(link, agreement_said()).url
    assert staff.post(link, agreement_said()).url == first
    assert HandOverPaper.objects.count() == Agreement.objects.count() == 1
    staff.post(link, agreement_said(purpose="Planning of drains"))
    whole = agreement_said(settlements=[], county=settlement.county_id)
    assert staff.post(link, whole).url == staff.post(link, whole | {"papers": pdf()}).url
    assert Agreement.objects.count() == 3
    # Another paper is no second click: what was sent is not lost.
    staff.post(link, agreement_said(papers=pdf(page=b"by both")))
    assert HandOverPaper.objects.count() == Agreement.objects.count() == 4


def test_structures_of_a_county_leave_assembly_by_assembly(client_of: ClientOf, settlement: Any) -> None:
    """An agreement of the whole county: written down, its minutes kept, given, and read by each leader."""
    county, kisumu = settlement.county, CountyFactory.create(code="042", name="Kisumu")
    elsewhere = SettlementFactory.create(code="ELS", name="Elsewhere", county=kisumu)
    other = SettlementFactory.create(code="MSH", name="Mashimoni", county=county)
    office, leader = member_of(county, "staff"), member_of(other, "leader")
    staff = client_of(office)
    staff.post(reverse("reports:agreement-new"), agreement_said(settlements=[], county=county.pk))
    agreement = Agreement.objects.get()
    said = given_said(settlements=["KMT", "MSH"], has_structures="on", agreement=agreement.pk)

    def minutes_of(code: str) -> int:
        sent = {"settlement": code, "assembly_on": days_from_now(-2).isoformat(), "papers": pdf()}
        answer: Any = staff.post(reverse("reports:agreement-minutes", args=[agreement.pk]), sent)
        return int(answer.status_code)

    assert minutes_of("KMT") == 302
    refused = staff.post(NEW, said)
    assert refused.status_code == 422
    assert "No assembly of Mashimoni agreed" in refused.content.decode()
    assert minutes_of("ELS") == 422
    assert minutes_of("MSH") == 302
    answer = staff.post(NEW, said)
    made = HandOver.objects.get()
    assert answer.url == made.get_absolute_url()
    assert made.has_structures
    page = client_of(leader).get(answer.url).content.decode()
    assert "Mashimoni" in page
    assert "Kiamutisya" not in page
    assert client_of(member_of(elsewhere, "leader")).get(answer.url).status_code == 404
    place = agreement.places.get(settlement=settlement)
    staff.post(reverse("reports:agreement-take-back", args=[place.pk]))
    assert staff.post(NEW, said | {"officer": "Another"}).status_code == 422


def test_a_note_is_added_and_nothing_else_changes(
    client_of: ClientOf, settlement: Any, subira: Any, amina: Any
) -> None:
    made = HandOverFactory.create(settlements=[settlement])
    address = reverse("reports:hand-over-note", args=[made.pk])
    assert client_of(amina).post(address, {"text": "No"}).status_code == 404
    assert client_of(subira).post(address, {"text": ""}).status_code == 422
    said = {"text": "The signed receipt", "papers": [pdf("receipt.pdf")]}
    assert client_of(subira).post(address, said).status_code == 302
    note = made.notes.get()
    assert (note.text, note.made_by, note.papers.get().kind) == ("The signed receipt", subira, "receipt")
    paper = reverse("reports:hand-over-paper", args=[note.papers.get().pk])
    assert client_of(amina).get(paper).status_code == 200


def test_the_receipt_says_what_was_given_and_has_lines_to_sign(
    client_of: ClientOf, settlement: Any, subira: Any
) -> None:
    agreement = AgreementFactory.create(settlements=[settlement])
    made = HandOverFactory.create(
        settlements=[settlement], agreement=agreement, envelope=2, sha256="ab" * 32, file_name="KMT.xlsx",
        size=12_345, version="3", position="Chief officer",
    )  # fmt: skip
    answer = client_of(subira).get(reverse("reports:hand-over-receipt", args=[made.pk]))
    reader = PdfReader(BytesIO(answer.content))
    assert len(reader.pages) == 1
    text = " ".join(reader.pages[0].extract_text().split())
    for said in (
        "Receipt", f"No. {made.pk}", "Figures 2026", "Kiamutisya (KMT", "Jane Otieno",
        "Chief officer", "abababab abababab", "KMT.xlsx", "12,345 bytes", agreement.purpose, "Signature",
    ):  # fmt: skip
        assert said in text


def test_a_receipt_is_for_who_hands_over_in_all_that_it_names(client_of: ClientOf, settlement: Any) -> None:
    other = SettlementFactory.create(code="MSH", name="Mashimoni")
    made = HandOverFactory.create(settlements=[settlement, other])
    receipt = reverse("reports:hand-over-receipt", args=[made.pk])
    here = client_of(member_of(settlement, "staff"))
    assert receipt not in here.get(made.get_absolute_url()).content.decode()
    assert here.get(receipt).status_code == 404
    of_county = client_of(member_of(settlement.county, "data_manager"))
    assert of_county.get(receipt).status_code == 200


def test_the_log_is_the_list_as_a_file(client_of: ClientOf, settlement: Any, amina: Any) -> None:
    other = SettlementFactory.create(code="MSH", name="Mashimoni")
    both = HandOverFactory.create(settlements=[settlement, other], title="=cmd()", office="Office, of Lands")
    both.notes.create(text="Wrong day", made_by=both.made_by)
    HandOverFactory.create(settlements=[other], title="Not yours")
    HandOverFactory.create(settlements=[settlement], title="Map", party="court")
    text = b"".join(client_of(amina).get("/hand-overs/log.csv").streaming_content).decode("utf-8-sig")
    rows = list(csv.DictReader(StringIO(text)))
    assert [row["what was given"] for row in rows] == ["Map", "'=cmd()"]
    assert rows[1]["settlements"] == "Kiamutisya (KMT)"  # what else was given is not hers to know
    assert (rows[1]["office"], rows[1]["corrections"]) == ("Office, of Lands", "Wrong day")
    courts = b"".join(client_of(amina).get("/hand-overs/log.csv?party=court").streaming_content)
    assert len(list(csv.DictReader(StringIO(courts.decode("utf-8-sig"))))) == 1


def test_others_learn_of_no_settlement_that_is_not_theirs(
    client_of: ClientOf, settlement: Any, amina: Any, chebet: Any
) -> None:
    mashimoni = chebet.memberships.get().settlement
    agreement = AgreementFactory.create(settlements=[settlement, mashimoni])
    assembly_agreed(agreement, mashimoni)
    made = HandOverFactory.create(settlements=[settlement, mashimoni], agreement=agreement, envelope=2)
    for address in (LIST, made.get_absolute_url(), agreement.get_absolute_url()):
        page = client_of(amina).get(address).content.decode()
        assert "Kiamutisya" in page
        assert "Mashimoni" not in page
    minutes = reverse(
        "reports:hand-over-paper", args=[agreement.places.get(settlement=mashimoni).papers.get().pk]
    )
    assert client_of(amina).get(minutes).status_code == 404
    assert client_of(chebet).get(minutes).status_code == 200


def test_no_code_of_a_settlement_breaks_its_list(client_of: ClientOf, settlement: Any, amina: Any) -> None:
    for code, status in (("KMT", 302), ("ZZZ", 404), ("K%00T", 404), ("9" * 3000, 404)):
        assert client_of(amina).get(f"/settlements/{code}/hand-overs/").status_code == status


def test_the_list_can_be_narrowed(client_of: ClientOf, settlement: Any, subira: Any) -> None:
    agreement = AgreementFactory.create(settlements=[settlement])
    HandOverFactory.create(settlements=[settlement], title="One", agreement=agreement)
    HandOverFactory.create(settlements=[SettlementFactory.create(code="MSH")], title="Two", party="court")
    staff = client_of(subira)

    def titles(query: str) -> list[str]:
        return [each.title for each in staff.get(f"{LIST}?{query}").context["page"]]

    assert titles("") == ["Two", "One"]
    assert titles("settlement=kmt") == ["One"]
    assert titles("party=court") == ["Two"]
    assert titles(f"agreement={agreement.pk}") == ["One"]
    assert titles(f"year={days_from_now(-1).year}") == ["Two", "One"]
    assert titles("year=1999") == []
    assert titles("year=x&party=y&agreement=9999999999") == ["Two", "One"]


def test_a_long_list_costs_as_much_as_a_short_one(
    client_of: ClientOf, settlement: Any, subira: Any, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    agreement = AgreementFactory.create(settlements=[settlement])
    staff = client_of(subira)
    HandOverFactory.create(settlements=[settlement], agreement=agreement)
    staff.get(LIST)
    with django_assert_num_queries(12):
        staff.get(LIST)
    HandOverFactory.create_batch(9, settlements=[settlement], agreement=agreement)
    with django_assert_num_queries(12):
        staff.get(LIST)


def test_a_paper_whose_file_is_gone_is_not_found(client_of: ClientOf, settlement: Any, subira: Any) -> None:
    paper = paper_of(agreement=AgreementFactory.create(settlements=[settlement]))
    paper.file.storage.delete(paper.file.name)
    assert client_of(subira).get(reverse("reports:hand-over-paper", args=[paper.pk])).status_code == 404


# --- Files that were made here --------------------------------------------------------------------


def test_an_export_for_the_county_is_written_down_by_its_hash(
    client_of: ClientOf, settlement: Any, subira: Any, tabitha: Any
) -> None:
    export = ready_export(settlement, subira, Envelope.COUNTY)
    agreement = AgreementFactory.create(settlements=[settlement])
    staff, address = client_of(subira), f"{NEW}?export={export.pk}"
    assert address in staff.get(export.get_absolute_url()).content.decode()
    page = staff.get(address)
    assert export.sha256 in page.content.decode()
    assert "title" not in page.context["form"].fields
    said = given_said(agreement=agreement.pk, title="Another", envelope="1")
    assert staff.post(address, said).status_code == 302
    made = HandOver.objects.get()
    assert (made.title, made.envelope, made.product, made.ask, made.sha256, made.size, made.file_name) == (
        export.title, 2, "tiny", export.ask, export.sha256, export.size, "lines.txt",
    )  # fmt: skip
    assert list(made.settlements.all()) == [settlement]
    assert client_of(tabitha).get(address).status_code == 404  # an export is its asker's


def test_an_export_with_more_than_the_county_may_have_is_not_given(
    client_of: ClientOf, settlement: Any, subira: Any
) -> None:
    export = ready_export(settlement, subira, Envelope.STAFF)
    agreement = AgreementFactory.create(settlements=[settlement])
    answer = client_of(subira).post(f"{NEW}?export={export.pk}", given_said(agreement=agreement.pk))
    assert answer.status_code == 422
    assert "holds more than may be given away" in answer.content.decode()
    assert not HandOver.objects.exists()


def test_a_table_of_structures_is_known_as_one(settlement: Any, subira: Any) -> None:
    export = ready_export(settlement, subira, Envelope.COUNTY)
    assert not gift_of(export).has_structures
    export.product, export.ask = "data", {"datasets": ["households", "structures"]}
    assert gift_of(export).has_structures
