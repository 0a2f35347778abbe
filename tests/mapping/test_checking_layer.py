"""The map's theme of verification: each structure where it stands, told to those who may know."""

from typing import Any

import pytest

from enumerations.services.statistics import rebuild_statistics
from tests import factories
from tests.factories_verification import ObjectionFactory, PostedListFactory, PostingFactory
from tests.mapping.conftest import HERE
from tests.mapping.decoded import decode, tile_at

pytestmark = pytest.mark.django_db
TILE = tile_at(*HERE, 16)


@pytest.fixture
def household(structure: Any) -> Any:
    count = structure.settlement.enumerations.get()
    made = factories.HouseholdFactory(structure=structure, enumeration=count)
    rebuild_statistics(count.pk)
    return made


def reached(client: Any, layer: str) -> int:
    [feature] = decode(
        client.get(f"/tiles/KMT/{layer}/{TILE.z}/{TILE.x}/{TILE.y}.mvt?v=1").content, TILE, layer
    )
    assert "occupancy" not in str(feature)
    return int(feature["v"])


def test_a_structure_goes_from_counted_to_adopted(client_of: Any, amina: Any, household: Any) -> None:
    """Asked again under the same address, because what it tells raises no version of the data."""
    client, count = client_of(amina), household.enumeration
    said = [reached(client, "checking")]
    interview: Any = factories.SubmissionFactory.create(household=household, enumeration=count)
    type(interview).objects.update(review="returned", review_reason="Who is the head?")
    said.append(reached(client, "checking"))
    type(interview).objects.update(review="accepted", review_reason="")
    count.state = "posted"
    count.save()
    PostedListFactory(posting=PostingFactory(enumeration=count), cluster=household.structure.cluster)
    said.append(reached(client, "checking"))
    objection: Any = ObjectionFactory.create(household=household)
    said.append(reached(client, "checking"))
    type(objection).objects.update(state="withdrawn", withdrawn_on="2026-11-03")
    count.state, count.adopted_on = "adopted", "2026-11-09"
    count.save()
    said.append(reached(client, "checking"))
    assert said == [2, 3, 4, 5, 6]


def test_only_who_reviews_sees_what_was_returned_and_objected(
    client_of: Any, baraka: Any, wairimu: Any, household: Any
) -> None:
    ObjectionFactory(household=household)
    assert reached(client_of(wairimu), "checking") == 5  # a verifier
    client = client_of(baraka)  # an enumerator
    assert client.get(f"/tiles/KMT/checking/{TILE.z}/{TILE.x}/{TILE.y}.mvt").status_code == 404
    assert reached(client, "checking-plain") == 2


def test_whom_nobody_counted_is_told_too(client_of: Any, amina: Any, structure: Any) -> None:
    type(structure.summary).objects.update(households=0)
    assert reached(client_of(amina), "checking") == 1
    far = tile_at(*HERE, 12)
    body = client_of(amina).get(f"/tiles/KMT/checking/{far.z}/{far.x}/{far.y}.mvt").content
    assert [(one["c"], one["v"]) for one in decode(body, far, "checking")] == [(1, 1)]


def test_a_tile_of_it_is_kept_by_nobody(client_of: Any, amina: Any, household: Any) -> None:
    client = client_of(amina)
    answer = client.get(f"/tiles/KMT/checking/{TILE.z}/{TILE.x}/{TILE.y}.mvt?v=1")
    assert answer["Cache-Control"] == "private, no-cache"
    again = client.get(
        f"/tiles/KMT/checking/{TILE.z}/{TILE.x}/{TILE.y}.mvt?v=1", headers={"If-None-Match": answer["ETag"]}
    )
    assert again.status_code == 200
