"""Each interview once; what contradicts is kept; nothing that was acknowledged is lost."""

import hashlib
from datetime import timedelta
from typing import Any, cast

import pytest
from django.core.files.base import ContentFile
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from enumerations.collecting import HeldDecision
from enumerations.intake.envelope import BadInstance
from enumerations.models import Attachment, Enumeration, HeldSending, Questionnaire, Submission
from enumerations.services.receiving import Outcome, SentFile
from tests import factories
from tests.collect.sending import JPEG, OTHER, Send, file, media, outcome, xml_of

pytestmark = pytest.mark.django_db


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
