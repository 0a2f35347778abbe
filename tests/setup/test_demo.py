"""The demo as a newcomer meets it: from `make demo` to a batch and interviews that a worker has merged."""

from __future__ import annotations

import http.server
import json
import os
import shutil
import signal
import socket
import stat
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.setup.conftest import OURS, ROOT, Checkout

PATIENCE_S = 400
LEFT_OUT = shutil.ignore_patterns(".git", ".local", ".venv", "__pycache__", "tests", "benchmarks", ".*_cache")


PRETEND_INSTALLED = """
import sys
from scripts.front_end import what_is_wanted
from scripts.paths import RUNTIME
from scripts.stamps import digest, remember
remember("virtual-environment", digest(sys.version))
remember("python", digest(sys.version, RUNTIME))
remember("front-end", what_is_wanted())
"""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Checkout]:
    """A second checkout of this very code, with the installed packages lent to it and servers of its own."""
    path = tmp_path_factory.mktemp("demo") / "a folder"
    shutil.copytree(ROOT, path, ignore=LEFT_OUT)
    checkout = Checkout(path)
    (path / ".local").mkdir()
    (path / ".venv").symlink_to(ROOT / ".venv")
    (path / ".local" / "node_modules").symlink_to(ROOT / ".local" / "node_modules")
    checkout.python(PRETEND_INSTALLED)
    yield checkout
    checkout.remove()


class Demo:
    """`make demo` running in a checkout."""

    def __init__(self, checkout: Checkout, **env: str) -> None:
        self.checkout = checkout
        self.log = checkout.path / "demo.out"
        with self.log.open("wb") as output:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "scripts.demo"],
                cwd=checkout.path,
                env={**checkout.env, **env},
                stdout=output,
                stderr=subprocess.STDOUT,
            )

    def __enter__(self) -> Demo:
        return self

    def __exit__(self, *problem: object) -> None:
        self.process.kill()
        self.process.wait()

    def said(self) -> str:
        return self.log.read_text()

    def wait_until_it_serves(self) -> dict[str, Any]:
        end = time.monotonic() + PATIENCE_S
        while "Ctrl-C ends it." not in self.said():
            assert self.process.poll() is None, self.said()
            assert time.monotonic() < end, self.said()
            time.sleep(0.1)
        written: dict[str, Any] = json.loads((self.checkout.path / ".local" / "demo.json").read_text())
        return written

    def interrupt(self, how: signal.Signals = signal.SIGINT) -> int:
        self.process.send_signal(how)
        return self.process.wait(PATIENCE_S)


def still_runs(checkout: Checkout) -> bool:
    return any((checkout.path / ".local" / "run").glob("*.pid"))


def test_it_serves_sends_a_batch_and_leaves_nothing_running(site: Checkout) -> None:
    assert not {*OURS} & {*site.env}
    with Demo(site) as demo:
        written = demo.wait_until_it_serves()

        accounts = site.path / ".local" / "demo.json"
        assert stat.S_IMODE(accounts.stat().st_mode) == 0o600
        assert {account["role"] for account in written["accounts"]} == {
            "leader", "enumerator", "verifier", "staff", "data_manager",
        }  # fmt: skip
        assert all(account["password"] and account["token"] for account in written["accounts"])
        assert urllib.request.urlopen(written["url"]).status == 200
        assert site.script("scripts.health", PORT=written["url"].rpartition(":")[2]).returncode == 0
        assert site.script("scripts.health", check=False, ALLOWED_HOSTS="elsewhere.example").returncode == 1
        assert " is done: " in demo.said()
        assert (
            "40 interviews arrived (1 of them again): 38 created, 0 updated, 0 unchanged, 1 rejected, 1 "
            in (demo.said())
        )
        assert "/collect/" not in demo.said()
        assert not (site.path / ".local" / "demo-interviews.json").exists()
        assert written["url"] in demo.said()
        assert demo.interrupt() == 0
        assert not still_runs(site)


def test_the_second_time_repeats_nothing_and_what_a_killed_demo_leaves_can_be_stopped(site: Checkout) -> None:
    with Demo(site) as demo:
        demo.wait_until_it_serves()
        assert not any(step in demo.said() for step in ("Making", "Installing", "Sending"))

        second = site.script("scripts.demo", check=False)
        assert second.returncode == 1
        assert "running already" in second.stderr

        web = site.pid("web")
        demo.interrupt(signal.SIGKILL)
        assert Path(f"/proc/{web}").exists()
        assert site.script("scripts.stop").stdout == "Stopped: web, worker, redis, postgres.\n"
        assert not still_runs(site)


def test_a_dead_worker_is_told_in_one_line(site: Checkout) -> None:
    with Demo(site) as demo:
        demo.wait_until_it_serves()
        os.kill(site.pid("worker"), signal.SIGKILL)
        assert demo.process.wait(PATIENCE_S) == 1
        log = site.path / ".local" / "logs" / "worker.log"
        assert demo.said().splitlines()[-1] == f"Stopped: the worker process ended (exit -9). The log: {log}"
        assert not still_runs(site)


def test_a_port_that_was_asked_for_and_is_taken_is_refused(site: Checkout) -> None:
    with socket.create_server(("127.0.0.1", 0)) as holder:
        port = holder.getsockname()[1]
        refused = site.python(CHOOSE, PORT=str(port))
        assert refused == f"port {port} is taken: choose another, `make demo PORT=...`."
    assert site.python(CHOOSE, PORT=str(port)) == str(port)
    assert "not a port" in site.python(CHOOSE, PORT="many")


CHOOSE = """
from scripts.demo import choose_port
from scripts.steps import Failure
try:
    print(choose_port())
except Failure as failure:
    print(failure)
"""


def test_a_taken_first_port_gives_way_to_the_next_free_one(site: Checkout) -> None:
    with http.server.HTTPServer(("127.0.0.1", 0), http.server.BaseHTTPRequestHandler) as holder:
        taken = holder.server_port
        found = site.python(f"import scripts.demo as d; d.FIRST_PORT = {taken}; print(d.choose_port())")
    assert int(found) > taken
