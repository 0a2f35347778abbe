"""Where a count stands: by village, in one screen, for those who lead and check it."""

import re
from datetime import date, timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from enumerations.choices import EnumerationState
from enumerations.services.counts import move_count
from tests import factories
from verification.models import Objection, PostedList, Posting, Suspicion
from verification.services.progress import progress_of

pytestmark = pytest.mark.django_db

SHOWN = ("numbered", "percent", "returned", "sheets", "objections", "decided", "suspected")


@pytest.fixture
def count(settlement: Any) -> Any:
    return factories.EnumerationFactory.create(settlement=settlement, state="objections", name="KMT 2026")


@pytest.fixture
def villages(settlement: Any) -> dict[str, Any]:
    """Two villages, and one that nobody has numbered yet."""
    return {
        code: factories.ClusterFactory.create(settlement=settlement, code=code, name=name)
        for code, name in (("A", "Juu"), ("B", "Chini"), ("C", "Kati"))
    }


@pytest.fixture
def work(count: Any, villages: dict[str, Any], subira: Any) -> dict[str, Any]:
    """A: doors 1 to 3, two visited; B: door 4, visited; door 5 in no village, not visited."""
    at = {1: "A", 2: "A", 3: "A", 4: "B"}
    doors = {n: factories.StructureFactory.create(cluster=villages[code], n=n) for n, code in at.items()}
    doors[5] = factories.StructureFactory.create(settlement=count.settlement, cluster=None, n=5)
    homes = {
        n: factories.HouseholdFactory.create(structure=doors[n], enumeration=count) for n in (1, 2, 4)
    } | {11: factories.HouseholdFactory.create(structure=doors[1], enumeration=count)}
    returned = {"review": "returned", "review_reason": "Ask again."}
    factories.SubmissionFactory.create(household=homes[1], **returned)
    factories.SubmissionFactory.create(household=homes[2], is_test=True, **returned)
    corrected = factories.SubmissionFactory.create(household=homes[4], state="replaced", **returned)
    factories.SubmissionFactory.create(household=homes[4], replaces=corrected)
    return {"doors": doors, "homes": homes, "by": subira}


def post(count: Any, by: Any, number: int, **lists: int) -> Posting:
    """Lists that hang since yesterday, of so many sheets by village."""
    posting: Posting = Posting.objects.create(
        settlement=count.settlement,
        enumeration=count,
        number=number,
        posted_on=date.today() - timedelta(days=1),
        place="The water kiosk",
        closes_on=date.today() + timedelta(days=13),
        where_to_object="The social hall",
        created_by=by,
        ready_at=timezone.now(),
    )
    for code, pages in lists.items():
        PostedList.objects.create(
            settlement=count.settlement,
            posting=posting,
            cluster=count.settlement.clusters.get(code=code),
            households=1,
            pages=pages,
            file="lists/x.pdf",
            sha256="0" * 64,
        )
    return posting


def objects(count: Any, by: Any, **said: Any) -> Any:
    return Objection.objects.create(
        settlement=count.settlement,
        enumeration=count,
        receipt=f"R-{Objection.objects.count()}",
        kind="rent",
        source="desk",
        heard_on=date.today(),
        objector="tenant",
        taken_by=by,
        **said,
    )


def suspects(count: Any, first: Any, second: Any, **said: Any) -> None:
    Suspicion.objects.create(
        settlement=count.settlement,
        enumeration=count,
        kind="household_twice",
        household_a=min(first, second, key=lambda each: each.pk),
        household_b=max(first, second, key=lambda each: each.pk),
        score=0.8,
        **said,
    )


def test_numbers_are_those_of_the_records_by_village(count: Any, work: dict[str, Any]) -> None:
    doors, homes, by = work["doors"], work["homes"], work["by"]
    post(count, by, 1, A=9, B=9)
    post(count, by, 2, A=3, B=2)
    objects(count, by, structure=doors[1])
    objects(count, by, structure=doors[2], state="hearing")
    objects(count, by, structure=doors[4], state="decided", outcome="upheld", decided_on=date.today())
    objects(count, by, cluster=doors[4].cluster)
    objects(count, by)
    suspects(count, homes[1], homes[11])
    suspects(count, homes[1], homes[4], state="dismissed")
    elsewhere = factories.EnumerationFactory.create(settlement=count.settlement, round=2)
    objects(elsewhere, by, structure=doors[1])

    found = progress_of(count)
    by_code = {each.code: each for each in found.villages}
    assert [each.code for each in found.villages] == ["A", "B", "C", ""]
    assert {code: tuple(getattr(each, name) for name in SHOWN) for code, each in by_code.items()} == {
        "A": (3, 66, 1, 3, 2, 0, 1),
        "B": (1, 100, 0, 2, 1, 1, 0),
        "C": (0, None, 0, 0, 0, 0, 0),
        "": (1, 0, 0, 0, 1, 0, 0),
    }  # fmt: skip
    whole = found.whole
    assert (whole.numbered, whole.reached, whole.returned, whole.sheets) == (5, 3, 1, 5)
    assert (whole.objections, whole.decided, whole.suspected) == (4, 1, 1)
    assert found.posting is not None
    assert found.posting.number == 2


def test_it_is_asked_in_two_queries_whatever_the_size(
    count: Any, work: dict[str, Any], django_assert_num_queries: Any
) -> None:
    post(count, work["by"], 1, A=1)
    with django_assert_num_queries(2):
        progress_of(count)


def test_a_count_without_ground_says_where_doors_come_from(count: Any, amina: Any, client_of: Any) -> None:
    assert progress_of(count).is_empty
    page = client_of(amina).get(reverse("verification:progress", args=[count.pk])).content.decode()
    assert "No door is numbered and no village is drawn yet." in page
    assert "<table" not in page


def test_each_number_leads_to_where_it_is_worked_on(
    count: Any, work: dict[str, Any], amina: Any, client_of: Any
) -> None:
    page = client_of(amina).get(reverse("verification:progress", args=[count.pk])).content.decode()
    assert f'/enumerations/{count.pk}/coverage/?cluster=A"' in page
    assert f'/enumerations/{count.pk}/interviews/?review=returned&amp;cluster=A"' in page
    # Nothing was returned in B: there is nothing to go to.
    assert "review=returned&amp;cluster=B" not in page


def test_the_page_asks_the_database_a_handful_of_times(
    count: Any, work: dict[str, Any], amina: Any, client_of: Any, django_assert_max_num_queries: Any
) -> None:
    client = client_of(amina)
    with django_assert_max_num_queries(30):
        client.get(reverse("verification:progress", args=[count.pk]))


@pytest.fixture
def whole(count: Any, settlement: Any) -> list[Any]:
    """Two of three doors were visited; every record is complete and nothing waits."""
    cluster = factories.ClusterFactory.create(settlement=settlement, code="A")
    doors = [factories.StructureFactory.create(cluster=cluster, n=n) for n in (1, 2, 3)]
    batch = factories.BatchFactory.create(enumeration=count, state="done")
    homes = []
    for door in doors[:2]:
        home = factories.HouseholdFactory.create(
            structure=door, enumeration=count, members_total=1, batch=batch
        )
        factories.PersonFactory.create(household=home)
        homes.append(home)
    return homes


def next_in(page: str) -> tuple[str, str]:
    """The sentence of what is next, and who can do it."""
    found = re.search(r'<p class="next"><a [^>]*>(?:<span.*?</span>)?(.*?)</a>\s*<span.*?>(.*?)</span>', page)
    assert found
    return found[1], found[2]


@pytest.mark.parametrize(
    ("state", "says", "who"),
    [
        ("enumerating", "2 of 3 numbered doors were visited.", "Who can: Enumerator, Staff, Data manager."),
        ("checking", "No lists are made yet.", "Who can: Staff, Data manager."),
        ("verified", "All is there for the next step: Adopted.", "Who can: Staff, Data manager."),
    ],
)
def test_it_says_the_one_thing_that_is_next_and_who_can(
    count: Any, whole: list[Any], amina: Any, client_of: Any, state: str, says: str, who: str
) -> None:
    move_count(count, EnumerationState(state))
    page = client_of(amina).get(reverse("verification:progress", args=[count.pk])).content.decode()
    assert next_in(page) == (says, who)


def test_undecided_objections_come_before_the_days_that_are_left(
    count: Any, whole: list[Any], subira: Any, client_of: Any
) -> None:
    post(count, subira, 1, A=1)
    address = reverse("verification:progress", args=[count.pk])
    waits = next_in(client_of(subira).get(address).content.decode())[0]
    assert waits.startswith("People may still object until")
    objects(count, subira, structure=whole[0].structure)
    page = client_of(subira).get(address).content.decode()
    assert next_in(page) == ("1 objection is not decided.", "You can do this.")


def test_who_counts_does_not_see_it_and_who_leads_elsewhere_neither(
    count: Any, baraka: Any, chebet: Any, client_of: Any
) -> None:
    address = reverse("verification:progress", args=[count.pk])
    assert client_of(baraka).get(address).status_code == 404
    assert client_of(chebet).get(address).status_code == 404


def test_a_leader_is_there_in_one_tap_from_home_and_from_her_settlement(
    count: Any, amina: Any, baraka: Any, client_of: Any
) -> None:
    factories.EnumerationFactory.create(settlement=count.settlement, round=2, state="adopted")
    link = f'href="{reverse("verification:progress", args=[count.pk])}"'
    for address in ("/", "/settlements/KMT/", f"/enumerations/{count.pk}/"):
        assert client_of(amina).get(address).content.decode().count(link) == 1
        assert link not in client_of(baraka).get(address).content.decode()
    assert link not in client_of(None).get("/").content.decode()


def test_the_pages_of_a_count_are_offered_to_those_who_may_open_them(
    count: Any, amina: Any, baraka: Any, client_of: Any
) -> None:
    steps, objections = (f'href="/enumerations/{count.pk}/{name}/"' for name in ("steps", "register"))
    page = client_of(amina).get(f"/enumerations/{count.pk}/").content.decode()
    assert steps in page
    assert objections not in page  # not adopted: no register yet
    assert steps in client_of(baraka).get(f"/enumerations/{count.pk}/").content.decode()
