"""The pages of lists: who posts, who prints, what is written down, what a wrong answer is told."""

import io
import zipfile
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import AccessRecord
from tests import factories
from tests.access.world import read
from tests.factories_verification import PostedListFactory, PostingFactory
from tests.verification.villages import Village
from verification.models import PostedList, Posting
from verification.services.making_lists import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def staff(settlement: Any) -> Any:
    return factories.member_of(settlement, "staff")


def in_days(days: int) -> str:
    return str(timezone.localdate() + timedelta(days=days))


def answers(**said: Any) -> dict[str, Any]:
    return {
        "posted_on": in_days(0), "place": "Water kiosk", "where_to_object": "Social hall",
        "contact": "0712 345678", "names": "numbers", "language": "both", "paper": "a4",
    } | said  # fmt: skip


def new(count: Any) -> str:
    return reverse("verification:posting-create", args=[count.pk])


def page(count: Any) -> str:
    return reverse("verification:lists", args=[count.pk])


def test_staff_post_and_a_leader_prints(
    client: Client, village: Village, staff: Any, amina: Any, django_capture_on_commit_callbacks: Any
) -> None:
    client.force_login(staff)
    assert "No list was posted yet" in client.get(page(village.count)).content.decode()
    with django_capture_on_commit_callbacks() as asked:
        answer = client.post(new(village.count), answers())
    assert answer.headers["Location"] == page(village.count)
    assert len(asked) == 1
    posting = Posting.objects.get()
    assert (posting.number, posting.closes_on, posting.names) == (
        1,
        timezone.localdate() + timedelta(days=14),
        False,
    )
    assert posting.created_by == staff
    told = client.get(page(village.count)).content.decode()
    assert "0 of 3 lists made" in told
    assert "hx-get" in told
    make(posting.pk)
    client.force_login(amina)
    told = client.get(page(village.count)).content.decode()
    assert "hx-get" not in told
    assert "B · Bondeni" in told
    assert "Post newer lists" not in told
    listed = PostedList.objects.get(cluster=village.bondeni)
    answer = client.get(reverse("verification:list-pdf", args=[listed.pk]))
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"] == 'inline; filename="KMT-B-1.pdf"'
    assert "no-store" in answer["Cache-Control"]
    assert read(answer) == listed.file.open().read()
    assert not AccessRecord.objects.filter(kind="downloaded").exists()


def test_fetching_names_is_written_down(client: Client, village: Village, posted: Any, amina: Any) -> None:
    posting = posted(names=True)
    client.force_login(amina)
    listed = PostedList.objects.get(cluster=village.bondeni)
    for address in (
        reverse("verification:list-pdf", args=[listed.pk]),
        reverse("verification:lists-zip", args=[posting.pk]),
    ):
        read(client.get(address))
        read(client.head(address))
    kept = AccessRecord.objects.filter(kind="downloaded").order_by("pk")
    assert [(each.user, each.subject, each.settlement) for each in kept] == [
        (amina, f"posted list {listed.pk}", "KMT"),
        (amina, f"posting {posting.pk}", "KMT"),
    ]


def test_all_lists_in_one_file(client: Client, village: Village, posted: Any, amina: Any) -> None:
    posting = posted()
    client.force_login(amina)
    answer = client.get(reverse("verification:lists-zip", args=[posting.pk]))
    assert answer.streaming
    assert answer["Content-Disposition"] == 'attachment; filename="KMT-1.zip"'
    with zipfile.ZipFile(io.BytesIO(read(answer))) as archive:
        assert archive.testzip() is None
        inside = {name: archive.read(name) for name in archive.namelist()}
    assert set(inside) == {"KMT-B-1.pdf", "KMT-C-1.pdf", "KMT-0-1.pdf"}
    assert inside["KMT-C-1.pdf"] == PostedList.objects.get(cluster=village.chini).file.open().read()


@pytest.mark.parametrize(("said", "told"), [
    ({"posted_on": ""}, "This field is required."),
    ({"posted_on": 366}, "Is the year right?"),
    ({"closes_on": 0}, "People need time to object"),
    ({"closes_on": 366}, "More than four months to object"),
    ({"names": "names"}, "Say on which day the settlement&#x27;s meeting chose names"),
    ({"names": "names", "names_agreed_on": 1}, "The meeting comes before"),
    ({"names": "perhaps"}, "Select a valid choice"),
    ({"where_to_object": " "}, "This field is required."),
    ({"place": "x" * 201}, "at most 200 characters"),
    ({"language": "fr"}, "Select a valid choice"),
    ({"paper": "a0"}, "Select a valid choice"),
    ({"contact": "\x00"}, "Null characters are not allowed"),
])  # fmt: skip
def test_what_is_wrong_is_said_and_nothing_is_kept(
    client: Client, village: Village, staff: Any, said: dict[str, Any], told: str
) -> None:
    """A number stands for a day: so many from today."""
    client.force_login(staff)
    dated = {name: in_days(value) if isinstance(value, int) else value for name, value in said.items()}
    answer = client.post(new(village.count), answers(**dated))
    assert answer.status_code == 422
    assert told in answer.content.decode()
    assert not Posting.objects.exists()


def test_names_are_kept_with_the_day_of_the_meeting(client: Client, village: Village, staff: Any) -> None:
    client.force_login(staff)
    yesterday = timezone.localdate() - timedelta(days=1)
    client.post(new(village.count), answers(names="names", names_agreed_on=str(yesterday)))
    client.post(new(village.count), answers(names="numbers", names_agreed_on=str(yesterday)))
    kept = Posting.objects.order_by("number").values_list("number", "names", "names_agreed_on")
    assert list(kept) == [(1, True, yesterday), (2, False, None)]


def test_the_next_posting_begins_with_what_the_last_said(
    client: Client, village: Village, staff: Any
) -> None:
    PostingFactory(enumeration=village.count, names=True, paper="a3")
    client.force_login(staff)
    shown = client.get(new(village.count)).context["form"]
    assert {name: shown[name].value() for name in ("place", "names", "paper")} == {
        "place": "Kioski cha maji darajani", "names": "names", "paper": "a3"
    }  # fmt: skip
    assert shown["closes_on"].value() is None


@pytest.mark.parametrize("state", ["planned", "enumerating", "verified", "adopted", "closed"])
def test_a_count_that_is_not_checked_posts_nothing(
    client: Client, village: Village, staff: Any, state: str
) -> None:
    posting: Any = PostingFactory(enumeration=village.count, ready_at=timezone.now())
    adopted = timezone.localdate() if state == "adopted" else None
    type(village.count).objects.filter(pk=village.count.pk).update(state=state, adopted_on=adopted)
    client.force_login(staff)
    assert "its state is" in client.get(new(village.count)).content.decode()
    assert client.post(new(village.count), answers()).status_code == 422
    assert "Post newer lists" not in client.get(page(village.count)).content.decode()
    client.post(reverse("verification:posting-again", args=[posting.pk]))
    posting.refresh_from_db()
    assert not posting.is_being_made
    assert Posting.objects.count() == 1


def test_making_again_is_for_the_newest(client: Client, village: Village, posted: Any, staff: Any) -> None:
    older, newer = posted(), posted()
    client.force_login(staff)
    for posting in (older, newer):
        client.post(reverse("verification:posting-again", args=[posting.pk]))
        posting.refresh_from_db()
    assert (older.is_being_made, newer.is_being_made) == (False, True)
    assert "List version 1" in client.get(page(village.count)).content.decode()


@pytest.mark.parametrize(
    ("copies", "kept"), [("12", 12), ("0", None), ("99999", None), ("many", None), ("", None)]
)
def test_the_number_printed_is_noted(
    client: Client, village: Village, posted: Any, staff: Any, copies: str, kept: int | None
) -> None:
    posting = posted()
    client.force_login(staff)
    address = reverse("verification:posting-copies", args=[posting.pk])
    answer = client.post(address, {"copies": copies}, follow=True)
    posting.refresh_from_db()
    assert posting.copies == kept
    assert ("Noted." in answer.content.decode()) == (kept is not None)


@pytest.mark.parametrize(("failed", "told"), [
    ("nothing_to_list", "There is nothing to list"), ("no_font", "fonts-dejavu-core"),
    ("disk_full", "no room left"), ("internal_error", "The lists could not be made"),
])  # fmt: skip
def test_a_failure_is_told_in_words(
    client: Client, village: Village, amina: Any, failed: str, told: str
) -> None:
    PostingFactory(enumeration=village.count, failed=failed)
    client.force_login(amina)
    answer = client.get(page(village.count)).content.decode()
    assert told in answer
    assert "hx-get" not in answer


def test_a_file_that_is_not_there_is_no_error(
    client: Client, village: Village, posted: Any, amina: Any
) -> None:
    posting = posted()
    listed = PostedList.objects.get(cluster=village.bondeni)
    listed.file.storage.delete(str(listed.file))
    client.force_login(amina)
    answer = client.get(reverse("verification:list-pdf", args=[listed.pk]), follow=True)
    assert "Make the lists again" in answer.content.decode()
    with zipfile.ZipFile(
        io.BytesIO(read(client.get(reverse("verification:lists-zip", args=[posting.pk]))))
    ) as archive:
        assert set(archive.namelist()) == {"KMT-C-1.pdf", "KMT-0-1.pdf"}


def test_the_status_leads_a_stranger_to_sign_in(client: Client, village: Village) -> None:
    address = reverse("verification:lists-status", args=[village.count.pk])
    assert client.get(address).status_code == 302
    answer = client.get(address, headers={"HX-Request": "true"})
    assert answer.headers["HX-Redirect"].startswith("/accounts/login/")


def test_the_page_asks_little_whatever_the_number_of_lists(
    client: Client, village: Village, amina: Any, django_assert_max_num_queries: Any
) -> None:
    posting: Any = PostingFactory(enumeration=village.count, ready_at=timezone.now())
    for _n in range(30):
        cluster = factories.ClusterFactory(settlement=village.count.settlement)
        PostedListFactory(posting=posting, cluster=cluster)
    client.force_login(amina)
    client.get(page(village.count))
    with django_assert_max_num_queries(10):
        client.get(page(village.count))
