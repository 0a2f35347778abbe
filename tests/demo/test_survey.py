"""The survey file is one that a real team could have brought home; figures are recomputed from the file."""

import csv
from collections import Counter, defaultdict
from pathlib import Path
from statistics import mean
from typing import Any

import openpyxl
import pytest
from django.core.files import File
from django.core.management import call_command

from accounts.models import User
from enumerations.choices import BatchState
from enumerations.demo.survey import survey_of, write_survey
from enumerations.models import Batch, Enumeration
from enumerations.services.batches import create_batch, run_batch
from enumerations.tabulation import Split, own_questions, tabulate

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("federation")]

Rows = list[dict[str, Any]]


def read(path: Path) -> tuple[Rows, Rows]:
    """Households and persons of a workbook."""
    book = openpyxl.load_workbook(path, read_only=True)
    sheets = []
    for name in ("households", "persons"):
        rows = book[name].iter_rows(values_only=True)
        headings = [str(heading) for heading in next(rows)]
        sheets.append([dict(zip(headings, row, strict=True)) for row in rows])
    return sheets[0], sheets[1]


def figures(path: Path) -> dict[str, float]:
    households, persons = read(path)
    counted = [row for row in households if row["result"] == "complete"]
    rosters: dict[str, Rows] = defaultdict(list)
    for person in persons:
        rosters[person["hh_code"]].append(person)
    ages = [next(value for key, value in person.items() if key in AGE) for person in persons]
    heads = [row[key] for row in counted for key in row if key in HEAD_SEX]
    doors = {row["hh_code"].rsplit("/", 1)[0] for row in counted}
    rents = sorted(row["rent"] for row in counted if row["rent"] is not None)
    return {
        "size": mean(len(roster) for roster in rosters.values()),
        "per_structure": len(counted) / len(doors),
        "tenants": mean(row["occupancy_status"] in {"tenant", "sub_tenant"} for row in counted),
        "under_5": mean(age < 5 for age in ages),
        "women_heads": mean(sex in WOMAN for sex in heads),
        "rent": rents[len(rents) // 2],
        "water": sorted(row["price20"] for row in counted)[len(counted) // 2],
        "households": len(counted),
    }


# Headings and answers as the form shows them, in either language.
AGE = {"age", "age in full years", "umri (miaka kamili)", "Umri (miaka kamili)", "umri kwa miaka kamili"}
HEAD_SEX = {"head_sex", "sex of the head", "jinsia ya mkuu", "Jinsia ya mkuu", "jinsia ya mkuu wa kaya"}
WOMAN = {"female", "Female", "Mwanamke", "Mke", "Kike"}


@pytest.mark.parametrize(
    ("code", "size", "per_structure", "tenants"),
    [("KMT", (2.5, 3.6), (3, 8), (0.85, 0.97)), ("OBG", (3.2, 4.2), (1, 4), (0.55, 0.90))],
)
def test_its_figures_are_those_of_such_places(
    tmp_path: Path,
    code: str,
    size: tuple[float, float],
    per_structure: tuple[float, float],
    tenants: tuple[float, float],
) -> None:
    path = tmp_path / "survey.xlsx"
    write_survey(path, survey_of(Enumeration.objects.get(settlement__code=code)))
    found = figures(path)
    assert size[0] <= found["size"] <= size[1]
    assert per_structure[0] <= found["per_structure"] <= per_structure[1]
    assert tenants[0] <= found["tenants"] <= tenants[1]
    assert 0.10 <= found["under_5"] <= 0.14
    assert 0.25 <= found["women_heads"] <= 0.45
    assert 1500 <= found["rent"] <= 5000
    assert 2 <= found["water"] <= 10
    assert found["households"] > 1000


def test_the_command_writes_a_workbook_or_a_list(tmp_path: Path) -> None:
    call_command("make_demo_batch", tmp_path / "a.xlsx", verbosity=0)
    call_command("make_demo_batch", tmp_path / "a.csv", verbosity=0)
    households, persons = read(tmp_path / "a.xlsx")
    with (tmp_path / "a.csv").open(encoding="utf-8-sig", newline="") as file:
        listed = list(csv.DictReader(file))
    assert len(households) == len(listed) > 2500
    assert len(persons) > 7000
    assert [row["hh_code"] for row in households] == [row["hh_code"] for row in listed]


def send(path: Path) -> Batch:
    with path.open("rb") as file:
        batch = create_batch(
            enumeration=Enumeration.objects.get(settlement__code="KMT"),
            user=User.objects.get(email="baraka@pamoja.example"),
            upload=File(file),
            name=path.name,
        )
    run_batch(batch.pk)
    batch.refresh_from_db()
    return batch


def test_it_goes_in_without_anybody_mapping_columns_and_its_mistakes_are_named(tmp_path: Path) -> None:
    path = tmp_path / "kmt.xlsx"
    call_command("make_demo_batch", path, verbosity=0)
    batch = send(path)
    assert batch.state == BatchState.DONE
    assert batch.rejected == 15
    assert batch.created == batch.rows - 15
    # Each mistake under its own name; a person left out may make its household's count wrong, too.
    made = {"members_mismatch": 3, "structure_unknown": 2, "missing": 1, "above_maximum": 2}
    made |= dict.fromkeys(
        ("head_count", "duplicate_in_file", "not_a_choice", "priorities_same", "not_a_number", "years_order"),
        1,
    )
    made |= {"outside_settlement": 1, "unusually_high": 1}
    assert Counter(made) <= Counter(batch.issues.values_list("code", flat=True))


def test_without_mistakes_every_row_goes_in(tmp_path: Path) -> None:
    path = tmp_path / "kmt.xlsx"
    call_command("make_demo_batch", path, without_mistakes=True, verbosity=0)
    batch = send(path)
    assert (batch.created, batch.rejected, batch.issues.filter(severity="error").count()) == (
        batch.rows,
        0,
        0,
    )
    own = own_questions(batch.enumeration)
    tables = {each.question.name: tabulate(batch.enumeration, each, Split.CLUSTER, own) for each in own}
    assert min(table.columns[0].n for table in tables.values()) > 1000
