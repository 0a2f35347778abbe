"""Where a settlement lies, said so that nobody finds it by the map alone."""

from math import floor

# About 5.5 km: a cell of it holds dozens of settlements of a city. A centre of the sub-county would do the
# same, but sub-counties have no shape here, and a random shift would give the place away on average.
CELL_DEGREES = 0.05


def coarse(longitude: float, latitude: float) -> tuple[float, float]:
    """The middle of the grid's cell in which the point lies, degrees; the same for all points of the cell."""
    return _middle(longitude), _middle(latitude)


def _middle(degrees: float) -> float:
    return round((floor(degrees / CELL_DEGREES) + 0.5) * CELL_DEGREES, 4)


def bounds_about(longitude: float, latitude: float) -> list[list[float]]:
    """The cell around its middle: south-west and north-east corner, latitude first as Leaflet asks."""
    half = CELL_DEGREES / 2
    return [
        [round(latitude - half, 4), round(longitude - half, 4)],
        [round(latitude + half, 4), round(longitude + half, 4)],
    ]
