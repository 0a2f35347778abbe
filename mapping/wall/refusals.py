"""Why a map cannot be made: a code that is kept, a sentence and a remedy for whoever asked."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from verification.paper.fonts import NoFont


class NotDrawn(Exception):
    """Nothing is wrong with the server: this map, as it was chosen, cannot be."""

    code: ClassVar[str]


class NothingToDraw(NotDrawn):
    """The settlement has neither a boundary nor anything that stands on it."""

    code = "nothing_to_draw"


class NoSuchVillage(NotDrawn):
    """The village that was asked for is not there, or nothing is known of where it is."""

    code = "no_such_village"


class DoesNotFit(NotDrawn):
    """The place does not fit the paper at the scale that was asked for; `scale` is one at which it does."""

    code = "does_not_fit"

    def __init__(self, scale: int | None = None) -> None:
        super().__init__()
        self.scale = scale


class TooManySheets(NotDrawn):
    """More than anybody glues together."""

    code = "too_many_sheets"

    def __init__(self, sheets: int) -> None:
        super().__init__()
        self.sheets = sheets


class NothingInFrame(NotDrawn):
    """Nothing of the settlement lies where the paper was laid."""

    code = "nothing_in_frame"


@dataclass(frozen=True)
class Failure:
    """A sentence and a remedy; `values` fill them in."""

    sentence: str | Promise
    remedy: str | Promise

    def filled(self, values: Mapping[str, Any]) -> "Failure":
        return Failure(str(self.sentence) % values, str(self.remedy) % values)


FAILURES = {
    "nothing_to_draw": Failure(
        _("There is nothing to draw: no boundary, structure or service of this settlement is known."),
        _("Import its boundary or its structures first."),
    ),
    "no_such_village": Failure(
        _("Where this village lies is not known: it has no outline, and nothing in it is mapped."),
        _("Draw its outline, or make a map of the whole settlement."),
    ),
    "does_not_fit": Failure(
        _("At this scale the place does not fit the paper."),
        _(
            "Take larger paper, leave the scale open, make sheets to glue together, or lay the paper on "
            "a part of the settlement."
        ),
    ),
    "nothing_in_frame": Failure(
        _("Nothing of the settlement lies in the frame."),
        _("Move the frame over the settlement, or leave the place open."),
    ),
    "too_many_sheets": Failure(
        _("It would be more sheets than anybody glues together."),
        _("Take larger paper or a smaller scale (1:1,000 is smaller than 1:500), or make an atlas."),
    ),
    "no_font": Failure(
        _("The letters to print with are not installed on the server."),
        _("Whoever runs it installs fonts-dejavu-core, or sets PAPER_FONTS. Then make the map again."),
    ),
    "disk_full": Failure(
        _("The server has no room left for the map."),
        _("Whoever runs it makes room. Then make the map again."),
    ),
}
OTHERWISE = Failure(
    _("The map could not be made. Nothing of the settlement has changed."),
    _("Make it again. If it fails again, tell whoever runs the server."),
)


def failure_of(code: str) -> Failure:
    return FAILURES.get(code, OTHERWISE)


def code_of(refused: NotDrawn | NoFont) -> str:
    """The word that is kept for it."""
    return refused.code if isinstance(refused, NotDrawn) else "no_font"
