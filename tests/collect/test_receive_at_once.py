"""The queue hears of interviews once for many, and several senders at once lose nothing."""

import json
import threading
import time
from collections.abc import Callable, Iterator
from typing import Any, cast

import pytest
import redis
from celery import current_app
from django.conf import settings
from django.core.cache import cache
from django.db import connection

from enumerations.models import Attachment, Enumeration, HeldSending, Submission
from enumerations.services.interviews import _gathered_at
from enumerations.services.receiving import Receipt
from tests.collect.sending import Send, file, xml_of

pytestmark = pytest.mark.django_db

# --- The queue --------------------------------------------------------------------------------------


def waiting_tasks() -> list[str]:
    """What the queue of this run holds."""
    queue = redis.Redis.from_url(settings.REDIS_URL).lrange(settings.CELERY_TASK_DEFAULT_QUEUE, 0, -1)
    return [json.loads(message)["headers"]["task"] for message in cast(list[bytes], queue)]


@pytest.fixture
def empty_queue(count: Enumeration) -> None:
    """Nothing waits in it, and nobody has told it of a count that had this number in another database."""
    redis.Redis.from_url(settings.REDIS_URL).delete(settings.CELERY_TASK_DEFAULT_QUEUE)
    cache.delete(f"gather:{count.pk}")
    _gathered_at.pop(count.pk, None)


@pytest.fixture
def queue_away(redis_away: None) -> Iterator[None]:
    kept = current_app.conf.broker_url
    _broker("redis://127.0.0.1:1/0")
    yield
    _broker(kept)


def _broker(url: str) -> None:
    """Another broker for whatever this process asks for from now on."""
    app: Any = current_app
    app.conf.broker_url = url
    app._pool = app.amqp._producer_pool = None


@pytest.mark.django_db(transaction=True)
def test_the_queue_is_told_once_for_many(send: Send, empty_queue: None, settings: Any) -> None:
    settings.GATHER_AFTER_SECONDS = 60  # however busy the machine is
    for n in range(5):
        send(xml_of(f"a-{n}"))
    assert waiting_tasks() == ["enumerations.gather_interviews"]


@pytest.mark.django_db(transaction=True)
def test_the_queue_is_told_again_when_the_time_is_over(
    send: Send, empty_queue: None, settings: Any, count: Enumeration
) -> None:
    settings.GATHER_AFTER_SECONDS = 1
    send(xml_of("a-0"))
    while cache.get(f"gather:{count.pk}") is not None or time.time() <= _gathered_at[count.pk]:
        time.sleep(0.05)  # Redis has a clock of its own
    send(xml_of("a-1"))
    assert waiting_tasks() == ["enumerations.gather_interviews"] * 2


@pytest.mark.django_db(transaction=True)
def test_another_process_has_told_the_queue(send: Send, empty_queue: None, count: Enumeration) -> None:
    """It left until when; after that this one tells the queue itself."""
    over = time.time() + 5
    cache.set(f"gather:{count.pk}", over, timeout=5)
    send(xml_of("a-0"))
    assert waiting_tasks() == []
    time.sleep(over + 0.1 - time.time())
    send(xml_of("a-1"))
    assert waiting_tasks() == ["enumerations.gather_interviews"]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("said", [{"is_test": True}, {"is_incomplete": True}])
def test_nobody_is_woken_for_what_is_not_ready(send: Send, empty_queue: None, said: dict[str, Any]) -> None:
    send(xml_of(), **said)
    assert waiting_tasks() == []


@pytest.mark.django_db(transaction=True)
def test_a_lost_queue_fails_no_answer(
    send: Send, empty_queue: None, queue_away: None, caplog: pytest.LogCaptureFixture
) -> None:
    assert send(xml_of()).is_taken
    assert Submission.objects.get().state == "received"
    assert "the sweep will gather" in caplog.text
    assert waiting_tasks() == []


# --- At once ----------------------------------------------------------------------------------------


def at_once(*sendings: Callable[[], Receipt]) -> list[Receipt]:
    """Each in a thread with a connection of its own, begun together."""
    gate, told, wrong = threading.Barrier(len(sendings)), [], []

    def run(sending: Callable[[], Receipt]) -> None:
        try:
            gate.wait()
            told.append(sending())
        except Exception as error:
            wrong.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[sending]) for sending in sendings]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not wrong
    return told


@pytest.mark.django_db(transaction=True)
def test_the_same_from_eight_at_once_is_one_row(send: Send) -> None:
    xml = xml_of("a-1", "<photo>p.jpg</photo>")
    told = at_once(*[lambda: send(xml, file("p.jpg"))] * 8)
    assert sorted(each.outcome for each in told) == ["already_here"] * 7 + ["new"]
    assert (Submission.objects.count(), Attachment.objects.count()) == (1, 1)
    assert Submission.objects.get().state == "received"


@pytest.mark.django_db(transaction=True)
def test_of_eight_versions_of_one_interview_one_is_taken_and_seven_are_kept(send: Send) -> None:
    told = at_once(*[lambda n=n: send(xml_of("a-1", f"<n>{n}</n>")) for n in range(8)])
    assert sorted(each.outcome for each in told) == ["held"] * 7 + ["new"]
    kept = [*Submission.objects.all(), *HeldSending.objects.all()]
    assert {each.xml for each in kept} == {xml_of("a-1", f"<n>{n}</n>") for n in range(8)}


@pytest.mark.django_db(transaction=True)
def test_of_two_corrections_at_once_one_is_held(send: Send) -> None:
    send(xml_of("a-1"))
    told = at_once(*[lambda n=n: send(xml_of(f"b-{n}", old="a-1")) for n in range(4)])
    assert sorted(each.outcome for each in told) == ["held"] * 3 + ["new"]
    assert Submission.objects.filter(replaces__instance_id="a-1").count() == 1
    assert set(HeldSending.objects.values_list("kind", flat=True)) == {"edit_of_replaced"}


@pytest.mark.django_db(transaction=True)
def test_the_last_two_pictures_may_come_at_once(send: Send) -> None:
    names = [f"{n}.jpg" for n in range(6)]
    xml = xml_of("a-1", "".join(f"<photo>{name}</photo>" for name in names))
    at_once(*[lambda name=name: send(xml, file(name)) for name in names])
    assert Submission.objects.get().state == "received"
    assert Attachment.objects.count() == 6
