"""A team sends in one evening, over the real door, while the worker is killed: each household once."""

from collections import Counter
from typing import Any

import pytest
from django.db.models import Sum
from pytest_django.live_server_helper import LiveServer

from enumerations.models import Batch, Household, Person, SettlementStatistics, Submission
from enumerations.services.devices import make_device
from enumerations.services.questionnaires import start_standard
from tests import factories
from tests.journeys.evening import Evening, interviews
from tests.worker import StartWorker, kill, wait_for

pytestmark = pytest.mark.django_db(transaction=True)

DOORS, EACH, CLIENTS = 30, 10, 8
TOTAL = DOORS * EACH
WITHIN_S = 120


@pytest.fixture
def count(settlement: Any) -> Any:
    cluster = factories.ClusterFactory(settlement=settlement, code="A")
    for n in range(1, DOORS + 1):
        factories.StructureFactory(cluster=cluster, code=f"KMT/A/{n}", location=factories.place_of(n))
    return factories.EnumerationFactory(settlement=settlement)


def test_every_interview_is_in_the_register_once(
    count: Any,
    baraka: Any,
    subira: Any,
    live_server: LiveServer,
    start_worker: StartWorker,
) -> None:
    version = start_standard(count, subira).current()
    assert version is not None
    tokens = [
        make_device(enumeration=count, user=baraka, name=f"Phone {n}", created_by=subira)[1] for n in range(4)
    ]
    doors = {
        f"KMT/A/{n}": f"{factories.place_of(n).y} {factories.place_of(n).x} 1600 5"
        for n in range(1, DOORS + 1)
    }
    waiting = interviews(version.questions, version.questionnaire.form_id, version.version, doors, EACH)
    evening = Evening([f"{live_server.url}/collect/{token}" for token in tokens], waiting, broken=0.1)
    worker = start_worker()
    wait = Evening(evening.addresses, waiting[:40], broken=0.1)
    wait.send_all(CLIENTS)
    wait_for(lambda: Household.objects.exists(), WITHIN_S)
    kill(worker)  # while there is more to do
    evening.send_all(CLIENTS)
    start_worker()

    assert evening.answers["broken"] > 0
    assert evening.answers["201"] + evening.answers["202"] == TOTAL + round(0.03 * TOTAL)
    wait_for(lambda: Submission.objects.filter(state="in_register").count() == TOTAL, WITHIN_S)
    wait_for(lambda: not Batch.objects.exclude(state="done").exists(), WITHIN_S)
    sent = {interview.instance_id for interview in waiting}
    assert Counter(Household.objects.values_list("instance_id", flat=True)) == Counter(sent)
    assert set(Household.objects.values_list("key", flat=True)) == {
        f"{door}/{number:02d}" for door in doors for number in range(1, EACH + 1)
    }
    assert Submission.objects.count() == TOTAL
    assert Person.objects.count() == 2 * TOTAL
    counted = Batch.objects.aggregate(rows=Sum("rows"), created=Sum("created"))
    assert counted == {"rows": TOTAL, "created": TOTAL}
    figures = SettlementStatistics.objects.get(enumeration=count, cluster=None)
    assert (figures.households, figures.figures["population"]["value"]) == (TOTAL, 2 * TOTAL)
