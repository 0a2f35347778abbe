"""Where a settlement lies, said so that nobody finds it by the map alone."""

from collections import Counter
from math import ceil, floor, sqrt

# About 5.5 km: a cell of it holds dozens of settlements of a city. A centre of the sub-county would do the
# same, but sub-counties have no shape here, and a random shift would give the place away on average.
CELL_DEGREES = 0.05
PLACES_ALONG = 4  # marks side by side in a cell; more, where more than sixteen share it


def coarse(longitude: float, latitude: float) -> tuple[float, float]:
    """The middle of the grid's cell in which the point lies, degrees; the same for all points of the cell."""
    return _middle(longitude), _middle(latitude)


def spread(points: list[tuple[float, float]]) -> list[tuple[float, float]]:
    """Each point's cell, and where several share one, a place of its own in it: by their order, not by where
    they lie, so that marks do not lie on each other and still tell nothing.
    """
    cells = [coarse(*point) for point in points]
    together = Counter(cells)
    taken: Counter[tuple[float, float]] = Counter()
    places = []
    for cell in cells:
        along = max(PLACES_ALONG, ceil(sqrt(together[cell])))
        places.append(cell if together[cell] == 1 else _place_in(cell, taken[cell], along))
        taken[cell] += 1
    return places


def _place_in(cell: tuple[float, float], nth: int, along: int) -> tuple[float, float]:
    step, from_middle = CELL_DEGREES / along, (along - 1) / 2
    column, row = nth % along, nth // along
    longitude, latitude = cell
    return round(longitude + (column - from_middle) * step, 4), round(
        latitude + (row - from_middle) * step, 4
    )


def _middle(degrees: float) -> float:
    return round((floor(degrees / CELL_DEGREES) + 0.5) * CELL_DEGREES, 4)


def bounds_about(longitude: float, latitude: float) -> list[list[float]]:
    """The cell around its middle: south-west and north-east corner, latitude first as Leaflet asks."""
    half = CELL_DEGREES / 2
    return [
        [round(latitude - half, 4), round(longitude - half, 4)],
        [round(latitude + half, 4), round(longitude + half, 4)],
    ]
