"""One household as a page: for those who may see people now, and whoever looked is written down."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from accounts.models import AccessRecord
from tests import factories

pytestmark = pytest.mark.django_db
ClientOf = Callable[[Any], Client]


@pytest.fixture
def household(count: Any, settlement: Any, baraka: Any) -> Any:
    """Counted by Baraka in KMT/B/12: Wanjiru, two people, an ID number on file."""
    cluster = factories.ClusterFactory(settlement=settlement, code="B")
    structure = factories.StructureFactory(cluster=cluster, code="KMT/B/12")
    batch = factories.BatchFactory(enumeration=count, state="done", sent_by=baraka)
    found = factories.HouseholdFactory(
        structure=structure,
        enumeration=count,
        batch=batch,
        head_name="Wanjiru Siri",
        head_id_kind="national_id",
        head_id_number="12345678",
        members_total=2,
    )
    factories.PersonFactory(household=found, name="Otieno Siri")
    return found


@pytest.fixture
def address(household: Any) -> str:
    return f"/settlements/KMT/households/{household.pk}/"


def test_a_data_manager_reads_who_lives_there(
    client_of: ClientOf, tabitha: Any, address: str, household: Any
) -> None:
    page = client_of(tabitha).get(address).content.decode()
    assert "<h1>Wanjiru Siri</h1>" in page
    assert "Otieno Siri" in page
    assert "12345678" in page
    read = AccessRecord.objects.get()
    assert (read.user, read.kind, read.subject) == (tabitha, "read", f"household {household.pk}")


def test_staff_give_a_reason_first_and_see_no_identity_number(
    client_of: ClientOf, subira: Any, address: str
) -> None:
    client = client_of(subira)
    closed = client.get(address)
    assert closed.status_code == 302
    assert closed["location"].startswith("/settlements/KMT/records/?next=")
    opened = client.post(
        closed["location"], {"reason": "She asks for her record.", "next": address}, follow=True
    )
    page = opened.content.decode()
    assert "<h1>Wanjiru Siri</h1>" in page
    assert "12345678" not in page
    assert "held; a data manager can show it" in page


def test_an_enumerator_reads_whom_they_counted(client_of: ClientOf, baraka: Any, address: str) -> None:
    assert "Otieno Siri" in client_of(baraka).get(address).content.decode()


def test_an_enumerator_does_not_read_whom_another_counted(
    client_of: ClientOf, settlement: Any, address: str
) -> None:
    other = factories.member_of(settlement, "enumerator", email="juma@example.org")
    assert client_of(other).get(address).status_code == 404
    assert not AccessRecord.objects.exists()


def test_leaders_verifiers_and_others_find_nothing(
    client_of: ClientOf, amina: Any, wairimu: Any, chebet: Any, address: str
) -> None:
    for reader in (amina, wairimu, chebet):
        assert client_of(reader).get(address).status_code == 404
    assert client_of(None).get(address).status_code == 302
    assert not AccessRecord.objects.exists()


def test_it_is_not_found_under_another_settlement(
    client_of: ClientOf, tabitha: Any, household: Any, chebet: Any
) -> None:
    assert client_of(tabitha).get(f"/settlements/MSH/households/{household.pk}/").status_code == 404


def test_it_says_when_the_record_is_not_used(
    client_of: ClientOf, tabitha: Any, household: Any, address: str
) -> None:
    type(household).objects.update(consent=False)
    assert "does not agree to be counted" in client_of(tabitha).get(address).content.decode()


def test_the_panel_of_its_structure_leads_to_it(
    client_of: ClientOf, tabitha: Any, household: Any, address: str
) -> None:
    panel = client_of(tabitha).get(f"/settlements/KMT/structures/{household.structure_id}/")
    assert f'href="{address}"' in panel.content.decode()
