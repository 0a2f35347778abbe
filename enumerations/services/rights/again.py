"""The records of one household that was counted again: what its people ask for holds for all of them."""

from enumerations.models import Household
from enumerations.services import staging


def records_of(household: Household) -> list[Household]:
    """Every record found to be of this household, the one that counts first; itself alone for most."""
    rows = staging.fetch(
        """
        WITH RECURSIVE up AS (
            SELECT id, same_as_id FROM enumerations_household WHERE id = %(household)s
            UNION SELECT h.id, h.same_as_id FROM enumerations_household h JOIN up ON h.id = up.same_as_id
        ), down AS (
            SELECT id, 0 AS depth FROM up WHERE same_as_id IS NULL
            UNION ALL
            SELECT h.id, down.depth + 1 FROM enumerations_household h JOIN down ON h.same_as_id = down.id
        )
        SELECT id FROM down ORDER BY depth, id
        """,
        {"household": household.pk},
    )
    found = Household.objects.in_bulk([pk for (pk,) in rows])
    return [found[pk] for (pk,) in rows]
