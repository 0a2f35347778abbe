"""What stands on a zone and who lives there, against squares placed by hand and areas computed by pyproj."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
import shapely
from shapely.geometry import LineString, box

from enumerations.choices import Difficulty, Sex, TenureRole, VisitResult
from mapping.affected.answer import Answer
from settlements.choices import ServiceKind, ServiceStatus, StructureStatus, StructureUse
from tests import factories
from tests.mapping.affected.ground import area_m2, degrees, geos, home, house

pytestmark = pytest.mark.django_db
Ask = Callable[..., Answer]
OWNER, TENANT = TenureRole.OWNER_RESIDENT, TenureRole.TENANT


@pytest.fixture
def place(settlement: Any, bondeni: Any, daraja: Any, count: Any) -> dict[str, Any]:
    """Four houses in a row from the west, ten metres apart, one in the other village, and a point."""
    row = {n: house(bondeni, n, 20 * n, 100) for n in (1, 2, 3, 4)}
    row[5] = house(daraja, 5, 100, 100)
    point = factories.StructureFactory(cluster=daraja, code="KMT/D/6", location=geos(shapely.Point(125, 105)))
    home(row[1], count, 2, occupancy_status=OWNER)
    home(row[2], count, 4, occupancy_status=TENANT)
    home(row[2], count, 5, occupancy_status=TENANT)
    home(row[3], count, 1, occupancy_status=OWNER)
    home(row[5], count, 6, occupancy_status=TenureRole.CARETAKER_AGENT)
    home(point, count, 3, occupancy_status=TenureRole.SUB_TENANT)
    return {**{f"house {n}": found for n, found in row.items()}, "point": point}


def test_it_tells_wholly_inside_from_cut_and_from_beside(place: Any, ask: Ask, amina: Any) -> None:
    # House 1 stands at 20 to 30 m, house 2 at 40 to 50, house 3 at 60 to 70 east.
    found = ask(amina, box(15, 95, 63, 115))
    assert {door.code: door.how for door in found.doors} == {
        "KMT/B/1": "whole",
        "KMT/B/2": "whole",
        "KMT/B/3": "cut",
    }
    whole = found.whole
    assert (whole.structures, whole.whole, whole.cut, whole.points) == (3, 2, 1, 0)
    assert (whole.households, whole.people) == (4, 12)
    assert (whole.tenants, whole.tenants_people, whole.owners, whole.owners_people) == (2, 9, 2, 3)


def test_the_share_of_a_footprint_is_what_a_spheroid_says(place: Any, ask: Ask, amina: Any) -> None:
    zone, footprint = degrees(box(15, 95, 63, 115)), degrees(box(60, 100, 70, 110))
    (cut,) = [door for door in ask(amina, box(15, 95, 63, 115)).doors if door.how == "cut"]
    expected = area_m2(zone.intersection(footprint)) / area_m2(footprint)
    assert cut.share == pytest.approx(expected, rel=1e-6)
    assert expected == pytest.approx(0.3, abs=0.001)


def test_a_wall_on_the_zones_edge_loses_nothing(settlement: Any, bondeni: Any, ask: Ask, amina: Any) -> None:
    """Corners that are the same numbers: nothing is left to rounding."""
    west, south = factories.SOUTH_WEST
    factories.StructureFactory(
        cluster=bondeni, footprint=geos_box(west + 0.0002, south, west + 0.0003, south + 0.0001)
    )
    from decimal import Decimal

    from mapping.affected.doors import doors_on
    from mapping.affected.zone import take

    beside = take(bytes(geos_box(west, south, west + 0.0002, south + 0.0001).wkb), Decimal())
    assert doors_on(beside, settlement, None) == []


def geos_box(west: float, south: float, east: float, north: float) -> Any:
    from django.contrib.gis.geos import Polygon

    return Polygon.from_bbox((west, south, east, north))


def test_villages_add_up_to_the_whole(place: Any, ask: Ask, amina: Any) -> None:
    found = ask(amina, box(35, 90, 140, 120))
    assert [(line.code, line.structures, line.households, line.people) for line in found.lines] == [
        ("B", 3, 3, 10),
        ("D", 2, 2, 9),
    ]
    assert (found.whole.structures, found.whole.households, found.whole.people) == (5, 5, 19)
    assert (found.whole.all_structures, found.whole.all_households, found.whole.all_people) == (6, 6, 21)
    # A caretaker is neither; a sub-tenant rents.
    assert (found.whole.tenants, found.whole.owners, found.whole.others) == (3, 1, 1)
    assert found.whole.points == 1


def test_a_line_takes_the_metres_on_either_side(place: Any, ask: Ask, amina: Any) -> None:
    road = LineString([(0, 112), (200, 112)])  # two metres north of every house
    assert ask(amina, road, reach=1.5).whole.structures == 0
    near = ask(amina, road, reach=3)
    # All five houses are cut by a metre; the point, seven metres away, is not reached.
    assert (near.whole.structures, near.whole.cut) == (5, 5)
    assert [round(door.share, 2) for door in near.doors] == [0.1] * 5
    assert ask(amina, road, reach=8).whole.structures == 6


def test_two_areas_that_overlap_take_what_both_cover_once(place: Any, ask: Ask, amina: Any) -> None:
    twice = shapely.MultiPolygon([box(15, 95, 35, 115), box(18, 90, 55, 115)])
    assert ask(amina, twice).whole.people == 11


def test_who_is_not_counted_makes_the_numbers_the_least(
    place: Any, ask: Ask, amina: Any, count: Any, bondeni: Any
) -> None:
    factories.HouseholdFactory(
        structure=place["house 1"], enumeration=count, result=VisitResult.NOT_HOME_3, consent=None
    )
    house(bondeni, 7, 20, 130)
    shop = house(bondeni, 8, 40, 130, uses=[StructureUse.BUSINESS])
    found = ask(amina, box(10, 90, 55, 145))
    # House 1 has somebody who was not at home, house 4 nobody visited; in the shop nobody is expected.
    assert found.is_at_least
    assert dict(found.visits) == {"not_home": 1, "not_visited": 1}
    assert (found.whole.still_open, found.whole.without_households) == (2, 1)
    assert shop.pk in found.drawn["whole"]


def test_all_counted_is_no_at_least(place: Any, ask: Ask, amina: Any) -> None:
    assert not ask(amina, box(15, 95, 55, 115)).is_at_least


def test_what_is_gone_is_not_affected(place: Any, ask: Ask, amina: Any) -> None:
    gone = place["house 1"]
    gone.status = StructureStatus.DEMOLISHED
    gone.save()
    assert ask(amina, box(15, 95, 35, 115)).whole.structures == 0


def test_records_that_are_not_used_are_not_counted(place: Any, ask: Ask, amina: Any, count: Any) -> None:
    from django.utils import timezone

    kept = home(place["house 1"], count, 7)
    kept.restricted_at = timezone.now()
    kept.save()
    home(place["house 1"], count, 9, same_as=home(place["house 2"], count, 1))
    home(place["house 1"], count, 8, consent=False)
    found = ask(amina, box(15, 95, 35, 115))
    assert (found.whole.households, found.whole.people) == (1, 2)


def test_another_round_is_not_counted(place: Any, ask: Ask, amina: Any, settlement: Any) -> None:
    home(place["house 1"], factories.EnumerationFactory(settlement=settlement, round=2), 9)
    assert ask(amina, box(15, 95, 35, 115)).whole.people == 2


def test_absentee_owners_are_known_by_their_claims(place: Any, ask: Ask, amina: Any, count: Any) -> None:
    for claim in (
        {"structure": place["house 2"]},
        {"structure": place["house 2"]},
        {"structure": place["house 3"], "valid_to": date(2026, 9, 1)},
        {"structure": place["house 1"], "role": TenureRole.TENANT},
        {"structure": place["house 5"]},
    ):
        factories.TenureClaimFactory(enumeration=count, **claim)
    found = ask(amina, box(15, 95, 75, 115))
    assert found.whole.absentee_owned == 1
    assert [door.code for door in found.doors if door.is_absentee_owned] == ["KMT/B/2"]


def test_where_nobody_asked_for_owners_elsewhere_there_are_not_none(
    place: Any, ask: Ask, amina: Any, count: Any
) -> None:
    other: Any = factories.EnumerationFactory(settlement=count.settlement, round=2)
    factories.TenureClaimFactory(enumeration=other, structure=place["house 1"])
    found = ask(amina, box(15, 95, 75, 115))
    assert [found.whole.absentee_owned, *(line.absentee_owned for line in found.lines)] == [None] * (
        1 + len(found.lines)
    )
    assert {door.is_absentee_owned for door in found.doors} == {None}
    factories.TenureClaimFactory(enumeration=count, structure=place["house 5"])
    found = ask(amina, box(15, 95, 75, 115))
    assert found.whole.absentee_owned == 0
    assert {door.is_absentee_owned for door in found.doors} == {False}


def test_a_data_manager_is_told_who_is_small_old_or_disabled(
    place: Any, ask: Ask, tabitha: Any, count: Any
) -> None:
    home(place["house 1"], count, 4, ages=(70, 4, 5, 64), head_sex=Sex.MALE)
    disabled = home(place["house 3"], count, 1, ages=(65,), head_sex=Sex.FEMALE).persons.get()
    disabled.walking = Difficulty.CANNOT
    disabled.save()
    found = ask(tabitha, box(15, 95, 75, 115)).whole
    # Five households of the fixture and of this test are headed by women.
    assert (found.women, found.under_5, found.over_65, found.disabled) == (5, 1, 2, 1)


def test_a_village_where_nobody_is_counted_yet_has_its_line(
    place: Any, ask: Ask, tabitha: Any, amina: Any, settlement: Any
) -> None:
    house(factories.ClusterFactory(settlement=settlement, code="E", name="Embakasi"), 1, 20, 120)
    for who in (tabitha, amina):
        found = ask(who, box(15, 95, 35, 135)).lines
        assert [(line.code, line.structures, line.households) for line in found] == [("B", 1, 1), ("E", 1, 0)]


def test_services_on_the_zone_are_lost(place: Any, ask: Ask, amina: Any, settlement: Any) -> None:
    def point(east: float, **more: Any) -> None:
        factories.ServicePointFactory(settlement=settlement, location=geos(shapely.Point(east, 100)), **more)

    point(30, cubicles=6)
    point(40, cubicles=4, status=ServiceStatus.NOT_WORKING)
    point(50, kind=ServiceKind.WATER_KIOSK, taps=2)
    point(200, kind=ServiceKind.SCHOOL)
    found = ask(amina, box(15, 95, 75, 115)).services
    assert [(lost.label, lost.points, lost.working, lost.cubicles, lost.taps) for lost in found] == [
        ("Toilet block", 2, 1, 10, 0),
        ("Water kiosk", 1, 1, 0, 2),
    ]


def test_households_of_no_structure_are_said(place: Any, ask: Ask, amina: Any, count: Any) -> None:
    factories.HouseholdFactory(enumeration=count)
    assert ask(amina, box(15, 95, 75, 115)).homeless == 1


def test_without_a_count_the_structures_are_told(settlement: Any, bondeni: Any, amina: Any) -> None:
    from decimal import Decimal

    from mapping.affected.answer import answer
    from mapping.affected.zone import take

    house(bondeni, 1, 20, 100)
    found = answer(take(bytes(geos(box(0, 90, 50, 120)).wkb), Decimal()), settlement, None, amina)
    assert (found.whole.structures, found.whole.households, found.is_at_least) == (1, 0, True)


def test_the_days_are_those_of_the_interviews(place: Any, ask: Ask, amina: Any, count: Any) -> None:
    """On this ground: what was counted elsewhere says nothing of it."""
    home(place["house 3"], count, interviewed_on=date(2026, 10, 9))
    home(place["house 4"], count, interviewed_on=date(2026, 10, 12))
    assert ask(amina, box(15, 95, 75, 115)).days == (date(2026, 10, 5), date(2026, 10, 9))


def test_an_answer_takes_few_queries_whatever_its_size(
    place: Any, ask: Ask, amina: Any, django_assert_max_num_queries: Any
) -> None:
    with django_assert_max_num_queries(20):
        ask(amina, box(15, 95, 75, 115))
