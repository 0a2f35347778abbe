"""The virtual environment and the pinned packages in it."""

from __future__ import annotations

import shutil
import sys

from scripts import stamps
from scripts.paths import DEVELOPMENT, PYTHON, RUNTIME, STAMPS, VENV
from scripts.steps import run, say


def install_python_packages(*, tests: bool) -> None:
    """Make `.venv` and bring it to the pinned requirements; nothing to do when their hash has not changed."""
    make_virtual_environment()
    files = [RUNTIME, DEVELOPMENT] if tests else [RUNTIME]
    stamp = "python-tests" if tests else "python"
    value = stamps.digest(sys.version, *files)
    if stamps.is_current(stamp, value):
        return
    say("Installing Python packages ...")
    requirements = [part for file in files for part in ("--requirement", file)]
    run(
        "python-packages",
        [PYTHON, "-m", "pip", "install", "--disable-pip-version-check", "--prefer-binary", *requirements],
        remedy="Is the internet reachable?",
    )
    stamps.remember(stamp, value)
    stamps.remember("python", stamps.digest(sys.version, RUNTIME))


def make_virtual_environment() -> None:
    """Make `.venv`, anew when Python was upgraded or the folder moved: its programs know the path."""
    value = stamps.digest(sys.version)
    if PYTHON.exists() and stamps.is_current("virtual-environment", value):
        return
    say("Making the virtual environment ...")
    shutil.rmtree(VENV, ignore_errors=True)
    shutil.rmtree(STAMPS, ignore_errors=True)
    run("virtual-environment", [sys.executable, "-m", "venv", VENV], remedy="Is python3-venv installed?")
    stamps.remember("virtual-environment", value)
