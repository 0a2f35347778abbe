"""The page that says who answers for the data, and the warning before a registration ends."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from tests.pages.desk import DESK, ClientOf, text

pytestmark = pytest.mark.django_db


def test_anybody_reads_who_answers_for_the_data_and_who_sees_what(
    client: Client, db: None, settings: Any
) -> None:
    settings.PRIVACY_CONTROLLER, settings.PRIVACY_CONTACT = "Pamoja Trust", "data@example.org"
    settings.ODPC_REGISTRATION, settings.HOSTING_LOCATION = "12-345-678", "Nairobi, own server"
    settings.ODPC_EXPIRES_ON = timezone.localdate() + timedelta(days=30)
    page = text(client.get("/privacy/"))
    for shown in ("Pamoja Trust", "data@example.org", "12-345-678", "Nairobi, own server", "5 years"):
        assert shown in page
    restricted = page.split("Data managers alone")[1].split("<h2>")[0]
    assert "umber of the document" in restricted
    assert "expires on" not in page
    assert 'href="/privacy/"' in client.get("/accounts/login/").content.decode()


@pytest.mark.parametrize(
    ("number", "days", "warned"),
    [("", None, True), ("1", None, True), ("1", 59, True), ("1", -1, True), ("1", 61, False)],
)
def test_staff_are_warned_of_a_certificate_that_ends(
    number: str,
    days: int | None,
    warned: bool,
    subira: Any,
    settlement: Any,
    client_of: ClientOf,
    settings: Any,
) -> None:
    settings.ODPC_REGISTRATION = number
    settings.ODPC_EXPIRES_ON = None if days is None else timezone.localdate() + timedelta(days=days)
    for address in ("/privacy/", DESK):
        assert ('<div class="note warn"><p>!' in text(client_of(subira).get(address))) is warned
