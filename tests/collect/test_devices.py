"""Phones: set up for who may send, known by a token that is kept nowhere, out at once."""

import base64
import hashlib
import json
import zlib
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from enumerations.models import Device
from enumerations.services.devices import (
    NotASender,
    device_by_token,
    device_by_username,
    is_token_of,
    make_device,
    note_seen,
    revoke,
    senders,
    settings_payload,
)
from tests import factories

pytestmark = pytest.mark.django_db
Phone = tuple[Device, str]


def test_a_token_is_forty_small_letters_and_kept_nowhere(phone: Phone, count: Any, baraka: Any) -> None:
    device, token = phone
    assert len(token) == 40
    assert set(token) <= set("abcdefghijklmnopqrstuvwxyz")
    with connection.cursor() as cursor:
        cursor.execute("SELECT d::text FROM enumerations_device d")
        assert token not in str(cursor.fetchall())
    assert device.token_digest == hashlib.sha256(token.encode()).hexdigest()
    assert device.ha1 == hashlib.md5(f"{device.username}:Pamoja:{token}".encode()).hexdigest()
    assert make_device(enumeration=count, user=baraka, name="x", created_by=None)[1] != token


def test_a_phone_is_known_by_its_token(phone: Phone, count: Any, baraka: Any) -> None:
    device, token = phone
    device_by_token(token)  # the question is planned
    with CaptureQueriesContext(connection) as asked:
        found = device_by_token(token.upper())
        assert found
        assert (found.user, found.user.language, found.settlement_id) == (baraka, "en", count.settlement_id)
        assert found.enumeration.questionnaire.form_id == "kmt_1"
    assert len(asked) == 1
    assert found == device
    assert device_by_token(token[:-1]) is None
    assert device_by_token("") is None
    assert device_by_token("\x00") is None


def test_a_phone_is_known_by_its_name_for_its_own_count(phone: Phone, count: Any) -> None:
    device, token = phone
    assert device_by_username(count.pk, device.username) == device
    assert is_token_of(device, token)
    assert not is_token_of(device, token[::-1])
    assert device_by_username(count.pk + 1, device.username) is None
    assert device_by_username(count.pk, "\x00") is None


def known(phone: Phone) -> bool:
    device, token = phone
    by_name = device_by_username(device.enumeration_id, device.username)
    assert by_name == device_by_token(token)
    return by_name is not None


def test_a_phone_that_is_shut_out_is_out_at_once(phone: Phone, count: Any, baraka: Any) -> None:
    other = make_device(enumeration=count, user=baraka, name="second", created_by=None)
    revoke(phone[0])
    assert not known(phone)
    assert known(other)
    when = phone[0].revoked_at
    revoke(phone[0])
    assert phone[0].revoked_at == when


def test_who_is_deactivated_is_out_at_once(phone: Phone, baraka: Any) -> None:
    baraka.is_active = False
    baraka.save()
    assert not known(phone)


@pytest.mark.parametrize("role", ["leader", "verifier", None])
def test_who_may_no_longer_send_is_out_at_once(phone: Phone, baraka: Any, role: str | None) -> None:
    baraka.memberships.all().delete()
    if role:
        factories.MembershipFactory(user=baraka, role=role, settlement=phone[0].settlement)
    assert not known(phone)


@pytest.mark.parametrize("where", ["county", "everywhere"])
def test_a_role_of_a_larger_place_holds(phone: Phone, baraka: Any, where: str) -> None:
    county = phone[0].settlement.county if where == "county" else None
    baraka.memberships.update(settlement=None, county=county)
    assert known(phone)
    baraka.memberships.update(settlement=None, county=factories.CountyFactory(code="042"))
    assert not known(phone)


def test_a_role_elsewhere_does_not_hold(phone: Phone, baraka: Any) -> None:
    baraka.memberships.update(settlement=factories.SettlementFactory(code="MSH"))
    assert not known(phone)


def test_phones_are_for_those_who_send(count: Any, amina: Any, chebet: Any, subira: Any, baraka: Any) -> None:
    root = factories.UserFactory(is_superuser=True)
    assert set(senders(count.settlement)) == {subira, baraka, root}
    for nobody in (amina, chebet):
        with pytest.raises(NotASender):
            make_device(enumeration=count, user=nobody, name="x", created_by=None)
    assert not Device.objects.exists()


def test_when_a_phone_was_seen_is_written_every_few_minutes(phone: Phone) -> None:
    device = phone[0]
    note_seen(device)
    device.refresh_from_db()
    assert device.last_seen_at
    with CaptureQueriesContext(connection) as asked:
        note_seen(device)
    assert len(asked) == 0
    Device.objects.update(last_seen_at=timezone.now() - timedelta(minutes=6))
    device.refresh_from_db()
    with CaptureQueriesContext(connection) as asked:
        note_seen(device)
    assert len(asked) == 1


def unpacked(payload: str) -> Any:
    return json.loads(zlib.decompress(base64.b64decode(payload)))


@pytest.mark.parametrize("language", ["en", "sw"])
def test_the_settings_are_those_that_collect_reads(phone: Phone, language: str) -> None:
    device, token = phone
    read = unpacked(settings_payload(device, f"https://pamoja.example.org/collect/{token}", language))
    assert set(read) == {"general", "admin", "project"}
    assert read["general"] == {
        "server_url": f"https://pamoja.example.org/collect/{token}",
        "form_update_mode": "match_exactly",
        "autosend": "wifi_and_cellular",
        "app_language": language,
        "metadata_username": "Baraka",
    }
    assert read["project"]["name"] == "Kiamutisya 1"


def test_a_phone_for_tests_looks_like_one(count: Any, version: Any, baraka: Any) -> None:
    counted, tests = (
        make_device(enumeration=count, user=baraka, name="x", created_by=None, tests_draft=draft)[0]
        for draft in (False, True)
    )
    colours = [unpacked(settings_payload(each, "", "en"))["project"]["color"] for each in (counted, tests)]
    assert len(set(colours)) == 2
