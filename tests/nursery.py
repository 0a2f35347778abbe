"""Starts Celery workers quickly: what they import is imported once, and each is a fork of this process.

tests.worker runs it with a worker's environment. Each line of JSON on standard input is a worker to start, in
a process group of its own; the answer is its number. When that input ends, so does it, and so do its workers.
"""

import ctypes
import gc
import json
import os
import signal
import sys
from contextlib import suppress
from typing import Any, NoReturn

import django
from celery.__main__ import main
from django.conf import settings

PR_SET_CHILD_SUBREAPER = 36


def serve() -> None:
    django.setup()
    from pamoja.celery import app

    app.loader.import_default_modules()
    gc.freeze()
    # The children of a killed worker are ours then; nobody is left as a zombie.
    ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit())
    groups: list[int] = []
    try:
        for line in sys.stdin:
            wish = json.loads(line)
            if not (pid := os.fork()):
                groups.clear()  # they are the nursery's
                become_worker(**wish)
            with suppress(PermissionError, ProcessLookupError):  # it has done so itself, or has ended already
                os.setpgid(pid, pid)
            groups.append(pid)
            print(pid, flush=True)
    finally:
        for group in groups:
            with suppress(ProcessLookupError):
                os.killpg(group, signal.SIGKILL)


def become_worker(words: list[str], log: str, media: str) -> NoReturn:
    """Celery with these words on its command line, from here on."""
    os.setpgid(0, 0)
    for number in (signal.SIGCHLD, signal.SIGTERM):
        signal.signal(number, signal.SIG_DFL)
    out = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    for stream, file in ((0, os.open(os.devnull, os.O_RDONLY)), (1, out), (2, out)):
        os.dup2(file, stream)
    own: Any = settings
    own.MEDIA_ROOT = media  # a test may have one of its own
    sys.argv = ["celery", *words]
    sys.exit(main())


if __name__ == "__main__":
    serve()
