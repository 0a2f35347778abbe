"""Pages by cursor, boxes, chosen members and answers that are kept."""

from typing import Any

import pytest

from enumerations.models import Batch, Enumeration, Issue
from enumerations.services.statistics import rebuild_statistics
from settlements.models import Settlement, Structure
from tests import factories

pytestmark = pytest.mark.django_db

STRUCTURES = "/api/v1/settlements/KMT/structures/"


@pytest.fixture
def client(settlement: Any, amina: Any, client_of: Any) -> Any:
    for n in range(1, 8):
        factories.StructureFactory.create(settlement=settlement, code=f"KMT/{n}", n=n)
    return client_of(amina)


def codes(page: dict[str, Any]) -> list[str]:
    return [each["properties"]["code"] for each in page["features"]]


def test_pages_follow_their_rows(client: Any, settlement: Any) -> None:
    first = client.get(f"{STRUCTURES}?page_size=3").json()
    assert (first["count"], codes(first), first["previous"]) == (7, ["KMT/1", "KMT/2", "KMT/3"], None)
    Structure.objects.filter(code__in=["KMT/1", "KMT/4"]).delete()
    factories.StructureFactory.create(settlement=settlement, code="KMT/77", n=77)
    second = client.get(first["next"]).json()
    assert codes(second) == ["KMT/5", "KMT/6", "KMT/7"]
    third = client.get(second["next"]).json()
    assert (codes(third), third["next"]) == (["KMT/77"], None)
    assert codes(client.get(third["previous"]).json()) == ["KMT/2", "KMT/3", "KMT/5"]


def test_pages_follow_the_order_that_is_asked_for(client: Any) -> None:
    found, address = [], f"{STRUCTURES}?ordering=-code&page_size=2"
    while address:
        page = client.get(address).json()
        found += codes(page)
        address = page["next"]
    assert found == [f"KMT/{n}" for n in range(7, 0, -1)]
    assert client.get(f"{STRUCTURES}?ordering=roof").status_code == 400


def test_settlements_of_one_name_are_all_met(client: Any) -> None:
    for code in ("ABA", "ABB", "ABC"):
        factories.SettlementFactory.create(code=code, name="Bondeni")
    found, address = [], "/api/v1/settlements/?ordering=-name&limit=1"
    while address:
        page = client.get(address).json()
        found += [each["code"] for each in page["results"]]
        address = page["next"]
    assert found == ["KMT", "ABC", "ABB", "ABA"]


def test_batches_come_newest_first_and_wait_for_nobody(settlement: Any, subira: Any, client_of: Any) -> None:
    count = factories.EnumerationFactory.create(settlement=settlement)
    made = [factories.BatchFactory.create(enumeration=count).pk for _n in range(5)]
    client = client_of(subira)
    first = client.get("/api/v1/batches/?limit=2").json()
    factories.BatchFactory.create(enumeration=count)
    second = client.get(first["next"]).json()
    assert [each["id"] for page in (first, second) for each in page["results"]] == made[:0:-1]


def test_numbered_pages_keep_working(client: Any) -> None:
    assert codes(client.get(f"{STRUCTURES}?page=3&page_size=3").json()) == ["KMT/7"]
    assert client.get(f"{STRUCTURES}?page=4&page_size=3").status_code == 404
    assert client.get("/api/v1/settlements/?limit=1&offset=1").json()["results"] == []


@pytest.mark.parametrize(
    "cursor", ["x", "W10", "WzEsMl0x", "WyJhIiwxXQ", "WzEsLTFd", "W3RydWUsMV0", "WzFlOTk5LDFd", "WzksOSw5XQ"]
)
def test_a_cursor_that_nobody_gave_is_refused(client: Any, cursor: str) -> None:
    refused = client.get(f"{STRUCTURES}?cursor={cursor}")
    assert refused.status_code == 400
    assert set(refused.json()["details"]) == {"cursor"}


def test_a_box_is_west_south_east_north(client: Any) -> None:
    place = Structure.objects.get(code="KMT/2").location
    near = f"{place.x - 1e-6},{place.y - 1e-6},{place.x + 1e-6},{place.y + 1e-6}"
    for name in ("bbox", "in_bbox"):
        assert codes(client.get(f"{STRUCTURES}?{name}={near}").json()) == ["KMT/2"]


@pytest.mark.parametrize(
    ("box", "said"),
    [
        ("170,-2,-170,1", "180th meridian"),
        ("36,2,37,-2", "South"),
        ("36,-2,37", "four numbers"),
        ("257000,9857000,258000,9858000", "on the earth"),
    ],
)
def test_a_box_that_is_none_is_refused_with_a_sentence(client: Any, box: str, said: str) -> None:
    refused = client.get(f"{STRUCTURES}?bbox={box}")
    assert refused.status_code == 400
    assert said in refused.json()["details"]["bbox"][0]


def test_only_the_members_that_are_wanted(client: Any) -> None:
    [first, *_others] = client.get(f"{STRUCTURES}?fields=code,roof").json()["features"]
    assert set(first["properties"]) == {"code", "roof"}
    assert first["geometry"]["type"] == "Point"
    assert set(client.get("/api/v1/settlements/KMT/?fields=name").json()) == {"name"}
    refused = client.get(f"{STRUCTURES}?fields=owner")
    assert (refused.status_code, set(refused.json()["details"])) == (400, {"fields"})


def test_a_boundary_is_not_shown_by_asking_for_it_alone(settlement: Any, client_of: Any) -> None:
    Settlement.objects.update(access_level="public", eviction_threat_now="written_notice")
    assert client_of(None).get("/api/v1/settlements/KMT/?fields=boundary").json() == {"boundary": None}


def test_an_answer_is_kept_until_something_changes(client: Any, settlement: Any) -> None:
    for address, changes in (
        (STRUCTURES, lambda: factories.ServicePointFactory.create(settlement=settlement)),
        ("/api/v1/settlements/KMT/", lambda: Settlement.objects.update(year_settled=1961)),
        ("/api/v1/settlements/", lambda: Settlement.objects.update(other_names=["Kiamu"])),
    ):
        first = client.get(address)
        asked = {"If-None-Match": first["ETag"]}
        unchanged = client.get(address, headers=asked)
        assert (unchanged.status_code, unchanged.content, unchanged["ETag"]) == (304, b"", first["ETag"])
        assert client.get(f"{address}?fields=code", headers=asked).status_code == 200
        changes()
        assert client.get(address, headers=asked).status_code == 200


def test_what_has_no_version_is_kept_until_its_answer_is_another(
    settlement: Any, subira: Any, client_of: Any
) -> None:
    """Counts, batches, issues and figures; also where nothing of the settlement itself changes."""
    count = factories.EnumerationFactory.create(settlement=settlement, state="enumerating")
    batch = factories.BatchFactory.create(enumeration=count)
    home = factories.HouseholdFactory.create(enumeration=count)
    rebuild_statistics(count.pk)
    client = client_of(subira)

    def later() -> None:
        Enumeration.objects.update(name="The second round")
        Batch.objects.update(rows=7)
        Issue.objects.create(batch=batch, row=2, code="blank", severity="error")
        home.delete()
        rebuild_statistics(count.pk)

    addresses = [
        "/api/v1/enumerations/", f"/api/v1/enumerations/{count.pk}/",
        f"/api/v1/enumerations/{count.pk}/statistics/", f"/api/v1/enumerations/{count.pk}/batches/",
        "/api/v1/batches/", f"/api/v1/batches/{batch.pk}/", f"/api/v1/batches/{batch.pk}/issues/",
        "/api/v1/settlements/KMT/figures/",
    ]  # fmt: skip
    first = {address: client.get(address) for address in addresses}
    for address, answer in first.items():
        assert "no-cache" in answer["Cache-Control"]
        again = client.get(address, headers={"If-None-Match": answer["ETag"]})
        assert (again.status_code, again.content, again["ETag"]) == (304, b"", answer["ETag"]), address
        assert client.get(address, headers={"If-None-Match": '"other"'}).content == answer.content
    later()
    for address, answer in first.items():
        changed = client.get(address, headers={"If-None-Match": answer["ETag"]})
        assert (changed.status_code, changed["ETag"] == answer["ETag"]) == (200, False), address


def test_what_is_refused_has_no_etag(amina: Any, client_of: Any) -> None:
    batch = factories.BatchFactory.create(enumeration__settlement=factories.SettlementFactory())
    refused = client_of(amina).get(f"/api/v1/batches/{batch.pk}/")
    assert (refused.status_code, refused.has_header("ETag")) == (404, False)


def test_who_may_no_longer_see_it_has_nothing_to_keep(client: Any, amina: Any) -> None:
    etag = client.get(STRUCTURES)["ETag"]
    amina.memberships.all().delete()
    assert client.get(STRUCTURES, headers={"If-None-Match": etag}).status_code == 404
