"""Taking a batch back: what it created goes, what it changed is as before, or it says why not."""

from typing import Any

import pytest

from accounts.models import User
from enumerations.choices import BatchState, EnumerationState
from enumerations.models import Batch, Enumeration, Household, Person, TenureClaim
from enumerations.services.revert import RevertRefused, revert_batch
from settlements.models import Structure
from tests.enumerations.conftest import Send
from tests.enumerations.rows import as_csv, as_xlsx, child, household, person

pytestmark = pytest.mark.django_db


def register() -> list[list[Any]]:
    """All that a merge writes, without the ids that people and claims get anew."""
    people = [
        {name: value for name, value in row.items() if name != "id"}
        for row in Person.objects.order_by("household_id", "line_no").values()
    ]
    claims = list(TenureClaim.objects.order_by("household_id").values("household_id", "role", "since_year"))
    return [list(Household.objects.order_by("pk").values()), people, claims]


def test_what_a_batch_created_goes(send: Send, subira: User) -> None:
    send(as_csv([household("KMT/A/3/01", head_name="Atieno Odhiambo")]))
    before = register()
    batch = send(as_xlsx([household()], [person(), child()]), "a.xlsx")
    revert_batch(batch=batch, user=subira)
    batch.refresh_from_db()
    assert (batch.state, batch.reverted_by) == (BatchState.REVERTED, subira)
    assert register() == before


def test_what_a_batch_changed_is_as_before(send: Send, subira: User) -> None:
    send(as_xlsx([household(own="a")], [person(), child()]), "a.xlsx")
    before = register()
    batch = send(
        as_xlsx([household(rooms_used=3, occupancy_status="owner_resident", rent_month_kes=None, own="b")],
                [person(age=35), child()]),
        "b.xlsx",
    )  # fmt: skip
    assert register() != before
    revert_batch(batch=batch, user=subira)
    assert register() == before


def test_structures_it_found_go_too(send: Send, subira: User, count: Enumeration) -> None:
    count.creates_structures = True
    count.save()
    batch = send(as_csv([household("KMT/A/9/01")]))
    assert Structure.objects.filter(code="KMT/A/9").exists()
    revert_batch(batch=batch, user=subira)
    assert not Structure.objects.filter(code="KMT/A/9").exists()


def test_it_is_refused_where_later_changes_build_on_it(send: Send, subira: User) -> None:
    first = send(as_csv([household()]))
    later = send(as_csv([household(rooms_used=2)]))
    with pytest.raises(RevertRefused) as refused:
        revert_batch(batch=first, user=subira)
    assert (refused.value.code, refused.value.params) == ("revert_later_changes", {"batches": str(later.pk)})
    revert_batch(batch=later, user=subira)
    revert_batch(batch=first, user=subira)
    assert not Household.objects.exists()


def test_it_is_refused_twice_and_after_adoption(send: Send, subira: User, count: Enumeration) -> None:
    batch = send(as_csv([household()]))
    count.state, count.adopted_on = EnumerationState.ADOPTED, "2026-05-01"
    count.save()
    with pytest.raises(RevertRefused, match="enumeration_closed"):
        revert_batch(batch=batch, user=subira)
    Enumeration.objects.update(state=EnumerationState.ENUMERATING, adopted_on=None)
    revert_batch(batch=batch, user=subira)
    with pytest.raises(RevertRefused, match="revert_not_done"):
        revert_batch(batch=batch, user=subira)


def test_a_reverted_file_can_be_sent_again(send: Send, subira: User) -> None:
    revert_batch(batch=send(as_csv([household()])), user=subira)
    again = send(as_csv([household()]))
    assert (again.created, Batch.objects.count()) == (1, 2)
