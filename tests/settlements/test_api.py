"""The ground through the API: each sees there what the pages show them."""

from typing import Any

import pytest
from django.contrib.gis.geos import LineString
from django.test import Client
from pyproj import Geod
from pytest_django import DjangoAssertNumQueries

from tests import factories

pytestmark = pytest.mark.django_db

ONE = "/api/v1/settlements/KMT/"
SPHEROID: Any = Geod(ellps="WGS84")


@pytest.fixture
def ground(settlement: Any) -> Any:
    cluster = factories.ClusterFactory.create(settlement=settlement, code="B")
    for number in range(1, 4):
        factories.StructureFactory.create(settlement=settlement, cluster=cluster, code=f"KMT/B/{number}")
    square = factories.square(*factories.SOUTH_WEST, side=0.0001)
    factories.StructureFactory.create(settlement=settlement, code="KMT/9", footprint=square)
    factories.ServicePointFactory.create(settlement=settlement, code="T1", kind="tank", name="Maji")
    factories.ServicePointFactory.create(settlement=settlement, code="W1", kind="worship")
    return settlement


def test_the_list_holds_what_one_may_know_of(
    ground: Any, amina: Any, chebet: Any, client_of: Any, django_assert_max_num_queries: Any
) -> None:
    factories.SettlementFactory.create(code="PUB", access_level="public")
    factories.SettlementFactory.create(code="SEC", access_level="staff")

    def codes(user: Any) -> list[str]:
        return [each["code"] for each in client_of(user).get("/api/v1/settlements/").json()["results"]]

    assert codes(None) == ["PUB"]
    assert codes(amina) == codes(chebet) == ["KMT", "MSH", "PUB"]
    client = client_of(amina)
    with django_assert_max_num_queries(6):  # session, person, federation, version, count, page
        client.get("/api/v1/settlements/")


def test_the_list_is_filtered_by_name_and_county(ground: Any, amina: Any, client_of: Any) -> None:
    kisumu = factories.CountyFactory.create(code="042")
    factories.SettlementFactory.create(code="OBU", name="Obunga", county=kisumu, access_level="public")
    client = client_of(amina)
    for query, codes in (("name=kiamu", ["KMT"]), ("county=042", ["OBU"]), ("county=001", [])):
        found = client.get(f"/api/v1/settlements/?{query}").json()["results"]
        assert [each["code"] for each in found] == codes


def test_a_member_sees_the_boundary(ground: Any, amina: Any, client_of: Any) -> None:
    answer = client_of(amina).get(ONE).json()
    assert answer["boundary"]["type"] == "MultiPolygon"
    assert answer["boundary"]["coordinates"][0][0][0] == pytest.approx(factories.SOUTH_WEST)
    assert answer["area_acres"] == round(ground.area_acres(), 1)
    assert not {"land_reference", "eviction_threat_now", "id"} & set(answer)


def test_the_public_sees_a_boundary_only_where_nobody_threatens_the_place(ground: Any) -> None:
    assert Client().get(ONE).status_code == 404
    type(ground).objects.update(access_level="public")
    assert Client().get(ONE).json()["boundary"] is not None
    type(ground).objects.update(eviction_threat_now="written_notice")
    answer = Client().get(ONE).json()
    assert (answer["boundary"], answer["area_acres"]) == (None, None)


def test_structures_come_as_geojson_in_pages(
    ground: Any, amina: Any, client_of: Any, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client = client_of(amina)
    client.get(ONE)
    with django_assert_num_queries(4):  # person, settlement, count, page
        answer = client.get(ONE + "structures/").json()
    assert answer["type"] == "FeatureCollection"
    assert answer["count"] == 4
    first, *_others, last = answer["features"]
    assert (first["geometry"]["type"], last["geometry"]["type"]) == ("Point", "Polygon")
    assert (first["properties"]["code"], first["properties"]["cluster"]) == ("KMT/B/1", "B")
    assert last["properties"]["cluster"] is None


def test_structures_are_found_by_box_and_number(ground: Any, amina: Any, client_of: Any) -> None:
    client = client_of(amina)
    assert client.get(ONE + "structures/?in_bbox=30,-2,31,-1").json()["count"] == 0
    assert client.get(ONE + "structures/?in_bbox=36,-2,37,-1").json()["count"] == 4
    assert client.get(ONE + "structures/?in_bbox=nonsense").status_code == 400
    assert client.get(ONE + "structures/?code=KMT/9").json()["count"] == 1


def test_service_points_come_by_kind(ground: Any, amina: Any, client_of: Any) -> None:
    answer = client_of(amina).get(ONE + "service-points/?kind=tank").json()
    assert [each["properties"]["name"] for each in answer["features"]] == ["Maji"]


def test_lanes_come_with_their_lengths(
    ground: Any, amina: Any, client_of: Any, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    lane: Any = factories.LaneFactory.create(settlement=ground, name="Njia ya Soko", width_m=2.5)
    factories.LaneFactory.create(settlement=ground, kind="drain")
    client = client_of(amina)
    client.get(ONE + "lanes/")  # the units of degrees are asked for once
    with django_assert_num_queries(4):  # person, settlement, count, page
        answer = client.get(ONE + "lanes/?kind=lane").json()
    [feature] = answer["features"]
    metres = SPHEROID.line_length(*zip(*lane.path.coords[0], strict=True))
    assert feature["geometry"]["type"] == "MultiLineString"
    assert feature["properties"] == {
        "kind": "lane", "name": "Njia ya Soko", "width_m": "2.5", "length_m": round(metres, 1),
    }  # fmt: skip
    assert client.get(ONE + "lanes/?in_bbox=30,-2,31,-1").json()["count"] == 0


def test_plans_come_with_the_ground_they_take(ground: Any, amina: Any, client_of: Any) -> None:
    factories.OverlayFactory.create(
        settlement=ground, kind="wayleave", name="66 kV", reach_m=10, source="Power company",
        shape=LineString((36.8470, -1.2620), (36.8482, -1.2611)),
    )  # fmt: skip
    factories.OverlayFactory.create(settlement=ground)
    [feature] = client_of(amina).get(ONE + "overlays/?kind=wayleave").json()["features"]
    said = feature["properties"]
    assert (feature["geometry"]["type"], said["zone"]["type"]) == ("LineString", "Polygon")
    ring = said["zone"]["coordinates"][0]
    area = abs(SPHEROID.polygon_area_perimeter(*zip(*ring, strict=True))[0])
    assert said["area_m2"] == pytest.approx(area, rel=1e-4)
    assert (said["name"], said["is_hazard"], said["is_public"]) == ("66 kV", False, False)
    # Found by the ground it takes, not by the line alone.
    assert client_of(amina).get(ONE + "overlays/?in_bbox=36.8470,-1.2619,36.8471,-1.2618").json()["count"]


@pytest.mark.parametrize("path", ["structures/", "service-points/", "lanes/", "overlays/"])
def test_outsiders_and_strangers_get_404(ground: Any, chebet: Any, client_of: Any, path: str) -> None:
    type(ground).objects.update(access_level="public")
    assert client_of(chebet).get(ONE).status_code == 200
    for user in (chebet, factories.UserFactory.create(), None):
        assert client_of(user).get(ONE + path).status_code == 404


def test_nothing_is_written_through_it(ground: Any, subira: Any, client_of: Any) -> None:
    client = client_of(subira)
    for path in (ONE, ONE + "structures/", "/api/v1/settlements/"):
        for method in (client.post, client.put, client.patch, client.delete):
            assert method(path).status_code in (403, 405)


def test_the_docs_name_every_route(client: Client) -> None:
    schema = client.get("/api/schema/", headers={"accept": "application/json"}).json()
    parts = ("structures/", "service-points/", "lanes/", "overlays/")
    for path in ("", "{code}/", *(f"{{code}}/{part}" for part in parts)):
        assert f"/api/v1/settlements/{path}" in schema["paths"]
