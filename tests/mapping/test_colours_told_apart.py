"""People who see no red or no green tell the classes of every theme apart."""

from itertools import combinations, pairwise

import pytest

from mapping import scales, themes
from tests.mapping.seeing import SIGHTS, Triple, apart, ciede2000, seen

BLANK = "#fffdf8"  # the paper: what is not known
# A trained eye sees 1, an untrained one 5 side by side; classes lie scattered over a map, in the sun.
FAR_ENOUGH = 10
GROUPS = {theme.name: theme.groups for theme in themes.LEADERS_THEMES} | {"change": themes.CHANGE}


@pytest.mark.parametrize(
    ("one", "other", "distance"),
    [
        # Of the test data that Sharma, Wu and Dalal publish with the formula.
        ((50.0000, 2.6772, -79.7751), (50.0000, 0.0000, -82.7485), 2.0425),
        ((50.0000, 0.0000, 0.0000), (50.0000, -1.0000, 2.0000), 2.3669),
        ((50.0000, 2.5000, 0.0000), (58.0000, 24.0000, 15.0000), 19.4535),
        ((60.2574, -34.0099, 36.2677), (60.4626, -34.1751, 39.4387), 1.2644),
        ((6.7747, -0.2908, -2.4247), (5.8714, -0.0985, -2.2286), 0.6377),
        ((2.0776, 0.0795, -1.1350), (0.9033, -0.0636, -0.5514), 0.9082),
    ],
)
def test_distances_are_those_of_the_literature(one: Triple, other: Triple, distance: float) -> None:
    assert ciede2000(one, other) == pytest.approx(distance, abs=0.0001)


def test_red_and_green_are_near_to_whoever_sees_no_green() -> None:
    """The simulation does something: what everybody else keeps apart, comes together."""
    assert apart("#b05040", "#5f7a3c") > 30
    assert apart("#b05040", "#5f7a3c", "deuteranopia") < 10


@pytest.mark.parametrize("sight", SIGHTS)
@pytest.mark.parametrize("name", GROUPS)
def test_classes_of_a_theme_are_told_apart(name: str, sight: str) -> None:
    colours = [str(group.colour) for group in GROUPS[name]]
    near = {
        (one, other): round(apart(one, other, sight), 1)
        for one, other in combinations(dict.fromkeys([*colours, BLANK]), 2)
    }
    assert {pair: distance for pair, distance in near.items() if distance < FAR_ENOUGH} == {}


@pytest.mark.parametrize("name", GROUPS)
def test_no_two_classes_are_drawn_alike(name: str) -> None:
    """Colour and pattern together: the pattern is what is left on a copied sheet."""
    drawn = [(group.colour, group.pattern) for group in GROUPS[name]]
    assert len(set(drawn)) == len(drawn)


@pytest.mark.parametrize("sight", SIGHTS)
@pytest.mark.parametrize("classes", scales.RAMPS)
def test_steps_of_a_scale_are_told_apart_and_darken(classes: int, sight: str) -> None:
    """Figures side by side: the next class is another one, and more is darker to everybody."""
    ramp = scales.RAMPS[classes]
    assert [pair for pair in pairwise(ramp) if apart(*pair, sight) < FAR_ENOUGH] == []
    lightness = [seen(colour, sight)[0] for colour in ramp]
    assert lightness == sorted(lightness, reverse=True)
