"""From what happens to a program that is told: signed, again when it is away, and never where it must not."""

import base64
import hashlib
import hmac
import json
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
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

pytestmark = pytest.mark.django_db
KINDS = ["batch.finished", "count.adopted", "settlement.hidden", "settlement.shown", "export.ready"]


class Listener:
    """A real server on this machine that keeps what it was told."""

    def __init__(self) -> None:
        self.heard: list[tuple[dict[str, str], bytes]] = []
        self.answers, listener = 200, self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                listener.heard.append(({name.lower(): value for name, value in self.headers.items()}, body))
                self.send_response(listener.answers)
                self.send_header("Location", "/elsewhere")
                self.end_headers()

            def log_message(self, *args: Any) -> None:
                pass

        self.server = HTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}/hook?from=pamoja"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()


@pytest.fixture
def listener(settings: Any) -> Iterator[Listener]:
    settings.WEBHOOK_NETWORKS, settings.WEBHOOK_HTTP, settings.WEBHOOK_SECONDS = ["127.0.0.0/8"], True, 3
    listener = Listener()
    yield listener
    listener.server.shutdown()
    listener.server.server_close()


@pytest.fixture
def webhook(subira: Any, listener: Listener) -> Webhook:
    return delivering.make_webhook(subira, name="County", url=listener.url, events=KINDS)[0]


def deliver_all() -> None:
    for claim in delivering.due():
        delivering.deliver(claim)


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


def speaking(said: bytes, seconds: float) -> str:
    """The address of a server that says this letter by letter, in so many seconds."""
    door = socket.create_server(("127.0.0.1", 0))

    def speak() -> None:
        line, _address = door.accept()
        with door, line, suppress(OSError):
            for letter in said:
                line.sendall(bytes([letter]))
                time.sleep(seconds / len(said))

    threading.Thread(target=speak, daemon=True).start()
    return f"http://127.0.0.1:{door.getsockname()[1]}/"


def test_who_answers_letter_by_letter_is_not_waited_for(listener: Listener, settings: Any) -> None:
    settings.WEBHOOK_SECONDS = 1
    told = calling.call(speaking(b"HTTP/1.1 200 OK\r\n\r\n", 4), b"{}", {})
    assert (told.status, told.said) == (None, "no-answer")
    assert 900 < told.milliseconds < 2500


@pytest.mark.parametrize("after", [b"X-Slow: " + b"y" * 180, b"\r\n" + b"y" * 180])
def test_it_is_the_status_that_counts(listener: Listener, settings: Any, after: bytes) -> None:
    settings.WEBHOOK_SECONDS = 1
    told = calling.call(speaking(b"HTTP/1.0 200 OK\r\n" + after, 5), b"{}", {})
    assert told.status == 200
    assert told.milliseconds < 2500


def test_a_second_address_of_a_name_is_tried(listener: Listener) -> None:
    port = listener.server.server_port
    with calling._connected(["127.0.0.2", "127.0.0.1"], port) as line:
        assert line.getpeername() == ("127.0.0.1", port)


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


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "0.0.0.0", "100.64.0.1",
        "224.0.0.1", "255.255.255.255", "::1", "fe80::1", "fc00::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1",
        "64:ff9b::7f00:1", "2002:7f00:1::", "::",
        "::7f00:1", "::ffff:0:7f00:1", "64:ff9b:1::7f00:1", "fec0::1",
    ],
)  # fmt: skip
def test_private_addresses_are_not_called(address: str) -> None:
    assert not calling.is_allowed(address)


def test_addresses_of_the_internet_are(settings: Any) -> None:
    assert calling.is_allowed("41.90.4.1")
    assert calling.is_allowed("2c0f:fe38::1")
    settings.WEBHOOK_NETWORKS = ["10.1.0.0/16"]
    assert calling.is_allowed("10.1.2.3")
    assert not calling.is_allowed("10.2.2.3")


@pytest.mark.parametrize(
    "url",
    ["http://localhost/", "http://127.1/", "http://0x7f000001/", "http://[::1]/", "http://2130706433/",
     "ftp://example.org/", "http://a:b@example.org/", "http:///x", "http://example.org:0/", "//example.org"],
)  # fmt: skip
def test_no_spelling_leads_inside(url: str, settings: Any) -> None:
    settings.WEBHOOK_HTTP = True
    told = calling.call(url, b"{}", {})
    assert (told.status, told.said) in {(None, "refused-address"), (None, "unknown-host")}


def test_plain_http_is_for_plain_sites(settings: Any) -> None:
    settings.WEBHOOK_HTTP = False
    assert calling.problem_with("http://example.org/") == "refused-address"
    assert calling.problem_with("https://example.org/") == ""


def test_the_office_makes_one_and_sees_the_secret_once(
    settlement: Any, subira: Any, client_of: Any, listener: Listener
) -> None:
    client = client_of(subira)
    assert b"No program" in client.get("/webhooks/").content
    wish = {"name": "County", "url": listener.url, "events": ["batch.finished", "count.adopted"]}
    made = client.post("/webhooks/new/", wish)
    assert b"whsec_" in made.content
    webhook = Webhook.objects.get()
    page = client.get(webhook.get_absolute_url())
    assert b"whsec_" not in page.content
    assert client.post(f"/webhooks/{webhook.pk}/test/").status_code == 302
    deliver_all()
    assert json.loads(listener.heard[0][1])["type"] == "webhook.test"
    assert b"200" in client.get(webhook.get_absolute_url()).content
    assert b"whsec_" in client.post(f"/webhooks/{webhook.pk}/secret/").content
    client.post(f"/webhooks/{webhook.pk}/switch/")
    assert Webhook.objects.get().disabled_because == "owner"
    client.post(f"/webhooks/{webhook.pk}/delete/")
    assert not Webhook.objects.exists()


def test_nobody_keeps_more_than_one_person_may(
    settlement: Any, subira: Any, client_of: Any, listener: Listener
) -> None:
    for n in range(delivering.MOST_OF_ONE):
        delivering.make_webhook(subira, name=str(n), url=listener.url, events=KINDS)
    refused = client_of(subira).post("/webhooks/new/", {"name": "x", "url": listener.url, "events": KINDS})
    assert refused.status_code == 422
    assert "as many webhooks as one person may" in refused.content.decode()
    assert Webhook.objects.count() == delivering.MOST_OF_ONE


def test_many_events_of_one_settlement_cost_as_much_as_one(
    settlement: Any, webhook: Webhook, django_assert_num_queries: Any
) -> None:
    for number in range(30):
        Event.objects.create(kind="batch.finished", settlement=settlement, subject=number)
    with django_assert_num_queries(7):  # savepoints, events, webhooks, whether it is theirs, and two writes
        delivering.spread()
    assert Delivery.objects.count() == 30


def test_a_private_address_is_refused_with_a_sentence(
    settlement: Any, subira: Any, client_of: Any, settings: Any
) -> None:
    settings.WEBHOOK_HTTP = False
    for url, said in (("https://127.0.0.1/x", "private network"), ("http://example.org/", "https://")):
        refused = client_of(subira).post("/webhooks/new/", {"name": "x", "url": url, "events": KINDS})
        assert refused.status_code == 422
        assert said in refused.content.decode()


def test_nobody_else_sees_it(webhook: Webhook, amina: Any, tabitha: Any, client_of: Any) -> None:
    assert client_of(amina).get("/webhooks/").status_code == 404
    for path in ("", "secret/", "test/", "switch/", "delete/"):
        assert client_of(tabitha).post(f"/webhooks/{webhook.pk}/{path}").status_code in (404, 405)
    assert client_of(tabitha).get(f"/webhooks/{webhook.pk}/").status_code == 404
