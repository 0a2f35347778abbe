"""What a person may do in a settlement, asked for one place at once: the same as the queryset answers."""

from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from settlements.choices import Role
from settlements.models import Settlement
from settlements.roles import Act
from tests.factories import MembershipFactory, SettlementFactory, UserFactory

pytestmark = pytest.mark.django_db


def by_queryset(user: User, settlement: Any) -> set[Act]:
    return {act for act in Act if Settlement.objects.where_may(user, act).filter(pk=settlement.pk).exists()}


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("place", ["settlement", "county", "everywhere"])
def test_both_ways_of_asking_agree(
    role: Role, place: str, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    here, elsewhere = SettlementFactory.create(), SettlementFactory.create(county__code="042")
    where: Any = {"settlement": {"settlement": here}, "county": {"county": here.county}, "everywhere": {}}[
        place
    ]
    person = MembershipFactory.create(**{"settlement": None, "role": role} | where).user
    with django_assert_num_queries(1):
        acts = here.acts_of(person)
    assert acts == by_queryset(person, here)
    assert elsewhere.acts_of(person) == by_queryset(person, elsewhere)
    assert bool(elsewhere.acts_of(person)) is (place == "everywhere")


def test_strangers_and_those_who_left_may_nothing() -> None:
    here = SettlementFactory.create()
    gone = MembershipFactory.create(settlement=here, role=Role.DATA_MANAGER, user__is_active=False).user
    assert (
        here.acts_of(AnonymousUser())
        == here.acts_of(gone)
        == here.acts_of(UserFactory.create())
        == frozenset()
    )


def test_whoever_runs_the_site_may_everything() -> None:
    assert SettlementFactory.create().acts_of(UserFactory.create(is_superuser=True)) == frozenset(Act)
