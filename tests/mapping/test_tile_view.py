"""Who gets a tile, from where, and how long it may be kept."""

import gzip
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from enumerations import packed
from mapping.access import Place, find_where_may
from mapping.tiles import Tile
from settlements.models import Membership, Settlement
from settlements.roles import Act
from tests import factories
from tests.mapping.conftest import HERE
from tests.mapping.decoded import decode, tile_at

pytestmark = pytest.mark.django_db
TILE = tile_at(*HERE, 16)
BRICKS, NO_TOILET = 1, 6  # their classes
EMPTY = tile_at(39.0, 1.0, 16)


@contextmanager
def queries(most: int) -> Iterator[None]:
    with CaptureQueriesContext(connection) as seen:
        yield
    assert len(seen) == most, [query["sql"][:120] for query in seen.captured_queries]


@pytest.fixture
def url(structure: Any, address: Callable[..., str]) -> str:
    return address(structure.settlement, "structures", TILE)


def plain(url: str) -> str:
    return url.replace("/structures/", "/structures-plain/")


def test_amina_gets_her_settlements_tile(client_of: Any, amina: Any, structure: Any, url: str) -> None:
    answer = client_of(amina).get(url, headers={"Accept-Encoding": "gzip"})
    assert answer.status_code == 200
    assert answer["Content-Type"] == "application/vnd.mapbox-vector-tile"
    assert answer["Content-Encoding"] == "gzip"
    [feature] = decode(gzip.decompress(answer.content), TILE, "structures")
    assert feature["mvt_id"] == structure.pk


def test_a_client_without_gzip_gets_plain_bytes(client_of: Any, amina: Any, url: str) -> None:
    answer = client_of(amina).get(url)
    assert "Content-Encoding" not in answer
    assert decode(answer.content, TILE, "structures")


def test_staff_everywhere_gets_it_too(client_of: Any, subira: Any, url: str) -> None:
    assert client_of(subira).get(url).status_code == 200


def test_baraka_gets_only_what_enumerators_may_see(client_of: Any, baraka: Any, url: str) -> None:
    client = client_of(baraka)
    assert client.get(url).status_code == 404
    [feature] = decode(client.get(plain(url)).content, TILE, "structures-plain")
    assert (feature["a"] > 0, packed.unpack(feature["a"], "occupancy_status")) == (True, 0)


@pytest.mark.parametrize("layer", ["structures", "structures-plain", "clusters", "service-points"])
def test_strangers_get_404(client_of: Any, chebet: Any, url: str, layer: str) -> None:
    there = url.replace("/structures/", f"/{layer}/")
    for person in (chebet, None):
        client = client_of(person)
        # The second time too, when an answer is remembered.
        assert [client.get(there).status_code for _ in range(2)] == [404, 404]


def test_a_public_settlements_structures_are_not_public(
    client_of: Any, chebet: Any, settlement: Any, url: str
) -> None:
    settlement.access_level = "public"
    settlement.save()
    assert client_of(chebet).get(plain(url)).status_code == 404
    assert client_of(None).get(plain(url)).status_code == 404


@pytest.mark.parametrize(
    "path",
    [
        "/tiles/KMT/structures/23/0/0.mvt",
        "/tiles/KMT/structures/3/8/0.mvt",
        "/tiles/KMT/structures/3/0/8.mvt",
        "/tiles/KMT/structures/-1/0/0.mvt",
        "/tiles/KMT/structures/99999999999999999999/0/0.mvt",
        "/tiles/KMT/people/3/0/0.mvt",
        "/tiles/XXX/structures/3/0/0.mvt",
        "/tiles/KMT/structures/1.5/0/0.mvt",
    ],
)
def test_what_is_no_tile_is_404(client_of: Any, amina: Any, path: str) -> None:
    assert client_of(amina).get(path).status_code == 404


@pytest.mark.parametrize(
    "tile", [Tile(z, x, y) for z in (1, 22) for x in (0, 2**z - 1) for y in (0, 2**z - 1)]
)
def test_the_edges_of_the_world_are_no_error(
    client_of: Any, amina: Any, structure: Any, address: Callable[..., str], tile: Tile
) -> None:
    for layer in ("structures", "clusters", "service-points"):
        assert client_of(amina).get(address(structure.settlement, layer, tile)).status_code in {200, 204}


def test_an_empty_tile_has_no_content(
    client_of: Any, amina: Any, structure: Any, address: Callable[..., str]
) -> None:
    client = client_of(amina)
    there = address(structure.settlement, "structures", EMPTY)
    for _ in range(2):
        answer = client.get(there)
        assert (answer.status_code, answer.content) == (204, b"")
        assert "immutable" in answer["Cache-Control"]


def test_a_tile_says_how_long_it_is_and_nothing_of_pages(client_of: Any, amina: Any, url: str) -> None:
    answer = client_of(amina).get(url)
    assert answer["Content-Length"] == str(len(answer.content))
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert {"Content-Security-Policy", "Content-Language", "Set-Cookie"}.isdisjoint(answer.headers)


def test_a_tile_is_answered_under_our_own_names_only(client_of: Any, amina: Any, url: str) -> None:
    assert client_of(amina).get(url, headers={"Host": "elsewhere.example"}).status_code == 400


def test_writing_to_a_tile_is_refused(client_of: Any, amina: Any, url: str) -> None:
    assert client_of(amina).post(url).status_code == 405


# How long it may be kept


def test_a_tile_of_the_wanted_version_never_changes(client_of: Any, amina: Any, url: str) -> None:
    answer = client_of(amina).get(url)
    assert answer["Cache-Control"] == "private, max-age=86400, immutable"
    assert "Cookie" in answer["Vary"]


def test_any_other_version_must_be_asked_for_again(
    client_of: Any, amina: Any, structure: Any, address: Callable[..., str]
) -> None:
    client = client_of(amina)
    for version in ("", "1", "999999", "x", "١٢", "-5"):
        answer = client.get(address(structure.settlement, "structures", TILE, version))
        assert answer.status_code == 200
        assert answer["Cache-Control"] == "private, no-cache"


def test_asking_for_a_future_version_does_not_spoil_it(
    client_of: Any, amina: Any, structure: Any, address: Callable[..., str]
) -> None:
    client = client_of(amina)
    future = structure.settlement
    future.refresh_from_db()
    client.get(address(future, "structures", TILE, future.data_version + 1))
    structure.wall = "bricks"
    structure.save()
    [feature] = decode(client.get(address(future, "structures", TILE)).content, TILE, "structures")
    assert packed.unpack(feature["a"], "wall") == BRICKS


def test_what_the_browser_has_is_not_sent_again(client_of: Any, amina: Any, chebet: Any, url: str) -> None:
    client = client_of(amina)
    etag = client.get(url)["ETag"]
    answer = client.get(url, headers={"If-None-Match": etag})
    assert (answer.status_code, answer.content, answer["ETag"]) == (304, b"", etag)
    assert client_of(chebet).get(url, headers={"If-None-Match": etag}).status_code == 404


def test_a_change_makes_new_tiles(
    client_of: Any, amina: Any, structure: Any, url: str, address: Callable[..., str]
) -> None:
    client = client_of(amina)
    before = client.get(url)
    structure.wall = "bricks"
    structure.save()
    new_url = address(structure.settlement, "structures", TILE)
    after = client.get(new_url, headers={"If-None-Match": before["ETag"]})
    assert new_url != url
    assert after.status_code == 200
    [feature] = decode(after.content, TILE, "structures")
    assert packed.unpack(feature["a"], "wall") == BRICKS


def test_what_a_count_says_makes_new_tiles(
    client_of: Any, amina: Any, structure: Any, url: str, address: Callable[..., str]
) -> None:
    client = client_of(amina)
    client.get(url)
    said = packed.pack("toilet_place", "none")
    type(structure.summary).objects.filter(pk=structure.pk).update(answers=said)
    new_url = address(structure.settlement, "structures", TILE)
    [feature] = decode(client.get(new_url).content, TILE, "structures")
    assert (new_url != url, packed.unpack(feature["a"], "toilet_place")) == (True, NO_TOILET)


# What it costs


def test_cold_it_asks_who_may_and_draws_once(client_of: Any, amina: Any, url: str) -> None:
    client = client_of(amina)
    with queries(3):  # the user, whether she may see it, the tile
        client.get(url)


def test_layers_of_one_right_ask_for_it_once(client_of: Any, amina: Any, url: str) -> None:
    client = client_of(amina)
    client.get(plain(url))
    for layer in ("clusters", "service-points", "lanes", "hazards", "plans"):
        with queries(1):  # the tile
            assert client.get(url.replace("/structures/", f"/{layer}/")).status_code in {200, 204}
    with queries(3):  # who owns and who rents is another right
        assert client.get(url).status_code == 200


def test_warm_it_asks_the_database_nothing(client_of: Any, amina: Any, url: str) -> None:
    client = client_of(amina)
    first = client.get(url).content
    with queries(0):
        assert client.get(url).content == first


def test_a_refusal_is_remembered_too(client_of: Any, chebet: Any, url: str) -> None:
    client = client_of(chebet)
    client.get(url)
    with queries(0):
        assert client.get(url).status_code == 404


def test_without_redis_it_works_and_asks_each_time(
    client_of: Any, amina: Any, chebet: Any, url: str, request: pytest.FixtureRequest
) -> None:
    client, stranger = client_of(amina), client_of(chebet)
    request.getfixturevalue("redis_away")
    contents = {client.get(url).content for _ in range(2)}
    assert len(contents) == 1
    assert decode(contents.pop(), TILE, "structures")
    assert stranger.get(url).status_code == 404
    with queries(4):  # the session too
        client.get(url)


# The question that is put together once


SHUT_OUT, SUPERUSER = {"is_active": False}, {"is_superuser": True}


@pytest.fixture(params=["amina", "baraka", "subira", "tabitha", "wairimu", "chebet", SHUT_OUT, SUPERUSER])
def anybody(request: pytest.FixtureRequest) -> Any:
    if isinstance(request.param, dict):
        return factories.UserFactory.create(**request.param)
    return request.getfixturevalue(request.param)


def test_who_may_is_what_the_querysets_say(anybody: Any, settlement: Any) -> None:
    elsewhere: Any = factories.SettlementFactory(code="ELS")
    factories.MembershipFactory(user=anybody, settlement=None, county=elsewhere.county, role="leader")
    for act in Act:
        for place in (settlement, elsewhere):
            may = Settlement.objects.where_may(anybody, act).filter(pk=place.pk).exists()
            place.refresh_from_db()
            expected = Place(place.pk, place.data_version) if may else None
            assert find_where_may(anybody, act, place.code) == expected, (act, place)


def test_the_question_differs_in_nothing_but_who_asks(db: None) -> None:
    """Or else putting it together once would answer somebody with another's rights."""
    one, other = User(pk=12345), User(pk=67890, is_staff=True, email="o@example.org", language="sw")
    for act in Act:
        asked, of_other = (
            Settlement.objects.where_may(user, act).query.sql_with_params() for user in (one, other)
        )
        assert asked[0] == of_other[0]
        assert [67890 if value == 12345 else value for value in asked[1]] == list(of_other[1])
        assert asked != of_other


# A permission that ends, ends at once


def test_a_membership_that_ends_ends_at_once(
    client_of: Any, amina: Any, url: str, django_capture_on_commit_callbacks: Any
) -> None:
    client = client_of(amina)
    assert client.get(url).status_code == 200
    with django_capture_on_commit_callbacks(execute=True):
        Membership.objects.get(user=amina).delete()
    assert client.get(url).status_code == 404


def test_a_membership_that_begins_begins_at_once(
    client_of: Any, chebet: Any, settlement: Any, url: str, django_capture_on_commit_callbacks: Any
) -> None:
    client = client_of(chebet)
    assert client.get(url).status_code == 404
    with django_capture_on_commit_callbacks(execute=True):
        factories.MembershipFactory(user=chebet, settlement=settlement, role="leader")
    assert client.get(url).status_code == 200


def test_a_person_who_is_shut_out_is_out_at_once(
    client_of: Any, amina: Any, url: str, django_capture_on_commit_callbacks: Any
) -> None:
    client = client_of(amina)
    assert client.get(url).status_code == 200
    with django_capture_on_commit_callbacks(execute=True):
        amina.is_active = False
        amina.save()
    assert client.get(url).status_code == 404


def test_signing_out_ends_it_even_for_a_kept_cookie(
    client_of: Any, amina: Any, url: str, django_capture_on_commit_callbacks: Any
) -> None:
    client = client_of(amina)
    stolen = client.cookies["sessionid"].value
    assert client.get(url).status_code == 200
    with django_capture_on_commit_callbacks(execute=True):
        client.logout()
    thief = client_of(None)
    thief.cookies["sessionid"] = stolen
    assert thief.get(url).status_code == 404


def test_a_session_that_lay_idle_draws_no_more(client_of: Any, amina: Any, subira: Any, url: str) -> None:
    """A phone that was left behind with the map open. Hers lasts: she opens what could harm nobody."""
    for person, status in ((subira, 404), (amina, 200)):
        client = client_of(person)
        session = client.session
        session["seen"] = session["began"] = int(time.time()) - settings.SESSION_IDLE_MINUTES * 60 - 1
        session.save()
        assert client.get(url).status_code == status, person


def test_signing_in_elsewhere_does_not_forget_everybody(
    client_of: Any, amina: Any, subira: Any, url: str, django_capture_on_commit_callbacks: Any
) -> None:
    client = client_of(amina)
    client.get(url)
    with django_capture_on_commit_callbacks(execute=True):
        client_of(subira)
    with queries(0):
        client.get(url)


def test_a_lost_epoch_forgets_every_answer(client_of: Any, amina: Any, url: str) -> None:
    client = client_of(amina)
    client.get(url)
    cache.delete("access-epoch")
    with queries(2):  # the user and the permission; the tile is still there
        assert client.get(url).status_code == 200


def test_sessions_are_not_kept_by_their_key(client_of: Any, amina: Any, rf: Any) -> None:
    from mapping.access import access_key
    from mapping.layers import LAYERS

    request = rf.get("/", headers={"Cookie": "sessionid=secret-session"})
    assert "secret-session" not in access_key(request, "KMT", LAYERS["clusters"])
