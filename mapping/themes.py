"""What structures can be coloured by: each theme's classes, told apart by word, pattern and colour.

The questions and their classes are declared in `enumerations.classes`; here they get their looks. The colours
of classes are Okabe and Ito's, which people who see few colours can tell apart, those of numbers a ramp of
`mapping.scales`; the pattern carries the same message in bright sun and on paper. Structures whose answer is
not known stay blank. To add a theme, add its question there and its looks to LOOKS.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from enumerations import packed
from enumerations.choices import DoorChange
from enumerations.classes import QUESTIONS, Answers, Said
from enumerations.intake.fields import Tier
from enumerations.models import Household
from enumerations.privacy import tier_of
from mapping.scales import shades

BLUE, SKY, GREEN, ORANGE, RED, PINK, DARK = (
    "#0072b2",
    "#56b4e9",
    "#009e73",
    "#e69f00",
    "#d55e00",
    "#cc79a7",
    "#4d4d4d",
)


@dataclass(frozen=True)
class Group:
    """Answers that are drawn alike. `pattern` is one of those in static/js/map/patterns.js."""

    label: str | Promise
    colour: str
    pattern: str
    codes: tuple[str, ...]

    def for_browser(self, codes: list[int]) -> dict[str, Any]:
        """The group with its numbers in the tiles."""
        return {
            "label": str(self.label), "colour": self.colour, "pattern": self.pattern, "codes": codes,
        }  # fmt: skip


def where(question: str) -> dict[str, Any]:
    """Where in the tiles' number the class of a question lies: `floor(a / unit) % classes`."""
    return {
        "from": "a",
        "unit": 1 << packed.shift(question),
        "classes": 1 << QUESTIONS[question].bits,
    }


@dataclass(frozen=True)
class Theme:
    """One question to the map. Its groups are the first classes of the question, in their order."""

    name: str
    question: str
    heading: str | Promise
    groups: tuple[Group, ...]

    @property
    def label(self) -> str | Promise:
        return QUESTIONS[self.question].label

    @property
    def is_for_leaders(self) -> bool:
        """Whether only those see it who may tell owners from tenants."""
        asked = QUESTIONS[self.question]
        return asked.said is Said.HOUSEHOLDS and tier_of(Household, self.question) is not Tier.GROUND

    def for_browser(self) -> dict[str, Any]:
        """What a script colours by and says in the legend."""
        return {
            "name": self.name,
            "label": str(self.label),
            "heading": str(self.heading),
            **where(self.question),
            "groups": [group.for_browser([n]) for n, group in enumerate(self.groups, start=1)],
        }


HOMES, WATER, TOILETS, LIVING, WISHES, COUNT = (
    _("Structures and homes"),
    _("Water"),
    _("Toilets"),
    _("Light, fuel and rubbish"),
    _("What people ask for"),
    _("The count"),
)
Look = tuple[str, str]
# By name: the question, its heading, and colour and pattern of each class; without these it is a ramp.
LOOKS: dict[str, tuple[str, str | Promise, tuple[Look, ...] | None]] = {
    "occupancy": (
        "occupancy_status",
        HOMES,
        ((BLUE, "plain"), (ORANGE, "plain"), (RED, "lines"), (GREEN, "dots"), (PINK, "cross")),
    ),
    "rent": ("rent_month_kes", HOMES, None),
    "use": (
        "use",
        HOMES,
        (
            (BLUE, "plain"), (SKY, "lines"), (ORANGE, "plain"), (GREEN, "dots"), (PINK, "back"),
            (DARK, "cross"),
        ),
    ),
    "households": ("households", HOMES, None),
    "materials": (
        "wall",
        HOMES,
        ((BLUE, "plain"), (SKY, "lines"), (ORANGE, "dots"), (GREEN, "back"), (RED, "cross"), (DARK, "plain")),
    ),
    "roof": (
        "roof",
        HOMES,
        ((BLUE, "plain"), (SKY, "lines"), (PINK, "cross"), (GREEN, "dots"), (RED, "back"), (DARK, "plain")),
    ),
    "floor": ("floor", HOMES, ((BLUE, "plain"), (GREEN, "dots"), (ORANGE, "cross"))),
    "water": (
        "water_source",
        WATER,
        ((BLUE, "plain"), (SKY, "plain"), (GREEN, "lines"), (ORANGE, "dots"), (RED, "cross")),
    ),
    "water-time": ("water_minutes_roundtrip", WATER, None),
    "water-price": ("water_price_20l_kes", WATER, None),
    "toilet": (
        "toilet_place",
        TOILETS,
        (
            (BLUE, "plain"), (SKY, "plain"), (ORANGE, "lines"), (GREEN, "dots"), (PINK, "back"),
            (RED, "cross"),
        ),
    ),
    "toilet-kind": (
        "toilet_type",
        TOILETS,
        ((BLUE, "plain"), (SKY, "lines"), (GREEN, "dots"), (ORANGE, "back"), (RED, "cross")),
    ),
    "toilet-shared": ("toilet_shared_households", TOILETS, None),
    "light": (
        "lighting",
        LIVING,
        ((BLUE, "plain"), (ORANGE, "plain"), (GREEN, "lines"), (PINK, "dots"), (RED, "cross")),
    ),
    "fuel": ("cooking_fuel", LIVING, ((BLUE, "plain"), (ORANGE, "dots"), (RED, "cross"))),
    "rubbish": (
        "solid_waste",
        LIVING,
        ((BLUE, "plain"), (PINK, "lines"), (GREEN, "dots"), (ORANGE, "back"), (RED, "cross")),
    ),
    "priority": (
        "priority_1",
        WISHES,
        (
            (ORANGE, "plain"), (BLUE, "plain"), (RED, "lines"), (PINK, "dots"), (DARK, "back"),
            (GREEN, "cross"), (SKY, "lines"),
        ),
    ),
    "visits": (
        "visit",
        COUNT,
        ((GREEN, "plain"), (ORANGE, "dots"), (RED, "cross"), (PINK, "back"), (DARK, "lines")),
    ),
    # Of structures that stand: what was taken down or merged is not drawn.
    "status": (
        "status",
        COUNT,
        ((SKY, "plain"), (GREEN, "plain"), (ORANGE, "dots"), (RED, "cross"), (PINK, "back")),
    ),
}  # fmt: skip


def _theme(name: str) -> Theme:
    column, heading, looks = LOOKS[name]
    classes = QUESTIONS[column].classes
    painted = looks or tuple((shade.colour, shade.pattern) for shade in shades(len(classes)))
    groups = tuple(
        Group(each.label, colour, pattern, each.codes if isinstance(each, Answers) else ())
        for each, (colour, pattern) in zip(classes, painted, strict=False)
    )
    return Theme(name, column, heading, groups)


BY_NAME: dict[str, Theme] = {name: _theme(name) for name in LOOKS}
LEADERS_THEMES: tuple[Theme, ...] = tuple(BY_NAME.values())
# Who owns and who rents, and for how much, is for the settlement's leaders and staff.
THEMES: tuple[Theme, ...] = tuple(theme for theme in LEADERS_THEMES if not theme.is_for_leaders)

# What structures can be filtered by, beside the classes of the theme itself.
FILTERS = ("use", "status")

C = DoorChange
# Not of the packed answers: it is drawn where there is a round before.
CHANGE = (
    Group(_("Stayed, with people of then"), BLUE, "plain", (C.STAYED,)),
    Group(_("Stayed, other people live there"), SKY, "lines", (C.CHANGED,)),
    Group(_("New"), GREEN, "plain", (C.NEW,)),
    Group(_("New number of an old structure"), PINK, "dots", (C.PART,)),
    Group(_("Split, made one or renumbered"), ORANGE, "back", (C.SPLIT, C.MERGED, C.RENUMBERED)),
    Group(_("Gone"), RED, "cross", (C.GONE,)),
    Group(_("Not visited again"), DARK, "lines", (C.NOT_FOUND,)),
)


def for_browser(themes: Iterable[Theme]) -> list[dict[str, Any]]:
    """The themes as the page hands them to its scripts, in the reader's language."""
    return [theme.for_browser() for theme in themes]


def change_for_browser(since: int, counted: Mapping[str, int]) -> dict[str, Any]:
    """The theme of change since a round, with how many structures are of each group."""
    groups = []
    for group in CHANGE:
        codes = [C.values.index(code) + 1 for code in group.codes]
        n = sum(counted.get(code, 0) for code in group.codes)
        groups.append(group.for_browser(codes) | {"n": n})
    return {
        "name": "change",
        "label": _("Change since round %(round)s") % {"round": since},
        "heading": str(COUNT),
        "from": "d",
        "unit": 1,
        "classes": 16,
        "groups": groups,
    }
