"""A settlement's data version rises with whatever is drawn on its map, however it is written."""

import io
from typing import Any

import pytest
from django.contrib.gis.geos import Point
from django.db import connection

from settlements.models import Cluster, ServicePoint, Settlement, Structure
from tests import factories

pytestmark = pytest.mark.django_db

HERE = Point(36.847, -1.262, srid=4326)


def version(settlement: Any) -> int:
    return Settlement.objects.values_list("data_version", flat=True).get(pk=settlement.pk)


def structures(settlement: Any, count: int = 3) -> list[Structure]:
    return [
        Structure(settlement=settlement, code=f"{settlement.code}/{n}", location=HERE)
        for n in range(1, count + 1)
    ]


def test_bulk_create_update_and_delete_each_raise_it(settlement: Any) -> None:
    seen = [version(settlement)]
    Structure.objects.bulk_create(structures(settlement))
    seen.append(version(settlement))
    Structure.objects.filter(settlement=settlement).update(roof="tiles")
    seen.append(version(settlement))
    Structure.objects.filter(settlement=settlement).delete()
    seen.append(version(settlement))
    assert seen == sorted(set(seen))


def test_copy_raises_it(settlement: Any) -> None:
    before = version(settlement)
    line = f"{settlement.pk},P-1,tank,,SRID=4326;POINT(36.847 -1.262),unknown,unknown,,{{}}\n"
    columns = "settlement_id, code, kind, name, location, operator, status, open_hours, details"
    with connection.cursor() as cursor:
        cursor.copy_expert(
            f"COPY settlements_servicepoint ({columns}) FROM STDIN"
            " WITH (FORMAT csv, FORCE_NOT_NULL (name, open_hours))",
            io.StringIO(line),
        )
    assert ServicePoint.objects.count() == 1
    assert version(settlement) == before + 1


def test_clusters_raise_it_and_other_settlements_keep_theirs(settlement: Any) -> None:
    other = factories.SettlementFactory.create(code="MSH")
    before, others = version(settlement), version(other)
    Cluster.objects.create(settlement=settlement, code="A", name="A")
    assert (version(settlement), version(other)) == (before + 1, others)


def test_one_statement_over_two_settlements_raises_both(settlement: Any) -> None:
    other = factories.SettlementFactory.create(code="MSH")
    before, others = version(settlement), version(other)
    Structure.objects.bulk_create([*structures(settlement), *structures(other)])
    assert version(settlement) > before
    assert version(other) > others


def test_a_statement_that_touches_nothing_raises_nothing(settlement: Any) -> None:
    before = version(settlement)
    Structure.objects.filter(settlement=settlement).update(roof="tiles")
    assert version(settlement) == before
