"""How often somebody may try, and what they are told then."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from rest_framework.test import APIClient

from accounts.api_keys import make_key
from tests import factories
from tests.factories import PASSWORD

pytestmark = pytest.mark.django_db
ClientOf = Callable[[Any], Client]


@pytest.fixture(autouse=True)
def nothing_counted() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


def sign_in(client: Client, email: str, password: str, **extra: Any) -> Any:
    return client.post("/accounts/login/", {"login": email, "password": password}, **extra)


def test_five_wrong_passwords_for_one_address_are_enough(amina: Any, baraka: Any, client: Client) -> None:
    answers = [sign_in(client, amina.email, "wrong-password").status_code for _ in range(6)]
    assert answers == [200, 200, 200, 200, 200, 429]
    last = sign_in(client, amina.email, PASSWORD)
    assert (last.status_code, last["Retry-After"]) == (429, "300")
    assert "Wait 5 minutes" in last.content.decode()
    # The neighbour at the same hotspot is let in.
    assert sign_in(client, baraka.email, PASSWORD).status_code == 302


def test_sign_ins_from_one_address_are_counted(amina: Any, settings: Any) -> None:
    settings.ACCOUNT_RATE_LIMITS = {"login": "2/m/ip"}
    answers = [sign_in(Client(), amina.email, PASSWORD) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [302, 302, 429]
    assert answers[2]["Retry-After"] == "60"


def test_password_resets_are_counted(amina: Any, client: Client, settings: Any) -> None:
    settings.ACCOUNT_RATE_LIMITS = {"reset_password": "2/m/ip"}
    answers = [client.post("/accounts/password/reset/", {"email": amina.email}) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [302, 302, 429]


def test_behind_a_proxy_each_visitor_is_counted_alone(amina: Any, settings: Any) -> None:
    settings.ACCOUNT_RATE_LIMITS = {"login": "1/m/ip"}
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    # The last address is the proxy's word; what stands before it anybody may write.
    asked = ["6.6.6.6, 10.0.0.1", "7.7.7.7, 10.0.0.1", "10.0.0.2"]
    answers = [
        sign_in(Client(), amina.email, PASSWORD, HTTP_X_FORWARDED_FOR=each).status_code for each in asked
    ]
    assert answers == [302, 429, 302]


def test_strangers_are_counted_at_the_api(client: Client, settings: Any) -> None:
    settings.API_RATES = {"anonymous": "2/min"}
    answers = [client.get("/api/v1/settlements/") for _ in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert 1 <= int(answers[2]["Retry-After"]) <= 60


def test_a_person_is_counted_alone_by_whatever_way_they_come(
    amina: Any, baraka: Any, client_of: ClientOf, settings: Any
) -> None:
    settings.API_RATES = {"anonymous": "1/min", "person": "2/min"}
    program = APIClient(HTTP_AUTHORIZATION=f"Token {make_key(amina, 'Laptop')[1]}")
    answers = [
        client.get("/api/v1/settlements/").status_code for client in (client_of(amina), program, program)
    ]
    assert answers == [200, 200, 429]
    assert client_of(baraka).get("/api/v1/settlements/").status_code == 200


def test_batches_have_a_rate_of_their_own(
    baraka: Any, settlement: Any, client_of: ClientOf, settings: Any
) -> None:
    settings.API_RATES = {"person": "1/min", "batches": "2/min"}
    count: Any = factories.EnumerationFactory(settlement=settlement)
    client = client_of(baraka)
    client.get("/api/v1/batches/")
    path = f"/api/v1/enumerations/{count.pk}/batches/"
    answers = [client.post(path, b"result\nvacant\n", content_type="text/csv").status_code for _ in range(3)]
    assert 429 not in answers[:2]
    assert answers[2] == 429


def test_nobody_is_kept_out_where_redis_is_away(
    amina: Any, redis_away: None, client: Client, settings: Any
) -> None:
    settings.API_RATES = {"anonymous": "1/min", "person": "1/min"}
    settings.ACCOUNT_RATE_LIMITS = {"login": "1/m/ip"}
    assert [sign_in(Client(), amina.email, PASSWORD).status_code for _ in range(2)] == [302, 302]
    assert [client.get("/api/v1/settlements/").status_code for _ in range(2)] == [200, 200]
