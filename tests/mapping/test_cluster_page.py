"""A cluster's page: how many live there, how far the count is, what stands there; for those who act there."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from enumerations.services.statistics import rebuild_statistics
from tests import factories

pytestmark = pytest.mark.django_db
PAGE = "/settlements/KMT/clusters/B/"
ClientOf = Callable[[Any], Client]


def text(answer: Any) -> str:
    assert answer.status_code == 200
    return re.sub(r"\s+", " ", answer.content.decode())


@pytest.fixture
def counted(cluster: Any) -> Any:
    """Three homes in B with 5, 4 and 2 people, one of 9 in C; B has a door that nobody visited."""
    settlement = cluster.settlement
    count: Any = factories.EnumerationFactory(settlement=settlement, name="First count")
    other = factories.ClusterFactory(settlement=settlement, code="C", name="Mlimani")
    for at, (where, people) in enumerate([(cluster, 5), (cluster, 4), (cluster, 2), (other, 9)], 1):
        door = factories.StructureFactory(cluster=where, n=at)
        factories.HouseholdFactory(structure=door, enumeration=count, members_total=people)
    factories.StructureFactory(cluster=cluster, n=9)
    rebuild_statistics(count.pk)
    return count


def headline(page: str) -> list[tuple[str, str]]:
    return re.findall(r"<dt>(\w+)</dt><dd>([\d,–]+)</dd>", page)


def test_it_opens_with_the_clusters_own_numbers(client_of: ClientOf, amina: Any, counted: Any) -> None:
    page = text(client_of(amina).get(PAGE))
    assert "<h1>Bondeni</h1>" in page
    assert headline(page) == [("people", "11"), ("households", "3"), ("structures", "4")]
    assert "In 3 of 4 structures somebody was counted." in page


def test_the_settlements_table_leads_to_it_and_it_leads_to_its_neighbour(
    client_of: ClientOf, amina: Any, counted: Any
) -> None:
    client = client_of(amina)
    assert f'href="{PAGE}"' in text(client.get("/settlements/KMT/"))
    assert 'href="/settlements/KMT/clusters/C/"' in text(client.get(PAGE))


def test_what_does_not_work_stands_first(client_of: ClientOf, amina: Any, cluster: Any) -> None:
    for name, status in (("Old tap", "working"), ("New tap", "unknown"), ("Dry tap", "not_working")):
        factories.ServicePointFactory(cluster=cluster, name=name, status=status)
    page = text(client_of(amina).get(PAGE))
    assert re.findall(r"(\w+) tap", page) == ["Dry", "New", "Old"]


def test_before_anything_is_counted_it_says_what_will_come(
    client_of: ClientOf, amina: Any, cluster: Any
) -> None:
    page = text(client_of(amina).get(PAGE))
    assert "There are no figures of this village yet." in page
    assert "No toilet, tap or school of this village is registered yet." in page
    assert "Not counted yet" in page


def test_whoever_does_not_act_there_finds_nothing_even_of_an_adopted_public_count(
    client_of: ClientOf, chebet: Any, counted: Any, settlement: Any
) -> None:
    """What is public of clusters is nothing: docs/decisions/0008."""
    counted.state, counted.adopted_on = "adopted", "2026-06-01"
    counted.save()
    settlement.access_level = "public"
    settlement.save()
    for reader in (chebet, None):
        assert client_of(reader).get(PAGE).status_code == 404


def test_it_finds_a_small_letter_and_no_other_cluster(client_of: ClientOf, amina: Any, cluster: Any) -> None:
    client = client_of(amina)
    assert client.get("/settlements/kmt/clusters/b/").status_code == 200
    assert client.get("/settlements/KMT/clusters/Z/").status_code == 404


def test_it_asks_as_much_for_many_structures_as_for_few(
    client_of: ClientOf, amina: Any, counted: Any, cluster: Any, django_assert_max_num_queries: Any
) -> None:
    for n in range(20, 40):
        factories.StructureFactory(cluster=cluster, n=n)
        factories.ServicePointFactory(cluster=cluster)
    client = client_of(amina)
    with django_assert_max_num_queries(17):
        client.get(PAGE)
