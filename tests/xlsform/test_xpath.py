"""Expressions as people write them: those that can be read, and where the others go wrong."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enumerations.xlsform.xpath import LONGEST, Unreadable, around, read_expression

READABLE = [
    ". >= 0 and . <= 100",
    ".>=0 and .<=100",
    "${age} >= 15 or ${relation}='head'",
    "regex(., '^[A-Z]{2,4}/[0-9]{1,4}$')",
    "selected(${assets}, 'radio') and not(selected(., 'none') and count-selected(.) > 1)",
    "count(${relation}[. = 'head']) = 1",
    "if(${a} = '', 'none', concat(${a}, \", \", ${b}))",
    "int((today() - ${born}) div 365.25)",
    "${a} mod 2 = 0",
    "indexed-repeat(${name}, ${person}, position(..) - 1)",
    "instance('structures')/root/item[name = ${door}]/label",
    "pulldata('prices', 'price', 'code', ${code})",
    "jr:choice-name(${sex}, '${sex}')",
    "sum(${amount}) - -5",
    "../../total > current()/../limit",
    "/data/group/a != ''",
    "//a | //b",
    "count(../preceding-sibling::person) > 0",
    "@lang = 'sw'",
    "child::a/node()/text()",
    "coalesce(${last-saved#door}, '')",
    "true()",
    "-98",
    ".5 + 5.",
    "format-date(${on}, '%Y-%m-%d') = '2026-01-01'",
    "once(uuid())",
    "string-length (.) = 10",
    "${and} and ${or} or ${div} div ${mod}",
    "order = 1 or android = 2",
    "randomize(instance('x')/root/item, 5)",
    "(((${a})))[1]/b",
    "${a}\n  and\n  ${b}",
    '\'it is "so"\' = "it\'s"',
    "*[1]/* * 2",
]


@pytest.mark.parametrize("expression", READABLE)
def test_what_phones_read_can_be_read(expression: str) -> None:
    assert read_expression(expression) is not None


UNREADABLE = {
    ". = 'yes": ("expression_quote", 4, ""),
    '. = "yes': ("expression_quote", 4, ""),
    "(. > 3": ("expression_bracket", 0, ""),
    "if(. > 3, 1, 2": ("expression_bracket", 2, ""),
    ". > 3)": ("expression_bracket", 5, ""),
    "${r}[. = 1": ("expression_bracket", 4, ""),
    ". > 3 and": ("expression_ends", 8, ""),
    "": ("expression_ends", 0, ""),
    "${a} ${b}": ("expression_unexpected", 5, "operator"),
    "${a} 5": ("expression_unexpected", 5, "operator"),
    ". > 3 'x'": ("expression_unexpected", 6, "operator"),
    "and 5": ("expression_unexpected", 4, "operator"),
    ". > and . < 9": ("expression_unexpected", 8, "operator"),
    "= 5": ("expression_unexpected", 0, "value"),
    ". == 5": ("expression_unexpected", 2, "equals"),
    ". => 5": ("expression_unexpected", 2, "order"),
    ". =< 5": ("expression_unexpected", 2, "order"),
    ". <> 5": ("expression_unexpected", 2, "not_equal"),
    ". > 3 && . < 9": ("expression_unexpected", 6, "and"),
    ". > 3 || . < 9": ("expression_unexpected", 6, "or"),
    ". > 3 AND . < 9": ("expression_unexpected", 6, "and"),
    ". > 3 Or . < 9": ("expression_unexpected", 6, "or"),
    "if(. > 3; 1; 2)": ("expression_unexpected", 8, "semicolon"),
    ". > 1,5": ("expression_unexpected", 5, "comma"),
    "!selected(., 'x')": ("expression_unexpected", 0, "not_equal"),
    ". ≥ 5": ("expression_unexpected", 2, "order"),
    ". > 5%": ("expression_unexpected", 5, "other"),
    "{. > 5}": ("expression_unexpected", 0, "other"),
    "$a > 5": ("expression_unexpected", 0, "reference"),
    "if(1,)": ("expression_unexpected", 5, "value"),
}


@pytest.mark.parametrize("expression", UNREADABLE)
def test_the_fault_is_found_where_it_is(expression: str) -> None:
    code, start, hint = UNREADABLE[expression]
    with pytest.raises(Unreadable) as fault:
        read_expression(expression)
    assert (fault.value.code, fault.value.start) == (code, start)
    assert fault.value.hint == hint or not hint


def test_what_an_expression_refers_to() -> None:
    read = read_expression("if(${a} > 1, count(${r}[. = ${b}]), ${last-saved#c})")
    assert read.names == ("a", "r", "b", "c")
    assert [(call.name, call.arguments) for call in read.calls] == [("count", 1), ("if", 3)]
    assert not read.is_about_itself


@pytest.mark.parametrize(
    ("expression", "itself"),
    [
        (". > 3", True),
        ("string-length(.) = 3", True),
        ("${r}[. = 3]", False),
        ("position(..)", False),
        ("../a/.", False),
    ],
)
def test_whether_it_reads_its_own_answer(expression: str, itself: bool) -> None:
    assert read_expression(expression).is_about_itself is itself


def fault_of(text: str) -> int | None:
    """Where the text cannot be read; None where it can."""
    try:
        read_expression(text)
    except Unreadable as fault:
        return fault.start
    return None


@given(st.text(alphabet="ab. ()[]'\"=<>!,/*+-|${}1and", max_size=40))
def test_no_text_breaks_the_reader(text: str) -> None:
    start = fault_of(text)
    assert start is None or 0 <= start <= len(text)


@pytest.mark.parametrize(
    "expression", ["(" * 5000, "-" * 5000 + "1", "a[" * 3000, "not(" * 1500 + "1" + ")" * 1500]
)
def test_depth_is_no_way_in(expression: str) -> None:
    fault_of(expression)


def test_length_is_no_way_in() -> None:
    with pytest.raises(Unreadable, match="too_long"):
        read_expression("1+" * LONGEST)


def test_a_long_expression_is_shown_around_its_fault() -> None:
    text = "a " * 100 + "!" + " b" * 100
    shown = around(text, 200)
    assert "!" in shown
    assert len(shown) < 80
