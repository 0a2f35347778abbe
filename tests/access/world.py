"""Two settlements with one of everything in each, and everybody who could knock."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.totp.internal.auth import TOTP
from django.apps import apps
from django.contrib.auth.models import Group
from django.db import transaction
from django.http import HttpResponseBase, SimpleCookie
from django.test import Client
from django.utils import timezone
from knox.models import AuthToken

from accounts.models import User
from settlements.choices import Role
from settlements.invitations import invite
from settlements.models import Membership
from settlements.people import Place as PlaceOfPeople
from tests import factories
from tests.access.places import Place, exports, make_place, webhooks

ROLES = [str(role) for role in Role]
ABSENT = 2_000_000_000  # the id of nothing; fits into the database's numbers


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
    return b"".join(answer.streaming_content) if answer.streaming else bytes(answer.content)


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


@dataclass
class World:
    """Two settlements, and everybody by what they are: `leader here`, `staff elsewhere`, `stranger` …"""

    home: Place
    elsewhere: Place
    people: dict[str, Person]
    root: Person  # runs the site: no role, all rights

    def of_model(self, label: str) -> Any:
        """An object of a model, by its label: `settlements_structure`."""
        model = apps.get_model(label.replace("_", ".", 1))
        return model._default_manager.first() or self.made_of(label)

    def made_of(self, label: str) -> Any:
        """Of the models that only people's own doings fill."""
        user = self.root.user
        match label:
            case "account_emailaddress":
                return EmailAddress.objects.create(user=user, email=user.email)
            case "auth_group":
                return Group.objects.create(name="Nobody")
            case "mfa_authenticator":
                return TOTP.activate(user, "JBSWY3DPEHPK3PXP").instance
            case "knox_authtoken":
                return AuthToken.objects.create(user)[0]
            case "settlements_eviction":
                return factories.EvictionFactory.create(settlement=self.home.settlement)
            case "settlements_subcounty":
                return factories.SubCountyFactory.create()
            case "settlements_ward":
                return factories.WardFactory.create()
        raise AssertionError(f"Make one of {label} in tests/access/world.py.")


def make_world() -> World:
    home, elsewhere = make_place("KMT", "Kiamutisya"), make_place("MSH", "Mashimoni")
    users: dict[str, Any] = {
        **{f"{role} here": factories.member_of(home.settlement, role) for role in ROLES},
        **{f"{role} elsewhere": factories.member_of(elsewhere.settlement, role) for role in ROLES},
        "no member": factories.UserFactory.create(),
        "stranger": None,
        "deactivated": factories.member_of(home.settlement, "data_manager"),
    }
    for place, where in ((home, "here"), (elsewhere, "elsewhere")):
        sender = users[f"enumerator {where}"]
        place.objects["own"] = factories.BatchFactory.create(
            enumeration=place.objects["count"], state="done", sent_by=sender
        )
        place.objects["own_household"] = factories.HouseholdFactory.create(
            structure=place.objects["structure"],
            enumeration=place.objects["count"],
            batch=place.objects["own"],
        )
        place.objects["own_interview"] = factories.SubmissionFactory.create(
            enumeration=place.objects["count"], sent_by=sender
        )
        for name, revoked_at in (("phone", None), ("shut-out", timezone.now())):
            place.words[name] = f"{name}-{place.settlement.code.lower()}-token"
            place.objects[f"device-{name}"] = factories.DeviceFactory.create(
                enumeration=place.objects["count"],
                user=sender,
                token=place.words[name],
                revoked_at=revoked_at,
            )
        place.objects["returned"] = factories.SubmissionFactory.create(
            enumeration=place.objects["count"], sent_by=sender, review="returned", review_reason="Ask again."
        )
        factories.AttachmentFactory.create(submission=place.objects["returned"], name="door.jpg")
        exports(place, users[f"staff {where}"])
        webhooks(place, users[f"staff {where}"])
        place.objects["membership"] = Membership.objects.get(user=users[f"leader {where}"])
        place.objects["invitation"], place.words["token"] = invite(
            giver=users[f"staff {where}"],
            place=PlaceOfPeople(settlement=place.settlement),
            role=Role.LEADER,
            email=f"invited.{where}@example.org",
        )
    people = {name: person(name, user) for name, user in users.items()}
    # Signed in while still welcome.
    User.objects.filter(pk=users["deactivated"].pk).update(is_active=False)
    runs_it = factories.UserFactory.create(is_staff=True, is_superuser=True)
    return World(home, elsewhere, people, person("root", runs_it))


def token_of(user: Any) -> dict[str, str]:
    """The header by which a program speaks for the user."""
    return {"Authorization": f"Token {AuthToken.objects.create(user)[1]}"}
