"""Every change is kept, however it was made, with who made it and why."""

import io
from collections.abc import Callable
from typing import Any

import pytest
from django.apps import apps
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.test import Client, RequestFactory
from django.utils import timezone
from pghistory.models import Event

from accounts.because import because, words
from accounts.middleware import HistoryMiddleware
from accounts.models import User
from settlements.models import Cluster, Membership, Settlement, Structure
from tests.factories import ClusterFactory, MembershipFactory, StructureFactory, UserFactory

pytestmark = pytest.mark.django_db


def events_of(model: Any) -> Any:
    return model.pgh_event_model


def kept(model: Any, *fields: str) -> list[tuple[Any, ...]]:
    """The events of a model, oldest first."""
    return list(events_of(model).objects.order_by("pgh_id").values_list("pgh_label", *fields))


def run(sql: str, params: Any = None) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql, params)


@pytest.fixture
def door(settlement: Settlement) -> Structure:
    cluster = ClusterFactory(settlement=settlement, code="A")
    made: Structure = StructureFactory.create(cluster=cluster, code="KMT/A/1", roof="makuti_thatch")
    return made


def test_the_old_row_is_kept_of_an_update_and_of_a_delete(door: Structure) -> None:
    door.roof = "concrete_cement"
    door.save()
    number = door.pk
    door.delete()
    assert kept(Structure, "pgh_obj_id", "code", "roof") == [
        ("update", number, "KMT/A/1", "makuti_thatch"),
        ("delete", number, "KMT/A/1", "concrete_cement"),
    ]


def test_bulk_sql_is_kept_row_by_row(door: Structure) -> None:
    StructureFactory(cluster=door.cluster, code="KMT/A/2", roof="tiles")
    run("UPDATE settlements_structure SET roof = 'concrete_cement'")
    assert sorted(kept(Structure, "code", "roof")) == [
        ("update", "KMT/A/1", "makuti_thatch"),
        ("update", "KMT/A/2", "tiles"),
    ]


def test_rows_that_come_by_copy_and_an_upsert_are_kept(door: Structure, settlement: Settlement) -> None:
    with connection.cursor() as cursor:
        cursor.copy_expert(
            "COPY settlements_cluster (settlement_id, code, name, kind, leader_name) FROM STDIN",
            io.StringIO(f"{settlement.pk}\tB\tKwa Njoro\tvillage\t\n"),
        )
    run(
        "INSERT INTO settlements_cluster (settlement_id, code, name, kind, leader_name)"
        " VALUES (%s, 'B', 'Gitathuru', 'village', '') ON CONFLICT (settlement_id, code)"
        " DO UPDATE SET name = excluded.name",
        [settlement.pk],
    )
    assert kept(Cluster, "code", "name")[-2:] == [("insert", "B", "Kwa Njoro"), ("update", "B", "Kwa Njoro")]


def test_an_update_that_changes_nothing_is_no_news(door: Structure, settlement: Settlement) -> None:
    door.save()
    version = settlement.data_version
    run("UPDATE settlements_structure SET roof = roof")
    settlement.refresh_from_db()
    assert settlement.data_version > version
    assert kept(Structure) == []
    assert kept(Settlement) == [("insert",)]


def test_new_structures_are_no_events_and_new_memberships_are(door: Structure, amina: User) -> None:
    assert kept(Structure) == []
    assert kept(Membership, "user", "role")[-1] == ("insert", amina.pk, "leader")


def test_a_password_is_never_kept_and_signing_in_is_no_change(client: Client) -> None:
    user = UserFactory.create(email="akinyi@example.org")
    before = kept(User, "email")
    user.set_password("ugali-na-sukuma-9")
    user.last_login = timezone.now()
    user.save()
    assert kept(User, "email") == before
    assert not {"password", "last_login"} & {field.name for field in events_of(User)._meta.fields}
    User.objects.filter(pk=user.pk).update(is_active=False)
    assert kept(User, "email", "is_active")[-1] == ("update", "akinyi@example.org", True)


def test_no_session_can_turn_it_off(door: Structure) -> None:
    run("SELECT set_config('pgtrigger.ignore', '{pgtrigger_keep_updated_c6a5e,keep_updated}', true)")
    names = "SELECT array_agg(tgname)::text FROM pg_trigger WHERE tgname LIKE 'pgtrigger_%'"
    run(f"SELECT set_config('pgtrigger.ignore', ({names}), true)")
    Structure.objects.update(roof="tiles")
    assert kept(Structure, "roof") == [("update", "makuti_thatch")]


# --- Who and why ----------------------------------------------------------------------------------


def said(model: Any) -> Any:
    return events_of(model).objects.latest("pgh_id").pgh_context


def test_who_and_why_lie_beside_the_row(door: Structure, amina: User) -> None:
    with because(user=amina.pk, task="a.task"), because(reason="it burnt: 100 % \\ 'gone'"):
        Structure.objects.update(roof="tiles")
    assert said(Structure) == {"user": amina.pk, "task": "a.task", "reason": "it burnt: 100 % \\ 'gone'"}
    Structure.objects.update(roof="concrete_cement")
    assert said(Structure) is None


@pytest.mark.parametrize("params", [None, [], ["tiles"], {"roof": "tiles"}])
def test_a_statement_means_the_same_with_and_without_words(door: Structure, params: Any) -> None:
    place = "%(roof)s" if isinstance(params, dict) else "%s" if params else "'tiles'"
    like = "code LIKE 'KMT%%'" if params is not None else "code LIKE 'KMT%'"
    with because(reason="100 %s"):
        run(f"UPDATE settlements_structure SET roof = {place} WHERE {like}", params)
    door.refresh_from_db()
    assert (door.roof, said(Structure)) == ("tiles", {"reason": "100 %s"})


def test_words_cost_no_round_trip(door: Structure, django_assert_num_queries: Any) -> None:
    with because(user=1), django_assert_num_queries(1):
        assert Structure.objects.update(roof="tiles") == 1


def test_a_request_says_who_and_on_which_page_but_not_what_was_asked(door: Structure, amina: User) -> None:
    request = RequestFactory().post("/settlements/KMT/?name=Wanjiru")
    request.user = AnonymousUser()

    def view(request: Any) -> Any:
        request.user = amina  # a token is read late, as the API does
        Structure.objects.update(roof="tiles")

    HistoryMiddleware(view)(request)
    assert said(Structure) == {"user": amina.pk, "url": "/settlements/KMT/"}
    assert words() == {}


def test_a_page_says_who(amina: User, client_of: Callable[[Any], Client]) -> None:
    client_of(amina).post("/me/language/", {"language": "sw"})
    assert said(User) == {"user": amina.pk, "url": "/me/language/"}


def test_a_task_says_its_name(door: Structure) -> None:
    from pamoja.celery import app

    @app.task(name="tests.change")
    def change() -> None:
        Structure.objects.update(roof="tiles")

    change.apply()
    assert said(Structure) == {"task": "tests.change"}


def test_every_model_that_matters_is_kept() -> None:
    found = {model._meta.label for model in apps.get_models() if issubclass(model, Event)}
    assert found >= {
        "accounts.UserEvent",
        *(f"settlements.{name}Event" for name in ("Settlement", "Cluster", "Membership", "Structure")),
        "settlements.ServicePointEvent",
        *(f"enumerations.{name}Event" for name in ("Enumeration", "Batch", "Household", "Person")),
        "enumerations.TenureClaimEvent",
    }


def test_a_role_that_is_taken_away_says_by_whom(settlement: Settlement, amina: User, subira: User) -> None:
    held = MembershipFactory.create(user=amina, settlement=settlement, role="enumerator")
    with because(user=subira.pk):
        held.delete()
    event = events_of(Membership).objects.latest("pgh_id")
    assert (event.pgh_label, event.role, event.user_id, event.pgh_context) == (
        "delete", "enumerator", amina.pk, {"user": subira.pk},
    )  # fmt: skip
