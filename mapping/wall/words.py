"""Every word on a paper map, in one place; names of places are as people say them."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from verification.paper.words import Speech, Text

TITLE = _("Map of numbered structures")
TITLE_PLAIN = _("Map of the settlement")
PART = _("Part of the settlement")
ATLAS = _("Atlas of the villages")
KEY = _("Key to the sheets")
SHEET = _("Sheet %(n)s of %(all)s")
OUTSIDE = _("Outside of villages")
SCALE = _("Scale 1:%(scale)s (1 cm is %(metres)s m)")
PRINTED = _("Made on %(day)s")
STRUCTURES = _("Numbered structures: %(n)s")
NOT_COUNTED = _("Not counted yet")
ADOPTED = _("Adopted")
VERIFIED = _("Verified")
POSTED = _("Draft, posted for objections")
DRAFT = _("Draft")
GIVEN_UP = _("Closed without adoption")
REGISTER = _("Register: version %(n)s, adopted on %(day)s")
ROUND = _("Round %(n)s")
VERSION = _("Version of the map: %(n)s")
GRID = _("Squares of 100 m; %(name)s, WGS 84: A1 begins at E %(east)s, N %(north)s")
BOUNDARY_BY = _("Boundary: %(source)s")
NO_RIGHT = _("This map gives no right to land or compensation.")
HIDDEN = _("An eviction threatens: keep this map among members.")
MEMBERS = _("Shows what is not public: keep this map among members.")
NORTH = pgettext_lazy("on a map, one letter", "N")

LEGEND = _("Signs")
BOUNDARY = _("Boundary of the settlement")
VILLAGE = _("Village with its letter")
STRUCTURE = _("Structure with its number")
BESIDE = _("Number beside its structure")
POINT = _("Structure, only its place known")
ON_LIST = _("Its number is on the list: no room here")
UNKNOWN = _("Not known")
OTHER_VILLAGE = _("Structures of other villages")
THEME = _("Coloured by: %(theme)s")
WORKS = pgettext_lazy("service point", "Working")
PARTLY = _("Partly working")
BROKEN = _("Not working or closed")
BUILDING = _("Under construction")
UNSURE = _("Not known whether it works")

INDEX = _("Where each number is")
INDEX_NEXT = _("The index is on the sheets that follow.")
NO_ROOM = _("Numbers that found no room on this map")
NO_ROOM_SIGNS = _("Services that found no room on this map")
NAMES = _("Lanes and rivers")
SERVICES = _("Services")
UNNAMED = _("without a name")
FAR = _("Not drawn, for their place is wrong: %(codes)s")
TAKEN_DOWN = _("Taken down and not drawn: %(n)s")
CORRECTIONS = _("Corrections: number or square, what is wrong, who says so")
NEIGHBOUR = _("sheet %(n)s")
GLUE = _(
    "Cut along the marks on the left and above, lay it on the sheet before so that the lines meet, and glue."
)
JOIN = _("Print at full size (100 %), never fitted to the page: the bar of 10 cm must measure 10 cm.")


def said(speech: Speech, text: Text, **values: object) -> str:
    """In the paper's language, or in both with a stroke between."""
    return " / ".join(speech.say(text, **values))
