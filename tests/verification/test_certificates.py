"""Issuing: to whom, to whom not and why, once each, numbered without gaps, by two people at once."""

import threading
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.db import connection, connections
from django.db.models import Q
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from enumerations.models import Enumeration, Household
from tests import factories
from tests.factories_verification import ObjectionFactory, RegisterSnapshotFactory
from tests.verification.registers import Adopted
from verification.models import Certificate, Suspicion
from verification.services.certifiable import by_cluster, ready, standing
from verification.services.certificate_facts import on_paper, outdated
from verification.services.certificates import (
    NotIssued,
    Terms,
    issue_next,
    issue_one,
    reissue,
    revoke,
)
from verification.services.deciding import merge

pytestmark = pytest.mark.django_db
ALL = Q()
AGREED = Terms(names_agreed_on=date(2026, 11, 8))


def issued(adopted: Adopted, by: Any, terms: Terms = AGREED) -> list[Certificate]:
    return issue_next(count=adopted.count, among=ALL, terms=terms, by=by)


def block_of(adopted: Adopted, held: Any) -> str:
    return str(standing(adopted.count, adopted.snapshot).get(pk=held.pk).block)


# --- Who gets one -----------------------------------------------------------------------------------


def test_they_are_numbered_without_gaps_in_the_order_of_the_doors(adopted: Adopted, subira: Any) -> None:
    for door in ("10", "2B", "2A", "1"):
        adopted.household(door)
    made = issued(adopted, subira)
    assert [(each.number, each.structure and each.structure.code) for each in made] == [
        (1, "KMT/B/1"), (2, "KMT/B/2A"), (3, "KMT/B/2B"), (4, "KMT/B/10"),
    ]  # fmt: skip
    assert [each.serial[:-3] for each in made] == [f"KMT/1/0000{n}" for n in (1, 2, 3, 4)]
    assert {each.issued_on for each in made} == {timezone.localdate()}
    assert len({each.token for each in made}) == 4
    later = adopted.household("11")
    assert issue_one(count=adopted.count, household=later.pk, terms=AGREED, by=subira).number == 5


BLOCKS: dict[str, Callable[[Adopted], Any]] = {
    "not_agreed": lambda adopted: adopted.household(1, consent=None),
    "restricted": lambda adopted: adopted.household(1, restricted_at=timezone.now()),
    "incomplete": lambda adopted: adopted.household(1, result="partly"),
    "no_structure": lambda adopted: adopted.household(1, structure=None),
    "structure_gone": lambda adopted: adopted.household(
        1, structure=adopted.structure(1, status="demolished")
    ),
    "not_in_register": lambda adopted: adopted.household(1, in_register=False),
    "counted_again": lambda adopted: adopted.household(1, same_as=adopted.household(2)),
}


@pytest.mark.parametrize("code", BLOCKS)
def test_what_keeps_a_household_from_one_is_said(code: str, adopted: Adopted, subira: Any) -> None:
    held = BLOCKS[code](adopted)
    assert block_of(adopted, held) == code
    with pytest.raises(NotIssued) as refused:
        issue_one(count=adopted.count, household=held.pk, terms=AGREED, by=subira)
    assert refused.value.code == code
    assert refused.value.sentence
    assert refused.value.remedy
    assert held.pk not in {each.household_id for each in issued(adopted, subira)}


def test_who_says_no_gets_none(adopted: Adopted) -> None:
    assert block_of(adopted, adopted.household(1, consent=False)) == "not_agreed"


def test_a_foreign_export_that_does_not_say_how_the_visit_ended_is_no_hindrance(adopted: Adopted) -> None:
    assert block_of(adopted, adopted.household(1, result=None)) == ""


@pytest.mark.parametrize(
    ("said", "is_blocked"),
    [
        ({"kind": "ownership"}, True),
        ({"kind": "rent", "state": "hearing"}, True),
        ({"kind": "double_claim", "state": "decided", "outcome": "referred", "referred_to": "chief"}, True),
        (
            {"kind": "ownership", "state": "decided", "outcome": "referred", "referred_to": "court",
             "settled_on": date(2026, 11, 5)},
            False,
        ),
        ({"kind": "ownership", "state": "decided", "outcome": "rejected"}, False),
        ({"kind": "ownership", "state": "withdrawn", "withdrawn_on": date(2026, 11, 1)}, False),
        ({"kind": "wrong_name_spelling"}, False),
    ],
)  # fmt: skip
def test_a_dispute_over_its_structure_keeps_it_from_one(
    said: dict[str, Any], is_blocked: bool, adopted: Adopted, subira: Any
) -> None:
    held, other = adopted.household(1), adopted.household(2)
    more: dict[str, Any] = {}
    if said.get("state") == "decided":
        more = {"decided_on": date(2026, 10, 30), "decided_by": subira, "decision": "Heard.", "panel": "Five"}
    ObjectionFactory.create(enumeration=adopted.count, structure=held.structure, **said, **more)
    assert block_of(adopted, held) == ("disputed" if is_blocked else "")
    assert block_of(adopted, other) == ""


def test_a_claim_in_dispute_keeps_a_household_from_one(adopted: Adopted) -> None:
    held = adopted.household(1)
    claim: Any = factories.TenureClaimFactory(structure=held.structure, enumeration=adopted.count)
    assert block_of(adopted, held) == ""
    claim.in_dispute = True
    claim.save()
    assert block_of(adopted, held) == "disputed"


def test_no_certificate_before_the_count_is_adopted(adopted: Adopted, subira: Any) -> None:
    adopted.household(1)
    Enumeration.objects.filter(pk=adopted.count.pk).update(state="objections", adopted_on=None)
    with pytest.raises(NotIssued) as refused:
        issued(adopted, subira)
    assert refused.value.code == "no_register"


def test_it_is_issued_from_the_newest_version(adopted: Adopted, subira: Any) -> None:
    held = adopted.household(1)
    adopted.snapshot = RegisterSnapshotFactory.create(enumeration=adopted.count)
    assert issued(adopted, subira) == []  # it is in version 1 and not in version 2
    adopted.enter([held])
    (made,) = issued(adopted, subira)
    assert made.snapshot.version == 2
    paper = on_paper(made)
    assert paper is not None
    assert (paper.version, paper.root) == (2, adopted.snapshot.root[:12])


# --- Once ---------------------------------------------------------------------------------------------


def test_issuing_again_changes_nothing(adopted: Adopted, subira: Any) -> None:
    held = adopted.household(1)
    (made,) = issued(adopted, subira)
    assert issued(adopted, subira) == []
    assert issue_one(count=adopted.count, household=held.pk, terms=Terms(), by=subira) == made
    assert Certificate.objects.count() == 1


def test_300_in_one_go_with_as_many_queries_as_3(adopted: Adopted, subira: Any) -> None:
    adopted.households(300)
    with CaptureQueriesContext(connection) as asked:
        made = issue_next(count=adopted.count, among=ALL, terms=AGREED, by=subira, limit=297)
    assert len(made) == 297
    with CaptureQueriesContext(connection) as asked_for_3:
        assert len(issued(adopted, subira)) == 3
    assert len(asked) == len(asked_for_3) <= 14, [query["sql"][:90] for query in asked.captured_queries]
    numbers = Certificate.objects.order_by("number").values_list("number", flat=True)
    assert list(numbers) == list(range(1, 301))


@pytest.mark.django_db(transaction=True)
def test_two_people_at_once_issue_one_each_without_a_gap(settlement: Any) -> None:
    adopted = Adopted(settlement)
    people = [factories.UserFactory.create() for _ in range(4)]
    adopted.households(40)
    start, made = threading.Barrier(4), list[int]()

    def issue(by: Any) -> None:
        start.wait()
        while each := issue_next(count=adopted.count, among=ALL, terms=Terms(), by=by, limit=7):
            made.extend(one.number for one in each)
        connections.close_all()

    threads = [threading.Thread(target=issue, args=[person]) for person in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(made) == list(range(1, 41))
    assert Certificate.objects.values("household").distinct().count() == Certificate.objects.count() == 40


def test_the_figures_by_village_add_up(adopted: Adopted, subira: Any) -> None:
    adopted.household(1), adopted.household(2)
    adopted.household(3, restricted_at=timezone.now())
    adopted.household(4, result="vacant", consent=None)
    adopted.household(5, cleared_at=timezone.now())
    outside = adopted.household("9", structure=adopted.structure(9, cluster=None))
    issue_one(count=adopted.count, household=outside.pk, terms=Terms(), by=subira)
    rows = by_cluster(adopted.count, adopted.snapshot)
    assert [(row.slug, row.issued, row.ready, row.blocked) for row in rows] == [
        ("B", 0, 2, 1),
        ("none", 1, 0, 0),
    ]
    assert ready(adopted.count, adopted.snapshot).count() == 2


# --- Names ----------------------------------------------------------------------------------------------


def test_names_stand_on_it_only_where_both_agreed(adopted: Adopted, subira: Any) -> None:
    couple = adopted.household(1, head_name="Wanjiru Kamau", spouses=("Otieno", "Achieng"))
    refuses = adopted.household(2, head_name="Akinyi Were", spouses=("Juma",))
    nameless = adopted.household(3, head_name=None)
    terms = Terms(names_agreed_on=date(2026, 11, 8), without_names=frozenset({refuses.pk}))
    made = {each.household_id: each for each in issued(adopted, subira, terms)}
    papers = {pk: on_paper(each) for pk, each in made.items()}
    assert {pk: paper.names for pk, paper in papers.items() if paper} == {
        couple.pk: ["Wanjiru Kamau", "Otieno", "Achieng"], refuses.pk: [], nameless.pk: [],
    }  # fmt: skip
    assert {pk: each.names_agreed_on for pk, each in made.items()} == {
        couple.pk: date(2026, 11, 8), refuses.pk: None, nameless.pk: None,
    }  # fmt: skip


def test_without_a_day_no_name_stands_on_any(adopted: Adopted, subira: Any) -> None:
    adopted.household(1, spouses=("Otieno",))
    (made,) = issued(adopted, subira, Terms())
    printed = bytes(made.printed or b"")
    assert b"KMT/B/1/01" in printed
    assert b"Wanjiru" not in printed
    assert b"Otieno" not in printed


def test_what_stands_on_it_is_encrypted(adopted: Adopted, subira: Any) -> None:
    adopted.household(1, head_name="Zawadi Mwakio")
    issued(adopted, subira)
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM verification_certificate")
        assert "Zawadi" not in str([bytes(v) if isinstance(v, memoryview) else v for v in cursor.fetchone()])


# --- Afterwards -----------------------------------------------------------------------------------------


def test_revoking_says_who_when_and_why_once(adopted: Adopted, subira: Any) -> None:
    adopted.household(1)
    (made,) = issued(adopted, subira)
    revoke(certificate=made, reason="They moved away.", by=subira)
    made.refresh_from_db()
    assert (made.state, made.revoked_on, made.revoked_by, made.revoked_because) == (
        "revoked", timezone.localdate(), subira, "They moved away.",
    )  # fmt: skip
    with pytest.raises(NotIssued, match="not_valid"):
        revoke(certificate=made, reason="Again.", by=subira)


def test_another_in_its_place_has_a_number_of_its_own(adopted: Adopted, subira: Any) -> None:
    held = adopted.household(1, head_name="Wanjiru Kamu")
    adopted.household(2)
    first, _other = issued(adopted, subira)
    assert outdated(adopted.count, [first]) == set()
    Household.objects.filter(pk=held.pk).update(head_name="Wanjiru Kamau")
    assert outdated(adopted.count, [first]) == {first.pk}
    made = reissue(certificate=first, terms=AGREED, reason="Spelling corrected.", by=subira)
    first.refresh_from_db()
    assert (made.number, made.replaces, first.state, first.revoked_because) == (
        3, first, "revoked", "Spelling corrected.",
    )  # fmt: skip
    paper = on_paper(made)
    assert paper is not None
    assert paper.names == ["Wanjiru Kamau"]
    assert outdated(adopted.count, [first, made]) == set()


def test_a_reissue_that_is_refused_leaves_the_old_one_valid(adopted: Adopted, subira: Any) -> None:
    held = adopted.household(1)
    (made,) = issued(adopted, subira)
    Household.objects.filter(pk=held.pk).update(restricted_at=timezone.now())
    with pytest.raises(NotIssued, match="restricted"):
        reissue(certificate=made, terms=AGREED, reason="Spelling corrected.", by=subira)
    made.refresh_from_db()
    assert made.is_valid
    assert Certificate.objects.count() == 1


@pytest.mark.parametrize(
    ("changed", "is_outdated"),
    [
        ({"years_in_structure": 9}, True),
        ({"head_name": "Another"}, False),  # no name stands on it
        ({"rent_month_kes": 9000}, False),
    ],
)
def test_a_paper_without_names_misses_none(
    changed: dict[str, Any], is_outdated: bool, adopted: Adopted, subira: Any
) -> None:
    held = adopted.household(1)
    (made,) = issued(adopted, subira, Terms())
    Household.objects.filter(pk=held.pk).update(**changed)
    assert outdated(adopted.count, [made]) == ({made.pk} if is_outdated else set())


def test_who_is_found_to_be_counted_again_holds_none(adopted: Adopted, subira: Any) -> None:
    """While the count is open once more: the one that goes loses its certificate, the other keeps its own."""
    one, other = adopted.household(1), adopted.household(2)
    issued(adopted, subira)
    Enumeration.objects.filter(pk=adopted.count.pk).update(state="objections", adopted_on=None)
    found = Suspicion.objects.create(
        settlement=adopted.settlement,
        enumeration=adopted.count,
        kind="household_twice",
        household_a=one,
        household_b=other,
        score=0.9,
    )
    merge(found, keep=other, by=subira, reason="They say so themselves.")
    states = Certificate.objects.order_by("number").values_list("household", "state", "revoked_by")
    assert list(states) == [(one.pk, "revoked", subira.pk), (other.pk, "valid", None)]
