"""By name and password: Digest everywhere, Basic where nobody listens; by token: 403, never a challenge."""

import base64
import re
import time
from typing import Any

import pytest
from django.core.signing import TimestampSigner, b62_encode
from django.test import Client

from collect import digest
from enumerations.models import Device, Submission
from enumerations.services.devices import revoke
from tests import factories
from tests.collect.conftest import SITE
from tests.collect.phone import Failed, Phone, in_process
from tests.collect.sending import xml_of

pytestmark = pytest.mark.django_db
HTTPS = "https://localhost"


@pytest.fixture
def base(count: Any) -> str:
    return f"/collect/e/{count.pk}"


def signed(
    phone: tuple[Device, str], base: str, client: Any, *, site: str = SITE, password: str = ""
) -> Phone:
    return Phone(
        site + base, username=phone[0].username, password=password or phone[1], line=in_process(client)
    )


# --- Digest -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("site", [SITE, HTTPS])
def test_digest_on_http_and_https(phone: tuple[Device, str], base: str, client: Any, site: str) -> None:
    collect = signed(phone, base, client, site=site)
    (form,) = collect.get_forms()
    assert form.download_url.startswith(site + base)
    assert collect.send(xml_of())[0].status == 201
    assert Submission.objects.get().device == phone[0]
    # One question for the password; then the same nonce serves, counted on.
    assert [status for _, _, status in collect.asked] == [401, 200, 200, 204, 201]


def test_a_post_is_protected_like_a_head(phone: tuple[Device, str], base: str, client: Any) -> None:
    collect = signed(phone, base, client, password="wrong")
    with pytest.raises(Failed) as failed:
        collect.send(xml_of())
    assert (failed.value.why, failed.value.status) == ("authentication", 401)
    assert [method for method, _, _ in collect.asked] == ["HEAD", "HEAD"]
    assert not Submission.objects.exists()


def test_the_example_of_the_rfc() -> None:
    """RFC 7616, 3.9.1, MD5."""
    said = (
        'username="Mufasa", realm="http-auth@example.org", uri="/dir/index.html", algorithm=MD5, '
        'nonce="7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v", nc=00000001, '
        'cnonce="f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ", qop=auth, '
        'response="8ca523f5e9506fed4657c9700eebdbec", opaque="FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS"'
    )
    read = digest.read(said)
    assert read
    # MD5 of "Mufasa:http-auth@example.org:Circle of Life", by another program.
    assert read.prove("3d78807defe7de2157e2b0b6573a855f", "GET")
    assert not read.prove("3d78807defe7de2157e2b0b6573a855f", "POST")
    assert read.are_for("/dir/index.html")
    assert not read.are_for("/dir/other.html")


def challenges(client: Any, url: str, *, secure: bool = False, **headers: str) -> list[str]:
    answer = client.get(url, secure=secure, headers=headers)
    assert answer.status_code == 401
    return [value for name, value in answer.items() if name == "WWW-Authenticate"]


def test_what_is_asked_for(client: Any, base: str) -> None:
    (only,) = challenges(client, f"{base}/formList")
    assert re.fullmatch(r'Digest realm="Pamoja", nonce="[^"]+", qop="auth", algorithm=MD5', only)
    digest_, basic = challenges(client, f"{base}/formList", secure=True)
    assert digest_.startswith("Digest ")
    assert basic == 'Basic realm="Pamoja", charset="UTF-8"'


def test_an_old_nonce_is_stale_and_the_phone_goes_on(
    phone: tuple[Device, str], base: str, client: Any, settings: Any
) -> None:
    collect = signed(phone, base, client)
    collect.form_list()
    old = re.sub('nonce="[^"]+"', f'nonce="{an_old_nonce()}"', collect.challenges[0])
    collect.challenges = [old]
    assert collect.send(xml_of())[0].status == 201
    assert "stale=true" in collect.challenges[0]


class TwoHoursAgo(TimestampSigner):
    """Signs as it would have done then."""

    def timestamp(self) -> str:
        return b62_encode(int(time.time()) - 2 * 3600)


def an_old_nonce() -> str:
    return TwoHoursAgo(salt=digest.SALT).sign("abcdef")


def test_a_made_up_nonce_is_not_stale_but_strange(phone: tuple[Device, str], base: str, client: Any) -> None:
    collect = signed(phone, base, client)
    collect.challenges = ['Digest realm="Pamoja", nonce="made-up", qop="auth"']
    answer = collect._once("GET", f"{collect.base}/formList", None, {})
    assert answer.status == 401
    assert "stale" not in answer.headers["WWW-Authenticate"]


def test_credentials_are_for_one_address(phone: tuple[Device, str], base: str, client: Any) -> None:
    collect = signed(phone, base, client)
    collect.form_list()
    said = collect._credentials("GET", f"{collect.base}/formList")["Authorization"]
    assert client.get(f"{base}/formList?formID=kmt_1", headers={"Authorization": said}).status_code == 200
    assert challenges(client, f"{base}/forms/1/form.xml", Authorization=said)


@pytest.mark.parametrize(
    "said",
    [
        "Digest", "Digest ,", 'Digest username="x"', "Digest username", 'Digest username="', "Digest =",
        'Digest username="\x00", realm="Pamoja", nonce="a", uri="/", response="", nc=1, cnonce="b", qop=auth',
        "Basic", "Basic !!!", "Basic eA==", "Bearer abc", "Token abc", "",
    ],
)  # fmt: skip
def test_broken_credentials_are_no_crash(client: Any, base: str, said: str) -> None:
    assert challenges(client, f"{base}/formList", secure=True, Authorization=said)


# --- Basic ------------------------------------------------------------------------------------------


def basic(phone: tuple[Device, str], password: str = "") -> str:
    return "Basic " + base64.b64encode(f"{phone[0].username}:{password or phone[1]}".encode()).decode()


def test_basic_on_https_alone(client: Any, phone: tuple[Device, str], base: str) -> None:
    said = {"Authorization": basic(phone)}
    assert client.get(f"{base}/formList", secure=True, headers=said).status_code == 200
    assert challenges(client, f"{base}/formList", Authorization=basic(phone))
    assert challenges(client, f"{base}/formList", secure=True, Authorization=basic(phone, "wrong"))


# --- Out at once ------------------------------------------------------------------------------------


def lose_role(device: Device) -> None:
    device.user.memberships.all().delete()


def leave(device: Device) -> None:
    type(device.user).objects.filter(pk=device.user_id).update(is_active=False)


@pytest.mark.parametrize("out", [revoke, lose_role, leave])
def test_out_at_once(phone: tuple[Device, str], base: str, client: Any, collect: Phone, out: Any) -> None:
    by_name = signed(phone, base, client)
    assert by_name.form_list()
    out(phone[0])
    for one in (by_name, collect):
        with pytest.raises(Failed):
            one.form_list()
    with pytest.raises(Failed) as failed:
        collect.send(xml_of())
    assert (failed.value.why, failed.value.status) == ("bad answer to HEAD: a proxy?", 403)
    with pytest.raises(Failed) as failed:
        by_name.send(xml_of())
    assert (failed.value.why, failed.value.status) == ("authentication", 401)
    assert collect.ask("POST", f"{collect.base}/submission").status == 403
    assert challenges(client, f"{base}/formList", secure=True, Authorization=basic(phone))
    assert not Submission.objects.exists()


def test_a_name_is_for_its_own_count(phone: tuple[Device, str], client: Any) -> None:
    other: Any = factories.EnumerationFactory(settlement=phone[0].settlement, round=2)
    for pk in (other.pk, 2_000_000_000):
        assert challenges(client, f"/collect/e/{pk}/formList", secure=True, Authorization=basic(phone))


# --- The door of the site ---------------------------------------------------------------------------


def test_a_signed_in_browser_is_nobody_here(client: Any, base: str, subira: Any) -> None:
    client.force_login(subira)
    assert challenges(client, f"{base}/formList")


def test_no_session_and_no_limit(phone: tuple[Device, str], base: str, client: Any, settings: Any) -> None:
    settings.ACCOUNT_RATE_LIMITS = {"login_failed": "1/h/ip"}
    wrong = signed(phone, base, client, password="wrong")
    for _ in range(8):
        with pytest.raises(Failed):
            wrong.form_list()
    assert signed(phone, base, client).form_list()
    assert not client.cookies


def test_a_form_of_another_site_cannot_use_a_token_that_it_does_not_know(
    phone: tuple[Device, str],
) -> None:
    """No CSRF: what lets in is in the address itself."""
    strict = in_process(Client(enforce_csrf_checks=True))
    collect = Phone(f"{SITE}/collect/{phone[1]}", line=strict)
    assert collect.send(xml_of())[0].status == 201
    assert collect.ask("POST", f"{collect.base}/submission/").message


def test_a_second_factor_is_not_asked_of_a_phone(
    collect: Phone, phone: tuple[Device, str], subira: Any, settings: Any
) -> None:
    settings.REQUIRE_MFA = True
    Device.objects.update(user=subira)
    assert collect.send(xml_of())[0].status == 201


# --- A site that speaks https -----------------------------------------------------------------------


def test_http_is_told_and_not_redirected(
    collect: Phone, phone: tuple[Device, str], base: str, client: Any, settings: Any
) -> None:
    settings.SECURE_SSL_REDIRECT = True
    for url in (f"{collect.base}/formList", f"{SITE}{base}/formList"):
        answer = collect.ask("GET", url)
        assert (answer.status, answer.headers.get("Location")) == (403, None)
        assert "https://" in answer.message
    secure = Phone(f"{HTTPS}/collect/{phone[1]}", line=in_process(client))
    (form,) = secure.get_forms()
    assert form.download_url.startswith(HTTPS)
    assert secure.send(xml_of())[0].status == 201
