"""Every kind of objection from its decision to the register: the old value, the new one, and the history."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.gis.geos import Point

from enumerations.models import Enumeration, Household, Person, TenureClaim
from enumerations.services.run import run_batch
from settlements.models import Structure
from tests.enumerations.rows import HOUSEHOLD
from tests.factories import TenureClaimFactory
from tests.verification.objections.conftest import verdict
from verification.models import Correction, Objection

pytestmark = pytest.mark.django_db
Objected = Callable[..., Objection]


@pytest.fixture
def decide(client_of: Any, tabitha: Any) -> Callable[..., Any]:
    """The data manager writes a decision down by the page; the answer."""
    client = client_of(tabitha)

    def send(objection: Objection, page: str = "decide", **said: Any) -> Any:
        sends = said if page == "settle" else verdict(**said)
        return client.post(f"/objections/{objection.pk}/{page}/", sends)

    return send


def corrected(objection: Objection) -> dict[str, tuple[str, str]]:
    """Each value that a decision changed: what it was, what it is."""
    return {
        row.field: tuple("" if value is None else bytes(value).decode() for value in (row.old, row.new))  # type: ignore[misc]
        for row in Correction.objects.filter(objection=objection)
    }


def sent_of(household: Household, **changed: str) -> dict[str, str]:
    """The roster as the page shows it, by line, with what is changed."""
    people = {
        f"line{person.line_no}-{name}": str(getattr(person, name) or "")
        if getattr(person, name) != 0
        else "0"
        for person in household.persons.all()
        for name in ("name", "relation", "sex", "age", "school_status", "activity")
    }
    return (
        {"own-head_name": household.head_name or "", "own-head_sex": household.head_sex or ""}
        | people
        | changed
    )


def assert_done(answer: Any, objection: Objection) -> None:
    assert answer.status_code == 302, answer.content.decode()
    objection.refresh_from_db()
    assert (objection.state, objection.outcome) == ("decided", "upheld")


def test_a_wrong_name(objected: Objected, decide: Any, zawadi: Household) -> None:
    objection = objected("wrong_name_spelling", zawadi.key)
    answer = decide(objection, **sent_of(zawadi, **{"own-head_name": "Zawadi Mwakyo"}))
    assert_done(answer, objection)
    zawadi.refresh_from_db()
    assert (zawadi.head_name, zawadi.corrected_at is not None) == ("Zawadi Mwakyo", True)
    assert corrected(objection) == {"household.head_name": ("Zawadi Mwakio", "Zawadi Mwakyo")}
    kept = zawadi.events.order_by("pgh_id").first()  # type: ignore[attr-defined]
    assert (kept.head_name, kept.pgh_context["objection"]) == ("Zawadi Mwakio", objection.pk)


def test_what_was_corrected_is_not_undone_by_an_old_file(
    objected: Objected, decide: Any, zawadi: Household, send: Any, survey: bytes
) -> None:
    decide(
        objected("wrong_name_spelling", zawadi.key), **sent_of(zawadi, **{"own-head_name": "Zawadi Mwakyo"})
    )
    again = send(survey, "a.xlsx")
    assert (again.unchanged, again.conflict) == (2, 1)
    zawadi.refresh_from_db()
    assert zawadi.head_name == "Zawadi Mwakyo"


def test_a_wrong_number_of_people(objected: Objected, decide: Any, zawadi: Household) -> None:
    objection = objected("wrong_household_size", zawadi.key)
    baby = {"line3-name": "Baraka", "line3-relation": "son_daughter", "line3-sex": "male", "line3-age": "0"}
    assert_done(decide(objection, **sent_of(zawadi, **baby)), objection)
    zawadi.refresh_from_db()
    assert zawadi.members_total == zawadi.persons.count() == 3
    values = corrected(objection)
    assert values["household.members_total"] == ("2", "3")
    assert values["person.3.name"] == ("", "Baraka")
    assert values["person.3.age"] == ("", "0")


def test_owner_and_tenant_mixed_up(objected: Objected, decide: Any, zawadi: Household) -> None:
    """Who owns pays no rent: the rules of the questionnaire take it out."""
    objection = objected("wrong_status", zawadi.key)
    own = {
        "own-occupancy_status": "owner_resident",
        "own-rent_month_kes": "2500",
        "own-years_in_structure": "4",
    }
    assert_done(decide(objection, **own), objection)
    zawadi.refresh_from_db()
    assert (zawadi.occupancy_status, zawadi.rent_month_kes) == ("owner_resident", None)
    assert TenureClaim.objects.get(household=zawadi).role == "owner_resident"
    values = corrected(objection)
    assert values["household.occupancy_status"] == ("tenant", "owner_resident")
    assert values["household.rent_month_kes"] == ("2500.00", "")


def test_a_tenant_without_rent_is_refused_and_everything_typed_stays(
    objected: Objected, decide: Any, zawadi: Household
) -> None:
    objection = objected("wrong_status", zawadi.key)
    own = {"own-occupancy_status": "sub_tenant", "own-rent_month_kes": "", "own-years_in_structure": "99"}
    answer = decide(objection, **own, reasons="The rent book says so.")
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "The rent book says so." in page
    assert 'value="99"' in page
    assert answer.context["remedy"].record.own.errors.keys() == {"rent_month_kes", "years_in_structure"}
    zawadi.refresh_from_db()
    objection.refresh_from_db()
    assert (zawadi.occupancy_status, zawadi.corrected_at, objection.state) == ("tenant", None, "open")
    assert not Correction.objects.exists()


def test_somebody_died(objected: Objected, decide: Any, zawadi: Household) -> None:
    objection = objected("deceased_moved", zawadi.key)
    assert_done(decide(objection, **sent_of(zawadi, **{"line2-removed": "on"})), objection)
    zawadi.refresh_from_db()
    assert (zawadi.members_total, list(zawadi.persons.values_list("line_no", flat=True))) == (1, [1])
    assert corrected(objection)["person.2.name"] == ("Neema", "")
    assert TenureClaim.objects.filter(household=zawadi).count() == 1


def test_a_household_that_moved_away_is_counted_no_more(
    objected: Objected, decide: Any, zawadi: Household
) -> None:
    objection = objected("deceased_moved", zawadi.key)
    assert_done(decide(objection, **sent_of(zawadi), **{"gone-gone": "on"}), objection)
    zawadi.refresh_from_db()
    assert (zawadi.result, zawadi.head_name, zawadi.persons.count()) == ("vacant", None, 0)
    values = corrected(objection)
    assert values["household.result"] == ("complete", "vacant")
    assert values["household.head_name"] == ("Zawadi Mwakio", "")


def test_a_household_counted_twice_stays_written_down(
    objected: Objected, decide: Any, zawadi: Household
) -> None:
    objection = objected("counted_twice", "KMT/A/1/02")
    assert_done(decide(objection, **{"twice-keep": str(zawadi.pk)}), objection)
    twice = Household.objects.get(key="KMT/A/1/02")
    assert (twice.same_as_id, twice.head_name) == (zawadi.pk, "Otieno Ouma")
    assert corrected(objection) == {"household.same_as": ("", "KMT/A/1/01")}


def test_counted_again_behind_another_door(objected: Objected, decide: Any, zawadi: Household) -> None:
    objection = objected("counted_twice", "KMT/A/2/01")
    assert decide(objection, **{"twice-other": "A/3/01"}).status_code == 422
    assert_done(decide(objection, **{"twice-other": "A/1/01"}), objection)
    assert Household.objects.get(key="KMT/A/2/01").same_as_id == zawadi.pk


class TestClaims:
    def test_an_owner_who_lives_elsewhere_is_added(self, objected: Objected, decide: Any) -> None:
        objection = objected("absentee_owner_claims", "KMT/A/2")
        claim = {
            "claim-action": "add", "claim-claimant_name": "Mzee Kariuki", "claim-role": "owner_absentee",
            "claim-since_year": "1998", "claim-how_acquired": "purchased",
            "claim-evidence": ["sale_agreement"],
        }  # fmt: skip
        assert_done(decide(objection, **claim), objection)
        held = TenureClaim.objects.get(role="owner_absentee")
        assert (held.claimant_name, held.since_year, held.evidence) == (
            "Mzee Kariuki",
            1998,
            ["sale_agreement"],
        )
        assert held.structure.code == "KMT/A/2"
        assert corrected(objection) == {f"claim.{held.pk}": ("", "owner_absentee, Mzee Kariuki, 1998")}
        assert objection.claim_id == held.pk

    def test_a_tenant_who_lets_rooms_changes_the_household_too(
        self, objected: Objected, decide: Any, zawadi: Household
    ) -> None:
        objection = objected("sub_let", zawadi.key)
        held = TenureClaim.objects.get(household=zawadi)
        changed = {"claim-action": "change", "claim-claim": str(held.pk), "claim-role": "sub_tenant"}
        assert_done(decide(objection, **changed), objection)
        zawadi.refresh_from_db()
        assert zawadi.occupancy_status == TenureClaim.objects.get(household=zawadi).role == "sub_tenant"
        assert corrected(objection) == {"household.occupancy_status": ("tenant", "sub_tenant")}

    def test_of_two_claims_one_ends(self, objected: Objected, decide: Any, posted: Enumeration) -> None:
        objection = objected("double_claim", "KMT/A/2")
        second = TenureClaimFactory.create(structure=objection.structure, enumeration=posted)
        ends = {"claim-action": "end", "claim-claim": str(second.pk), "claim-ends_on": "2026-11-09"}
        assert_done(decide(objection, **ends), objection)
        second.refresh_from_db()
        assert str(second.valid_to) == "2026-11-09"
        assert corrected(objection) == {f"claim.{second.pk}.valid_to": ("", "2026-11-09")}

    @pytest.mark.parametrize(
        ("kind", "about"), [("ownership", "ownership"), ("boundary", "boundary"), ("rent", "rent")]
    )
    def test_a_dispute_is_noted_until_it_is_settled(
        self, objected: Objected, decide: Any, zawadi: Household, kind: str, about: str
    ) -> None:
        objection = objected(kind, zawadi.key)
        held = TenureClaim.objects.get(household=zawadi)
        assert decide(objection, outcome="referred", referred_to="chief").status_code == 302
        held.refresh_from_db()
        assert (held.in_dispute, held.dispute_type) == (True, about)
        settled = {"on": "2026-11-20", "how": "The chief's letter of today.", "corrects": "nothing"}
        assert decide(objection, "settle", **settled).status_code == 302
        held.refresh_from_db()
        objection.refresh_from_db()
        assert (held.in_dispute, held.dispute_type, str(objection.settled_on)) == (False, None, "2026-11-20")
        values = Correction.objects.filter(field=f"claim.{held.pk}.in_dispute").order_by("pk")
        assert [(bytes(v.old), bytes(v.new)) for v in values if v.old and v.new] == [
            (b"no", about.encode()),
            (about.encode(), b"no"),
        ]
        assert decide(objection, "settle", **settled).status_code == 302  # a second time changes nothing
        assert Correction.objects.count() == 2


class TestGround:
    def test_a_missing_structure_gets_a_number_and_a_point(self, objected: Objected, decide: Any) -> None:
        objection = objected("structure_missing")
        new = {"structure-code": "a/9", "structure-location": "-1.2611, 36.8474"}
        assert_done(decide(objection, **new), objection)
        made = Structure.objects.get(code="KMT/A/9")
        assert made.location.equals_exact(Point(36.8474, -1.2611), 1e-9)
        assert made.cluster is not None
        assert (made.cluster.code, made.location_source) == ("A", f"objection {objection.receipt}")
        assert objection.structure_id == made.pk
        assert corrected(objection)["structure.code"] == ("", "KMT/A/9")

    @pytest.mark.parametrize(
        ("code", "place"),
        [
            ("A/1", "-1.2611 36.8474"),
            ("hello", "-1.2611 36.8474"),
            ("A/9", "-1.40 36.9"),
            ("A/9", "36.8 -1.2"),
            ("MSH/A/9", "-1.2611 36.8474"),
        ],
    )
    def test_but_not_a_taken_number_nor_a_place_outside(
        self, objected: Objected, decide: Any, code: str, place: str
    ) -> None:
        objection = objected("structure_missing")
        answer = decide(objection, **{"structure-code": code, "structure-location": place})
        assert answer.status_code == 422
        assert Structure.objects.count() == 3

    def test_a_structure_that_is_none_takes_its_households_out(
        self, objected: Objected, decide: Any, zawadi: Household
    ) -> None:
        objection = objected("structure_not_existing", "KMT/A/1")
        assert decide(objection).status_code == 422  # which becomes of whom?
        assert_done(decide(objection, **{"none-households": "out"}), objection)
        assert Structure.objects.get(code="KMT/A/1").status == "demolished"
        assert set(Household.objects.filter(structure__code="KMT/A/1").values_list("result", flat=True)) == {
            "vacant"
        }
        assert corrected(objection)["structure.status"] == ("numbered", "demolished")

    def test_or_they_live_behind_another_door(
        self, objected: Objected, decide: Any, zawadi: Household
    ) -> None:
        objection = objected("structure_not_existing", "KMT/A/1")
        assert_done(decide(objection, **{"none-households": "move", "none-door": "A/3"}), objection)
        zawadi.refresh_from_db()
        assert (zawadi.structure.code, zawadi.key, zawadi.result) == ("KMT/A/3", "KMT/A/1/01", "complete")  # type: ignore[union-attr]
        assert TenureClaim.objects.get(household=zawadi).structure.code == "KMT/A/3"

    def test_the_edge_of_the_settlement_is_written_down(self, objected: Objected, decide: Any) -> None:
        objection = objected("boundary_of_settlement")
        assert_done(decide(objection), objection)
        assert not Correction.objects.exists()


class TestNotCounted:
    ANSWERS = {
        f"own-{name}": str(value)
        for name, value in HOUSEHOLD.items()
        if name not in ("hh_code", "result", "consent", "location", "members_total")
    }
    HEAD = {
        "line1-name": "Akinyi Odhiambo",
        "line1-relation": "head",
        "line1-sex": "female",
        "line1-age": "41",
        "line1-school_status": "left_completed",
        "line1-activity": "working",
    }

    def test_it_is_linked_with_the_household_counted_since(
        self, objected: Objected, decide: Any, zawadi: Household
    ) -> None:
        objection = objected("not_counted")
        assert decide(objection, **{"left-out-way": "link", "left-out-door": "A/1"}).status_code == 422
        answer = decide(objection, **{"left-out-way": "link", "left-out-door": "A/1/01"})
        assert_done(answer, objection)
        assert objection.household_id == zawadi.pk

    @pytest.mark.parametrize("state", ["objections", "adopted"])
    def test_it_is_asked_now_by_the_same_rules(
        self, objected: Objected, decide: Any, posted: Enumeration, state: str
    ) -> None:
        day = "2026-11-01" if state == "adopted" else None
        Enumeration.objects.filter(pk=posted.pk).update(state=state, adopted_on=day)
        objection = objected("not_counted", "KMT/A/2")
        asked = {"left-out-way": "interview", "left-out-door": "A/2", "own-head_name": "Akinyi Odhiambo"}
        answer = decide(objection, **(self.ANSWERS | self.HEAD | asked))
        assert_done(answer, objection)
        made = Household.objects.get(key="KMT/A/2/02")
        assert objection.household_id == made.pk
        assert (made.head_name, made.members_total, made.structure and made.structure.code) == (
            "Akinyi Odhiambo", 1, "KMT/A/2",
        )  # fmt: skip
        assert Person.objects.get(household=made).age == 41
        assert corrected(objection)["household.key"] == ("", "KMT/A/2/02")
        run_batch(made.batch_id)
        made.batch.refresh_from_db()
        assert made.batch.state == "done"

    def test_a_rule_that_is_broken_keeps_it_out_and_nothing_stays(
        self, objected: Objected, decide: Any
    ) -> None:
        objection = objected("not_counted", "KMT/A/2")
        asked = {"left-out-way": "interview", "left-out-door": "A/2", "own-head_name": "A", "line1-age": "7"}
        before = Household.objects.count()
        answer = decide(objection, **(self.ANSWERS | self.HEAD | asked))
        assert answer.status_code == 422
        assert "head_name" in answer.context["remedy"].own.errors
        assert "age" in answer.context["remedy"].roster[0].errors
        assert (Household.objects.count(), Correction.objects.count()) == (before, 0)


def test_rejecting_changes_nothing(objected: Objected, decide: Any, zawadi: Household) -> None:
    objection = objected("wrong_name_spelling", zawadi.key)
    assert decide(objection, outcome="rejected", **{"own-head_name": "Somebody Else"}).status_code == 302
    zawadi.refresh_from_db()
    assert (zawadi.head_name, zawadi.corrected_at) == ("Zawadi Mwakio", None)


def test_it_is_decided_once(objected: Objected, decide: Any, zawadi: Household) -> None:
    objection = objected("wrong_name_spelling", zawadi.key)
    decide(objection, outcome="rejected")
    decide(objection, **sent_of(zawadi, **{"own-head_name": "Somebody Else"}))
    objection.refresh_from_db()
    assert objection.outcome == "rejected"


@pytest.mark.parametrize(
    "said",
    [
        {"on": "2026-11-01"},
        {"on": "2036-11-01"},
        {"outcome": "referred"},
        {"outcome": ""},
        {"reasons": ""},
        {"corrects": ""},
    ],
)
def test_a_decision_says_when_why_and_to_whom(
    objected: Objected, decide: Any, zawadi: Household, said: dict[str, str]
) -> None:
    objection = objected("wrong_name_spelling", zawadi.key)
    assert decide(objection, **(sent_of(zawadi, **{"own-head_name": "Other Name"}) | said)).status_code == 422
    objection.refresh_from_db()
    assert objection.state == "open"


def test_taking_a_batch_back_leaves_the_objection(
    objected: Objected, zawadi: Household, posted: Enumeration, subira: Any
) -> None:
    """Plain SQL takes households and claims away: the database empties the link."""
    from enumerations.services.revert import revert_batch

    claim = TenureClaim.objects.get(household=zawadi)
    objection = objected("wrong_name_spelling", zawadi.key, claim=claim)
    Enumeration.objects.filter(pk=posted.pk).update(state="enumerating")
    revert_batch(batch=zawadi.batch, user=subira)
    objection.refresh_from_db()
    assert (objection.household_id, objection.claim_id, objection.structure_id is not None) == (
        None,
        None,
        True,
    )
