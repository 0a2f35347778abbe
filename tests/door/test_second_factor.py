"""The second factor: set up with an authenticator, asked for at sign-in, required of some roles."""

import base64
import hmac
import struct
import time
from collections.abc import Callable
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client
from rest_framework.test import APIClient

from accounts.api_keys import make_key
from tests.factories import PASSWORD

pytestmark = pytest.mark.django_db
ClientOf = Callable[[Any], Client]


def code_of(secret: str, at: float | None = None) -> str:
    """RFC 6238: the six digits an authenticator shows for this half minute."""
    padded = secret + "=" * (-len(secret) % 8)
    counter = struct.pack(">Q", int((at or time.time()) // 30))
    digest = hmac.digest(base64.b32decode(padded), counter, "sha1")
    start = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[start : start + 4])[0] & 0x7FFFFFFF) % 1_000_000:06}"


def signed_in(person: Any) -> Client:
    client = Client()
    client.post("/accounts/login/", {"login": person.email, "password": PASSWORD})
    return client


def set_up(client: Client) -> str:
    """Give the password once more, and set it up on the page; the shared secret."""
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    secret = str(client.get("/accounts/2fa/totp/activate/").context["form"].secret)
    client.post("/accounts/2fa/totp/activate/", {"code": code_of(secret)})
    return secret


@pytest.fixture
def required(settings: Any) -> None:
    settings.REQUIRE_MFA = True


def test_the_codes_are_those_of_the_standard() -> None:
    """RFC 6238, appendix B, the last six digits."""
    secret = base64.b32encode(b"12345678901234567890").decode()
    assert [code_of(secret, at) for at in (59, 1111111109, 20000000000)] == ["287082", "081804", "353130"]


def test_anybody_may_set_it_up_and_is_asked_from_then_on(amina: Any) -> None:
    secret = set_up(signed_in(amina))
    assert Authenticator.objects.filter(user=amina, type="totp").exists()
    client = Client()
    answer = client.post("/accounts/login/", {"login": amina.email, "password": PASSWORD})
    assert answer["location"] == "/accounts/2fa/authenticate/"
    assert client.get("/me/").status_code == 302
    # The code of the set-up opens nothing a second time.
    next_code = code_of(secret, time.time() + 30)
    assert client.post("/accounts/2fa/authenticate/", {"code": next_code}).status_code == 302
    assert client.get("/me/").status_code == 200


def test_a_wrong_code_opens_nothing(amina: Any) -> None:
    secret = set_up(signed_in(amina))
    client = Client()
    client.post("/accounts/login/", {"login": amina.email, "password": PASSWORD})
    far = code_of(secret, time.time() + 86_400)
    page = client.post("/accounts/2fa/authenticate/", {"code": far})
    assert b'role="alert"' in page.content
    assert client.get("/me/").status_code == 302


def test_a_code_on_paper_opens_once(amina: Any) -> None:
    client = signed_in(amina)
    set_up(client)
    paper = str(client.get("/accounts/2fa/recovery-codes/").context["unused_codes"][0])
    answers = []
    for _ in range(2):
        again = Client()
        again.post("/accounts/login/", {"login": amina.email, "password": PASSWORD})
        again.post("/accounts/2fa/authenticate/", {"code": paper})
        answers.append(again.get("/me/").status_code)
    assert answers == [200, 302]


def test_the_secret_is_not_in_the_database(amina: Any) -> None:
    client = signed_in(amina)
    secret = set_up(client)
    papers = client.get("/accounts/2fa/recovery-codes/").context["unused_codes"]
    kept = str(list(Authenticator.objects.values_list("data", flat=True)))
    assert secret not in kept
    assert not [paper for paper in papers if paper in kept]


def test_a_secret_outlives_a_change_of_the_site_key(amina: Any, settings: Any) -> None:
    secret = set_up(signed_in(amina))
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another-key-of-the-site-that-is-long-enough"
    kept = Authenticator.objects.get(user=amina, type="totp").wrap()
    assert kept.validate_code(code_of(secret, time.time() + 30))


@pytest.mark.parametrize(
    "path", ["/", "/me/", "/enumerations/", "/admin/", "/settlements/KMT/", "/me/tokens/"]
)
def test_who_must_have_it_reaches_only_its_set_up(
    required: None, subira: Any, settlement: Any, path: str
) -> None:
    client = signed_in(subira)
    assert client.get(path)["location"] == "/accounts/2fa/totp/activate/"
    assert client.post(path)["location"] == "/accounts/2fa/totp/activate/"


def test_who_must_have_it_may_set_it_up_change_the_language_and_leave(required: None, subira: Any) -> None:
    client = signed_in(subira)
    assert client.get("/accounts/2fa/totp/activate/")["location"].startswith("/accounts/reauthenticate/")
    assert client.post("/me/language/", {"language": "sw", "next": "/"}).status_code == 302
    assert client.get("/accounts/logout/").status_code == 200
    set_up(client)
    assert client.get("/me/").status_code == 200


def test_the_others_are_not_made_to(required: None, amina: Any, baraka: Any, client: Client) -> None:
    assert [signed_in(person).get("/me/").status_code for person in (amina, baraka)] == [200, 200]
    assert client.get("/accounts/login/").status_code == 200


def test_it_is_not_required_where_the_setting_says_so(subira: Any) -> None:
    assert signed_in(subira).get("/me/").status_code == 200


def test_who_must_have_it_cannot_take_it_away(required: None, subira: Any, settings: Any) -> None:
    client = signed_in(subira)
    set_up(client)
    client.post("/accounts/2fa/totp/deactivate/")
    assert Authenticator.objects.filter(user=subira, type="totp").exists()
    settings.REQUIRE_MFA = False
    client.post("/accounts/2fa/totp/deactivate/")
    assert not Authenticator.objects.filter(user=subira, type="totp").exists()


def test_a_program_is_told_too(required: None, subira: Any) -> None:
    answer = signed_in(subira).get("/api/v1/settlements/")
    assert (answer.status_code, answer.json()["code"]) == (403, "second_factor_missing")


def test_a_key_from_before_works_only_behind_it(required: None, subira: Any) -> None:
    _made, text = make_key(subira, "From before")
    program = APIClient(HTTP_AUTHORIZATION=f"Token {text}")
    answer = program.get("/api/v1/settlements/")
    assert (answer.status_code, answer.json()["code"]) == (403, "second_factor_missing")
    set_up(signed_in(subira))
    assert program.get("/api/v1/settlements/").status_code == 200


def test_the_admin_has_no_door_of_its_own(client: Client) -> None:
    assert client.get("/admin/", follow=True).redirect_chain[-1][0].startswith("/accounts/login/")
    answer = client.post("/admin/login/?next=/admin/", {"username": "a@example.org", "password": PASSWORD})
    assert answer["location"].startswith("/accounts/login/")


def test_tiles_ask_for_it_once_for_many(
    required: None, settlement: Any, subira: Any, amina: Any, django_assert_num_queries: Any
) -> None:
    tile = "/tiles/KMT/structures/16/39475/32888.mvt"
    assert signed_in(subira).get(tile).status_code == 404
    leader = signed_in(amina)
    first = leader.get(tile).headers["ETag"].split("-")[1]
    leader.get(f"{tile}?v={first}")
    with django_assert_num_queries(0):
        leader.get(f"{tile}?v={first}")
