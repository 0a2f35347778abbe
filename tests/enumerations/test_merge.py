"""What becomes of rows: created, updated, unchanged, rejected, conflict; the five add up."""

from typing import Any

import pytest

from accounts.models import User
from enumerations.choices import BatchState, EnumerationSource, EnumerationState
from enumerations.intake.columns import Mapping, SheetMapping, Target
from enumerations.intake.refusal import Refusal
from enumerations.models import Batch, Enumeration, Household, Person, TenureClaim
from enumerations.services.batches import set_mapping
from enumerations.services.run import run_batch
from settlements.models import Settlement, Structure
from tests.enumerations.conftest import Send
from tests.enumerations.rows import as_csv, as_json, as_xlsx, child, household, person

pytestmark = pytest.mark.django_db


def counts(batch: Batch) -> dict[str, int]:
    named = {
        name: getattr(batch, name) for name in ("created", "updated", "unchanged", "rejected", "conflict")
    }
    assert sum(named.values()) == batch.rows
    return {name: number for name, number in named.items() if number}


def codes(batch: Batch, **where: Any) -> set[str]:
    return set(batch.issues.filter(**where).values_list("code", flat=True))


def test_a_clean_batch_fills_the_register(send: Send, doors: list[Structure]) -> None:
    batch = send(as_csv([household("KMT/A/1/01"), household("KMT/A/1/02", head_name="Otieno Ouma")]))
    assert batch.state == BatchState.DONE
    assert counts(batch) == {"created": 2}
    first = Household.objects.get(key="KMT/A/1/01")
    assert first.structure == doors[0]
    assert (first.rooms_used, first.rent_month_kes, first.consent) == (1, 2500, True)
    assert first.location is not None
    assert (first.location.x, first.location.y, first.location.srid) == (36.8470, -1.2610, 4326)
    assert first.location_accuracy_m == 6


def test_the_same_file_again_changes_nothing(send: Send) -> None:
    file = as_xlsx([household(), household("KMT/A/2/01", members_total=1, head_name="Otieno Ouma")],
                   [person(), child(), person("KMT/A/2/01")])  # fmt: skip
    send(file, "a.xlsx")
    before = list(Household.objects.order_by("pk").values()) + list(Person.objects.order_by("pk").values())
    again = send(file, "a.xlsx")
    assert counts(again) == {"unchanged": 2}
    assert (
        list(Household.objects.order_by("pk").values()) + list(Person.objects.order_by("pk").values())
        == before
    )


def test_a_changed_answer_updates_one_household(send: Send) -> None:
    send(as_csv([household(), household("KMT/A/2/01", head_name="Otieno Ouma")]))
    again = send(as_csv([household(rooms_used=2), household("KMT/A/2/01", head_name="Otieno Ouma")]))
    assert counts(again) == {"updated": 1, "unchanged": 1}
    assert Household.objects.get(key="KMT/A/1/01").rooms_used == 2


def test_an_update_leaves_what_the_file_does_not_mention(send: Send, count: Enumeration) -> None:
    send(as_csv([household(note="by the river", own_question="yes")]))
    answers = household(rooms_used=3)
    send(as_csv([answers]))
    held = Household.objects.get()
    assert (held.note, held.rooms_used, held.answers) == ("by the river", 3, {"own_question": "yes"})


def test_a_changed_roster_updates_its_household(send: Send) -> None:
    send(as_xlsx([household()], [person(), child()]), "a.xlsx")
    again = send(as_xlsx([household()], [person(), child(age=1)]), "a.xlsx")
    assert counts(again) == {"updated": 1}
    assert list(Person.objects.values_list("line_no", "age")) == [(1, 34), (2, 1)]


def test_good_rows_go_in_while_bad_ones_wait(send: Send) -> None:
    batch = send(as_csv([household(), household("KMT/A/2/01", rooms_used=99), household("KMT/Z/9/01")]))
    assert counts(batch) == {"created": 1, "rejected": 2}
    assert "above_maximum" in codes(batch, row=3, field="rooms_used")
    assert "structure_unknown" in codes(batch, row=4)


def test_all_or_nothing_writes_nothing(send: Send) -> None:
    batch = send(as_csv([household(), household("KMT/A/2/01", rooms_used=99)]), all_or_nothing=True)
    assert batch.state == BatchState.REFUSED
    assert counts(batch) == {"rejected": 2}
    assert {"all_or_nothing"} <= codes(batch, row=None)
    assert not Household.objects.exists()


def test_a_dry_run_tells_and_writes_nothing(send: Send, count: Enumeration) -> None:
    count.creates_structures = True
    count.save()
    batch = send(
        as_csv([household(), household("KMT/A/9/01"), household("KMT/A/2/01", rooms_used=99)]), dry_run=True
    )
    assert batch.state == BatchState.CHECKED
    assert counts(batch) == {"created": 2, "rejected": 1}
    assert not Household.objects.exists()
    assert not Structure.objects.filter(code="KMT/A/9").exists()


def test_two_interviews_at_one_household_are_a_conflict(send: Send) -> None:
    send(as_csv([household(instance_id="uuid:1")]))
    batch = send(as_csv([household(instance_id="uuid:2", rooms_used=2)]))
    assert counts(batch) == {"conflict": 1}
    assert "other_instance" in codes(batch, row=2)
    assert Household.objects.get().rooms_used == 1
    replaced = send(as_csv([household(instance_id="uuid:2", rooms_used=2)]), replace_conflicts=True)
    assert counts(replaced) == {"updated": 1}
    assert Household.objects.get().instance_id == "2"


def test_one_interview_at_two_doors_is_a_conflict_until_replaced(send: Send, doors: list[Structure]) -> None:
    send(as_csv([household(instance_id="uuid:1")]))
    moved = as_csv([household("KMT/A/2/01", instance_id="uuid:1")])
    assert counts(send(moved)) == {"conflict": 1}
    assert counts(send(moved, replace_conflicts=True)) == {"updated": 1}
    held = Household.objects.get()
    assert (held.key, held.structure) == ("KMT/A/2/01", doors[1])


def test_replacing_never_lets_two_rows_claim_one_household(send: Send) -> None:
    send(as_csv([household("KMT/A/1/01", instance_id="uuid:1")]))
    batch = send(
        as_csv(
            [household("KMT/A/1/01", instance_id="uuid:7"), household("KMT/A/2/01", instance_id="uuid:1")]
        ),
        replace_conflicts=True,
    )
    assert counts(batch) == {"updated": 1, "conflict": 1}
    assert Household.objects.count() == 1


def test_the_second_of_two_equal_rows_is_rejected(send: Send) -> None:
    batch = send(as_csv([household(), household()]))
    assert counts(batch) == {"created": 1, "rejected": 1}
    issue = batch.issues.get(code="duplicate_in_file")
    assert (issue.row, issue.params) == (3, {"other_row": 2})


def test_an_interview_makes_its_structure_where_the_count_allows(send: Send, count: Enumeration) -> None:
    count.creates_structures = True
    count.save()
    batch = send(
        as_csv([household("KMT/A/9B/01"), household("KMT/A/8/01", location="", head_name="Otieno Ouma")])
    )
    made = Structure.objects.get(code="KMT/A/9B")
    assert (made.cluster and made.cluster.code, made.location.x) == ("A", 36.8470)
    assert batch.structures_created == 1
    assert counts(batch) == {"created": 1, "rejected": 1}
    assert "structure_needs_point" in codes(batch, row=3)


def test_a_settlement_not_yet_numbered_takes_households(
    send: Send, kmt: Settlement, count: Enumeration
) -> None:
    Structure.objects.filter(settlement=kmt).delete()
    batch = send(as_csv([household()]))
    assert counts(batch) == {"created": 1}
    assert Household.objects.get().structure is None


@pytest.mark.parametrize(
    ("location", "code", "severity"),
    [
        ("-1.2610 36.8470", None, None),
        ("-1.2700 36.8470", "outside_settlement", "error"),
        ("36.8470 -1.2610", "lat_lon_swapped", "error"),
        ("-1.2595 36.8488", "far_from_structure", "warning"),
    ],
)
def test_a_point_must_lie_where_the_door_is(
    send: Send, location: str, code: str | None, severity: str | None
) -> None:
    batch = send(as_csv([household(location=location)]))
    found = set(batch.issues.filter(field="location").values_list("code", "severity"))
    assert found == ({(code, severity)} if code else set())


@pytest.mark.parametrize(
    ("people", "code"),
    [
        ([person()], "members_mismatch"),
        ([person(), child(), child(line=3)], "members_mismatch"),
        ([child(line=1), child()], "head_count"),
        ([person(), person(line=2)], "head_count"),
        ([person(), child(line=1)], "duplicate_line"),
    ],
)
def test_the_roster_must_fit_its_household(send: Send, people: list[Any], code: str) -> None:
    batch = send(as_xlsx([household()], people), "a.xlsx")
    assert counts(batch) == {"rejected": 1}
    assert code in codes(batch, severity="error")


def test_a_person_without_a_household_is_told(send: Send) -> None:
    batch = send(as_xlsx([household(members_total=1)], [person(), person("KMT/A/7/01")]), "a.xlsx")
    assert counts(batch) == {"created": 1}
    assert batch.issues.get(code="orphan_person").row == 3


def test_a_persons_mistake_keeps_the_household_out(send: Send) -> None:
    batch = send(as_xlsx([household()], [person(), child(age=200)]), "a.xlsx")
    assert counts(batch) == {"rejected": 1}
    assert not Person.objects.exists()


def test_people_nested_in_json_are_a_roster(send: Send) -> None:
    people = [
        {name: answer for name, answer in row.items() if name != "parent"} for row in (person(), child())
    ]
    rows = [household() | {"persons": people}]
    batch = send(as_json(rows), "rows.json")
    assert counts(batch) == {"created": 1}
    assert list(Person.objects.values_list("relation", "age")) == [("head", 34), ("son_daughter", 2)]


def test_the_head_claims_the_structure(send: Send, doors: list[Structure]) -> None:
    send(as_xlsx([household(interviewed_on="2026-03-01")], [person(), child()]), "a.xlsx")
    claim = TenureClaim.objects.get()
    assert (claim.structure, claim.role, claim.since_year) == (doors[0], "tenant", 2022)
    assert claim.person is not None
    assert claim.person.relation == "head"


def test_an_adopted_register_takes_no_batch(send: Send, count: Enumeration) -> None:
    count.state, count.adopted_on = EnumerationState.ADOPTED, "2026-05-01"
    count.save()
    with pytest.raises(Refusal):
        send(as_csv([household()]))
    assert not Batch.objects.exists()


def test_a_foreign_export_without_ids_is_known_by_its_rows(
    send: Send, count: Enumeration, subira: User
) -> None:
    count.source = EnumerationSource.FOREIGN
    count.save()
    rows = [
        {"rooms_used": n, "water_source": "borehole_tubewell", "Remarks": f"no. {n}"} for n in (1, 2, 2, 3)
    ]
    batch = send(as_csv(rows))
    assert batch.state == BatchState.MAPPING
    targets = {"rooms_used": Target("rooms_used"), "water_source": Target("water_source")}
    set_mapping(batch=batch, mapping=Mapping(SheetMapping(targets=targets)), user=subira)
    run_batch(batch.pk)
    batch.refresh_from_db()
    assert counts(batch) == {"created": 3, "rejected": 1}
    assert codes(batch, row=4, severity="error") == {"duplicate_in_file"}
    count.refresh_from_db()
    assert counts(send(as_csv(rows), enumeration=count)) == {"unchanged": 3, "rejected": 1}
    assert {held.answers["Remarks"] for held in Household.objects.all()} == {"no. 1", "no. 2", "no. 3"}
