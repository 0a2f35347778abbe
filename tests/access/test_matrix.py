"""Every route, times every method, times everybody, against the one table of who gets what."""

from typing import Any

import pytest
from django.http import HttpResponseBase
from django.urls import reverse

from tests.access.routes import METHODS, ROUTES
from tests.access.rows import Row
from tests.access.table import ADMIN, ADMIN_OWN, API, TABLE
from tests.access.world import ROLES, World

pytestmark = pytest.mark.django_db
HERE = [f"{role} here" for role in ROLES]
ELSEWHERE = [f"{role} elsewhere" for role in ROLES]
EVERYBODY = (*HERE, *ELSEWHERE, "no member", "stranger", "deactivated")
# HEAD is GET without the body: whoever may most, whoever may nothing here, and who is nobody try it.
FEW = ("data_manager here", "leader elsewhere", "no member", "stranger")
# A method that no row speaks of the view has not: nobody's rights are looked at.
TWO = ("data_manager here", "stranger")


def expected(row: Row, method: str, *, is_api: bool) -> dict[str, int]:
    """Who gets which answer; the row's columns, spelled out."""
    said = getattr(row, method.lower()) or (row.get if method == "HEAD" else None) or row.other
    if said is None:
        # The API asks who is there before it looks at the method, unless anybody may read.
        reads = method in ("GET", "HEAD") and row.get is not None
        said = f"405 | 405 | 405 {401 if is_api and not reads else 405}"
    here, elsewhere, others = ([int(status) for status in part.split()] for part in said.split("|"))
    answers = {
        **dict(zip(HERE, spread(here), strict=True)),
        **dict(zip(ELSEWHERE, spread(elsewhere), strict=True)),
        **dict(zip(("no member", "stranger"), others, strict=True)),
    }
    return answers | {"deactivated": answers["stranger"]}


def asking(row: Row, method: str) -> tuple[str, ...]:
    """Everybody, where the row says who gets what."""
    if method == "HEAD":
        return EVERYBODY if row.head else FEW
    return EVERYBODY if getattr(row, method.lower()) or row.other else TWO


def spread(statuses: list[int]) -> list[int]:
    """One answer for all five, or five."""
    return statuses * len(ROLES) if len(statuses) == 1 else statuses


def test_every_route_has_a_row() -> None:
    declared = {name.partition("#")[0] for name in TABLE} | ADMIN_OWN | set(admin_routes())
    missing = sorted(set(ROUTES) - declared)
    assert not missing, (
        f"Nobody said who may use {missing}. Add a row for each to tests/access/table.py: its name, the "
        "objects its address leads to, and for each method the answer to every role, here and elsewhere "
        "(a model of the admin: its name in ADMIN)."
    )
    assert not declared - set(ROUTES), "These rows of tests/access/table.py are of no route: delete them."


@pytest.mark.parametrize("name", TABLE)
def test_everybody_gets_the_declared_answer(name: str, world: World) -> None:
    row = TABLE[name]
    address = reverse(name.partition("#")[0], kwargs={arg: world.home[it] for arg, it in row.args.items()})
    wrong: dict[str, str] = {}
    for method in METHODS:
        sends = {"data": row.sends} if method == "POST" else {}
        answers = expected(row, method, is_api=name in API)
        for who in asking(row, method):
            got = world.people[who].asks(method, address, **sends).status_code
            if got != answers[who]:
                wrong[f"{method} as {who}"] = f"{got} instead of {answers[who]}"
    assert not wrong


# --- The admin ------------------------------------------------------------------------------------


def admin_routes() -> dict[str, str]:
    """The routes of the admin's models, each with its path."""
    names = [f"admin:{model}_{page}" for model in ADMIN for page in PAGES]
    return {name: path for name, path in ROUTES.items() if name in names or is_old_address(name)}


def is_old_address(name: str) -> bool:
    """Of an object's page, without a name."""
    return any(name == f"admin/{model.replace('_', '/', 1)}/<path:object_id>/" for model in ADMIN)


PAGES = {
    "changelist": "",
    "add": "add/",
    "history": "1/history/",
    "delete": "1/delete/",
    "change": "1/change/",
}
ADMIN_PATHS = sorted(
    {"/admin/", "/admin/password_change/", "/admin/autocomplete/", "/admin/jsi18n/"}
    | {"/admin/r/1/1/", "/admin/settlements/", "/admin/accounts/user/1/password/", "/admin/nowhere"}
    | {f"/admin/{model.replace('_', '/', 1)}/{page}" for model in ADMIN for page in (*PAGES.values(), "1/")}
)


@pytest.mark.parametrize("path", ADMIN_PATHS)
def test_no_role_opens_the_admin(path: str, world: World) -> None:
    asked = {(method, who) for method in METHODS for who in ("data_manager here", "stranger")}
    for method, who in sorted(asked | {("GET", who) for who in world.people}):
        answer: Any = world.people[who].asks(method, path)
        led_to = str(answer["Location"]).partition("?")[0]
        assert (answer.status_code, led_to) == (302, "/admin/login/"), (method, who)


def test_leaving_the_admin_leads_to_its_first_page(world: World) -> None:
    for who, person in world.people.items():
        answer: Any = person.asks("POST", "/admin/logout/")
        assert (answer.status_code, answer["Location"]) == (302, "/admin/"), who


def test_the_admins_own_sign_in_is_the_sites(world: World) -> None:
    for who, person in world.people.items():
        answer = person.asks("POST", "/admin/login/")
        assert answer.status_code == (302 if who in ("stranger", "deactivated") else 403), who


@pytest.mark.parametrize("model", ADMIN)
def test_who_runs_the_site_finds_every_page(model: str, world: World) -> None:
    """With an object of each model; what is derived or received is not made there."""
    root, found = world.root, world.of_model(model)
    pages = {page: PAGES[page].replace("1", str(found.pk)) for page in PAGES}
    answers = {page: 403 if page in ADMIN[model] else 200 for page in PAGES}
    base = f"/admin/{model.replace('_', '/', 1)}/"
    got: dict[str, HttpResponseBase] = {page: root.asks("GET", base + path) for page, path in pages.items()}
    assert {page: answer.status_code for page, answer in got.items()} == answers
