"""Every usual fault of an XLSForm, at its sheet, row and column; all of them at once."""

import pytest
from django.utils.translation import override

from enumerations.xlsform.catalogue import CATALOGUE
from enumerations.xlsform.problems import Problem
from tests.xlsform.forms import Sheets, converted, drawn, problems, survey

CHOICES = "list_name | name | label\nyes_no | yes | Yes\nyes_no | no | No"
LONG = "type | name | label | relevant | constraint | calculation | required | choice_filter"


def places(sheets: Sheets) -> list[tuple[str, str, int, str]]:
    return [(each.code, each.sheet, each.row, each.column) for each in problems(sheets)]


def ask(*lines: str, heading: str = LONG, **sheets: str) -> Sheets:
    return {"survey": survey(*lines, heading=heading), "choices": CHOICES} | sheets


ONE_FAULT = {
    "no type": (["| age | How old?"], ("no_type", 2, "type")),
    "no name": (["integer | | How old?"], ("no_name", 2, "name")),
    "no words": (["integer | age |"], ("no_label", 2, "label")),
    "a blank in a name": (["integer | head age | How old?"], ("bad_name", 2, "name")),
    "a digit first": (["integer | 1st | How old?"], ("bad_name", 2, "name")),
    "the phone's own name": (["integer | meta | How old?"], ("reserved_name", 2, "name")),
    "a name twice": (["text | a | A", "integer | b | B", "text | a | A"], ("duplicate_name", 4, "name")),
    "an unknown type": (["integr | age | How old?"], ("unknown_type_like", 2, "type")),
    "a type of nothing": (["zebra | age | How old?"], ("unknown_type", 2, "type")),
    "a select without list": (["select_one | a | A"], ("no_list", 2, "type")),
    "a list that is not there": (["select_one zebras | a | A"], ("unknown_list", 2, "type")),
    "a list misspelt": (["select_one yes_noo | a | A"], ("unknown_list_like", 2, "type")),
    "a file without ending": (["select_one_from_file doors | a | A"], ("bad_list_file", 2, "type")),
    "a file of another kind": (["select_one_from_file doors.xlsx | a | A"], ("bad_list_file", 2, "type")),
    "a file in a folder": (["select_one_from_file ../doors.csv | a | A"], ("bad_file_name", 2, "type")),
    "an end without beginning": (["text | a | A", "end_group"], ("end_without_begin", 3, "type")),
    "a beginning without end": (["begin_group | g | G", "text | a | A"], ("begin_without_end", 2, "type")),
    "ends crossed": (
        ["begin_group | g | G", "begin_repeat | r | R", "text | a | A", "end_group"],
        ("end_of_other", 5, "type"),
    ),
    "an empty group": (["text | a | A", "begin_group | g | G", "end_group"], ("empty_group", 3, "name")),
    "a calculation of nothing": (["text | a | A", "calculate | b"], ("no_calculation", 3, "calculation")),
    "a question that is not there": (
        ["integer | age | How old? | ${sex} = 'male'"],
        ("unknown_reference", 2, "relevant"),
    ),
    "a reference misspelt": (
        ["integer | age | How old?", "text | b | B | ${agee} > 3"],
        ("unknown_reference_like", 3, "relevant"),
    ),
    "a reference never closed": (["text | a | A", "text | b | Of ${a"], ("bad_reference", 3, "label")),
    "a reference with blanks": (["text | a | A", "text | b | Of ${a b}"], ("bad_reference", 3, "label")),
    "a reference that two could be": (
        ["begin_group | g | G", "text | a | A", "end_group", "text | a | A", "text | b | B | ${a} = 1"],
        ("ambiguous_reference", 6, "relevant"),
    ),
    "a quotation mark left open": (["text | a | A | | . = 'x"], ("expression_quote", 2, "constraint")),
    "a bracket left open": (["text | a | A | | (. > 3"], ("expression_bracket", 2, "constraint")),
    "a bracket too many": (["text | a | A | | . > 3)"], ("expression_bracket", 2, "constraint")),
    "an operator missing": (["integer | a | A | | . > 3 . < 9"], ("expression_unexpected", 2, "constraint")),
    "a value missing": (["integer | a | A | | . > and . < 9"], ("expression_unexpected", 2, "constraint")),
    "an expression that stops": (["integer | a | A | | . > 3 and"], ("expression_ends", 2, "constraint")),
    "two equals": (["integer | a | A | | . == 3"], ("expression_unexpected", 2, "constraint")),
    "a filter that cannot be read": (
        ["select_one yes_no | a | A | | | | | name ="],
        ("expression_ends", 2, "choice_filter"),
    ),
    "a function with too little": (
        ["integer | a | A", "calculate | b | | | | if(${a}, 1)"],
        ("wrong_arguments", 3, "calculation"),
    ),
    "a calculation of itself": (
        ["integer | a | A", "calculate | b | | | | ${c} + 1", "calculate | c | | | | ${b} + ${a}"],
        ("circle", 3, "calculation"),
    ),
    "asked if it is answered": (["integer | a | A | ${a} > 3"], ("circle", 2, "relevant")),
    "a group that its question decides": (
        ["begin_group | g | G | ${a} > 3", "integer | a | A", "end_group"],
        ("circle", 2, "relevant"),
    ),
    "a group that is calculated": (
        ["begin_group | g | G | | | 1 + 1", "text | a | A", "end_group"],
        ("calculated_group", 2, "calculation"),
    ),
    "a file inside of a repeat": (
        ["begin_repeat | g | G", "csv-external | prices", "text | a | A", "end_repeat"],
        ("external_in_repeat", 3, "type"),
    ),
    "choices from one answer": (
        ["text | a | A", "select_one ${a} | b | B"],
        ("list_not_in_repeat", 3, "type"),
    ),
    "choices from no answer": (["select_one ${nobody} | b | B"], ("unknown_reference", 2, "type")),
    "a reference to a file": (
        ["csv-external | prices", "text | a | ${prices}"],
        ("unknown_reference", 3, "label"),
    ),
    "a formula of the sheet": (["text | a | #REF!"], ("formula_error", 2, "label")),
    "a sign no phone can show": (["text | a | A\x07"], ("control_characters", 2, "label")),
}


@pytest.mark.parametrize("fault", ONE_FAULT)
def test_a_fault_is_shown_where_it_stands(fault: str) -> None:
    lines, (code, row, column) = ONE_FAULT[fault]
    assert places(ask(*lines)) == [(code, "survey", row, column)]


CHOICE_FAULTS = {
    "yes_no | | Perhaps": ("choice_no_name", "name"),
    "yes_no | yes | Yes, again": ("duplicate_choice", "name"),
    "yes_no | perhaps not | Perhaps not": ("choice_name_blank", "name"),
    "yes_no | perhaps | ${nobody}": ("unknown_reference", "label"),
}


@pytest.mark.parametrize("line", CHOICE_FAULTS)
def test_a_fault_of_a_choice_is_shown_where_it_stands(line: str) -> None:
    code, column = CHOICE_FAULTS[line]
    sheets = ask("select_multiple yes_no | a | A", choices=f"{CHOICES}\n{line}")
    assert places(sheets) == [(code, "choices", 4, column)]


def test_a_choice_of_no_list_is_pointed_out() -> None:
    form = converted(ask("select_one yes_no | a | A", choices=f"{CHOICES}\n| perhaps | Perhaps"))
    assert [(each.code, each.row) for each in form.warnings] == [("choice_no_list", 4)]
    assert [each.name for each in form.questions[0].choices] == ["yes", "no"]


def test_all_faults_are_told_at_once_in_the_order_of_the_sheets() -> None:
    sheets = ask(
        "integer | age | How old? | ${nobody} = 1",
        "integer | age | How old?",
        "select_one yes_noo | a | A",
        "end_group",
        choices=f"{CHOICES}\nyes_no | no | No",
    )
    assert [(code, row) for code, _, row, _ in places(sheets)] == [
        ("unknown_reference", 2),
        ("duplicate_name", 3),
        ("unknown_list_like", 4),
        ("end_without_begin", 5),
        ("duplicate_choice", 4),
    ]


def test_rows_are_counted_as_the_sheet_counts_them() -> None:
    """Also where headings do not stand in the first row, and blank rows lie between."""
    sheets = {
        "survey": "\n".join(["| |", "type | name | label", "| |", "text | a | A", "| |", "text | a | A"])
    }
    assert places(sheets) == [("duplicate_name", "survey", 6, "name")]


def test_what_only_the_converter_finds_is_shown_at_its_row() -> None:
    sheets = ask("", "range | a | A | step=0", heading="type | name | label | parameters")
    (problem,) = problems(sheets)
    assert (problem.code, problem.sheet, problem.row, problem.column) == (
        "converter",
        "survey",
        3,
        "parameters",
    )
    assert "must not be '0'" in problem.sentence


def test_a_trigger_must_be_a_question() -> None:
    sheets = ask(
        "text | a | A",
        "calculate | b | | 1 | ${nobody}",
        heading="type | name | label | calculation | trigger",
    )
    (problem,) = problems(sheets)
    assert (problem.code, problem.row, problem.column) == ("unknown_reference", 3, "trigger")
    sheets["survey"] = sheets["survey"].replace("${nobody}", "${b}")
    assert [(each.code, each.row) for each in problems(sheets)] == [("trigger_not_shown", 3)]


def test_a_sheet_by_another_name_is_understood() -> None:
    form = converted({"Survey ": survey("text | a | A"), "Choices": CHOICES})
    assert [each.name for each in form.questions] == ["a"]
    form = converted({"Questions": survey("select_one yes_no | a | A"), "Options": CHOICES})
    assert [each.code for each in form.warnings] == ["sheet_renamed", "sheet_renamed"]


def test_without_questions_the_sheets_are_named() -> None:
    (problem,) = problems({"Sheet1": "a | b\n1 | 2", "Sheet2": "c\n3"})
    assert problem.code == "no_survey"
    assert "“Sheet1”, “Sheet2”" in problem.sentence


def test_a_form_without_questions_is_refused() -> None:
    assert [code for code, *_ in places({"survey": "type | name | label"})] == ["no_questions"]
    assert [code for code, *_ in places({"survey": "type | name | label\n| |\n| |"})] == ["no_questions"]


def test_headings_are_needed_once() -> None:
    assert places({"survey": "kind | name | label\ntext | a | A"})[0][0] == "missing_heading"
    twice = {"survey": "type | name | label | caption\ntext | a | A | A"}
    assert places(twice) == [("duplicate_heading", "survey", 1, "caption")]


def test_a_select_needs_the_sheet_of_choices() -> None:
    assert places({"survey": survey("select_one yes_no | a | A")}) == [
        ("no_choices_sheet", "survey", 2, "type")
    ]


def test_a_first_language_must_be_written_in() -> None:
    sheets = {
        "survey": "type | name | label::English (en)\ntext | a | A",
        "settings": "default_language\nEnglish",
    }
    assert places(sheets) == [("no_default_language", "settings", 2, "default_language")]


def test_a_form_that_encrypts_is_refused() -> None:
    sheets = ask("text | a | A", settings="form_id | public_key\nx | MIIB")
    assert places(sheets) == [("encrypted_form", "settings", 2, "public_key")]


def test_groups_in_groups_in_groups_are_refused() -> None:
    lines = [f"begin_group | g{at} | G" for at in range(500)] + ["text | a | A"] + ["end_group"] * 500
    assert [code for code, *_ in places(ask(*lines))] == ["too_deep"]


INTO_THE_REPEAT = {
    "${age} > 3": ["age"],
    "if(${age} > 3, sum(${age}), max(${age}))": ["age"],
    "sum(${age}) > 3": [],
    "count(${age}[. > 3]) > 1": [],
    "indexed-repeat(${age}, ${person}, 1) > 3": [],
    "${total} > 3": [],
}


@pytest.mark.parametrize("expression", INTO_THE_REPEAT)
def test_one_answer_of_many_is_pointed_out(expression: str) -> None:
    lines = ["begin_repeat | person | P", "integer | age | Age", "text | a | A | ${age} > 3", "end_repeat"]
    lines += ["calculate | total | | | | sum(${age})", f"text | b | B | {expression}"]
    warned = [
        (each.code, each.row, each.column, each.params["name"]) for each in converted(ask(*lines)).warnings
    ]
    assert warned == [("many_answers", 7, "relevant", name) for name in INTO_THE_REPEAT[expression]]


def test_a_slip_in_a_heading_is_pointed_out() -> None:
    form = converted({"survey": "type | name | label | relevent\ntext | a | A | 1 = 2"})
    assert [(each.code, each.column) for each in form.warnings] == [("unknown_heading", "relevent")]


def test_a_missing_translation_is_pointed_out() -> None:
    heading = "type | name | label::English (en) | label::Kiswahili (sw)"
    form = converted({"survey": survey("text | a | A", heading=heading)})
    assert [(each.code, each.row, each.column) for each in form.warnings] == [
        ("no_label_in", 2, "label::Kiswahili (sw)")
    ]


def test_every_problem_has_a_sentence_and_a_remedy_in_each_language() -> None:
    params = dict.fromkeys(("found", "hint"), "other")
    for code in CATALOGUE:
        for language in ("en", "sw"):
            with override(language):
                told = Problem(code, "survey", 2, "name", params)
                assert len(told.sentence) > 0
                assert len(told.remedy) > 10


def test_a_problem_is_kept_as_json() -> None:
    (problem,) = problems(ask("text | a | A", "text | a | A"))
    assert Problem.from_json(problem.to_json()) == problem


def test_comments_and_notes_of_the_author_do_no_harm() -> None:
    sheets = ask("| | | | | | |", "text | a | A", notes="To do\nask Amina", heading=LONG + " | my remarks")
    assert [each.name for each in converted(sheets).questions] == ["a"]
    assert drawn(sheets).sheet_names == ("survey", "choices", "notes")
