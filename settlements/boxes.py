"""Boxes as addresses say them: `36.84,-1.27,36.85,-1.26` is west, south, east, north."""

import math
from dataclasses import dataclass

from django.contrib.gis.geos import Polygon
from django.utils.translation import gettext as _


class BadBox(ValueError):
    """The box cannot be read; its text is a sentence that says what one looks like."""


@dataclass(frozen=True)
class Box:
    """Two corners, in whatever order of axes and units they were said."""

    first_low: float
    second_low: float
    first_high: float
    second_high: float

    @property
    def crosses_antimeridian(self) -> bool:
        return self.first_low > self.first_high


def read_box(text: str, *, heights: bool = False) -> Box:
    """Four finite numbers; with `heights` also six, of which the heights are not looked at. Raises BadBox."""
    try:
        numbers = [float(part) for part in text.split(",")]
    except ValueError:
        numbers = []
    if heights and len(numbers) == 6:
        numbers = [*numbers[0:2], *numbers[3:5]]
    if len(numbers) != 4 or not all(map(math.isfinite, numbers)):
        raise BadBox(_("A box is four numbers with commas between them: west,south,east,north."))
    return Box(*numbers)


def in_degrees(text: str) -> Polygon:
    """A box of longitudes and latitudes as a shape. Raises BadBox, also where it is turned round."""
    box = read_box(text)
    if box.crosses_antimeridian:
        raise BadBox(
            _("West lies east of east: a box across the 180th meridian is not answered. Ask for two boxes.")
        )
    if box.second_low > box.second_high:
        raise BadBox(_("South lies north of north. Say west,south,east,north."))
    is_earth = all(-180 <= x <= 180 for x in (box.first_low, box.first_high))
    if not is_earth or not all(-90 <= y <= 90 for y in (box.second_low, box.second_high)):
        raise BadBox(_("That is not on the earth: longitudes go from -180 to 180, latitudes from -90 to 90."))
    shape = Polygon.from_bbox((box.first_low, box.second_low, box.first_high, box.second_high))
    shape.srid = 4326
    return shape
