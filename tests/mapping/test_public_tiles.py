"""The layers that everybody may see, while a settlement shows its ground to everybody; and no others."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from mapping.layers import LAYERS
from settlements.models import Overlay, Settlement
from settlements.shield import shield
from tests import factories
from tests.mapping.conftest import HERE
from tests.mapping.decoded import decode, tile_at

pytestmark = pytest.mark.django_db
TILE = tile_at(*HERE, 16)
PUBLIC = ["clusters-public", "service-points-public", "lanes-public", "hazards-public", "plans-public"]
ClientOf = Callable[[Any], Client]
Address = Callable[..., str]


@pytest.fixture
def place(structure: Any) -> Settlement:
    """A public settlement with something in every layer."""
    settlement: Settlement = structure.settlement
    settlement.access_level = "public"
    settlement.save()
    factories.LaneFactory(settlement=settlement, name="Njia ya Soko")
    factories.OverlayFactory(settlement=settlement, name="Floods of April", is_public=True)
    factories.OverlayFactory(settlement=settlement, name="A reserve", kind="wayleave", is_public=True)
    factories.OverlayFactory(settlement=settlement, name="The lawyers' line", kind="proposed_road")
    factories.ServicePointFactory(
        settlement=settlement, location=structure.location, name="Mama Siri's tap", kind="water_point"
    )
    return settlement


def test_the_public_layers_are_these() -> None:
    assert [name for name, layer in LAYERS.items() if layer.is_public] == PUBLIC


@pytest.mark.parametrize("layer", PUBLIC)
def test_everybody_gets_them(
    client_of: ClientOf, place: Settlement, chebet: Any, amina: Any, address: Address, layer: str
) -> None:
    for person in (None, chebet, amina):
        answer = client_of(person).get(address(place, layer, TILE))
        assert answer.status_code == 200
        assert decode(answer.content, TILE, layer)


def test_nobody_outside_gets_any_other_layer(
    client_of: ClientOf, place: Settlement, chebet: Any, address: Address
) -> None:
    for layer in LAYERS.keys() - PUBLIC:
        for person in (None, chebet):
            there = address(place, layer, TILE)
            assert (layer, client_of(person).get(there).status_code) == (layer, 404)


def test_a_plan_is_the_communitys_secret_until_it_says_otherwise(
    client_of: ClientOf, place: Settlement, address: Address
) -> None:
    plans, hazards = (
        client_of(None).get(address(place, layer, TILE)).content
        for layer in ("plans-public", "hazards-public")
    )
    assert (b"A reserve" in plans, b"Floods" in plans) == (True, False)
    assert (b"A reserve" in hazards, b"Floods" in hazards) == (False, True)
    for secret in (b"lawyers", b"proposed_road"):
        assert secret not in plans + hazards


def test_a_service_is_a_kind_and_a_state(client_of: ClientOf, place: Settlement, address: Address) -> None:
    answer = client_of(None).get(address(place, "service-points-public", TILE))
    [feature] = decode(answer.content, TILE, "service-points-public")
    assert {name: feature[name] for name in feature if name not in {"geom", "mvt_id"}} == {
        "k": "water_point", "s": "working",
    }  # fmt: skip


@pytest.mark.parametrize("layer", PUBLIC)
@pytest.mark.parametrize(
    "hidden",
    [{"access_level": "federation"}, {"access_level": "staff"}, {"eviction_threat_now": "written_notice"}],
)
def test_of_a_place_that_is_not_shown_there_are_none(
    client_of: ClientOf, place: Settlement, chebet: Any, amina: Any, address: Address,
    layer: str, hidden: dict[str, str],
) -> None:  # fmt: skip
    Settlement.objects.filter(pk=place.pk).update(**hidden)
    for person in (None, chebet, amina):  # its own members have layers of their own
        assert client_of(person).get(address(place, layer, TILE)).status_code == 404


def test_the_safety_switch_hides_them_at_once(
    client_of: ClientOf,
    place: Settlement,
    amina: Any,
    address: Address,
    django_capture_on_commit_callbacks: Any,
) -> None:
    client = client_of(None)
    there = address(place, "hazards-public", TILE)
    first = client.get(there)
    assert (first.status_code, first["Cache-Control"]) == (200, "private, no-cache")
    assert client.get(there, headers={"If-None-Match": first["ETag"]}).status_code == 304
    with django_capture_on_commit_callbacks(execute=True):
        shield(settlement=place, user=amina)
    assert client.get(there, headers={"If-None-Match": first["ETag"]}).status_code == 404


def test_what_is_taken_back_is_not_under_the_old_address(
    client_of: ClientOf, place: Settlement, address: Address
) -> None:
    client = client_of(None)
    old = address(place, "hazards-public", TILE)
    first = client.get(old)
    assert b"Floods" in first.content
    Overlay.objects.update(is_public=False)
    cache.delete("access-epoch")  # or a minute later
    for headers in ({}, {"If-None-Match": first["ETag"]}):
        answer = client.get(old, headers=headers)
        assert (answer.status_code, b"Floods" in answer.content) == (204, False)


def test_one_answer_about_access_serves_everybody(
    client_of: ClientOf, place: Settlement, chebet: Any, address: Address
) -> None:
    there = address(place, "lanes-public", TILE)
    first = client_of(None).get(there)
    visitor = client_of(chebet)
    with CaptureQueriesContext(connection) as asked:
        answer = visitor.get(there)
    assert len(asked) == 0
    assert answer.content == first.content
