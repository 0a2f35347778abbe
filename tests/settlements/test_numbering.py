"""The one parser of numbers on doors."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from settlements.numbering import CODE_PATTERN, HOUSEHOLD_PATTERN, NumberingError, parse

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
settlements = st.text(LETTERS, min_size=2, max_size=4)
clusters = st.one_of(st.just(""), st.from_regex(r"[A-Z][A-Z0-9]{0,2}", fullmatch=True))
numbers = st.integers(1, 9999)
units = st.one_of(st.just(""), st.sampled_from(LETTERS))
households = st.one_of(st.none(), st.integers(0, 99))


@pytest.mark.parametrize(
    ("painted", "codes"),
    [
        ("RMS / 465 A/B", ["RMS/465A", "RMS/465B"]),
        ("RMS/465A/B/C", ["RMS/465A", "RMS/465B", "RMS/465C"]),
        ("KMT/B/0123A", ["KMT/B/123A"]),
        ("kmt/b/0123a/02", ["KMT/B/123A"]),
        ("MKR/Z48/0031/01", ["MKR/Z48/31"]),
        (" KMT \\ 7 ", ["KMT/7"]),
        ("B/12", ["KMT/B/12"]),
        ("Z12/9", ["KMT/Z12/9"]),
        ("12", ["KMT/12"]),
        ("0012 c", ["KMT/12C"]),
    ],
)
def test_it_reads_what_is_painted(painted: str, codes: list[str]) -> None:
    assert [door.structure_code for door in parse(painted, settlement="KMT")] == codes


def test_it_keeps_the_household_with_two_digits() -> None:
    assert [door.household_code for door in parse("KMT/B/0123A/2")] == ["KMT/B/123A/02"]
    assert parse("KMT/B/0123A")[0].household_code == ""


@pytest.mark.parametrize(
    "painted",
    ["", " ", "KMT", "KMT/", "0", "KMT/0", "KMT/0000", "12345", "KMT/12345", "KMT/B/12AB", "KMT/12/34/56",
     "TOOLONG/1", "KMT/B1234/1", "12-3", "KMT//1", "KMT/1\n2\x00", "١٢", "KMT/B/1/100", "-5", "1.5"],
)  # fmt: skip
def test_it_refuses_what_is_no_number(painted: str) -> None:
    with pytest.raises(NumberingError):
        parse(painted, settlement="KMT")


def test_it_refuses_a_number_of_no_settlement() -> None:
    with pytest.raises(NumberingError):
        parse("B/12")


@given(settlements, clusters, numbers, units, households)
def test_what_it_writes_it_reads_again(
    settlement: str, cluster: str, number: int, unit: str, household: int | None
) -> None:
    painted = "/".join(filter(None, [settlement, cluster, f"{number:04d}{unit}"]))
    painted += "" if household is None else f"/{household}"
    (door,) = parse(painted)
    assert (door.settlement, door.cluster, door.number, door.unit) == (settlement, cluster, number, unit)
    assert parse(door.structure_code)[0].structure_code == door.structure_code
    if household is not None:
        assert parse(door.household_code) == [door]


@given(st.text(alphabet=LETTERS + "abc0123456789/ \\", max_size=20))
def test_whatever_it_yields_follows_the_database_s_pattern(painted: str) -> None:
    try:
        doors = parse(painted, settlement="KMT")
    except NumberingError:
        return
    for door in doors:
        assert re.match(CODE_PATTERN, door.structure_code)
        assert len(door.structure_code) <= 16
        assert not door.household_code or re.match(HOUSEHOLD_PATTERN, door.household_code)
