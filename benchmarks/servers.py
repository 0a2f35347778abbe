"""Starts tile servers, each with two processes, and ends exactly those."""

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
import venv
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from benchmarks.scratch import ROOT, for_libpq

VENV = ROOT / ".local" / "bench-venv"
REQUIREMENTS = Path(__file__).with_name("requirements.txt")
PATIENCE_S = 60


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def serving(
    command: list[str | Path], port: int, log: Path, *, ready: str = "/", **env: str
) -> Iterator[int]:
    """The server, answering; its port."""
    with log.open("wb") as output:
        child = subprocess.Popen(
            [str(part) for part in command],
            cwd=ROOT,
            env={**os.environ, **env},
            stdout=output,
            stderr=output,
        )
        try:
            wait_for(child, f"http://127.0.0.1:{port}{ready}", log)
            yield port
        finally:
            child.terminate()
            end(child)


def end(child: subprocess.Popen[bytes]) -> None:
    """Wait until it is gone: while a browser holds its connection a server may take its time."""
    try:
        child.wait(20)
    except subprocess.TimeoutExpired:
        child.kill()
        child.wait(20)


def wait_for(child: subprocess.Popen[bytes], url: str, log: Path) -> None:
    end = time.monotonic() + PATIENCE_S
    while time.monotonic() < end and child.poll() is None:
        try:
            urllib.request.urlopen(url, timeout=20).close()
            return
        except urllib.error.HTTPError:
            return  # it answers
        except OSError:
            time.sleep(0.1)
    raise RuntimeError(f"{url} does not answer:\n{log.read_text()[-2000:]}")


@contextmanager
def pamoja(folder: Path) -> Iterator[int]:
    """The site as the demo serves it: gunicorn, two processes of four threads."""
    port = free_port()
    command: list[str | Path] = [sys.executable, "-m", "scripts.serve", "web"]
    with serving(command, port, folder / "pamoja.log", ready="/accounts/login/", PORT=str(port)):
        yield port


def ensure_environment() -> None:
    """An environment of their own for the tools we are measured against, pinned; made once."""
    stamp = VENV / "made-from"
    if stamp.exists() and stamp.read_text() == REQUIREMENTS.read_text():
        return
    print("Installing tipg and django-vectortiles under .local/ ...", flush=True)
    venv.create(VENV, with_pip=True, clear=True)
    installed = subprocess.run(
        [VENV / "bin" / "pip", "install", "--quiet", "-r", REQUIREMENTS],
        capture_output=True,
        text=True,
        check=False,
    )
    if installed.returncode:
        raise RuntimeError(f"pip could not install them:\n{installed.stderr[-2000:]}")
    stamp.write_text(REQUIREMENTS.read_text())


@contextmanager
def tipg(folder: Path) -> Iterator[int]:
    """tipg under uvicorn, two processes, on the structures alone."""
    port = free_port()
    command: list[str | Path] = [
        VENV / "bin" / "uvicorn",
        "tipg.main:app",
        "--port",
        str(port),
        "--workers",
        "2",
    ]
    with serving(
        [*command, "--log-level", "warning"],
        port,
        folder / "tipg.log",
        ready="/healthz",
        DATABASE_URL=for_libpq(os.environ["DATABASE_URL"]),
        TIPG_DB_TABLES='["public.settlements_structure"]',
        TIPG_DB_SPATIAL_EXTENT="false",
        TIPG_DB_DATETIME_EXTENT="false",
        TIPG_TILE_BUFFER="64",
        TIPG_MAX_FEATURES_PER_TILE="100000",
    ):
        yield port


@contextmanager
def vectortiles(folder: Path) -> Iterator[int]:
    """django-vectortiles in a bare Django site, under gunicorn as we are."""
    port = free_port()
    command: list[str | Path] = [VENV / "bin" / "gunicorn", "vectortiles_site:application"]
    command += ["--chdir", Path(__file__).parent, "--bind", f"127.0.0.1:{port}", "--worker-class", "gthread"]
    command += ["--workers", "2", "--threads", "4", "--no-control-socket"]
    with serving(
        command,
        port,
        folder / "vectortiles.log",
        DJANGO_SETTINGS_MODULE="vectortiles_site",
        DATABASE_URL=for_libpq(os.environ["DATABASE_URL"]),
    ):
        yield port
