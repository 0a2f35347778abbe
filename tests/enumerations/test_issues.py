"""Every problem that the code can report has a sentence and a remedy, and neither tells a personal value."""

import ast
import re
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.utils.translation import override

from enumerations.choices import Severity
from enumerations.intake.columns import HOUSEHOLD_COLUMNS, PERSON_COLUMNS
from enumerations.intake.issues import CATALOGUE, describe
from enumerations.intake.rules import HOUSEHOLD_ROW_RULES, PERSON_ROW_RULES

CODE = Path(__file__).resolve().parents[2] / "enumerations"
# Calls that report a problem, and where in the call the code stands.
REPORTS = {"Refusal": 0, "RevertRefused": 0, "RowProblem": 1, "SetCheck": 0, "PlaceCheck": 0, "RowRule": 0}
METHODS = {"add": (0, 1)}  # findings.add(code, ...), column.add(positions, code)
READERS = ("texts.py", "values.py", "doors.py")


def reported_codes() -> set[str]:
    """Code literals in calls that report a problem, found in the source itself."""
    found: set[str] = set()
    for path in CODE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call):
                continue
            name = getattr(node.func, "id", getattr(node.func, "attr", ""))
            if name in REPORTS:
                found |= _literal(node, REPORTS[name])
            elif name in METHODS and "intake" in path.parts:
                for place in METHODS[name]:
                    found |= _literal(node, place)
    return found


def _literal(call: ast.Call, place: int) -> set[str]:
    if len(call.args) > place and isinstance(call.args[place], ast.Constant):
        value = call.args[place].value  # type: ignore[attr-defined]
        return {value} if isinstance(value, str) and re.fullmatch(r"[a-z_]+", value) else set()
    return set()


def issue(code: str, field: str = "", **params: object) -> SimpleNamespace:
    return SimpleNamespace(code=code, field=field, params=params)


def test_every_code_in_use_is_in_the_catalogue() -> None:
    used = reported_codes()
    assert {"no_rows", "not_asked", "years_order", "members_mismatch", "too_many_cells"} <= used
    assert used - CATALOGUE.keys() == set()


def test_what_a_reader_can_answer_is_in_the_catalogue() -> None:
    said: set[str] = set()
    for name in READERS:
        text = (CODE / "intake" / name).read_text(encoding="utf-8")
        said |= set(re.findall(r'None, "([a-z_]+)"', text)) | set(
            re.findall(r'pl\.lit\("([a-z]+_[a-z_]+)"\)', text)
        )
    assert {"excel_date", "not_whole", "bad_number", "two_units"} <= said
    assert said - CATALOGUE.keys() == set()


def test_every_pattern_has_a_sentence_of_its_own() -> None:
    for name, declared in {**HOUSEHOLD_COLUMNS, **PERSON_COLUMNS}.items():
        assert not declared.pattern or f"pattern_{name}" in CATALOGUE


@pytest.mark.parametrize("code", CATALOGUE)
@pytest.mark.parametrize("language", ["en", "sw"])
def test_every_kind_reads_as_a_sentence_even_without_its_params(code: str, language: str) -> None:
    with override(language):
        sentence, remedy = describe(issue(code, "rooms_used"))
    for text in (sentence, remedy):
        assert text[0].isupper() or not text[0].isalpha()
        assert text.rstrip()[-1] in ".!?…"
        assert "%(" not in text


@pytest.mark.parametrize("rule", [*HOUSEHOLD_ROW_RULES, *PERSON_ROW_RULES], ids=lambda rule: rule.code)
def test_a_rule_is_as_severe_as_the_catalogue_says(rule: object) -> None:
    assert CATALOGUE[rule.code].severity is rule.severity  # type: ignore[attr-defined]


def test_a_sentence_names_the_question_the_value_and_the_limit() -> None:
    sentence, remedy = describe(issue("above_maximum", "rooms_used", value="99", limit=20.0))
    assert sentence == "Rooms used is more than 20: 99."
    assert remedy == "Ask again and correct the number."


def test_a_remedy_lists_the_choices() -> None:
    _, remedy = describe(issue("not_a_choice", "toilet_place", value="roof"))
    assert "In the dwelling, In the plot or compound, Public, paid" in remedy


def test_missing_columns_are_named_by_their_labels() -> None:
    sentence, _ = describe(issue("missing_columns", columns="rooms_used water_source"))
    assert sentence == "The file has no column for: rooms used; main drinking water."


def test_params_may_be_the_json_text_of_a_checked_frame() -> None:
    told = SimpleNamespace(code="not_whole", field="rooms_used", params='{"value":"2.5"}')
    assert describe(told)[0] == "Rooms used is not a whole number: 2.5."


def test_a_percent_sign_in_a_value_is_only_a_sign() -> None:
    assert "50%(x)s" in describe(issue("not_a_number", "rooms_used", value="50%(x)s"))[0]


def test_an_unknown_code_still_says_something() -> None:
    sentence, remedy = describe(issue("from_the_future"))
    assert "from_the_future" in sentence
    assert remedy


def test_severities_are_the_two_there_are() -> None:
    assert {kind.severity for kind in CATALOGUE.values()} == {Severity.ERROR, Severity.WARNING}
