"""Who may see and change which place: one table, for every role and level."""

from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from pytest_django import DjangoAssertNumQueries

from settlements.models import Cluster, ServicePoint, Settlement, Structure
from tests import factories

pytestmark = pytest.mark.django_db

PUBLIC, FEDERATION, STAFF_ONLY, KISUMU = "PB", "FD", "ST", "KS"
EVERY = {PUBLIC, FEDERATION, STAFF_ONLY, KISUMU}


@pytest.fixture
def places() -> dict[str, Any]:
    """Three of Nairobi, each of its level, and one of Kisumu for staff only; one of everything in each."""
    kisumu = factories.CountyFactory.create(code="042")
    made = {
        PUBLIC: factories.SettlementFactory.create(code=PUBLIC, access_level="public"),
        FEDERATION: factories.SettlementFactory.create(code=FEDERATION, access_level="federation"),
        STAFF_ONLY: factories.SettlementFactory.create(code=STAFF_ONLY, access_level="staff"),
        KISUMU: factories.SettlementFactory.create(code=KISUMU, access_level="staff", county=kisumu),
    }
    for settlement in made.values():
        factories.ClusterFactory.create(settlement=settlement)
        factories.StructureFactory.create(settlement=settlement)
        factories.ServicePointFactory.create(settlement=settlement)
    return made


def user_of(kind: str, places: dict[str, Any]) -> Any:
    """The person a row of the table speaks of: role and place, `leader@FD`, `staff@county`."""
    if kind == "anonymous":
        return AnonymousUser()
    if kind == "outsider":
        return factories.UserFactory.create()
    if kind == "superuser":
        return factories.UserFactory.create(is_superuser=True)
    role, _at, where = kind.partition("@")
    if role == "inactive":
        return factories.member_of(places[where], "staff", is_active=False)
    place = {"county": places[PUBLIC].county, "everywhere": None}.get(where, places.get(where))
    return factories.member_of(place, role)


TABLE = [
    # who, sees the name of, sees the doors of, may change
    ("anonymous", {PUBLIC}, set(), set()),
    ("outsider", {PUBLIC}, set(), set()),
    ("inactive@FD", {PUBLIC}, set(), set()),
    ("leader@FD", {PUBLIC, FEDERATION}, {FEDERATION}, set()),
    ("enumerator@FD", {PUBLIC, FEDERATION}, {FEDERATION}, set()),
    ("staff@FD", {PUBLIC, FEDERATION}, {FEDERATION}, {FEDERATION}),
    ("leader@ST", {PUBLIC, FEDERATION, STAFF_ONLY}, {STAFF_ONLY}, set()),
    ("leader@county", {PUBLIC, FEDERATION, STAFF_ONLY}, {PUBLIC, FEDERATION, STAFF_ONLY}, set()),
    ("staff@county", {PUBLIC, FEDERATION, STAFF_ONLY}, {PUBLIC, FEDERATION, STAFF_ONLY},
     {PUBLIC, FEDERATION, STAFF_ONLY}),
    ("enumerator@everywhere", EVERY, EVERY, set()),
    ("staff@everywhere", EVERY, EVERY, EVERY),
    ("superuser", EVERY, EVERY, EVERY),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "names", "doors", "changes"), TABLE, ids=[row[0] for row in TABLE])
def test_each_sees_what_the_table_says(
    places: dict[str, Any],
    django_assert_num_queries: DjangoAssertNumQueries,
    kind: str,
    names: set[str],
    doors: set[str],
    changes: set[str],
) -> None:
    user = user_of(kind, places)
    # Knowing whether a person is of the federation takes a query of its own.
    asks_for_federation = getattr(user, "is_active", False)
    with django_assert_num_queries(2 if asks_for_federation else 1):
        assert set(Settlement.objects.visible_to(user).values_list("code", flat=True)) == names
    # Strangers are nobody's members: no query is needed to know it.
    with django_assert_num_queries(1 if getattr(user, "is_active", False) else 0):
        assert set(Settlement.objects.changeable_by(user).values_list("code", flat=True)) == changes
    for model in (Cluster, Structure, ServicePoint):
        seen = set(model.objects.visible_to(user).values_list("settlement__code", flat=True))
        assert seen == doors, model
        changed = set(model.objects.changeable_by(user).values_list("settlement__code", flat=True))
        assert changed == changes, model


def test_the_doors_are_found_in_one_query(
    places: dict[str, Any], django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    user = user_of("leader@county", places)
    with django_assert_num_queries(1):
        assert len(Structure.objects.visible_to(user)) == 3


def test_two_memberships_show_a_place_once(places: dict[str, Any]) -> None:
    user = user_of("leader@FD", places)
    for role, settlement, county in (
        ("staff", places[FEDERATION], None),
        ("leader", None, places[PUBLIC].county),
    ):
        factories.MembershipFactory.create(user=user, role=role, settlement=settlement, county=county)
    assert sorted(Settlement.objects.visible_to(user).values_list("code", flat=True)) == [
        FEDERATION,
        PUBLIC,
        STAFF_ONLY,
    ]
