"""An adopted count in village B of Kiamutisya."""

from typing import Any

import pytest

from tests.verification.registers import Adopted


@pytest.fixture
def adopted(settlement: Any) -> Adopted:
    return Adopted(settlement)
