"""The cast: Amina leads, Baraka counts, Subira is staff, Chebet is from another settlement."""

import os

import pytest


@pytest.fixture(scope="session")
def django_db_modify_db_settings_xdist_suffix(request: pytest.FixtureRequest) -> None:
    """Give a run a database of its own where several run side by side (PYTEST_DB_SUFFIX, xdist)."""
    from django.conf import settings

    suffix = "_".join(
        filter(
            None,
            [os.environ.get("PYTEST_DB_SUFFIX"), getattr(request.config, "workerinput", {}).get("workerid")],
        )
    )
    if suffix:
        name = settings.DATABASES["default"]["NAME"]
        settings.DATABASES["default"].setdefault("TEST", {})["NAME"] = f"test_{name}_{suffix}"
