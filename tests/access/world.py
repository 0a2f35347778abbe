"""Two settlements with one of everything in each, and everybody who could knock."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from django.core.files.base import ContentFile
from django.db import transaction
from django.http import HttpResponseBase, SimpleCookie
from django.test import Client
from knox.models import AuthToken

from settlements.choices import Role
from settlements.services import create_import
from tests import factories

ROLES = [str(role) for role in Role]
ABSENT = 2_000_000_000  # the id of nothing; fits into the database's numbers

# A survey whose columns wait to be mapped, and one that is done: each page of a batch needs its own.
UNMAPPED = b"Shoes,Water\n3,Tap\n"


@dataclass
class Place:
    """One settlement and its objects, by the name the table of routes gives them."""

    settlement: Any
    objects: dict[str, Any] = field(default_factory=dict)

    def __getitem__(self, name: str) -> Any:
        """What a route's argument stands for: an id, or a settlement's code."""
        return self.settlement.code if name == "code" else self.objects[name].pk


def make_place(code: str, name: str) -> Place:
    """A public settlement that nobody threatens, so that only what is not public is hidden."""
    settlement: Any = factories.SettlementFactory.create(code=code, name=name, access_level="public")
    count = factories.EnumerationFactory.create(settlement=settlement, name=f"{name} is counted")
    adopted = factories.EnumerationFactory.create(
        settlement=settlement, name=f"{name} was counted", round=2, state="adopted"
    )
    cluster = factories.ClusterFactory.create(settlement=settlement, code="B")
    structure = factories.StructureFactory.create(cluster=cluster, code=f"{code}/B/1")
    batch = factories.BatchFactory.create(enumeration=count, state="done", name=f"{code}-lane.csv")
    household = factories.HouseholdFactory.create(structure=structure, enumeration=count, batch=batch)
    factories.PersonFactory.create(household=household)
    factories.SettlementStatisticsFactory.create(enumeration=count, households=1)
    factories.SettlementStatisticsFactory.create(enumeration=adopted, households=1)
    place = Place(settlement)
    place.objects = {
        "count": count,
        "adopted": adopted,
        "cluster": cluster,
        "structure": structure,
        "service": factories.ServicePointFactory.create(cluster=cluster),
        "batch": batch,
        "unmapped": factories.BatchFactory.create(enumeration=count, state="mapping", content=UNMAPPED),
        "failed": factories.BatchFactory.create(enumeration=count, state="failed"),
        "household": household,
        "import": ground_import(settlement),
        "issue": factories.IssueFactory.create(batch=batch),
    }
    return place


def ground_import(settlement: Any) -> Any:
    """A file with one house, planned and not applied."""
    shape = {"type": "Point", "coordinates": list(factories.place_of(7).coords)}
    house = {"type": "Feature", "properties": {"number": 7}, "geometry": shape}
    content = json.dumps({"type": "FeatureCollection", "features": [house]}).encode()
    upload = ContentFile(content, name=f"{settlement.code}.geojson")
    return create_import(
        settlement=settlement, user=factories.UserFactory.create(), layer="structures", upload=upload
    )


@dataclass
class Person:
    """Somebody at the door: how they sign in, and the client they do it with."""

    name: str
    user: Any
    client: Client
    cookies: SimpleCookie = field(default_factory=SimpleCookie)

    def asks(self, method: str, url: str, **said: Any) -> HttpResponseBase:
        """Send one request and undo all it did; a crash is an answer too: 500."""
        self.client.cookies = SimpleCookie({name: morsel.value for name, morsel in self.cookies.items()})
        with undone():
            answer: HttpResponseBase = getattr(self.client, method.lower())(url, **said)
            read(answer)
        return answer


def read(answer: Any) -> bytes:
    """The whole body, also of a file."""
    if answer.streaming:
        answer.content_read = b"".join(answer.streaming_content)
        answer.close()
        return bytes(answer.content_read)
    return bytes(answer.content)


@contextmanager
def undone() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def person(name: str, user: Any) -> Person:
    client = Client(raise_request_exception=False)
    if user is not None:
        client.force_login(user)
    return Person(name, user, client, client.cookies)


def token_of(user: Any) -> dict[str, str]:
    """The header by which a program speaks for the user."""
    return {"Authorization": f"Token {AuthToken.objects.create(user)[1]}"}
