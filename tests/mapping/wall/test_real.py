"""Kampala's 4,840 buildings and Kibera's boundary on A0, as they are; and the command that makes maps."""

import json
import re
import time
from pathlib import Path
from typing import Any

import pytest
import shapely
from django.contrib.gis.geos import GEOSGeometry, MultiPolygon, Point
from django.core.management import CommandError, call_command

from mapping.wall.options import Options
from mapping.wall.printing import print_map
from settlements.models import Structure
from tests import factories
from tests.mapping.wall.drawn import pages_of
from tests.mapping.wall.places import make_place
from tests.mapping.wall.test_printed import frame_of, overlapping, unplaced_on
from tests.settlements import ground_files as files

pytestmark = pytest.mark.django_db
A0: dict[str, Any] = {"paper": "a0", "language": "en"}


def shapes_of(path: Path) -> list[Any]:
    features = json.loads(path.read_text())["features"]
    return [
        GEOSGeometry(shapely.force_2d(shapely.geometry.shape(each["geometry"])).wkt, srid=4326)
        for each in features
    ]


def test_kampala_on_a_wall_in_less_than_a_minute() -> None:
    kampala: Any = factories.SettlementFactory.create(code="KPL", name="Kampala", boundary=None)
    Structure.objects.bulk_create(
        Structure(settlement=kampala, code=f"KPL/{number}", footprint=shape, location=shape.point_on_surface)
        for number, shape in enumerate(shapes_of(files.real("kampala/buildings.geojson")), 1)
    )
    begun = time.process_time()
    made = print_map(kampala, Options(**A0))
    assert time.process_time() - begun < 60
    page = pages_of(made.content)[0]
    assert sorted((round(page.width), round(page.height))) == [841, 1189]
    frame = frame_of(page)
    there = {text.text for text in page.seen if re.fullmatch(r"\d+", text.text) and frame.covers(text.box)}
    listed = set(unplaced_on(page))
    assert len(there) + len(listed) == 4840
    assert there | listed == {str(number) for number in range(1, 4841)}
    assert len(there) > 4_300
    assert overlapping(page) == []


def test_kibera_with_its_services() -> None:
    outline = shapes_of(files.real("kibera/boundary.geojson"))[0]
    boundary = outline if isinstance(outline, MultiPolygon) else MultiPolygon(outline)
    kibera: Any = factories.SettlementFactory.create(code="KBR", name="Kibera", boundary=boundary)
    west, south, east, north = boundary.extent
    for n in range(300):  # in rows, some of them on each other
        x, y = west + (east - west) * (n % 25) / 25, south + (north - south) * (n // 25) / 12
        factories.ServicePointFactory.create(settlement=kibera, location=Point(x, y, srid=4326))
    page = pages_of(print_map(kibera, Options(**A0)).content)[0]
    assert "Map of the settlement" in " ".join(text.text for text in page.seen)
    assert overlapping(page) == []


def test_the_command_makes_a_map(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    make_place(rows=1)
    out = tmp_path / "kmt.pdf"
    call_command("wall_map", "kmt", paper="a4", out=out, language="en", cluster="b")
    assert "kmt.pdf: 1 × A4, 1:" in capsys.readouterr().out
    assert "B · Bondeni" in " ".join(text.text for text in pages_of(out.read_bytes())[0].seen)
    with pytest.raises(CommandError, match="does not fit"):
        call_command("wall_map", "KMT", scale=100, out=out)
    with pytest.raises(CommandError, match="no settlement XYZ"):
        call_command("wall_map", "XYZ", out=out)
