"""The marks of the country's map add up to what the reader may see, at every zoom, each settlement once."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.contrib.gis.geos import MultiPolygon, Point
from django.test import Client

from mapping.country import country_of
from mapping.marks import ALONE_FROM
from mapping.places import coarse
from mapping.tiles import Tile
from settlements.models import Settlement
from tests import factories
from tests.mapping.decoded import tile_at
from tests.mapping.test_tile_view import queries

pytestmark = pytest.mark.django_db
ClientOf = Callable[[Any], Client]
PLACES = [(36.80 + n % 7 * 0.01, -1.30 + n // 7 * 0.012) for n in range(28)]
PLACES += [(39.60 + n * 0.003, -4.05) for n in range(6)] + [(34.76, -0.1), (35.6, 3.12)]


@pytest.fixture
def country(db: None) -> list[Any]:
    """Public settlements round three towns, each with its adopted totals; some are threatened."""
    made = []
    for n, (lon, lat) in enumerate(PLACES):
        place = factories.SettlementFactory.create(
            code=f"X{factories.letters(n)}",
            name=f"Mtaa {n}",
            access_level="public",
            boundary=None
            if n % 3
            else MultiPolygon(factories.square(lon - 0.001, lat - 0.001, 0.002), srid=4326),
            centre=Point(lon, lat, srid=4326),
            eviction_threat_now="written_notice" if n % 5 == 0 else "none",
        )
        count = factories.EnumerationFactory.create(
            settlement=place, state="adopted", adopted_on="2026-11-01"
        )
        factories.SettlementStatisticsFactory.create(enumeration=count, figures=figures_of(n))
        made.append(place)
    return made


def figures_of(n: int) -> dict[str, Any]:
    homes = 100 + n
    counted = {"population": homes * 4, "households": homes, "structures": 50 + n, "coverage_percent": 100.0}
    return {code: {"value": value, "n": homes} for code, value in counted.items()}


PEOPLE = sum(4 * (100 + n) for n in range(len(PLACES)))
HOUSEHOLDS = sum(100 + n for n in range(len(PLACES)))


def asked(client: Client, tile: Tile) -> list[dict[str, Any]]:
    answer = client.get(f"/tiles/country/{tile.z}/{tile.x}/{tile.y}.json")
    assert answer.status_code in {200, 204}
    return answer.json()["features"] if answer.content else []


def all_marks(client: Client, zoom: int) -> list[dict[str, Any]]:
    """The marks of every tile in which one can be: where a settlement lies, and round it."""
    tiles = set()
    for lon, lat in PLACES:
        for dx in (-0.05, 0, 0.05):
            for dy in (-0.05, 0, 0.05):
                tiles.add(tile_at(lon + dx, lat + dy, zoom))
    found = [feature for tile in tiles for feature in asked(client, tile)]
    return [feature["properties"] for feature in found if feature["geometry"]["type"] == "Point"]


def total(client: Client, name: str) -> int:
    """A sum over the one tile that shows the whole world."""
    alone = 1 if name == "n" else 0
    return sum(feature["properties"].get(name, alone) for feature in asked(client, Tile(0, 0, 0)))


def test_marks_add_up_to_the_country_at_every_zoom(client_of: ClientOf, country: list[Any]) -> None:
    client = client_of(None)
    for zoom in range(14):
        told = all_marks(client, zoom)
        assert (zoom, sum(mark.get("n", 1) for mark in told)) == (zoom, len(PLACES))
        assert sum(mark["people"] for mark in told) == PEOPLE
        assert sum(mark["households"] for mark in told) == HOUSEHOLDS
        assert len(told) < len(PLACES) / 2 or zoom > 7


def test_near_each_settlement_has_its_name(client_of: ClientOf, country: list[Any]) -> None:
    told = all_marks(client_of(None), ALONE_FROM)
    assert sorted(mark["code"] for mark in told) == sorted(place.code for place in country)
    [one] = [mark for mark in told if mark["code"] == country[3].code]
    assert one == {"code": country[3].code, "name": "Mtaa 3", "people": 412, "households": 103}


def test_all_of_the_country_is_one_question(client_of: ClientOf, country: list[Any]) -> None:
    assert total(client_of(None), "n") == len(PLACES)
    assert total(client_of(None), "people") == PEOPLE


def test_what_only_the_federation_knows_is_in_no_sum_for_others(
    client_of: ClientOf, country: list[Any], subira: Any, amina: Any
) -> None:
    hidden = country[4]
    hidden.access_level = "staff"
    hidden.save()
    sums = {
        who: sum(mark["people"] for mark in all_marks(client_of(user), 8) if "people" in mark)
        for who, user in (("stranger", None), ("amina", amina), ("subira", subira))
    }
    assert sums == {"stranger": PEOPLE - 416, "amina": PEOPLE - 416, "subira": PEOPLE}


def test_a_threatened_settlement_is_marked_where_it_cannot_be_found(
    client_of: ClientOf, country: list[Any], subira: Any
) -> None:
    """Its mark lies in its coarse cell, and moves nothing by where it truly is."""
    before = all_marks(client_of(None), 9)
    threatened = Settlement.objects.get(code=country[10].code)
    cell = coarse(*PLACES[10])
    threatened.centre = Point(cell[0] + 0.011, cell[1] - 0.013, srid=4326)
    threatened.save()
    assert all_marks(client_of(None), 9) == before
    true = f"{threatened.centre.x:.4f}"
    near = tile_at(*PLACES[10], 12)
    for dx in (-1, 0, 1):
        for dy in (-1, 0, 1):
            seen = asked(client_of(None), Tile(12, near.x + dx, near.y + dy))
            assert true not in str(seen)


def test_an_outline_is_in_every_tile_it_reaches(client_of: ClientOf, country: list[Any]) -> None:
    client = client_of(None)
    shown = country[3]  # with a boundary, and nobody threatens it
    west, south, east, north = shown.boundary.extent
    for corner in ((west, south), (east, north), (west, north)):
        features = asked(client, tile_at(*corner, 16))
        assert shown.code in {f["properties"]["code"] for f in features if f["geometry"]["type"] != "Point"}
    threatened = country[15]
    assert threatened.boundary
    features = asked(client, tile_at(threatened.boundary.extent[0], threatened.boundary.extent[1], 14))
    outlines = {f["properties"]["code"] for f in features if f["geometry"]["type"] != "Point"}
    assert threatened.code not in outlines


def test_a_change_is_seen_at_once(client_of: ClientOf, country: list[Any]) -> None:
    client = client_of(None)
    first = client.get("/tiles/country/0/0/0.json")
    again = client.get("/tiles/country/0/0/0.json", headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, "private" in first["Cache-Control"]) == (304, True)
    Settlement.objects.filter(pk=country[0].pk).update(access_level="staff")
    assert total(client, "n") == len(PLACES) - 1
    statistics = country[1].statistics.get()
    statistics.figures = figures_of(900)
    statistics.made_at = statistics.made_at.replace(year=2027)
    statistics.save()
    assert total(client, "people") == PEOPLE - 400 - 404 + 4000


def test_what_is_kept_is_not_read_again(client_of: ClientOf, country: list[Any]) -> None:
    client = client_of(None)
    asked(client, Tile(0, 0, 0))
    with queries(2):  # whether anything changed: the settlements, their figures
        asked(client, tile_at(*PLACES[0], 6))


def test_the_page_opens_with_the_same_totals(client_of: ClientOf, country: list[Any]) -> None:
    context = client_of(None).get("/").context
    assert context["totals"] == {
        "settlements": len(PLACES),
        "people": PEOPLE,
        "households": HOUSEHOLDS,
        "structures": sum(50 + n for n in range(len(PLACES))),
    }
    [[south, west], [north, east]] = context["config"]["bounds"]
    assert (south < -4.0, west < 34.8, north > 3.0, east > 39.6) == (True, True, True, True)
    assert context["config"]["ground"] is None


def test_settlements_of_the_very_same_place_are_named_when_near(
    client_of: ClientOf, country: list[Any]
) -> None:
    """No zoom draws them apart, so the mark says who they are."""
    here = country[1].centre
    again = factories.SettlementFactory.create(
        code="TWIN", name="Pacha", access_level="public", boundary=None, centre=here
    )
    for zoom in (12, 13, 20):
        at = tile_at(here.x, here.y, zoom)
        told = [mark["properties"] for mark in asked(client_of(None), at) if "n" in mark["properties"]]
        assert [(mark["n"], mark["all"]) for mark in told] == [
            (2, [[again.code, "Pacha"], [country[1].code, "Mtaa 1"]])
        ]


def test_what_is_hidden_of_one_is_in_no_sum(client_of: ClientOf, country: list[Any]) -> None:
    statistics = country[34].statistics.get()
    statistics.figures = {"households": {"value": 3, "n": 3}, "population": {"value": 9, "n": 3}}
    statistics.save()
    told = all_marks(client_of(None), ALONE_FROM)
    [few] = [mark for mark in told if mark["code"] == country[34].code]
    assert "people" not in few
    assert "households" not in few
    assert total(client_of(None), "people") == PEOPLE - 4 * 134
    assert country_of(AnonymousUser()).totals["people"] == PEOPLE - 4 * 134
