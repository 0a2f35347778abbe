"""`.local/env`: addresses, passwords and secret keys of this checkout, made once and kept.

The process environment always wins: with DATABASE_URL or REDIS_URL set there, that server is somebody else's.
"""

from __future__ import annotations

import base64
import os
import secrets
from collections.abc import Mapping

from scripts.paths import ENV_FILE


def read() -> dict[str, str]:
    try:
        lines = ENV_FILE.read_text().splitlines()
    except OSError:
        return {}
    return dict(line.split("=", 1) for line in lines if "=" in line and not line.startswith("#"))


def update(values: Mapping[str, str]) -> dict[str, str]:
    """Add or replace values; the file is readable by its owner only, from its first byte."""
    before = read()
    after = {**before, **values}
    if after != before:
        ENV_FILE.parent.mkdir(exist_ok=True)
        new = ENV_FILE.with_name("env.new")
        new.unlink(missing_ok=True)
        with open(new, "w", opener=lambda path, flags: os.open(path, flags, 0o600)) as file:
            file.write("# Made by set-up for this folder only. Delete it together with the servers' data.\n")
            file.writelines(f"{name}={value}\n" for name, value in after.items())
        new.replace(ENV_FILE)
    return after


def field_key() -> str:
    """A key of pamoja/settings.py: 32 random bytes in base64."""
    return base64.urlsafe_b64encode(secrets.token_bytes(32)).decode()


def new_secrets() -> dict[str, str]:
    """What every installation has of its own."""
    return {
        "SECRET_KEY": secrets.token_urlsafe(50),
        "FIELD_KEYS": f"k1:{field_key()}",
        "FIELD_HASH_KEY": field_key(),
    }


def ensure_secrets() -> None:
    """Make what is missing; what is there stays, since nothing else reads what it encrypted."""
    update(new_secrets() | read())


def is_given(name: str) -> bool:
    return bool(os.environ.get(name))
