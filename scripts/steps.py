"""Run one step after the other: a line of progress each, output to a log, a failure told in one line."""

from __future__ import annotations

import fcntl
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from scripts.paths import LOCAL, LOGS, ROOT


class Failure(Exception):
    """A step failed. The message is one line: what failed, and what to do about it."""


def say(message: str) -> None:
    print(message, flush=True)


def run(
    name: str,
    command: Sequence[str | Path],
    *,
    remedy: str = "",
    env: Mapping[str, str] | None = None,
    cwd: Path = ROOT,
    user: int | None = None,
) -> None:
    """Run a command with its output in `.local/logs/<name>.log`; Failure names that log."""
    LOGS.mkdir(parents=True, exist_ok=True)
    log = LOGS / f"{name}.log"
    try:
        with log.open("wb") as output:
            status = subprocess.run(
                [str(part) for part in command],
                cwd=cwd,
                env={**os.environ, **(env or {})},
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                user=user,
                extra_groups=None if user is None else [],
                check=False,
            ).returncode
    except OSError as error:
        raise Failure(f"{name}: cannot run {command[0]} ({error.strerror}). {remedy}".strip()) from error
    if status:
        words = [f"{name} failed (exit {status}): {last_line(log)}.", remedy, f"The log: {log}"]
        raise Failure(" ".join(filter(None, words)))


def last_line(log: Path, length: int = 200) -> str:
    """What a failed program said last is most often the reason."""
    lines = [line.strip() for line in log.read_text(errors="replace").splitlines() if line.strip()]
    return lines[-1].rstrip(".")[:length] if lines else "no word of why"


@contextmanager
def alone() -> Iterator[None]:
    """Let one set-up at a time work in this checkout; the second waits for the first."""
    LOCAL.mkdir(exist_ok=True)
    if not os.access(LOCAL, os.W_OK):
        raise Failure(f"{LOCAL} belongs to another user: work as that user, or delete it.")
    with (LOCAL / "lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say("Waiting for another set-up in this folder ...")
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def main(door: Callable[[], None]) -> None:
    """Open a script's door: no traceback for what a person can put right, exit 1 after a failure."""
    signal.signal(
        signal.SIGINT, signal.default_int_handler
    )  # a script's `make demo &` starts with it ignored
    for request in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(request, lambda number, _: sys.exit(128 + number))
    try:
        door()
    except (Failure, OSError) as failure:
        sys.exit(f"Stopped: {failure}")
    except KeyboardInterrupt:
        sys.exit(130)
