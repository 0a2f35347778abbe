"""A phone that sent a moment ago: one statement keeps its interview, and what has changed since holds."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from collect import remembered
from enumerations.models import Device, Enumeration, HeldSending, Questionnaire, Submission
from settlements.models import Membership
from tests import factories
from tests.collect.phone import Failed, Phone
from tests.collect.sending import JPEG, xml_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def known(collect: Phone) -> Phone:
    """It has sent one: from now on it is remembered, and its connection has prepared both statements."""
    collect.send(xml_of("a-0"))
    collect.send(xml_of("b-0"))
    return collect


def status_of(phone: Phone, xml: bytes) -> int:
    """Of the answer to one POST."""
    before = len(phone.asked)
    try:
        phone.send(xml)
    except Failed as failed:
        return failed.status or 0
    return [status for method, _, status in phone.asked[before:] if method == "POST"][-1]


def test_it_is_one_statement(known: Phone) -> None:
    with CaptureQueriesContext(connection) as asked:
        assert status_of(known, xml_of("a-1")) == 201
    kept = [each["sql"].split()[1] for each in asked.captured_queries if each["sql"].startswith("EXECUTE")]
    assert kept[-1] == "keep_interview"
    assert kept.count("take_interview") == 0
    one = Submission.objects.get(instance_id="a-1")
    first = Submission.objects.get(instance_id="a-0")
    told = ("version_id", "device_id", "sent_by_id", "phone_id", "user_agent", "state", "settlement_id")
    assert [getattr(one, name) for name in told] == [getattr(first, name) for name in told]
    assert one.xml == xml_of("a-1")


def shut_out(device: Device) -> None:
    Device.objects.update(revoked_at=timezone.now())


def lose_the_role(device: Device) -> None:
    Membership.objects.filter(user=device.user).delete()


def leave(device: Device) -> None:
    type(device.user).objects.filter(pk=device.user_id).update(is_active=False)


@pytest.mark.parametrize("end", [shut_out, lose_the_role, leave])
def test_who_is_out_is_out_at_once(known: Phone, phone: Any, end: Callable[[Device], None]) -> None:
    end(phone[0])
    assert status_of(known, xml_of("a-1")) == 403
    assert not Submission.objects.filter(instance_id="a-1").exists()


@pytest.mark.parametrize(
    ("model", "change"),
    [
        (Questionnaire, {"intake": "closed"}),
        (Enumeration, {"state": "planned"}),
        (Enumeration, {"state": "adopted", "adopted_on": "2026-11-01"}),
    ],
)
def test_a_closed_form_is_closed_at_once(known: Phone, model: Any, change: dict[str, str]) -> None:
    model.objects.update(**change)
    assert status_of(known, xml_of("a-1")) == 409
    assert Submission.objects.count() == 2


def test_a_closing_form_still_takes(known: Phone) -> None:
    Questionnaire.objects.update(intake="closing")
    assert status_of(known, xml_of("a-1")) == 201


def test_the_same_again_and_other_answers(known: Phone) -> None:
    assert status_of(known, xml_of("a-0")) == 202
    assert status_of(known, xml_of("a-0", "<result>other</result>")) == 409
    assert (Submission.objects.count(), HeldSending.objects.count()) == (2, 1)


def test_what_needs_more_goes_the_whole_way(known: Phone) -> None:
    assert status_of(known, xml_of("a-1", old="a-0")) == 201
    assert Submission.objects.get(instance_id="a-0").state == "replaced"
    known.send(xml_of("a-2", "<photo>p.jpg</photo>"), {"p.jpg": JPEG})
    assert Submission.objects.get(instance_id="a-2").state == "received"
    assert status_of(known, xml_of("a-3", form="another")) == 404
    assert status_of(known, b"<data id='kmt_1'>") == 400


def test_a_correction_that_came_before_is_found(known: Phone) -> None:
    assert status_of(known, xml_of("b-1", old="a-1")) == 201
    assert status_of(known, xml_of("a-1")) == 201
    assert Submission.objects.get(instance_id="a-1").state == "replaced"
    assert Submission.objects.get(instance_id="b-1").replaces == Submission.objects.get(instance_id="a-1")


def test_an_erased_household_stays_out(known: Phone, count: Enumeration) -> None:
    factories.WithdrawalFactory(
        household=None,
        enumeration=count,
        settlement=count.settlement,
        key="k",
        instance_id="a-1",
        is_erasure=True,
    )
    assert status_of(known, xml_of("a-1")) == 409
    assert not Submission.objects.filter(instance_id="a-1").exists()


def test_a_minute_later_the_phone_is_asked_for_again(known: Phone) -> None:
    (token,) = remembered._phones
    until, device = remembered._phones[token]
    remembered._phones[token] = (until - remembered.SECONDS, device)
    with CaptureQueriesContext(connection) as asked:
        assert status_of(known, xml_of("a-1")) == 201
    assert "phone_by_token" in " ".join(each["sql"] for each in asked.captured_queries)


def test_no_more_phones_are_remembered_than_there_is_room(monkeypatch: Any) -> None:
    monkeypatch.setattr(remembered, "MOST", 2)
    for token in ("a", "b", "c"):
        remembered.remember(token, Device())
    assert [remembered.remembered(token) is not None for token in ("a", "b", "c")] == [False, True, True]
