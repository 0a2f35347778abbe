"""What people write, read as what they mean."""

from datetime import UTC, date, datetime

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from enumerations.intake.columns import HOUSEHOLD_COLUMNS, PERSON_COLUMNS
from enumerations.intake.values import TYPES, Column, read

COUNTIES = {"042": "Kisumu", "047": "Nairobi City"}
FIELDS = {**PERSON_COLUMNS, **HOUSEHOLD_COLUMNS}


def column(name: str, *texts: str | None, values: dict[str, str] | None = None) -> Column:
    return read(pl.Series(name, texts, dtype=pl.String), FIELDS[name], values or {}, COUNTIES)


def one(name: str, text: str) -> object:
    """The value, or in a tuple why there is none."""
    found = column(name, text)
    if len(found.left):
        return (found.left["code"][0],)
    value = found.values[0]
    return value.to_list() if isinstance(value, pl.Series) else value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("3", 3), (" 3 ", 3), ("3.0", 3), ("+3", 3), ("1,200", 1200), ("1 200", 1200), ("০৩", 3), ("٣", 3),
        ("१२", 12),
        ("Two", 2), ("mbili", 2), ("kumi", 10),
        ("3.5", ("not_whole",)), ("three or four", ("not_a_number",)), ("NaN", ("not_a_number",)),
        ("inf", ("not_a_number",)), ("1e400", ("not_a_number",)), ("99999999999", ("not_a_number",)),
        ("1_000", ("not_a_number",)), ("0x10", ("not_a_number",)), ("=1+2", ("not_a_number",)),
        ("1900-01-03 00:00:00", ("excel_date",)), ("2024-03-01", ("excel_date",)),
        ("2024-03-01T00:00:00", ("excel_date",)),
        ("-98", ("dont_know",)), ("dk", ("dont_know",)), ("Don't know", ("dont_know",)),
        ("sijui", ("dont_know",)),
        ("-99", ("declined",)), ("-99.0", ("declined",)), ("Declined", ("declined",)),
        ("   ", None),
    ],
)  # fmt: skip
def test_a_whole_number(text: str, value: object) -> None:
    assert one("members_total", text) == value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("2500", 2500.0), ("2,500", 2500.0), ("KES 2,500", 2500.0), ("Ksh.2500/=", 2500.0),
        ("2500/-", 2500.0),
        ("2,5", 2.5), ("5.50", 5.5), ("1,234,567.5", 1234567.5), ("৫০০", 500.0), ("-5", -5.0),
        ("1e3", 1000.0),
        ("-98", ("dont_know",)), ("free", ("not_a_number",)), ("2024-03-01", ("excel_date",)),
        ("infinity", ("not_a_number",)),
    ],
)  # fmt: skip
def test_an_amount(text: str, value: object) -> None:
    assert one("rent_month_kes", text) == value


@pytest.mark.parametrize("text", ["yes", "Yes", "Y", "ndiyo", "Ndio", "1", "TRUE", "১", "1.0"])
def test_yes(text: str) -> None:
    assert one("consent", text) is True


@pytest.mark.parametrize("text", ["no", "HAPANA", "0", "false", "n", "0.0"])
def test_no(text: str) -> None:
    assert one("consent", text) is False


def test_neither_yes_nor_no() -> None:
    assert one("consent", "maybe") == ("not_yes_no",)
    assert one("consent", "?!") == ("not_yes_no",)


@pytest.mark.parametrize(
    ("field", "text", "value"),
    [
        ("water_source", "piped_dwelling", "piped_dwelling"),
        ("water_source", "Piped into the dwelling", "piped_dwelling"),
        ("water_source", "PIPED_DWELLING", "piped_dwelling"),
        ("water_source", "illegal spaghetti line", "piped_yard_plot"),
        ("toilet_type", "flying_toilet", "open_bush"),
        ("occupancy_status", "Tenant", "tenant"),
        ("occupancy_status", "Owner-occupier", "owner_resident"),
        ("school_location", "<1km", "under_1km"),
        ("school_location", "> 1km", "over_1km"),
        ("head_sex", "F", "female"),
        ("income_band_month_kes", "declined", "declined"),  # the list's own code, not "not given"
        ("relation", "dk", "dk"),
        ("water_source", "the moon", ("not_a_choice",)),
        ("water_source", "-98", ("dont_know",)),
        ("previous_county", "042", "042"),
        ("previous_county", "42", "042"),
        ("previous_county", "Kisumu County", "042"),
        ("previous_county", "Atlantis", ("not_a_county",)),
    ],
)
def test_one_of_a_list(field: str, text: str, value: object) -> None:
    assert one(field, text) == value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("radio", ["radio"]),
        ("radio car", ["radio", "car"]),
        ("radio radio", ["radio"]),
        ("radio, car", ["radio", "car"]),
        ("Radio; Lorry or bus", ["radio", "truck_bus"]),
        ("Computer, laptop or tablet", ["desktop_laptop_tablet"]),
        ("Computer, laptop or tablet; Radio", ["desktop_laptop_tablet", "radio"]),
        # Labels with nothing but blanks between, as Kobo writes them
        ("Radio Computer, laptop or tablet Lorry or bus", ["radio", "desktop_laptop_tablet", "truck_bus"]),
        ("Redio Televisheni ya analogi Televisheni", ["radio", "analogue_tv", "functional_tv"]),
        ("Radio Spaceship", ("not_a_choice",)),
        ("Radio Lorry or bus " * 100, ("not_a_choice",)),
        ("radio, spaceship", ("not_a_choice",)),
        ("-99", ("declined",)),
    ],
)
def test_several_of_a_list(text: str, value: object) -> None:
    assert one("assets", text) == value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("2026-03-05", date(2026, 3, 5)),
        ("05/03/2026", date(2026, 3, 5)),  # day first
        ("5.3.26", date(2026, 3, 5)),
        ("2026-03-05 00:00:00", date(2026, 3, 5)),  # Excel's
        ("2026-03-05T09:10:11.123+03:00", date(2026, 3, 5)),
        ("5 March 2026", date(2026, 3, 5)),
        ("20260305", date(2026, 3, 5)),
        ("৫/৩/২০২৬", date(2026, 3, 5)),
        ("31/02/2026", ("not_a_date",)),
        ("soon", ("not_a_date",)),
    ],
)
def test_a_date(text: str, value: object) -> None:
    assert one("interviewed_on", text) == value


@pytest.mark.parametrize(
    "text",
    [
        "2026-03-05T09:10:11.000+03:00",
        "2026-03-05T06:10:11Z",
        "2026-03-05 09:10:11",  # no zone: Nairobi's clock
        "2026-03-05T09:10:11",
        "05/03/2026 09:10:11",
        "5/3/2026 9:10:11 AM",
        "Mar 5, 2026 9:10:11 AM",  # Briefcase
        "Mar 5, 2026, 9:10:11\u202fAM",  # on a newer Java
        "March 5, 2026 09:10:11",
    ],
)
def test_a_moment_is_kept_in_utc(text: str) -> None:
    assert one("started_at", text) == datetime(2026, 3, 5, 6, 10, 11, tzinfo=UTC)


def test_no_moment() -> None:
    assert one("started_at", "yesterday") == ("not_a_moment",)
    assert one("started_at", "Mar 5, 2026, 29:10:11 AM") == ("not_a_moment",)
    assert one("started_at", "9999-99-99T00:00:00Z") == ("not_a_moment",)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("-1.2921 36.8219 1650 4.5", [-1.2921, 36.8219, 4.5]),
        ("-1.2921 36.8219", [-1.2921, 36.8219, None]),
        ("-1.2921, 36.8219", [-1.2921, 36.8219, None]),
        ("[-1.2921, 36.8219]", [-1.2921, 36.8219, None]),
        ("POINT (36.8219 -1.2921)", [-1.2921, 36.8219, None]),
        ("0 0", ("point_zero",)),
        ("0.0 0.0 0 0", ("point_zero",)),
        ("91 36", ("point_out_of_range",)),
        ("-1 181 0 5", ("point_out_of_range",)),
        ("nan nan", ("not_a_point",)),
        ("inf 36", ("point_out_of_range",)),
        ("-1.29", ("not_a_point",)),
        ("at the door", ("not_a_point",)),
        ("-98", ("dont_know",)),
    ],
)
def test_a_point(text: str, value: object) -> None:
    assert one("location", text) == value


def test_text_loses_what_cannot_be_printed_and_nothing_else() -> None:
    found = column("note", "  a\x00b\x07 ", "line\none", "😀 ''\"", "\x00", "-99")
    assert found.values.to_list() == ["ab", "line\none", "😀 ''\"", None, None]
    assert found.left.rows() == [(4, "declined")]


def test_what_a_person_mapped_comes_first() -> None:
    found = column(
        "rooms_used", "One", "Three or more", "4", "lots", values={"three or MORE": "3", "lots": ""}
    )
    assert found.values.to_list() == [1, 3, 4, None]
    assert not len(found.left)


def test_a_column_keeps_its_order_when_some_of_it_is_odd() -> None:
    texts = ["1", None, "mbili", "3", "x", "4.0", "-98"]
    found = column("members_total", *texts)
    assert found.values.to_list() == [1, None, 2, 3, None, 4, None]
    assert found.left.sort("at").rows() == [(4, "not_a_number"), (6, "dont_know")]


WRITTEN = st.text(st.characters(exclude_categories=("Cc", "Cs")), max_size=30)
NUMBERISH = st.from_regex(r"-?[0-9]{1,4}[.,/: -][0-9]{1,4}[^\x00-\x1f]{0,8}", fullmatch=True)


@settings(deadline=None)
@given(
    written=st.lists(st.none() | WRITTEN | NUMBERISH, max_size=8),
    name=st.sampled_from(sorted(FIELDS)),
)
def test_any_text_in_any_column_ends_as_a_value_or_as_a_reason(written: list[str | None], name: str) -> None:
    found = column(name, *written)
    assert found.values.dtype == TYPES[FIELDS[name].kind]
    told = found.left["at"].to_list()
    assert len(set(told)) == len(told)
    for place, text in enumerate(written):
        has_value = found.values[place] is not None
        assert has_value + (place in told) == (1 if text and text.strip() else 0)


@settings(deadline=None)
@given(written=st.lists(st.text(max_size=10)), name=st.sampled_from(sorted(FIELDS)))
def test_control_characters_raise_nowhere(written: list[str], name: str) -> None:
    assert len(column(name, *written).values) == len(written)


@settings(deadline=None)
@given(number=st.integers(-97, 10**6))
def test_every_way_to_write_a_number_is_the_same_number(number: int) -> None:
    bengali = str(number).translate(str.maketrans("0123456789", "০১২৩৪৫৬৭৮৯"))
    ways = [str(number), f"{number:,}", f" {number} ", f"{number}.0", bengali, f"KES {number}"]
    assert column("members_total", *ways).values.to_list() == [number] * len(ways)
