"""What somebody drew on the map or sent as a file, as one shape in degrees: WKB, EPSG:4326."""

import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

from django.core.files.uploadedfile import UploadedFile

from mapping.affected.problems import Remark, ShapeRefused
from settlements.imports import ImportRefused, Layer, Options, Problem, columns
from settlements.imports.context import move_places
from settlements.imports.crs import WGS84, Located, locate
from settlements.imports.reading import Features, read, read_all
from settlements.imports.reference import reference_of
from settlements.imports.service import declared_crs, place_rows, sample_of
from settlements.imports.shapes import COLLECTION, Shape, closed_line_as_polygon, write
from settlements.models import Settlement

MOST_BYTES = 20_000_000
MOST_FEATURES = 20_000
MOST_CORNERS = 500_000
MOST_LAYERS = 12
# A file of ground without a layer of its own: of a table its places are looked for, and nothing else.
AS_PLACES = Options(layer=Layer.BOUNDARY)


@dataclass
class Sent:
    """What was sent, on its way."""

    shapes: list[Shape]
    remarks: list[Remark] = field(default_factory=list)

    def wkb(self, reach_m: Decimal) -> bytes:
        """All of it as one collection."""
        shapes = [each for each in self.shapes if not only_points(each)]
        if shapes and len(shapes) < len(self.shapes):
            self.remarks.append(Remark("points_left_out"))
        shapes = shapes or self.shapes
        if not reach_m:
            shapes = [self.closed(each) for each in shapes]
        return write(Shape(COLLECTION, [], shapes))

    def closed(self, shape: Shape) -> Shape:
        """Without metres on either side, a line that closes goes round something."""
        area = closed_line_as_polygon(shape)
        if area is None:
            return shape
        if Remark("closed_line") not in self.remarks:
            self.remarks.append(Remark("closed_line"))
        return area


def only_points(shape: Shape) -> bool:
    return shape.points() and all(len(array) == 1 for array in shape.arrays())


def drawn(text: str) -> Sent:
    """What the map's tools drew: GeoJSON in degrees. Raises ShapeRefused."""
    if not text.lstrip().startswith("{"):
        raise ShapeRefused("unreadable")
    try:
        with tempfile.NamedTemporaryFile("w", suffix=".geojson", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            features = read(Path(file.name), max_features=MOST_FEATURES)
    except (ImportRefused, UnicodeEncodeError) as refused:
        raise ShapeRefused("unreadable") from refused
    move_places(features, WGS84, swap=False)
    return gathered([features])


def sent(upload: UploadedFile, settlement: Settlement, crs: str, *, swap: bool) -> Sent:
    """A file in whatever coordinate system it says, or in the one that was chosen for it.

    Raises ShapeRefused where that is doubtful, ImportRefused for a file that cannot be read.
    """
    if (upload.size or 0) > MOST_BYTES:
        raise ImportRefused("too_large", limit=MOST_BYTES // 1_000_000)
    with tempfile.NamedTemporaryFile(suffix=".sent") as file:
        for chunk in upload.chunks():
            file.write(chunk)
        file.flush()
        layers = read_all(Path(file.name), max_layers=MOST_LAYERS, max_features=MOST_FEATURES)
        return placed(layers, settlement, crs, swap=swap or None)


def placed(layers: Sequence[Features], settlement: Settlement, crs: str, *, swap: bool | None) -> Sent:
    """The shapes of all layers of a file, moved to degrees."""
    reference = reference_of(settlement)
    said: list[Remark] = []
    for features in layers:
        chosen = columns.propose(
            AS_PLACES.layer, features.headings, features.records, table=features.format == "CSV", chosen={}
        )
        place_rows(features, chosen, AS_PLACES)
        points = sample_of(features)
        if len(points):
            declared = declared_crs(features, chosen, points)
            located = locate(points, reference, declared=declared, crs=crs or None, swap=swap)
            system, is_swapped = settled(located)
            if located.question and Remark("swapped") not in said:
                said.append(Remark("swapped"))
            move_places(features, system, swap=is_swapped)
    return gathered(layers, said)


def gathered(layers: Iterable[Features], said: Iterable[Remark] = ()) -> Sent:
    """The shapes that can be used; it is said how many cannot. Raises ShapeRefused where there is none."""
    places = [place for features in layers for place in features.places]
    result = Sent([place for place in places if isinstance(place, Shape)], list(said))
    if sum(len(array) for shape in result.shapes for array in shape.arrays()) > MOST_CORNERS:
        raise ShapeRefused("too_detailed", limit=f"{MOST_CORNERS:,}")
    if not result.shapes:
        raise ShapeRefused("unreadable")
    if len(result.shapes) < len(places):
        result.remarks.append(Remark("rows_left_out", {"rows": len(places) - len(result.shapes)}))
    return result


def settled(located: Located) -> tuple[str, bool]:
    """The coordinate system and order. What only one order can mean is put right; other doubts are asked."""
    if located.question is None:
        return located.crs, located.swap
    if located.question.code == "swapped":
        return located.proposals[0].crs, True
    raise asked(located.question, located)


def asked(question: Problem, located: Located) -> ShapeRefused:
    likely = located.proposals[:1]
    return ShapeRefused(
        "location_asked",
        sentence=question.sentence,
        remedy=question.remedy,
        likely=f"({likely[0].name}: {likely[0].where})" if likely else "",
    )
