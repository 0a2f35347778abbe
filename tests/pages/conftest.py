"""A count of Kiamutisya, and one batch of Baraka's in each state a page shows."""

from collections.abc import Callable
from typing import Any

import pytest

from tests import factories
from tests.pages.desk import manager, send, staff, zawadi  # noqa: F401 - fixtures


@pytest.fixture
def count(settlement: Any) -> Any:
    """The first count of Kiamutisya, being counted."""
    return factories.EnumerationFactory(settlement=settlement, name="First count")


@pytest.fixture
def batch_in(count: Any, baraka: Any) -> Callable[..., Any]:
    """A batch that Baraka sent: `batch_in("done", created=3)`; its rows are the sum of its outcomes."""

    def make(state: str, **values: Any) -> Any:
        outcomes = ("created", "updated", "unchanged", "rejected", "conflict")
        values.setdefault("rows", sum(values.get(outcome, 0) for outcome in outcomes))
        return factories.BatchFactory(enumeration=count, sent_by=baraka, state=state, **values)

    return make
