"""Two pieces of work on the database at once: both are done, or the failure of either is told."""

import pytest
from django.db import connection, transaction

from enumerations.services.beside import beside
from settlements.models import County

pytestmark = pytest.mark.django_db(transaction=True)


def rename(code: str, name: str) -> None:
    County.objects.filter(code=code).update(name=name)


@pytest.fixture
def counties(transactional_db: None) -> None:
    for code in ("901", "902"):
        County.objects.create(code=code, name=code, population_2019=1, households_2019=1)


def names() -> list[str]:
    return list(
        County.objects.filter(code__in=["901", "902"]).order_by("code").values_list("name", flat=True)
    )


def backend() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        return int(cursor.fetchone()[0])


def test_both_are_done_on_two_connections(counties: None) -> None:
    backends = [backend()]

    def second() -> None:
        backends.append(backend())
        rename("902", "Second")

    with transaction.atomic(), beside(second, apart=True):
        rename("901", "First")
    assert names() == ["First", "Second"]
    assert backends[0] != backends[1]


def test_within_a_transaction_of_the_caller_it_is_one_connection(counties: None) -> None:
    backends = [backend()]
    with transaction.atomic():
        rename("901", "First")
        with beside(lambda: backends.append(backend()), apart=False):
            rename("902", "Second")
    assert names() == ["First", "Second"]
    assert backends[0] == backends[1]


def test_a_failure_beside_undoes_the_transaction_around(counties: None) -> None:
    def failing() -> None:
        raise RuntimeError("beside")

    with pytest.raises(RuntimeError, match="beside"), transaction.atomic(), beside(failing, apart=True):
        rename("901", "First")
    assert names() == ["901", "902"]


def test_a_failure_of_the_body_is_told_once_the_other_is_done(counties: None) -> None:
    with (
        pytest.raises(RuntimeError, match="body"),
        transaction.atomic(),
        beside(lambda: rename("902", "Second"), apart=True),
    ):
        raise RuntimeError("body")
    assert names() == ["901", "Second"]
