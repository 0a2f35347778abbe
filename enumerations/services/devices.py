"""Phones that may fetch one count's form and send its interviews: set up, recognised, shut out."""

import base64
import hashlib
import json
import secrets
import string
import zlib
from collections.abc import Iterable, Iterator
from datetime import timedelta
from functools import lru_cache
from typing import Any

from django.db import connection
from django.db.models import Model, Q, QuerySet
from django.db.models.base import ModelState
from django.utils import timezone
from django.utils.crypto import constant_time_compare

from accounts.models import User
from enumerations.models import Device, Enumeration, Questionnaire
from enumerations.services.prepared import Prepared
from settlements.models import Membership, Settlement
from settlements.people import Place
from settlements.roles import MAY, Act

# Part of what every phone's `ha1` is made of: under another realm nobody could sign in by name any more.
REALM = "Pamoja"
# Small letters only: some clients write addresses in small letters. 188 bits.
TOKEN_LETTERS = 40
NAME_LETTERS = 8
# An answer is not to wait for a write each time.
SEEN_EVERY = timedelta(minutes=5)
GREEN, RED = "#1f5f4a", "#9a3324"


class NotASender(Exception):
    """The phone is for somebody who may not send interviews there."""


def make_device(
    *, enumeration: Enumeration, user: User, name: str, created_by: User | None, tests_draft: bool = False
) -> tuple[Device, str]:
    """Set up a phone of `user`: the phone, and its token, which is kept nowhere. Raises NotASender."""
    if not senders(enumeration.settlement).filter(pk=user.pk).exists():
        raise NotASender
    token = _letters(TOKEN_LETTERS)
    username = f"{enumeration.settlement.code.lower()}-{_letters(NAME_LETTERS)}"
    device = Device.objects.create(
        settlement=enumeration.settlement,
        enumeration=enumeration,
        user=user,
        name=name,
        username=username,
        token_digest=digest_of(token),
        ha1=ha1_of(username, token),
        tests_draft=tests_draft,
        created_by=created_by,
    )
    return device, token


def senders(settlement: Settlement) -> QuerySet[User]:
    """Those who may send interviews of the settlement."""
    here = Membership.objects.filter(
        Place(settlement=settlement).reaching(), role__in=MAY[Act.SEND_BATCHES]
    ).values("user")
    return User.objects.filter(Q(pk__in=here) | Q(is_superuser=True), is_active=True)


def revoke(device: Device) -> None:
    """Shut the phone out, for good: what it sent stays, and it can be set up anew under another token."""
    Device.objects.filter(pk=device.pk, revoked_at__isnull=True).update(revoked_at=timezone.now())
    device.refresh_from_db(fields=["revoked_at"])


def _letters(count: int) -> str:
    return "".join(secrets.choice(string.ascii_lowercase) for _ in range(count))


def digest_of(token: str) -> str:
    """What is kept of a token, SHA-256: it is too long to be guessed, so one round is enough."""
    return hashlib.sha256(token.strip().lower().encode()).hexdigest()


def ha1_of(username: str, token: str) -> str:
    """What HTTP Digest asks a server to keep (RFC 7616, 3.4.2)."""
    return hashlib.md5(f"{username}:{REALM}:{token}".encode(), usedforsecurity=False).hexdigest()


# --- Recognising ------------------------------------------------------------------------------------

# What an answer needs of the phone, its person, its count and its form: one question, and no more columns.
FIELDS: dict[str, tuple[type[Model], tuple[str, ...]]] = {
    "": (
        Device,
        ("id", "settlement_id", "enumeration_id", "user_id", "username", "token_digest", "ha1", "tests_draft",
         "last_seen_at"),
    ),
    "user": (User, ("id", "language")),
    "enumeration": (Enumeration, ("id", "settlement_id", "state")),
    "enumeration__questionnaire": (Questionnaire, ("id", "enumeration_id", "form_id", "intake")),
}  # fmt: skip

ASKED, ASKED_ID = "\0asked", -1  # stand for what is asked, where the question is written down


def device_by_token(token: str) -> Device | None:
    """The phone of this token, unless it is shut out or its enumerator may no longer send."""
    return _find(_question("phone_by_token", token_digest=ASKED), {ASKED: digest_of(token)})


def device_by_username(enumeration_id: int, username: str) -> Device | None:
    """The phone of this name for this count, under the same conditions. Its token is still to be proved."""
    if "\x00" in username:
        return None
    question = _question("phone_by_name", username=ASKED, enumeration=ASKED_ID)
    return _find(question, {ASKED: username, ASKED_ID: enumeration_id})


@lru_cache(maxsize=2)
def _question(name: str, **asked: Any) -> tuple[Prepared, dict[str, Any]]:
    """The queryset's SQL, written once: to write it takes longer than to ask, and every sending asks."""
    columns = [f"{path}__{name}".removeprefix("__") for path, (_, names) in FIELDS.items() for name in names]
    question = Device.objects.let_in().filter(**asked).order_by().values_list(*columns)
    sql, values = question.query.sql_with_params()
    params = {f"p{number}": value for number, value in enumerate(values)}
    return Prepared(name, sql % tuple(f"%({param})s" for param in params), tuple(params)), params


def _find(question: tuple[Prepared, dict[str, Any]], asked: dict[Any, Any]) -> Device | None:
    prepared, params = question
    row = prepared.row({param: asked.get(value, value) for param, value in params.items()})
    return None if row is None else _device_of(iter(row))


def _device_of(values: Iterator[Any]) -> Device:
    made: dict[str, Any] = {
        path: _made(model, zip(names, values, strict=False)) for path, (model, names) in FIELDS.items()
    }
    device, count, form = made[""], made["enumeration"], made["enumeration__questionnaire"]
    device.user, device.enumeration = made["user"], count
    if form.pk is not None:
        form.enumeration = count  # and so the count has it
    else:
        count._state.fields_cache["questionnaire"] = None
    return device


def _made(model: type[Model], values: Iterable[tuple[str, Any]]) -> Model:
    """As `from_db` makes it, with all other columns left for later, but without asking each of them."""
    row = model.__new__(model)
    row._state = ModelState()
    row._state.adding, row._state.db = False, connection.alias
    row.__dict__.update(values)
    return row


def is_token_of(device: Device, token: str) -> bool:
    return constant_time_compare(digest_of(token), device.token_digest)


def note_seen(device: Device) -> None:
    """Keep when the phone was last heard of, to a few minutes."""
    now = timezone.now()
    if device.last_seen_at is None or now - device.last_seen_at >= SEEN_EVERY:
        Device.objects.filter(pk=device.pk).update(last_seen_at=now)
        device.last_seen_at = now


# --- Setting up -------------------------------------------------------------------------------------


def settings_payload(device: Device, server_url: str, language: str) -> str:
    """What a phone's camera reads from the QR code: ODK Collect's settings as base64(zlib(JSON)).

    Forms come and go with the list here, interviews leave by themselves; whatever is not named here is reset.
    """
    name = str(device.enumeration)
    settings: dict[str, Any] = {
        "general": {
            "server_url": server_url,
            "form_update_mode": "match_exactly",
            "autosend": "wifi_and_cellular",
            "app_language": language,
            "metadata_username": device.user.get_full_name() or device.username,
        },
        "admin": {"change_server": False},
        "project": {"name": name, "icon": name[:1].upper(), "color": RED if device.tests_draft else GREEN},
    }
    written = json.dumps(settings, ensure_ascii=False, separators=(",", ":"))
    return base64.b64encode(zlib.compress(written.encode(), 9)).decode()
