"""Private servers: of this checkout alone, there again after a crash, never in anybody's way."""

from __future__ import annotations

import os
import resource
import shutil
import signal
import socket
import stat
import subprocess
import time
from pathlib import Path
from urllib.parse import urlsplit

import psycopg2
import pytest
import redis

from tests.setup.conftest import Checkout, make_checkout

ADDRESSES = ("DATABASE_URL", "DATABASE_OWNER_URL", "REDIS_URL")

as_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root runs servers as another user")


def ask(checkout: Checkout, statement: str, *, name: str = "DATABASE_OWNER_URL") -> object:
    address = checkout.settings()[name].replace("postgis://", "postgresql://")
    with psycopg2.connect(address) as connection, connection.cursor() as cursor:
        cursor.execute(statement)
        row = cursor.fetchone() if cursor.description else None
    return row[0] if row else None


def port(checkout: Checkout, name: str) -> int:
    found = urlsplit(checkout.settings()[name]).port
    assert found
    return found


def password(checkout: Checkout, name: str) -> str:
    found = urlsplit(checkout.settings()[name]).password
    assert found
    return found


def test_they_answer_at_the_written_addresses_and_the_second_start_is_quick(lasting: Checkout) -> None:
    lasting.script("scripts.servers")
    assert ask(lasting, "SELECT ST_AsText(ST_Point(36.78, -1.31))") == "POINT(36.78 -1.31)"
    assert ask(lasting, "SELECT count(*) FROM pg_extension WHERE extname = 'pg_trgm'") == 1
    assert ask(lasting, "SHOW fsync") == "on"
    assert redis.from_url(lasting.settings()["REDIS_URL"]).config_get("appendonly") == {"appendonly": "yes"}
    assert ask(lasting, "SELECT current_user", name="DATABASE_URL") == "pamoja_app"
    written = (lasting.path / ".local" / "env").read_text()
    pids = lasting.pid("postgres"), lasting.pid("redis")

    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    lasting.script("scripts.servers")

    after = resource.getrusage(resource.RUSAGE_CHILDREN)  # of computing: another program may be in the way
    assert after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime < 2
    assert (lasting.path / ".local" / "env").read_text() == written
    assert (lasting.pid("postgres"), lasting.pid("redis")) == pids


def test_secrets_are_the_owners_only_and_nobody_enters_without_them(lasting: Checkout) -> None:
    lasting.script("scripts.servers")
    assert stat.S_IMODE((lasting.path / ".local" / "env").stat().st_mode) == 0o600
    for role in ("pamoja", "pamoja_app"):
        address = f"postgresql://{role}:guess@127.0.0.1:{port(lasting, 'DATABASE_URL')}/pamoja"
        with pytest.raises(psycopg2.OperationalError, match="authentication failed"):
            psycopg2.connect(address)
    with pytest.raises(redis.AuthenticationError):
        redis.Redis(port=port(lasting, "REDIS_URL")).ping()
    for pid in (lasting.pid("postgres"), lasting.pid("redis")):
        shown = Path(f"/proc/{pid}/cmdline").read_text()
        assert not any(password(lasting, name) in shown for name in ADDRESSES)


def test_after_a_crash_they_start_again_with_what_was_committed(lasting: Checkout) -> None:
    lasting.script("scripts.servers")
    ask(lasting, "CREATE TABLE kept AS SELECT 7 AS n")
    key = lasting.settings()["SECRET_KEY"]
    kill(lasting.pid("postgres"))
    kill(lasting.pid("redis"))

    lasting.script("scripts.servers")

    assert ask(lasting, "SELECT n FROM kept") == 7
    assert lasting.settings()["SECRET_KEY"] == key


def test_a_pid_that_now_belongs_to_another_process_is_left_alone(lasting: Checkout) -> None:
    lasting.script("scripts.servers")
    home = (lasting.path / ".local" / "postgres").resolve()
    kill(lasting.pid("postgres"))
    stranger = subprocess.Popen(["sleep", "60"])
    try:
        lock = home / "data" / "postmaster.pid"
        lines = lock.read_text().splitlines()
        lock.write_text("\n".join([str(stranger.pid), *lines[1:], ""]))
        record = lasting.path / ".local" / "run" / "postgres.pid"
        record.write_text(" ".join([str(stranger.pid), *record.read_text().split()[1:]]))

        lasting.script("scripts.stop")
        assert stranger.poll() is None
        lasting.script("scripts.servers")

        assert ask(lasting, "SELECT 1") == 1
        assert stranger.poll() is None
    finally:
        stranger.kill()
        stranger.wait()


def test_a_lost_record_does_not_make_a_second_server_on_the_same_data(lasting: Checkout) -> None:
    lasting.script("scripts.servers")
    before = lasting.pid("postgres"), lasting.pid("redis")
    shutil.rmtree(lasting.path / ".local" / "run")

    lasting.script("scripts.servers")

    assert ask(lasting, "SELECT 1") == 1
    assert not any(map(is_alive, before))


def test_a_port_taken_meanwhile_is_exchanged_for_another(lasting: Checkout) -> None:
    lasting.script("scripts.servers")
    lasting.script("scripts.stop")
    taken = {name: port(lasting, name) for name in ADDRESSES}
    passwords = {name: password(lasting, name) for name in ADDRESSES}
    holders = [socket.create_server(("127.0.0.1", number)) for number in {*taken.values()}]
    try:
        lasting.script("scripts.servers")
    finally:
        for holder in holders:
            holder.close()
    assert ask(lasting, "SELECT 1") == 1
    assert ask(lasting, "SELECT 1", name="DATABASE_URL") == 1
    assert all(port(lasting, name) != taken[name] for name in ADDRESSES)
    assert {name: password(lasting, name) for name in ADDRESSES} == passwords


def test_a_server_made_before_there_were_two_roles_gets_the_second(lasting: Checkout) -> None:
    lasting.script("scripts.servers")
    ask(lasting, "DROP ROLE pamoja_app")
    env = lasting.path / ".local" / "env"
    lines = env.read_text().splitlines()
    owners = next(line for line in lines if line.startswith("DATABASE_OWNER_URL="))
    others = [line for line in lines if not line.startswith("DATABASE_")]
    env.write_text("\n".join([*others, owners.replace("OWNER_", ""), ""]))

    lasting.script("scripts.servers")

    assert owners in env.read_text().splitlines()
    assert ask(lasting, "SELECT current_user", name="DATABASE_URL") == "pamoja_app"
    assert ask(lasting, "SELECT current_setting('is_superuser')", name="DATABASE_URL") == "off"


def test_given_addresses_are_used_and_nothing_is_started(checkout: Checkout) -> None:
    checkout.env |= {
        "DATABASE_URL": "postgis://u:p@db.example.org/x",
        "REDIS_URL": "redis://cache.example.org/0",
    }
    checkout.script("scripts.servers")
    assert not {*ADDRESSES} & {*checkout.settings()}
    assert not (checkout.path / ".local" / "run").exists()


def test_a_copied_folder_gets_servers_of_its_own(lasting: Checkout, tmp_path: Path) -> None:
    lasting.script("scripts.servers")
    copy = Checkout(tmp_path / "copy")
    subprocess.run(["cp", "-a", lasting.path, copy.path], check=True)
    try:
        copy.script("scripts.stop")
        assert ask(lasting, "SELECT 1") == 1
        copy.script("scripts.servers")
        assert port(copy, "DATABASE_URL") != port(lasting, "DATABASE_URL")
        ask(copy, "CREATE TABLE theirs()")
        assert ask(lasting, "SELECT count(*) FROM pg_tables WHERE tablename = 'theirs'") == 0
        copy.script("scripts.stop")
        assert ask(lasting, "SELECT 1") == 1
    finally:
        copy.remove()


@as_root
@pytest.mark.parametrize("mode", [0o755, 0o700])
def test_root_starts_them_as_another_user_wherever_the_folder_is(tmp_path: Path, mode: int) -> None:
    """pytest's own temporary folders are 0700, so the open one is made beside them."""
    top = Path("/var/tmp") / f"pamoja-{os.getpid()}"
    top.mkdir(mode=mode)
    checkout = make_checkout(top / "open or not")
    try:
        checkout.script("scripts.servers")
        home = checkout.path / ".local" / "postgres"
        assert home.is_symlink() == (mode == 0o700)
        assert Path(f"/proc/{checkout.pid('postgres')}").stat().st_uid != 0
        assert Path(f"/proc/{checkout.pid('redis')}").stat().st_uid != 0
        assert ask(checkout, "SELECT 1") == 1
        top.chmod(0o700)  # an open folder is closed later on: the data moves, and is not lost
        ask(checkout, "CREATE TABLE kept AS SELECT 7 AS n")
        checkout.script("scripts.stop")
        checkout.script("scripts.servers")
        assert home.is_symlink()
        assert ask(checkout, "SELECT n FROM kept") == 7
        forgotten = checkout.pid("postgres")
        shutil.rmtree(checkout.path)  # deleted while they run, and made anew at the same place
        checkout = make_checkout(top / "open or not")
        checkout.script("scripts.servers")
        assert ask(checkout, "SELECT count(*) FROM pg_tables WHERE tablename = 'kept'") == 0
        assert not is_alive(forgotten)
    finally:
        checkout.remove()
        top.rmdir()


def kill(pid: int) -> None:
    os.kill(pid, signal.SIGKILL)
    while is_alive(pid):
        time.sleep(0.01)


def is_alive(pid: int) -> bool:
    """A zombie is dead: only its parent has not been told."""
    try:
        return "\nState:\tZ" not in Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return False
