"""What can be wrong with a shape, and what was done to it: a sentence and a remedy."""

from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext_lazy as _

from settlements.saying import Catalogue, Saying

# code -> what is so, what to do about it. Sentences take the params.
CATALOGUE: Catalogue = {
    # Refused
    "nothing_given": (
        _("There is no line and no area yet."),
        _("Draw one on the map, choose a hazard or plan, or send a file."),
    ),
    "unreadable": (_("The shape cannot be read."), _("Draw it again, or send it as a file.")),
    "no_width": (
        _("A line or a point takes no ground by itself."),
        _("Say how many metres on either side it takes."),
    ),
    "too_detailed": (
        _("The shape has more than %(limit)s corners."),
        _("Keep only the part near the settlement, or simplify it in QGIS."),
    ),
    "tangled": (
        _("The shape crosses itself too often: nobody can say what is inside it."),
        _("Draw it again with fewer corners."),
    ),
    "far_away": (
        _("The shape lies %(km)s km from the settlement."),
        _("Check its coordinate system, and the order of longitude and latitude."),
    ),
    "too_slow": (
        _("The answer took too long."),
        _("Ask about a smaller or simpler shape, or try again in a minute."),
    ),
    "location_asked": ("%(sentence)s", "%(remedy)s %(likely)s"),
    # Said beside an answer
    "repaired": (
        _("The shape crossed itself. It was repaired."),
        _("Look at it on the map before you use the numbers."),
    ),
    "swapped": (
        _("Longitude and latitude were swapped in the file. They were put right."),
        _("Look at it on the map before you use the numbers."),
    ),
    "simplified": (
        _("The shape has very many corners. They were thinned out, by less than half a metre."),
        _("Nothing needs to be done."),
    ),
    "closed_line": (
        _("A line that closes was taken as an area."),
        _("Give metres on either side if the line itself is meant."),
    ),
    "lines_left_out": (
        _("Lines and points take no ground by themselves; only the areas count."),
        _("Give metres on either side if they count too."),
    ),
    "points_left_out": (
        _("The file holds points beside its lines and areas. The points were left out."),
        _("Send them in a file of their own if they count."),
    ),
    "rows_left_out": (
        _("%(rows)s of the file's rows hold no place that can be used, and were left out."),
        _("Look at the shape on the map before you use the numbers."),
    ),
    "beside": (
        _("The shape lies beside the settlement, %(metres)s m from it. It takes nothing of it."),
        _("Look at it on the map."),
    ),
}


@dataclass(frozen=True)
class Remark(Saying):
    """One thing to say, with what fills its sentence."""

    catalogue = CATALOGUE

    code: str
    params: dict[str, Any] = field(default_factory=dict)

    def __str__(self) -> str:
        return f"{self.sentence} {self.remedy}"


class ShapeRefused(Exception):
    """Nothing can be said of this shape; `remark` says why."""

    def __init__(self, code: str, **params: Any) -> None:
        self.remark = Remark(code, params)
        super().__init__(code)
