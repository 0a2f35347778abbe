"""What a phone sends and is told: each case of the protocol, by a client with Collect's own rules."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from collect import remembered
from enumerations.models import Device, Enumeration, HeldSending, Questionnaire, Submission
from enumerations.services.devices import make_device
from tests import factories
from tests.collect.conftest import SITE
from tests.collect.phone import EDGE, Failed, Part, Phone, in_parts, in_process
from tests.collect.sending import JPEG, OTHER, xml_of

pytestmark = pytest.mark.django_db
PHOTO = xml_of("a-1", "<photo>p.jpg</photo>")


def statuses(phone: Phone, method: str = "POST") -> list[int]:
    return [status for asked, _, status in phone.asked if asked == method]


def refused(send: Callable[[], Any], status: int) -> Failed:
    """The phone says that it failed, and keeps the interview."""
    with pytest.raises(Failed) as failed:
        send()
    assert (failed.value.why, failed.value.status) == ("refused", status)
    assert failed.value.message
    return failed.value


def test_a_new_interview(collect: Phone, phone: tuple[Device, str], baraka: Any) -> None:
    (answer,) = collect.send(xml_of("a-1", "<result>complete</result>"))
    assert (answer.status, answer.message) == (201, "The interview has arrived.")
    kept = Submission.objects.get()
    assert (kept.xml, kept.device, kept.sent_by) == (
        xml_of("a-1", "<result>complete</result>"),
        phone[0],
        baraka,
    )
    assert kept.phone_id == "collect:8Kc5Z1pVbMxQ"
    assert kept.user_agent.startswith("org.odk.collect.android/")


def test_the_same_again(collect: Phone) -> None:
    collect.send(PHOTO, {"p.jpg": JPEG})
    collect.send(PHOTO, {"p.jpg": JPEG})
    assert statuses(collect) == [201, 202]
    assert Submission.objects.count() == 1


def test_the_same_with_a_new_picture(collect: Phone) -> None:
    collect.send(PHOTO)
    collect.send(PHOTO, {"p.jpg": JPEG})
    assert statuses(collect) == [201, 201]
    assert Submission.objects.get().state == "received"


def test_the_same_instance_with_other_answers(collect: Phone) -> None:
    collect.send(xml_of("a-1"))
    other = xml_of("a-1", "<result>refused</result>")
    assert "until your team leader has decided" in refused(lambda: collect.send(other), 409).message
    assert HeldSending.objects.get().xml == other


def test_another_picture_of_the_same_name(collect: Phone) -> None:
    collect.send(PHOTO, {"p.jpg": JPEG})
    refused(lambda: collect.send(PHOTO, {"p.jpg": OTHER}), 409)
    assert HeldSending.objects.get().file.read() == OTHER


def test_corrections(collect: Phone) -> None:
    for xml in (xml_of("a-1"), xml_of("a-2", old="a-1"), xml_of("b-2", old="b-1")):
        assert collect.send(xml)[0].status == 201
    refused(lambda: collect.send(xml_of("a-3", old="a-1")), 409)
    assert HeldSending.objects.get().kind == "edit_of_replaced"


def test_an_erased_interview(collect: Phone, count: Any) -> None:
    factories.WithdrawalFactory(
        household=None, enumeration=count, settlement=count.settlement, key="k", instance_id="a-1",
        is_erasure=True,
    )  # fmt: skip
    refused(lambda: collect.send(xml_of("a-1")), 409)


def test_an_unknown_form(collect: Phone) -> None:
    refused(lambda: collect.send(xml_of(form="another")), 404)


@pytest.mark.parametrize("named", ["202611220001", "an older one", ""])
def test_any_version_of_the_form(collect: Phone, named: str) -> None:
    xml = xml_of().replace(b"202611220001", named.encode())
    assert collect.send(xml)[0].status == 201


def test_closing_and_closed(collect: Phone) -> None:
    Questionnaire.objects.update(intake="closing")
    assert collect.send(xml_of("a-1"))[0].status == 201
    Questionnaire.objects.update(intake="closed")
    assert "stays on this phone" in refused(lambda: collect.send(xml_of("a-2")), 409).message
    assert collect.send(xml_of("a-1"))[0].status == 202
    assert Submission.objects.count() == 1


def test_tests_of_a_draft_are_not_counted(count: Any, version: Any, baraka: Any, client: Any) -> None:
    factories.QuestionnaireVersionFactory(questionnaire=version.questionnaire, state="draft", version="d-2")
    token = make_device(enumeration=count, user=baraka, name="x", created_by=None, tests_draft=True)[1]
    tester = Phone(f"{SITE}/collect/{token}", line=in_process(client))
    (form,) = tester.get_forms()
    assert tester.send(xml_of(version=form.version))[0].status == 201
    assert Submission.objects.get().is_test


@pytest.mark.parametrize(
    "xml",
    [
        b"",
        b"<data",
        b"not xml",
        xml_of("a-1", "<name>\x0b</name>"),
        b'<!DOCTYPE d [<!ENTITY a "b">]>' + xml_of(),
        b'<data id="kmt_1"/>',
        b'<data id="kmt_1"><meta><instanceID/></meta></data>',
    ],
)
def test_what_is_no_interview(collect: Phone, xml: bytes) -> None:
    refused(lambda: collect.send(xml), 400)
    assert not Submission.objects.exists()


# --- Pictures ---------------------------------------------------------------------------------------


def test_pictures_come_in_parts_and_the_interview_waits(collect: Phone, settings: Any) -> None:
    settings.SUBMISSION_ADVISED_BYTES = 1_000
    pictures = {f"{n} \u202f\U0001f3e0 é.jpg": bytes([n]) * 600 for n in range(4)}
    xml = xml_of("a-1", "".join(f"<photo>{name}</photo>" for name in pictures))
    collect.send(xml, pictures, stop_after=2)
    kept = Submission.objects.get()
    assert (kept.state, kept.attachments.count()) == ("waiting_files", 2)
    collect.send(xml, pictures)
    assert statuses(collect) == [201, 201, 202, 202, 201, 201]
    kept.refresh_from_db()
    assert kept.state == "received"
    assert {each.name: each.file.read() for each in kept.attachments.all()} == pictures


def test_more_than_a_hundred_pictures(collect: Phone) -> None:
    pictures = {f"{n}.jpg": b"%d" % n for n in range(103)}
    xml = xml_of("a-1", "".join(f"<photo>{name}</photo>" for name in pictures))
    assert len(collect.send(xml, pictures)) == 2
    assert Submission.objects.get().attachments.count() == 103
    assert Submission.objects.get().state == "received"


def test_the_parts_are_collects() -> None:
    files = {"a": b"1" * 40, "b": b"2" * 40, "c": b"3" * 400}
    parts = list(in_parts(b"<data/>", files, 100))
    assert [[name for name, _ in part.files] for part in parts] == [["a", "b"], ["c"]]
    assert [part.more_follows for part in parts] == [True, False]
    assert {part.xml for part in parts} == {b"<data/>"}


# --- Other ways to send -----------------------------------------------------------------------------


def post(collect: Phone, body: bytes, kind: str = f"multipart/form-data; boundary={EDGE}") -> Any:
    return collect.ask("POST", f"{collect.base}/submission", body, {"Content-Type": kind})


def test_the_files_of_kobo_are_known_by_their_names(collect: Phone, client: Any) -> None:
    """Its parts are numbered; the file's name says what it is."""
    url = collect.base.removeprefix(SITE) + "/submission"
    sent = {
        "xml_submission_file": SimpleUploadedFile("x.xml", PHOTO),
        "file1": SimpleUploadedFile("p.jpg", JPEG),
    }
    assert client.post(url, sent).status_code == 201
    assert Submission.objects.get().attachments.get().name == "p.jpg"


def test_a_script_may_send_the_xml_as_a_field(collect: Phone) -> None:
    field = f'--{EDGE}\r\nContent-Disposition: form-data; name="xml_submission_file"\r\n\r\n'
    assert post(collect, field.encode() + xml_of() + f"\r\n--{EDGE}--\r\n".encode()).status == 201


def test_neither_the_version_header_nor_a_phones_name_is_needed(
    client: Any, phone: tuple[Device, str]
) -> None:
    part = Part(xml_of(), (), more_follows=False)
    kind = f"multipart/form-data; boundary={EDGE}"
    for query in ("", "?deviceID="):
        answer = client.generic(
            "POST", f"/collect/{phone[1]}/submission{query}", part.body(), content_type=kind
        )
        assert answer.status_code in (201, 202)
    assert Submission.objects.get().phone_id == ""


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("multipart/form-data", b"--x"),
        ("multipart/form-data; boundary=\xe9", b"--x"),
        (f"multipart/form-data; boundary={EDGE}", b"\x00\xff nothing"),
        (f"multipart/form-data; boundary={EDGE}", Part(b"", (), more_follows=False).body()[:40]),
        ("text/xml", xml_of()),
        ("application/json", b"{}"),
        ("", b""),
    ],
)
def test_a_broken_request_is_explained(collect: Phone, kind: str, body: bytes) -> None:
    answer = post(collect, body, kind)
    assert answer.status == 400
    assert answer.message


def test_what_is_too_large_is_said(collect: Phone, settings: Any) -> None:
    settings.SUBMISSION_MAX_BYTES = 2_000
    assert "too large" in refused(lambda: collect.send(PHOTO, {"p.jpg": b"x" * 3_000}), 413).message
    settings.DATA_UPLOAD_MAX_NUMBER_FILES = 2
    refused(lambda: collect.send(PHOTO, {"p.jpg": b"x", "q.jpg": b"x"}), 413)
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 10
    field = f'--{EDGE}\r\nContent-Disposition: form-data; name="more"\r\n\r\n{"x" * 99}\r\n--{EDGE}--\r\n'
    assert post(collect, field.encode()).status == 413
    assert not Submission.objects.exists()


def test_the_advised_size_is_below_what_is_taken(settings: Any) -> None:
    assert settings.SUBMISSION_ADVISED_BYTES == 100_000_000 < settings.SUBMISSION_MAX_BYTES


# --- Robust -----------------------------------------------------------------------------------------


def test_an_interview_costs_one_question(collect: Phone) -> None:
    """What is known, which is nothing, with the row: a transaction of its own. From a phone that nobody
    remembers two, for who it is comes first."""
    for prepared in ("a-0", "b-0"):
        collect.send(xml_of(prepared))
    remembered.forget()
    costs = [statements_of(collect, xml_of(instance_id)) for instance_id in ("a-1", "a-2")]
    assert costs == [
        [["EXECUTE", "phone_by_token"], ["EXECUTE", "take_interview"]],
        [["EXECUTE", "keep_interview"]],
    ]
    assert Submission.objects.count() == 4


def statements_of(phone: Phone, xml: bytes) -> list[list[str]]:
    with CaptureQueriesContext(connection) as asked:
        phone.line("POST", f"{phone.base}/submission", {"Content-Type": KIND}, body(xml))
    return [each["sql"].split()[:2] for each in asked.captured_queries]


KIND = f"multipart/form-data; boundary={EDGE}"


def body(xml: bytes) -> bytes:
    return Part(xml, (), more_follows=False).body()


def test_the_history_has_no_address(collect: Phone, phone: tuple[Device, str], baraka: Any) -> None:
    """The original after its correction changes a row: the database keeps who did it, and not the address."""
    collect.send(xml_of("a-2", old="a-1"))
    collect.send(xml_of("a-1"))
    with connection.cursor() as cursor:
        cursor.execute("SELECT pgh_context, e::text FROM enumerations_submissionevent e")
        ((context, kept),) = cursor.fetchall()
    assert json.loads(context) == {"user": baraka.pk, "url": "/collect/"}
    assert phone[1] not in kept


def test_a_fault_of_ours_is_no_page(collect: Phone) -> None:
    """The database refuses: the phone is told so in XML, and keeps the interview."""
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE enumerations_submission ADD CONSTRAINT never CHECK (id < 0) NOT VALID")
    sent = Part(PHOTO, (("p.jpg", JPEG),), more_follows=False).body()
    answer = collect.ask("POST", f"{collect.base}/submission", sent, {"Content-Type": KIND})
    assert answer.status == 500
    assert "Send it again later" in answer.message
    assert answer.headers["X-OpenRosa-Version"] == "1.0"


def test_a_count_that_moves_on_meanwhile(collect: Phone) -> None:
    Enumeration.objects.update(state="verified")
    refused(lambda: collect.send(xml_of("a-1")), 409)
