"""Who is shut out is out at once: every session, every key, and for good."""

from typing import Any

import pytest
from django.core import mail
from django.test import Client
from rest_framework.test import APIClient

from accounts.api_keys import make_key
from accounts.models import ApiKey, User
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def session(baraka: Any, client_of: Any) -> Client:
    """A browser of Baraka's, signed in."""
    client: Client = client_of(baraka)
    assert client.get("/me/").status_code == 200
    return client


@pytest.fixture
def program(baraka: Any) -> APIClient:
    """A program that shows a key of Baraka's."""
    _made, text = make_key(baraka, "Laptop")
    program = APIClient(HTTP_AUTHORIZATION=f"Token {text}")
    assert program.get("/api/v1/batches/").status_code == 200
    return program


def is_out(session: Client, program: APIClient) -> bool:
    return (session.get("/me/").status_code, program.get("/api/v1/batches/").status_code) == (302, 401)


def test_deactivation_ends_sessions_and_keys(baraka: Any, session: Client, program: APIClient) -> None:
    baraka.is_active = False
    baraka.save()
    assert is_out(session, program)


def test_deactivation_in_the_admin_ends_them_too(
    baraka: Any, session: Client, program: APIClient, client_of: Any
) -> None:
    boss: Any = factories.UserFactory(is_staff=True, is_superuser=True)
    page = client_of(boss).get(f"/admin/accounts/user/{baraka.pk}/change/")
    fields = page.context["adminform"].form.initial
    answer = client_of(boss).post(
        f"/admin/accounts/user/{baraka.pk}/change/",
        {"email": fields["email"], "first_name": "Baraka", "last_name": "", "language": "en"},
    )
    assert answer.status_code == 302
    assert is_out(session, program)


def test_what_ended_does_not_come_back_with_the_account(
    baraka: Any, session: Client, program: APIClient
) -> None:
    for is_active in (False, True):
        baraka.is_active = is_active
        baraka.save()
    assert is_out(session, program)


def test_a_deactivated_row_shuts_out_however_it_was_written(
    baraka: Any, session: Client, program: APIClient
) -> None:
    User.objects.filter(pk=baraka.pk).update(is_active=False)
    assert is_out(session, program)


def test_a_membership_that_is_taken_away_is_gone_at_the_next_question(
    baraka: Any, session: Client, program: APIClient, settlement: Any
) -> None:
    count: Any = factories.EnumerationFactory(settlement=settlement)
    assert session.get(count.get_absolute_url()).status_code == 200
    assert program.get(f"/api/v1/enumerations/{count.pk}/").status_code == 200
    baraka.memberships.all().delete()
    assert session.get(count.get_absolute_url()).status_code == 404
    assert program.get(f"/api/v1/enumerations/{count.pk}/").status_code == 404


def test_a_person_leaves_everywhere_at_once(
    baraka: Any, session: Client, program: APIClient, client_of: Any
) -> None:
    phone = client_of(baraka)
    assert phone.post("/me/leave-everywhere/")["location"] == "/accounts/login/"
    assert phone.get("/me/").status_code == 302
    assert is_out(session, program)


def test_a_key_has_a_name_and_says_when_it_was_used(baraka: Any, client_of: Any) -> None:
    client = client_of(baraka)
    text = client.post("/me/tokens/", {"name": "Laptop at the office"}).context["token"]
    page = client.get("/me/").content.decode()
    assert "Laptop at the office" in page
    assert "not used yet" in page
    APIClient(HTTP_AUTHORIZATION=f"Token {text}").get("/api/v1/batches/")
    assert ApiKey.objects.get().last_used_at is not None
    assert "not used yet" not in client.get("/me/").content.decode()


def test_a_password_that_was_forgotten_takes_sessions_and_keys_with_it(
    baraka: Any, session: Client, program: APIClient, client: Client
) -> None:
    client.post("/accounts/password/reset/", {"email": baraka.email})
    link = next(word for word in mail.outbox[0].body.split() if "/accounts/password/reset/key/" in word)
    page = client.get(link, follow=True)
    new = {"password1": "ugali-na-sukuma-9", "password2": "ugali-na-sukuma-9"}
    client.post(page.redirect_chain[-1][0], new)
    assert is_out(session, program)


def test_nobody_changes_their_address_alone(baraka: Any, session: Client) -> None:
    answer = session.post("/accounts/email/", {"email": "other@example.org", "action_add": ""})
    assert answer["location"] == "/me/"
    baraka.refresh_from_db()
    assert baraka.email == "baraka@example.org"
