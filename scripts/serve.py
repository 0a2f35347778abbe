"""Become one of the three processes of the site: `python3 -m scripts.serve web|worker|beat`.

The demo starts them this way, and so do the containers.
"""

from __future__ import annotations

import os
import sys

from scripts.paths import LOCAL, PYTHON, ROOT
from scripts.steps import Failure, main

BEAT_SCHEDULE = str(LOCAL / "celerybeat-schedule")


def commands() -> dict[str, list[str]]:
    """What each process runs, in the words of gunicorn and Celery."""
    address = f"{os.environ.get('HOST', '127.0.0.1')}:{os.environ.get('PORT', '8000')}"
    # Threads, because a page mostly waits for the database; two processes, because Python uses one core each.
    web = ["gunicorn", "pamoja.wsgi", "--bind", address, "--worker-class", "gthread"]
    web += ["--workers", os.environ.get("WEB_WORKERS", "2"), "--threads", "4", "--timeout", "120"]
    web += ["--no-control-socket"]  # it would lie in the home folder, one for all checkouts
    worker = ["celery", "-A", "pamoja", "worker", "--loglevel", "INFO"]
    beat = ["celery", "-A", "pamoja", "beat", "--loglevel", "INFO", "--schedule", BEAT_SCHEDULE]
    return {
        "web": web,
        "worker": worker,
        "worker-with-beat": [*worker, "--beat", "--schedule", BEAT_SCHEDULE],
        "beat": beat,
    }


def door() -> None:
    name = sys.argv[1] if len(sys.argv) == 2 else ""
    command = commands().get(name)
    if not command:
        raise Failure(f"say which: {', '.join(commands())}.")
    os.chdir(ROOT)
    os.execv(PYTHON, [str(PYTHON), "-m", *command])


if __name__ == "__main__":
    main(door)
