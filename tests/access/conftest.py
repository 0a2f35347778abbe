"""One world for all the tests of a file: each request is undone, so that the next finds it as it was."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection, transaction
from django.test import override_settings

from tests.access.world import World, make_world

pytest.register_assert_rewrite("schemathesis.pytest.plugin")  # test_fuzz.py brings it


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    # Without a test marked django_db the test database is not there, and this would be the real one.
    assert connection.settings_dict["NAME"].startswith("test_"), "Mark the tests with django_db."
    # How often one may ask is tested elsewhere; here everybody asks a thousand times.
    unlimited = override_settings(ACCOUNT_RATE_LIMITS=False, API_RATES={})
    # Versions are taken back with the world that counted them: another one's tiles would be found under its.
    cache.clear()
    with django_db_blocker.unblock(), unlimited, transaction.atomic():
        yield make_world()
        transaction.set_rollback(True)
