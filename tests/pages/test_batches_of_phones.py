"""What came from phones, on the pages of batches: a day at a time, and without a file."""

from collections.abc import Callable
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.test import Client

from enumerations.collecting import BatchSource
from enumerations.models import Batch, Enumeration
from tests.factories import BatchFactory, EnumerationFactory
from tests.pages.markup import faults_of
from tests.pages.test_batch_pages import text_of

pytestmark = pytest.mark.django_db

ClientOf = Callable[[Any], Client]


@pytest.fixture
def count(settlement: Any) -> Enumeration:
    return EnumerationFactory.create(settlement=settlement)


def phones(count: Enumeration, at: str, **more: Any) -> Batch:
    """A group of interviews; `at` is Nairobi's time."""
    counted = {"state": "done", "rows": sum(more.values())} | more
    batch: Batch = BatchFactory.create(
        enumeration=count, source=BatchSource.PHONES, name="phones", file="", size=0, sent_by=None, **counted
    )
    moment = datetime.fromisoformat(at).replace(tzinfo=ZoneInfo("Africa/Nairobi"))
    Batch.objects.filter(pk=batch.pk).update(received_at=moment)
    return batch


def test_a_day_of_phones_is_one_line(count: Enumeration, amina: Any, client_of: ClientOf) -> None:
    for minute in range(30):
        phones(count, f"2026-11-20 10:{minute:02d}", created=10)
    phones(count, "2026-11-21 00:30", created=4, rejected=1, conflict=2)
    phones(count, "2026-11-21 09:00", updated=1)
    BatchFactory.create(enumeration=count, name="lane-3.csv")
    answer = client_of(amina).get(count.get_absolute_url())
    text = text_of(answer)
    assert faults_of(answer.content.decode()) == []
    assert "lane-3.csv" in text
    assert "300 interviews from phones 20 Nov 2026 · 30 groups 300 rows · 300 created" in text
    assert (
        "8 interviews from phones 21 Nov 2026 · 2 groups 8 rows · 4 created · 1 updated · ✕ 1 rejected"
        " · ! 2 in conflict" in text
    )
    assert text.count("from phones") == 2


def test_its_groups_are_a_tap_away(count: Enumeration, amina: Any, client_of: ClientOf) -> None:
    other, one = phones(count, "2026-11-20 10:00", created=1), phones(count, "2026-11-21 09:00", created=12)
    page = client_of(amina).get(f"{count.get_absolute_url()}?day=2026-11-21")
    assert one.get_absolute_url() in page.content.decode()
    assert other.get_absolute_url() not in page.content.decode()
    assert "From phones on 21 Nov 2026" in text_of(page)


@pytest.mark.parametrize("day", ["2026-02-31", "yesterday", "%00", "9999999-01-01"])
def test_a_day_that_is_none_is_no_day(day: str, count: Enumeration, amina: Any, client_of: ClientOf) -> None:
    answer = client_of(amina).get(f"{count.get_absolute_url()}?day={day}")
    assert answer.status_code == 200


def test_a_batch_of_phones_has_no_file(count: Enumeration, tabitha: Any, client_of: ClientOf) -> None:
    batch = phones(count, "2026-11-21 09:00", created=11, rejected=1)
    answer = client_of(tabitha).get(batch.get_absolute_url())
    page, text = answer.content.decode(), text_of(answer)
    assert faults_of(page) == []
    assert "12 interviews from phones" in text
    assert "12 rows received: 11 created, 0 updated, 0 unchanged, 1 rejected" in text
    assert "rejected.xlsx" not in page
    assert "Send another file" not in text
    assert "bytes" not in text
    assert client_of(tabitha).get(f"/api/v1/batches/{batch.pk}/rejected.xlsx").status_code in {404, 409, 410}


def test_taking_it_back_says_what_becomes_of_the_interviews(
    count: Enumeration, subira: Any, client_of: ClientOf
) -> None:
    batch = phones(count, "2026-11-21 09:00", created=1)
    text = text_of(client_of(subira).get(f"/batches/{batch.pk}/revert/"))
    assert "They do not come back by themselves." in text
