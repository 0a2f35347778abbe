"""What of a place is read: which rounds go in, what is hidden, what stands beside each figure."""

from typing import Any

import pytest

from enumerations.models import SettlementStatistics
from enumerations.publishing import published
from reports.figures import Against, By, Place, State, breakdown_of, figures_of
from reports.figures.pooling import pooled
from reports.figures.tally import tallies_of
from reports.models import Reference
from reports.products import Envelope
from settlements.models import Settlement
from tests import factories

pytestmark = pytest.mark.django_db
CODES = ("KMT", "MSH")


def sheet(**figures: tuple[object, int]) -> dict[str, dict[str, Any]]:
    given = {"households": (200, 200), "coverage_percent": (80.0, 100), **figures}
    return {code: {"value": value, "n": n} for code, (value, n) in given.items()}


def a_round(settlement: Any, *, round: int = 1, adopted: bool = True, **figures: Any) -> SettlementStatistics:
    count = factories.EnumerationFactory.create(
        settlement=settlement, round=round, state="adopted" if adopted else "enumerating"
    )
    row: SettlementStatistics = factories.SettlementStatisticsFactory.create(
        enumeration=count, figures=sheet(**figures), households=200
    )
    return row


@pytest.fixture
def kiamutisya() -> Settlement:
    found: Settlement = factories.SettlementFactory.create(
        code="KMT", name="Kiamutisya", access_level="public", sub_county=factories.SubCountyFactory.create()
    )
    return found


def test_a_member_reads_the_draft_and_others_what_was_adopted(kiamutisya: Settlement) -> None:
    a_round(kiamutisya, tenants_percent=(90.0, 200))
    a_round(kiamutisya, round=2, adopted=False, tenants_percent=(80.0, 200))
    leader = factories.member_of(kiamutisya, "leader")
    stranger = factories.UserFactory.create()
    place = Place.of_settlement(kiamutisya)
    own, other = figures_of(place, leader), figures_of(place, stranger)
    assert (own["tenants_percent"].value, own.is_draft, own.rounds[0].is_own) == (80.0, True, True)
    assert (other["tenants_percent"].value, other.is_draft, other.rounds[0].is_own) == (90.0, False, False)
    assert own["tenants_percent"].coverage == 80.0


def test_an_envelope_holds_what_its_reader_may_have(kiamutisya: Settlement) -> None:
    few: dict[str, Any] = {"owners_percent": (1.5, 200), "tenants_percent": (98.5, 200)}
    a_round(kiamutisya, **few)
    a_round(kiamutisya, round=2, adopted=False, **few)
    place = Place.of_settlement(kiamutisya)
    for envelope in (Envelope.PUBLIC, Envelope.COUNTY):
        found = figures_of(place, envelope=envelope)
        assert found["owners_percent"].hidden
        assert found["owners_percent"].value is None
        assert not found.is_draft
        assert figures_of(place, envelope=envelope, drafts=True).is_draft
    staff = figures_of(place, envelope=Envelope.STAFF)
    assert (staff["owners_percent"].value, staff.is_draft) == (1.5, True)


def test_beside_a_figure_stand_its_standard_and_the_census_of_where_it_lies(kiamutisya: Settlement) -> None:
    a_round(kiamutisya, persons_per_cubicle=(67.0, 200), tenants_percent=(90.0, 200))
    found = figures_of(Place.of_settlement(kiamutisya), envelope=Envelope.PUBLIC)
    cubicles = found["persons_per_cubicle"].standards
    assert [(one.value, str(one.source), one.year) for one in cubicles] == [
        (20, "Sphere Handbook", 2018),
        (50, "Sphere Handbook", 2018),
    ]
    rented = found["tenants_percent"].beside
    assert [(one.against, str(one.label), one.value, one.year) for one in rented] == [
        (Against.SUB_COUNTY, "Mathare sub-county", 97.1, 2019),
        (Against.COUNTY, "Nairobi City county", 90.6, 2019),
        (Against.COUNTRY, "urban Kenya", 78.7, 2019),
    ]
    assert any("mixes tenements and shacks" in str(each) for each in found.warnings)


def test_a_settlement_of_kisumu_is_not_held_against_nairobi() -> None:
    county = factories.CountyFactory.create(code="042", name="Kisumu")
    central = factories.SubCountyFactory.create(code="4202", name="Kisumu Central", county=county)
    obunga = factories.SettlementFactory.create(
        code="OBG", county=county, sub_county=central, access_level="public"
    )
    a_round(obunga, households_per_cubicle=(9.0, 200), density_acre=(90.0, 200))
    found = figures_of(Place.of_settlement(obunga), envelope=Envelope.PUBLIC)
    assert [one.value for one in found["households_per_cubicle"].beside] == [8]
    assert [str(one.label) for one in found["density_acre"].beside] == ["Kisumu Central sub-county", "Kenya"]
    # 4,737 people on a square kilometre, of 247.105 acres
    assert found["density_acre"].beside[0].value == 19


def test_the_references_are_those_of_the_sources() -> None:
    census = Reference.objects.filter(kind="census")
    counties = census.filter(indicator="population").exclude(place__in=["KE", "106"]).filter(place__lt="048")
    assert counties.count() == 47
    assert sum(counties.values_list("value", flat=True)) == pytest.approx(47_564_296, abs=5)
    mathare = dict(census.filter(place="4708", area="").values_list("indicator", "value"))
    assert (mathare["density_km2"], mathare["density_acre"], mathare["population"]) == (68_941, 279, 206_564)
    assert not Reference.objects.filter(source="").exists()


def test_the_round_before_stands_beside_the_newest(kiamutisya: Settlement) -> None:
    a_round(kiamutisya, tenants_percent=(90.0, 200))
    a_round(kiamutisya, round=2, households=(260, 260), tenants_percent=(80.0, 260))
    found = figures_of(Place.of_settlement(kiamutisya), envelope=Envelope.PUBLIC)
    before = found["tenants_percent"].previous
    assert before is not None
    assert (before.value, before.against, before.year) == (90.0, Against.PREVIOUS, 2026)


@pytest.mark.parametrize(
    ("figure", "state"),
    [
        ((None, 0), State.UNKNOWN),
        ((50.0, 29), State.NOT_ENOUGH),
        ((50.0, 30), State.TOLD),
        ((10.0, 30), State.HIDDEN),  # three households
    ],
)
def test_a_figure_says_why_it_has_no_value(
    kiamutisya: Settlement, figure: tuple[object, int], state: State
) -> None:
    a_round(kiamutisya, phone_percent=figure)
    found = figures_of(Place.of_settlement(kiamutisya), envelope=Envelope.PUBLIC)
    assert found["phone_percent"].state is state
    assert (found["phone_percent"].value is not None) == (state is State.TOLD)


def test_two_settlements_as_one_hide_what_either_hides(counted: Any) -> None:
    """Of each figure only settlements that show it are in it: nothing hidden is a difference of roll-ups."""
    place = Place.of_settlements([counted.settlement(code) for code in CODES])
    found = figures_of(place, envelope=Envelope.PUBLIC)
    rows = counted.rows(*CODES)
    safe = published([row.settlement_id for row in rows])
    tallies = tallies_of(rows)
    for code, figure in found.figures.items():
        telling = [row for row in rows if safe[row.pk][code]["value"] not in (None, [])]
        assert figure.told_of == len(telling), code
    both = pooled([[tallies[row.enumeration_id, ""] for row in rows]])[0]
    shown = {
        code for code, figure in found.figures.items() if figure.told_of == 2 and figure.value is not None
    }
    assert {"rent_median", "water_30_minutes_percent", "persons_per_cubicle"} <= shown
    assert found["rent_median"].value == both["rent_median"]["value"]
    assert found["persons_per_cubicle"].value == both["persons_per_cubicle"]["value"]


def test_a_count_that_one_settlement_hides_is_in_no_roll_up(counted: Any) -> None:
    row = counted.rows("KMT")[0]
    row.figures["phone_percent"] = {"value": 1.5, "n": 200}
    row.save()
    place = Place.of_settlements([counted.settlement(code) for code in CODES])
    found = figures_of(place, envelope=Envelope.PUBLIC)
    alone = figures_of(Place.of_settlement(counted.settlement("MSH")), envelope=Envelope.PUBLIC)
    assert (found["phone_percent"].told_of, found["phone_percent"].asked_of) == (1, 2)
    assert found["phone_percent"].n == alone["phone_percent"].n
    assert found["phone_percent"].value == pytest.approx(alone["phone_percent"].value, abs=0.5)


def test_a_list_of_several_shows_answers_that_none_of_them_hides() -> None:
    from enumerations.indicators import BY_CODE
    from reports.figures.together import listed

    def part(n: int, partly: bool, **counts: int) -> dict[str, Any]:
        items = [{"code": code, "count": count, "percent": 1} for code, count in counts.items()]
        return {"value": items, "n": n, "partly": partly}

    made = listed(
        BY_CODE["water_sources"],
        [part(100, False, pond=30, borehole=70), part(50, True, borehole=40), part(20, False, pond=20)],
    )
    assert made["value"] == [{"code": "borehole", "count": 110, "percent": 100 * 110 / 170}]
    assert (made["n"], made["partly"]) == (170, True)


def test_needs_of_settlements_are_added_and_not_set_off(counted: Any) -> None:
    place = Place.of_settlements([counted.settlement(code) for code in CODES])
    found = figures_of(place, envelope=Envelope.STAFF)
    lacking = [row.figures["cubicles_lacking"]["value"] for row in counted.rows(*CODES)]
    assert found["cubicles_lacking"].value == sum(lacking) > 0


def test_coverage_of_several_is_of_all_their_doors(counted: Any) -> None:
    place = Place.of_settlements([counted.settlement(code) for code in CODES])
    found = figures_of(place, envelope=Envelope.STAFF)
    parts = [row.figures["coverage_percent"] for row in counted.rows(*CODES)]
    reached = sum(part["value"] * part["n"] / 100 for part in parts)
    expected = 100 * reached / sum(part["n"] for part in parts)
    assert found["coverage_percent"].value == pytest.approx(expected, abs=0.001)
    assert found["tenants_percent"].coverage == pytest.approx(expected, abs=0.001)


def test_a_ward_holds_what_its_reader_knows_of(counted: Any) -> None:
    hidden = factories.SettlementFactory.create(
        code="XYZ", ward=counted.settlement("KMT").ward, access_level="staff"
    )
    stranger, leader = factories.UserFactory.create(), factories.member_of(hidden, "leader")
    ward = counted.settlement("KMT").ward
    assert [each.code for each in Place.of_ward(ward, stranger).settlements] == ["KMT", "MSH"]
    assert {each.code for each in Place.of_ward(ward, leader).settlements} == {"KMT", "MSH", "XYZ"}
    asked = Place.of_ward(ward, leader).as_ask()
    assert asked == {"kind": "ward", "codes": ["1449"]}
    assert Place.from_ask(asked, stranger).settlements == Place.of_ward(ward, stranger).settlements
    with pytest.raises(Settlement.DoesNotExist):
        Place.from_ask({"kind": "several", "codes": ["KMT", "XYZ"]}, stranger)


def test_groups_of_a_settlement_are_safe_beside_its_totals(counted: Any) -> None:
    """Of what is left over when a group is taken from the whole, nothing small can be reckoned."""
    settlement = counted.settlement("KMT")
    found = figures_of(Place.of_settlement(settlement), envelope=Envelope.PUBLIC)
    for by in (By.TENURE, By.HEAD):
        breakdown = breakdown_of(found, by)
        for group in breakdown.groups:
            for code, figure in group.figures.items():
                whole = found[code]
                assert not (figure.is_told and whole.state is State.HIDDEN), (by, group.code, code)
                assert figure.n is None or figure.n == 0 or figure.n >= settlement.smallest_cell


def test_groups_are_whole_for_those_who_act_there(counted: Any) -> None:
    found = figures_of(Place.of_settlement(counted.settlement("KMT")), envelope=Envelope.STAFF)
    groups = breakdown_of(found, By.TENURE).groups
    assert [group.code for group in groups] == ["tenants", "owners"]
    tenants = groups[0].figures
    assert tenants["tenants_percent"].value == 100
    assert tenants["rent_median"].value == found["rent_median"].value
    assert [group.code for group in breakdown_of(found, By.HEAD).groups] == ["women", "others"]
    assert [group.code for group in breakdown_of(found, By.CLUSTER).groups] == ["A", "B", "C"]


def test_villages_are_for_those_who_act_there(counted: Any) -> None:
    found = figures_of(Place.of_settlement(counted.settlement("KMT")), envelope=Envelope.COUNTY)
    assert breakdown_of(found, By.CLUSTER).groups == ()
