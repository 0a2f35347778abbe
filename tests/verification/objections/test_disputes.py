"""A dispute shows on leaders' maps and nowhere else, and it lasts until it is settled."""

from datetime import date
from typing import Any

import pytest

from enumerations.models import Enumeration, Household, TenureClaim
from enumerations.services.statistics import rebuild_statistics
from settlements.models import Settlement, Structure
from tests.factories import EnumerationFactory
from tests.factories_verification import ObjectionFactory
from tests.mapping.conftest import own_cache  # noqa: F401 - fixture
from tests.mapping.decoded import decode, tile_at
from verification.models import Objection
from verification.services.disputes import disputed_structures

pytestmark = pytest.mark.django_db


def disputed(place: Any) -> list[str]:
    return sorted(disputed_structures(place).values_list("code", flat=True))


def address(structure: Structure, layer: str) -> str:
    tile = tile_at(structure.location.x, structure.location.y, 17)
    settlement = Settlement.objects.get(pk=structure.settlement_id)
    return f"/tiles/KMT/{layer}/17/{tile.x}/{tile.y}.mvt?v={settlement.data_version}"


def test_what_is_open_or_referred_disputes_its_structure(posted: Enumeration, zawadi: Household) -> None:
    objection = ObjectionFactory.create(household=zawadi, kind="ownership")
    ObjectionFactory.create(household=zawadi, kind="wrong_name_spelling")
    states: list[tuple[dict[str, Any], list[str]]] = [
        ({"state": "hearing"}, ["KMT/A/1"]),
        ({"state": "decided", "outcome": "upheld", "decided_on": date(2026, 11, 9)}, []),
        ({"outcome": "referred", "referred_to": "court"}, ["KMT/A/1"]),
        ({"settled_on": date(2026, 11, 20)}, []),
    ]
    assert disputed(posted) == disputed(posted.settlement) == ["KMT/A/1"]
    for values, expected in states:
        Objection.objects.filter(pk=objection.pk).update(**values)
        assert disputed(posted) == disputed(posted.settlement) == expected


def test_so_does_a_claim_of_the_current_count(posted: Enumeration, zawadi: Household) -> None:
    TenureClaim.objects.filter(household=zawadi).update(in_dispute=True, dispute_type="rent")
    assert disputed(posted) == disputed(posted.settlement) == ["KMT/A/1"]
    later = EnumerationFactory.create(settlement=posted.settlement, round=2, state="enumerating")
    assert (disputed(posted), disputed(later), disputed(posted.settlement)) == (["KMT/A/1"], [], [])
    ObjectionFactory.create(household=zawadi, kind="rent")
    assert disputed(later) == ["KMT/A/1"]  # the dispute is over the structure, whoever counts


def test_it_is_on_leaders_tiles_alone(
    client_of: Any, amina: Any, baraka: Any, wairimu: Any, posted: Enumeration, zawadi: Household
) -> None:
    structure = zawadi.structure
    assert structure is not None
    rebuild_statistics(posted.pk)
    leader = client_of(amina)
    assert leader.get(address(structure, "disputes")).status_code == 204
    plain = leader.get(address(structure, "structures")).content
    ObjectionFactory.create(household=zawadi, kind="ownership")
    tile = tile_at(structure.location.x, structure.location.y, 17)
    (sign,) = decode(leader.get(address(structure, "disputes")).content, tile, "disputes")
    assert sign.keys() <= {"geom", "mvt_id"}
    assert leader.get(address(structure, "structures")).content == plain
    for other in (baraka, wairimu):
        client = client_of(other)
        assert client.get(address(structure, "disputes")).status_code == 404
        assert client.get(address(structure, "structures-plain")).status_code == 200
        page = client.get("/settlements/KMT/").content.decode()
        assert "Disputed" not in page
        assert '"disputes": null' in page
        assert "Disputed" not in client.get(f"/settlements/KMT/structures/{structure.pk}/").content.decode()
    assert (
        "Dispute about who owns it"
        in leader.get(f"/settlements/KMT/structures/{structure.pk}/").content.decode()
    )
    page = leader.get("/settlements/KMT/").content.decode()
    assert '"disputes": "disputes"' in page
    assert '"disputes": "Disputed"' in page


def test_only_a_dispute_makes_tiles_anew(posted: Enumeration, zawadi: Household) -> None:
    def version() -> int:
        return Settlement.objects.values_list("data_version", flat=True).get(pk=posted.settlement_id)

    before = version()
    ObjectionFactory.create(household=zawadi)
    assert version() == before
    dispute = ObjectionFactory.create(household=zawadi, kind="boundary")
    taken = version()
    Objection.objects.filter(pk=dispute.pk).update(state="withdrawn", withdrawn_on=date(2026, 11, 9))
    assert before < taken < version()


def test_it_blocks_no_figure(posted: Enumeration, zawadi: Household) -> None:
    ObjectionFactory.create(household=zawadi, kind="double_claim")
    assert Household.objects.in_use().filter(enumeration=posted).count() == 3
