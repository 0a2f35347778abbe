"""How long a session lasts: short for who reads what could harm people, longer on a leader's own phone."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db
HOUR = 3600


def later(client: Client, seconds: int, *names: str) -> None:
    """Let time pass for the session, by moving back what it remembers."""
    session = client.session
    for name in names:
        session[name] -= seconds
    session.save()


@pytest.mark.parametrize(("minutes", "status"), [(59, 200), (61, 302)])
def test_staff_are_signed_out_after_an_hour_without_a_click(
    subira: Any, client_of: Any, minutes: int, status: int
) -> None:
    client = client_of(subira)
    later(client, minutes * 60, "seen")
    assert client.get("/me/").status_code == status


def test_a_click_keeps_the_session(subira: Any, client_of: Any) -> None:
    client = client_of(subira)
    for _ in range(4):
        later(client, HOUR // 2, "seen")
        assert client.get("/me/").status_code == 200


def test_staff_are_signed_out_after_a_working_day(subira: Any, client_of: Any) -> None:
    client = client_of(subira)
    later(client, 13 * HOUR, "began")
    assert client.get("/me/").status_code == 302


def test_a_leader_stays_signed_in(amina: Any, client_of: Any) -> None:
    client = client_of(amina)
    later(client, 5 * 24 * HOUR, "began", "seen")
    assert client.get("/me/").status_code == 200
    assert client.session.get_expiry_age() == timedelta(days=14).total_seconds()


def test_a_leader_who_becomes_staff_has_the_short_session_of_staff(
    amina: Any, client_of: Any, settlement: Any
) -> None:
    client = client_of(amina)
    amina.memberships.create(role="staff", settlement=settlement)
    later(client, 600, "seen")
    assert client.get("/me/").status_code == 200
    later(client, 2 * HOUR, "seen")
    assert client.get("/me/").status_code == 302


def test_cookies_are_kept_from_scripts_and_other_sites(amina: Any, client: Client) -> None:
    from tests.factories import PASSWORD

    client.get("/accounts/login/")
    client.post("/accounts/login/", {"login": amina.email, "password": PASSWORD})
    for name in ("sessionid", "csrftoken"):
        cookie = client.cookies[name]
        assert (bool(cookie["httponly"]), cookie["samesite"]) == (True, "Lax")
