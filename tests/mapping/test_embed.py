"""The map that other sites put into their pages: the only page they may frame, and the same for everybody."""

import re
from typing import Any

import pytest
from django.conf import settings as site

from enumerations.services.statistics import rebuild_statistics
from tests import factories

pytestmark = pytest.mark.django_db
EMBED = "/embed/KMT/"
NONCE = re.compile(r'nonce="[^"]*"')


@pytest.fixture
def public(structure: Any) -> Any:
    settlement = structure.settlement
    settlement.access_level = "public"
    settlement.save()
    household: Any = factories.HouseholdFactory.create(
        structure=structure, enumeration=settlement.enumerations.get(), head_name="Wanjiru Siri"
    )
    rebuild_statistics(household.enumeration.pk)
    return settlement


def policy(answer: Any) -> str:
    return next(
        part for part in answer["Content-Security-Policy"].split("; ") if part.startswith("frame-ancestors")
    )


def test_only_the_embedded_map_may_be_framed(client_of: Any, amina: Any, public: Any) -> None:
    embedded = client_of(None).get(EMBED)
    assert embedded.status_code == 200
    assert policy(embedded) == "frame-ancestors *"
    assert "X-Frame-Options" not in embedded
    for path in ("/", "/settlements/KMT/", "/accounts/login/", "/embed/", "/embed/NONE/"):
        other = client_of(amina).get(path)
        assert (path, policy(other)) == (path, "frame-ancestors 'none'")
        assert other["X-Frame-Options"] == "DENY"


def test_it_knows_nobody_and_leaves_nothing_behind(
    client_of: Any, amina: Any, tabitha: Any, public: Any
) -> None:
    """Signed in or not, it is the same page: of the public layers, without doors, drafts and names."""
    pages = []
    for who in (None, amina, tabitha):
        client = client_of(who)
        before = {name: morsel.value for name, morsel in client.cookies.items()}
        answer = client.get(EMBED)
        assert {name: morsel.value for name, morsel in client.cookies.items()} == before
        pages.append(NONCE.sub("", answer.content.decode()))
    assert pages[0] == pages[1] == pages[2]
    assert '"structures": null' in pages[0]
    assert '"clusters-public"' in pages[0]
    for secret in ("B/123", "Siri", "structures-plain", "counted.json", "csrf", site.SESSION_COOKIE_NAME):
        assert secret not in pages[0]


@pytest.mark.parametrize(
    "hidden",
    [
        {"access_level": "federation"},
        {"access_level": "staff"},
        {"eviction_threat_now": "rumour"},
        {"shielded_at": "2026-11-01T08:00Z"},
    ],
    ids=lambda hidden: next(iter(hidden.values())),
)
def test_where_the_ground_is_not_everybodys_there_is_no_map(
    client_of: Any, amina: Any, public: Any, hidden: dict[str, str]
) -> None:
    type(public).objects.filter(pk=public.pk).update(**hidden)
    for who in (None, amina):
        assert client_of(who).get(EMBED).status_code == 404
    assert "/embed/" not in client_of(amina).get("/settlements/KMT/").content.decode()


def test_members_find_the_lines_to_copy(client_of: Any, amina: Any, public: Any) -> None:
    page = client_of(amina).get("/settlements/KMT/").content.decode()
    assert "&lt;iframe src=&quot;http://testserver/embed/KMT/" in page or (
        '&lt;iframe src="http://testserver/embed/KMT/"' in page
    )
