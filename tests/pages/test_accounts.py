"""Signing in, and what a person sees about themselves."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone
from knox.auth import TokenAuthentication
from knox.models import AuthToken
from rest_framework.exceptions import AuthenticationFailed

from tests.factories import PASSWORD

ClientOf = Callable[[Any], Client]


def test_a_person_signs_in_with_an_e_mail_address(amina: Any, client: Client) -> None:
    answer = client.post("/accounts/login/", {"login": amina.email, "password": PASSWORD})
    assert answer.status_code == 302
    assert client.get("/me/").status_code == 200


def test_a_wrong_password_is_explained(amina: Any, client: Client) -> None:
    answer = client.post("/accounts/login/", {"login": amina.email, "password": "wrong-password"})
    assert answer.status_code == 200
    assert b'role="alert"' in answer.content


def test_nobody_signs_up_alone(client: Client, db: None) -> None:
    answer = client.get("/accounts/signup/")
    assert b"Accounts are made by staff" in answer.content
    client.post("/accounts/signup/", {"email": "x@example.org", "password1": PASSWORD, "password2": PASSWORD})
    assert client.get("/me/").status_code == 302


def test_a_forgotten_password_is_set_anew(amina: Any, client: Client) -> None:
    answer = client.post("/accounts/password/reset/", {"email": amina.email}, follow=True)
    assert b"Look into your e-mail" in answer.content
    link = next(word for word in mail.outbox[0].body.split() if "/accounts/password/reset/key/" in word)
    page = client.get(link, follow=True)
    new = "ugali-na-sukuma-9"
    client.post(page.redirect_chain[-1][0], {"password1": new, "password2": new})
    assert client.login(email=amina.email, password=new)


def test_a_dead_reset_link_says_so(client: Client, db: None) -> None:
    assert b"This link no longer works" in client.get("/accounts/password/reset/key/1-set-password/").content


def test_a_password_is_changed(amina: Any, client_of: ClientOf) -> None:
    new = "ugali-na-sukuma-9"
    client_of(amina).post(
        "/accounts/password/change/", {"oldpassword": PASSWORD, "password1": new, "password2": new}
    )
    amina.refresh_from_db()
    assert amina.check_password(new)


def test_signing_out_asks_first(amina: Any, client_of: ClientOf) -> None:
    client = client_of(amina)
    assert client.get("/accounts/logout/").status_code == 200
    assert client.get("/me/").status_code == 200
    client.post("/accounts/logout/")
    assert client.get("/me/").status_code == 302


def test_my_page_is_mine(client: Client, db: None) -> None:
    assert client.get("/me/")["location"] == "/accounts/login/?next=/me/"


def test_my_page_says_my_roles_and_places(baraka: Any, subira: Any, client_of: ClientOf) -> None:
    assert "<strong>Enumerator</strong> in Kiamutisya" in client_of(baraka).get("/me/").content.decode()
    assert "<strong>Staff</strong> in all settlements" in client_of(subira).get("/me/").content.decode()


def made_token(client: Client) -> str:
    return str(client.post("/me/tokens/").context["token"])


def test_a_key_is_shown_once_and_works(baraka: Any, client_of: ClientOf) -> None:
    client = client_of(baraka)
    answer = client.post("/me/tokens/")
    token = answer.context["token"]
    assert token in answer.content.decode()
    assert "no-store" in answer["cache-control"]
    assert token not in client.get("/me/").content.decode()
    assert TokenAuthentication().authenticate_credentials(token.encode())[0] == baraka


def test_a_key_is_ended(baraka: Any, client_of: ClientOf) -> None:
    client = client_of(baraka)
    token = made_token(client)
    client.post("/me/tokens/revoke/", {"token": AuthToken.objects.get(user=baraka).digest})
    with pytest.raises(AuthenticationFailed):
        TokenAuthentication().authenticate_credentials(token.encode())


def test_nobody_ends_the_key_of_another(amina: Any, baraka: Any, client_of: ClientOf) -> None:
    made_token(client_of(baraka))
    digest = AuthToken.objects.get(user=baraka).digest
    assert client_of(amina).post("/me/tokens/revoke/", {"token": digest}).status_code == 404
    assert AuthToken.objects.filter(user=baraka).exists()


def test_a_key_that_ended_is_not_listed(baraka: Any, client_of: ClientOf) -> None:
    client = client_of(baraka)
    made_token(client)
    AuthToken.objects.update(expiry=timezone.now())
    assert "You have no key" in client.get("/me/").content.decode()
