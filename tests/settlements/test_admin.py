"""The admin: staff change what is theirs, and give roles only there."""

from typing import Any

import pytest

from settlements.models import Membership
from tests import factories

pytestmark = pytest.mark.django_db

PAGES = ["county", "subcounty", "ward", "settlement", "cluster", "structure", "servicepoint", "eviction",
         "groundimport", "membership"]  # fmt: skip


@pytest.fixture
def staff(settlement: Any) -> Any:
    """Staff of Kiamutisya only, who may enter the admin."""
    return factories.member_of(settlement, "staff", email="zawadi@example.org", is_staff=True)


@pytest.mark.parametrize("page", PAGES)
def test_every_list_and_form_opens(settlement: Any, client_of: Any, page: str) -> None:
    factories.StructureFactory.create(settlement=settlement)
    factories.ServicePointFactory.create(settlement=settlement)
    client = client_of(factories.UserFactory.create(is_staff=True, is_superuser=True))
    assert client.get(f"/admin/settlements/{page}/").status_code == 200
    expected = 403 if page == "groundimport" else 200
    assert client.get(f"/admin/settlements/{page}/add/").status_code == expected


def test_the_map_of_the_admin_needs_no_foreign_server(settlement: Any, staff: Any, client_of: Any) -> None:
    page = client_of(staff).get(f"/admin/settlements/settlement/{settlement.pk}/change/").content.decode()
    assert "leaflet" in page
    assert "cdn" not in page
    assert "openlayers" not in page.lower()


def test_staff_of_one_settlement_see_that_one(settlement: Any, staff: Any, client_of: Any) -> None:
    other = factories.SettlementFactory.create(code="MSH", name="Mashimoni")
    structure = factories.StructureFactory.create(settlement=other, code="MSH/1")
    client = client_of(staff)
    page = client.get("/admin/settlements/settlement/").content.decode()
    assert "Kiamutisya" in page
    assert "Mashimoni" not in page
    for path in (f"settlement/{other.pk}", f"structure/{structure.pk}"):
        assert client.get(f"/admin/settlements/{path}/change/").status_code == 302  # "does not exist"
    assert client.get("/admin/settlements/settlement/add/").status_code == 403
    assert client.get("/admin/settlements/county/add/").status_code == 403


def test_leaders_and_strangers_do_not_enter(amina: Any, client_of: Any) -> None:
    type(amina).objects.update(is_staff=True)  # the door of the admin, but no role there
    for user in (amina, factories.UserFactory.create(is_staff=True)):
        for page in PAGES:
            assert client_of(user).get(f"/admin/settlements/{page}/").status_code == 403


def give(client: Any, **values: Any) -> Any:
    return client.post("/admin/settlements/membership/add/", {"settlement": "", "county": "", **values})


def test_staff_give_roles_where_they_are_staff(settlement: Any, staff: Any, client_of: Any) -> None:
    person = factories.UserFactory.create(email="neema@example.org")
    other = factories.SettlementFactory.create(code="MSH")
    client = client_of(staff)
    page = client.get("/admin/settlements/membership/add/").content.decode()
    assert "neema@example.org" not in page
    assert give(client, email="NEEMA@example.org", role="leader", settlement=settlement.pk).status_code == 302
    assert Membership.objects.get(user=person).settlement == settlement
    for refused in (
        {"settlement": other.pk},
        {"county": settlement.county.pk},
        {},  # everywhere
        {"settlement": settlement.pk, "county": settlement.county.pk},
        {"settlement": settlement.pk, "email": "nobody@example.org"},
    ):
        answer = give(client, **{"email": "neema@example.org", "role": "staff", **refused})
        assert answer.status_code == 200, refused
    assert Membership.objects.filter(user=person).count() == 1


def test_staff_do_not_touch_roles_elsewhere(settlement: Any, staff: Any, client_of: Any) -> None:
    other = factories.MembershipFactory.create(settlement=factories.SettlementFactory.create(code="MSH"))
    everywhere = factories.MembershipFactory.create(settlement=None, role="staff")
    client = client_of(staff)
    for membership in (other, everywhere):
        path = f"/admin/settlements/membership/{membership.pk}/"
        assert client.get(path + "change/").status_code == 302
        assert client.post(path + "delete/", {"post": "yes"}).status_code == 302
    assert Membership.objects.filter(pk__in=[other.pk, everywhere.pk]).count() == 2


def test_a_data_manager_of_everywhere_gives_any_role(settlement: Any, client_of: Any) -> None:
    manager = factories.member_of(None, "data_manager")
    type(manager).objects.filter(pk=manager.pk).update(is_staff=True)
    factories.UserFactory.create(email="neema@example.org")
    assert give(client_of(manager), email="neema@example.org", role="staff").status_code == 302
    assert Membership.objects.filter(user__email="neema@example.org", settlement=None, county=None).exists()
