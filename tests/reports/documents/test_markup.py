"""What staff type becomes paragraphs and lists, and never HTML."""

import pytest

from reports.documents.markup import Run, Shape, count_words, filled, parts
from reports.documents.placeholders import placeholders

PLACEHOLDERS = [
    "[[history]]", "XXXX acres", "about xxx people", "TODO", "TBC", "KES XXX,XXX", "Lorem ipsum dolor", "???",
    "_____", "since ......", "<name of the chief>",
]  # fmt: skip
FINE = [
    "Textile workers came in 1974.", "The maximum is 20.", "See section 3 (a).", "Why? Because.",
    "Exxon", "5 < 7 and 8 > 3", "snake_case", "What… then?", "Taxxi", "a [sic] note", "Mfereji 3", "todos",
]  # fmt: skip


@pytest.mark.parametrize("text", PLACEHOLDERS)
def test_a_place_to_fill_in_is_found(text: str) -> None:
    assert len(list(placeholders(f"The settlement has {text} today."))) == 1


@pytest.mark.parametrize("text", FINE)
def test_plain_words_are_none(text: str) -> None:
    assert not list(placeholders(text))


def test_paragraphs_lists_and_headings_are_told_apart() -> None:
    text = "People came\nin 1974.\n\n## Evictions\n- 1990\n- 2018\n1. first\n2. second\nAfter."
    found = [(part.shape, ["".join(run.text for run in item) for item in part.items]) for part in parts(text)]
    assert found == [
        (Shape.PARAGRAPH, ["People came in 1974."]),
        (Shape.SUBHEADING, ["Evictions"]),
        (Shape.POINTS, ["1990", "2018"]),
        (Shape.NUMBERED, ["first", "second"]),
        (Shape.PARAGRAPH, ["After."]),
    ]


def test_a_list_that_begins_again_is_another_list() -> None:
    assert [len(part.items) for part in parts("1. a\n2. b\n1. c")] == [2, 1]


def test_bold_words_are_told_and_single_stars_stay() -> None:
    (part,) = parts("We say **no clearance** and 2 * 3 ** 4.")
    assert part.items == ((Run("We say "), Run("no clearance", True), Run(" and 2 * 3 ** 4.")),)


def test_html_stays_words() -> None:
    (part,) = parts("<script>alert(1)</script> & <b>x</b>")
    assert part.items == ((Run("<script>alert(1)</script> & <b>x</b>"),),)


def test_figures_are_filled_in_and_unknown_ones_stay() -> None:
    assert filled("{population} people, {nothing}", {"population": "4,210"}.get) == "4,210 people, {nothing}"


@pytest.mark.parametrize(
    ("text", "n"), [("", 0), ("4,210 people", 2), ("cholera-free — at last!", 3), ("mama's choo", 2)]
)
def test_words_are_counted_as_people_do(text: str, n: int) -> None:
    assert count_words(text) == n
