"""Each interview once; what contradicts is kept; nothing that was acknowledged is lost."""

import hashlib
import json
import os
import threading
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any, cast

import pytest
import redis
from celery import current_app
from django.conf import settings
from django.core.cache import cache
from django.core.files.base import ContentFile
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from enumerations.collecting import HeldDecision
from enumerations.intake.envelope import BadInstance
from enumerations.models import Attachment, Device, Enumeration, HeldSending, Questionnaire, Submission
from enumerations.services.receiving import Outcome, Receipt, Sent, SentFile, receive
from tests import factories

pytestmark = pytest.mark.django_db
Send = Callable[..., Receipt]
JPEG, OTHER = b"\xff\xd8\xff a", b"\xff\xd8\xff b"


def xml_of(
    instance_id: str = "a-1", inside: str = "", *, version: str = "", old: str = "", form: str = "kmt_1"
) -> bytes:
    deprecated = f"<deprecatedID>uuid:{old}</deprecatedID>" if old else ""
    meta = f"<meta><instanceID>uuid:{instance_id}</instanceID>{deprecated}</meta>"
    return f'<data id="{form}" version="{version or "202611220001"}">{inside}{meta}</data>'.encode()


def file(name: str, content: bytes = JPEG) -> SentFile:
    return SentFile((name,), ContentFile(content, name))


@pytest.fixture
def send(count: Enumeration, version: Any, phone: tuple[Device, str], baraka: Any) -> Send:
    def send_one(xml: bytes, *files: SentFile, **said: Any) -> Receipt:
        said = {"enumeration": Enumeration.objects.get(pk=count.pk), "device": phone[0]} | said
        return receive(Sent(user=baraka, xml=xml, files=files, **said))

    return send_one


def outcome(receipt: Receipt) -> tuple[Outcome, bool]:
    return receipt.outcome, receipt.is_taken


def media() -> int:
    """How many files lie where interviews keep theirs."""
    root = Attachment._meta.get_field("file").storage.path("interviews")
    return sum(len(names) for _, _, names in os.walk(root))


def test_an_interview_is_kept_byte_for_byte(send: Send, phone: Any, baraka: Any, version: Any) -> None:
    xml = xml_of("a-1", "<result>complete</result>\n<!-- as it came -->")
    receipt = send(xml, phone_id="collect:1" * 99, user_agent="org.odk.collect.android/1" * 99)
    assert outcome(receipt) == (Outcome.NEW, True)
    kept = Submission.objects.get()
    assert kept.xml == xml
    assert kept.sha256 == hashlib.sha256(xml).hexdigest()
    assert (kept.instance_id, kept.root_instance_id, kept.state, kept.flags) == ("a-1", "a-1", "received", [])
    assert (kept.version, kept.device, kept.sent_by, kept.is_test) == (version, phone[0], baraka, False)
    assert (len(kept.phone_id), len(kept.user_agent)) == (255, 255)


def test_what_stands_alone_is_written_as_what_does_not(send: Send) -> None:
    """One statement keeps the first; a file that nobody asked for sends the second all the long way."""
    send(xml_of("a-1"), phone_id="collect:1", user_agent="org.odk.collect.android/1")
    send(xml_of("a-2"), file("log.txt"), phone_id="collect:1", user_agent="org.odk.collect.android/1")
    one, other = Submission.objects.order_by("pk").values()
    differing = {"id", "instance_id", "root_instance_id", "xml", "sha256", "received_at", "touched_at"}
    assert {name for name, value in one.items() if value != other[name]} == differing
    assert timezone.now() - timedelta(minutes=1) < one["received_at"] == one["touched_at"] < timezone.now()


def test_its_pictures_are_those_of_the_version_as_it_is(send: Send, version: Any) -> None:
    """Where they are is remembered; the statement that keeps the interview sees to it that it is still so."""
    send(xml_of("a-1", "<photo>p.jpg</photo>"))
    version.questions = [{"name": "face", "path": "face", "kind": "image"}]
    version.md5 = "0" * 32
    version.save()
    send(xml_of("a-2", "<photo>p.jpg</photo><face>f.jpg</face>"))
    kept = Submission.objects.order_by("pk").values_list("state", "expected_files")
    assert list(kept) == [("waiting_files", ["p.jpg"]), ("waiting_files", ["f.jpg"])]


def test_its_bytes_are_encrypted_at_rest(send: Send) -> None:
    send(xml_of("a-1", "<head_name>Wanjiru</head_name>"))
    with connection.cursor() as cursor:
        cursor.execute("SELECT xml FROM enumerations_submission")
        (stored,) = cursor.fetchone()
    assert b"Wanjiru" not in bytes(stored)
    assert b"data" not in bytes(stored)


def test_the_same_again_changes_nothing(send: Send) -> None:
    send(xml_of())
    assert outcome(send(xml_of())) == (Outcome.ALREADY_HERE, True)
    assert Submission.objects.count() == 1
    assert not HeldSending.objects.exists()


def test_the_same_instance_with_other_answers_is_held(send: Send, phone: Any) -> None:
    send(xml_of("a-1", "<result>complete</result>"))
    other = xml_of("a-1", "<result>refused</result>")
    assert outcome(send(other, file("x.jpg"), phone_id="collect:2")) == (Outcome.HELD, False)
    assert outcome(send(other, file("x.jpg"))) == (Outcome.HELD, False)
    first = Submission.objects.get()
    held = {each.file_name: each for each in HeldSending.objects.all()}
    assert set(held) == {"", "x.jpg"}
    assert {(each.kind, each.instance_id, each.submission, each.device) for each in held.values()} == {
        ("different_content", "a-1", first, phone[0])
    }
    assert (held[""].xml, held[""].phone_id) == (other, "collect:2")
    assert (held["x.jpg"].xml, held["x.jpg"].file.read()) == (None, JPEG)
    assert first.xml == xml_of("a-1", "<result>complete</result>")


@pytest.mark.parametrize("decision", [d for d in HeldDecision if d != HeldDecision.OPEN])
def test_what_was_decided_leaves_the_phone(send: Send, decision: HeldDecision) -> None:
    send(xml_of())
    other = xml_of("a-1", "<result>refused</result>")
    send(other)
    HeldSending.objects.update(decision=decision, decided_at=timezone.now())
    assert outcome(send(other)) == (Outcome.DECIDED, True)
    assert HeldSending.objects.count() == 1


# --- Pictures ---------------------------------------------------------------------------------------

WITH_FILES = "<photo>p 1.jpg</photo><hh><voice>v.m4a</voice></hh>"


def test_pictures_over_several_posts(send: Send) -> None:
    xml = xml_of("a-1", WITH_FILES)
    assert outcome(send(xml, file("p 1.jpg"), is_incomplete=True)) == (Outcome.NEW, True)
    kept = Submission.objects.get()
    assert (kept.state, kept.expected_files) == ("waiting_files", ["p 1.jpg", "v.m4a"])
    assert outcome(send(xml, file("v.m4a", OTHER))) == (Outcome.FILES_ADDED, True)
    kept.refresh_from_db()
    assert kept.state == "received"
    assert {each.name: each.file.read() for each in kept.attachments.all()} == {
        "p 1.jpg": JPEG,
        "v.m4a": OTHER,
    }
    assert {(each.size, each.sha256) for each in kept.attachments.all()} == {
        (len(each), hashlib.sha256(each).hexdigest()) for each in (JPEG, OTHER)
    }


def test_a_sender_who_says_more_follows_is_waited_for(send: Send) -> None:
    send(xml_of(), is_incomplete=True)
    assert Submission.objects.get().state == "waiting_files"
    send(xml_of())
    assert Submission.objects.get().state == "received"


def test_an_interview_waits_for_the_pictures_it_names(send: Send) -> None:
    xml = xml_of("a-1", WITH_FILES)
    send(xml, file("p 1.jpg"))
    assert Submission.objects.get().state == "waiting_files"
    assert outcome(send(xml, file("p 1.jpg"))) == (Outcome.ALREADY_HERE, True)
    assert Submission.objects.get().state == "waiting_files"


def test_the_log_of_filling_in_is_a_file_too(send: Send) -> None:
    xml = xml_of().replace(b"</meta>", b"<audit>audit.csv</audit></meta>")
    send(xml)
    assert Submission.objects.get().expected_files == ["audit.csv"]


@pytest.mark.parametrize(
    ("in_xml", "part", "name"),
    [
        ("1 2\u202fPM.jpg", "1 2\u202fPM.jpg", "1 2PM.jpg"),  # the file's name lost its narrow blank
        ("p.jpg", "file1", "p.jpg"),
        ("p.jpg", "p.jpg", "upload.bin"),
        ("cafe\u0301.jpg", "caf\u00e9.jpg", "caf\u00e9.jpg"),
        ("\U0001f3e0.jpg", "\U0001f3e0.jpg", "\U0001f3e0.jpg"),
    ],
)
def test_a_file_is_known_by_its_part_or_its_name(send: Send, in_xml: str, part: str, name: str) -> None:
    sent = SentFile((part, name), ContentFile(JPEG, name))
    send(xml_of("a-1", f"<photo>{in_xml}</photo>"), sent)
    assert Submission.objects.get().state == "received"
    assert Attachment.objects.get().name == in_xml


@pytest.mark.parametrize(
    ("said", "kept"),
    [("../../etc/passwd", "passwd"), ("C:\\photos\\p.jpg", "p.jpg"), ("x" * 300, "x" * 200), ("", "file")],
)
def test_a_file_nobody_expects_is_kept_by_its_bare_name(send: Send, said: str, kept: str) -> None:
    send(xml_of(), SentFile((said,), ContentFile(JPEG, "x")))
    assert Attachment.objects.get().name == kept


def test_another_picture_of_the_same_name_is_held(send: Send) -> None:
    xml = xml_of("a-1", "<photo>p.jpg</photo>")
    send(xml, file("p.jpg"))
    assert outcome(send(xml, file("p.jpg", OTHER), file("more.jpg"))) == (Outcome.HELD, False)
    assert outcome(send(xml, file("p.jpg", OTHER), file("more.jpg"))) == (Outcome.HELD, False)
    held = HeldSending.objects.get()
    assert (held.kind, held.file_name, held.file.read(), held.xml) == ("file_differs", "p.jpg", OTHER, None)
    assert {each.name: each.file.read() for each in Attachment.objects.all()} == {
        "p.jpg": JPEG,
        "more.jpg": JPEG,
    }
    HeldSending.objects.update(decision=HeldDecision.KEPT_FIRST, decided_at=timezone.now())
    assert outcome(send(xml, file("p.jpg", OTHER))) == (Outcome.DECIDED, True)


def test_no_bytes_are_left_of_what_was_sent_twice(send: Send) -> None:
    xml = xml_of("a-1", "<photo>p.jpg</photo>")
    before = media()
    send(xml, file("p.jpg"))
    send(xml, file("p.jpg"))
    assert media() == before + 1
    send(xml, file("p.jpg", OTHER))
    send(xml, file("p.jpg", OTHER))
    assert media() == before + 2


def test_no_bytes_are_left_where_the_database_refused(send: Send, count: Any) -> None:
    before = media()
    odd = Enumeration.objects.get(pk=count.pk)
    odd.settlement_id = cast(int, None)
    with pytest.raises(IntegrityError), transaction.atomic():
        send(xml_of(), file("p.jpg"), enumeration=odd)
    assert media() == before
    assert not Submission.objects.exists()


# --- Corrections ------------------------------------------------------------------------------------


def test_a_correction_replaces(send: Send) -> None:
    send(xml_of("a-1"))
    send(xml_of("a-2", old="a-1"))
    send(xml_of("a-3", old="a-2"))
    chain = Submission.objects.order_by("pk")
    assert [each.state for each in chain] == ["replaced", "replaced", "received"]
    assert {each.root_instance_id for each in chain} == {"a-1"}
    assert [each.replaces_id for each in chain] == [None, chain[0].pk, chain[1].pk]
    assert outcome(send(xml_of("a-1"))) == (Outcome.ALREADY_HERE, True)
    assert outcome(send(xml_of("a-3", old="a-2"))) == (Outcome.ALREADY_HERE, True)


def test_a_second_correction_of_the_same_interview_is_held(send: Send) -> None:
    send(xml_of("a-1"))
    send(xml_of("a-2", old="a-1"))
    other = xml_of("a-3", old="a-1")
    assert outcome(send(other)) == (Outcome.HELD, False)
    held = HeldSending.objects.get()
    assert (held.kind, held.instance_id, held.xml) == ("edit_of_replaced", "a-3", other)
    assert Submission.objects.count() == 2


def test_a_correction_of_what_never_came_is_taken_and_flagged(send: Send) -> None:
    assert outcome(send(xml_of("a-2", old="a-1"))) == (Outcome.NEW, True)
    kept = Submission.objects.get()
    assert (kept.flags, kept.root_instance_id, kept.state) == (["unknown_original"], "a-1", "received")


def test_the_original_may_come_after_its_correction(send: Send) -> None:
    send(xml_of("a-2", old="a-1"))
    send(xml_of("a-1"))
    original, correction = (Submission.objects.get(instance_id=name) for name in ("a-1", "a-2"))
    assert (original.state, correction.state) == ("replaced", "received")
    assert (correction.replaces, correction.flags, correction.root_instance_id) == (original, [], "a-1")


def test_a_chain_that_comes_backwards_is_one_interview(send: Send) -> None:
    for instance_id, old in (("a-3", "a-2"), ("a-2", "a-1"), ("a-1", "")):
        assert send(xml_of(instance_id, old=old)).is_taken
    assert {each.root_instance_id for each in Submission.objects.all()} == {"a-1"}
    assert [each.instance_id for each in Submission.objects.counted()] == ["a-3"]
    assert Submission.objects.get(state="received").instance_id == "a-3"


# --- Forms and versions -----------------------------------------------------------------------------


def test_an_older_version_is_taken(send: Send, version: Any) -> None:
    factories.QuestionnaireVersionFactory(questionnaire=version.questionnaire)
    send(xml_of())
    assert Submission.objects.get().version == version


def test_an_unknown_version_is_taken_and_flagged(send: Send) -> None:
    assert send(xml_of(version="1.2-draft" * 20, inside="<photo>p.jpg</photo>")).is_taken
    kept = Submission.objects.get()
    assert (kept.version, kept.flags) == (None, ["unknown_version"])
    assert kept.version_text == ("1.2-draft" * 20)[:64]
    assert kept.expected_files == ["p.jpg"], "where pictures are is read from the current version"


def test_another_form_is_not_taken(send: Send) -> None:
    assert outcome(send(xml_of(form="msh_1"))) == (Outcome.UNKNOWN_FORM, False)
    assert not Submission.objects.exists()


def test_a_count_without_a_form_takes_nothing(send: Send) -> None:
    other = factories.EnumerationFactory(settlement__code="MSH")
    assert outcome(send(xml_of(), enumeration=other)) == (Outcome.UNKNOWN_FORM, False)


def test_broken_xml_is_refused(send: Send) -> None:
    with pytest.raises(BadInstance):
        send(b"<data")


@pytest.mark.parametrize("intake", ["open", "closing"])
def test_a_closing_form_still_takes(send: Send, intake: str) -> None:
    Questionnaire.objects.update(intake=intake)
    assert outcome(send(xml_of())) == (Outcome.NEW, True)


@pytest.mark.parametrize("closing", [{"intake": "closed"}, {"state": "adopted"}, {"state": "planned"}])
def test_a_closed_form_takes_nothing_new(send: Send, closing: dict[str, str]) -> None:
    """But who did not hear that an interview had arrived hears it now, and its pictures may follow."""
    xml = xml_of("a-1", "<photo>p.jpg</photo>")
    send(xml)
    (Questionnaire if "intake" in closing else Enumeration).objects.update(
        **closing, **({"adopted_on": "2026-11-01"} if closing.get("state") == "adopted" else {})
    )
    before = media()
    assert outcome(send(xml_of("a-2"), file("x.jpg"))) == (Outcome.CLOSED, False)
    assert media() == before
    assert outcome(send(xml)) == (Outcome.ALREADY_HERE, True)
    assert outcome(send(xml, file("p.jpg"))) == (Outcome.FILES_ADDED, True)
    assert Submission.objects.get().state == "received"


# --- Tests of a draft -------------------------------------------------------------------------------


def test_a_draft_is_only_tried(send: Send, version: Any) -> None:
    factories.QuestionnaireVersionFactory(
        questionnaire=version.questionnaire, version="draft-2", state="draft"
    )
    assert send(xml_of(version="draft-2")).is_taken
    assert send(xml_of("b-1"), is_test=True).is_taken
    assert set(Submission.objects.values_list("is_test", "state")) == {(True, "test")}
    assert not Submission.objects.counted().exists()


def test_a_test_and_an_interview_of_one_id_are_two(send: Send) -> None:
    send(xml_of(), is_test=True)
    assert outcome(send(xml_of())) == (Outcome.NEW, True)
    assert set(Submission.objects.values_list("is_test", flat=True)) == {True, False}


def test_a_test_is_never_held(send: Send) -> None:
    send(xml_of(), is_test=True)
    other = xml_of("a-1", "<result>refused</result>")
    assert outcome(send(other, file("x.jpg"), is_test=True)) == (Outcome.TEST_DIFFERS, False)
    assert not HeldSending.objects.exists()


def test_tests_are_taken_whatever_the_count_does(send: Send) -> None:
    Questionnaire.objects.update(intake="closed")
    Enumeration.objects.update(state="planned")
    assert send(xml_of(), is_test=True).is_taken


# --- Erased -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("instance_id", "old"), [("a-1", ""), ("a-9", "a-1"), ("a-9", "a-2")], ids=["itself", "edit", "of edit"]
)
def test_an_erased_household_does_not_come_back(send: Send, count: Any, instance_id: str, old: str) -> None:
    send(xml_of("a-1"))
    send(xml_of("a-2", old="a-1"))
    factories.WithdrawalFactory(
        household=None,
        enumeration=count,
        settlement=count.settlement,
        key="k",
        instance_id="a-1",
        is_erasure=True,
    )
    before, files = Submission.objects.count(), media()
    assert outcome(send(xml_of(instance_id, old=old), file("p.jpg"))) == (Outcome.HELD, False)
    held = HeldSending.objects.get()
    assert (held.kind, held.instance_id, held.xml, held.file.name) == ("deleted", instance_id, None, "")
    assert (Submission.objects.count(), media()) == (before, files)


def test_an_agreement_taken_back_keeps_no_interview_out(send: Send, count: Any) -> None:
    factories.WithdrawalFactory(
        household__enumeration=count, enumeration=count, settlement=count.settlement, instance_id="a-1"
    )
    assert send(xml_of("a-1")).is_taken


# --- The queue --------------------------------------------------------------------------------------


def waiting_tasks() -> list[str]:
    """What the queue of this run holds."""
    queue = redis.Redis.from_url(settings.REDIS_URL).lrange(settings.CELERY_TASK_DEFAULT_QUEUE, 0, -1)
    return [json.loads(message)["headers"]["task"] for message in cast(list[bytes], queue)]


@pytest.fixture
def empty_queue() -> None:
    redis.Redis.from_url(settings.REDIS_URL).delete(settings.CELERY_TASK_DEFAULT_QUEUE)


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


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_the_queue_is_told_once_for_many(send: Send, empty_queue: None) -> None:
    for n in range(5):
        send(xml_of(f"a-{n}"))
    assert waiting_tasks() == ["enumerations.gather_interviews"]


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_the_queue_is_told_again_when_the_time_is_over(send: Send, empty_queue: None, settings: Any) -> None:
    settings.GATHER_AFTER_SECONDS = 1
    send(xml_of("a-0"))
    time.sleep(1.1)
    send(xml_of("a-1"))
    assert waiting_tasks() == ["enumerations.gather_interviews"] * 2


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_another_process_has_told_the_queue(send: Send, empty_queue: None, count: Enumeration) -> None:
    """It left until when; after that this one tells the queue itself."""
    cache.set(f"gather:{count.pk}", time.time() + 1, timeout=1)
    send(xml_of("a-0"))
    assert waiting_tasks() == []
    time.sleep(1.1)
    send(xml_of("a-1"))
    assert waiting_tasks() == ["enumerations.gather_interviews"]


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
@pytest.mark.parametrize("said", [{"is_test": True}, {"is_incomplete": True}])
def test_nobody_is_woken_for_what_is_not_ready(send: Send, empty_queue: None, said: dict[str, Any]) -> None:
    send(xml_of(), **said)
    assert waiting_tasks() == []


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
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


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_the_same_from_eight_at_once_is_one_row(send: Send) -> None:
    xml = xml_of("a-1", "<photo>p.jpg</photo>")
    told = at_once(*[lambda: send(xml, file("p.jpg"))] * 8)
    assert sorted(each.outcome for each in told) == ["already_here"] * 7 + ["new"]
    assert (Submission.objects.count(), Attachment.objects.count()) == (1, 1)
    assert Submission.objects.get().state == "received"


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_of_eight_versions_of_one_interview_one_is_taken_and_seven_are_kept(send: Send) -> None:
    told = at_once(*[lambda n=n: send(xml_of("a-1", f"<n>{n}</n>")) for n in range(8)])
    assert sorted(each.outcome for each in told) == ["held"] * 7 + ["new"]
    kept = [*Submission.objects.all(), *HeldSending.objects.all()]
    assert {each.xml for each in kept} == {xml_of("a-1", f"<n>{n}</n>") for n in range(8)}


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_of_two_corrections_at_once_one_is_held(send: Send) -> None:
    send(xml_of("a-1"))
    told = at_once(*[lambda n=n: send(xml_of(f"b-{n}", old="a-1")) for n in range(4)])
    assert sorted(each.outcome for each in told) == ["held"] * 3 + ["new"]
    assert Submission.objects.filter(replaces__instance_id="a-1").count() == 1
    assert set(HeldSending.objects.values_list("kind", flat=True)) == {"edit_of_replaced"}


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_the_last_two_pictures_may_come_at_once(send: Send) -> None:
    names = [f"{n}.jpg" for n in range(6)]
    xml = xml_of("a-1", "".join(f"<photo>{name}</photo>" for name in names))
    at_once(*[lambda name=name: send(xml, file(name)) for name in names])
    assert Submission.objects.get().state == "received"
    assert Attachment.objects.count() == 6
