"""The safety switch: one act, and those who do not act in a settlement learn nothing of where it is."""

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.contrib.gis.geos import MultiPolygon
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from accounts.models import AccessRecord
from enumerations.models import SettlementStatistics
from enumerations.services.statistics import rebuild_statistics
from mapping.layers import LAYERS
from mapping.places import bounds_about, coarse
from settlements.models import Settlement
from settlements.shield import Frozen, refuse_frozen, shield, unshield
from tests import factories
from tests.mapping.conftest import HERE
from tests.mapping.decoded import tile_at

pytestmark = pytest.mark.django_db
ClientOf = Callable[[Any], Client]
CountsQueries = Any

PAGE, OUTLINES, API = "/settlements/KMT/", "/tiles/country/0/0/0.json", "/api/v1/settlements/KMT/"
SHIELD, UNSHIELD = "/settlements/KMT/shield/", "/settlements/KMT/unshield/"
WEST, SOUTH = factories.SOUTH_WEST
HERE_14 = tile_at(*HERE, 14)
OUTLINE = f"/tiles/country/14/{HERE_14.x}/{HERE_14.y}.json"
NUMBERS = re.compile(r"-?\d+\.\d{3,}")


@pytest.fixture
def place(structure: Any) -> Settlement:
    """Kiamutisya: public, counted and adopted, with a boundary, a cluster, structures and a tap."""
    settlement: Settlement = structure.settlement
    settlement.access_level = "public"
    settlement.boundary = MultiPolygon(factories.square(), srid=4326)
    settlement.save()
    factories.ServicePointFactory(settlement=settlement, name="Bomba la Bondeni")
    factories.LaneFactory(settlement=settlement, name="Njia ya Bondeni")
    factories.OverlayFactory(settlement=settlement, name="Mafuriko ya Bondeni", is_public=True)
    count = settlement.enumerations.get()
    count.state, count.adopted_on = "adopted", "2026-11-01"
    count.save()
    for n in range(40):
        factories.HouseholdFactory(structure=structure, enumeration=count, members_total=3, key=f"h{n}")
    rebuild_statistics(count.pk)
    return settlement


def told_where(body: str) -> set[str]:
    """Every number that lies within the settlement, and every name of its parts."""
    inside = {
        number
        for number in NUMBERS.findall(body)
        if WEST <= float(number) <= WEST + factories.SIDE or SOUTH <= float(number) <= SOUTH + factories.SIDE
    }
    return inside | {name for name in ("Bondeni", "KMT/B") if name in body}


def addresses(ids: dict[str, list[Any]]) -> Iterator[str]:
    """Every address of the site, with each of the ids where one is asked for."""

    def walk(patterns: list[Any], prefix: str) -> Iterator[str]:
        for pattern in patterns:
            path = prefix + str(pattern.pattern)
            if isinstance(pattern, URLResolver):
                yield from walk(pattern.url_patterns, path)
            elif isinstance(pattern, URLPattern):
                yield path

    for path in walk(get_resolver().url_patterns, "/"):
        path = re.sub(r"\(\?P<format>[^)]*\)\S*|\\\.|\^|\$|\\Z|/\?$", "", path).replace("//", "/")
        path = re.sub(r"\(\?P<(\w+)>[^)]*\)", r"<\1>", path)
        filled = [path]
        for asked in dict.fromkeys(re.findall(r"<(?:\w+:)?(\w+)>", path)):
            filled = [
                re.sub(rf"<(?:\w+:)?{asked}>", str(value), one)
                for one in filled
                for value in ids.get(asked, [1])
            ]
        yield from filled


@pytest.fixture
def everywhere(place: Settlement) -> list[str]:
    """All that can be asked of the site about this settlement."""
    rows = [place, *place.structures.all(), *place.clusters.all()]
    rows += [*place.enumerations.all(), *SettlementStatistics.objects.filter(settlement=place)]
    ids = {
        "code": ["KMT"],
        "key": ["KMT"],
        "pk": sorted({row.pk for row in rows}),
        "layer": list(LAYERS),
        "z": [0, HERE_14.z], "x": [0, HERE_14.x], "y": [0, HERE_14.y],
    }  # fmt: skip
    return sorted(set(addresses(ids)))


def test_the_site_tells_nobody_outside_where_a_shielded_settlement_is(
    client_of: ClientOf, place: Settlement, everywhere: list[str], amina: Any, chebet: Any
) -> None:
    assert len(everywhere) > 60
    assert {PAGE, OUTLINES, OUTLINE, API, SHIELD} <= set(everywhere)
    before = {
        path: told_where(client_of(None).get(path).content.decode(errors="replace"))
        for path in (PAGE, API, OUTLINES, OUTLINE)
    }
    assert all(before.values())  # the search finds what there is to find
    shield(settlement=place, user=amina)
    Settlement.objects.filter(code="MSH").update(boundary=None)  # Chebet's own, drawn on the same spot
    for person in (None, chebet):
        client = client_of(person)
        for path in everywhere:
            answer = client.get(path)
            body = b"".join(answer) if answer.streaming else answer.content
            assert (path, told_where(body.decode(errors="replace"))) == (path, set())


def test_others_keep_the_name_and_a_place_within_five_kilometres(
    client_of: ClientOf, place: Settlement, amina: Any
) -> None:
    shield(settlement=place, user=amina)
    [feature] = client_of(None).get(OUTLINES).json()["features"]
    assert feature["geometry"] == {"type": "Point", "coordinates": [36.825, -1.275]}
    assert feature["properties"] == {
        "code": "KMT", "name": "Kiamutisya", "people": 120, "households": 40,
    }  # fmt: skip
    page = client_of(None).get(PAGE)
    assert page.context["config"]["bounds"] == [[-1.3, 36.8], [-1.25, 36.85]]
    assert page.context["config"]["boundary"] is None
    assert page.context["config"]["isAbout"]
    assert "Hidden from others" not in page.content.decode()


def test_the_grid_does_not_tell_where_in_a_cell_a_place_is() -> None:
    corner, other = coarse(36.8001, -1.2999), coarse(36.8499, -1.2501)
    assert corner == other == (36.825, -1.275)
    assert bounds_about(*corner) == [[-1.3, 36.8], [-1.25, 36.85]]


def test_one_who_kept_the_old_answer_gets_a_new_one(
    client_of: ClientOf, place: Settlement, amina: Any
) -> None:
    client = client_of(None)
    old = client.get(OUTLINES)
    known = {"If-None-Match": old["ETag"]}
    assert client.get(OUTLINES, headers=known).status_code == 304
    shield(settlement=place, user=amina)
    new = client.get(OUTLINES, headers=known)
    assert (new.status_code, new["ETag"] != old["ETag"]) == (200, True)
    for path in (OUTLINES, PAGE, API, "/"):
        assert "no-cache" in client.get(path)["Cache-Control"]  # nobody shows it again without asking


def test_a_tile_that_was_drawn_before_is_not_for_others(
    client_of: ClientOf, place: Settlement, amina: Any, address: Callable[..., str]
) -> None:
    tile = address(place, "clusters", tile_at(*HERE, 16))
    drawn = client_of(amina).get(tile)
    shield(settlement=place, user=amina)
    asked = client_of(None).get(tile, headers={"If-None-Match": drawn["ETag"]})
    assert (drawn.status_code, asked.status_code) == (200, 404)
    assert client_of(amina).get(tile).status_code == 200


def test_those_who_act_there_see_all_and_are_told(
    client_of: ClientOf, place: Settlement, amina: Any, baraka: Any, chebet: Any
) -> None:
    shield(settlement=place, user=amina, reason="Bulldozers at the river")
    for member, is_told_why in ((amina, True), (baraka, False)):
        page = client_of(member).get(PAGE)
        assert page.context["config"]["boundary"] is not None
        assert "Hidden from others: an eviction threatens" in page.content.decode()
        assert ("Bulldozers" in page.content.decode()) == is_told_why
        assert "Hidden from others" in client_of(member).get("/").content.decode()
    assert "Hidden from others" not in client_of(chebet).get("/").content.decode()


def test_a_leader_turns_it_on_in_two_taps(client_of: ClientOf, place: Settlement, amina: Any) -> None:
    client = client_of(amina)
    assert f'href="{SHIELD}"' in client.get(PAGE).content.decode()
    assert "Hide it now" in client.get(SHIELD).content.decode()
    assert client.post(SHIELD, {"reason": ""}).status_code == 302
    place.refresh_from_db()
    assert (place.is_shielded, place.shielded_by) == (True, amina)
    assert f'href="{SHIELD}"' not in client.get(PAGE).content.decode()


def test_who_may_turn_it(
    client_of: ClientOf, place: Settlement, amina: Any, subira: Any, baraka: Any, chebet: Any
) -> None:
    for person in (baraka, chebet):
        assert client_of(person).get(SHIELD).status_code == 404
        assert client_of(person).post(SHIELD).status_code == 404
    assert client_of(None).post(SHIELD)["Location"].startswith("/accounts/login/")
    client_of(amina).post(SHIELD)
    assert client_of(amina).post(UNSHIELD, {"reason": "It is over"}).status_code == 404
    assert client_of(subira).post(UNSHIELD, {"reason": ""}).status_code == 400  # says why
    place.refresh_from_db()
    assert place.is_shielded
    client_of(subira).post(UNSHIELD, {"reason": "The court stopped it"})
    place.refresh_from_db()
    assert (place.is_shielded, place.shielded_by, place.shielded_because) == (False, None, "")
    assert told_where(client_of(None).get(API).content.decode())


def test_each_turn_is_written_down_once(place: Settlement, amina: Any, subira: Any) -> None:
    assert shield(settlement=place, user=amina, reason="Bulldozers")
    assert not shield(settlement=place, user=subira, reason="The same")
    assert unshield(settlement=place, user=subira, reason="Over")
    assert not unshield(settlement=place, user=subira, reason="Over")
    log = AccessRecord.objects.order_by("pk").values_list("user", "kind", "subject", "settlement", "reason")
    assert list(log) == [
        (amina.pk, "shielded", "settlement KMT", "KMT", "Bulldozers"),
        (subira.pk, "unshielded", "settlement KMT", "KMT", "Over"),
    ]


def test_nothing_is_handed_over_while_it_is_on(place: Settlement, subira: Any, amina: Any) -> None:
    refuse_frozen(place)
    assert list(Settlement.objects.open_to_hand_over_by(subira)) == [place]
    shield(settlement=place, user=amina)
    with pytest.raises(Frozen) as refused:
        refuse_frozen(place)
    assert (refused.value.code, "Kiamutisya" in refused.value.sentence) == ("settlement_frozen", True)
    assert refused.value.remedy
    assert not Settlement.objects.open_to_hand_over_by(subira).exists()
    unshield(settlement=place, user=subira, reason="Over")
    refuse_frozen(place)


def test_turning_it_costs_few_queries(
    place: Settlement, amina: Any, django_assert_num_queries: CountsQueries
) -> None:
    # A savepoint in and out, the row locked, written and logged; its files are looked for, held and told.
    with django_assert_num_queries(11):
        shield(settlement=place, user=amina)


def test_a_threat_hides_the_place_without_the_switch(client_of: ClientOf, place: Settlement) -> None:
    Settlement.objects.update(eviction_threat_now="written_notice")
    [feature] = client_of(None).get(OUTLINES).json()["features"]
    assert feature["geometry"]["coordinates"] == [36.825, -1.275]
    assert client_of(None).get(OUTLINE).status_code == 204
    assert client_of(None).get(PAGE).context["config"]["boundary"] is None
