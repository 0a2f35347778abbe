"""Which rows and columns are in which envelope."""

from typing import Any

import openpyxl
import pytest

from accounts.models import User
from enumerations.choices import EnumerationState
from enumerations.intake.fields import HOUSEHOLD_FIELDS, PERSON_FIELDS, Tier
from enumerations.models import Enumeration, Household
from enumerations.services.statistics import rebuild_statistics
from reports.data.datasets import DATASETS
from reports.data.envelopes import columns_of
from reports.data.product import DataProduct
from reports.products import Envelope, Refused
from settlements.choices import AccessLevel
from settlements.models import Settlement
from tests.reports.data.conftest import Export

PUBLIC, COUNTY, STAFF = int(Envelope.PUBLIC), int(Envelope.COUNTY), int(Envelope.STAFF)


def names(table: str, envelope: Envelope) -> set[str]:
    return {column.name for column in columns_of(DATASETS[table], envelope)}


def test_a_questions_tier_decides() -> None:
    tiers = {field.name: field.tier for field in HOUSEHOLD_FIELDS}
    open_to = {
        Envelope.STAFF: {Tier.GROUND, Tier.TENURE},
        Envelope.PERSONAL: {Tier.GROUND, Tier.TENURE, Tier.PEOPLE},
        Envelope.RESTRICTED: set(Tier),
    }
    for envelope, seen in open_to.items():
        wanted = {name for name, tier in tiers.items() if tier in seen}
        assert names("households", envelope) & tiers.keys() == wanted
    assert not {"head_name", "phone", "note", "hh_code"} & names("households", Envelope.STAFF)


@pytest.mark.parametrize("table", ["households", "persons", "claims", "issues", "submissions"])
def test_nothing_of_people_leaves_the_office(table: str) -> None:
    assert DATASETS[table].lowest >= Envelope.STAFF
    assert not names(table, Envelope.COUNTY)


def test_rosters_are_personal() -> None:
    assert DATASETS["persons"].lowest is Envelope.PERSONAL
    assert {field.name for field in PERSON_FIELDS} <= names("persons", Envelope.PERSONAL)


def test_no_own_answer_is_in_what_the_office_has_without_a_reason(
    counted: Enumeration, export: Export
) -> None:
    book = openpyxl.load_workbook(export("households", format="xlsx", envelope=STAFF).path)
    text = " ".join(str(cell) for page in book for row in page.iter_rows(values_only=True) for cell in row)
    for secret in ("Wanjiru", "0712345678", "Door colour", "-1.2610 36.8470", "=2+5"):
        assert secret not in text


@pytest.mark.parametrize(
    ("change", "left"),
    [({"consent": False}, 3), ({"restricted_at": "2026-10-06T00:00Z"}, 3), ({}, 4)],
)
def test_who_wants_no_use_is_in_no_file(
    counted: Enumeration, export: Export, change: dict[str, Any], left: int
) -> None:
    Household.objects.filter(key="KMT/A/2/01").update(**change)
    assert export("households").rows == left
    assert export("persons").rows == (4 if change else 6)


def refused(tabitha: User, settlement: Settlement, *datasets: str, envelope: int) -> list[str]:
    ask = {"datasets": list(datasets), "settlements": [settlement.pk], "envelope": envelope}
    return [refusal.code for refusal in DataProduct().refusals(tabitha, ask)]


def test_structures_go_to_the_county_with_minutes_only(
    counted: Enumeration, kmt: Settlement, tabitha: User, export: Export
) -> None:
    assert refused(tabitha, kmt, "structures", envelope=COUNTY) == ["no_assembly_minutes"]
    with pytest.raises(Refused):
        export("structures", envelope=COUNTY)


def test_a_table_that_is_not_in_the_envelope_is_refused(kmt: Settlement, tabitha: User) -> None:
    assert refused(tabitha, kmt, "households", envelope=COUNTY) == ["not_in_envelope"]
    assert refused(tabitha, kmt, "persons", envelope=STAFF) == ["not_in_envelope"]


@pytest.mark.parametrize(
    ("change", "shown"),
    [
        ({"access_level": AccessLevel.PUBLIC}, True),
        ({"access_level": AccessLevel.PUBLIC, "eviction_threat_now": "rumour"}, False),
        ({"access_level": AccessLevel.PUBLIC, "shielded_at": "2026-10-06T00:00Z"}, False),
        ({}, False),
    ],
)
def test_public_ground_is_what_everybody_sees(
    counted: Enumeration, kmt: Settlement, tabitha: User, change: dict[str, Any], shown: bool
) -> None:
    Settlement.objects.filter(pk=kmt.pk).update(**change)
    assert (refused(tabitha, kmt, "clusters", envelope=PUBLIC) == []) == shown


def test_public_figures_are_adopted_and_safe(counted: Enumeration, kmt: Settlement, export: Export) -> None:
    Settlement.objects.filter(pk=kmt.pk).update(access_level=AccessLevel.PUBLIC)
    rebuild_statistics(counted.pk)
    assert export("figures", envelope=PUBLIC).rows == 0
    Enumeration.objects.filter(pk=counted.pk).update(state=EnumerationState.ADOPTED, adopted_on="2026-11-01")
    made = export("figures", envelope=PUBLIC, format="xlsx", language="sw")
    page = openpyxl.load_workbook(made.path)["figures"]
    headings, *rows = page.iter_rows(values_only=True)
    found = [dict(zip(headings, row, strict=True)) for row in rows]
    assert {row["cluster"] for row in found} == {None}
    # Three households: nothing of how they live may be told.
    tenants = [row for row in found if row["indicator"] == "tenants_percent"]
    assert [(row["value"], row["hidden"]) for row in tenants] == [(None, "yes")]
    assert export("figures", envelope=STAFF).rows > len(found)
