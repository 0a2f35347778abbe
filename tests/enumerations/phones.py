"""Interviews at three doors, as a phone's questionnaire asks them: standard questions, a roster, shops."""

import uuid
from collections.abc import Callable
from typing import Any

from enumerations.models import Device, Enumeration, QuestionnaireVersion, Submission
from tests.enumerations.rows import HOUSEHOLD, PERSON
from tests.factories import QuestionnaireVersionFactory, SubmissionFactory

Phone = Callable[..., Submission]

ASKED = (*(name for name in HOUSEHOLD if name != "hh_code"), "structure_code", "household_no", "note")
OF_PERSONS = tuple(name for name in PERSON if name != "parent")


def mapping(*left_out: str) -> dict[str, Any]:
    """What the questions mean, as a version keeps it."""
    asked = [name for name in ASKED if name not in left_out]
    return {
        "households": {
            "sheet": "",
            "targets": {f"hh/{name}": {"field": name} for name in asked}
            | {"meta/instanceID": {"field": "instance_id"}},
        },
        "persons": {"sheet": "person", "targets": {f"person/{name}": {"field": name} for name in OF_PERSONS}},
    }


QUESTIONS = [
    {"name": "person", "path": "person", "kind": "repeat"},
    {"name": "shop", "path": "shop", "kind": "repeat"},
]


def make_version(count: Enumeration, *left_out: str, **more: Any) -> QuestionnaireVersion:
    return QuestionnaireVersionFactory.create(
        questionnaire__enumeration=count, mapping=mapping(*left_out), questions=QUESTIONS, **more
    )


def answers(door: str = "KMT/A/1", number: int = 1, **said: Any) -> dict[str, Any]:
    """A clean interview of a head and a child; name only what differs. None is a question left empty."""
    people = said.pop("people", None)
    more = {name: said.pop(name) for name in ("shop",) if name in said}
    home = {name: value for name, value in HOUSEHOLD.items() if name != "hh_code"}
    home |= {"structure_code": door, "household_no": number} | said
    head = {name: value for name, value in PERSON.items() if name != "parent"}
    child = {"line_no": 2, "relation": "son_daughter", "sex": "female", "age": 2}
    return {
        "hh": {name: value for name, value in home.items() if value is not None},
        "person": [head, child] if people is None else people,
        **more,
    }


# What is said of a submission itself, and not in it.
ABOUT = {
    "replaces", "version", "version_text", "device", "state", "expected_files", "instance_id", "sent_by",
    "flags", "is_test",
}  # fmt: skip


def sent(device: Device, door: str = "KMT/A/1", number: int = 1, **said: Any) -> Submission:
    """What a phone sent, received and waiting."""
    about: dict[str, Any] = {"device": device, "instance_id": str(uuid.uuid4())}
    about |= {name: said.pop(name) for name in ABOUT & said.keys()}
    return SubmissionFactory.create(
        enumeration=device.enumeration, said=answers(door, number, **said), **about
    )
