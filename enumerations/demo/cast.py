"""Who signs in to the demo. Passwords and tokens are drawn for each install."""

import json
import os
import secrets
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.utils import timezone
from knox.models import AuthToken
from knox.settings import CONSTANTS

from accounts.api_keys import make_key
from accounts.models import User
from settlements.choices import Role
from settlements.models import Membership, Settlement

LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # no two that look alike on a small screen


@dataclass(frozen=True)
class Actor:
    """One sign-in: a role, and where it holds (everywhere, when no settlement is named)."""

    email: str
    first_name: str
    last_name: str
    role: Role
    settlement: str = ""
    language: str = "en"


CAST = (
    Actor("subira@pamoja.example", "Subira", "Otieno", Role.STAFF),
    Actor("amina@pamoja.example", "Amina", "Wekesa", Role.LEADER, "KMT", "sw"),
    Actor("baraka@pamoja.example", "Baraka", "Mutua", Role.ENUMERATOR, "KMT"),
    Actor("naliaka@pamoja.example", "Naliaka", "Were", Role.ENUMERATOR, "KMT", "sw"),
    Actor("chebet@pamoja.example", "Chebet", "Koech", Role.LEADER, "OBG"),
    Actor("wairimu@pamoja.example", "Wairimu", "Njoroge", Role.VERIFIER, "KMT"),
    Actor("tabitha@pamoja.example", "Tabitha", "Moraa", Role.DATA_MANAGER),
)


def make_cast(kept: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Accounts with a password and an API token each; those that were kept stay as they are."""
    before = {account.get("email"): account for account in kept}
    return [_account(actor, before.get(actor.email, {})) for actor in CAST]


def _account(actor: Actor, kept: dict[str, Any]) -> dict[str, Any]:
    password = kept.get("password") or new_password()
    user = User.objects.filter(email=actor.email).first()
    if user is None:
        user = User.objects.create_user(
            actor.email,
            password,
            first_name=actor.first_name,
            last_name=actor.last_name,
            language=actor.language,
        )
    elif "password" not in kept:  # the file is gone, the database is not
        user.set_password(password)
        user.save(update_fields=["password"])
    place = Settlement.objects.get(code=actor.settlement) if actor.settlement else None
    Membership.objects.get_or_create(user=user, role=actor.role, settlement=place, county=None)
    return {
        "role": str(actor.role),
        "name": str(user),
        "settlement": actor.settlement or None,
        "email": actor.email,
        "password": password,
        "token": _token(user, kept.get("token", "")),
    }


def _token(user: User, kept: str) -> str:
    """The kept token while it is good for another day, else a new one."""
    tomorrow = timezone.now() + timedelta(days=1)
    known = AuthToken.objects.filter(user=user, expiry__gt=tomorrow)
    if kept and known.filter(token_key=kept[: CONSTANTS.TOKEN_KEY_LENGTH]).exists():
        return kept
    return make_key(user, "make demo")[1]


def new_password() -> str:
    """Three groups of four letters and digits, easy to type on a phone: 59 bits."""
    return "-".join("".join(secrets.choice(LETTERS) for _ in range(4)) for _ in range(3))


def read_accounts(path: Path) -> dict[str, Any]:
    """What the file holds; nothing when it is not there or empty."""
    text = path.read_text() if path.exists() else ""
    found: dict[str, Any] = json.loads(text) if text.strip() else {}
    return found


def write_secrets(path: Path, content: dict[str, Any]) -> None:
    """Whole or not at all, and readable by its owner only."""
    fresh = path.with_name(path.name + ".new")
    fresh.unlink(missing_ok=True)
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        json.dump(content, file, indent=2)
        file.write("\n")
    fresh.replace(path)
