"""The standard questionnaire: complete, in both languages, converted without a warning."""

import pytest

from enumerations.intake.columns import missing_columns
from enumerations.xlsform import Converted, Question, convert, mapping_of, standard_workbook


@pytest.fixture(scope="module")
def standard() -> Converted:
    return convert(standard_workbook(settlement_code="KMT"), "kmt.xlsx", form_id="kmt_1", version="3")


def test_it_converts_without_a_warning(standard: Converted) -> None:
    assert standard.warnings == ()
    assert standard.languages == ("en", "sw")
    assert standard.files == ("structures.csv",)


def test_its_questions_map_by_themselves(standard: Converted) -> None:
    mapping = mapping_of(standard.questions)
    assert mapping.is_certain
    assert missing_columns(mapping) == ()
    assert mapping.persons is not None
    assert mapping.persons.sheet == "person"


def test_questions_are_kept_as_json(standard: Converted) -> None:
    assert [Question.from_json(each.to_json()) for each in standard.questions] == list(standard.questions)
