"""`make_demo` gives a fresh install people, places and figures, and keeps them the second time."""

import json
import stat
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from knox.auth import TokenAuthentication

from accounts.models import User
from enumerations.choices import EnumerationState
from enumerations.models import Enumeration, Household, SettlementStatistics
from enumerations.tabulation import own_questions
from settlements.choices import Role
from settlements.models import Settlement, Structure
from verification.models import Certificate, Objection, RegisterSnapshot, Step, Suspicion

KEPT: tuple[Any, ...] = (
    Structure, Household, SettlementStatistics, Step, Objection, Suspicion, Certificate, RegisterSnapshot,
)  # fmt: skip

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("federation")]


def test_the_accounts_file_is_for_its_owner_only(federation: Path) -> None:
    assert stat.S_IMODE(federation.stat().st_mode) == 0o600


def test_every_sign_in_works(federation: Path) -> None:
    written = json.loads(federation.read_text())
    assert written["url"] == "http://127.0.0.1:8000"
    assert {account["role"] for account in written["accounts"]} == set(Role)
    for account in written["accounts"]:
        assert Client().login(email=account["email"], password=account["password"])
        user, _ = TokenAuthentication().authenticate_credentials(account["token"].encode())
        assert user.email == account["email"]


def test_each_acts_where_the_file_says(federation: Path) -> None:
    for account in json.loads(federation.read_text())["accounts"]:
        acts = Settlement.objects.of_member(User.objects.get(email=account["email"]))
        codes = set(acts.values_list("code", flat=True))
        assert codes == ({account["settlement"]} if account["settlement"] else set(all_codes()))


def all_codes() -> list[str]:
    return list(Settlement.objects.values_list("code", flat=True))


def rows() -> list[int]:
    """How many there are of each."""
    return [model._default_manager.count() for model in KEPT]


def test_a_second_run_keeps_everything_but_the_address(federation: Path) -> None:
    before = json.loads(federation.read_text())
    counted = rows()
    call_command("make_demo", accounts=federation, url="http://127.0.0.1:8001")
    after = json.loads(federation.read_text())
    assert after == before | {"url": "http://127.0.0.1:8001"}
    assert rows() == counted
    call_command("make_demo", accounts=federation, url=before["url"])


def test_a_lost_file_means_new_passwords_that_work(federation: Path, tmp_path: Path) -> None:
    before = json.loads(federation.read_text())["accounts"]
    fresh = tmp_path / "other.json"
    call_command("make_demo", accounts=fresh, url="")
    after = json.loads(fresh.read_text())["accounts"]
    assert {a["password"] for a in before}.isdisjoint(a["password"] for a in after)
    assert all(Client().login(email=a["email"], password=a["password"]) for a in after)


def test_one_count_waits_for_its_batch_one_for_decisions_and_the_others_are_adopted(federation: Path) -> None:
    waiting = json.loads(federation.read_text())["awaits_batch"]
    assert Enumeration.objects.get(pk=waiting).settlement.code == "KMT"
    heard = Enumeration.objects.get(state=EnumerationState.OBJECTIONS)
    assert heard.settlement.code == "OBG"
    adopted = Enumeration.objects.filter(state=EnumerationState.ADOPTED)
    assert set(adopted.values_list("settlement__code", "round")) == {("MSH", 1), ("KBM", 1), ("KBM", 2)}


def test_a_stranger_finds_figures_of_the_adopted_counts() -> None:
    from django.contrib.auth.models import AnonymousUser

    shown = SettlementStatistics.objects.visible_to(AnonymousUser())
    assert set(shown.values_list("settlement__code", flat=True)) == {"MSH", "KBM"}
    assert all(statistics.households > 300 and statistics.figures for statistics in shown)


def test_the_count_that_waits_has_a_questionnaire_with_questions_of_its_own() -> None:
    count = Enumeration.objects.get(settlement__code="KMT", round=1)
    current = count.questionnaire.current()
    assert current is not None
    assert current.number == 2
    assert [each.question.name for each in own_questions(count)] == [
        "fear",
        "groups",
        "school_minutes",
        "wish",
    ]
