"""`manage.py import_ground`: says what it would do, asks, and does it."""

import io
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from settlements.models import ServicePoint, Structure
from tests.settlements import ground_files as files

pytestmark = pytest.mark.django_db

HOUSES = files.houses(4, 3)


def run(path: Path, *options: str, layer: str = "structures") -> str:
    out = io.StringIO()
    call_command("import_ground", str(path), "--settlement", "kmt", "--layer", layer, *options, stdout=out)
    return out.getvalue()


def test_a_dry_run_says_what_would_happen_and_changes_nothing(settlement: Any, tmp_path: Path) -> None:
    path = files.geojson(tmp_path / "x.geojson", [(house, {"number": n}) for n, house in enumerate(HOUSES)])
    said = run(path, "--dry-run")
    assert "row 1  rejected: 0 is no structure number." in said
    assert "11 created, 0 updated, 0 unchanged, 1 rejected. (dry run)" in said
    assert not Structure.objects.exists()
    run(path)
    assert Structure.objects.count() == 11
    assert "0 created, 0 updated, 11 unchanged, 1 rejected." in run(path)


def test_it_exits_with_the_question_and_the_answers(settlement: Any, tmp_path: Path) -> None:
    rows = [
        (n, p.x, p.y) for n, p in enumerate((files.moved(h.centroid, "EPSG:21037") for h in HOUSES), start=1)
    ]
    path = files.table(tmp_path / "x.csv", [("no", "x", "y"), *rows])
    with pytest.raises(CommandError) as asked:
        run(path)
    assert "does not say its coordinate system" in str(asked.value)
    assert "--crs EPSG:21037" in str(asked.value)
    assert "100% inside the settlement" in str(asked.value)
    run(path, "--crs", "EPSG:21037")
    assert Structure.objects.count() == 12


def test_swapped_coordinates_are_swapped_when_it_is_said(settlement: Any, tmp_path: Path) -> None:
    path = files.geojson(
        tmp_path / "x.geojson", [(files.swapped(h), {"number": n}) for n, h in enumerate(HOUSES, 1)]
    )
    with pytest.raises(CommandError, match="--swap"):
        run(path)
    assert "12 created" in run(path, "--swap")


def test_columns_kinds_and_clusters_can_be_given(settlement: Any, tmp_path: Path) -> None:
    path = files.geojson(
        tmp_path / "x.geojson", [(h.centroid, {"what": "Duka", "where": "Bondeni"}) for h in HOUSES]
    )
    options = [
        "--column",
        "kind=what",
        "--column",
        "cluster=where",
        "--kind",
        "Duka=market",
        "--make-clusters",
    ]
    said = run(path, *options, layer="service-points")
    assert "+ B Bondeni" in said
    assert set(ServicePoint.objects.values_list("kind", "cluster__code")) == {("market", "B")}


@pytest.mark.parametrize(
    ("options", "reason"),
    [(["--crs", "moon"], "no coordinate system"), (["--column", "code"], "name=value"),
     (["--column", "code=nothing"], "no column nothing")],
)  # fmt: skip
def test_wrong_options_are_said(settlement: Any, tmp_path: Path, options: list[str], reason: str) -> None:
    path = files.geojson(tmp_path / "x.geojson", [(HOUSES[0], {"number": 1})])
    with pytest.raises(CommandError, match=reason):
        run(path, *options)


def test_a_missing_file_and_a_missing_settlement_are_said(db: None, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="no file"):
        run(tmp_path / "nothing.gpkg")
    with pytest.raises(CommandError, match="no settlement"):
        run(files.geojson(tmp_path / "x.geojson", [(HOUSES[0], {})]))
