"""Asking: the same wish once, only so many at a time, and nothing that is not theirs."""

from typing import Any

import pytest

from accounts.models import AccessRecord
from reports.models import Export
from reports.products import Envelope, Refused
from reports.rights import may
from reports.works.ask import TooManyAtOnce, ask_for
from settlements.models import Settlement
from settlements.shield import shield
from tests import factories
from tests.reports.engine.doing import WHY, asked
from tests.reports.tiny import wish

pytestmark = pytest.mark.django_db


def codes(refused: Any) -> list[str]:
    return [refusal.code for refusal in refused.value.refusals]


def test_the_same_wish_in_the_making_is_the_same_export(amina: Any, settlement: Any) -> None:
    first, is_new = ask_for(user=amina, product="tiny", ask={"lines": 2, **wish(settlement)})
    same, again_new = ask_for(user=amina, product="tiny", ask={**wish(settlement), "lines": 2}, mail=True)
    assert (is_new, again_new, same.pk) == (True, False, first.pk)
    assert same.mail
    assert asked(amina, settlement, lines=3).pk != first.pk


def test_another_person_gets_another_one(amina: Any, baraka: Any, settlement: Any) -> None:
    assert asked(amina, settlement).pk != asked(baraka, settlement).pk


def test_another_language_is_another_wish(amina: Any, settlement: Any) -> None:
    english = ask_for(user=amina, product="tiny", ask=wish(settlement), language="en")[0]
    assert ask_for(user=amina, product="tiny", ask=wish(settlement), language="sw")[0] != english


def test_one_person_has_only_so_many_in_the_making(
    amina: Any, baraka: Any, settlement: Any, settings: Any
) -> None:
    settings.EXPORTS_AT_ONCE = 2
    for lines in (1, 2):
        asked(amina, settlement, lines=lines)
    with pytest.raises(TooManyAtOnce) as refused:
        asked(amina, settlement, lines=3)
    assert codes(refused) == ["too_many_at_once"]
    asked(amina, settlement, lines=2)
    asked(baraka, settlement, lines=3)


def test_what_the_product_refuses_is_not_begun(amina: Any, settlement: Any) -> None:
    with pytest.raises(Refused) as refused:
        asked(amina, settlement, wrong="refused")
    assert codes(refused) == ["unfinished"]
    assert not Export.objects.exists()


def test_nobody_makes_what_there_is_not(amina: Any) -> None:
    with pytest.raises(Refused) as refused:
        ask_for(user=amina, product="gold", ask={})
    assert codes(refused) == ["unknown_product"]


def test_where_people_are_named_a_reason_is_given(tabitha: Any, settlement: Any) -> None:
    ask = wish(settlement, envelope=Envelope.PERSONAL)
    with pytest.raises(Refused) as refused:
        ask_for(user=tabitha, product="tiny", ask=ask, reason="because")
    assert codes(refused) == ["reason_missing"]
    assert ask_for(user=tabitha, product="tiny", ask=ask, reason=f" {WHY} ")[0].reason == WHY


def test_it_is_written_down_in_every_settlement_that_is_in_it(tabitha: Any, settlement: Any) -> None:
    other = factories.SettlementFactory.create(code="MSH")
    export = asked(tabitha, settlement, other, envelope=Envelope.PERSONAL)
    kept = AccessRecord.objects.filter(kind="exported", subject=f"export {export.pk}", user=tabitha)
    assert sorted(kept.values_list("settlement", "reason")) == [
        ("KMT", f"tiny, personal: {WHY}"),
        ("MSH", f"tiny, personal: {WHY}"),
    ]


# --- Whose right it is --------------------------------------------------------------------------------

ROLES = ("leader", "enumerator", "verifier", "staff", "data_manager")
EVERYBODY = set(ROLES)
OFFICE = {"staff", "data_manager"}


@pytest.mark.parametrize(
    ("envelope", "allowed"),
    [
        (Envelope.PUBLIC, EVERYBODY),
        (Envelope.COUNTY, OFFICE),
        (Envelope.STAFF, OFFICE),
        (Envelope.PERSONAL, {"data_manager"}),
        (Envelope.RESTRICTED, {"data_manager"}),
    ],
)
def test_each_envelope_has_its_roles(envelope: Envelope, allowed: set[str], settlement: Any) -> None:
    here = Settlement.objects.filter(pk=settlement.pk)
    members = {role: factories.member_of(settlement, role) for role in ROLES}
    assert {role for role, user in members.items() if may(user, here, envelope)} == allowed
    outsiders = [factories.member_of(factories.SettlementFactory(), role) for role in ROLES]
    assert not any(may(user, here, envelope) for user in [*outsiders, factories.UserFactory()])


def test_one_settlement_that_is_not_theirs_is_enough(settlement: Any) -> None:
    staff = factories.member_of(settlement, "staff")
    both = [settlement, factories.SettlementFactory()]
    with pytest.raises(Refused) as refused:
        asked(staff, *both, envelope=Envelope.STAFF)
    assert codes(refused) == ["not_yours"]
    assert not may(staff, Settlement.objects.none(), Envelope.PUBLIC)


def test_of_adopted_public_settlements_anybody_has_the_public_envelope(db: None) -> None:
    public = factories.SettlementFactory.create(access_level="public")
    here = Settlement.objects.filter(pk=public.pk)
    stranger = factories.UserFactory.create()
    factories.EnumerationFactory.create(settlement=public, state="enumerating")
    assert not may(stranger, here, Envelope.PUBLIC)
    factories.EnumerationFactory.create(settlement=public, round=2, state="adopted")
    assert may(stranger, here, Envelope.PUBLIC)
    assert not may(stranger, here, Envelope.COUNTY)


def test_staff_open_the_records_first(subira: Any, settlement: Any, client_of: Any) -> None:
    here = Settlement.objects.filter(pk=settlement.pk)
    with pytest.raises(Refused) as refused:
        asked(subira, settlement, envelope=Envelope.PERSONAL)
    assert codes(refused) == ["records_closed"]
    assert "Kiamutisya" in str(refused.value.refusals[0].sentence)
    client_of(subira).post("/settlements/KMT/records/", {"reason": "The family asked us"})
    assert may(subira, here, Envelope.PERSONAL)
    assert not may(subira, here, Envelope.RESTRICTED)


def test_nothing_goes_to_the_county_while_an_eviction_threatens(subira: Any, settlement: Any) -> None:
    shield(settlement=settlement, user=subira, reason="Bulldozers")
    with pytest.raises(Refused) as refused:
        asked(subira, settlement, envelope=Envelope.COUNTY)
    assert codes(refused) == ["settlement_frozen"]
    asked(subira, settlement, envelope=Envelope.STAFF)


def test_who_is_deactivated_has_no_right(amina: Any, settlement: Any) -> None:
    amina.is_active = False
    assert not may(amina, Settlement.objects.filter(pk=settlement.pk), Envelope.PUBLIC)
