"""The demo's staff find files in their list."""

from typing import Any

import pytest
from django.core.management import call_command

from enumerations.demo.places import KIAMUTISYA
from reports.management.commands.make_demo_exports import STAFF
from reports.models import Export, SavedExport
from tests import factories
from tests.reports.engine.doing import worked_on

pytestmark = pytest.mark.django_db


@pytest.fixture
def staff(db: None) -> Any:
    place = factories.SettlementFactory.create(code=KIAMUTISYA.code, name=KIAMUTISYA.name)
    count = factories.EnumerationFactory.create(settlement=place, state="enumerating")
    cluster = factories.ClusterFactory.create(settlement=place, code="B")
    structure = factories.StructureFactory.create(cluster=cluster, code=f"{place.code}/B/1")
    factories.HouseholdFactory.create(structure=structure, enumeration=count)
    return factories.member_of(None, "staff", email=STAFF)


def test_they_are_asked_for_once_and_can_be_made(staff: Any) -> None:
    for _time in range(2):
        call_command("make_demo_exports")
    exports = [worked_on(each) for each in Export.objects.order_by("pk")]
    assert [(each.state, each.rows) for each in exports] == [("ready", 1), ("ready", 2)]
    saved = SavedExport.objects.get()
    assert (saved.owner, saved.every, exports[0].saved) == (staff, "week", saved)
