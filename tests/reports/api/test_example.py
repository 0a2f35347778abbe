"""The program in docs/examples runs as it is printed, against the running site."""

import importlib.util
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from accounts.api_keys import make_key
from reports.webhooks import signing
from tests import factories

PROGRAM = Path(__file__).parents[3] / "docs" / "examples" / "pamoja.py"


def loaded() -> Any:
    spec = importlib.util.spec_from_file_location("example_pamoja", PROGRAM)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def run(url: str, key: str) -> subprocess.CompletedProcess[str]:
    given = os.environ | {"PAMOJA_URL": url, "PAMOJA_KEY": key}
    return subprocess.run(
        [sys.executable, str(PROGRAM), "KMT"],
        env=given,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


@pytest.mark.django_db(transaction=True)
def test_it_reads_settlements_structures_and_figures(live_server: Any) -> None:
    settlement: Any = factories.SettlementFactory.create(code="KMT", name="Kiamutisya", access_level="public")
    for n in range(1, 8):
        factories.StructureFactory.create(settlement=settlement, code=f"KMT/{n}", n=n)
    count = factories.EnumerationFactory.create(settlement=settlement, name="First count")
    factories.SettlementStatisticsFactory.create(
        enumeration=count, figures={"population": {"value": 2611, "n": 842}}
    )
    leader = factories.member_of(settlement, "leader")
    told = run(live_server.url, make_key(leader, "example")[1])
    assert told.stdout.splitlines() == [
        "Settlements: KMT",
        "Structures: 7",
        "First count (enumerating): 2611 people",
    ]
    # A stranger is told why not.
    refused = run(live_server.url, "")
    assert "only for those who work with it" in refused.stderr


def test_it_knows_our_signatures_and_no_others() -> None:
    example, secret, body = loaded(), signing.make_secret(), b'{"type":"batch.finished"}'
    now = int(timezone.now().timestamp())
    headers = signing.headers([signing.make_secret(), secret], "evt_7", now, body)
    assert example.is_from_pamoja(secret, headers, body)
    assert not example.is_from_pamoja(signing.make_secret(), headers, body)
    assert not example.is_from_pamoja(secret, headers, body + b" ")
    assert not example.is_from_pamoja(secret, headers | {"webhook-id": "evt_8"}, body)
    old = signing.headers([secret], "evt_7", int(time.time()) - 3600, body)
    assert not example.is_from_pamoja(secret, old, body)
    assert not example.is_from_pamoja(secret, {}, body)
