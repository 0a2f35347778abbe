"""What may be given to the county, and that what was given stays written down."""

from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.utils import Error
from pytest_django import DjangoAssertNumQueries

from accounts.models import AccessRecord
from reports.data.asked import Asked
from reports.data.envelopes import refusals
from reports.handing import (
    Gift,
    Taker,
    agreement_for,
    agreements_for,
    may_give_structures,
    where_structures_may_be_given,
    write_down,
)
from reports.models import Agreement, HandOver
from reports.models.handover import Party
from reports.products import Envelope, Refused
from settlements.shield import shield
from tests.factories import SettlementFactory, member_of
from tests.factories_handover import (
    AgreementFactory,
    HandOverFactory,
    assembly_agreed,
    days_from_now,
    today,
)

pytestmark = pytest.mark.django_db
TAKER = Taker(Party.COUNTY_DEPARTMENT, "Department of Housing", "Jane Otieno", "Chief officer")
FIGURES = Gift("Figures of the count", Envelope.COUNTY)
STRUCTURES = Gift("Structures", Envelope.COUNTY, has_structures=True)


def give(by: Any, settlements: list[Any], gift: Gift = FIGURES, **more: Any) -> HandOver:
    return write_down(
        by=by,
        settlements=settlements,
        gift=gift,
        taker=TAKER,
        means="printed",
        **{"given_on": today()} | more,
    )


def refused(*args: Any, **more: Any) -> list[str]:
    """The codes with which it is refused; nothing is then written."""
    before = HandOver.objects.count()
    with pytest.raises(Refused) as error:
        give(*args, **more)
    assert HandOver.objects.count() == before
    assert all(each.sentence and each.remedy for each in error.value.refusals)
    return [each.code for each in error.value.refusals]


# --- Which agreement covers what ------------------------------------------------------------------


def test_an_agreement_covers_its_settlements_and_no_other(settlement: Any) -> None:
    other = SettlementFactory.create(code="MSH")
    one = AgreementFactory.create(settlements=[settlement])
    assert agreement_for([settlement], Envelope.COUNTY, today()) == one
    assert agreement_for([settlement, other], Envelope.COUNTY, today()) is None
    assert agreement_for([], Envelope.COUNTY, today()) is None


def test_an_agreement_of_a_county_covers_all_of_it(settlement: Any) -> None:
    same, far = SettlementFactory.create(code="MSH"), SettlementFactory.create(county__code="042")
    one = AgreementFactory.create(county=settlement.county)
    assert agreement_for([settlement, same], Envelope.COUNTY, today()) == one
    assert agreement_for([settlement, far], Envelope.COUNTY, today()) is None
    # A settlement beyond the county may be named besides.
    both = AgreementFactory.create(county=settlement.county, settlements=[far])
    assert agreement_for([settlement, far], Envelope.COUNTY, today()) == both


def test_an_agreement_holds_from_its_first_to_its_last_day(settlement: Any) -> None:
    one = AgreementFactory.create(
        settlements=[settlement], signed_on=date(2026, 1, 10), until=date(2026, 6, 30)
    )
    held = {
        day: agreement_for([settlement], Envelope.COUNTY, day) == one
        for day in (date(2026, 1, 9), date(2026, 1, 10), date(2026, 6, 30), date(2026, 7, 1))
    }
    assert list(held.values()) == [False, True, True, False]
    one.ended_on = date(2026, 3, 1)
    one.save()
    assert agreement_for([settlement], Envelope.COUNTY, date(2026, 3, 1)) == one
    assert agreement_for([settlement], Envelope.COUNTY, date(2026, 3, 2)) is None
    assert not one.is_in_force(date(2026, 3, 2))


def test_an_agreement_for_public_figures_gives_no_more(settlement: Any) -> None:
    AgreementFactory.create(settlements=[settlement], envelope=int(Envelope.PUBLIC))
    assert agreement_for([settlement], Envelope.PUBLIC, today())
    assert agreement_for([settlement], Envelope.COUNTY, today()) is None


def test_the_newest_agreement_comes_first(settlement: Any) -> None:
    old = AgreementFactory.create(settlements=[settlement], signed_on=days_from_now(-90))
    new = AgreementFactory.create(settlements=[settlement], signed_on=days_from_now(-3))
    assert agreements_for([settlement], Envelope.COUNTY, today()) == [new, old]


# --- Structures one by one ------------------------------------------------------------------------


def test_structures_need_the_minutes_of_the_assembly(settlement: Any) -> None:
    agreement = AgreementFactory.create(county=settlement.county)
    assert not may_give_structures(settlement, today())
    place = assembly_agreed(agreement, settlement, on=days_from_now(-5))
    assert may_give_structures(settlement, today())
    assert not may_give_structures(settlement, days_from_now(-6))  # before the assembly
    place.papers.all().delete()
    assert not may_give_structures(settlement, today())


def test_what_the_assembly_agreed_to_it_can_take_back(settlement: Any) -> None:
    place = assembly_agreed(AgreementFactory.create(settlements=[settlement]), settlement)
    place.taken_back_on = today()
    place.save()
    assert may_give_structures(settlement, days_from_now(-1))
    assert not may_give_structures(settlement, today())


def test_minutes_help_only_under_an_agreement_in_force_for_the_county(settlement: Any) -> None:
    agreement = AgreementFactory.create(settlements=[settlement])
    assembly_agreed(agreement, settlement)
    assert may_give_structures(settlement, today())
    Agreement.objects.update(envelope=int(Envelope.PUBLIC))
    assert not may_give_structures(settlement, today())
    Agreement.objects.update(envelope=int(Envelope.COUNTY), until=days_from_now(-1))
    assert not may_give_structures(settlement, today())


def test_no_structures_of_a_hidden_settlement(settlement: Any, subira: Any) -> None:
    assembly_agreed(AgreementFactory.create(settlements=[settlement]), settlement)
    assert list(where_structures_may_be_given(today())) == [settlement]
    shield(settlement=settlement, user=subira)
    assert not where_structures_may_be_given(today()).exists()


# --- Writing down ---------------------------------------------------------------------------------


def test_what_is_given_is_written_down_and_logged(settlement: Any, subira: Any) -> None:
    agreement = AgreementFactory.create(settlements=[settlement])
    made = give(subira, [settlement], agreement=agreement, note="Two copies")
    made.refresh_from_db()
    assert list(made.settlements.all()) == [settlement]
    assert (made.title, made.envelope, made.office, made.officer, made.note) == (
        "Figures of the count", 2, "Department of Housing", "Jane Otieno", "Two copies",
    )  # fmt: skip
    line = AccessRecord.objects.get()
    assert (line.user, line.kind, line.subject, line.settlement, line.reason) == (
        subira, "handed-over", f"hand-over {made.pk}", "KMT", "Department of Housing",
    )  # fmt: skip


def test_public_figures_need_no_agreement(settlement: Any, subira: Any) -> None:
    assert give(subira, [settlement], Gift("Figures", Envelope.PUBLIC)).agreement is None


def test_it_is_refused_without_an_agreement_that_covers_it(settlement: Any, subira: Any) -> None:
    other = SettlementFactory.create(code="MSH")
    mine = AgreementFactory.create(settlements=[settlement])
    public = AgreementFactory.create(settlements=[settlement], envelope=int(Envelope.PUBLIC))
    over = AgreementFactory.create(settlements=[settlement], until=days_from_now(-1))
    assert refused(subira, [settlement]) == ["no_agreement"]
    assert refused(subira, [settlement, other], agreement=mine) == ["not_covered"]
    assert refused(subira, [settlement], agreement=public) == ["agreed_less"]
    assert refused(subira, [settlement], agreement=over) == ["agreement_not_in_force"]
    assert refused(subira, [settlement], agreement=mine, given_on=days_from_now(-60)) == [
        "agreement_not_in_force"
    ]
    assert refused(subira, [settlement], agreement=mine, given_on=days_from_now(1)) == ["day_to_come"]


def test_structures_are_refused_until_every_assembly_agreed(settlement: Any, subira: Any) -> None:
    other = SettlementFactory.create(code="MSH")
    agreement = AgreementFactory.create(settlements=[settlement, other])
    assembly_agreed(agreement, settlement)
    assert refused(subira, [settlement, other], STRUCTURES, agreement=agreement) == ["structures_not_agreed"]
    assembly_agreed(agreement, other)
    assert give(subira, [settlement, other], STRUCTURES, agreement=agreement).has_structures


@pytest.mark.parametrize("envelope", [Envelope.STAFF, Envelope.PERSONAL, Envelope.RESTRICTED])
def test_nothing_above_the_county_leaves(settlement: Any, subira: Any, envelope: Envelope) -> None:
    agreement = AgreementFactory.create(settlements=[settlement])
    assert "too_much" in refused(subira, [settlement], Gift("All", envelope), agreement=agreement)


def test_nothing_of_a_hidden_settlement_is_given(settlement: Any, subira: Any) -> None:
    other = SettlementFactory.create(code="MSH")
    shield(settlement=other, user=subira)
    public = Gift("Figures", Envelope.PUBLIC)
    assert refused(subira, [settlement, other], public) == ["settlement_frozen"]
    assert give(subira, [settlement], public)


def test_only_who_hands_over_in_all_of_them_may_write(settlement: Any, amina: Any) -> None:
    other = SettlementFactory.create(code="MSH")
    public = Gift("Figures", Envelope.PUBLIC)
    here = member_of(settlement, "staff")
    assert refused(amina, [settlement], public) == ["not_yours"]
    assert refused(here, [settlement, other], public) == ["not_yours"]
    assert refused(here, [], public) == ["not_yours"]
    assert give(here, [settlement], public)


# --- What the database refuses --------------------------------------------------------------------


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE reports_handover SET office = 'Another'",
        "DELETE FROM reports_handedplace",
        "UPDATE reports_handovernote SET text = 'Another'",
        "DELETE FROM reports_handovernote",
    ],
)
def test_what_was_given_cannot_be_changed(settlement: Any, subira: Any, statement: str) -> None:
    made = HandOverFactory.create(settlements=[settlement])
    made.notes.create(text="The title is wrong", made_by=subira)
    with pytest.raises(Error, match="written down once"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_the_database_wants_an_agreement(settlement: Any) -> None:
    with pytest.raises(IntegrityError, match="handover_has_agreement"), transaction.atomic():
        HandOverFactory.create(envelope=int(Envelope.COUNTY))
    with pytest.raises(IntegrityError, match="handover_gives_no_names"), transaction.atomic():
        HandOverFactory.create(envelope=int(Envelope.STAFF), agreement=AgreementFactory.create())
    with pytest.raises(IntegrityError, match="agreement_gives_no_names"), transaction.atomic():
        AgreementFactory.create(envelope=int(Envelope.STAFF))
    with pytest.raises(IntegrityError, match="agreement_ends_after"), transaction.atomic():
        AgreementFactory.create(until=days_from_now(-31))


def test_changes_of_an_agreement_are_kept(settlement: Any) -> None:
    agreement = AgreementFactory.create(settlements=[settlement])
    agreement.until = days_from_now(10)
    agreement.save()
    place = assembly_agreed(agreement, settlement)
    place.taken_back_on = today()
    place.save()
    assert [event.until for event in agreement.events.all()] == [days_from_now(300)]
    assert [event.assembly_on for event in place.events.order_by("pgh_id")] == [None, place.assembly_on]


# --- Who sees what --------------------------------------------------------------------------------


def test_leaders_see_what_was_given_of_theirs(
    settlement: Any, amina: Any, baraka: Any, chebet: Any, subira: Any
) -> None:
    agreement = AgreementFactory.create(settlements=[settlement])
    county = AgreementFactory.create(county=settlement.county)
    made = HandOverFactory.create(settlements=[settlement])
    for user, sees in ((amina, True), (subira, True), (baraka, False), (chebet, False)):
        assert (agreement in Agreement.objects.visible_to(user)) is sees
        assert (made in HandOver.objects.visible_to(user)) is sees
    # An agreement of the whole county is of Chebet's settlement too.
    assert list(Agreement.objects.visible_to(chebet)) == [county]


def test_staff_of_one_settlement_change_no_agreement_beyond_it(settlement: Any, subira: Any) -> None:
    here, other = member_of(settlement, "staff"), SettlementFactory.create(code="MSH")
    mine = AgreementFactory.create(settlements=[settlement])
    shared = AgreementFactory.create(settlements=[settlement, other])
    county = AgreementFactory.create(county=settlement.county)
    assert list(Agreement.objects.changeable_by(here)) == [mine]
    assert set(Agreement.objects.changeable_by(subira)) == {mine, shared, county}
    of_county = member_of(settlement.county, "staff")
    assert set(Agreement.objects.changeable_by(of_county)) == {mine, shared, county}


def test_finding_an_agreement_costs_the_same_for_many(
    settlement: Any, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    many = [settlement, *SettlementFactory.create_batch(5, county=settlement.county)]
    for each in many:
        AgreementFactory.create(settlements=[each])
    AgreementFactory.create(settlements=many)
    with django_assert_num_queries(2):
        assert agreement_for(many, Envelope.COUNTY, today())


def test_the_data_ask_the_same_minutes(settlement: Any) -> None:
    asked = Asked.of(
        {"datasets": ["structures"], "settlements": [settlement.pk], "envelope": 2, "format": "csv"}
    )
    assert [each.code for each in refusals(asked)] == ["no_assembly_minutes"]
    assembly_agreed(AgreementFactory.create(settlements=[settlement]), settlement)
    assert refusals(asked) == []
