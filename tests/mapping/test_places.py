"""Places that are not to be found lie in their cell, and not on each other."""

from mapping.places import CELL_DEGREES, coarse, spread


def test_alone_in_its_cell_a_place_is_the_middle() -> None:
    assert spread([(36.857, -1.264)]) == [(36.875, -1.275)]


def test_several_of_a_cell_stand_apart_by_their_order() -> None:
    near = [(36.851, -1.261), (36.899, -1.299), (36.86, -1.27)]
    places = spread(near)
    assert len(set(places)) == 3
    assert all(abs(place[0] - 36.875) < CELL_DEGREES / 2 for place in places)
    assert all(abs(place[1] + 1.275) < CELL_DEGREES / 2 for place in places)
    # Where they truly lie makes no difference.
    assert spread([near[2], near[0], near[1]]) == places


def test_a_place_says_its_cell_alone() -> None:
    assert coarse(36.851, -1.261) == coarse(36.899, -1.299) == (36.875, -1.275)
