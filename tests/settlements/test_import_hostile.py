"""Files that are broken, or meant to break: a clear reason, never an error nobody understands."""

import struct
import tempfile
import zipfile
from pathlib import Path
from typing import Any

import pytest
import shapely

from settlements.imports import ImportRefused, Layer, Options, apply_ground, plan_ground, shapes
from settlements.imports import files as unpacking
from settlements.models import ServicePoint, Structure
from tests.settlements import ground_files as files

pytestmark = pytest.mark.django_db

STRUCTURES = Options(Layer.STRUCTURES)
HOUSE = files.house(3, 3)
BOW_TIE = shapely.Polygon([(36.847, -1.262), (36.8471, -1.2619), (36.8471, -1.262), (36.847, -1.2619)])
HEAD = '{"type":"FeatureCollection","features":['
FEATURE = '{"type":"Feature","properties":{"number":1},"geometry":%s}'


def reasons(settlement: Any, path: Path, options: Options = STRUCTURES) -> list[tuple[str, list[str]]]:
    plan = apply_ground(settlement, path, options)
    return [(row.action, [problem.code for problem in row.problems]) for row in plan.rows]


def zip_of(path: Path, **members: bytes) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name.replace("_", "."), content)
    return path


REFUSED: dict[str, bytes] = {
    "empty": b"",
    "spaces": b"   \n\n",
    "picture": b"\x89PNG\r\n\x1a\n" + bytes(200),
    "program": b"\x7fELF" + bytes(300),
    "pdf": b"%PDF-1.7\n",
    "json": b'{"a": 1}',
    "list": b"[1, 2, 3]",
    "half": (HEAD + FEATURE % '{"type":"Point","coordinates":[36.8').encode(),
    "deep": b"[" * 100_000,
    "words-for-numbers": (HEAD + FEATURE % '{"type":"Point","coordinates":["a","b"]}' + "]}").encode(),
    "no-features": (HEAD + "]}").encode(),
    "topojson": b'{"type":"Topology","objects":{},"arcs":[]}',
    "vrt": b'<OGRVRTDataSource><OGRVRTLayer><SrcDataSource>/etc/passwd</SrcDataSource>',
    "entities": b'<?xml version="1.0"?><!DOCTYPE kml [<!ENTITY x SYSTEM "file:///etc/passwd">]><kml>&x;</kml>',
    "html": b"<html><body>Sign in</body></html>",
    "sqlite": b"SQLite format 3\x00" + bytes(300),
    "gpkg": b"SQLite format 3\x00" + bytes(52) + b"GPKG" + bytes(300),
    "prose": b"Dear all,\nplease find the houses attached.\n",
    "table": b"number,rooms\n1,2\n",
    "zip-cut": b"PK\x03\x04" + bytes(30),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
def test_it_refuses_with_a_reason(settlement: Any, tmp_path: Path, name: str) -> None:
    path = tmp_path / "houses.geojson"
    path.write_bytes(REFUSED[name])
    with pytest.raises(ImportRefused) as refused:
        apply_ground(settlement, path, STRUCTURES)
    assert refused.value.problem.sentence
    assert refused.value.problem.remedy
    assert refused.value.problem.code != "database_refused"
    assert not Structure.objects.exists()


def test_a_zip_bomb_stops_where_the_limit_is(
    settlement: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(unpacking, "MAX_UNZIPPED_BYTES", 2_000_000)
    bomb = zip_of(tmp_path / "bomb.zip", a_shp=bytes(50_000_000), a_shx=b"", a_dbf=b"")
    assert bomb.stat().st_size < 60_000
    with pytest.raises(ImportRefused, match="Unpacked"):
        plan_ground(settlement, bomb, STRUCTURES)


def test_a_zip_of_paths_writes_nowhere_else(settlement: Any, tmp_path: Path) -> None:
    outside = Path(tempfile.gettempdir()) / "pamoja-escaped.shp"
    with zipfile.ZipFile(tmp_path / "x.zip", "w") as archive:
        for part in (".shp", ".shx", ".dbf"):
            archive.writestr("../" * 20 + str(outside.with_suffix(part)).lstrip("/"), b"x")
    with pytest.raises(ImportRefused):
        plan_ground(settlement, tmp_path / "x.zip", STRUCTURES)
    assert not any(outside.parent.glob("pamoja-escaped.*"))


def test_a_zip_without_ground_says_what_it_should_hold(settlement: Any, tmp_path: Path) -> None:
    with pytest.raises(ImportRefused, match="Pack the"):
        plan_ground(settlement, zip_of(tmp_path / "x.zip", notes_txt=b"hello"), STRUCTURES)


SHAPES = {
    ("Point", "[NaN,-1.262]"): ("rejected", ["not_a_number"]),
    ("Point", "[36.847,Infinity]"): ("rejected", ["not_a_number"]),
    ("Point", "[]"): ("rejected", ["no_place"]),
    ("Polygon", "[]"): ("rejected", ["no_place"]),
    ("Polygon", "[[[36.847,-1.262],[36.8471,-1.262]]]"): ("rejected", ["too_few_corners"]),
    ("Polygon", "[[[36.847,-1.262],[36.848,-1.262],[36.849,-1.262],[36.847,-1.262]]]"): (
        "rejected", ["not_repairable"]),
    ("LineString", "[[36.847,-1.262],[36.848,-1.262]]"): ("rejected", ["wrong_shape"]),
    ("Nonsense", "[1,2]"): ("rejected", ["no_place"]),
    ("Point", "[36.847,-1.262,1700.5]"): ("created", []),
    ("Polygon", "[[[36.847,-1.262,9],[36.8471,-1.262,9],[36.8471,-1.2619,9]]]"): ("created", []),
    ("LineString", "[[36.847,-1.262],[36.8471,-1.262],[36.8471,-1.2619],[36.847,-1.262]]"): (
        "created", ["closed_line"]),
}  # fmt: skip


@pytest.mark.parametrize("shape", SHAPES, ids=lambda shape: f"{shape[0]}-{shape[1][:20]}")
def test_each_broken_shape_has_its_reason(settlement: Any, tmp_path: Path, shape: tuple[str, str]) -> None:
    """A sound house first, so that the file as a whole can be placed."""
    path = tmp_path / "x.geojson"
    sound = FEATURE.replace("1", "9") % '{"type":"Point","coordinates":[36.8472,-1.2622]}'
    broken = FEATURE % f'{{"type":"{shape[0]}","coordinates":{shape[1]}}}'
    path.write_text(HEAD + sound + "," + broken + "]}")
    first, second = reasons(settlement, path)
    assert first == ("created", [])
    assert second == SHAPES[shape]


def test_a_bow_tie_is_repaired_and_said_to_be(settlement: Any, tmp_path: Path) -> None:
    path = files.geojson(tmp_path / "x.geojson", [(BOW_TIE, {"number": 1})])
    ((action, codes),) = reasons(settlement, path)
    assert (action, codes) == ("created", ["repaired", "largest_part"])
    assert files.shape(Structure.objects.get().footprint).is_valid
    assert reasons(settlement, path) == [("unchanged", ["repaired", "largest_part"])]


def test_mixed_shapes_each_take_their_way(settlement: Any, tmp_path: Path) -> None:
    multi = shapely.MultiPolygon([HOUSE, files.house(9, 9, 3)])
    collection = shapely.GeometryCollection([shapely.Point(36.8475, -1.2625), files.house(12, 12)])
    path = files.geojson(
        tmp_path / "x.geojson",
        [
            (shapely.Point(36.8475, -1.2611), {"number": 1}),
            (multi, {"number": 2}),
            (collection, {"number": 3}),
        ],
    )
    assert reasons(settlement, path) == [("created", []), ("created", ["largest_part"]), ("created", [])]
    assert files.shape(Structure.objects.get(code="KMT/2").footprint).equals(HOUSE)
    assert Structure.objects.get(code="KMT/3").footprint is not None


def test_a_boundary_of_points_is_no_boundary(settlement: Any, tmp_path: Path) -> None:
    path = files.geojson(tmp_path / "x.geojson", [(shapely.Point(36.847, -1.262), {})])
    assert reasons(settlement, path, Options(Layer.BOUNDARY)) == [("rejected", ["wrong_shape"])]


def test_strange_texts_are_kept_as_they_are(settlement: Any, tmp_path: Path) -> None:
    said = {
        "number": 1,
        'quote"d': 'a\\u0000b, "c"\n;|',
        "مرحبا": "\u0000x\u0000",
        "=1+1": "=cmd()",
        "drop": "'); --",
    }
    path = files.geojson(tmp_path / "x.geojson", [(HOUSE, said)])
    assert reasons(settlement, path)[0][0] == "created"
    kept = Structure.objects.get().properties
    assert kept['quote"d'] == 'a\\u0000b, "c"\n;|'
    assert kept["drop"] == "'); --"


def test_texts_too_long_for_a_field_are_kept_beside_it(settlement: Any, tmp_path: Path) -> None:
    path = files.geojson(
        tmp_path / "x.geojson",
        [
            (
                shapely.Point(36.847, -1.262),
                {"kind": "school", "name": "x" * 5000, "taps": 10**12, "cost": "-4"},
            )
        ],
    )
    plan = apply_ground(settlement, path, Options(Layer.SERVICE_POINTS))
    assert [problem.code for problem in plan.rows[0].problems] == ["unknown_value"] * 3
    assert len(ServicePoint.objects.get().details["name"]) == 5000


def test_a_shape_nested_without_end_is_refused() -> None:
    wkb = b"".join(struct.pack("<BII", 1, 7, 1) for _depth in range(5000))
    with pytest.raises(shapes.ShapeError):
        shapes.read(wkb)


def test_a_shape_that_claims_more_than_it_holds_is_refused() -> None:
    for claimed in (struct.pack("<BIII", 1, 3, 1, 2**31), struct.pack("<BII", 1, 6, 2**31), b"\x01", b""):
        with pytest.raises(shapes.ShapeError):
            shapes.read(claimed)
