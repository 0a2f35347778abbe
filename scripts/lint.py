"""Every check that needs no test: run all of them, then fail if one did."""

from __future__ import annotations

import os
import subprocess

from scripts.environment import new_secrets
from scripts.paths import LOCAL, PYTHON, ROOT
from scripts.steps import Failure, main, say

EXAMPLE = ROOT / ".env.example"
TOOL = PYTHON.parent

CHECKS: dict[str, list[str]] = {
    "format": [f"{TOOL}/ruff", "format", "--check", "--quiet", "."],
    "style": [f"{TOOL}/ruff", "check", "--quiet", "."],
    "types": [f"{PYTHON}", "-m", "mypy", "--no-error-summary", "."],
    "imports": [f"{TOOL}/lint-imports", "--no-logo"],
    "migrations": [f"{PYTHON}", "manage.py", "makemigrations", "--check", "--dry-run"],
    "production settings": [f"{PYTHON}", "manage.py", "check", "--deploy", "--fail-level", "WARNING"],
    "compose file": [
        f"{TOOL}/check-jsonschema", "--builtin-schema", "vendor.compose-spec", "docker-compose.yml",
    ],
}  # fmt: skip


def production_example() -> dict[str, str]:
    """The settings of `.env.example`, with what everybody must fill in filled in."""
    lines = (line.strip() for line in EXAMPLE.read_text().splitlines())
    example = dict(line.split("=", 1) for line in lines if "=" in line and not line.startswith("#"))
    return {**example, **new_secrets(), "MEDIA_ROOT": str(LOCAL / "media")}


def door() -> None:
    failed = []
    for name, command in CHECKS.items():
        example = production_example() if name == "production settings" else {}
        done = subprocess.run(
            command, cwd=ROOT, env={**os.environ, **example}, capture_output=True, text=True, check=False
        )
        say(f"{name}: {'failed' if done.returncode else 'ok'}")
        if done.returncode:
            say((done.stdout + done.stderr).strip())
            failed.append(name)
    if failed:
        raise Failure(f"{', '.join(failed)}: see above.")


if __name__ == "__main__":
    main(door)
