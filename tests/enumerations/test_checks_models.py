"""The declared fields and the models' columns are the same thing said twice."""

from typing import Any

import pytest
from django.contrib.gis.db import models as gis
from django.contrib.postgres.fields import ArrayField
from django.db import models

from enumerations.intake.fields import HOUSEHOLD_FIELDS, PERSON_FIELDS, Field, Kind
from enumerations.models import Household, Person
from settlements.models import County

COLUMNS = {
    Kind.TEXT: (models.CharField, models.TextField),
    Kind.INTEGER: (models.PositiveSmallIntegerField,),
    Kind.DECIMAL: (models.DecimalField,),
    Kind.YES_NO: (models.BooleanField,),
    Kind.CODE: (models.CharField,),
    Kind.CODES: (ArrayField,),
    Kind.COUNTY: (models.ForeignKey,),
    Kind.DATE: (models.DateField,),
    Kind.MOMENT: (models.DateTimeField,),
    Kind.POINT: (gis.PointField,),
}
EVERY = [(Household, each) for each in HOUSEHOLD_FIELDS] + [(Person, each) for each in PERSON_FIELDS]


@pytest.mark.parametrize(("model", "declared"), EVERY, ids=lambda part: getattr(part, "name", None))
def test_a_field_is_a_column_of_the_fitting_type(model: type[models.Model], declared: Field) -> None:
    column: Any = model._meta.get_field(declared.name)
    assert isinstance(column, COLUMNS[declared.kind])
    assert column.null, "an answer may be missing"
    assert str(column.verbose_name) == str(declared.label)
    if declared.kind is Kind.TEXT and isinstance(column, models.CharField):
        assert declared.max_length == column.max_length
    if declared.kind is Kind.CODE:
        assert declared.choices
        assert column.choices == declared.choices.choices
    if declared.kind is Kind.CODES:
        assert declared.choices
        assert column.base_field.choices == declared.choices.choices
    if declared.kind is Kind.COUNTY:
        assert column.related_model is County
        assert column.target_field.name == "code"
    if declared.kind is Kind.INTEGER:
        assert declared.minimum is not None
        assert declared.minimum >= 0
        assert declared.maximum is not None
        assert declared.maximum < 2**15
    if declared.kind is Kind.DECIMAL:
        assert declared.maximum is not None
        assert declared.maximum < 10 ** (column.max_digits - column.decimal_places)


@pytest.mark.parametrize(("model", "declared"), [(model, each) for model, each in EVERY if each.choices])
def test_a_code_fits_its_column(model: type[models.Model], declared: Field) -> None:
    assert declared.choices is not None
    assert max(len(code) for code in declared.choices.values) <= 40
    assert {code for _, code in declared.value_aliases} <= set(declared.choices.values)


def test_every_answer_column_of_a_household_is_declared() -> None:
    not_asked = {
        "id", "settlement", "enumeration", "structure", "key", "instance_id", "created_by_batch", "batch",
        "received_hash", "answers", "not_given", "location_accuracy_m", "restricted_at", "corrected_at",
        "cleared_at", "same_as",
    }  # fmt: skip
    columns = {column.name for column in Household._meta.concrete_fields} - not_asked
    assert columns == {each.name for each in HOUSEHOLD_FIELDS}


def test_every_answer_column_of_a_person_is_declared() -> None:
    not_asked = {"id", "settlement", "enumeration", "household", "line_no", "answers", "not_given"}
    columns = {column.name for column in Person._meta.concrete_fields} - not_asked
    assert columns == {each.name for each in PERSON_FIELDS}


def test_a_name_is_declared_once() -> None:
    for fields in (HOUSEHOLD_FIELDS, PERSON_FIELDS):
        names = [each.name for each in fields]
        assert len(set(names)) == len(names)
