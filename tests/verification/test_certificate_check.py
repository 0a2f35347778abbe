"""The page that a certificate's code leads to: everybody may read it, and it says next to nothing."""

import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as site
from django.test import Client

from pamoja.errors import without_tokens
from tests.factories import HouseholdFactory, SettlementFactory, StructureFactory
from tests.factories_verification import CertificateFactory, facts
from tests.pages.markup import faults_of

pytestmark = pytest.mark.django_db
UNKNOWN = "a" * 26


@pytest.fixture
def certificate() -> Any:
    """With names on it, of a settlement that only the staff know of."""
    place: Any = SettlementFactory(code="KMT", name="Kiamutisya", access_level="staff")
    structure: Any = StructureFactory(settlement=place, code="KMT/B/7")
    household = HouseholdFactory(structure=structure, head_name="Zawadi Mwakio")
    printed = facts(names=["Zawadi Mwakio"], structure="KMT/B/7").to_bytes()
    return CertificateFactory.create(household=household, printed=printed)


def text_of(answer: Any) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode())).strip()


def test_a_valid_one_says_so_in_both_languages_and_since_when(certificate: Any) -> None:
    answer = Client().get(f"/c/{certificate.token}/")
    assert answer.status_code == 200
    assert text_of(answer) == (
        "Valid · Halali Enumeration certificate Cheti cha uhesabu wa makazi ✓ Valid Halali "
        "Issued on Kimetolewa tarehe 10/11/2026"
    )
    assert faults_of(answer.content.decode()) == []


def test_a_revoked_one_says_so_and_not_why(certificate: Any) -> None:
    certificate.state, certificate.revoked_on = "revoked", date(2026, 11, 21)
    certificate.revoked_because = "They moved to Kiamutisya."
    certificate.save()
    told = text_of(Client().get(f"/c/{certificate.token}/"))
    assert told.endswith("✕ Revoked Kimefutwa Revoked on Kimefutwa tarehe 21/11/2026")
    assert "moved" not in told


@pytest.mark.parametrize("token", [UNKNOWN, "1", "%00", "<script>", "ß" * 26, "a" * 5000])
def test_an_address_of_no_certificate_is_the_same_page_and_404(token: str, certificate: Any) -> None:
    answer = Client().get(f"/c/{token}/")
    assert answer.status_code == 404
    assert "? Not known Hakijulikani No certificate has this address" in text_of(answer)


def test_it_can_be_typed_in_capitals(certificate: Any) -> None:
    assert Client().get(f"/c/{certificate.token.upper()}/").status_code == 200


@pytest.mark.parametrize("token", ["its own", UNKNOWN])
def test_nothing_keeps_it_finds_it_or_hears_of_it(token: str, certificate: Any) -> None:
    answer = Client().get(f"/c/{certificate.token if token == 'its own' else token}/")
    assert answer["Cache-Control"] == "no-store"
    assert answer["Referrer-Policy"] == "no-referrer"
    assert "noindex" in answer["X-Robots-Tag"]
    assert "Set-Cookie" not in answer.headers
    page = answer.content.decode()
    assert '<meta name="robots" content="noindex, nofollow">' in page
    assert "<script" not in page


def test_it_is_light_with_all_that_it_loads(certificate: Any) -> None:
    page = Client().get(f"/c/{certificate.token}/").content
    loads = re.findall(r'(?:href|src)="/static/([^"]+)"', page.decode())
    assert sorted(loads) == [
        "css/certificate-check.css",
        "css/variables-dark.css",
        "css/variables.css",
    ]
    weight = len(page) + sum((Path(site.BASE_DIR) / "static" / path).stat().st_size for path in loads)
    assert weight < 15_000


def test_nothing_of_the_household_or_the_place_is_in_it(
    certificate: Any, subira: Any, client_of: Any
) -> None:
    """Not even for those who may see more elsewhere, and not in what no eye sees."""
    marks = ["zawadi", "mwakio", "kmt", "kiamutisya", certificate.serial.lower(), f"{certificate.pk}-"]
    for client in (Client(), client_of(subira)):
        answer = client.get(f"/c/{certificate.token}/")
        held = answer.content.decode().lower() + str(answer.headers).lower()
        assert [mark for mark in marks if mark in held] == []


def test_who_asks_too_often_waits(certificate: Any, settings: Any) -> None:
    settings.API_RATES = {"certificates": "3/hour"}
    stranger = Client(REMOTE_ADDR="203.0.113.77")
    asked = [stranger.get(f"/c/{certificate.token}/") for _ in range(4)]
    assert [answer.status_code for answer in asked] == [200, 200, 200, 429]
    assert asked[-1]["Cache-Control"] == "no-store"
    assert asked[-1]["Referrer-Policy"] == "no-referrer"


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_it_only_answers(method: str, certificate: Any) -> None:
    assert getattr(Client(), method)(f"/c/{certificate.token}/").status_code == 405
    assert Client().head(f"/c/{certificate.token}/").status_code == 200


def test_no_log_says_who_asked_after_whom(certificate: Any) -> None:
    line = f'203.0.113.77 "GET /c/{certificate.token}/ HTTP/1.1" 200'
    assert without_tokens(line) == '203.0.113.77 "GET /c/…/ HTTP/1.1" 200'
