"""The page of drawing and its JSON, as a browser asks them; who may is in tests/access."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.gis.geos import MultiPolygon
from django.db import connection
from django.test.utils import CaptureQueriesContext

from settlements.editing import ground
from settlements.models import GroundEdit, Structure
from tests import factories
from tests.settlements.editing.conftest import box, built, create, line, of

pytestmark = pytest.mark.django_db
AROUND = "36.84,-1.27,36.86,-1.25"


@pytest.fixture
def cluster(settlement: Any) -> Any:
    boundary = MultiPolygon(factories.square(), srid=4326)
    return factories.ClusterFactory(settlement=settlement, code="B", boundary=boundary)


@pytest.fixture
def office(client_of: Callable[[Any], Any], subira: Any) -> Any:
    return client_of(subira)


def send(office: Any, to: str, sent: Any) -> Any:
    return office.post(f"/settlements/KMT/edit/{to}/", json.dumps(sent), content_type="application/json")


def in_view(office: Any, layer: str, box: str = AROUND) -> Any:
    return office.get(f"/settlements/KMT/edit/{layer}.geojson?bbox={box}")


def test_the_page_holds_a_form_for_each_layer(office: Any, cluster: Any) -> None:
    page = office.get("/settlements/kmt/edit/").content.decode()
    for layer in ("boundary", "clusters", "structures", "services", "lanes", "overlays"):
        assert f'data-form="{layer}"' in page
    assert "Import ground" in page
    assert "leaflet-geoman.min.js" in page


def test_what_is_in_view_comes_with_its_values(office: Any, cluster: Any) -> None:
    house = built(cluster, "KMT/B/465", 0)
    Structure.objects.filter(pk=house.pk).update(uses=["mixed"])
    factories.StructureFactory(cluster=cluster, status="demolished")
    (feature,) = in_view(office, "structures").json()["features"]
    assert feature["id"] == house.pk
    drawn, stored = feature["geometry"]["coordinates"][0], house.footprint.coords[0]
    assert [tuple(corner) for corner in drawn] == [pytest.approx(corner, abs=1e-14) for corner in stored]
    values = feature["properties"]["values"]
    assert (values["code"], values["cluster"], values["uses"]) == ("KMT/B/465", "B", ["mixed"])
    assert "leader_name" not in json.dumps(in_view(office, "clusters").json())


def test_a_box_elsewhere_holds_nothing(office: Any, cluster: Any) -> None:
    built(cluster, "KMT/B/465", 0)
    assert in_view(office, "structures", "36.0,-1.27,36.1,-1.25").json()["features"] == []


@pytest.mark.parametrize("box", ["", "a,b,c,d", "1,2,3", "9,0,1,1", "nan,0,1,1", "0,0,1,91", "1e999,0,1,1"])
def test_no_box_is_refused(office: Any, settlement: Any, box: str) -> None:
    assert in_view(office, "structures", box).status_code == 400


def test_too_much_in_view_is_said(office: Any, cluster: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ground, "MOST", 2)
    factories.StructureFactory.create_batch(3, cluster=cluster)
    answer = in_view(office, "structures").json()
    assert answer["features"] == []
    assert answer["said"].startswith("More than 2 things are in view")


def test_a_set_is_saved_shown_and_undone(office: Any, cluster: Any, subira: Any) -> None:
    house = built(cluster, "KMT/B/465", 0)
    changes = [of(house, values={"roof": "tiles"}), create("structures", box(30, 0), "b", code="KMT/B/7")]
    answer = send(office, "save", {"changes": changes, "reason": "Walked again"})
    edit = GroundEdit.objects.get()
    made = Structure.objects.get(code="KMT/B/7")
    assert answer.json() == {"edit": edit.pk, "created": {"b": made.pk}}
    page = office.get("/settlements/KMT/edits/").content.decode()
    assert "Walked again" in page
    assert "Structures: 1 changed" in page
    assert "Structures: 1 created" in page
    done = office.post(f"/settlements/KMT/edits/{edit.pk}/undo/", follow=True).content.decode()
    assert "Undone." in done
    assert Structure.objects.get().roof == "iron_sheets"
    again = office.post(f"/settlements/KMT/edits/{edit.pk}/undo/", follow=True).content.decode()
    assert "were undone already" in again


def test_what_is_wrong_comes_in_words(office: Any, cluster: Any) -> None:
    built(cluster, "KMT/B/465", 0)
    answer = send(office, "save", {"changes": [create("structures", box(30, 0), code="KMT/B/465")]})
    assert answer.status_code == 422
    (problem,) = answer.json()["problems"]
    assert (problem["key"], problem["code"], problem["field"]) == ("a", "number_taken", "code")
    assert problem["sentence"] == "KMT/B/465 is taken."


def test_a_conflict_is_answered_with_what_is_there(office: Any, cluster: Any) -> None:
    house = built(cluster, "KMT/B/465", 0)
    mine = of(house, values={"roof": "tiles"})
    Structure.objects.filter(pk=house.pk).update(wall="bricks")
    answer = send(office, "save", {"changes": [mine]})
    assert answer.status_code == 409
    assert answer.json()["problems"][0]["theirs"]["properties"]["values"]["wall"] == "bricks"


def test_parts_are_proposed(office: Any, cluster: Any) -> None:
    house = built(cluster, "KMT/B/465", 0)
    cut = send(office, f"split/{house.pk}", {"geometry": box(0, 0), "line": line((3, -1), (3, 5))}).json()
    assert [part["code"] for part in cut["parts"]] == ["KMT/B/465A", "KMT/B/465B"]
    tapped = send(office, f"split/{house.pk}", {"count": 3}).json()
    assert [part["code"] for part in tapped["parts"]] == ["KMT/B/465A", "KMT/B/465B", "KMT/B/465C"]
    joined = send(office, "join", {"shapes": [box(0, 0), box(6, 0)]}).json()
    assert joined["geometry"]["type"] == "Polygon"


@pytest.mark.parametrize(
    "sent", [[], None, {"line": 1}, {"count": 1}, {"count": True}, {"count": 10**9}, {"shapes": [1]}]
)
def test_nothing_hostile_breaks_the_questions(office: Any, cluster: Any, sent: Any) -> None:
    house = built(cluster, "KMT/B/465", 0)
    assert send(office, f"split/{house.pk}", sent).status_code == 422
    assert send(office, "join", sent).status_code == 422


def queries(office: Any, address: str) -> int:
    with CaptureQueriesContext(connection) as asked:
        assert office.get(address).status_code == 200
    return len(asked)


def test_pages_ask_no_more_of_many(office: Any, cluster: Any) -> None:
    pages = ("edit/", "edits/", f"edit/structures.geojson?bbox={AROUND}")
    for n in range(2):
        send(office, "save", {"changes": [create("structures", box(n * 20, 0), code=f"KMT/B/{n + 1}")]})
    few = [queries(office, f"/settlements/KMT/{page}") for page in pages]
    for n in range(2, 8):
        send(office, "save", {"changes": [create("structures", box(n * 20 - 150, 9), code=f"KMT/B/{n + 1}")]})
    assert [queries(office, f"/settlements/KMT/{page}") for page in pages] == few
