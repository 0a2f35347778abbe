"""From what happens to a program that is told: signed, again when it is away, and never where it must not."""

import base64
import hashlib
import hmac
import json
import threading
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.db import connection
from django.db.models import F
from django.utils import timezone

from enumerations.models import Batch, Enumeration
from pamoja.celery import app
from reports.models import Delivery, Event, Webhook
from reports.tasks import deliver, sweep_webhooks
from reports.webhooks import calling, delivering, signing
from settlements.models import Settlement
from tests import factories
from tests.reports.webhooks.conftest import KINDS, Listener, deliver_all

pytestmark = pytest.mark.django_db


def hide(settlement: Any) -> None:
    Settlement.objects.filter(pk=settlement.pk).update(shielded_at=timezone.now())


def test_what_happens_is_written_in_the_same_transaction(settlement: Any) -> None:
    count = factories.EnumerationFactory.create(settlement=settlement)
    batch = factories.BatchFactory.create(enumeration=count)
    Batch.objects.filter(pk=batch.pk).update(state="done", finished_at=timezone.now())
    Batch.objects.filter(pk=batch.pk).update(name="again.csv")
    Enumeration.objects.filter(pk=count.pk).update(state="verified")
    Enumeration.objects.filter(pk=count.pk).update(state="adopted", adopted_on="2026-11-01")
    hide(settlement)
    Settlement.objects.update(shielded_at=None)
    assert list(Event.objects.values_list("kind", "settlement__code", "subject")) == [
        ("batch.finished", "KMT", batch.pk),
        ("count.verified", "KMT", count.pk),
        ("count.adopted", "KMT", count.pk),
        ("settlement.hidden", "KMT", settlement.pk),
        ("settlement.shown", "KMT", settlement.pk),
    ]


def test_a_message_is_signed_and_holds_ids_alone(
    settlement: Any, webhook: Webhook, listener: Listener, settings: Any
) -> None:
    secret = delivering.secrets_of(webhook, timezone.now())[0]
    count = factories.EnumerationFactory.create(settlement=settlement, name="Zuqaxila's count")
    batch = factories.BatchFactory.create(enumeration=count, name="Zuqaxila.csv")
    Batch.objects.filter(pk=batch.pk).update(state="done", finished_at=timezone.now())
    deliver_all()
    [(headers, body)] = listener.heard
    said = json.loads(body)
    assert said["type"] == "batch.finished"
    url = f"{settings.SITE_URL}/api/v1/batches/{batch.pk}/"
    assert said["data"] == {"id": batch.pk, "settlement": "KMT", "url": url}
    assert b"Zuqaxila" not in body
    # As the standard has it, computed by hand.
    signed = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
    key = base64.b64decode(secret.removeprefix("whsec_"))
    code = base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
    assert headers["webhook-signature"] == f"v1,{code}"
    assert abs(int(headers["webhook-timestamp"]) - timezone.now().timestamp()) < 60
    deliver_all()
    assert len(listener.heard) == 1
    assert Delivery.objects.get().state == "delivered"


def test_the_signature_is_the_standards() -> None:
    """The example of the Standard Webhooks libraries."""
    secret, body = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", b'{"test": 2432232314}'
    said = signing.signature(secret, "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, body)
    assert said == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


def test_what_is_not_taken_is_tried_again_and_then_given_up(
    settlement: Any, webhook: Webhook, listener: Listener
) -> None:
    listener.answers = 503
    hide(settlement)
    deliver_all()
    delivery = Delivery.objects.get()
    assert (delivery.state, delivery.status, delivery.attempts) == ("waiting", 503, 1)
    assert delivering.due() == []
    for _again in delivering.WAITS:
        Delivery.objects.update(next_at=timezone.now())
        deliver_all()
    delivery.refresh_from_db()
    assert (delivery.state, delivery.attempts) == ("failed", len(delivering.WAITS) + 1)
    # The same message each time: whoever got it twice can tell.
    assert len({(headers["webhook-id"], body) for headers, body in listener.heard}) == 1
    listener.answers = 204
    delivering.again(delivery)
    deliver_all()
    delivery.refresh_from_db()
    assert (delivery.state, delivery.status) == ("delivered", 204)


def pass_by(wait: timedelta) -> None:
    """So much later: everything that was is so much longer ago."""
    Delivery.objects.update(next_at=F("next_at") - wait)
    Webhook.objects.filter(failing_since__isnull=False).update(failing_since=F("failing_since") - wait)
    Event.objects.update(happened_at=F("happened_at") - wait)


def test_it_is_tried_for_three_days_and_switched_off_after_five(
    settlement: Any, webhook: Webhook, listener: Listener
) -> None:
    listener.answers = 503
    hide(settlement)
    deliver_all()
    waited = timedelta()
    for wait in delivering.WAITS:
        pass_by(wait - timedelta(seconds=2))
        assert delivering.due() == []
        pass_by(timedelta(seconds=3))
        deliver_all()
        waited += wait
    assert timedelta(days=3) < waited < timedelta(days=4)
    assert (len(listener.heard), Delivery.objects.get().state) == (1 + len(delivering.WAITS), "failed")
    webhook.refresh_from_db()
    assert webhook.disabled_at is None
    pass_by(timedelta(days=5) - waited)
    Settlement.objects.update(shielded_at=None)
    deliver_all()
    webhook.refresh_from_db()
    assert webhook.disabled_because == "failing"
    assert len(mail.outbox) == 1
    # What waits for a webhook that is off is forgotten like everything else.
    pass_by(timedelta(days=31))
    assert (delivering.due(), Event.objects.count()) == ([], 0)


def test_one_that_was_deleted_meanwhile_is_not_written_again(settlement: Any, webhook: Webhook) -> None:
    delivery = delivering.send_test(webhook)
    Webhook.objects.all().delete()
    delivering.write_down(delivery, calling.Told(200, "", 1), timezone.now())
    assert not Delivery.objects.exists()


def test_a_redirect_is_not_followed(settlement: Any, webhook: Webhook, listener: Listener) -> None:
    listener.answers = 302
    hide(settlement)
    deliver_all()
    assert (Delivery.objects.get().status, len(listener.heard)) == (302, 1)


def test_a_worker_that_died_loses_nothing(settlement: Any, webhook: Webhook, listener: Listener) -> None:
    hide(settlement)
    assert len(delivering.due()) == 1  # claimed, and then the worker is gone
    assert delivering.due() == []
    Delivery.objects.update(next_at=timezone.now() - timedelta(seconds=1))
    deliver_all()
    assert len(listener.heard) == 1


def test_what_waited_in_the_queue_until_it_was_claimed_again_goes_once(
    settlement: Any, webhook: Webhook, listener: Listener
) -> None:
    """Two workers take the old and the new claim: while the first is at it, and when it is through."""
    listener.answers = 503
    hide(settlement)
    [old] = delivering.due()
    pass_by(delivering.CLAIMED)
    [new] = delivering.due()
    delivering.deliver(old)
    assert listener.heard == []
    delivering.deliver(new)
    delivering.deliver(new)
    delivering.deliver(old)
    assert len(listener.heard) == 1
    # It was not taken: it is tried again at its time, and not by who comes late.
    assert Delivery.objects.get().attempts == 1
    assert delivering.due() == []


def test_the_queue_takes_the_claim_along(settlement: Any, webhook: Webhook, listener: Listener) -> None:
    hide(settlement)
    app.conf.task_always_eager = True
    try:
        sweep_webhooks()
        sweep_webhooks()
    finally:
        app.conf.task_always_eager = False
    assert (len(listener.heard), Delivery.objects.get().state) == (1, "delivered")


def test_one_that_is_being_told_is_nobody_elses(settlement: Any, webhook: Webhook) -> None:
    """Longer than the queue lets an attempt take."""
    hide(settlement)
    [claim] = delivering.due()
    pass_by(delivering.CLAIMED - timedelta(seconds=1))  # it began at the last moment
    claim = delivering.Claim(claim.delivery, Delivery.objects.get().next_at)
    assert claim.taken()
    assert not claim.taken()
    pass_by(timedelta(seconds=deliver.time_limit))
    assert delivering.due() == []
    assert timedelta(seconds=deliver.time_limit) < delivering.CLAIMED


@pytest.mark.django_db(transaction=True)
def test_of_two_who_take_a_claim_at_a_time_one_has_it(settlement: Any, webhook: Webhook) -> None:
    hide(settlement)
    [claim] = delivering.due()
    gate, took = threading.Barrier(4), []

    def take() -> None:
        gate.wait()
        took.append(claim.taken())
        connection.close()

    threads = [threading.Thread(target=take) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(took) == [False, False, False, True]


def test_who_takes_nothing_for_days_is_told_no_more_and_the_owner_hears(
    settlement: Any, webhook: Webhook, listener: Listener
) -> None:
    listener.answers = 500
    Webhook.objects.update(failing_since=timezone.now() - timedelta(days=6))
    hide(settlement)
    deliver_all()
    webhook.refresh_from_db()
    assert webhook.disabled_because == "failing"
    [sent] = mail.outbox
    assert sent.to == ["subira@example.org"]
    assert webhook.get_absolute_url() in sent.body
    Settlement.objects.update(shielded_at=None)
    assert delivering.due() == []


def test_an_address_that_says_it_is_gone_is_gone(
    settlement: Any, webhook: Webhook, listener: Listener
) -> None:
    listener.answers = 410
    hide(settlement)
    deliver_all()
    webhook.refresh_from_db()
    assert webhook.disabled_because == "gone"


def test_only_who_answers_for_the_settlement_is_told(
    settlement: Any, chebet: Any, listener: Listener
) -> None:
    here = factories.member_of(settlement, "staff")
    elsewhere = factories.member_of(Settlement.objects.get(code="MSH"), "staff")
    gone = factories.member_of(settlement, "data_manager", is_active=False)
    for user in (here, elsewhere, gone):
        delivering.make_webhook(user, name="x", url=listener.url, events=KINDS)
    hide(settlement)
    delivering.spread()
    assert list(Delivery.objects.values_list("webhook__owner", flat=True)) == [here.pk]
    here.memberships.all().delete()
    deliver_all()
    assert (Delivery.objects.get().state, listener.heard) == ("withheld", [])


def test_of_hidden_settlements_nothing_but_that_is_told(
    settlement: Any, webhook: Webhook, listener: Listener
) -> None:
    count = factories.EnumerationFactory.create(settlement=settlement)
    Enumeration.objects.filter(pk=count.pk).update(state="adopted", adopted_on="2026-11-01")
    hide(settlement)
    deliver_all()
    assert [json.loads(body)["type"] for _headers, body in listener.heard] == ["settlement.hidden"]


def test_a_new_secret_signs_beside_the_old_one_for_a_day(webhook: Webhook, listener: Listener) -> None:
    [before] = delivering.secrets_of(webhook, timezone.now())
    after = delivering.rotate(webhook)
    now = timezone.now()
    assert delivering.secrets_of(webhook, now) == [after, before]
    assert delivering.secrets_of(webhook, now + timedelta(days=2)) == [after]
    assert before not in str(Webhook.objects.values().get())
    delivering.send_test(webhook)
    deliver_all()
    assert len(listener.heard[0][0]["webhook-signature"].split()) == 2


def test_many_events_of_one_settlement_cost_as_much_as_one(
    settlement: Any, webhook: Webhook, django_assert_num_queries: Any
) -> None:
    for number in range(30):
        Event.objects.create(kind="batch.finished", settlement=settlement, subject=number)
    with django_assert_num_queries(7):  # savepoints, events, webhooks, whether it is theirs, and two writes
        delivering.spread()
    assert Delivery.objects.count() == 30
