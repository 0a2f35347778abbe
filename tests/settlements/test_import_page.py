"""Importing ground through the page: send, look, correct, apply. For staff; others find nothing."""

import re
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from settlements.models import GroundImport, Structure
from tests import factories
from tests.settlements import ground_files as files

pytestmark = pytest.mark.django_db

HOUSES = files.houses(4, 3)
ROWS: files.Rows = [(house, {"number": n, "=danger": "x"}) for n, house in enumerate(HOUSES, start=1)]


def send(client: Any, settlement: Any, path: Path, layer: str = "structures", name: str = "") -> Any:
    upload = SimpleUploadedFile(name or path.name, path.read_bytes())
    return client.post("/import/", {"settlement": settlement.pk, "layer": layer, "file": upload})


@pytest.fixture
def houses(tmp_path: Path) -> Path:
    return files.geojson(tmp_path / "houses.geojson", ROWS)


def test_a_file_is_planned_looked_at_and_applied(
    settlement: Any, subira: Any, client_of: Any, houses: Path
) -> None:
    client = client_of(subira)
    assert client.get("/import/").status_code == 200
    sent = send(client, settlement, houses)
    ground = GroundImport.objects.get()
    assert sent.headers["Location"] == f"/import/{ground.pk}/"
    page = client.get(sent.headers["Location"]).content.decode()
    assert "Nothing has been changed yet" in page
    assert not Structure.objects.exists()
    applied = client.post(sent.headers["Location"], {"apply": "1"}, follow=True)
    assert re.search(r"Applied on \d+ [A-Z][a-z]{2} \d{4}, \d\d:\d\d\. <", applied.content.decode())
    assert Structure.objects.count() == 12
    ground.refresh_from_db()
    assert ground.is_applied
    assert Path(ground.file.path).read_bytes() == houses.read_bytes()
    # Twice changes nothing, and an applied import cannot be planned again.
    client.post(sent.headers["Location"], {"apply": "1"})
    client.post(sent.headers["Location"], {"make_numbers": "on"})
    assert Structure.objects.count() == 12
    assert GroundImport.objects.get().state == "applied"


def test_outsiders_leaders_and_strangers_find_nothing(
    settlement: Any, amina: Any, baraka: Any, chebet: Any, subira: Any, client_of: Any, houses: Path
) -> None:
    location = send(client_of(subira), settlement, houses).headers["Location"]
    elsewhere = factories.member_of(factories.SettlementFactory.create(code="OTH"), "staff")
    for user in (amina, baraka, chebet, factories.UserFactory.create(), None, elsewhere):
        client = client_of(user)
        for path in (location, location + "rows.csv"):
            assert client.get(path).status_code == 404, user
        assert client.post(location, {"apply": "1"}).status_code == 404
        if user is not elsewhere:
            assert client.get("/import/").status_code == 404
            assert send(client, settlement, houses).status_code == 404
    assert send(client_of(elsewhere), settlement, houses).status_code == 400  # not among their choices
    assert (Structure.objects.count(), GroundImport.objects.count()) == (0, 1)


def test_a_question_is_answered_with_a_choice(
    settlement: Any, subira: Any, client_of: Any, tmp_path: Path
) -> None:
    rows = [("no", "x", "y"), *((n, p.x, p.y) for n, p in enumerate(
        (files.moved(house.centroid, "EPSG:32737") for house in HOUSES), start=1))]  # fmt: skip
    client = client_of(subira)
    location = send(client, settlement, files.table(tmp_path / "doors.csv", rows)).headers["Location"]
    page = client.get(location).content.decode()
    assert "does not say its coordinate system" in page
    assert 'value="EPSG:32737" checked' in page
    assert 'name="apply"' not in page
    refused = client.post(location, {"apply": "1"}, follow=True).content.decode()
    assert "A question is still open" in refused
    assert client.post(location, {"place": "other", "crs": "EPSG:1"}).status_code == 400
    answered = client.post(location, {"place": "EPSG:32737", "crs": ""}, follow=True).content.decode()
    assert "WGS 84 / UTM zone 37S" in answered
    client.post(location, {"apply": "1"})
    assert Structure.objects.count() == 12


def test_columns_can_be_corrected(settlement: Any, subira: Any, client_of: Any, tmp_path: Path) -> None:
    rows = [(house, {"plot": n, "number": 100 + n}) for n, house in enumerate(HOUSES, start=1)]
    client = client_of(subira)
    location = send(client, settlement, files.geojson(tmp_path / "x.geojson", rows)).headers["Location"]
    client.post(location, {"column-code": "plot"})
    client.post(location, {"apply": "1"})
    assert set(Structure.objects.values_list("code", flat=True)) == {f"KMT/{n}" for n in range(1, 13)}
    assert Structure.objects.get(code="KMT/1").properties == {"number": 101}


def test_kinds_can_be_corrected(settlement: Any, subira: Any, client_of: Any, tmp_path: Path) -> None:
    rows = [(house.centroid, {"kind": "Mwuza dawa"}) for house in HOUSES]
    client = client_of(subira)
    path = files.geojson(tmp_path / "x.geojson", rows)
    location = send(client, settlement, path, layer="service-points").headers["Location"]
    assert "Mwuza dawa is no kind we know" in client.get(location).content.decode()
    client.post(location, {"column-kind": "kind", "kind-0": "chemist"})
    client.post(location, {"apply": "1"})
    assert set(settlement.service_points.values_list("kind", flat=True)) == {"chemist"}


def test_houses_without_numbers_are_numbered_on_request(
    settlement: Any, subira: Any, client_of: Any, tmp_path: Path
) -> None:
    client = client_of(subira)
    path = files.geojson(tmp_path / "x.geojson", [(house, {"id": "x"}) for house in HOUSES])
    location = send(client, settlement, path).headers["Location"]
    assert "let the importer number them" in client.get(location).content.decode()
    assert "x-12" not in client.post(location, {"make_numbers": "on"}, follow=True).content.decode()
    client.post(location, {"apply": "1"})
    assert Structure.objects.count() == 12


def test_a_plan_that_no_longer_holds_is_made_again(
    settlement: Any, subira: Any, client_of: Any, houses: Path
) -> None:
    client = client_of(subira)
    location = send(client, settlement, houses).headers["Location"]
    factories.StructureFactory.create(settlement=settlement, code="KMT/3")
    page = client.post(location, {"apply": "1"}, follow=True).content.decode()
    assert "The ground has changed" in page
    assert Structure.objects.count() == 1
    client.post(location, {"apply": "1"})
    assert Structure.objects.count() == 12


@pytest.mark.parametrize("content", [b"hello", b"PK\x03\x04", b"{", b"\x00" * 50, b"<kml>"])
def test_a_file_nobody_can_read_is_refused_and_not_kept(
    settlement: Any, subira: Any, client_of: Any, tmp_path: Path, content: bytes
) -> None:
    path = tmp_path / "x.geojson"
    path.write_bytes(content)
    answer = send(client_of(subira), settlement, path)
    assert answer.status_code == 400
    page = answer.content.decode()
    assert "errorlist" in page
    assert re.search(r"[a-z] Open it in QGIS", page) is None
    assert not GroundImport.objects.exists()


def test_strange_names_of_files_are_only_names(
    settlement: Any, subira: Any, client_of: Any, houses: Path
) -> None:
    answer = send(
        client_of(subira), settlement, houses, name="../../<script>alert(1)</script>" + "x" * 300 + ".geojson"
    )
    page = client_of(subira).get(answer.headers["Location"])
    assert page.status_code == 200
    assert b"<script>alert" not in page.content


def test_every_row_comes_as_a_table_without_formulas(
    settlement: Any, subira: Any, client_of: Any, tmp_path: Path
) -> None:
    rows = [*ROWS, (files.house(30, 30), {"number": "=1+1", "=danger": ""})]
    client = client_of(subira)
    location = send(client, settlement, files.geojson(tmp_path / "x.geojson", rows)).headers["Location"]
    lines = client.get(location + "rows.csv").content.decode("utf-8-sig").splitlines()
    assert len(lines) == 14
    assert lines[1].startswith("1,KMT/1,created")
    assert lines[-1].startswith("13,,rejected,\"'=1+1 is no structure number")


def test_rows_are_shown_by_what_becomes_of_them(
    settlement: Any, subira: Any, client_of: Any, houses: Path
) -> None:
    client = client_of(subira)
    location = send(client, settlement, houses).headers["Location"]
    assert "KMT/12" in client.get(location + "?show=created").content.decode().split("By row")[1]
    assert "No such rows" in client.get(location + "?show=rejected&page=99").content.decode()
    assert client.get(location + "?page=nonsense&show=nonsense").status_code == 200
