"""The pages that lead to the sheets."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from tests import factories
from tests.xlsform.forms import converted

pytestmark = pytest.mark.django_db


@pytest.fixture
def count(settlement: Any) -> Any:
    return factories.EnumerationFactory(settlement=settlement, name="First count")


def test_a_leader_prints_the_sheets_of_a_village(client: Client, count: Any, amina: Any) -> None:
    form = converted({"survey": "type | name | label\ntext | who | Who?"})
    factories.QuestionnaireVersionFactory(
        questionnaire__enumeration=count,
        questionnaire__form_id="kmt_1",
        version="7",
        questions=[question.to_json() for question in form.questions],
    )
    cluster: Any = factories.ClusterFactory(settlement=count.settlement, code="B", name="Bondeni")
    client.force_login(amina)
    assert "B" in client.get(reverse("enumerations:paper", args=[count.pk])).content.decode()
    answer = client.get(
        reverse("enumerations:paper-pdf", args=[count.pk]), {"languages": "sw", "cluster": cluster.pk}
    )
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"] == 'inline; filename="kmt_1-7.pdf"'
    assert answer.content.startswith(b"%PDF-")


def test_without_a_questionnaire_the_pages_say_so(client: Client, count: Any, baraka: Any) -> None:
    client.force_login(baraka)
    told = client.get(reverse("enumerations:paper", args=[count.pk])).content.decode()
    assert "This count has no questionnaire yet" in told
    assert client.get(reverse("enumerations:paper-pdf", args=[count.pk])).status_code == 404
    told = client.get(reverse("enumerations:form", args=[count.pk])).content.decode()
    assert "This count has no questionnaire yet" in told


@pytest.mark.parametrize("query", ["cluster=%00", "cluster=999999", "languages=xx&cluster=B'"])
def test_an_odd_wish_prints_the_usual(client: Client, count: Any, baraka: Any, query: str) -> None:
    factories.QuestionnaireVersionFactory(questionnaire__enumeration=count)
    client.force_login(baraka)
    assert client.get(reverse("enumerations:paper-pdf", args=[count.pk]) + f"?{query}").status_code == 200
    assert client.get(reverse("enumerations:form", args=[count.pk]) + f"?{query}").status_code == 200
