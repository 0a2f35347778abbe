"""The history as people read it, and who may."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from accounts.because import because
from accounts.choices import AccessKind
from accounts.log import record
from accounts.models import User
from settlements.models import Settlement
from tests import factories

pytestmark = pytest.mark.django_db

ClientOf = Callable[[Any], Client]


@pytest.fixture
def dalila(settlement: Settlement) -> Any:
    """Answers for the data of Kiamutisya."""
    return factories.member_of(settlement, "data_manager", email="dalila@example.org", first_name="Dalila")


@pytest.fixture
def household(settlement: Settlement, count: Any) -> Any:
    structure = factories.StructureFactory(settlement=settlement, code="KMT/A/1", roof="makuti_thatch")
    batch = factories.BatchFactory(enumeration=count)
    return factories.HouseholdFactory(
        enumeration=count, structure=structure, batch=batch, head_name="Wanjiru Kamau", phone="0712345678",
        water_source="borehole_tubewell",
    )  # fmt: skip


def pages_of(household: Any) -> list[str]:
    return [
        "/settlements/KMT/history/",
        f"/settlements/KMT/structures/{household.structure_id}/history/",
        f"/households/{household.pk}/history/",
        f"/batches/{household.batch_id}/history/",
    ]


def text_of(client: Client, url: str) -> str:
    answer = client.get(url)
    assert answer.status_code == 200, url
    return " ".join(answer.content.decode().split())


def test_it_says_who_changed_what_from_what_to_what_and_why(
    household: Any, subira: User, amina: User, client_of: ClientOf
) -> None:
    structure = household.structure
    structure.roof = "tiles"
    with because(user=subira.pk, reason="a new roof"):
        structure.save()
    structure.roof, structure.storeys = "concrete_cement", 2
    with because(command="import_ground"):
        structure.save()
    said = text_of(client_of(amina), f"/settlements/KMT/structures/{structure.pk}/history/")
    later, earlier = "Roof: Tiles", "Roof: Makuti thatch"
    assert 0 < said.index(later) < said.index(earlier)
    assert said[said.index(later) :].split("</li>")[0].endswith("Concrete or cement")
    assert said[said.index(earlier) :].split("</li>")[0].endswith("Tiles")
    assert f"{subira} · a new roof" in said
    assert "the system · command import_ground" in said


def test_names_phones_and_identity_numbers_are_never_shown(
    household: Any, dalila: User, client_of: ClientOf
) -> None:
    household.head_name, household.phone, household.water_source = (
        "Atieno Odhiambo",
        "0700111222",
        "water_kiosk",
    )
    household.answers, household.note = {"nickname": "Mama Juma"}, "asks for Otieno"
    household.save()
    said = text_of(client_of(dalila), f"/households/{household.pk}/history/")
    for hidden in ("Wanjiru", "Atieno", "0712345678", "0700111222", "Mama Juma", "Otieno"):
        assert hidden not in said
    for label in ("Name of the household head", "Phone", "Other answers", "Note"):
        assert f"{label}: changed" in said
    assert "Borehole" in said
    assert "Main drinking water:" in said


def test_an_answer_of_tenure_is_shown_to_those_who_may_see_it(
    household: Any, amina: User, client_of: ClientOf
) -> None:
    household.occupancy_status = "owner_resident"
    household.save()
    said = text_of(client_of(amina), f"/households/{household.pk}/history/")
    assert "Owner or tenant: " in said
    assert "Owner or tenant: changed" not in said


def test_a_removed_household_keeps_its_page(household: Any, amina: User, client_of: ClientOf) -> None:
    number = household.pk
    household.delete()
    assert f"Household {number}" in text_of(client_of(amina), f"/households/{number}/history/")
    assert client_of(amina).get(f"/households/{number + 1}/history/").status_code == 404


def test_a_settlement_shows_who_was_given_a_role(
    settlement: Settlement, amina: User, baraka: User, client_of: ClientOf
) -> None:
    held = baraka.memberships.get()
    held.delete()
    said = text_of(client_of(amina), "/settlements/KMT/history/")
    assert "Baraka: Enumerator</strong> · removed" in said
    assert "Baraka: Enumerator</strong> · added" in said


def test_a_batch_shows_its_states_in_words(
    household: Any, amina: User, subira: User, client_of: ClientOf
) -> None:
    batch = household.batch
    batch.state = "reverted"
    with because(user=subira.pk, reverted=batch.pk):
        batch.save()
    said = text_of(client_of(amina), f"/batches/{batch.pk}/history/")
    assert f"taking back batch {batch.pk}" in said
    assert "State: Received" in said
    assert said.split("State: Received")[1].split("</li>")[0].endswith("Reverted")


def test_a_long_history_has_pages_and_few_queries(
    household: Any, amina: User, client_of: ClientOf, django_assert_max_num_queries: Any
) -> None:
    for storeys in range(1, 46):
        type(household.structure).objects.filter(pk=household.structure_id).update(storeys=storeys)
    client, url = client_of(amina), f"/settlements/KMT/structures/{household.structure_id}/history/"
    assert "Page 1 of 3" in text_of(client, url)
    with django_assert_max_num_queries(25):
        said = text_of(client, f"{url}?page=2")
    assert said.count("<li> <p><strong>") == 20
    assert "Page 3 of 3" in text_of(client, f"{url}?page=99")


def test_only_those_who_answer_for_the_settlement_may_read_it(
    household: Any, amina: User, baraka: User, subira: User, dalila: User, chebet: User, client_of: ClientOf
) -> None:
    for url in pages_of(household):
        answers = {
            str(user): client_of(user).get(url).status_code
            for user in (amina, baraka, subira, dalila, chebet)
        }
        assert answers == {"Amina": 200, "Subira": 200, "Dalila": 200, "Baraka": 404, "Chebet": 404}, url
        assert client_of(None).get(url).status_code == 302


def test_a_structure_of_another_settlement_is_not_found_here(
    household: Any, amina: User, chebet: User, client_of: ClientOf
) -> None:
    elsewhere: Any = factories.StructureFactory(settlement=Settlement.objects.get(code="MSH"), code="MSH/1")
    for code in ("KMT", "MSH"):
        assert (
            client_of(amina).get(f"/settlements/{code}/structures/{elsewhere.pk}/history/").status_code == 404
        )


def test_who_looked_is_for_data_managers(
    settlement: Settlement, amina: User, subira: User, dalila: User, chebet: User, client_of: ClientOf
) -> None:
    record(subira, AccessKind.READ, subject="household 12", settlement="KMT", reason="a call from the county")
    record(subira, AccessKind.READ, subject="household 13", settlement="MSH")
    said = text_of(client_of(dalila), "/settlements/KMT/access/")
    assert "household 12" in said
    assert "a call from the county" in said
    assert "household 13" not in said
    for user in (amina, subira, chebet):
        assert client_of(user).get("/settlements/KMT/access/").status_code == 404


def test_the_pages_lead_to_their_history(household: Any, amina: User, client_of: ClientOf) -> None:
    settlement, structure, _, batch = pages_of(household)
    client = client_of(amina)
    assert f'href="{settlement}"' in text_of(client, "/settlements/KMT/")
    assert f'href="{structure}"' in text_of(client, f"/settlements/KMT/structures/{household.structure_id}/")
    assert f'href="{batch}"' in text_of(client, f"/batches/{household.batch_id}/")


def test_lanes_and_plans_are_in_it_by_their_names(
    settlement: Settlement, amina: User, subira: User, client_of: ClientOf
) -> None:
    lane: Any = factories.LaneFactory(settlement=settlement, name="Njia ya Soko")
    plan: Any = factories.OverlayFactory(
        settlement=settlement, name="Link road", kind="proposed_road", note="Mama Siri said so"
    )
    with because(user=subira.pk):
        lane.kind = "footpath"
        lane.save()
        plan.is_public, plan.note = True, "Baba Siri said so"
        plan.save()
    text = text_of(client_of(amina), "/settlements/KMT/history/")
    for told in ("lane Njia ya Soko", "Footpath", "hazard or plan Link road", "shown to the public"):
        assert told.casefold() in text.casefold()
    assert "Siri" not in text
