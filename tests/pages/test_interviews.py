"""Interviews as people meet them: the enumerator's own page, the review, the inbox, the supervision."""

import csv
import io
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from PIL import Image

from accounts.models import AccessRecord
from enumerations.models import HeldSending, Submission
from enumerations.views.decision_words import HELD_BACK
from tests import factories
from tests.pages.interviews import Evening
from tests.pages.markup import faults_of
from tests.pages.test_batch_pages import text_of


@pytest.fixture
def evening(count: Any, baraka: Any) -> Evening:
    return Evening(count, baraka)


@pytest.fixture
def made(evening: Evening) -> dict[str, Submission]:
    return evening.all()


def page_of(client: Any, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    text: str = answer.content.decode()
    assert faults_of(text) == []
    return text


# --- The enumerator's own page --------------------------------------------------------------------


def test_baraka_reads_what_came_of_each_interview(made: Any, baraka: Any, client_of: Any) -> None:
    answer = client_of(baraka).get("/interviews/")
    told = text_of(answer)
    assert "Today 7 interviews came; 2 are in the register." in told
    assert "1 came back to you" in told
    assert "“The rent is missing: ask what they paid last month.”" in told
    assert "No structure with this number is in the register: KMT/B/99." in told
    assert "What is still on your phone cannot be seen here." in told
    assert told.index("KMT/B/3") < told.index("KMT/B/7")  # what came back is on top
    corrects = answer.content.decode()
    for name, is_offered in {"returned": True, "rejected": True, "fine": False, "received": False}.items():
        assert (f'href="/interviews/{made[name].pk}/correct/"' in corrects) is is_offered


def test_the_own_page_is_light_and_asks_little(evening: Evening, baraka: Any, client_of: Any) -> None:
    made = [evening.sent(n, "rejected" if n % 3 == 0 else "in_register") for n in range(1, 41)]
    for one in made[::2]:
        evening.problem(one, "interview_short", "warning")
    client = client_of(baraka)
    client.get("/interviews/")
    with CaptureQueriesContext(connection) as asked:
        page = page_of(client, "/interviews/")
    assert len(page.encode()) < 30_000
    assert page.count('class="interview"') == 25
    assert len(asked) <= 11, [query["sql"][:90] for query in asked.captured_queries]
    assert page_of(client, "/interviews/?page=2").count('class="interview"') == 15


def test_another_enumerators_interviews_are_not_there(made: Any, settlement: Any, client_of: Any) -> None:
    naliaka = factories.member_of(settlement, "enumerator")
    assert "No interview of yours has come yet." in text_of(client_of(naliaka).get("/interviews/"))
    assert client_of(naliaka).get(f"/interviews/{made['fine'].pk}/").status_code == 404


def test_who_no_longer_counts_there_sees_nothing_of_it(made: Any, baraka: Any, client_of: Any) -> None:
    baraka.memberships.all().delete()
    assert "No interview of yours has come yet." in text_of(client_of(baraka).get("/interviews/"))


def test_who_reviews_is_led_to_what_waits(made: Any, amina: Any, client_of: Any) -> None:
    assert "2 interviews to look at: First count" in text_of(client_of(amina).get("/interviews/"))


# --- Review ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("wish", "doors"),
    [
        ("", {1, 2, 3, 4, 5, 6, 7, 8}),
        ("review=returned", {3}),
        ("state=rejected", {4}),
        ("warned=1", {2, 4}),
        ("cluster=B&review=accepted", {1}),
        ("cluster=X", set()),
        ("who=0", set()),
        ("day=2026-04-31&state=nothing&who=x&review=%00", {1, 2, 3, 4, 5, 6, 7, 8}),
    ],
)
def test_the_list_is_filtered(
    wish: str, doors: set[int], made: Any, count: Any, amina: Any, client_of: Any
) -> None:
    answer = client_of(amina).get(f"/enumerations/{count.pk}/interviews/?{wish}")
    shown = {int(it.door.rpartition("/")[2]) for it in answer.context["interviews"]}
    assert shown == doors
    assert faults_of(answer.content.decode()) == []


def test_the_list_asks_as_much_for_many_as_for_few(
    evening: Evening, count: Any, amina: Any, client_of: Any
) -> None:
    client, address = client_of(amina), f"/enumerations/{count.pk}/interviews/"
    for n, state in ((1, "in_register"), (2, "rejected")):
        evening.problem(evening.sent(n, state), "interview_short", "warning")
    client.get(address)
    with CaptureQueriesContext(connection) as few:
        client.get(address)
    for n in range(3, 30):
        state = "in_register" if n % 3 else "rejected"
        evening.problem(evening.sent(n, state), "interview_short", "warning")
    with CaptureQueriesContext(connection) as many:
        assert len(client.get(address).context["interviews"]) == 29
    assert len(many) == len(few) <= 15, [query["sql"][:90] for query in many.captured_queries]


def test_many_are_accepted_without_a_script(made: Any, count: Any, amina: Any, client_of: Any) -> None:
    address = f"/enumerations/{count.pk}/interviews/?review=pending"
    chosen = [made["warned"].pk, made["before"].pk, made["received"].pk]
    answer = client_of(amina).post(address, {"chosen": chosen, "deed": "accept"}, follow=True)
    assert answer.redirect_chain == [(address, 302)]
    assert "2 interviews accepted. 1 stays as it was" in text_of(answer)
    assert set(Submission.objects.filter(review="accepted").values_list("pk", flat=True)) == {
        made["fine"].pk, made["warned"].pk, made["before"].pk,
    }  # fmt: skip


def test_all_of_a_filter_are_returned_at_once(made: Any, count: Any, amina: Any, client_of: Any) -> None:
    address = f"/enumerations/{count.pk}/interviews/?state=in_register&review=pending"
    client_of(amina).post(address, {"every": "1", "deed": "return", "reason": "Take the point again."})
    returned = Submission.objects.filter(review_reason="Take the point again.")
    assert {one.pk for one in returned} == {made["warned"].pk, made["before"].pk}


def test_a_return_without_a_reason_keeps_what_was_chosen(
    made: Any, count: Any, amina: Any, client_of: Any
) -> None:
    address = f"/enumerations/{count.pk}/interviews/"
    answer = client_of(amina).post(address, {"chosen": [made["warned"].pk], "deed": "return", "reason": " "})
    assert answer.status_code == 422
    assert "Nothing was returned." in text_of(answer)
    assert f'value="{made["warned"].pk}" checked' in answer.content.decode()


def test_one_after_the_other(made: Any, count: Any, amina: Any, client_of: Any) -> None:
    client, query = client_of(amina), "?review=pending&state=in_register"
    first = client.get(f"/interviews/{made['warned'].pk}/{query}")
    assert (first.context["previous"], first.context["next"]) == (None, made["before"].pk)
    sent = {"chosen": made["warned"].pk, "deed": "accept", "then": made["before"].pk}
    answer = client.post(f"/enumerations/{count.pk}/interviews/{query}", sent)
    assert answer["Location"] == f"/interviews/{made['before'].pk}/{query}"


def test_the_counts_page_says_what_is_open(
    evening: Evening, made: Any, count: Any, amina: Any, client_of: Any
) -> None:
    evening.contradictions(made)
    told = text_of(client_of(amina).get(f"/enumerations/{count.pk}/"))
    assert "1 interview is returned and waits for its correction. It is counted until then." in told
    assert "4 to decide" in told


# --- One interview --------------------------------------------------------------------------------


def test_leaders_read_no_names_and_data_managers_do_on_record(
    made: Any, amina: Any, tabitha: Any, client_of: Any
) -> None:
    address = f"/interviews/{made['fine'].pk}/"
    told = text_of(client_of(amina).get(address))
    assert "Main drinking water Public tap or standpipe" in told
    assert "11 m from the structure" in told
    assert "31 minutes" in told
    assert "Wanjiru" not in told
    assert "4 answers are not open to you" in told
    assert not AccessRecord.objects.exists()
    assert "Wanjiru wa Kamau" in text_of(client_of(tabitha).get(address))
    [looked] = AccessRecord.objects.all()
    assert (looked.user, looked.kind, looked.subject, looked.settlement) == (
        tabitha, "read", f"interview {made['fine'].pk}", "KMT",
    )  # fmt: skip


def test_baraka_reads_the_names_of_the_own_and_never_the_place(
    made: Any, baraka: Any, client_of: Any
) -> None:
    told = text_of(client_of(baraka).get(f"/interviews/{made['fine'].pk}/"))
    assert "Wanjiru wa Kamau" in told
    assert "36.8" not in told


def test_what_was_corrected_is_told_by_tier(
    evening: Evening, amina: Any, tabitha: Any, client_of: Any
) -> None:
    first = evening.sent(1, "replaced")
    later = evening.sent(
        2, replaces=first, said={"structure_code": "KMT/B/1", "rooms_used": 2, "head_name": "Akinyi"}
    )
    assert later.household is not None
    address = f"/interviews/{later.pk}/"
    leader, manager = (text_of(client_of(who).get(address)) for who in (amina, tabitha))
    for told in (leader, manager):
        assert "≠ differs: Rooms used 1 2" in told
    assert "≠ differs: Name of household head Not open to you" in leader
    assert "≠ differs: Name of household head Wanjiru wa Kamau Akinyi" in manager


def test_a_picture_shows_only_what_it_shows(
    evening: Evening, made: Any, tabitha: Any, client_of: Any
) -> None:
    out, told = io.BytesIO(), Image.Exif()
    told[0x010F] = "Secretphone"
    Image.new("RGB", (9, 9), "red").save(out, "JPEG", exif=told)
    file = factories.AttachmentFactory.create(
        submission=made["fine"], content=out.getvalue(), name="exif.jpg"
    )
    assert b"Secretphone" in out.getvalue()
    answer = client_of(tabitha).get(f"/interviews/{made['fine'].pk}/files/{file.pk}/")
    assert (answer["Content-Type"], b"Secretphone" in answer.content) == ("image/jpeg", False)
    assert AccessRecord.objects.filter(user=tabitha, subject=f"interview {made['fine'].pk}").exists()


def test_what_is_no_picture_is_not_found(made: Any, tabitha: Any, client_of: Any) -> None:
    sound = factories.AttachmentFactory.create(submission=made["fine"], content=b"ID3 a sound", name="a.mp3")
    assert client_of(tabitha).get(f"/interviews/{made['fine'].pk}/files/{sound.pk}/").status_code == 404


def test_what_is_no_longer_kept_is_said(made: Any, amina: Any, client_of: Any) -> None:
    Submission.objects.filter(pk=made["fine"].pk).update(xml=None)
    assert "The answers are no longer kept." in text_of(
        client_of(amina).get(f"/interviews/{made['fine'].pk}/")
    )


# --- What contradicts -----------------------------------------------------------------------------


def test_the_inbox_keeps_what_was_decided(
    evening: Evening, made: Any, count: Any, amina: Any, client_of: Any
) -> None:
    held, client = evening.contradictions(made), client_of(amina)
    inbox = f"/enumerations/{count.pk}/conflicts/"
    assert len(client.get(inbox).context["waiting"]) == 4
    address = f"{inbox}held/{held['picture'].pk}/"
    assert "Nothing changes. The later picture stays here." in text_of(client.get(address))
    answer = client.post(address, {"decision": "kept_first"}, follow=True)
    assert "Decided: what came first stays." in text_of(answer)
    assert (len(answer.context["waiting"]), len(answer.context["decided"])) == (3, 1)
    assert "What came first stays · Amina" in text_of(client.get(address))


def test_a_long_inbox_begins_with_the_oldest(
    made: Any, count: Any, amina: Any, client_of: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("enumerations.views.conflicts.MOST", 2)
    for n in range(3):
        factories.HeldSendingFactory.create(submission=made["fine"], said={"n": n})
    long_ago = timezone.now() - timedelta(days=2)
    Submission.objects.filter(pk=made["conflict"].pk).update(received_at=long_ago)
    answer = client_of(amina).get(f"/enumerations/{count.pk}/conflicts/")
    assert [each.why == HELD_BACK for each in answer.context["waiting"]] == [True, False]
    assert "The oldest 2 of 4." in text_of(answer)


@pytest.mark.parametrize("wish", ["", "nothing", "open"])
def test_a_decision_must_be_one(
    wish: str, evening: Evening, made: Any, count: Any, amina: Any, client_of: Any
) -> None:
    held = evening.contradictions(made)["different"]
    address = f"/enumerations/{count.pk}/conflicts/held/{held.pk}/"
    answer = client_of(amina).post(address, {"decision": wish}, follow=True)
    assert "Choose what is to be done." in text_of(answer)
    assert HeldSending.objects.get(pk=held.pk).decision == "open"


def test_the_two_stand_side_by_side_by_tier(
    evening: Evening, made: Any, count: Any, amina: Any, tabitha: Any, client_of: Any
) -> None:
    held = evening.contradictions(made)["different"]
    address = f"/enumerations/{count.pk}/conflicts/held/{held.pk}/"
    leader, manager = (text_of(client_of(who).get(address)) for who in (amina, tabitha))
    assert "≠ differs: Rooms used 1 2" in leader
    assert "Wanjiru" not in leader
    assert "Wanjiru wa Kamau Wanjiru Kamau" in manager
    assert "becomes a correction of the first" in leader


def test_the_held_back_interview_is_sent_back_with_a_reason(
    evening: Evening, made: Any, count: Any, amina: Any, client_of: Any
) -> None:
    evening.contradictions(made)
    address = f"/enumerations/{count.pk}/conflicts/interviews/{made['conflict'].pk}/"
    assert "≠ differs: Rooms used 3 1" in text_of(client_of(amina).get(address))
    client_of(amina).post(address, {"decision": "kept_first", "reason": "Which door was it?"})
    made["conflict"].refresh_from_db()
    assert (made["conflict"].state, made["conflict"].review_reason) == ("rejected", "Which door was it?")


# --- How the work goes ----------------------------------------------------------------------------


def test_supervisors_see_all_and_enumerators_themselves(
    evening: Evening, made: Any, count: Any, amina: Any, baraka: Any, client_of: Any
) -> None:
    factories.HouseholdFactory.create(enumeration=count, enumerator="Naliaka Were")
    address = f"/enumerations/{count.pk}/supervision/"
    everybody = page_of(client_of(amina), address)
    assert "Naliaka Were" in everybody
    own = page_of(client_of(baraka), address)
    assert "Baraka, day by day" in own
    assert "Naliaka" not in own


def test_a_name_is_in_no_address(count: Any, amina: Any, client_of: Any) -> None:
    factories.HouseholdFactory.create(enumeration=count, enumerator="Naliaka Were")
    client = client_of(amina)
    [line] = client.get(f"/enumerations/{count.pk}/supervision/").context["lines"]
    assert line.key.isalnum()
    assert "aliaka" not in line.key
    chosen = text_of(client.get(f"/enumerations/{count.pk}/supervision/?of={line.key}"))
    assert "Naliaka Were, day by day" in chosen
    assert "5 Oct 2026 1 1" in chosen


def test_the_table_is_sorted_as_asked(count: Any, amina: Any, client_of: Any) -> None:
    for name, n in (("Ali", 1), ("Beti", 3), ("Chege", 2)):
        factories.HouseholdFactory.create_batch(n, enumeration=count, enumerator=name)
    address = f"/enumerations/{count.pk}/supervision/"

    def names(wish: str) -> list[str]:
        return [line.name for line in client_of(amina).get(address + wish).context["lines"]]

    assert names("") == ["Ali", "Beti", "Chege"]
    assert names("?sort=-name") == ["Chege", "Beti", "Ali"]
    assert names("?sort=interviews") == ["Beti", "Chege", "Ali"]
    assert names("?sort=-interviews") == ["Ali", "Chege", "Beti"]
    assert names("?sort=nothing&since=2026-02-30&of=x") == ["Ali", "Beti", "Chege"]
    assert names("?since=2026-10-06") == []


def test_the_page_asks_as_much_for_many_as_for_few(
    evening: Evening, count: Any, amina: Any, client_of: Any
) -> None:
    client, address = client_of(amina), f"/enumerations/{count.pk}/supervision/"
    evening.sent(1)
    client.get(address)
    with CaptureQueriesContext(connection) as few:
        client.get(address)
    for n in range(2, 12):
        evening.sent(n, days_ago=n, sent_by=factories.UserFactory.create())
    with CaptureQueriesContext(connection) as many:
        client.get(address)
    assert len(many) == len(few) <= 9


def test_the_spreadsheet_is_harmless_and_written_down(count: Any, amina: Any, client_of: Any) -> None:
    factories.HouseholdFactory.create_batch(2, enumeration=count, enumerator="=cmd()")
    answer = client_of(amina).get(f"/enumerations/{count.pk}/supervision.csv")
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert [(row["enumerator"], row["day"], row["interviews"]) for row in rows] == [
        ("'=cmd()", "2026-10-05", "2")
    ]
    [kept] = AccessRecord.objects.all()
    assert (kept.kind, kept.subject) == ("exported", f"supervision of count {count.pk}")


def test_doors_left_are_listed_and_lead_to_the_map(
    evening: Evening, count: Any, baraka: Any, client_of: Any
) -> None:
    evening.sent(1)
    evening.door(2)
    told = client_of(baraka).get(f"/enumerations/{count.pk}/coverage/?page=9999")
    assert "of 2 doors were visited 1" in text_of(told)
    assert [door.code for door in told.context["doors"]] == ["KMT/B/2"]
    assert 'href="/settlements/KMT/?colours=visits"' in told.content.decode()
    assert client_of(baraka).get(f"/enumerations/{count.pk}/coverage/?doors=x&cluster=%00").status_code == 200
