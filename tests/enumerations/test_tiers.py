"""Every column of a household has a tier, and what nobody decided on is hidden."""

from typing import Any

import pytest
from django.utils import timezone

from accounts.models import AccessRecord
from enumerations.classes import HOUSEHOLDS
from enumerations.intake.fields import Field, Kind, Tier
from enumerations.models import Disclosure, Household, Person
from enumerations.privacy import KEPT_BESIDE, tier_of, tiers_of
from enumerations.services.disclosure import open_records
from mapping.layers import LAYERS
from mapping.panels import ANSWERS
from settlements.choices import Role
from settlements.roles import LABELS, MAY, Act
from tests import factories

# Who sees what of one household, as the data protection table says it.
SEEN = {
    "head_name": Tier.PEOPLE,
    "phone": Tier.PEOPLE,
    "key": Tier.PEOPLE,
    "head_id_number": Tier.RESTRICTED,
    "location": Tier.RESTRICTED,
    "location_accuracy_m": Tier.RESTRICTED,
    "occupancy_status": Tier.TENURE,
    "rent_month_kes": Tier.TENURE,
    "electricity_connection": Tier.PEOPLE,  # an informal line is told of oneself
    "toilet_safe_night_women": Tier.PEOPLE,
    "water_source": Tier.GROUND,
    "toilet_place": Tier.GROUND,
}


@pytest.mark.parametrize("column", SEEN)
def test_the_table_of_who_sees_what(column: str) -> None:
    assert tier_of(Household, column) == SEEN[column]


def test_a_field_without_a_decision_is_restricted() -> None:
    assert Field("blood_group", "blood group", Kind.TEXT).tier is Tier.RESTRICTED
    assert tier_of(Household, "blood_group") is Tier.RESTRICTED


def test_a_persons_name_is_as_closed_as_the_heads() -> None:
    assert tier_of(Person, "name") is Tier.PEOPLE


def test_only_links_stay_open_without_being_declared() -> None:
    for model in (Household, Person):
        for name in KEPT_BESIDE[str(model._meta.model_name)]:
            field: Any = model._meta.get_field(name)
            assert field.is_relation or field.primary_key


def test_tiles_and_panels_carry_no_more_than_their_tier() -> None:
    said_of_households = {question.column for question in HOUSEHOLDS}
    for name, most in (("structures-plain", {Tier.GROUND}), ("structures", {Tier.GROUND, Tier.TENURE})):
        layer: Any = LAYERS[name]
        asked = said_of_households & {theme.question for theme in layer.themes}
        assert {tier_of(Household, question) for question in asked} == most
    assert {tier_of(Household, name) for name in ANSWERS} == {Tier.GROUND, Tier.TENURE}


@pytest.mark.parametrize(
    ("who", "tiers"),
    [
        ("amina", {Tier.GROUND, Tier.TENURE}),
        ("baraka", {Tier.GROUND}),
        ("wairimu", {Tier.GROUND}),
        ("subira", {Tier.GROUND, Tier.TENURE}),
        ("tabitha", set(Tier)),
        ("chebet", set()),
    ],
)
def test_what_is_open_to_whom(
    who: str, tiers: set[Tier], settlement: Any, request: pytest.FixtureRequest
) -> None:
    assert tiers_of(request.getfixturevalue(who), settlement) == tiers


def test_staff_have_people_for_an_hour(subira: Any, settlement: Any) -> None:
    opened = open_records(subira, settlement, "Correcting batch 12")
    assert Tier.PEOPLE in tiers_of(subira, settlement)
    assert 3_500 < (opened.until - timezone.now()).total_seconds() <= 3_600
    Disclosure.objects.update(until=timezone.now())
    assert Tier.PEOPLE not in tiers_of(subira, settlement)


def test_what_staff_open_and_see_is_written_down(client_of: Any, subira: Any, settlement: Any) -> None:
    structure = factories.StructureFactory.create(settlement=settlement)
    count = factories.EnumerationFactory.create(settlement=settlement)
    factories.HouseholdFactory.create(enumeration=count, structure=structure)
    staff = client_of(subira)
    panel = f"/settlements/KMT/structures/{structure.pk}/"
    staff.get(panel)
    staff.post("/settlements/KMT/records/", {"reason": "Correcting batch 12"})
    staff.get(panel)
    written = list(
        AccessRecord.objects.order_by("pk").values_list("user", "kind", "subject", "settlement", "reason")
    )
    assert written == [
        (subira.pk, "opened", "settlement KMT", "KMT", "Correcting batch 12"),
        (subira.pk, "read", f"structure {structure.pk}", "KMT", ""),
    ]


def test_a_leader_cannot_open_people(client_of: Any, amina: Any, settlement: Any) -> None:
    open_records(amina, settlement, "Wants to know")  # even had somebody written it for her
    assert Tier.PEOPLE not in tiers_of(amina, settlement)
    assert client_of(amina).post("/settlements/KMT/records/", {"reason": "Wants to know"}).status_code == 404


def test_every_act_is_somebodys_and_has_words() -> None:
    assert set(MAY) == set(LABELS) == set(Act)
    assert all(roles and roles <= set(Role) for roles in MAY.values())
