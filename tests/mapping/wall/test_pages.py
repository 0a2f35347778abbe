"""The pages of maps on paper: choosing, what it will be, making, fetching; and whoever may not."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.test import Client
from django.utils import timezone

from accounts.models import AccessRecord
from mapping.models import WallMap
from mapping.wall import works
from settlements.shield import shield, unshield
from tests import factories
from tests.access.world import read
from tests.mapping.wall.places import make_place

pytestmark = pytest.mark.django_db
PAGE = "/settlements/KMT/print/"
CHOSEN = {"form": "sheet", "paper": "a4", "orientation": "either", "language": "en", "is_coloured": "yes",
          "drawn": ["clusters", "grid"], "theme": "", "scale": "", "cluster": ""}  # fmt: skip


@pytest.fixture
def place(db: None) -> Any:
    return make_place(rows=3)


@pytest.fixture
def leader(place: Any) -> Any:
    return factories.member_of(place, "leader")


@pytest.fixture
def signed_in(client: Client, leader: Any) -> Client:
    client.force_login(leader)
    return client


def text(answer: Any, status: int = 200) -> str:
    assert answer.status_code == status
    return re.sub(r"\s+", " ", answer.content.decode())


def made(place: Any, by: Any, **chosen: Any) -> WallMap:
    asked = works.ask(settlement=place, user=by, **{"drawn": ["clusters"], "paper": "a4"} | chosen)
    works.make(asked.pk)
    asked.refresh_from_db()
    return asked


def test_it_says_how_many_sheets_before_anything_is_made(signed_in: Client) -> None:
    told = text(signed_in.get(PAGE))
    assert "1 sheet" in told
    assert "The map on one sheet of A3" in told
    tiled = text(signed_in.get(PAGE, CHOSEN | {"form": "tiled", "scale": "200"}))
    sheets = re.search(r"<strong>(\d+) sheets</strong>", tiled)
    assert sheets is not None
    assert f"{int(sheets[1]) - 1} sheets of A4 to glue together" in tiled
    assert "scale 1:200: 1 cm is 2 m" in tiled
    assert "An overview and 2 pages of villages on A4" in text(
        signed_in.get(PAGE, CHOSEN | {"form": "atlas"})
    )
    assert not WallMap.objects.exists()


@pytest.mark.parametrize("form", ["sheet", "tiled", "atlas"])
def test_it_becomes_as_many_sheets_as_was_said(signed_in: Client, place: Any, leader: Any, form: str) -> None:
    said = re.search(r"<strong>(\d+) sheet", text(signed_in.get(PAGE, CHOSEN | {"form": form})))
    assert said is not None
    found = made(place, leader, form=form, language="en", drawn=["clusters", "grid"])
    assert (found.failed, found.pages) == ("", int(said[1]))


def test_a_leader_has_a_map_made_and_fetches_it(
    signed_in: Client, place: Any, leader: Any, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks() as asked:
        answer = signed_in.post(PAGE, CHOSEN)
    assert len(asked) == 1
    found = WallMap.objects.get()
    assert answer.headers["Location"] == f"{PAGE}{found.pk}/"
    assert (found.asked_by, found.drawn, found.scale, found.cluster) == (
        leader,
        ["clusters", "grid"],
        None,
        None,
    )
    told = text(signed_in.get(f"{PAGE}{found.pk}/"))
    assert "Waiting for its turn" in told
    assert 'hx-trigger="every 2s"' in told
    works.make(found.pk)
    told = text(signed_in.get(f"{PAGE}{found.pk}/"))
    assert "Open the PDF" in told
    assert "every 2s" not in told
    answer = signed_in.get(f"{PAGE}{found.pk}/file/")
    assert answer["Content-Type"] == "application/pdf"
    assert re.search(r'filename="KMT-a4-sheet-\d+\.pdf"', answer["Content-Disposition"])
    assert "no-store" in answer["Cache-Control"]
    content = read(answer)
    assert content.startswith(b"%PDF")
    found.refresh_from_db()
    assert found.size == len(content)
    assert default_storage.exists(f"wall-maps/{place.pk}/{found.pk}.pdf")
    assert not AccessRecord.objects.filter(kind="downloaded").exists()
    assert "A4" in text(signed_in.get(PAGE))


def test_the_same_map_is_made_once_until_the_ground_changes(place: Any, leader: Any) -> None:
    first = made(place, leader)
    assert made(place, leader).pk == first.pk
    assert made(place, leader, paper="a3").pk != first.pk
    factories.StructureFactory.create(settlement=place, code="KMT/B/99")
    place.refresh_from_db()
    assert made(place, leader).pk != first.pk


def test_nobody_waits_for_more_than_a_few(signed_in: Client, place: Any, leader: Any) -> None:
    for paper in ("a4", "a3", "a2"):
        works.ask(settlement=place, user=leader, paper=paper, drawn=[])
    told = text(signed_in.post(PAGE, CHOSEN, follow=True))
    assert "You are waiting for 3 maps already" in told
    assert WallMap.objects.count() == 3


@pytest.mark.parametrize(("said", "told"), [
    ({"paper": "a9"}, "Select a valid choice"),
    ({"scale": "7"}, "Select a valid choice"),
    ({"scale": "1e9"}, "Select a valid choice"),
    ({"form": ""}, "This field is required"),
    ({"drawn": ["people"]}, "Select a valid choice"),
    ({"theme": "occupancy"}, "Select a valid choice"),
    ({"cluster": "999999"}, "Select a valid choice"),
    ({"cluster": "\x00"}, "Please look at the marked answers"),
    ({"language": "fr"}, "Select a valid choice"),
])  # fmt: skip
def test_a_wrong_answer_is_said_and_makes_nothing(signed_in: Client, said: dict[str, Any], told: str) -> None:
    assert told in text(signed_in.get(PAGE, CHOSEN | said), 422)
    assert told in text(signed_in.post(PAGE, CHOSEN | said), 422)
    assert not WallMap.objects.exists()


def test_another_settlement_s_village_is_no_choice(signed_in: Client) -> None:
    elsewhere: Any = factories.ClusterFactory.create(code="Z")
    assert "Select a valid choice" in text(signed_in.get(PAGE, CHOSEN | {"cluster": elsewhere.pk}), 422)


def test_why_there_is_no_map_is_said_with_a_remedy(signed_in: Client, place: Any, leader: Any) -> None:
    told = text(signed_in.get(PAGE, CHOSEN | {"scale": "100"}))
    assert "At this scale the place does not fit the paper." in told
    assert re.search(r"At 1:[\d,]+ it fits", told)
    assert "Make the map" not in told
    assert made(place, leader, scale=100).failed == "does_not_fit"
    found = WallMap.objects.get()
    assert "Take larger paper" in text(signed_in.get(f"{PAGE}{found.pk}/"))
    empty: Any = factories.SettlementFactory.create(code="MSH", boundary=None)
    assert made(empty, factories.member_of(empty, "leader")).failed == "nothing_to_draw"


def test_htmx_gets_the_part_that_changes(signed_in: Client, place: Any, leader: Any) -> None:
    part = text(signed_in.get(PAGE, CHOSEN, headers={"HX-Request": "true"}))
    assert part.startswith('<section id="plan"') or '<section id="plan"' in part[:200]
    assert "<html" not in part
    found = works.ask(settlement=place, user=leader, drawn=[])
    assert "<html" not in text(signed_in.get(f"{PAGE}{found.pk}/", headers={"HX-Request": "true"}))
    signed_in.logout()
    answer = signed_in.get(f"{PAGE}{found.pk}/", headers={"HX-Request": "true"})
    assert answer.headers["HX-Redirect"].startswith("/accounts/login/")


def test_the_page_asks_little_of_the_database(
    signed_in: Client, place: Any, leader: Any, django_assert_max_num_queries: Any
) -> None:
    for _n in range(12):
        WallMap.objects.create(settlement=place, asked_by=leader, ended_at=timezone.now(), failed="no_font")
    signed_in.get(PAGE)
    with django_assert_max_num_queries(24):
        signed_in.get(PAGE)


# --- A threatened settlement ------------------------------------------------------------------------


def test_what_was_made_before_a_settlement_was_hidden_is_gone(
    signed_in: Client, place: Any, leader: Any
) -> None:
    before = made(place, leader)
    shield(settlement=place, user=leader, reason="Bulldozers")
    assert "Every sheet says so" in text(signed_in.get(PAGE))
    assert "Make the map again" in text(signed_in.get(f"{PAGE}{before.pk}/file/", follow=True))
    place.refresh_from_db()
    after = made(place, leader)
    assert after.pk != before.pk
    read(signed_in.get(f"{PAGE}{after.pk}/file/"))
    kept = AccessRecord.objects.get(kind="downloaded")
    assert (kept.user, kept.subject, kept.settlement) == (leader, f"wall map {after.pk}", "KMT")
    path = str(before.file)
    works.sweep()
    assert not default_storage.exists(path)
    assert list(WallMap.objects.values_list("pk", flat=True)) == [after.pk]
    unshield(settlement=place, user=leader, reason="The court stopped it")


def test_fetching_what_is_kept_among_members_is_logged(signed_in: Client, place: Any, leader: Any) -> None:
    found = made(place, leader, drawn=["plans", "kept"])
    read(signed_in.get(f"{PAGE}{found.pk}/file/"))
    signed_in.head(f"{PAGE}{found.pk}/file/")
    assert AccessRecord.objects.filter(kind="downloaded").count() == 1


# --- The worker ---------------------------------------------------------------------------------------


def test_what_stopped_is_queued_again_and_what_is_over_goes(place: Any, leader: Any, settings: Any) -> None:
    long_ago = timezone.now() - timedelta(minutes=5)
    stalled = WallMap.objects.create(settlement=place, asked_by=leader, touched_at=long_ago)
    fresh = WallMap.objects.create(settlement=place, asked_by=leader)
    old = made(place, leader, paper="a3")
    WallMap.objects.filter(pk=old.pk).update(asked_at=timezone.now() - works.KEPT - timedelta(hours=1))
    path = str(old.file)
    assert works.sweep() == [stalled.pk]
    assert works.sweep() == []
    fresh.refresh_from_db()
    assert fresh.attempts == 0
    assert not default_storage.exists(path)
    assert not WallMap.objects.filter(pk=old.pk).exists()


def test_a_map_that_stops_its_worker_again_and_again_is_given_up(place: Any, leader: Any) -> None:
    found = WallMap.objects.create(settlement=place, asked_by=leader, attempts=works.MOST_ATTEMPTS)
    works.make(found.pk)
    found.refresh_from_db()
    assert (found.failed, found.is_going_on) == ("too_many_attempts", False)


def test_only_the_newest_are_kept(place: Any, leader: Any) -> None:
    for n in range(works.KEPT_OF_ONE + 3):
        WallMap.objects.create(
            settlement=place, asked_by=leader, ended_at=timezone.now(), failed="no_font",
            asked_at=timezone.now() - timedelta(days=1, minutes=n),
        )  # fmt: skip
    newest = made(place, leader)
    kept = WallMap.objects.filter(settlement=place)
    assert kept.count() == works.KEPT_OF_ONE
    assert kept.first() == newest


def test_a_missing_font_is_said(place: Any, leader: Any, settings: Any, tmp_path: Any) -> None:
    from mapping.wall.letters import _widths

    _widths.cache_clear()
    settings.PAPER_FONTS = tmp_path
    assert made(place, leader).failed == "no_font"
    _widths.cache_clear()


def test_a_file_that_is_not_there_is_no_error(signed_in: Client, place: Any, leader: Any) -> None:
    found = made(place, leader)
    default_storage.delete(str(found.file))
    assert "Make the map again" in text(signed_in.get(f"{PAGE}{found.pk}/file/", follow=True))
