"""Live layers hold what the caller may see on the site, and nothing else exists."""

import base64
from typing import Any

import pytest
from django.contrib.gis.geos import MultiPolygon, Polygon
from django.db.models import F
from django.test import Client
from django.utils import timezone

from accounts.api_keys import make_key
from settlements.models import ServicePoint, Settlement
from tests import factories
from tests.reports.features.scene import ROOT, basic, make_ground, told

pytestmark = pytest.mark.django_db

PUBLIC = {"settlements", "clusters", "service-points", "lanes", "overlays"}
ALL = PUBLIC | {"structures", "footprints"}


@pytest.fixture
def ground(db: None) -> Any:
    return make_ground()


def names(headers: dict[str, str]) -> set[str]:
    answer = Client().get(f"{ROOT}collections", headers=headers).json()
    return {each["id"] for each in answer["collections"]}


def features(name: str, headers: dict[str, str] | None = None, query: str = "") -> list[dict[str, Any]]:
    answer = Client().get(f"{ROOT}collections/{name}/items{query}", headers=headers or {})
    assert answer.status_code == 200, answer.content
    found: list[dict[str, Any]] = told(answer)["features"]
    return found


def said(name: str, column: str, headers: dict[str, str] | None = None, query: str = "") -> list[Any]:
    return [each["properties"][column] for each in features(name, headers, query)]


def test_structures_exist_for_members_alone(ground: Any, amina: Any, chebet: Any) -> None:
    assert names({}) == PUBLIC
    assert names(basic(factories.UserFactory.create())) == PUBLIC
    assert names(basic(amina)) == ALL
    for path in ("", "/items", "/schema", "/queryables", "/items/1"):
        assert Client().get(f"{ROOT}collections/structures{path}").status_code == 404
    # Who acts elsewhere has the collection, with their own rows.
    assert names(basic(chebet)) == ALL
    assert features("structures", basic(chebet)) == []
    assert len(features("structures", basic(amina))) == 3


def test_owners_and_tenants_are_for_leaders(ground: Any, amina: Any, baraka: Any) -> None:
    assert sorted(said("structures", "ownership_type", basic(amina))) == ["", "", "communal"]
    assert said("structures", "ownership_type", basic(baraka)) == [None, None, None]
    assert said("structures", "occupancy", basic(baraka)) == [None, None, None]
    for path in ("queryables", "items?ownership_type=communal", "items?occupancy=tenant"):
        answer = Client().get(f"{ROOT}collections/structures/{path}", headers=basic(amina))
        assert "ownership_type" not in answer.json().get("properties", {})


def test_who_leads_here_and_counts_there_sees_owners_here_alone(ground: Any, amina: Any) -> None:
    other = make_ground(code="MSH", name="Mashimoni")
    factories.MembershipFactory.create(user=amina, role="enumerator", settlement=other)
    by_place = {
        (each["properties"]["settlement"], each["properties"]["ownership_type"])
        for each in features("footprints", basic(amina))
    }
    assert by_place == {("KMT", "communal"), ("MSH", None)}


def test_strangers_see_kind_and_state_of_services_and_public_plans(ground: Any, amina: Any) -> None:
    assert said("service-points", "kind") == ["toilet_block", "tank"]
    assert said("service-points", "name") == [None, None]
    assert said("service-points", "checked_on") == [None, None]
    assert said("service-points", "name", basic(amina)) == ["Choo cha Soko", ""]
    assert said("overlays", "kind") == ["flooding"]
    assert sorted(said("overlays", "kind", basic(amina))) == ["flooding", "proposed_road"]


def test_what_is_not_seen_is_not_asked_by(ground: Any, amina: Any) -> None:
    """Else a stranger learns a hidden value by trying."""
    assert said("service-points", "kind", query="?code=T1") == []
    assert said("service-points", "kind", query="?cluster=B") == []
    assert said("service-points", "kind", query="?operator=unknown") == []
    assert said("service-points", "kind", basic(amina), "?code=T1") == ["toilet_block"]
    # A date that is not seen is no date: it matches whatever is asked.
    assert len(features("service-points", query="?datetime=1999-01-01")) == 2
    assert said("service-points", "code", basic(amina), "?datetime=1999-01-01") == ["W1"]


@pytest.mark.parametrize(
    "hidden",
    [
        {"eviction_threat_now": "written_notice"},
        {"shielded_at": timezone.now()},
        {"access_level": "federation"},
        {"access_level": "staff"},
    ],
    ids=lambda hidden: next(iter(hidden)),
)
def test_nothing_is_told_of_hidden_ground(ground: Any, amina: Any, hidden: dict[str, Any]) -> None:
    Settlement.objects.update(**hidden)
    for name in PUBLIC - {"settlements"}:
        assert features(name) == []
    is_known = "access_level" not in hidden
    [*rows] = features("settlements")
    assert [each["geometry"] for each in rows] == [None] * is_known
    assert [each["properties"]["area_acres"] for each in rows] == [None] * is_known
    # Nobody finds it by boxes, and the extent of nothing is nothing.
    assert features("settlements", query="?bbox=36,-2,37,-1") == []
    assert "extent" not in Client().get(f"{ROOT}collections/settlements").json()
    [mine] = features("settlements", basic(amina), "?bbox=36,-2,37,-1")
    assert mine["geometry"]["type"] == "MultiPolygon"


def test_nothing_tells_that_somebody_works_on_hidden_ground(ground: Any, amina: Any) -> None:
    Settlement.objects.update(shielded_at=timezone.now())
    addresses = [f"{ROOT}collections/{path}" for path in ("settlements/items", "lanes/items?settlement=KMT")]
    addresses.append(f"{ROOT}collections/settlements/items/KMT")
    mine = basic(amina)

    def etag(address: str, headers: Any = None) -> str:
        answer: Any = Client().get(address, headers=headers or {})
        assert b"".join(answer)
        return str(answer["ETag"])

    kept, of_members = [etag(address) for address in addresses], etag(addresses[0], mine)
    factories.StructureFactory.create(settlement=ground, code="KMT/10", n=10)
    Settlement.objects.update(data_version=F("data_version") + 1)
    assert [etag(address) for address in addresses] == kept
    assert etag(addresses[0], mine) != of_members
    # What is said of it still comes anew.
    Settlement.objects.update(other_names=["Kiamu"])
    assert etag(addresses[0]) != kept[0]


OPEN_DOORS = [
    *(f"{ROOT}collections/{name}/items" for name in sorted(PUBLIC)),
    *(f"{ROOT}collections/{name}/items?settlement=KMT" for name in ("lanes", "service-points")),
    f"{ROOT}collections/settlements/items/KMT", "/api/v1/settlements/KMT/", "/api/v1/settlements/",
]  # fmt: skip


def etags(headers: Any = None) -> dict[str, str]:
    answers: dict[str, Any] = {
        address: Client().get(address, headers=headers or {}) for address in OPEN_DOORS
    }
    for address, answer in answers.items():
        assert (answer.status_code, b"".join(answer) > b"") == (200, True), address
        known = Client().get(address, headers={**(headers or {}), "If-None-Match": answer["ETag"]})
        assert known.status_code == 304, address
    return {address: str(answer["ETag"]) for address, answer in answers.items()}


def changed(before: dict[str, str], after: dict[str, str]) -> set[str]:
    return {address for address in before if before[address] != after[address]}


def test_of_public_ground_others_are_told_only_of_what_they_see(ground: Any, amina: Any, chebet: Any) -> None:
    """An ETag that changes tells that somebody works there: also who works elsewhere is not to know."""
    [elsewhere, member] = [basic(chebet), basic(amina)]
    point = ServicePoint.objects.get(code="T1")
    kept, of_elsewhere, of_member = etags(), etags(elsewhere), etags(member)
    factories.StructureFactory.create(settlement=ground, code="KMT/10", n=10)
    factories.OverlayFactory.create(settlement=ground, kind="proposed_road", name="Bypass")
    ServicePoint.objects.filter(pk=point.pk).update(operator="community", cost_kes=7)
    Settlement.objects.filter(pk=ground.pk).update(land_reference="LR 1", data_version=F("data_version") + 1)
    assert changed(kept, etags()) == set()
    assert changed(of_elsewhere, etags(elsewhere)) == set()
    assert f"{ROOT}collections/service-points/items" in changed(of_member, etags(member))
    ServicePoint.objects.filter(pk=point.pk).update(status="not_working")
    of_points = {address for address in OPEN_DOORS if "service-points" in address}
    assert changed(kept, etags()) == of_points
    Settlement.objects.filter(pk=ground.pk).update(other_names=["Kiamu"])
    of_place = {address for address in OPEN_DOORS if "settlements" in address}
    assert changed(kept, etags()) == of_points | of_place


def test_a_boundary_that_is_shown_is_told_of_and_no_other(ground: Any) -> None:
    one = "/api/v1/settlements/KMT/"
    kept = etags()
    Settlement.objects.filter(pk=ground.pk).update(
        boundary=MultiPolygon(Polygon.from_bbox((36.8, -1.3, 36.9, -1.2)))
    )
    shown = etags()
    assert shown[one] != kept[one]
    Settlement.objects.filter(pk=ground.pk).update(eviction_threat_now="written_notice")
    hidden = etags()
    Settlement.objects.filter(pk=ground.pk).update(boundary=ground.boundary)
    assert hidden[one] not in (shown[one], kept[one])
    assert changed(hidden, etags()) == set()


def test_a_long_answer_is_written_as_it_is_read(ground: Any) -> None:
    """Nobody waits for its ETag, and the server does not hold it."""
    answer: Any = Client().get(f"{ROOT}collections/lanes/items?limit=10000")
    assert (answer.streaming, answer.has_header("ETag")) == (True, False)
    assert len(told(answer)["features"]) == 1


def test_one_feature_is_as_hidden_as_all(ground: Any, amina: Any) -> None:
    [plan] = [each for each in features("overlays", basic(amina)) if each["properties"]["kind"] != "flooding"]
    address = f"{ROOT}collections/overlays/items/{plan['id']}"
    assert Client().get(address, headers=basic(amina)).status_code == 200
    refused = Client().get(address)
    assert (refused.status_code, refused.json()["code"]) == (404, "not_found")
    assert refused.json() == Client().get(f"{ROOT}collections/overlays/items/2000000000").json()
    assert Client().get(f"{ROOT}collections/nothing/items").json() == refused.json()


def test_nobodys_name_and_no_phone_is_anywhere(ground: Any, subira: Any) -> None:
    ground.clusters.update(leader_name="Zuqaxila Leader")
    headers = basic(subira)
    for name in ALL:
        answer = Client().get(f"{ROOT}collections/{name}/items", headers=headers)
        assert b"Zuqaxila" not in answer.getvalue()


def test_a_key_lets_in_and_nothing_else_does(ground: Any, amina: Any, chebet: Any) -> None:
    key = make_key(amina, "QGIS")[1]

    def status(said: str) -> int:
        header = "Basic " + base64.b64encode(said.encode()).decode()
        return Client().get(f"{ROOT}collections", headers={"Authorization": header}).status_code

    assert status(f"AMINA@example.org:{key}") == 200
    mail = "amina@example.org"
    other = "0" if key[-1] != "0" else "1"
    for wrong in (f"chebet@example.org:{key}", f"{mail}:{factories.PASSWORD}", f"{mail}:", key,
                  f"{mail}:{key[:-1]}{other}", f"{mail}:\x00", ""):  # fmt: skip
        assert status(wrong) == 401, wrong
    refused = Client().get(ROOT, headers={"Authorization": "Basic !"})
    assert refused.headers["WWW-Authenticate"] == 'Basic realm="Pamoja", charset="UTF-8"'
    assert set(refused.json()) == {"code", "sentence", "description", "remedy", "details"}
    # The header of other programs works as well.
    token = {"Authorization": f"Token {key}"}
    assert len(features("structures", token)) == 3


def test_a_required_second_factor_is_required_here(ground: Any, subira: Any, settings: Any) -> None:
    headers = basic(subira)
    settings.REQUIRE_MFA = True
    assert Client().get(f"{ROOT}collections", headers=headers).status_code == 403


def test_other_sites_may_show_what_is_public_and_nothing_else(ground: Any, amina: Any) -> None:
    address = f"{ROOT}collections/lanes/items"
    everybodys, mine = Client().get(address), Client().get(address, headers=basic(amina))
    assert told(everybodys) == told(mine)
    assert everybodys["Access-Control-Allow-Origin"] == "*"
    assert "Access-Control-Allow-Origin" not in mine
    assert mine["Cache-Control"] == "private, no-cache"
    assert {"Authorization", "Cookie", "Accept"} <= set(mine["Vary"].split(", "))
