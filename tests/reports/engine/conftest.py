"""What the tests of exports work with: the product that exists here alone."""

from typing import Any

import pytest

from tests.reports.tiny import Tiny, tiny


@pytest.fixture(autouse=True)
def product() -> Tiny:
    return tiny()


@pytest.fixture
def no_queue(monkeypatch: Any, settings: Any) -> None:
    """Nobody works but the test itself."""
    settings.CELERY_TASK_DEFAULT_QUEUE = "nobody_listens"
