"""`make audit`: are there known faults in the packages we pin? Asks the internet."""

from __future__ import annotations

import socket
import subprocess
import sys
from pathlib import Path

from scripts import stamps
from scripts.paths import DEVELOPMENT, LOCAL, RUNTIME
from scripts.steps import Failure, main, run, say

PIP_AUDIT = "pip-audit==2.10.1"
ROOM = LOCAL / "audit"
ADVISORIES = ("pypi.org", 443)


def door() -> None:
    if not is_reachable():
        raise Failure("Known faults are listed on the internet, which is out of reach: nothing was checked.")
    make_room()
    files = [part for file in (RUNTIME, DEVELOPMENT) for part in ("--requirement", str(file))]
    # The requirements are pinned to the last package, so nothing is resolved or installed to look at them.
    # Strict: a package that the list does not know was not looked at, and that is no good news.
    options = ["--strict", "--no-deps", "--disable-pip", "--progress-spinner", "off"]
    if subprocess.run([str(ROOM / "bin" / "pip-audit"), *options, *files], check=False).returncode:
        raise Failure(
            "Not clean: raise what has a known fault, or ask where every package is known (see above)."
        )
    say("No known faults in what is pinned.")


def is_reachable() -> bool:
    try:
        with socket.create_connection(ADVISORIES, timeout=5):
            return True
    except OSError:
        return False


def make_room() -> None:
    """A virtual environment for pip-audit alone: what it needs is not the site's."""
    value = stamps.digest(sys.version, PIP_AUDIT)
    if stamps.is_current("audit", value):
        return
    run("audit-room", [sys.executable, "-m", "venv", "--clear", ROOM], remedy="Is python3-venv installed?")
    pip: list[str | Path] = [ROOM / "bin" / "python", "-m", "pip", "install", PIP_AUDIT]
    run("audit-packages", pip, remedy="Is the internet reachable?")
    stamps.remember("audit", value)


if __name__ == "__main__":
    main(door)
