"""End what this checkout started, and nothing else."""

from __future__ import annotations

from scripts.postgres import stop_postgres
from scripts.processes import Process
from scripts.redis import stop_redis
from scripts.steps import main, say


def stop_all() -> list[str]:
    """The site first, then the servers it talks to; the names of those that ran."""
    ran = [name for name in ("demo", "web", "worker") if Process(name).stop(seconds=90)]
    ran += ["redis"] if stop_redis() else []
    ran += ["postgres"] if stop_postgres() else []
    return ran


def door() -> None:
    ran = stop_all()
    say(f"Stopped: {', '.join(ran)}." if ran else "Nothing of this folder was running.")


if __name__ == "__main__":
    main(door)
