"""Processes that outlive the command that started them, and how we know that one is still ours.

A number in a file proves nothing: after a crash or a reboot it may belong to anybody. We therefore write
down the process's start time and the machine's boot too, which no other process can share,
and the folder it serves, so that a copy of a checkout does not take the original's processes for its own.
"""

from __future__ import annotations

import os
import pwd
import signal
import socket
import subprocess
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from scripts.paths import LOGS, ROOT, RUNNING

ZOMBIE = "Z"


def identity(pid: int) -> str | None:
    """The process's number, start time, boot and our folder as one text; None when no such process runs."""
    try:
        stat = Path(f"/proc/{pid}/stat").read_text()
        boot = Path("/proc/sys/kernel/random/boot_id").read_text().strip()
    except OSError:
        return None
    fields = stat.rpartition(")")[2].split()  # the command before it may hold spaces and brackets
    return None if fields[0] == ZOMBIE else f"{pid} {fields[19]} {boot} {ROOT}"


@dataclass(frozen=True)
class Process:
    """A named process of this checkout, remembered in `.local/run/<name>.pid`."""

    name: str

    @property
    def record(self) -> Path:
        return RUNNING / f"{self.name}.pid"

    @property
    def log(self) -> Path:
        return LOGS / f"{self.name}.log"

    def pid(self) -> int | None:
        """Its number when it runs and is ours; a stale record is removed."""
        try:
            written = self.record.read_text().strip()
            pid = int(written.split()[0])
        except (OSError, ValueError, IndexError):
            return None
        if identity(pid) == written:
            return pid
        self.forget()
        return None

    def remember(self, pid: int) -> None:
        RUNNING.mkdir(parents=True, exist_ok=True)
        self.record.write_text(identity(pid) or "")

    def forget(self) -> None:
        self.record.unlink(missing_ok=True)

    def start(
        self,
        command: Sequence[str | Path],
        *,
        cwd: Path,
        user: int | None = None,
        env: Mapping[str, str] | None = None,
        config: bytes | None = None,
    ) -> subprocess.Popen[bytes]:
        """Start it in a session of its own, as `user` where given, with `config` on its standard input."""
        LOGS.mkdir(parents=True, exist_ok=True)
        with self.log.open("ab") as output:
            child = subprocess.Popen(
                [str(part) for part in command],
                cwd=cwd,
                env={**os.environ, **(env or {})},
                stdin=subprocess.DEVNULL if config is None else subprocess.PIPE,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                user=user,
                group=None if user is None else primary_group(user),
                extra_groups=None if user is None else [],
            )
        if config is not None and child.stdin:
            child.stdin.write(config)
            child.stdin.close()
        self.remember(child.pid)
        return child

    def stop(self, *, how: signal.Signals = signal.SIGTERM, seconds: float = 30) -> bool:
        """Ask it to end, insist after `seconds`; true when there was something to end."""
        pid = self.pid()
        if pid is None:
            return False
        for request, patience in ((how, seconds), (signal.SIGKILL, 10.0)):
            with suppress(ProcessLookupError):
                os.kill(pid, request)
            end = time.monotonic() + patience
            while self.pid() and time.monotonic() < end:
                time.sleep(0.05)
            if not self.pid():
                break
        self.forget()
        return True


def working_in(folder: Path) -> list[int]:
    """Processes whose working directory this is: a server whose record was lost is still found here."""
    found = []
    for pid in map(int, filter(str.isdigit, os.listdir("/proc"))):
        with suppress(OSError):  # ended meanwhile, or somebody else's
            if Path(os.readlink(f"/proc/{pid}/cwd")) == folder.resolve() and identity(pid):
                found.append(pid)
    return found


def primary_group(user: int) -> int:
    return pwd.getpwuid(user).pw_gid


def is_free(port: int) -> bool:
    """Whether nobody listens on this port of the loopback or of all addresses."""
    for host in ("127.0.0.1", "0.0.0.0"):
        with socket.socket() as attempt:
            attempt.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                attempt.bind((host, port))
            except OSError:
                return False
    return True


def free_port() -> int:
    with socket.socket() as attempt:
        attempt.bind(("127.0.0.1", 0))
        return int(attempt.getsockname()[1])
