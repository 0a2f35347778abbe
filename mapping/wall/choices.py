"""What somebody who prints a map chooses."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Paper(models.TextChoices):
    """On which paper."""

    A4 = "a4", "A4"
    A3 = "a3", "A3"
    A2 = "a2", "A2"
    A1 = "a1", "A1"
    A0 = "a0", "A0"


class Orientation(models.TextChoices):
    """How the paper lies."""

    EITHER = "either", _("Whichever shows more")
    PORTRAIT = "portrait", pgettext_lazy("paper", "Upright")
    LANDSCAPE = "landscape", pgettext_lazy("paper", "On its side")


class Form(models.TextChoices):
    """What is made of the map."""

    SHEET = "sheet", _("One sheet")
    TILED = "tiled", _("Sheets to glue together, with a key")
    ATLAS = "atlas", _("Atlas: an overview and a page for each village")


class Drawn(models.TextChoices):
    """What is drawn beside the boundary and the numbered structures."""

    CLUSTERS = "clusters", _("Villages")
    LANES = "lanes", _("Lanes, rivers and drains, with their names")
    SERVICES = "services", _("Toilets, water, schools and other services")
    HAZARDS = "hazards", _("Dangers: floods, power lines and the like")
    PLANS = "plans", _("Plans of others that are public")
    KEPT = "kept", _("Also dangers and plans that are not shown to the public")
    GRID = "grid", _("Grid of 100 m and an index of all numbers")


class Theme(models.TextChoices):
    """What structures may be coloured by on a wall: what whoever passes sees, never what people answered."""

    NONE = "", _("Nothing")
    USE = "use", _("Use")
    MATERIALS = "materials", _("Walls")
    ROOF = "roof", _("Roof")


DRAWN_AT_FIRST = [each.value for each in Drawn if each is not Drawn.KEPT]
