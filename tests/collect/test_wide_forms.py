"""The widest forms people make, from upload to register: 600 questions, and 6,000 choices in a file."""

from typing import Any
from xml.etree import ElementTree

import pytest

from enumerations.models import Household, Submission
from enumerations.services.devices import make_device
from enumerations.services.interviews import gather
from enumerations.services.questionnaires import publish, save_draft, start
from tests.collect.phone import Phone, in_process
from tests.factories import StructureFactory
from tests.xlsform.forms import Sheets, survey, xlsx

pytestmark = pytest.mark.django_db

VISIT = (
    "select_one result | result | Result of the visit | ",
    "select_one yes_no | consent | Do you agree? | ",
    "text | structure_code | Number on the door | ",
    "integer | household_no | Which household? | ",
)
CHOICES = """
list_name | name | label
result | complete | Complete
yes_no | yes | Yes
yes_no | no | No
"""
ANSWERS = {"result": "complete", "consent": "yes", "structure_code": "KMT/1", "household_no": "1"}
HEADING = "type | name | label | choice_filter"


def wide() -> Sheets:
    """604 questions."""
    own = (f"integer | own_{n} | Question {n} | " for n in range(600))
    return {"survey": survey(*VISIT, *own, heading=HEADING), "choices": CHOICES}


def long() -> Sheets:
    """6,000 shops in 60 lanes, chosen from a file that goes beside the form."""
    lanes = "\n".join(f"lane | lane_{n} | Lane {n}" for n in range(60))
    shops = "\n".join(f"shop | shop_{n} | Shop {n} | lane_{n % 60}" for n in range(6_000))
    own = (
        "select_one lane | lane | Which lane? | ",
        "select_one_external shop | shop | Which shop? | lane=${lane}",
    )
    return {
        "survey": survey(*VISIT, *own, heading=HEADING),
        "choices": f"{CHOICES.rstrip()}\n{lanes}",
        "external_choices": f"list_name | name | label | lane\n{shops}",
    }


@pytest.fixture
def collect(count: Any, baraka: Any, client: Any) -> Phone:
    token = make_device(enumeration=count, user=baraka, name="Baraka's phone", created_by=None)[1]
    return Phone(f"http://localhost/collect/{token}/", line=in_process(client))


def published(count: Any, sheets: Sheets) -> str:
    """Upload and publish the form; the version that phones get."""
    draft = save_draft(questionnaire=start(count), user=None, content=xlsx(sheets), name="wide.xlsx")
    publish(version=draft.version, user=None)
    return str(draft.version.version)


def interview(form: Any, answers: dict[str, str]) -> bytes:
    """An interview in the form's own words: its first instance, filled in."""
    xform = ElementTree.fromstring(form.xml)
    data = next(element for element in xform.iter() if element.tag.endswith("}instance"))[0]
    for element in data.iter():
        name = element.tag.rpartition("}")[2]
        if name in answers or name == "instanceID":
            element.text = answers.get(name, "uuid:0b9f1e5c-7f5e-4a39-9d3f-2f1c3f0a9c11")
    return ElementTree.tostring(data)


def test_600_questions_reach_the_register(settlement: Any, count: Any, collect: Phone) -> None:
    StructureFactory.create(settlement=settlement, code="KMT/1")
    version = published(count, wide())
    (form,) = collect.get_forms()
    own = {f"own_{n}": str(n * 7 % 1_000) for n in range(600)}
    assert collect.send(interview(form, ANSWERS | own))[-1].status == 201
    assert gather() == 1
    held = Household.objects.get()
    assert (held.key, held.form_version, held.submissions.get().version_text) == (
        "KMT/1/01", version, version,
    )  # fmt: skip
    assert {name: held.answers[name] for name in own} == own


def test_6000_choices_come_as_a_file(settlement: Any, count: Any, collect: Phone) -> None:
    StructureFactory.create(settlement=settlement, code="KMT/1")
    published(count, long())
    (form,) = collect.get_forms()
    lines = form.files["itemsets.csv"].decode().splitlines()
    assert len(lines) == 6_001
    assert sum("shop_5999" in line for line in lines) == 1
    assert collect.send(interview(form, ANSWERS | {"lane": "lane_59", "shop": "shop_5999"}))[-1].status == 201
    assert gather() == 1
    assert Submission.objects.get().state == "in_register"
    assert Household.objects.get().answers["shop"] == "shop_5999"
