"""Have a private PostGIS and Redis running for this checkout; their addresses are in `.local/env`."""

from __future__ import annotations

from scripts import environment
from scripts.paths import ENV_FILE
from scripts.postgres import ensure_postgres
from scripts.redis import ensure_redis
from scripts.steps import alone, main, say


def ensure_servers() -> list[str]:
    """Start what does not run; the names of those that this call started."""
    with alone():
        environment.ensure_secrets()
        started = {"postgres": ensure_postgres(), "redis": ensure_redis()}
    return [name for name, is_new in started.items() if is_new]


def door() -> None:
    ensure_servers()
    say(f"PostgreSQL and Redis are running; their addresses: {ENV_FILE}")


if __name__ == "__main__":
    main(door)
