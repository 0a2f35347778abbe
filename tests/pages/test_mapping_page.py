"""Saying what the columns of a foreign export mean."""

import csv
import io
import re
from collections.abc import Callable
from typing import Any

import pytest
import xlsxwriter
from django.test import Client

from enumerations.choices import TenureRole, WaterSource
from enumerations.intake.columns import Mapping, Target
from enumerations.models import Batch

ClientOf = Callable[[Any], Client]
HEADINGS = [
    "Shoes",
    "Land",
    "Lat of door",
    "Lon of door",
    "Water fee weekly",
    "Main source of drinking water",
]
ROWS = [
    ["3", "Owner", "-1.26", "36.85", "100", "Kiosk"],
    ["4", "Khas land", "-1.26", "36.85", "120", "Kiosk"],
    ["5", "Khas land", "-1.26", "36.85", "", "Spring of Rehema"],
]
SHOES, LAND, LAT, LON, FEE, WATER = range(6)


def csv_of(*rows: list[str]) -> bytes:
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    return text.getvalue().encode()


@pytest.fixture
def batch(batch_in: Any) -> Any:
    """A foreign export that waits for its columns."""
    return batch_in("mapping", content=csv_of(HEADINGS, *ROWS), name="export.csv")


@pytest.fixture
def baraka_page(batch: Any, baraka: Any, client_of: ClientOf) -> Callable[..., Any]:
    """Baraka's answer to the page: `baraka_page("start", {LAND: "occupancy_status"})`."""
    client, path = client_of(baraka), f"/batches/{batch.pk}/mapping/"

    def answer(action: str = "", fields: dict[int, str] | None = None, **more: Any) -> Any:
        if not action:
            return client.get(path, more)
        sent: dict[str, Any] = {"action": action, "column": list(fields or {})}
        sent |= {f"{index}-field": name for index, name in (fields or {}).items()}
        return client.post(path, sent | {name.replace("_", "-", 1): value for name, value in more.items()})

    return answer


def kept(batch: Any) -> Mapping:
    return Mapping.from_json(Batch.objects.get(pk=batch.pk).mapping)


def cards(answer: Any) -> dict[str, Any]:
    return {card.heading: card for card in answer.context["cards"]}


def test_every_column_is_shown_with_values_of_the_file(baraka_page: Any) -> None:
    shown = cards(baraka_page(show="all"))
    assert list(shown) == HEADINGS
    assert shown["Shoes"].sample.examples == ("3", "4", "5")
    assert (shown["Land"].sample.filled, shown["Land"].sample.distinct) == (3, 2)


def test_only_columns_with_a_proposal_are_shown_first(baraka_page: Any) -> None:
    shown = cards(baraka_page())
    assert "Main source of drinking water" in shown
    assert "Shoes" not in shown


def test_a_column_is_found_by_its_name(baraka_page: Any) -> None:
    assert list(cards(baraka_page(words="shoe"))) == ["Shoes"]
    assert list(cards(baraka_page(words="\x00"))) == []


def test_a_chosen_field_is_kept_before_the_batch_starts(baraka_page: Any, batch: Any) -> None:
    answer = baraka_page("refresh", {LAND: "occupancy_status"})
    assert answer.status_code == 302
    assert kept(batch).households.targets["Land"] == Target("occupancy_status")
    assert Batch.objects.get(pk=batch.pk).state == "mapping"


def test_values_get_codes_and_known_words_are_understood(baraka_page: Any) -> None:
    baraka_page("refresh", {LAND: "occupancy_status"})
    land = cards(baraka_page())["Land"]
    assert {row.text: (row.count, row.code) for row in land.values} == {
        "Khas land": (2, "?"),
        "Owner": (1, TenureRole.OWNER_RESIDENT),
    }
    assert land.undecided == 1


def test_a_value_is_given_a_code_or_left_out(baraka_page: Any, batch: Any) -> None:
    codes = {"1_shown": "occupancy_status", "1_text": ["Khas land", "Owner"], "1_code": ["tenant", "-"]}
    baraka_page("refresh", {LAND: "occupancy_status"}, **codes)
    assert kept(batch).households.targets["Land"].values == {"Khas land": "tenant", "Owner": ""}
    baraka_page("refresh", {LAND: "occupancy_status"}, **codes | {"1_code": ["?", "-"]})
    assert kept(batch).households.targets["Land"].values == {"Owner": ""}


def test_codes_of_another_field_are_not_taken_over(baraka_page: Any, batch: Any) -> None:
    codes = {"1_shown": "occupancy_status", "1_text": ["Owner"], "1_code": ["tenant"]}
    baraka_page("refresh", {LAND: "occupancy_status"}, **codes)
    baraka_page("refresh", {LAND: "water_source"}, **codes)
    assert kept(batch).households.targets["Land"] == Target("water_source")


def test_a_number_is_converted(baraka_page: Any, batch: Any) -> None:
    baraka_page("refresh", {FEE: "rent_month_kes"}, **{"4_factor": "4,345"})
    assert kept(batch).households.targets["Water fee weekly"].factor == 4.345


@pytest.mark.parametrize("factor", ["four", "0", "-2", "nan", "inf", "1e400"])
def test_a_factor_that_is_no_number_is_explained(baraka_page: Any, factor: str) -> None:
    answer = baraka_page("refresh", {FEE: "rent_month_kes"}, **{"4_factor": factor})
    assert answer.status_code == 422
    assert "such as 4.345" in answer.content.decode()


def test_a_point_comes_from_two_columns(baraka_page: Any, batch: Any) -> None:
    parts = {"2_part": "lat", "3_part": "lon"}
    baraka_page("refresh", {LAT: "location", LON: "location"}, **parts)
    targets = kept(batch).households.targets
    assert (targets["Lat of door"].part, targets["Lon of door"].part) == ("lat", "lon")


def test_half_a_point_cannot_start(baraka_page: Any, batch: Any) -> None:
    answer = baraka_page("start", {LAT: "location", LON: ""}, **{"2_part": "lat"})
    assert answer.status_code == 422
    assert "both a latitude and a longitude" in answer.content.decode()
    assert Batch.objects.get(pk=batch.pk).state == "mapping"


def test_a_file_without_any_field_cannot_start(baraka_page: Any) -> None:
    nothing = dict.fromkeys(range(len(HEADINGS)), "")
    assert "Give at least one column its field" in baraka_page("start", nothing).content.decode()


def test_confirming_starts_the_batch_and_the_count_remembers(
    baraka_page: Any, batch: Any, count: Any
) -> None:
    codes = {"1_shown": "occupancy_status", "1_text": ["Khas land"], "1_code": ["tenant"]}
    answer = baraka_page("start", {LAND: "occupancy_status"}, **codes)
    assert answer["location"] == batch.get_absolute_url()
    assert Batch.objects.get(pk=batch.pk).state == "received"
    count.refresh_from_db()
    remembered = Mapping.from_json(count.column_mapping)
    assert remembered.households.targets["Land"] == Target("occupancy_status", {"Khas land": "tenant"})
    assert remembered.is_certain


def test_the_next_file_of_the_count_is_proposed_as_the_first(
    baraka_page: Any, batch_in: Any, batch: Any, baraka: Any, client_of: ClientOf
) -> None:
    baraka_page("start", {LAND: "occupancy_status", SHOES: "members_total"})
    second = batch_in("mapping", content=csv_of(["Plot", *HEADINGS], ["9", *ROWS[0]]))
    shown = cards(client_of(baraka).get(f"/batches/{second.pk}/mapping/"))
    assert shown["Shoes"].target.field == "members_total"
    assert shown["Land"].target.field == "occupancy_status"


def test_one_column_is_drawn_again_when_its_field_changes(baraka_page: Any, batch: Any) -> None:
    part = baraka_page("refresh", {SHOES: "members_total"}, only="0").content.decode()
    assert "<html" not in part
    assert 'name="0-factor"' in part
    assert kept(batch).households.targets["Shoes"].field == "members_total"


@pytest.mark.parametrize("only", ["6", "-1", "x", "²", "9" * 50])
def test_a_column_that_is_not_there_is_refused(baraka_page: Any, only: str) -> None:
    assert baraka_page("refresh", {}, only=only).status_code == 422


def test_nonsense_is_ignored_and_breaks_nothing(baraka_page: Any, batch: Any) -> None:
    sent = {"2_part": "sideways", "side": "cats", "page": "\x00", "link": "no such heading"}
    answer = baraka_page("page:many", {LAT: "location", 77: "location"}, **sent)
    assert answer.status_code == 302
    assert baraka_page("no such action", {SHOES: "no_such_field"}).status_code == 302
    targets = kept(batch).households.targets
    assert (targets["Lat of door"].part, targets["Shoes"].field) == ("", "")


def test_a_batch_whose_columns_are_settled_leads_to_its_page(
    batch_in: Any, baraka: Any, client_of: ClientOf
) -> None:
    done = batch_in("done")
    client = client_of(baraka)
    for ask in (client.get, client.post):
        assert ask(f"/batches/{done.pk}/mapping/")["location"] == done.get_absolute_url()


def test_a_wide_export_is_paged_and_every_page_is_kept(
    batch_in: Any, baraka: Any, client_of: ClientOf
) -> None:
    wide = batch_in("mapping", content=csv_of([f"Q{n}" for n in range(209)], ["x"] * 209))
    client, path = client_of(baraka), f"/batches/{wide.pk}/mapping/"
    first = client.get(path, {"show": "all"})
    assert len(first.context["cards"]) == 30
    assert len(first.content) < 400_000
    client.post(path, {"show": "all", "action": "page:2", "column": 0, "0-field": "note"})
    client.post(path, {"show": "all", "action": "page:3", "column": 31, "31-field": "phone"})
    assert {h: t.field for h, t in kept(wide).households.targets.items()} == {"Q0": "note", "Q31": "phone"}


def test_water_words_seen_in_the_field_are_understood(baraka_page: Any) -> None:
    water = cards(baraka_page())["Main source of drinking water"]
    codes = {row.text: row.code for row in water.values}
    assert codes == {"Kiosk": WaterSource.PUBLIC_TAP_STANDPIPE, "Spring of Rehema": "?"}


def test_ids_on_the_page_are_unique(baraka_page: Any) -> None:
    baraka_page("refresh", {LAND: "occupancy_status", FEE: "rent_month_kes", LAT: "location"})
    ids = re.findall(r'\bid="([^"]+)"', baraka_page(show="all").content.decode())
    assert len(ids) == len(set(ids))


# --- Two sheets -----------------------------------------------------------------------------------


@pytest.fixture
def workbook(batch_in: Any) -> Any:
    """Households on one sheet, people on a second, a third that is about something else."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        sheets: dict[str, list[list[Any]]] = {
            "Homes": [["Ref", "Shoes", "Main source of drinking water"], ["a", 3, "Kiosk"]],
            "People": [
                ["Home ref", "p_name", "p_sex", "p_age", "p_rel"],
                ["a", "Akinyi", "female", 30, "head"],
            ],
            "Notes": [["Remark"], ["none"]],
        }
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for at, row in enumerate(rows):
                sheet.write_row(at, 0, row)
    return batch_in("mapping", content=out.getvalue(), name="export.xlsx")


def test_people_are_mapped_on_their_own_sheet(workbook: Any, baraka: Any, client_of: ClientOf) -> None:
    client, path = client_of(baraka), f"/batches/{workbook.pk}/mapping/"
    sheets = {"household_sheet": "Homes", "person_sheet": "People"}
    client.post(path, sheets | {"action": "side:persons", "side": "households", "link": "Ref"})
    page = client.get(path, {"side": "persons", "show": "all"})
    assert list(cards(page)) == ["Home ref", "p_name", "p_sex", "p_age", "p_rel"]
    sent = {"action": "refresh", "side": "persons", "link": "Home ref", "column": 3, "3-field": "age"}
    client.post(path, sheets | sent)
    mapping = kept(workbook)
    assert mapping.persons is not None
    assert (mapping.households.link, mapping.persons.link) == ("Ref", "Home ref")
    assert mapping.persons.targets["p_age"].field == "age"
    assert "Shoes" not in mapping.persons.targets


def test_another_sheet_is_chosen_for_the_households(workbook: Any, baraka: Any, client_of: ClientOf) -> None:
    client, path = client_of(baraka), f"/batches/{workbook.pk}/mapping/"
    client.post(path, {"action": "refresh", "household_sheet": "Notes", "person_sheet": ""})
    assert list(cards(client.get(path, {"show": "all"}))) == ["Remark"]
    client.post(path, {"action": "refresh", "household_sheet": "No such sheet", "person_sheet": "Notes"})
    assert kept(workbook).households.sheet == "Notes"
    assert kept(workbook).persons is None
