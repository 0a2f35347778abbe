"""GDAL's OAPIF driver (which QGIS's users know) and OWSLib, against the running site."""

import base64
import json
import subprocess
import sys
from typing import Any

import pytest
import shapely
from django.test import Client
from owslib.ogcapi.features import Features
from owslib.util import Authentication
from pyproj import CRS
from schemathesis import openapi as descriptions

from accounts.api_keys import make_key
from settlements.models import Structure
from tests import factories
from tests.reports.features.scene import make_ground

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def leader(live_server: Any) -> tuple[str, str]:
    """E-mail and key of somebody who leads here; 25 structures more than a page of GDAL's."""
    ground = make_ground()
    for n in range(100, 125):
        factories.StructureFactory.create(settlement=ground, code=f"KMT/{n}", n=n)
    user = factories.member_of(ground, "leader", email="amina@example.org")
    return "amina@example.org", make_key(user, "QGIS")[1]


READ = """
import json, sys, pyogrio
asked = json.loads(sys.argv[1])
pyogrio.set_gdal_config_options({"GDAL_HTTP_USERPWD": asked["sign_in"], "GDAL_HTTP_TIMEOUT": "60"})
door, layer, more = asked["door"], asked["layer"], asked["more"]
if "bbox" in more:
    more["bbox"] = tuple(more["bbox"])
if layer is None:
    print(json.dumps({"layers": [name for name, kind in pyogrio.list_layers(door).tolist()]}))
    sys.exit()
meta, ids, shapes, columns = pyogrio.raw.read(door, layer=layer, **more)
told = {"fields": list(meta["fields"]), "crs": meta["crs"], "kind": meta["geometry_type"], "n": len(shapes)}
codes = columns[told["fields"].index("code")] if "code" in told["fields"] else []
codes = columns[told["fields"].index("code")] if "code" in told["fields"] else []
told["codes"] = [str(code) for code in codes]
told["shape"] = shapes[0].hex()
print(json.dumps(told))
"""


def gdal(live_server: Any, sign_in: tuple[str, str], layer: str | None = None, **more: Any) -> dict[str, Any]:
    """What GDAL reads, in a process of its own: in ours it would keep the server from answering."""
    asked = {
        "sign_in": ":".join(sign_in),
        "door": f"OAPIF:{live_server.url}/ogc/",
        "layer": layer,
        "more": more,
    }
    ran = subprocess.run(
        [sys.executable, "-c", READ, json.dumps(asked)],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
    told: dict[str, Any] = json.loads(ran.stdout)
    return told


def test_gdal_opens_every_layer(live_server: Any, leader: tuple[str, str]) -> None:
    assert set(gdal(live_server, leader)["layers"]) == {
        "settlements", "clusters", "structures", "footprints", "service-points", "lanes", "overlays",
    }  # fmt: skip


def test_gdal_reads_page_after_page(live_server: Any, leader: tuple[str, str]) -> None:
    told = gdal(live_server, leader, "structures", PAGE_SIZE="10")
    assert sorted(told["codes"]) == sorted(Structure.objects.values_list("code", flat=True))
    assert {"settlement", "code", "roof", "ownership_type", "occupancy"} <= set(told["fields"])
    assert (told["kind"], told["n"]) == ("Point", 28)


def test_gdal_asks_by_box(live_server: Any, leader: tuple[str, str]) -> None:
    place = Structure.objects.get(code="KMT/100").location
    near = (place.x - 1e-5, place.y - 1e-5, place.x + 1e-5, place.y + 1e-5)
    assert gdal(live_server, leader, "structures", bbox=near)["codes"] == ["KMT/100"]


def test_gdal_reads_metres_where_metres_are_asked_for(live_server: Any, leader: tuple[str, str]) -> None:
    """UTM 37 south, as Nairobi's surveyors have it."""
    told = gdal(live_server, leader, "lanes", CRS="EPSG:32737")
    assert CRS.from_user_input(told["crs"]).to_epsg() == 32737
    east, north = shapely.from_wkb(bytes.fromhex(told["shape"])).centroid.coords[0]
    assert 255_000 < east < 262_000
    assert 9_855_000 < north < 9_865_000


def test_owslib_finds_its_way(live_server: Any, leader: tuple[str, str]) -> None:
    door = Features(f"{live_server.url}/ogc/", auth=Authentication(*leader))
    assert "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/core" in door.conformance()["conformsTo"]
    assert door.api()["openapi"].startswith("3.0")
    assert "structures" in door.feature_collections()
    about = door.collection("structures")
    assert about["extent"]["spatial"]["bbox"][0][0] == pytest.approx(factories.SOUTH_WEST[0])
    assert "roof" in door.collection_queryables("structures")["properties"]
    assert "occupancy" in door.collection_schema("structures")["properties"]
    page = door.collection_items("structures", limit=5, bbox=[36.8, -1.3, 36.9, -1.2])
    assert (page["numberReturned"], page["numberMatched"]) == (5, 28)
    one = door.collection_item("structures", str(page["features"][0]["id"]))
    assert one["properties"]["code"] == page["features"][0]["properties"]["code"]


def test_a_stranger_is_told_what_is_public(live_server: Any, leader: tuple[str, str]) -> None:
    door = Features(f"{live_server.url}/ogc/")
    assert "structures" not in door.feature_collections()
    assert door.collection_items("lanes")["numberMatched"] == 1
    with pytest.raises(RuntimeError):
        door.collection_items("structures")


@pytest.mark.parametrize("who", ["leader", "stranger"])
def test_its_own_description_holds(live_server: Any, leader: tuple[str, str], who: str) -> None:
    """Each answer is one that /ogc/api describes, whatever it allows to be asked."""
    headers = basic_of(*leader) if who == "leader" else {}
    told = Client().get("/ogc/api", headers=headers).json()
    told["servers"] = [{"url": f"{live_server.url}/ogc"}]
    door = descriptions.from_dict(told)
    for result in door.get_all_operations():
        operation: Any = result.ok()  # type: ignore[union-attr]
        names = {"featureId": "KMT" if "/settlements/" in operation.path else "1"}
        arguments = {each.name: names[each.name] for each in operation.path_parameters}
        case = operation.Case(path_parameters=arguments)
        case.call_and_validate(base_url=f"{live_server.url}/ogc", headers=headers)


def basic_of(email: str, key: str) -> dict[str, str]:
    return {"Authorization": "Basic " + base64.b64encode(f"{email}:{key}".encode()).decode()}


def test_pages_are_for_people(live_server: Any, leader: tuple[str, str]) -> None:
    paths = ["", "conformance", "api", "collections", "collections/lanes", "collections/lanes/items"]
    for path in [*paths, "collections/settlements/items/KMT"]:
        page = Client().get(f"/ogc/{path}", headers={"Accept": "text/html,*/*;q=0.8"})
        assert page["Content-Type"] == "text/html; charset=utf-8"
        assert Client().get(f"/ogc/{path}")["Content-Type"] != page["Content-Type"]
        assert Client().get(f"/ogc/{path}", headers={"Accept": "image/png"}).status_code == 406
    assert json.loads(Client().get("/ogc/nowhere").content)["code"] == "not_found"
