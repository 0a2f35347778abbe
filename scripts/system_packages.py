"""Which packages of the operating system are missing, and how to get them."""

from __future__ import annotations

import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path

from scripts import stamps
from scripts.environment import is_given
from scripts.paths import DEVELOPMENT, PYTHON, ROOT
from scripts.steps import Failure, run, say

SERVERS = {  # each is needed unless its address is given
    "DATABASE_URL": ["postgresql", "postgresql-postgis"],
    "REDIS_URL": ["redis-server"],
}
LIBRARIES = [
    "gdal-bin",  # brings libgdal, libgeos and libproj, whatever their version is called here
    "binutils",  # ctypes finds shared libraries through ld or objdump
    "gettext",  # .po to .mo
    "libpango-1.0-0",  # WeasyPrint: text of the printed report
    "libpangoft2-1.0-0",
    "libharfbuzz-subset0",
    "fonts-dejavu-core",  # the letters of posted lists
    "poppler-utils",  # paints the maps of a report that Word opens; tests read printed pages with it
]


def distribution() -> str:
    """`debian`, `ubuntu`, or another system's id."""
    try:
        lines = Path("/etc/os-release").read_text().splitlines()
    except OSError:
        return sys.platform
    return dict(line.split("=", 1) for line in lines if "=" in line).get("ID", "").strip('"')


def wanted(*, servers: bool, tests: bool) -> list[str]:
    """Packages this checkout needs here. Ubuntu's chromium is a snap, so there Playwright brings its own."""
    packages = list(LIBRARIES)
    if servers:
        packages += [name for address, names in SERVERS.items() if not is_given(address) for name in names]
    if tests and distribution() == "debian":
        packages.append("chromium")
    if not importlib.util.find_spec("ensurepip"):
        packages.append(f"python{sys.version_info.major}.{sys.version_info.minor}-venv")
    return packages


def missing(packages: list[str]) -> list[str]:
    query = ["dpkg-query", "--show", "--showformat=${Package} ${db:Status-Status}\n", *packages]
    answer = subprocess.run(query, capture_output=True, text=True, check=False).stdout
    installed = {line.split()[0] for line in answer.splitlines() if line.endswith(" installed")}
    return [package for package in packages if package not in installed]


def install_system_packages(*, servers: bool, tests: bool) -> None:
    """Install what is missing with apt, as root or through sudo; when all is there, apt is not asked."""
    packages = wanted(servers=servers, tests=tests)
    if not shutil.which("dpkg-query"):
        raise Failure(
            "this is neither Debian nor Ubuntu. Use `docker compose up`, or install PostgreSQL with PostGIS, "
            "Redis, GDAL, Pango and gettext, and set DATABASE_URL and REDIS_URL."
        )
    packages = missing(packages)
    if not packages:
        return
    names = " ".join(packages)
    say(f"Installing packages: {names}")
    run(
        "system-packages",
        [*as_root(names), sys.executable, "-B", ROOT / "scripts" / "apt.py", *packages],
        remedy=f"Try: sudo apt-get install {names}.",
    )


def as_root(names: str) -> list[str]:
    """What to put before a command so that it runs as root."""
    if os.geteuid() == 0:
        return []
    if not shutil.which("sudo"):
        raise Failure(f"packages are missing and there is no sudo. As root: apt-get install {names}")
    try_first = ["sudo", "--non-interactive", "true"]
    if subprocess.run(try_first, capture_output=True, check=False).returncode and not sys.stdin.isatty():
        raise Failure(f"packages are missing and sudo asks for a password. Run: sudo apt-get install {names}")
    return ["sudo"]


def install_browser() -> None:
    """Playwright's own Chromium for the tests, where the system has none as a package."""
    value = stamps.digest(DEVELOPMENT)
    if distribution() == "debian" or stamps.is_current("browser", value):
        return
    say("Installing a browser for the tests ...")
    run("browser", [PYTHON, "-m", "playwright", "install", "--with-deps", "chromium"])
    stamps.remember("browser", value)
