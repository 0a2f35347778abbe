"""A file is checked against the ground piece by piece: every row once, in whichever piece it came."""

from typing import Any

import polars as pl
import pytest

from enumerations.intake.columns import Mapping, SheetMapping
from enumerations.services import staging
from enumerations.services.set_checks import SetChecks
from tests import factories

pytestmark = pytest.mark.django_db

IN_KISUMU = (-0.1, 34.75)
HERE = (factories.SOUTH_WEST[1] + factories.SIDE / 2, factories.SOUTH_WEST[0] + factories.SIDE / 2)


def piece(places: dict[int, tuple[float, float]]) -> pl.DataFrame:
    rows = [{"row": row, "location_lat": lat, "location_lon": lon} for row, (lat, lon) in places.items()]
    return pl.DataFrame(rows)


def outside() -> list[tuple[Any, ...]]:
    return staging.fetch("SELECT row, code FROM staged_issue ORDER BY row, code")


def test_each_row_is_checked_once() -> None:
    count: Any = factories.EnumerationFactory()
    with staging.staging_tables():
        checks = SetChecks(count, Mapping(households=SheetMapping("households")))
        checks.see_piece()
        assert outside() == []
        staging.copy_in("staged_household", piece({2: IN_KISUMU, 3: HERE}))
        checks.see_piece()
        assert outside() == [(2, "outside_settlement")]
        # The rows of the next piece lie on the page of the last one, and their numbers below it.
        staging.copy_in("staged_household", piece({1: IN_KISUMU, 9: IN_KISUMU, 4: HERE}))
        checks.see_piece()
        checks.see_piece()
        assert outside() == [(1, "outside_settlement"), (2, "outside_settlement"), (9, "outside_settlement")]
