"""Door numbers read as columns are what the one parser says of each."""

import polars as pl
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from enumerations.intake.doors import Identified, identify, read_doors
from settlements.numbering import NumberingError, parse

PIECES = [
    "KMT",
    "RMS",
    "kmt",
    "B",
    "B2",
    "/",
    "\\",
    " ",
    "0",
    "00",
    "7",
    "123",
    "0123",
    "9999",
    "A",
    "A/B",
    "02",
    "x",
    "é",
]


def by_the_parser(text: str) -> tuple[str | None, str | None, str]:
    try:
        doors = parse(text, settlement="KMT")
    except NumberingError:
        return None, None, "bad_number"
    if doors[0].settlement != "KMT":
        return None, None, "other_settlement"
    if len(doors) > 1:
        return None, None, "two_units"
    return doors[0].structure_code, doors[0].household_code or None, ""


@settings(deadline=None)
@given(
    texts=st.lists(
        st.lists(st.sampled_from(PIECES), max_size=9).map("".join) | st.text(max_size=12), min_size=1
    )
)
@example(texts=["KMT/B/0123A/02", "RMS / 465 A/B", "465 a/b", "123", "B/7/1", "KMT/B", "", "KMT/0/1"])
@example(texts=["KMT/B/123A", "KMT/B2/7", "KMT/AB/9999"])
@example(texts=["KMT/B/123A/02", "KMT/7/00", "KMT/AB/9999Z/40"])
@example(texts=["KMT/B/123A/02", "KMT/7"])
def test_columns_and_the_parser_agree(texts: list[str]) -> None:
    texts = [text.encode("utf-8", "ignore").decode() for text in texts]
    texts = [
        text for text in texts if not any(char in "\x1c\x1d\x1e\x1f" for char in text)
    ]  # tidied away before
    found = read_doors(pl.Series("door", texts, dtype=pl.String), "KMT")
    problems = dict(found.structure.left.iter_rows())
    for place, text in enumerate(texts):
        said = (found.structure.values[place], found.household[place], problems.get(place, ""))
        assert said == by_the_parser(text), text


@pytest.mark.parametrize(
    ("structure", "household", "number", "expected"),
    [
        ("KMT/B/0123A", None, 2, ("KMT/B/123A", "KMT/B/123A/02", 2)),
        (None, "kmt/b/123a/2", None, ("KMT/B/123A", "KMT/B/123A/02", 2)),
        ("B/123", "KMT/B/123/01", None, ("KMT/B/123", "KMT/B/123/01", 1)),
        ("KMT/7/3", None, None, ("KMT/7", "KMT/7/03", 3)),
        ("KMT/7", None, None, ("KMT/7", None, None)),
    ],
)
def test_each_number_completes_the_other(
    structure: str | None, household: str | None, number: int | None, expected: tuple
) -> None:
    found = identified(structure, household, number)
    assert tuple(found.columns[name][0] for name in ("structure_code", "hh_code", "household_no")) == expected
    assert found.problems == []


@pytest.mark.parametrize(
    ("structure", "household", "number", "problem"),
    [
        ("KMT/8", "KMT/7/01", None, ("hh_code", "codes_differ")),
        ("KMT/7", "KMT/7/01", 2, ("hh_code", "codes_differ")),
        (None, "KMT/7", None, ("hh_code", "no_household_no")),
        ("RMS/7", None, 1, ("structure_code", "other_settlement")),
        ("KMT/465 A/B", None, 1, ("structure_code", "two_units")),
        ("the blue door", None, 1, ("structure_code", "bad_number")),
    ],
)
def test_what_cannot_be(
    structure: str | None, household: str | None, number: int | None, problem: tuple
) -> None:
    assert [found[:2] for found in identified(structure, household, number).problems] == [problem]


def identified(structure: str | None, household: str | None, number: int | None) -> Identified:
    return identify(
        pl.Series([structure], dtype=pl.String),
        pl.Series([household], dtype=pl.String),
        pl.Series([number], dtype=pl.Int32),
        "KMT",
    )
