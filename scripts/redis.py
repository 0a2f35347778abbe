"""A private Redis for this checkout, on a loopback port of its own, its data on disk."""

from __future__ import annotations

import secrets
import shutil
import socket
import time
from urllib.parse import urlsplit

from scripts import environment
from scripts.processes import Process, free_port, is_free, working_in
from scripts.server_home import home_of
from scripts.steps import Failure, say

REDIS = Process("redis")
PATIENCE_S = 30


def ensure_redis() -> bool:
    """Have it running and answering; true when this call started it."""
    if environment.is_given("REDIS_URL"):
        return False
    running = REDIS.pid()
    if not running:
        start()
    end = time.monotonic() + PATIENCE_S
    while REDIS.pid() and time.monotonic() < end:
        if answers():
            return not running
        time.sleep(0.05)
    raise Failure(f"Redis does not answer: try `make stop`. The log: {REDIS.log}")


def start() -> None:
    program = shutil.which("redis-server")
    if not program:
        raise Failure("Redis is not installed: run `make setup`.")
    home = home_of("redis")
    for lost in working_in(home.path):
        REDIS.remember(lost)
        REDIS.stop()
    address = urlsplit(environment.read().get("REDIS_URL", ""))
    password = address.password or secrets.token_urlsafe(24)
    port = address.port if address.port and is_free(address.port) else free_port()
    environment.update({"REDIS_URL": f"redis://:{password}@127.0.0.1:{port}/0"})
    say("Starting Redis ...")
    REDIS.start([program, "-"], cwd=home.path, user=home.user, config=configuration(port, password))


def configuration(port: int, password: str) -> bytes:
    """Read by Redis from its standard input: the password is in no second file and on no command line."""
    lines = [
        "bind 127.0.0.1",
        f"port {port}",
        f"requirepass {password}",
        "appendonly yes",
        'save ""',
        # The cache may be thrown away (its keys expire), waiting tasks may not (theirs do not).
        "maxmemory 1gb",
        "maxmemory-policy volatile-lru",
    ]
    return "\n".join([*lines, ""]).encode()


def answers() -> bool:
    """Whether our Redis, and no other, takes the password; false while it still loads its data."""
    address = urlsplit(environment.read().get("REDIS_URL", ""))
    try:
        with socket.create_connection(("127.0.0.1", address.port or 0), timeout=5) as connection:
            connection.sendall(f"AUTH {address.password}\r\nPING\r\n".encode())
            answer = b""
            while answer.count(b"\r\n") < 2:
                part = connection.recv(100)
                if not part:
                    return False
                answer += part
    except OSError:
        return False
    return answer == b"+OK\r\n+PONG\r\n"


def stop_redis() -> bool:
    return REDIS.stop()
