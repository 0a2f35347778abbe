"""What a new version changes for the answers that are already in."""

import pytest
from django.utils.translation import override

from enumerations.xlsform import Change, compare
from enumerations.xlsform.comparing import SENTENCES
from tests.xlsform.forms import Sheets, converted, survey

HEADING = "type | name | label::English (en) | label::Kiswahili (sw) | relevant | constraint | required"
CHOICES = "list_name | name | label::English (en) | label::Kiswahili (sw)"


def form(*lines: str, choices: tuple[str, ...] = ("l | x | Ex | Eksi", "l | y | Why | Wai")) -> Sheets:
    return {"survey": survey(*lines, heading=HEADING), "choices": "\n".join([CHOICES, *choices])}


def changes(old: Sheets, new: Sheets) -> tuple[Change, ...]:
    return compare(converted(old).questions, converted(new).questions)


BEFORE = form(
    "text | a | First? | Kwanza?", "integer | b | Second? | Pili?", "select_one l | c | Third? | Tatu?"
)

CASES: dict[str, tuple[Sheets, str, str, bool]] = {
    "a new question": (
        form(*BEFORE["survey"].splitlines()[1:], "text | d | Fourth? | Nne?"),
        "added",
        "New question: “Fourth?” (d).",
        False,
    ),
    "a question gone": (
        form("text | a | First? | Kwanza?", "select_one l | c | Third? | Tatu?"),
        "removed",
        "“Second?” (b) is no longer asked. Answers already given stay in the register.",
        True,
    ),
    "other words": (
        form(
            "text | a | One? | Kwanza?", "integer | b | Second? | Pili?", "select_one l | c | Third? | Tatu?"
        ),
        "label",
        "“a” is worded differently: “First?” became “One?”.",
        False,
    ),
    "another kind": (
        form(
            "text | a | First? | Kwanza?", "text | b | Second? | Pili?", "select_one l | c | Third? | Tatu?"
        ),
        "kind",
        "“Second?” (b) was whole number and is text now. Earlier answers may not fit.",
        True,
    ),
    "a new choice": (
        form(
            *BEFORE["survey"].splitlines()[1:],
            choices=("l | x | Ex | Eksi", "l | y | Why | Wai", "l | z | Zed | Zedi"),
        ),
        "choice_added",
        "“Third?” (c) has a new choice: “Zed”.",
        False,
    ),
    "a choice gone": (
        form(*BEFORE["survey"].splitlines()[1:], choices=("l | x | Ex | Eksi",)),
        "choice_removed",
        "“Third?” (c) has lost the choice “Why”. Answers that chose it stay as they are.",
        True,
    ),
    "a choice in other words": (
        form(*BEFORE["survey"].splitlines()[1:], choices=("l | x | Ex | Eksi", "l | y | Because | Wai")),
        "choice_label",
        "A choice of “c” is worded differently: “Why” became “Because”.",
        False,
    ),
    "needed now": (
        form("text | a | First? | Kwanza? | | | yes", *BEFORE["survey"].splitlines()[2:]),
        "required",
        "“First?” (a) must be answered now. Earlier interviews may lack it.",
        True,
    ),
    "a new limit": (
        form(
            "text | a | First? | Kwanza?",
            "integer | b | Second? | Pili? | | . < 9",
            BEFORE["survey"].splitlines()[3],
        ),
        "constraint",
        "“Second?” (b) takes other answers: it was “–” and is “. < 9” now.",
        True,
    ),
    "asked of others": (
        form(
            "text | a | First? | Kwanza?",
            "integer | b | Second? | Pili? | ${a} = 'x'",
            BEFORE["survey"].splitlines()[3],
        ),
        "relevant",
        "“Second?” (b) is asked in other cases: it was “–” and is “${a} = 'x'” now.",
        False,
    ),
    "moved into a group": (
        form(
            "text | a | First? | Kwanza?",
            "begin_group | g | G | G",
            "integer | b | Second? | Pili?",
            "end_group",
            "select_one l | c | Third? | Tatu?",
        ),
        "moved",
        "“Second?” (b) moved from “b” to “g/b”.",
        False,
    ),
    "moved into a repeat": (
        form(
            "text | a | First? | Kwanza?",
            "begin_repeat | r | R | R",
            "integer | b | Second? | Pili?",
            "end_repeat",
            "select_one l | c | Third? | Tatu?",
        ),
        "repeat",
        "“Second?” (b) moved into another repeat: from “b” to “r/b”. Earlier answers stand elsewhere.",
        True,
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_a_change_is_told_and_weighed(case: str) -> None:
    after, code, sentence, touches = CASES[case]
    (change,) = changes(BEFORE, after)
    assert (change.code, change.sentence, change.touches_data) == (code, sentence, touches)


def test_nothing_changed_between_equal_forms() -> None:
    assert changes(BEFORE, BEFORE) == ()


def test_blanks_in_a_condition_are_no_change() -> None:
    one = form("integer | a | A | A | | . > 1 and . < 9")
    other = form("integer | a | A | A | | .  >  1 and  . < 9")
    assert changes(one, other) == ()


def test_a_new_answer_that_may_be_left_out_is_told() -> None:
    (change,) = changes(form("text | a | A | A | | | yes"), form("text | a | A | A"))
    assert (change.code, change.touches_data) == ("not_required", False)


def test_two_questions_of_one_name_are_not_taken_for_each_other() -> None:
    old = form(
        "begin_group | g | G | G",
        "text | a | A | A",
        "end_group",
        "begin_group | h | H | H",
        "text | a | A | A",
        "end_group",
    )
    new = form("begin_group | k | G | G", "text | a | A | A", "end_group", "text | b | B | B")
    assert sorted(change.code for change in changes(old, new)) == ["added", "added", "removed", "removed"]


def test_several_changes_come_in_the_order_of_the_form() -> None:
    new = form("text | z | New | Mpya", "decimal | b | Second? | Pili? | | | yes")
    assert [(each.code, each.name) for each in changes(BEFORE, new)] == [
        ("added", "z"),
        ("kind", "b"),
        ("required", "b"),
        ("removed", "a"),
        ("removed", "c"),
    ]


def test_a_change_is_told_in_the_language_of_the_page() -> None:
    (change,) = changes(BEFORE, CASES["a new question"][0])
    with override("sw"):
        assert "Nne?" in change.sentence


def test_every_sentence_can_be_filled() -> None:
    for code in SENTENCES:
        assert Change(code, "hh/a", "a", {"en": "A"}, "x", "y", "z").sentence
