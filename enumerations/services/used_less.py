"""Whether records may be used for less than before: read from what the database kept of each change.

An agreement goes by a file, an interview, a correction, a decision or a wish at the desk. Whoever wrote it,
the row as it was is kept: so all of these are one question, asked once for however many rows.
"""

from enumerations.rights import Purpose
from enumerations.services import staging

# Agreed to, not asked, not agreed to: from one of these to a later one.
LESS_AGREED = " OR ".join(
    f"(h.{purpose} IS TRUE, h.{purpose} IS NOT FALSE) < (e.{purpose} IS TRUE, e.{purpose} IS NOT FALSE)"
    for purpose in Purpose
)


def newest_change() -> int:
    """Where the changes of households stand now: what is kept from now on comes after it."""
    return int(staging.fetch("SELECT coalesce(max(pgh_id), 0) FROM enumerations_householdevent")[0][0])


def is_used_less(enumeration_id: int, since: int) -> bool:
    """Whether a record of the count agrees to less, is restricted or was made one with another since."""
    found = staging.fetch(
        f"""
        SELECT EXISTS (
            SELECT FROM enumerations_householdevent e JOIN enumerations_household h ON h.id = e.pgh_obj_id
            WHERE e.pgh_id > %(since)s AND e.enumeration_id = %(enumeration)s AND ({LESS_AGREED}
                OR (e.restricted_at IS NULL AND h.restricted_at IS NOT NULL)
                OR (e.same_as_id IS NULL AND h.same_as_id IS NOT NULL)))
        """,
        {"since": since, "enumeration": enumeration_id},
    )
    return bool(found[0][0])
