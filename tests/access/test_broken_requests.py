"""Requests that nobody means: each is answered with a code, a sentence and a remedy, never with a crash."""

from typing import Any

import pytest

from tests.access.world import World

pytestmark = pytest.mark.django_db
HUGE = "9" * 400
BATCHES = "/api/v1/enumerations/{count}/batches/"

# What is asked, what is sent with which content type, and the answer.
BROKEN: list[tuple[str, str, dict[str, Any], int]] = [
    ("GET", "/api/v1/settlements/?name=%00", {}, 400),
    ("GET", "/api/v1/settlements/%00/", {}, 404),
    ("GET", "/api/v1/settlements/%00/structures/", {}, 404),
    ("GET", "/api/v1/settlements/%00/figures/", {}, 404),
    ("GET", "/ogc/collections/structures/items?settlement=%00", {}, 400),
    ("GET", "/ogc/collections/%00/items", {}, 404),
    ("GET", "/ogc/collections/settlements/items/K%00T", {}, 404),
    ("GET", f"/ogc/collections/lanes/items/{HUGE}", {}, 404),
    ("GET", "/api/v1/settlements/KMT/structures/?in_bbox=%00", {}, 400),
    ("GET", "/api/v1/settlements/KMT/structures/?in_bbox=1,2,3", {}, 400),
    ("GET", "/api/v1/settlements/KMT/structures/?in_bbox=nan,nan,nan,nan", {}, 400),
    ("GET", "/api/v1/settlements/KMT/structures/?in_bbox=-inf,0,inf,1", {}, 400),
    ("GET", "/api/v1/settlements/KMT/structures/?in_bbox=-1e308,0,1e308,1", {}, 400),
    ("GET", f"/api/v1/settlements/KMT/structures/?page={HUGE}", {}, 404),
    ("GET", "/api/v1/settlements/KMT/structures/?page=-1", {}, 404),
    ("GET", "/api/v1/batches/?enumeration=first", {}, 400),
    ("GET", f"/api/v1/batches/?enumeration={HUGE}", {}, 400),
    ("GET", f"/api/v1/batches/{HUGE}/", {}, 404),
    ("GET", "/api/v1/batches/{batch}/issues/?row=%00", {}, 400),
    ("GET", "/api/v1/batches/-1/", {}, 404),
    ("GET", "/api/v1/nothing/", {}, 404),
    ("GET", "/api/v1/settlements/", {"headers": {"Accept": "text/html"}}, 406),
    ("GET", "/api/v1/settlements/", {"headers": {"Authorization": "Token nobody's"}}, 401),
    ("PUT", "/api/v1/settlements/", {}, 405),
    ("POST", BATCHES, {"data": b"", "content_type": "application/json"}, 400),
    ("POST", BATCHES, {"data": b"{", "content_type": "application/json"}, 202),
    ("POST", BATCHES, {"data": b"--x", "content_type": "multipart/form-data; boundary=x"}, 400),
    ("POST", BATCHES, {"data": b"--x", "content_type": "multipart/form-data"}, 400),
    ("POST", BATCHES + "?dry_run=perhaps", {"data": b"[]", "content_type": "application/json"}, 400),
    ("POST", BATCHES, {"data": b"a=1", "content_type": "nonsense"}, 202),
]


@pytest.mark.parametrize(("method", "address", "said", "status"), BROKEN)
def test_a_broken_request_is_explained(
    method: str, address: str, said: dict[str, Any], status: int, world: World
) -> None:
    found = {"count": world.home["count"], "batch": world.home["batch"]}
    answer: Any = world.people["data_manager here"].asks(method, address.format(**found), **said)
    assert answer.status_code == status
    assert answer.headers["Content-Type"] == "application/json"
    # A file is kept whatever it holds; what is wrong in it is said where the batch is looked at.
    told = {200: {"type"}, 202: {"state"}}.get(status, {"code", "sentence", "remedy"})
    assert {name for name in told if answer.json()[name]} == told


def test_a_list_is_never_longer_than_a_thousand(world: World) -> None:
    answer: Any = world.people["stranger"].asks("GET", f"/api/v1/settlements/?limit={HUGE}")
    assert answer.status_code == 200
    assert answer.json()["count"] == 2
