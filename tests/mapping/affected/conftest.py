"""Two villages, side by side, and a count in them."""

from collections.abc import Callable
from typing import Any

import pytest

from mapping.affected.answer import Answer, answer
from mapping.affected.sources import drawn
from mapping.affected.zone import take
from tests import factories
from tests.mapping.affected.ground import geojson


@pytest.fixture
def count(settlement: Any) -> Any:
    return factories.EnumerationFactory(settlement=settlement, name="Hesabu ya kwanza")


@pytest.fixture
def bondeni(settlement: Any) -> Any:
    return factories.ClusterFactory(settlement=settlement, code="B", name="Bondeni")


@pytest.fixture
def daraja(settlement: Any) -> Any:
    return factories.ClusterFactory(settlement=settlement, code="D", name="Daraja")


@pytest.fixture
def ask(settlement: Any, count: Any) -> Callable[..., Answer]:
    """`ask(amina, box, reach=9)`: what she is told of a shape in metres."""
    from decimal import Decimal

    def asked(user: Any, shape: Any, reach: float = 0) -> Answer:
        metres = Decimal(str(reach))
        sent = drawn(geojson(shape))
        return answer(take(sent.wkb(metres), metres, sent.remarks), settlement, count, user)

    return asked
