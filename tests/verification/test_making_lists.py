"""Lists are made once each, whatever stops the worker; and they go when somebody on them goes."""

from datetime import timedelta
from typing import Any

import psycopg2
import pytest
from django.core.files.storage import default_storage
from django.utils import timezone

from enumerations.models import Household, RetentionNotice
from enumerations.rights import Purpose, Route
from enumerations.services.retention import retain
from enumerations.services.rights.agreements import restrict, take_back
from enumerations.services.rights.erasure import erase
from enumerations.services.rights.requests import Wish
from tests import factories
from tests.factories_verification import PostingFactory
from tests.verification.villages import Village, paper_of
from tests.worker import StartWorker, forget_queue, is_waiting, kill, wait_for
from verification.models import PostedList, Posting
from verification.services import making_lists
from verification.services.lists import (
    NotPostable,
    changed_since,
    create_posting,
    latest_posting,
    make_again,
    sweep_lists,
)
from verification.services.making_lists import MAX_ATTEMPTS, make


@pytest.fixture
def wish() -> Wish:
    user: Any = factories.UserFactory()
    return Wish(
        how=Route.OFFICE,
        on=timezone.localdate(),
        taken_by=user,
        reason="Asked at the desk.",
    )


def kept(posting: Posting) -> dict[Any, tuple[str, Any]]:
    """Each list by its cluster: the file's digest and when it was made."""
    return {each.cluster_id: (each.sha256, each.made_at) for each in posting.lists.all()}


def files_of(posting: Posting) -> list[str]:
    folder = f"lists/{posting.pk}"
    return sorted(default_storage.listdir(folder)[1]) if default_storage.exists(folder) else []


@pytest.mark.django_db
class TestMaking:
    def test_each_cluster_with_a_door_has_a_list(self, village: Village, posted: Any) -> None:
        factories.ClusterFactory(settlement=village.count.settlement, code="D")
        posting = posted()
        assert set(kept(posting)) == {village.bondeni.pk, village.chini.pk, None}
        assert not posting.is_being_made
        assert latest_posting(village.count) == posting
        assert sorted(f"{pk or 'none'}.pdf" for pk in kept(posting)) == files_of(posting)

    def test_a_second_run_changes_nothing(self, village: Village, posted: Any) -> None:
        posting = posted()
        before = kept(posting)
        make(posting.pk)
        assert kept(posting) == before

    def test_made_again_from_the_register_as_it_is(self, village: Village, posted: Any) -> None:
        posting = posted(language="en")
        Household.objects.filter(pk=village.homes["below"].pk).update(members_total=9)
        make_again(posting)
        posting.refresh_from_db()
        assert posting.is_being_made
        # Until it is replaced the old list can be fetched, and the posting is the one that people read.
        assert dict(paper_of(posting, village.chini).doors)["KMT/C/7"].endswith(" 2")
        assert latest_posting(village.count) == posting
        make(posting.pk)
        assert dict(paper_of(posting, village.chini).doors)["KMT/C/7"].endswith(" 9")
        assert posting.lists.count() == 3

    def test_a_list_of_a_cluster_that_has_no_door_any_more_goes(self, village: Village, posted: Any) -> None:
        posting = posted()
        Household.objects.filter(structure=None).delete()
        make_again(posting)
        make(posting.pk)
        assert set(kept(posting)) == {village.bondeni.pk, village.chini.pk}
        assert "none.pdf" not in files_of(posting)

    def test_newer_lists_replace_the_older(self, village: Village, posted: Any) -> None:
        older, newer = posted(names=True), posted(names=True)
        assert files_of(older) == []
        assert [(each.carries, each.named, str(each.file)) for each in older.lists.all()] == [
            ([], [], "")
        ] * 3
        assert sum(each.pages for each in older.lists.all()) > 0
        assert latest_posting(village.count) == newer
        assert len(files_of(newer)) == 3

    def test_an_empty_settlement_says_so(self, settlement: Any) -> None:
        posting: Any = PostingFactory(enumeration__settlement=settlement)
        make(posting.pk)
        posting.refresh_from_db()
        assert (posting.failed, posting.ready_at, posting.is_being_made) == ("nothing_to_list", None, False)
        assert latest_posting(posting.enumeration) is None

    def test_without_letters_to_print_with_it_says_so(
        self, village: Village, posted: Any, settings: Any
    ) -> None:
        settings.PAPER_FONTS = settings.MEDIA_ROOT / "no-fonts"
        assert posted().failed == "no_font"

    def test_lists_that_always_stop_their_worker_are_given_up(self, village: Village) -> None:
        posting: Any = PostingFactory(enumeration=village.count, attempts=MAX_ATTEMPTS)
        make(posting.pk)
        posting.refresh_from_db()
        assert posting.failed == "too_many_attempts"

    def test_the_sweep_finds_what_stalled_and_nothing_else(self, village: Village) -> None:
        now, old = timezone.now(), timezone.now() - timedelta(minutes=5)
        for begun, asked, ready, failed in (
            (None, old, None, ""), (old, old, None, ""), (old, old + timedelta(seconds=1), old, ""),
            (now, old, None, ""), (None, now, None, ""), (old, old, now, ""), (old, old, None, "no_font"),
        ):  # fmt: skip
            PostingFactory(
                enumeration=village.count, begun_at=begun, asked_at=asked, ready_at=ready, failed=failed
            )
        assert sweep_lists() == 3
        assert sweep_lists() == 0

    def test_a_count_that_is_not_being_checked_posts_nothing(self, village: Village, amina: Any) -> None:
        village.count.state = "enumerating"
        village.count.save()
        with pytest.raises(NotPostable):
            create_posting(enumeration=village.count, user=amina)
        assert not Posting.objects.exists()


@pytest.mark.django_db
class TestWhoGoes:
    def test_a_withdrawal_is_told_of_until_the_lists_are_made_again(
        self, village: Village, posted: Any, wish: Wish
    ) -> None:
        posting = posted(names=True)
        assert changed_since(posting) == 0
        take_back(household=village.homes["agreed"], purposes=[Purpose.LIST], wish=wish)
        restrict(household=village.homes["silent"], wish=wish)
        assert changed_since(posting) == 2
        make_again(posting)
        make(posting.pk)
        assert changed_since(posting) == 0
        assert "Achieng" not in paper_of(posting, village.bondeni).words

    def test_a_name_taken_back_does_not_matter_where_none_is_shown(
        self, village: Village, posted: Any, wish: Wish
    ) -> None:
        posting = posted(names=False)
        take_back(household=village.homes["agreed"], purposes=[Purpose.LIST], wish=wish)
        assert changed_since(posting) == 0

    @pytest.mark.parametrize("answers_stay", [False, True])
    def test_an_erasure_takes_the_list_away_and_makes_it_anew(
        self, village: Village, posted: Any, wish: Wish, answers_stay: bool
    ) -> None:
        posting = posted(names=True, language="en")
        before = kept(posting)
        erase(household=village.homes["agreed"], answers_stay=answers_stay, wish=wish)
        assert f"{village.bondeni.pk}.pdf" not in files_of(posting)
        assert len(files_of(posting)) == 2
        make(posting.pk)
        paper = paper_of(posting, village.bondeni)
        assert "Achieng" not in paper.words
        assert [said for door, said in paper.doors if door == "KMT/B/2"] == ["02 Owner – 7"]
        after = kept(posting)
        assert [pk for pk in before if before[pk] != after[pk]] == [village.bondeni.pk]

    def test_after_the_time_to_object_it_is_only_taken_away(
        self, village: Village, posted: Any, wish: Wish
    ) -> None:
        today = timezone.localdate()
        posting = posted(posted_on=today - timedelta(days=20), closes_on=today - timedelta(days=1))
        erase(household=village.homes["agreed"], answers_stay=False, wish=wish)
        posting.refresh_from_db()
        assert not posting.is_being_made
        assert len(files_of(posting)) == 2

    def test_lists_go_when_the_time_of_a_count_is_over(self, village: Village, posted: Any) -> None:
        posting = posted(names=True)
        # A batch taken back: nothing leads to this household any more, but it stands on a list.
        Household.objects.filter(pk=village.homes["below"].pk).delete()
        left_behind = default_storage.path(f"lists/{posting.pk}/9.part")
        with open(left_behind, "wb") as part:
            part.write(b"%PDF")
        years_ago = timezone.localdate() - timedelta(days=6 * 366)
        type(village.count).objects.filter(pk=village.count.pk).update(state="adopted", adopted_on=years_ago)
        retain()
        RetentionNotice.objects.update(found_at=timezone.now() - timedelta(days=15))
        retain()
        assert files_of(posting) == []
        assert not any(each.carries or each.named for each in PostedList.objects.all())
        posting.refresh_from_db()
        assert not posting.is_being_made


@pytest.mark.django_db(transaction=True)
def test_a_killed_worker_leaves_every_list_made_or_not(
    village: Village,
    amina: Any,
    start_worker: StartWorker,
    held: Any,
    settings: Any,
) -> None:
    """Stopped while the second list is written down, with its file already there."""
    holder: psycopg2.extensions.connection = held
    holder.cursor().execute(f"SELECT 1 FROM settlements_cluster WHERE id = {village.chini.pk} FOR UPDATE")
    worker = start_worker()
    today = timezone.localdate()
    posting = create_posting(
        enumeration=village.count,
        user=amina,
        posted_on=today,
        closes_on=today + timedelta(days=14),
        place="The bridge",
        where_to_object="The hall",
    )
    wait_for(lambda: is_waiting(holder))
    before = kept(posting)
    assert set(before) == {village.bondeni.pk}
    assert f"{village.chini.pk}.pdf" in files_of(posting)
    kill(worker)
    forget_queue()
    holder.rollback()
    start_worker()
    wait_for(lambda: Posting.objects.get(pk=posting.pk).ready_at is not None)
    after = kept(posting)
    assert set(after) == {village.bondeni.pk, village.chini.pk, None}
    assert after[village.bondeni.pk] == before[village.bondeni.pk]
    assert files_of(posting) == sorted(f"{pk or 'none'}.pdf" for pk in after)
    assert [door for door, _said in paper_of(posting, village.chini).doors] == ["KMT/C/7"]


@pytest.mark.django_db
def test_a_failure_is_logged_by_its_place_and_says_nothing_of_anybody(
    village: Village, posted: Any, caplog: Any, settings: Any
) -> None:
    """Here a folder stands where a list's file belongs."""
    posting: Any = PostingFactory(enumeration=village.count, names=True)
    for cluster in (village.bondeni, village.chini):
        (settings.MEDIA_ROOT / "lists" / str(posting.pk) / f"{cluster.pk}.pdf").mkdir(parents=True)
    make(posting.pk)
    posting.refresh_from_db()
    assert posting.failed == "internal_error"
    assert "making_lists.py" in caplog.text
    assert "Achieng" not in caplog.text
    assert making_lists.__name__ in {record.name for record in caplog.records}
