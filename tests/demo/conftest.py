"""One made-up federation for all tests of this folder: making it takes half a minute."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.test import TestCase


@pytest.fixture(scope="package")
def federation(
    django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Path]:
    """The accounts file of a fresh demo; the database forgets it after the folder."""
    accounts = tmp_path_factory.mktemp("demo") / "demo.json"
    accounts.touch(mode=0o644)  # as scripts leave it, or worse
    with django_db_blocker.unblock():
        atomics = TestCase._enter_atomics()  # type: ignore[attr-defined]
        try:
            call_command("make_demo", accounts=accounts, url="http://127.0.0.1:8000")
            yield accounts
        finally:
            TestCase._rollback_atomics(atomics)  # type: ignore[attr-defined]
