"""What structures can be coloured by: each theme's classes, told apart by word, pattern and colour.

The colours are Okabe and Ito's, which people who see few colours can tell apart; the pattern carries the
same message in bright sun and on paper. Every code of a theme's choice list belongs to one class: a test
holds them together. Structures whose answer is not known stay blank.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from enumerations import packed
from enumerations.choices import DoorChange, DoorState, TenureRole, ToiletPlace, WaterSource
from settlements.choices import StructureUse, WallMaterial

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


@dataclass(frozen=True)
class Theme:
    """One question to the map, by its name in enumerations.packed."""

    name: str
    label: str | Promise
    question: str
    groups: tuple[Group, ...]

    def for_browser(self) -> dict[str, Any]:
        """Codes as they lie in the tiles' integer, of which `bits` are this question's."""
        return {
            "name": self.name,
            "label": str(self.label),
            "from": "a",
            "bits": packed.mask(self.question),
            "groups": [
                {
                    "label": str(g.label),
                    "colour": g.colour,
                    "pattern": g.pattern,
                    "codes": [packed.pack(self.question, code) for code in g.codes],
                }
                for g in self.groups
            ],
        }


W, T, H, M, U, D = WaterSource, ToiletPlace, TenureRole, WallMaterial, StructureUse, DoorState

WATER = Theme(
    "water",
    _("Drinking water"),
    "water_source",
    (
        Group(_("Piped to the home or plot"), BLUE, "plain", (W.PIPED_DWELLING, W.PIPED_YARD_PLOT)),
        Group(_("Public tap or standpipe"), SKY, "plain", (W.PUBLIC_TAP_STANDPIPE,)),
        Group(
            _("Borehole, protected well or spring, rain"),
            GREEN,
            "lines",
            (W.BOREHOLE_TUBEWELL, W.PROTECTED_WELL, W.PROTECTED_SPRING, W.RAIN_HARVESTED),
        ),
        Group(_("Bought from a vendor or bottled"), ORANGE, "dots", (W.WATER_VENDOR, W.BOTTLED)),
        Group(
            _("River, pond or unprotected source"),
            RED,
            "cross",
            (W.STREAM_RIVER, W.POND, W.DAM_LAKE, W.UNPROTECTED_SPRING, W.UNPROTECTED_WELL),
        ),
    ),
)

TOILET = Theme(
    "toilet",
    _("Toilet"),
    "toilet_place",
    (
        Group(_("In the home"), BLUE, "plain", (T.IN_DWELLING,)),
        Group(_("In the plot"), SKY, "plain", (T.IN_PLOT_COMPOUND,)),
        Group(_("Public, paid"), ORANGE, "lines", (T.PUBLIC_PAID,)),
        Group(_("Public, free"), GREEN, "dots", (T.PUBLIC_FREE,)),
        Group(_("At a neighbour's"), PINK, "back", (T.NEIGHBOUR,)),
        Group(_("No toilet"), RED, "cross", (T.NONE,)),
    ),
)

OCCUPANCY = Theme(
    "occupancy",
    _("Owner or tenant"),
    "occupancy_status",
    (
        Group(_("Owner lives here"), BLUE, "plain", (H.OWNER_RESIDENT, H.CO_OWNER)),
        Group(_("Tenant"), ORANGE, "plain", (H.TENANT,)),
        Group(_("Sub-tenant"), RED, "lines", (H.SUB_TENANT,)),
        Group(
            _("Relative or friend"),
            GREEN,
            "dots",
            (
                H.RELATIVE_OF_OWNER,
                H.FRIEND_OF_OWNER,
                H.RELATIVE_OF_TENANT,
                H.FRIEND_OF_TENANT,
                H.RELATIVE_OF_SUBTENANT,
                H.FRIEND_OF_SUBTENANT,
            ),
        ),
        Group(
            _("Caretaker, institution, owner elsewhere"),
            PINK,
            "cross",
            (H.CARETAKER_AGENT, H.INSTITUTION_USER, H.OWNER_ABSENTEE),
        ),
    ),
)

MATERIALS = Theme(
    "materials",
    _("Walls"),
    "wall",
    (
        Group(
            _("Stone, brick or concrete"),
            BLUE,
            "plain",
            (M.STONE_LIME_CEMENT, M.BRICKS, M.CONCRETE_BLOCKS_PRECAST, M.PREFABRICATED_PANELS),
        ),
        Group(_("Iron sheets"), SKY, "lines", (M.IRON_SHEETS,)),
        Group(
            _("Mud or adobe"),
            ORANGE,
            "dots",
            (M.MUD_COWDUNG, M.STONE_WITH_MUD, M.COVERED_ADOBE, M.UNCOVERED_ADOBE),
        ),
        Group(_("Wood"), GREEN, "back", (M.TIMBER, M.OFFCUTS_REUSED_WOOD, M.PLYWOOD_CARDBOARD)),
        Group(
            _("Cane, grass, canvas or nylon"),
            RED,
            "cross",
            (M.CANE_PALM_TRUNKS, M.GRASS_REEDS, M.CANVAS_TENTS, M.NYLON_CARTONS),
        ),
        Group(_("Other"), DARK, "plain", (M.OTHER,)),
    ),
)

USE = Theme(
    "use",
    _("Use"),
    "use",
    (
        Group(_("Homes"), BLUE, "plain", (U.RESIDENTIAL, U.RENTAL_ONLY)),
        Group(_("Homes and business"), SKY, "lines", (U.MIXED,)),
        Group(_("Business"), ORANGE, "plain", (U.BUSINESS, U.STORE, U.WORKSHOP)),
        Group(
            _("For the community"),
            GREEN,
            "dots",
            (U.SCHOOL, U.HEALTH, U.WORSHIP, U.COMMUNITY_HALL, U.TOILET_BLOCK, U.WATER_KIOSK),
        ),
        Group(_("Vacant or being built"), PINK, "back", (U.VACANT, U.UNDER_CONSTRUCTION)),
        Group(_("Demolished"), DARK, "cross", (U.DEMOLISHED,)),
    ),
)

VISITS = Theme(
    "visits",
    _("Visits of this count"),
    "visit",
    (
        Group(_("Interviewed"), GREEN, "plain", (D.VISITED,)),
        Group(_("Somebody was not at home"), ORANGE, "dots", (D.NOT_HOME,)),
        Group(_("Somebody refused"), RED, "cross", (D.REFUSED,)),
        Group(_("Found vacant"), PINK, "back", (D.VACANT,)),
        Group(_("Not visited"), DARK, "lines", (D.NOT_VISITED,)),
    ),
)

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

THEMES: tuple[Theme, ...] = (WATER, TOILET, MATERIALS, USE, VISITS)
# Who owns and who rents is for the settlement's leaders and staff.
LEADERS_THEMES: tuple[Theme, ...] = (OCCUPANCY, *THEMES)


def for_browser(themes: Iterable[Theme]) -> list[dict[str, Any]]:
    """The themes as the page hands them to its scripts, in the reader's language."""
    return [theme.for_browser() for theme in themes]


def change_for_browser(since: int, counted: Mapping[str, int]) -> dict[str, Any]:
    """The theme of change since a round, with how many structures are of each group."""
    return {
        "name": "change",
        "label": _("Change since round %(round)s") % {"round": since},
        "from": "d",
        "bits": 15,
        "groups": [
            {
                "label": f"{group.label}: {sum(counted.get(code, 0) for code in group.codes)}",
                "colour": group.colour,
                "pattern": group.pattern,
                "codes": [C.values.index(code) + 1 for code in group.codes],
            }
            for group in CHANGE
        ],
    }
