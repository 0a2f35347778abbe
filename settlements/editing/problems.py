"""Everything that can be said of a change on the map: a code, a sentence, a remedy, and where it is."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from django.utils.translation import gettext_lazy as _

from settlements.imports.problems import CATALOGUE as OF_IMPORTS
from settlements.saying import Catalogue, Saying


class Level(StrEnum):
    """An error must be corrected, a warning may be accepted, of a conflict one side must be chosen."""

    ERROR = "error"
    WARNING = "warning"
    CONFLICT = "conflict"


# code -> what is so, what to do about it. Rules that files share have their sentences in imports.problems.
CATALOGUE: Catalogue = {
    **{
        code: OF_IMPORTS[code]
        for code in (
            "other_cluster",
            "outside_settlement",
            "outside_boundary",
            "near_another",
            "unusual_size",
            "unusual_area",
            "area_not_as_told",
            "part_above_total",
            "number_retired",
            "bad_number",
            "too_few_corners",
        )
    },
    # The whole set
    "unreadable": (_("The changes cannot be read."), _("Reload the page and send them again.")),
    "too_many": (
        _("These are more than %(limit)s changes."),
        _("Save in parts, or import the ground as a file."),
    ),
    "nothing": (_("Nothing was changed."), _("Draw something first.")),
    "database_refused": (
        _("The database refused the changes, and nothing was saved."),
        _("Reload the page and look at each change. If it comes again, tell those who run the site."),
    ),
    # One change
    "not_understood": (_("This change cannot be read."), _("Undo it and draw it again.")),
    "twice": (_("The same thing is changed twice."), _("Undo one of the two.")),
    "field": (_("%(field)s: %(said)s"), _("Correct it in the form.")),
    "no_shape": (_("Nothing is drawn."), _("Draw it on the map.")),
    "wrong_shape": (_("This cannot be drawn as %(shape)s."), _("Draw %(wanted)s.")),
    "not_on_earth": (_("A corner lies outside the world."), _("Draw it again.")),
    "too_many_corners": (_("The shape has more than %(limit)s corners."), _("Import it as a file.")),
    "crosses_itself": (
        _("The outline crosses itself at the red mark."),
        _("Move the corners beside the mark until the lines no longer cross."),
    ),
    "invalid_shape": (_("The shape is broken at the red mark (%(reason)s)."), _("Draw it again.")),
    "unknown_cluster": (
        _("There is no cluster %(text)s in the settlement."),
        _("Draw the cluster first, or write the number without it."),
    ),
    "several_numbers": (
        _("%(text)s names several units."),
        _("Draw one structure for each number, or split it."),
    ),
    "household_in_number": (
        _("%(text)s names a household."),
        _("Write the number of the structure alone."),
    ),
    "other_settlement": (
        _("The number belongs to the settlement %(other)s."),
        _("Write a number of this settlement."),
    ),
    "number_taken": (_("%(code)s is taken."), _("Give another number.")),
    "number_twice": (_("%(code)s is given twice in these changes."), _("Give one of them another number.")),
    "number_counted": (
        _("Counts know this structure as %(code)s."),
        _("Draw the new number as a structure, then note on this one's page that it was numbered anew."),
    ),
    "cluster_in_numbers": (
        _("Numbers on doors name this cluster %(code)s."),
        _("Keep its code; its name may change."),
    ),
    "cluster_in_use": (
        _("Structures, service points or counts belong to this cluster."),
        _("Give them another cluster first, or keep it and draw its outline anew."),
    ),
    "counted": (
        _("Counts, claims or notes refer to this structure."),
        _("Mark it as taken down instead: its number and its history stay."),
    ),
    "boundary_stays": (_("A settlement keeps its boundary."), _("Draw it anew instead of deleting it.")),
    "note_refused": (_("%(said)s"), _("Undo this step.")),
    "note_day": (_("The day it happened is missing or still to come."), _("Give the day it was seen.")),
    "unknown_round": (_("There is no such round."), _("Choose one of the list.")),
    "too_many_notes": (
        _("These are more than %(limit)s structures split, merged or taken down."),
        _("Save in parts."),
    ),
    "too_few_parts": (_("A split has two parts at least."), _("Draw the line right across the structure.")),
    "not_joined": (
        _("The footprints do not touch, so they are not one structure."),
        _("Move their edges together first, or draw the outline of the whole anew."),
    ),
    "too_few_merged": (_("Two structures at least become one."), _("Choose another one.")),
    # Doubts
    "overlaps": (
        _("The footprint overlaps %(other)s by %(m2)s m²."),
        _("Move the edge, or keep it if one stands above the other."),
    ),
    "clusters_overlap": (_("The cluster overlaps %(other)s."), _("Draw the edge between them anew.")),
    "left_outside": (
        _("%(count)s structures stand more than 30 m outside this boundary."),
        _("Walk the boundary with the residents."),
    ),
    "line_without_reach": (
        _("A line without metres on either side takes no ground."),
        _("Give its reach in the form, so that it can be said who is affected."),
    ),
    # Somebody else was there
    "changed_meanwhile": (
        _("Somebody changed this since you opened it."),
        _("Look at both, then keep yours or take theirs."),
    ),
    "gone_meanwhile": (_("Somebody removed this since you opened it."), _("Undo your change of it.")),
    # Taking a set back
    "undone_already": (_("These changes were undone already."), _("Nothing needs to be done.")),
    "built_upon": (
        _("%(what)s was changed again later."),
        _("Undo the later changes first, or correct it on the map."),
    ),
    "referred_since": (
        _("%(what)s is in use since: a count, a claim or a note refers to it."),
        _("Correct it on the map instead."),
    ),
    "number_given": (_("The number %(what)s was given to another."), _("Change that one's number first.")),
}


@dataclass(frozen=True)
class Problem(Saying):
    """One thing to say of one change (`key`; none: of all), with what fills its sentence."""

    catalogue = CATALOGUE

    code: str
    key: str = ""
    params: dict[str, Any] = field(default_factory=dict)
    level: Level = Level.ERROR
    field: str = ""  # the field of the form that it is about
    at: tuple[float, float] | None = None  # longitude, latitude
    theirs: dict[str, Any] | None = None  # of a conflict: how it stands now, as a feature

    def to_json(self) -> dict[str, Any]:
        """What the page shows."""
        said = {"key": self.key, "code": self.code, "level": self.level.value}
        more = {"field": self.field, "at": self.at, "theirs": self.theirs}
        return said | {"sentence": self.sentence, "remedy": self.remedy} | more


class EditRefused(Exception):
    """Nothing was saved; `problems` say why."""

    def __init__(self, problems: list[Problem]) -> None:
        self.problems = problems
        super().__init__(", ".join(sorted({problem.code for problem in problems})))

    @property
    def status(self) -> int:
        """The HTTP status of the answer: somebody else was faster, or something is wrong."""
        only = {problem.level for problem in self.problems}
        return 409 if Level.CONFLICT in only else 422
