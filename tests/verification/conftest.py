"""An adopted count in village B of Kiamutisya, and one that is being checked."""

from typing import Any

import pytest

from tests.factories_verification import PostingFactory
from tests.verification.registers import Adopted
from tests.verification.villages import Village, make_village


@pytest.fixture
def adopted(settlement: Any) -> Adopted:
    return Adopted(settlement)


@pytest.fixture
def village(settlement: Any) -> Village:
    """A count that is being checked."""
    return make_village(settlement)


@pytest.fixture
def posted(village: Village) -> Any:
    """Make a posting with its lists: `posted(names=True)`."""

    def _posted(**said: Any) -> Any:
        from verification.services.making_lists import make

        posting: Any = PostingFactory(enumeration=village.count, **said)
        make(posting.pk)
        posting.refresh_from_db()
        return posting

    return _posted
