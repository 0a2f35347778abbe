"""The pages of agreements and hand-overs: writing down, reading, the receipt, the log as a file."""

import csv
from collections.abc import Callable
from io import BytesIO, StringIO
from typing import Any

import pytest
from django.urls import reverse
from pypdf import PdfReader
from pytest_django import DjangoAssertNumQueries

from reports.handing import gift_of
from reports.models import Agreement, HandOver
from reports.products import Envelope
from settlements.shield import shield
from tests.factories import CountyFactory, EnumerationFactory, SettlementFactory, member_of
from tests.factories_handover import (
    AgreementFactory,
    HandOverFactory,
    assembly_agreed,
    days_from_now,
    paper_of,
)
from tests.factories_reports import ready_export
from tests.reports.handover.said import agreement_said, given_said, pdf
from verification.models import Step

pytestmark = pytest.mark.django_db
LIST, NEW = "/hand-overs/", "/hand-overs/new/"
ClientOf = Callable[[Any], Any]


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
