"""A checkout of its own for every test: the real scripts in a folder with a space in its name."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
# What our settings, and the make that runs us, have put into the environment is not in a newcomer's shell.
OURS = (
    "DATABASE_URL",
    "DATABASE_OWNER_URL",
    "REDIS_URL",
    "SECRET_KEY",
    "PORT",
    "MAKEFLAGS",
    "MAKELEVEL",
    "MFLAGS",
)


@dataclass
class Checkout:
    """A folder with the scripts in it, in which commands are run as a person would."""

    path: Path
    env: dict[str, str] = field(
        default_factory=lambda: {name: value for name, value in os.environ.items() if name not in OURS}
    )

    def script(self, *words: str, check: bool = True, **env: str) -> subprocess.CompletedProcess[str]:
        return self.run([sys.executable, "-m", *words], check=check, **env)

    def python(self, code: str, **env: str) -> str:
        return self.run([sys.executable, "-c", code], check=True, **env).stdout.strip()

    def run(self, command: list[str], *, check: bool, **env: str) -> subprocess.CompletedProcess[str]:
        done = subprocess.run(
            command,
            cwd=self.path,
            env={**self.env, **env},
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
        assert not check or done.returncode == 0, done.stdout + done.stderr
        return done

    def settings(self) -> dict[str, str]:
        """What `.local/env` says."""
        lines = (self.path / ".local" / "env").read_text().splitlines()
        return dict(line.split("=", 1) for line in lines if "=" in line)

    def pid(self, name: str) -> int:
        return int((self.path / ".local" / "run" / f"{name}.pid").read_text().split()[0])

    def remove(self) -> None:
        """End its servers; their data may lie elsewhere, behind a link."""
        self.script("scripts.stop")
        home = self.path / ".local" / "postgres"
        if home.is_symlink():
            shutil.rmtree(home.resolve().parent)
        shutil.rmtree(self.path)


def make_checkout(path: Path) -> Checkout:
    shutil.copytree(ROOT / "scripts", path / "scripts", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "Makefile", path)
    return Checkout(path)


@pytest.fixture(scope="module")
def lasting(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Checkout]:
    """One checkout for all tests of a file that need no new one: making a database takes a second or two."""
    made = make_checkout(tmp_path_factory.mktemp("lasting") / "a folder")
    yield made
    made.remove()


@pytest.fixture
def checkout(tmp_path: Path) -> Iterator[Checkout]:
    made = make_checkout(tmp_path / "a folder")
    yield made
    made.remove()
