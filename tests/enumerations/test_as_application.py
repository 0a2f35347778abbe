"""All that the site does every day, with the rights that it has in the database."""

from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection
from django.test import Client

from accounts.models import User
from enumerations.choices import BatchState
from enumerations.models import Batch, Enumeration, Household, Person, SettlementStatistics
from enumerations.services.revert import revert_batch
from enumerations.services.statistics import rebuild_all
from settlements.models import Membership, Settlement, Structure
from tests.enumerations.conftest import Send
from tests.enumerations.rows import as_xlsx, child, household, person
from tests.factories import PASSWORD
from tests.settlements import ground_files

pytestmark = pytest.mark.django_db


def test_a_batch_is_sent_counted_changed_and_taken_back(
    send: Send, count: Enumeration, subira: User, as_application: None
) -> None:
    count.creates_structures = True
    count.save()
    rows = [household(), household("KMT/A/9/01")]
    people = [someone for code in ("KMT/A/1/01", "KMT/A/9/01") for someone in (person(code), child(code))]
    first = send(as_xlsx(rows, people), "a.xlsx")
    assert (first.state, first.created, Structure.objects.count()) == (BatchState.DONE, 2, 4)
    assert SettlementStatistics.objects.get(cluster=None).households == 2

    later = send(as_xlsx([household(rooms_used=3)], people[:2]), "b.xlsx")
    assert (later.state, later.updated) == (BatchState.DONE, 1)
    events: Any = apps.get_model("enumerations.HouseholdEvent")
    assert events.objects.get().rooms_used == 1

    for batch in (later, first):
        revert_batch(batch=batch, user=subira)
    rebuild_all()
    assert (Household.objects.count(), Person.objects.count(), Structure.objects.count()) == (0, 0, 3)


def test_a_big_batch_may_have_its_tables_analysed(as_application: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT enumerations_analyze_household(), enumerations_analyze_person()")


def test_a_person_signs_in_sends_a_file_and_is_shown_what_became_of_it(
    count: Enumeration, baraka: User, client: Client, as_application: None
) -> None:
    answer = client.post("/accounts/login/", {"login": baraka.email, "password": PASSWORD})
    assert answer.status_code == 302
    assert client.get(f"/enumerations/{count.pk}/upload/").status_code == 200
    assert Membership.objects.filter(user=baraka).update(role="leader") == 1
    assert client.get(count.settlement.get_absolute_url()).status_code == 200
    assert Batch.objects.count() == 0


def test_ground_is_imported_and_imported_again(
    settlement: Settlement, tmp_path: Path, as_application: None
) -> None:
    houses = enumerate(ground_files.houses(2, 3), start=1)
    path = ground_files.geojson(tmp_path / "x.geojson", [(house, {"number": n}) for n, house in houses])
    for _ in range(2):
        call_command("import_ground", str(path), "--settlement", "kmt", "--layer", "structures", verbosity=0)
    assert Structure.objects.filter(settlement=settlement).count() == 6
