"""JSON lists, as the API takes them and as Kobo and ODK Central export them."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.enumerations.reading import Read, read, refusal


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "survey.csv"  # a wrong ending is no matter


def read_json(file: Path, content: Any) -> list[Read]:
    return read(file, json.dumps(content))


def test_each_element_is_a_row_and_groups_become_paths(file: Path) -> None:
    content = [
        {"hh": {"head_name": "Wanjiku", "rooms": 2}, "consent": True, "rent": 2500.0, "note": None},
        {"hh": {"head_name": "Otieno"}, "consent": False, "phone": "0712345678"},
    ]
    (sheet,) = read_json(file, content)
    assert sheet.name == ""
    assert sheet.headings == ["hh/head_name", "hh/rooms", "consent", "rent", "note", "phone"]
    assert sheet.rows == {
        1: ("Wanjiku", "2", "true", "2500", None, None),
        2: ("Otieno", None, "false", None, None, "0712345678"),
    }


def test_repeats_become_a_sheet_that_names_its_parent(file: Path) -> None:
    content = [
        {"head_name": "Wanjiku", "persons": [{"name": "Achieng", "age": 7}, {"name": "Baraka"}]},
        {"head_name": "Otieno", "persons": []},
        {
            "head_name": "Mutua",
            "persons": [{"name": "Chebet", "_index": "77", "illness": [{"kind": "cough"}]}],
        },
    ]
    households, persons, illness = read_json(file, content)
    assert households.headings == ["_index", "head_name", "persons"]
    assert [row[:2] for row in households.rows.values()] == [
        ("1", "Wanjiku"),
        ("2", "Otieno"),
        ("3", "Mutua"),
    ]
    assert (persons.name, persons.headings) == ("persons", ["_index", "_parent_index", "name", "age"])
    assert persons.rows == {
        1: ("1", "1", "Achieng", "7"),
        2: ("2", "1", "Baraka", None),
        3: ("3", "3", "Chebet", None),
    }
    assert (illness.name, illness.rows) == ("illness", {1: ("1", "3", "persons", "cough")})


def test_lists_of_values_are_words(file: Path) -> None:
    (sheet,) = read_json(
        file, [{"assets": ["radio", "bicycle"], "_geolocation": [-1.3122, 36.7811], "x": []}]
    )
    assert sheet.rows == {1: ("radio bicycle", "-1.3122 36.7811", None)}


@pytest.mark.parametrize("key", ["results", "value", "data", "households"])
def test_a_list_inside_an_answer_is_found(file: Path, key: str) -> None:
    (sheet,) = read_json(file, {"count": 1, "next": None, key: [{"door": "KMT/A/1"}]})
    assert sheet.rows == {1: ("KMT/A/1",)}


def test_one_interview_alone_is_a_list_of_one(file: Path) -> None:
    (sheet,) = read_json(file, {"door": "KMT/A/1"})
    assert sheet.rows == {1: ("KMT/A/1",)}


def test_strange_values_do_no_harm(file: Path) -> None:
    text = (
        '[{"a": NaN, "b": -Infinity, "c": "x\\u0000y", "d": "\\ud83d", "e": 123456789012345678901234567890}]'
    )
    (sheet,) = read(file, text)
    assert sheet.rows == {1: ("NaN", "-Infinity", "xy", "?", "123456789012345678901234567890")}


def test_any_encoding_of_text_will_do(file: Path) -> None:
    (sheet,) = read(file, '[{"name": "Ng’ang’a"}]'.encode("utf-16"))
    assert sheet.rows == {1: ("Ng’ang’a",)}


@pytest.mark.parametrize(
    ("content", "code"),
    [
        ("[]", "no_rows"),
        ("[{}, {}]", "empty"),
        ('[{"a": 1}', "broken"),
        ("[" * 100_000, "broken"),
        ('{"a":' * 100_000, "broken"),
        ("[1, 2]", "not_a_table"),
        ('[["door", "name"], ["KMT/A/1", "x"]]', "not_a_table"),
    ],
)
def test_what_is_no_list_of_interviews_is_refused(file: Path, content: str, code: str) -> None:
    assert refusal(file, content).code == code


def test_json_beyond_the_bound_is_refused(file: Path) -> None:
    refused = refusal(file, '[{"a": "' + "x" * (21 << 20) + '"}]')
    assert (refused.code, refused.params) == ("too_large", {"mb": 21, "limit_mb": 20})


def test_ten_thousand_keys_are_the_most(file: Path) -> None:
    assert refusal(file, json.dumps([{f"q{at}": at} for at in range(10_001)])).code == "too_many_columns"
