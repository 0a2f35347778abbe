"""Conditions as the form's author wrote them → what stands on the paper."""

import pytest

from enumerations.paper.skips import Skips
from enumerations.xlsform.question import Choice, Question, QuestionKind

YES_NO = (Choice("yes", {"en": "Yes", "sw": "Ndiyo"}), Choice("no", {"en": "No", "sw": "Hapana"}))


def asked(name: str, kind: QuestionKind = QuestionKind.INTEGER, **more: object) -> Question:
    return Question(name=name, path=name, kind=kind, **more)  # type: ignore[arg-type]


FORM = (
    asked("owns", QuestionKind.SELECT_ONE, choices=YES_NO),
    asked("sum", QuestionKind.CALCULATE),
    asked("rooms"),
    asked("fuels", QuestionKind.SELECT_MULTIPLE, choices=YES_NO),
)


@pytest.mark.parametrize(
    ("relevant", "words"),
    [
        ("", ""),
        ("${owns} = 'yes'", "Only if 1 is “Yes”."),
        ('${owns}="no"', "Only if 1 is “No”."),
        ("${owns} = 'yes' or ${owns} = 'no'", "Only if 1 is “Yes” or “No”."),
        ("not(${owns} = 'no')", "Only if 1 is not “No”."),
        ("selected(${fuels}, 'yes')", "Only if 3 is “Yes”."),
        ("not(selected(${fuels}, 'yes'))", "Only if 3 is not “Yes”."),
        ("${rooms} >= 3 and ${rooms}<10", "Only if 2 is 3 or more and 2 is less than 10."),
        ("(${owns} = 'yes' or ${rooms} > 2)", "Only if 1 is “Yes” or 2 is more than 2."),
        ("${rooms} != ''", "Only if 2 was answered."),
        ("${owns} = 'maybe'", "Only if 1 is maybe."),
        # Too involved for words, or asked of nobody: the questions behind it, or that there is a condition.
        ("${rooms} + 1 > 3", "Not always asked: it depends on 2."),
        ("${owns} = 'yes' and ${rooms} > 1 or ${rooms} > 5", "Not always asked: it depends on 1, 2."),
        ("${sum} > 3", "Not always asked."),
        ("count(${rooms}) > ${unknown}", "Not always asked: it depends on 2."),
    ],
)
def test_a_condition_is_told_in_words(relevant: str, words: str) -> None:
    skips = Skips(FORM)
    assert skips.told(asked("x", relevant=relevant), "en") == words


def test_answers_are_in_the_language_of_the_sheet() -> None:
    assert "Ndiyo" in Skips(FORM).told(asked("x", relevant="${owns} = 'yes'"), "sw")


def test_what_nearly_all_depends_on_is_said_once() -> None:
    consent = asked("consent", QuestionKind.SELECT_ONE, choices=YES_NO)
    agreed = "${consent} = 'yes'"
    rest = [asked(f"q{n}", relevant=agreed) for n in range(5)]
    more = asked("more", relevant=f"{agreed} and ${{q0}} > 3")
    skips = Skips((consent, *rest, more))

    assert skips.standing_in("en") == "From here on only if 1 is “Yes”. If not, stop here."
    assert skips.begins(rest[0])
    assert not skips.begins(consent)
    assert skips.told(rest[4], "en") == ""
    assert skips.told(more, "en") == "Only if 2 is more than 3."
