"""The 47 counties and the census, as the migration writes them."""

import pytest
from django.db.models import Sum

from settlements.models import County

pytestmark = pytest.mark.django_db


def test_there_are_47_counties_in_the_constitution_s_order() -> None:
    codes = list(County.objects.order_by("code").values_list("code", flat=True))
    assert codes == [f"{number:03d}" for number in range(1, 48)]
    names = dict(County.objects.values_list("code", "name"))
    assert (names["001"], names["042"], names["047"]) == ("Mombasa", "Kisumu", "Nairobi City")


def test_they_add_up_to_the_census_of_2019() -> None:
    totals = County.objects.aggregate(people=Sum("population_2019"), households=Sum("households_2019"))
    assert totals == {"people": 47_564_296, "households": 12_143_913}
