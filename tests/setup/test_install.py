"""Installing: only what is missing, every failure one line, and no server of the system is started by it."""

from __future__ import annotations

import os
import re
import stat
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from scripts.lint import production_example
from tests.setup.conftest import ROOT, Checkout

# Stands in for a program of the system, first on the PATH: writes down how it was called.
RECORDER = '#!/bin/sh\necho "$(basename "$0") $*" >> "{log}"\n{then}\n'


def program(folder: Path, name: str, then: str = "exit 0") -> Path:
    folder.mkdir(exist_ok=True)
    made = folder / name
    made.write_text(RECORDER.format(log=folder / "calls", then=then))
    made.chmod(0o755)
    return made


def calls(folder: Path) -> list[str]:
    log = folder / "calls"
    return log.read_text().splitlines() if log.exists() else []


@pytest.fixture
def only_these(tmp_path: Path) -> Path:
    """A PATH that holds what a test puts there, and nothing of this machine."""
    folder = tmp_path / "bin"
    folder.mkdir()
    return folder


def test_what_dpkg_calls_installed_is_not_asked_of_apt(checkout: Checkout, only_these: Path) -> None:
    answer = "echo 'binutils installed'; echo 'gettext half-configured'; exit 1"
    program(only_these, "dpkg-query", answer)
    found = checkout.python(
        "from scripts.system_packages import missing; print(missing(['binutils', 'gettext', 'gdal-bin']))",
        PATH=f"{only_these}:/usr/bin:/bin",
    )
    assert found == "['gettext', 'gdal-bin']"


def test_another_system_is_told_in_one_line_what_to_do(checkout: Checkout, only_these: Path) -> None:
    done = checkout.script("scripts.install", check=False, PATH=str(only_these))
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    assert "docker compose" in done.stderr
    assert "PostGIS" in done.stderr


def test_without_root_and_sudo_it_says_what_to_install(checkout: Checkout, only_these: Path) -> None:
    done = checkout.run(
        [sys.executable, "-c", "import os; os.geteuid = lambda: 1000;"
         "from scripts.system_packages import as_root;"
         "from scripts.steps import main; main(lambda: as_root('gdal-bin redis-server'))"],
        check=False, PATH=str(only_these),
    )  # fmt: skip
    assert done.returncode == 1
    assert done.stderr == (
        "Stopped: packages are missing and there is no sudo. As root: apt-get install gdal-bin redis-server\n"
    )


def test_a_failed_step_names_itself_and_its_log(checkout: Checkout) -> None:
    done = checkout.run(
        [sys.executable, "-c", "from scripts.steps import main, run;"
         "main(lambda: run('packing', ['sh', '-c', 'echo the reason; exit 3'], remedy='Make room.'))"],
        check=False,
    )  # fmt: skip
    log = checkout.path / ".local" / "logs" / "packing.log"
    assert done.returncode == 1
    assert done.stderr == f"Stopped: packing failed (exit 3): the reason. Make room. The log: {log}\n"
    assert log.read_text() == "the reason\n"


@pytest.mark.parametrize("theirs", [None, "#!/bin/sh\nexit 0\n"])
@pytest.mark.parametrize("status", [0, 100])
def test_services_are_kept_from_starting_and_the_policy_is_put_back(
    checkout: Checkout, only_these: Path, theirs: str | None, status: int
) -> None:
    policy = checkout.path / "policy-rc.d"
    if theirs:
        policy.write_text(theirs)
    program(only_these, "apt-get", f'cat "{policy}" >> "{only_these}/policy"; exit {status}')
    done = checkout.python(
        f"from pathlib import Path; from scripts import apt; apt.POLICY = Path({str(policy)!r});"
        "print(apt.install(['gdal-bin']))",
        PATH=f"{only_these}:/usr/bin:/bin",
    )
    assert done == str(status)
    assert ("exit 101" in (only_these / "policy").read_text()) == (theirs is None)
    assert (policy.read_text() if policy.exists() else None) == theirs
    assert calls(only_these)[-1].endswith("install --yes --no-install-recommends gdal-bin")


def test_packages_are_installed_again_only_when_the_pins_change_or_the_folder_moves(
    checkout: Checkout, tmp_path: Path
) -> None:
    pins = checkout.path / "requirements.txt"
    pins.write_text("# nothing\n")
    step = "from scripts.python_packages import install_python_packages as go; go(tests=False)"
    assert "Making the virtual environment" in checkout.python(step)
    assert checkout.python(step) == ""
    pins.write_text("# nothing, differently\n")
    assert checkout.python(step) == "Installing Python packages ..."

    checkout.path.rename(tmp_path / "moved")
    moved = Checkout(tmp_path / "moved")
    assert "Making the virtual environment" in moved.python(step)
    assert str(moved.path) in (moved.path / ".venv" / "bin" / "pip").read_text()
    moved.path.rename(checkout.path)


def test_translations_are_compiled_when_they_are_newer(checkout: Checkout) -> None:
    source = checkout.path / "locale" / "sw" / "LC_MESSAGES" / "django.po"
    source.parent.mkdir(parents=True)
    source.write_text(
        'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\nmsgid "Home"\nmsgstr "Nyumbani"\n'
    )
    step = "from scripts.front_end import compile_messages; compile_messages()"
    checkout.python(step)
    compiled = source.with_suffix(".mo")
    assert b"Nyumbani" in compiled.read_bytes()
    first = compiled.stat().st_mtime_ns
    checkout.python(step)
    assert compiled.stat().st_mtime_ns == first


def test_the_env_file_is_private_from_the_start_and_keeps_what_others_wrote(checkout: Checkout) -> None:
    code = (
        "from scripts import environment as e; e.update({'SECRET_KEY': 'a=b', 'LATER': '1'}); print(e.read())"
    )
    assert checkout.python(f"import os; os.umask(0); {code}") == "{'SECRET_KEY': 'a=b', 'LATER': '1'}"
    file = checkout.path / ".local" / "env"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    file.write_text(file.read_text() + "BASEMAP_URL=https://tiles.example.org/{z}/{x}/{y}.png\n")
    assert "BASEMAP_URL" in checkout.python(code)


def test_make_works_in_a_folder_with_a_space(checkout: Checkout) -> None:
    assert " " in str(checkout.path)
    done = checkout.run(["make", "stop"], check=True)
    assert done.stdout == "Nothing of this folder was running.\n"


def test_the_lock_file_and_the_pins_hold_no_addresses() -> None:
    for name in ("package-lock.json", "requirements.txt", "requirements-dev.txt"):
        assert "://" not in (ROOT / name).read_text()
    for line in (ROOT / "requirements.txt").read_text().splitlines():
        assert line.startswith("#") or re.match(r"[a-z0-9-]+==[0-9a-z.]+", line), line


def test_the_production_example_names_every_setting() -> None:
    read = set(re.findall(r'env\.\w+\(\s*"([A-Z_]+)"', (ROOT / "pamoja" / "settings.py").read_text()))
    shown = set(re.findall(r"^(?:# )?([A-Z_]+)=", (ROOT / ".env.example").read_text(), re.MULTILINE))
    assert len(read) > 10
    assert read - shown == set()


def test_the_containers_are_told_what_the_site_needs() -> None:
    services = yaml.safe_load((ROOT / "docker-compose.yml").read_text())["services"]
    assert set(services) == {"db", "redis", "migrate", "web", "worker", "beat"}
    assert all("healthcheck" in service for name, service in services.items() if name != "migrate")
    needed = {"DATABASE_URL", "DATABASE_OWNER_URL", "REDIS_URL", "MEDIA_ROOT"}
    for name in ("web", "worker", "beat"):
        told = services[name]["environment"]
        assert set(told) == needed | {"POSTGRES_PASSWORD"}
        assert told["POSTGRES_PASSWORD"] == ""  # .env brings it; only who makes tables may have it
        assert not any("{POSTGRES_PASSWORD" in value for value in told.values())
    assert needed | {"SECRET_KEY", "ALLOWED_HOSTS"} <= set(production_example())


@pytest.mark.parametrize("part", ["web", "worker", "beat"])
def test_each_container_command_is_one_that_serve_knows(part: str) -> None:
    code = f"from scripts.serve import commands; print(' '.join(commands()['{part}']))"
    shown = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, env={**os.environ, "HOST": "0.0.0.0", "PORT": "8000"},
        capture_output=True, text=True, check=True,
    ).stdout  # fmt: skip
    assert {"web": "--bind 0.0.0.0:8000", "worker": "-A pamoja worker", "beat": "-A pamoja beat"}[
        part
    ] in shown
