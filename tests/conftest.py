"""The cast: Amina leads, Baraka counts, Subira is staff, Chebet is from another settlement."""

import gc
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.utils import translation
from hypothesis import HealthCheck, settings
from psycopg2.extensions import TRANSACTION_STATUS_IDLE as IDLE

from tests.browser import browser_page, chromium, live_server  # noqa: F401 - fixtures
from tests.database import django_db_modify_db_settings, suffix_of  # noqa: F401 - fixture
from tests.emptying import instead_of_flushing
from tests.worker import held, start_worker, usual_nursery  # noqa: F401 - fixtures

# How long an example takes says how busy the machine is, and nothing of what is tested. The examples are the
# same each time: a run fails because of a change, not by chance; `make fuzz` looks for others.
settings.register_profile(
    "busy",
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
    derandomize="FUZZ_EXAMPLES" not in os.environ,
)
settings.load_profile("busy")


def pytest_configure(config: pytest.Config) -> None:
    """Settings of a test run: what it stores, caches and queues stays away from a demo's."""
    from django.conf import settings

    url = settings.REDIS_URL.rsplit("/", 1)[0] + "/1"
    settings.REDIS_URL = settings.CELERY_BROKER_URL = settings.CACHES["default"]["LOCATION"] = url
    # A run's own: a tile that another drew a day ago is found under the same code and version.
    settings.CACHES["default"]["KEY_PREFIX"] = f"test_{suffix_of(config)}_{uuid4().hex}"
    settings.CELERY_TASK_DEFAULT_QUEUE = f"test_{suffix_of(config)}"
    # Tests ask a lot within a minute; those of the limits set their own.
    settings.API_RATES = {}
    settings.ACCOUNT_RATE_LIMITS = {**settings.ACCOUNT_RATE_LIMITS, "login": "10000/m/ip"}
    files = Path(tempfile.mkdtemp(prefix="pamoja-tests-"))
    config.add_cleanup(lambda: shutil.rmtree(files, ignore_errors=True))
    settings.MEDIA_ROOT, settings.STATIC_ROOT = files / "media", files / "static"
    settings.STATIC_ROOT.mkdir()
    # Tests make and empty tables, so they work as the owner; tests/accounts/test_ownership.py as the site.
    settings.DATABASES["default"] |= settings.DATABASE_OWNER
    # What a test wrote need not outlive the machine.
    options = settings.DATABASES["default"].get("OPTIONS", {})
    settings.DATABASES["default"]["OPTIONS"] = options | {"options": "-c synchronous_commit=off"}
    # Names with hashes need a collectstatic; slow password hashes need time.
    settings.STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    instead_of_flushing()


def pytest_collection_finish() -> None:
    """What was imported and collected stays: the garbage collector need not look at it again and again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)


# What takes longest, so that no worker begins it when the others have ended; of the demo's tests one worker
# has all, for they share what half a minute makes.
FIRST = ("tests/setup/", "tests/demo/")
THEN = ("tests/privacy/test_no_leaks.py", "tests/access/test_pages_in_browser.py", "tests/journeys/")


@pytest.hookimpl(trylast=True)  # after pytest-django has sorted by what they do to the database
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The longest first: some at the head of the list, some where the second of two workers begins."""
    first: list[pytest.Item] = []
    then: list[pytest.Item] = []
    others: list[pytest.Item] = []
    for item in items:
        group = first if item.nodeid.startswith(FIRST) else then if item.nodeid.startswith(THEN) else others
        group.append(item)
    half = max(0, len(items) // 2 - len(first))
    items[:] = [*sorted(first, key=place), *others[:half], *then, *others[half:]]


def place(item: pytest.Item) -> int:
    return next(n for n, folder in enumerate(FIRST) if item.nodeid.startswith(folder))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown() -> Iterator[None]:
    """A lock of the session outlives its test, and the next worker that needs it would wait for ever."""
    yield
    ours = connection.connection
    if ours is None or ours.closed or ours.info.transaction_status != IDLE:
        return
    with ours.cursor() as cursor:  # no transaction is left, so whatever is held is the session's
        cursor.execute(
            "SELECT classid, objid FROM pg_locks WHERE locktype = 'advisory' AND pid = pg_backend_pid()"
        )
        if left := cursor.fetchall():
            cursor.execute("SELECT pg_advisory_unlock_all()")
    assert not left, f"advisory locks are left behind: {left}"


@pytest.fixture(autouse=True)
def no_language_left() -> Iterator[None]:
    """A request leaves its language to whatever this thread does next."""
    yield
    translation.deactivate()


@pytest.fixture
def settlement(db: None) -> Any:
    """Kiamutisya, KMT, known to the federation."""
    from tests import factories

    return factories.SettlementFactory(code="KMT", name="Kiamutisya")


@pytest.fixture
def amina(settlement: Any) -> Any:
    """Leads Kiamutisya."""
    from tests import factories

    return factories.member_of(settlement, "leader", email="amina@example.org", first_name="Amina")


@pytest.fixture
def baraka(settlement: Any) -> Any:
    """Counts in Kiamutisya."""
    from tests import factories

    return factories.member_of(settlement, "enumerator", email="baraka@example.org", first_name="Baraka")


@pytest.fixture
def subira(db: None) -> Any:
    """Staff, everywhere."""
    from tests import factories

    return factories.member_of(None, "staff", email="subira@example.org", first_name="Subira")


@pytest.fixture
def tabitha(db: None) -> Any:
    """Data manager, everywhere."""
    from tests import factories

    return factories.member_of(None, "data_manager", email="tabitha@example.org", first_name="Tabitha")


@pytest.fixture
def wairimu(settlement: Any) -> Any:
    """Verifies in Kiamutisya."""
    from tests import factories

    return factories.member_of(settlement, "verifier", email="wairimu@example.org", first_name="Wairimu")


@pytest.fixture
def chebet(db: None) -> Any:
    """Leads another settlement."""
    from tests import factories

    elsewhere = factories.SettlementFactory(code="MSH", name="Mashimoni")
    return factories.member_of(elsewhere, "leader", email="chebet@example.org", first_name="Chebet")


@pytest.fixture
def client_of() -> Callable[[Any], Any]:
    """A browser's client, signed in as the user: `client_of(amina).get("/")`; None for a stranger."""
    from django.test import Client

    def sign_in(user: Any) -> Client:
        client = Client()
        if user is not None:
            client.force_login(user)
        return client

    return sign_in


@pytest.fixture
def redis_away(settings: Any) -> None:
    settings.CACHES = {"default": {**settings.CACHES["default"], "LOCATION": "redis://127.0.0.1:1/0"}}


@pytest.fixture
def as_application(db: None) -> Iterator[None]:
    """Work in the database as the site does: not as the owner of the tables. To be asked for last."""
    from django.db import connection

    from accounts.ownership import grant

    role = f"{connection.settings_dict['NAME']}_site"
    with connection.cursor() as cursor:
        cursor.execute(f'CREATE ROLE "{role}"')  # gone with the test's transaction
        grant(role)
        cursor.execute(f'SET ROLE "{role}"')
        yield
        if not connection.needs_rollback:
            cursor.execute("RESET ROLE")
