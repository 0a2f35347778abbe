"""`.local/env`: addresses, passwords and the secret key of this checkout, made once and kept.

The process environment always wins: with DATABASE_URL or REDIS_URL set there, that server is somebody else's.
"""

from __future__ import annotations

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


def ensure_secret_key() -> None:
    if "SECRET_KEY" not in read():
        update({"SECRET_KEY": secrets.token_urlsafe(50)})


def is_given(name: str) -> bool:
    return bool(os.environ.get(name))
