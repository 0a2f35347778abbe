"""Ids of another settlement, tried by everybody here: the same answer as for what does not exist.

The other settlement is for its own people only, so that even its name is not known here.
"""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.urls import reverse
from django.utils.html import escape

from settlements.models import Settlement
from tests import factories
from tests.access.rows import Row
from tests.access.table import TABLE
from tests.access.world import ABSENT, ROLES, World, person, read

pytestmark = pytest.mark.django_db
NOWHERE = "ZZZ"
OBJECT_ARGS = {"pk", "code", "key"}
# A link that is sent to one person is no id: who has it may use it.
ROWS = {
    name: row
    for name, row in TABLE.items()
    if OBJECT_ARGS & set(row.args) and "unknown" not in row.args.values()
}
NESTED = {name: row for name, row in ROWS.items() if len(OBJECT_ARGS & set(row.args)) == 2}
ROLES_HERE = [f"{role} here" for role in ROLES]


@pytest.fixture(autouse=True)
def unknown_elsewhere(world: World) -> Iterator[None]:
    with transaction.atomic():
        Settlement.objects.filter(pk=world.elsewhere.settlement.pk).update(access_level="staff")
        yield
        transaction.set_rollback(True)


def address(name: str, args: dict[str, Any]) -> str:
    return reverse(name.partition("#")[0], kwargs=args)


def theirs(row: Row, world: World) -> dict[str, Any]:
    return {arg: world.elsewhere[it] for arg, it in row.args.items()}


def nobodys(row: Row, world: World) -> dict[str, Any]:
    """Of the same form, and of nothing."""
    made_up = {"pk": ABSENT, "code": NOWHERE, "key": NOWHERE}
    return {arg: made_up.get(arg, world.elsewhere[it]) for arg, it in row.args.items()}


def told(answer: Any) -> tuple[int, str, str]:
    """All that an answer says, but for the address it was asked at and what is drawn by lot each time."""
    body = read(answer).decode("utf-8", "replace")
    body = re.sub(r'(csrfmiddlewaretoken" value=|"X-CSRFToken": ?|nonce=)"[^"]+"', "", body)
    asked_at = {answer.wsgi_request.get_full_path(), escape(answer.wsgi_request.get_full_path())}
    for own_address in sorted(asked_at, key=len, reverse=True):
        body = body.replace(own_address, "…")
    return answer.status_code, str(answer.headers.get("Content-Type")), body


def sending(row: Row, method: str) -> dict[str, Any]:
    return {"data": row.sends} if method == "POST" else {}


@pytest.mark.parametrize("name", ROWS)
def test_what_is_another_settlements_does_not_exist(name: str, world: World) -> None:
    row = ROWS[name]
    there, absent = address(name, theirs(row, world)), address(name, nobodys(row, world))
    for method in [method for method in ("GET", "POST") if getattr(row, method.lower())]:
        for who in ROLES_HERE:
            asks = world.people[who].asks
            found, missing = (told(asks(method, url, **sending(row, method))) for url in (there, absent))
            assert found[0] == 404, (method, who)
            assert found == missing, (method, who)


@pytest.mark.parametrize("name", NESTED)
def test_nothing_is_reached_by_way_of_another(name: str, world: World) -> None:
    """Their object under our code is like none, and ours under theirs like one in no settlement.

    Under our own code an answer may come before the object is looked for: open the records first (302).
    """
    row = NESTED[name]
    ours, not_ours = (
        {arg: place[it] for arg, it in row.args.items()} for place in (world.home, world.elsewhere)
    )
    codes = {arg: NOWHERE for arg in row.args if arg in ("code", "key")}
    for method in [method for method in ("GET", "POST") if getattr(row, method.lower())]:
        for who in ROLES_HERE:

            def answer(args: dict[str, Any], method: str = method, who: str = who) -> tuple[int, str, str]:
                return told(world.people[who].asks(method, address(name, args), **sending(row, method)))

            under_ours, under_theirs = (
                answer({**ours, "pk": not_ours["pk"]}),
                answer({**not_ours, "pk": ours["pk"]}),
            )
            assert under_ours == answer({**ours, "pk": ABSENT}), (method, who)
            assert under_theirs == answer({**ours, **codes}), (method, who)
            assert (under_ours[0] in (404, 302), under_theirs[0]) == (True, 404), (method, who)


# Lists and searches: what is asked for of another settlement, and the like of nothing. `{0}` stands for it.
QUESTIONS = [
    ("/api/v1/batches/?enumeration={0}", "count", ABSENT),
    ("/api/v1/enumerations/?settlement__code={0}", "code", NOWHERE),
    ("/api/v1/settlements/?name={0}", "name", "Nowhere"),
    ("/api/v1/settlements/KMT/structures/?code={0}/B/1", "code", NOWHERE),
    ("/api/v1/settlements/{0}/structures/?code=KMT/B/1", "code", NOWHERE),
    ("/?q={0}", "name", "Nowhere"),
    ("/?q={0}", "code", NOWHERE),
    ("/enumerations/?q={0}", "name", "Nowhere"),
    ("/people/?q={0}", "name", "Nowhere"),
    ("/import/?settlement={0}", "code", NOWHERE),
    ("/settlements/KMT/?structure={0}/B/1", "code", NOWHERE),
    ("/settlements/KMT/structures/?structure={0}/B/1", "code", NOWHERE),
]


@pytest.mark.parametrize(("question", "asked", "nothing"), QUESTIONS)
@pytest.mark.parametrize("who", ROLES_HERE)
def test_no_filter_tells_that_it_is_there(
    question: str, asked: str, nothing: Any, who: str, world: World
) -> None:
    there = world.elsewhere.settlement.name if asked == "name" else world.elsewhere[asked]

    def answer(word: Any) -> tuple[int, str]:
        status, _kind, body = told(world.people[who].asks("GET", question.format(word)))
        return status, body.replace(str(word), "…")

    assert answer(there) == answer(nothing)


def survey() -> SimpleUploadedFile:
    return SimpleUploadedFile("lane.csv", b"result\nvacant\n", content_type="text/csv")


@pytest.mark.parametrize("who", ROLES_HERE)
def test_no_batch_goes_to_another_settlement(who: str, world: World) -> None:
    for page in ("/api/v1/enumerations/{}/batches/", "/enumerations/{}/upload/"):
        there, absent = (
            told(world.people[who].asks("POST", page.format(pk), data={"file": survey()}))
            for pk in (world.elsewhere["count"], ABSENT)
        )
        assert there[0] == 404
        assert there == absent


@pytest.mark.parametrize("who", ["staff here", "data_manager here"])
def test_no_ground_goes_to_another_settlement(who: str, world: World) -> None:
    def answer(pk: int) -> tuple[int, str, str]:
        sends = {"settlement": pk, "layer": "structures", "file": SimpleUploadedFile("a.geojson", b"{}")}
        return told(world.people[who].asks("POST", "/import/", data=sends))

    assert answer(world.elsewhere.settlement.pk) == answer(ABSENT)
    assert answer(ABSENT)[0] == 400


def test_the_admin_shows_staff_only_their_own(world: World) -> None:
    """Staff of one settlement whom the site's admin was opened to."""
    user = factories.member_of(world.home.settlement, "staff", is_staff=True)
    staff = person("staff with the admin", user)
    objects = {"settlement": world.elsewhere.settlement, **world.elsewhere.objects}
    for model, name in (
        ("settlement", "settlement"), ("cluster", "cluster"), ("structure", "structure"),
        ("servicepoint", "service"), ("groundimport", "import"), ("membership", "membership"),
    ):  # fmt: skip
        base, pk = f"/admin/settlements/{model}/", objects[name].pk
        assert "MSH" not in told(staff.asks("GET", base))[2], model
        for page in ("change/", "history/"):
            there: Any = staff.asks("GET", f"{base}{pk}/{page}")
            absent: Any = staff.asks("GET", f"{base}{ABSENT}/{page}")
            assert there.status_code == absent.status_code == 302, (model, page)
            assert there["Location"] == absent["Location"], (model, page)
        assert staff.asks("POST", f"{base}{pk}/change/", data={"name": "Ours"}).status_code in (302, 403), (
            model
        )
