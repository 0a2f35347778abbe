"""What our own exports add to a table, so that reading one back changes nothing.

A file is ours where its headings have `pamoja_id`. The columns below stand in it for whoever reads
it, and are no answers and no properties when it comes back.
"""

import re
from collections.abc import Collection, Iterable

from settlements.spreadsheets import STARTS

MARK = "pamoja_id"
# Whatever is told beside the record: where it belongs, how it stands, where its door is.
NOTES = frozenset(
    {
        MARK, "settlement", "settlement_name", "county", "ward", "round", "cluster", "cluster_name",
        "structure_now", "longitude", "latitude", "easting", "northing",
        "structure_status", "door_longitude", "door_latitude", "door_easting", "door_northing", "received_on",
        "household", "merged_into", "location_source", "rooms_occupied", "related_structures", "utilities",
        "ownership_type", "recognised_by_authority", "other_numbers", "is_public", "made_on", "leader_name",
        "area_acres", "more_answers",
        # In a shapefile, where names have ten letters.
        "settl_name", "clust_name", "door_state", "merged", "loc_source", "rooms_occ", "related", "ownership",
        "recognised", "other_nos", "leader_nam",
    }
)  # fmt: skip
# A community's own question that is called like a column of ours.
OWN = " (own)"
# What a spreadsheet would calculate, also behind a quote that kept it from that before: so that to quote
# a cell and to take the quote away again are each other's opposite.
CALCULATES = f"^'* *[{''.join(STARTS).replace('-', chr(92) + '-')}]"
CALCULATED = re.compile(CALCULATES)
# A cell that was quoted; what is in it is the first group.
QUOTED = f"^'({CALCULATES[1:]})"
_QUOTED = re.compile(QUOTED)


def is_ours(headings: Iterable[str]) -> bool:
    """Whether a table is an export of ours."""
    return MARK in headings


def own_name(key: str, taken: Collection[str]) -> str:
    """What the column of a community's own question is called beside columns that have these names."""
    return key + OWN if key.casefold() in taken else key


def own_key(heading: str) -> str:
    """The question of which this is the column."""
    return heading.removesuffix(OWN)


def unquoted(cell: str) -> str:
    """A cell without the mark that kept a spreadsheet from calculating it."""
    return cell[1:] if _QUOTED.match(cell) else cell


def quoted(cell: str) -> str:
    """The cell as text that no spreadsheet calculates; -98 and -99 stay what they are."""
    return f"'{cell}" if CALCULATED.match(cell) else cell
