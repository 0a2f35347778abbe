"""The pages of webhooks: one is made, and is nobody else's."""

import json
from typing import Any

import pytest

from reports.models import Webhook
from reports.webhooks import delivering
from tests.reports.webhooks.conftest import KINDS, Listener, deliver_all

pytestmark = pytest.mark.django_db


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
