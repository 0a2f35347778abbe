"""The pages of agreements: writing one down with its papers, its minutes, its end."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DataError
from django.urls import reverse
from PIL import Image

from accounts.models import AccessRecord
from reports.agreements import sign
from reports.models import Agreement, HandOverPaper
from reports.models.handover import PaperKind
from tests.factories import SettlementFactory, member_of
from tests.factories_handover import AgreementFactory, days_from_now, today
from tests.reports.handover.said import agreement_said, pdf, photo_with_place
from verification.services.papers import Paper

pytestmark = pytest.mark.django_db
ClientOf = Callable[[Any], Any]


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
