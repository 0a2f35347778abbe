"""What a phone asks is what the intake checks: conditions, rules and numbers mean the same in both."""

import random
import re
from datetime import date
from typing import Any

import polars as pl
import pytest

from enumerations.intake.conditions import Condition
from enumerations.intake.fields import HOUSEHOLD_FIELDS, PERSON_FIELDS, Field, by_name
from enumerations.intake.rules import HOUSEHOLD_ROW_RULES, PERSON_ROW_RULES, RowRule
from enumerations.xlsform.phrasing import portable, relevant_of
from settlements.numbering import NumberingError, parse, typed_pattern

FIELDS = by_name((*HOUSEHOLD_FIELDS, *PERSON_FIELDS))
CONDITIONS = list(
    dict.fromkeys(
        condition
        for field in FIELDS.values()
        for condition in (field.relevant, field.required_where)
        if condition is not None
    )
)
RULES = [rule for rule in (*HOUSEHOLD_ROW_RULES, *PERSON_ROW_RULES) if rule.phone]
Row = dict[str, Any]


def holds(expression: str, row: Row, own: str = "") -> bool:
    """The few words of XPath that fields use, evaluated by Python; a missing answer is an empty text."""

    def value(name: str) -> str:
        answer = row[name]
        written = "" if answer is None else str(answer)
        if isinstance(answer, bool):
            written = "yes" if answer else "no"
        is_number = FIELDS[name].minimum is not None
        if is_number:
            return f"float({written or 'nan'!r})"
        return repr(written)

    python = re.sub(r"\$\{(\w+)\}", lambda found: value(found[1]), expression)
    python = re.sub(r"(?<![\w'.)])\.(?=[ ,])", lambda found: value(own), python)
    python = re.sub(r"(?<![<>!=])=(?!=)", "==", python).replace("not(", "not (")
    return bool(eval(python, {"regex": lambda text, pattern: bool(re.search(pattern, text)), "float": float}))


def some_row(names: frozenset[str], dice: random.Random, *, gaps: bool) -> Row:
    return {
        name: None if gaps and dice.random() < 0.2 else answer(FIELDS[name], dice) for name in sorted(names)
    }


def answer(field: Field, dice: random.Random) -> Any:
    if field.choices is not None:
        return dice.choice(field.choices.values[:6])
    if field.minimum is not None:
        return dice.randint(0, 20)
    if field.name == "head_id_number":
        return "1" * dice.randint(5, 10)
    return dice.random() < 0.5


@pytest.mark.parametrize("condition", CONDITIONS, ids=str)
def test_a_question_is_asked_on_the_phone_where_the_intake_asks_it(condition: Condition) -> None:
    dice = random.Random(1)
    rows = [some_row(condition.fields, dice, gaps=True) for _ in range(200)]
    frame = pl.DataFrame(rows)
    expected = frame.select(condition.polars()).to_series().to_list()
    assert [holds(condition.xpath(), row) for row in rows] == expected
    assert len(set(expected)) == 2


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_a_rule_holds_on_the_phone_where_the_intake_keeps_it(rule: RowRule) -> None:
    dice = random.Random(2)
    names = frozenset(rule.fields) | set(re.findall(r"\$\{(\w+)\}", " ".join(rule.phone.values())))
    rows = [some_row(names, dice, gaps=False) for _ in range(300)]
    broken = pl.DataFrame(rows).select(rule.broken(date(2026, 1, 1))).to_series().to_list()
    kept = [all(holds(phone, row, own) for own, phone in rule.phone.items()) for row in rows]
    assert kept == [not each for each in broken]
    assert len(set(kept)) == 2


def test_a_condition_loses_only_what_was_left_out() -> None:
    rent = FIELDS["rent_month_kes"].relevant
    assert "tenant" in relevant_of(rent, frozenset())
    assert "tenant" not in relevant_of(rent, frozenset({"occupancy_status"}))
    assert "consent" in relevant_of(rent, frozenset({"occupancy_status"}))


@pytest.mark.parametrize(
    "name",
    ["Wanjiku Mwangi", "Ng’ang’a wa Thiong'o", "José Ñandú", "አበበ በቀለ", "محمد علي", "Anne-Marie St. John"],
)
def test_a_name_of_any_script_passes_the_phone(name: str) -> None:
    pattern = portable(FIELDS["head_name"].pattern)
    assert re.search(pattern, name)
    assert not re.search(pattern, "12345")
    assert not re.search(pattern, "W4njiku")


TYPED = [
    "KMT/B/0123A",
    "kmt/b/123",
    "KMT / B / 7",
    "B/12",
    "12",
    "0012A",
    "KMT/12",
    "KMT/BON/12C",
    "Z48/31",
    "AB1/31",
]
NOT_OURS = ["RMS/465A", "KMT/B/0", "KMT/B/12345", "KMT/B/12/3", "door 5", "KMT//5", "AB/5", "5 6", ""]


@pytest.mark.parametrize("typed", TYPED)
def test_a_number_that_the_phone_takes_is_one_structure_of_the_settlement(typed: str) -> None:
    assert re.search(typed_pattern("KMT"), typed)
    (door,) = parse(typed, settlement="KMT")
    assert door.settlement == "KMT"
    assert door.household is None


@pytest.mark.parametrize("typed", NOT_OURS)
def test_a_number_of_elsewhere_or_of_nothing_is_not_taken(typed: str) -> None:
    assert not re.search(typed_pattern("KMT"), typed)


def test_random_numbers_are_taken_only_where_they_can_be_read() -> None:
    dice = random.Random(3)
    pattern = typed_pattern("KMT")
    taken = 0
    for _ in range(5000):
        typed = "".join(
            dice.choice(["KMT", "/", "B", "0", "1", "9", "A", " ", "Z4"]) for _ in range(dice.randint(1, 6))
        )
        if re.search(pattern, typed):
            taken += 1
            assert [door.settlement for door in parse(typed, settlement="KMT")] == ["KMT"], typed
    assert taken > 50


def test_what_the_phone_refuses_is_no_single_structure_here() -> None:
    dice = random.Random(4)
    pattern = typed_pattern("KMT")
    refused = 0
    for _ in range(5000):
        typed = "/".join(
            dice.choice(["KMT", "B", "B2", "12", "012A", "7"]) for _ in range(dice.randint(1, 4))
        )
        if re.search(pattern, typed):
            continue
        refused += 1
        try:
            doors = parse(typed, settlement="KMT")
        except NumberingError:
            continue
        assert len(doors) > 1 or doors[0].household is not None or doors[0].settlement != "KMT", typed
    assert refused > 50
