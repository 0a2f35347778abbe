"""What the production example promises, and what a browser of another site meets."""

import os
import subprocess
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from scripts.lint import CHECKS, production_example
from scripts.paths import ROOT
from tests import factories
from tests.access.places import make_place
from tests.access.table import TABLE
from tests.access.world import World

pytestmark = pytest.mark.django_db
ELSEWHERE = "https://evil.example"


def test_the_production_example_has_no_warning() -> None:
    """`check --deploy` with `.env.example` as its only settings, as `make lint` runs it."""
    done = subprocess.run(
        CHECKS["production settings"],
        cwd=ROOT,
        env={**os.environ, **production_example()},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "no issues" in done.stdout


def test_a_form_of_another_site_is_refused() -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(factories.UserFactory.create())
    for name in ("accounts:token-create", "accounts:leave-everywhere", "account_logout"):
        answer = client.post(reverse(name), headers={"Origin": ELSEWHERE})
        assert answer.status_code == 403, name


def test_the_api_refuses_a_session_without_its_token() -> None:
    place = make_place("KMT", "Kiamutisya")
    client = Client(enforce_csrf_checks=True)
    client.force_login(factories.member_of(place.settlement, "data_manager"))
    answer = client.post(f"/api/v1/batches/{place['batch']}/revert/")
    assert (answer.status_code, answer.json()["code"]) == (403, "not_from_here")


@pytest.mark.parametrize("next_", [ELSEWHERE, "//evil.example", "\\\\evil.example", "javascript:alert(1)"])
def test_nobody_is_led_to_another_site(next_: str) -> None:
    member = factories.UserFactory.create()
    client = Client()
    signed_in = client.post(
        "/accounts/login/", {"login": member.email, "password": factories.PASSWORD, "next": next_}
    )
    assert (signed_in.status_code, signed_in["Location"]) == (302, "/")
    chosen = client.post("/me/language/", {"language": "sw", "next": next_})
    assert (chosen.status_code, chosen["Location"]) == (302, "/")


def test_pages_of_people_are_kept_nowhere(world: World) -> None:
    """Whoever uses the phone or the proxy next finds no name in what it kept."""
    data_manager = world.people["data_manager here"]
    for name in (
        "enumerations:batch-mapping",
        "mapping:structure-detail",
        "accounts:me",
        "settlements:people",
    ):
        args = {arg: world.home[it] for arg, it in TABLE[name].args.items()}
        answer: Any = data_manager.asks("GET", reverse(name, kwargs=args))
        assert answer.status_code == 200, name
        assert {"private", "no-store"} <= set(answer["Cache-Control"].replace(" ", "").split(",")), name


def test_no_other_origin_may_read() -> None:
    for address in ("/api/v1/settlements/", "/", "/api/schema/"):
        answer = Client().get(address, headers={"Origin": ELSEWHERE})
        assert answer.status_code == 200
        assert not [name for name in answer.headers if name.startswith("Access-Control-")]
