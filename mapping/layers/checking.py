"""How far each structure has come on the way from counted to adopted: the map's theme of verification."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from enumerations.collecting import Review
from mapping.layers.structures import PlainStructureLayer
from mapping.themes import BLUE, COUNT, DARK, GREEN, ORANGE, RED, SKY, Group
from settlements.roles import Act
from verification.choices import ObjectionState

# As the tiles say it, counted from 1.
NOT_COUNTED, COUNTED, RETURNED, POSTED, OBJECTION, ADOPTED = range(1, 7)
GROUPS = {
    ADOPTED: Group(_("Adopted by the community"), GREEN, "plain", ()),
    POSTED: Group(_("Posted for checking"), BLUE, "lines", ()),
    COUNTED: Group(_("Counted"), SKY, "plain", ()),
    RETURNED: Group(_("Interview returned for correction"), ORANGE, "dots", ()),
    OBJECTION: Group(_("Objection open"), RED, "cross", ()),
    NOT_COUNTED: Group(_("Nobody counted yet"), DARK, "back", ()),
}
FOR_REVIEWERS = frozenset({RETURNED, OBJECTION})

# The count that speaks for a structure is named on its drawn row.
OF_COUNT = """
    LEFT JOIN enumerations_enumeration said ON said.id = drawn.enumeration_id
    LEFT JOIN (
        SELECT DISTINCT ON (p.enumeration_id) p.enumeration_id, p.id FROM verification_posting p
        WHERE p.settlement_id = %(settlement)s ORDER BY p.enumeration_id, p.number DESC
    ) posting ON posting.enumeration_id = drawn.enumeration_id
    LEFT JOIN verification_postedlist list ON list.posting_id = posting.id
        AND list.cluster_id IS NOT DISTINCT FROM drawn.cluster_id
"""
OBJECTED = f"""drawn.structure_id IN (
    SELECT o.structure_id FROM verification_objection o
    WHERE o.settlement_id = %(settlement)s AND o.structure_id IS NOT NULL
      AND o.state IN ('{ObjectionState.OPEN}', '{ObjectionState.HEARING}'))"""
SENT_BACK = f"""drawn.structure_id IN (
    SELECT h.structure_id FROM enumerations_submission i
    JOIN enumerations_household h ON h.id = i.household_id
    WHERE i.enumeration_id IN (SELECT id FROM enumerations_enumeration WHERE settlement_id = %(settlement)s)
      AND i.review = '{Review.RETURNED}' AND NOT i.is_test AND h.structure_id IS NOT NULL
      AND NOT EXISTS (SELECT FROM enumerations_submission newer WHERE newer.replaces_id = i.id))"""
REACHED = f"""
    WHEN drawn.households = 0 THEN {NOT_COUNTED} WHEN said.adopted_on IS NOT NULL THEN {ADOPTED}
    WHEN list.id IS NOT NULL THEN {POSTED} ELSE {COUNTED}"""


class PlainCheckingLayer(PlainStructureLayer):
    """Structures with v, how far they have come: without what only reviewers know.

    Drawn anew whenever it is asked for: what it tells changes with every interview that is looked at, which
    must not make the tiles of all other themes anew.
    """

    name = "checking-plain"
    is_kept = False
    known_first = ""
    of = OF_COUNT

    @property
    def reached(self) -> str:
        """SQL: how far a structure has come, as GROUPS counts."""
        return f"CASE {self.known_first} {REACHED} END"

    @property
    def more(self) -> str:  # type: ignore[override]
        return f", {self.reached} AS v"

    def grid(self) -> str:
        gathered = super().grid()
        source = f"""
            FROM (SELECT drawn.*{self.more} FROM enumerations_structuresummary drawn {self.of}
                  WHERE drawn.settlement_id = %(settlement)s) drawn,"""
        return gathered.replace("FROM enumerations_structuresummary,", source).replace(
            "cell.geom\n", "mode() WITHIN GROUP (ORDER BY v) AS v, cell.geom\n", 1
        )


class CheckingLayer(PlainCheckingLayer):
    """The same with open objections and returned interviews; who owns and who rents is not in it."""

    name = "checking"
    act = Act.SEE_OBJECTIONS
    known_first = f"WHEN {OBJECTED} THEN {OBJECTION} WHEN {SENT_BACK} THEN {RETURNED}"


def for_browser(*, sees_objections: bool) -> dict[str, Any]:
    """The theme as the page hands it to its scripts, and out of which tiles it is drawn."""
    return {
        "name": "checking",
        "label": str(_("From counted to adopted")),
        "heading": str(COUNT),
        "layer": CheckingLayer.name if sees_objections else PlainCheckingLayer.name,
        "from": "v",
        "unit": 1,
        "classes": 8,
        "groups": [
            group.for_browser([code])
            for code, group in GROUPS.items()
            if sees_objections or code not in FOR_REVIEWERS
        ],
    }
