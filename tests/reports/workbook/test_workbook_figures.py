"""The numbers of a workbook are those of the records: computed again from the survey's own files."""

from pathlib import Path
from typing import Any

import pandas
import pytest

from enumerations.indicators import BY_CODE, Kind
from reports.products import Envelope
from tests.enumerations.recount import DISTRIBUTIONS, HOUSEHOLD_SHARES, Place, recount
from tests.factories import SettlementFactory
from tests.reports.workbook.making import ask, cover, made, surveyed, tables

pytestmark = pytest.mark.django_db
NUMBERS = {Kind.NUMBER, Kind.PERCENT, Kind.MEDIAN}


def as_shown(code: str, value: float, n: int) -> float:
    """As exactly as it is told: a percentage of fewer than a hundred as a whole number, as a part of one."""
    indicator = BY_CODE[code]
    decimals = 0 if indicator.kind is Kind.PERCENT and n < 100 else indicator.decimals
    return round(round(value, decimals) / (100 if indicator.unit == "%" else 1), 6)


def of_group(folder: Path, belongs: Any) -> list[dict[str, Any]]:
    """The completed households of a group."""
    return [home for home in Place(folder, None, False).households if belongs(home)]


@pytest.fixture
def survey(settlement: Any, tmp_path: Path) -> Any:
    return surveyed(settlement, tmp_path / "survey")


def test_every_indicator_is_the_recount(survey: Any, subira: Any, tmp_path: Path) -> None:
    found = tables(made(subira, ask("KMT"), tmp_path / "out"))["Indicators"].set_index("Code")
    counted = recount(survey.folder)
    compared = 0
    for code, (value, n) in counted.items():
        if BY_CODE[code].kind not in NUMBERS or code.startswith("density") or code == "data_age_days":
            continue
        if value is None or n < 30:
            continue
        assert found.loc[code, "Value"] == pytest.approx(as_shown(code, value, n), abs=1e-6), code
        assert found.loc[code, "Answers (n)"] == n, code
        compared += 1
    assert compared > 45
    assert (found["Coverage"].iloc[0]) == pytest.approx(counted["coverage_percent"][0] / 100, abs=0.0006)


def test_lists_of_answers_are_the_recount(survey: Any, subira: Any, tmp_path: Path) -> None:
    found = tables(made(subira, ask("KMT"), tmp_path / "out"))["Answers"]
    counted = recount(survey.folder)
    for code in DISTRIBUTIONS:
        rows = found[found["Code"] == code]
        times = dict(zip(rows["Answer code"], rows["Households"], strict=True))
        assert times == counted[code][0], code
        assert rows["Share"].sum() == pytest.approx(1, abs=0.01)


def test_tenants_and_owners_are_counted_apart(survey: Any, subira: Any, tmp_path: Path) -> None:
    found = tables(made(subira, ask("KMT"), tmp_path / "out"))
    groups = {
        "ByTenure": {
            "Tenants": lambda home: home["occupancy_status"] in ("tenant", "sub_tenant"),
            "Owners": lambda home: home["occupancy_status"] in ("owner_resident", "co_owner"),
        },
        "ByHead": {
            "Headed by a woman": lambda home: home["head_sex"] == "female",
            "Not headed by a woman": lambda home: home["head_sex"] and home["head_sex"] != "female",
        },
    }
    for table, labels in groups.items():
        rows = found[table].set_index("Code")
        for label, belongs in labels.items():
            homes = of_group(survey.folder, belongs)
            assert rows.loc["households", label] == len(homes), label
            for code in ("overcrowded_percent", "toilet_none_percent", "water_improved_percent"):
                answers = [HOUSEHOLD_SHARES[code](home) for home in homes]
                known = [answer for answer in answers if answer is not None]
                share = 100 * sum(known) / len(known)
                assert rows.loc[code, label] == pytest.approx(as_shown(code, share, len(known)), abs=1e-6)
                assert rows.loc[code, f"{label}: n"] == len(known)


def test_cross_tables_are_what_pandas_counts(survey: Any, subira: Any, tmp_path: Path) -> None:
    found = tables(made(subira, ask("KMT"), tmp_path / "out"))["CrossTables"]
    homes = pandas.DataFrame(of_group(survey.folder, lambda home: True))
    homes["tenure"] = homes["occupancy_status"].map(
        {"tenant": "Tenants", "sub_tenant": "Tenants", "owner_resident": "Owners", "co_owner": "Owners"}
    )
    labels = {str(code): str(label) for code, label in BY_CODE["water_sources"].choices.choices}  # type: ignore[union-attr]
    known = homes[homes["water_source"].notna() & (homes["water_source"] != "")]
    counted = pandas.crosstab(known["water_source"].map(labels), known["tenure"])
    rows = found[found["Code"] == "water_sources"].set_index("Answer")
    assert len(rows) == known["water_source"].nunique()
    for answer, row in counted.iterrows():
        assert (rows.loc[answer, "Tenants"], rows.loc[answer, "Owners"]) == (row["Tenants"], row["Owners"])
        share = row["Tenants"] / counted["Tenants"].sum()
        assert rows.loc[answer, "Tenants: share"] == pytest.approx(share, abs=0.006)


def test_villages_are_counted_for_the_office_alone(settlement: Any, subira: Any, tmp_path: Path) -> None:
    survey = surveyed(settlement, tmp_path / "survey", adopted=True)
    rows = tables(made(subira, ask("KMT"), tmp_path / "out"))["ByVillage"].set_index("Code")
    for cluster in survey.clusters:
        label = f"{cluster.code} {cluster.name}"
        value, n = recount(survey.folder, cluster.code)["tenants_percent"]
        assert rows.loc["tenants_percent", label] == pytest.approx(as_shown("tenants_percent", value, n))
        assert rows.loc["tenants_percent", f"{label}: n"] == n
    county = tables(made(subira, ask("KMT", envelope=Envelope.COUNTY), tmp_path / "county"))
    assert "ByVillage" not in county
    assert "OwnQuestions" not in county


@pytest.mark.parametrize("envelope", [Envelope.PUBLIC, Envelope.COUNTY])
def test_no_small_number_leaves(settlement: Any, subira: Any, tmp_path: Path, envelope: Envelope) -> None:
    surveyed(settlement, tmp_path / "survey", adopted=True)
    type(settlement).objects.filter(pk=settlement.pk).update(smallest_cell=12)
    found = tables(made(subira, ask("KMT", envelope=envelope), tmp_path / "out"))
    numbers = [value for value in found["Answers"]["Households"] if isinstance(value, int | float)]
    crossed = found["CrossTables"]
    for heading in crossed.columns[3::2]:
        numbers += [value for value in crossed[heading] if isinstance(value, int | float)]
    assert len(numbers) > 100
    assert all(number == 0 or number >= 12 for number in numbers)
    assert "hidden" in set(crossed.iloc[:, 3:].to_numpy().ravel())


def test_a_draft_is_no_figure_for_others(survey: Any, subira: Any) -> None:
    from tests.reports.workbook.making import PRODUCT

    for envelope, code in ((Envelope.COUNTY, "nothing_adopted"), (Envelope.PUBLIC, "nothing_adopted")):
        assert [each.code for each in PRODUCT.refusals(subira, ask("KMT", envelope=envelope))] == [code]
    assert PRODUCT.refusals(subira, ask("KMT")) == []
    names = [each.code for each in PRODUCT.refusals(subira, ask("KMT", envelope=Envelope.PERSONAL))]
    assert names == ["no_names_in_workbook"]
    empty = SettlementFactory.create(code="MSH")
    assert [each.code for each in PRODUCT.refusals(subira, ask(empty.code))] == ["nothing_counted"]


def test_several_settlements_stand_side_by_side(settlement: Any, subira: Any, tmp_path: Path) -> None:
    surveys = [
        surveyed(settlement, tmp_path / "KMT", seed=1),
        surveyed(SettlementFactory.create(code="OBG", name="Obunga"), tmp_path / "OBG", seed=2),
    ]
    content = made(subira, ask("KMT", "OBG", level="county", county="047"), tmp_path / "out")
    found = tables(content)
    together = found["Indicators"].set_index("Code")
    parts = found["BySettlement"].set_index("Code")
    counted = [recount(survey.folder)["households"][0] for survey in surveys]
    assert [parts.loc["households", name] for name in ("Kiamutisya", "Obunga")] == counted
    assert together.loc["households", "Value"] == sum(counted)
    assert len(found["DataQuality"]) == 2
    assert "ByVillage" not in found
    assert cover(content)["Chosen"].startswith("all of the county")
