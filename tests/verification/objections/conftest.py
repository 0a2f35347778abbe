"""A count whose list hangs: two households behind KMT/A/1, one behind KMT/A/2."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from enumerations.models import Enumeration, Household
from tests.enumerations.conftest import count, doors, kmt, send  # noqa: F401 - fixtures
from tests.enumerations.rows import as_xlsx, child, household, person
from tests.factories_verification import ObjectionFactory
from verification.models import Objection

HOUSEHOLDS = [
    household(head_name="Zawadi Mwakio", phone="0722000111"),
    household("KMT/A/1/02", head_name="Otieno Ouma", members_total=1),
    household("KMT/A/2/01", head_name="Njeri Kamau", members_total=1, location="-1.2610 36.8472 1640 6"),
]
PEOPLE = [
    person(name="Zawadi Mwakio"),
    child(name="Neema"),
    person("KMT/A/1/02", name="Otieno Ouma"),
    person("KMT/A/2/01", name="Njeri Kamau"),
]


@pytest.fixture
def survey() -> bytes:
    return as_xlsx(HOUSEHOLDS, PEOPLE)


@pytest.fixture
def posted(count: Enumeration, send: Any, survey: bytes) -> Enumeration:  # noqa: F811
    """The count, when objections are heard."""
    assert send(survey, "a.xlsx").created == 3
    Enumeration.objects.filter(pk=count.pk).update(state="objections")
    count.refresh_from_db()
    return count


@pytest.fixture
def zawadi(posted: Enumeration) -> Household:
    """Two people behind KMT/A/1."""
    return Household.objects.get(key="KMT/A/1/01")


@pytest.fixture
def objected(posted: Enumeration, doors: Any) -> Callable[..., Objection]:  # noqa: F811
    """An objection about a household (by its key) or a door: `objected("wrong_status", "KMT/A/1/01")`."""

    def make(kind: str, key: str = "", **said: Any) -> Objection:
        about: dict[str, Any] = {"enumeration": posted}
        if key.count("/") == 3:
            held = Household.objects.select_related("structure").get(key=key)
            about |= {"household": held}
        elif key:
            about |= {"structure": next(door for door in doors if door.code == key)}
        objection: Objection = ObjectionFactory.create(kind=kind, **about, **said)
        return objection

    return make


def verdict(outcome: str = "upheld", **said: Any) -> dict[str, Any]:
    """What the form of a decision sends."""
    return {
        "outcome": outcome,
        "reasons": "The panel saw the papers.",
        "panel": "The elders of village A",
        "on": date(2026, 11, 9).isoformat(),
        "corrects": "now",
    } | said
