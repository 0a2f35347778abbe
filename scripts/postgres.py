"""A private PostgreSQL with PostGIS for this checkout, on a loopback port of its own."""

from __future__ import annotations

import os
import secrets
import shutil
import signal
import subprocess
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from urllib.parse import SplitResult, urlsplit

from scripts import environment
from scripts.paths import ENV_FILE
from scripts.processes import Process, free_port, is_free, working_in
from scripts.server_home import Home, home_of
from scripts.steps import Failure, run, say

NAME = "pamoja"  # the database, and the role that owns its tables
APPLICATION = "pamoja_app"  # the role that the site works as
VERSIONS = Path("/usr/lib/postgresql")
POSTGRES = Process("postgres")
PATIENCE_S = 60


def ensure_postgres() -> bool:
    """Have it running, with our database in it; true when this call started it."""
    if environment.is_given("DATABASE_URL"):
        return False
    know_two_roles()
    running = POSTGRES.pid()
    if running:
        if is_ready():
            return False
        wait_for(running)
    else:
        start()
    if not is_ready():
        create_database()
    return not running


def know_two_roles() -> None:
    """A server made before there were two roles: who was the only one is the owner."""
    known = environment.read()
    if "DATABASE_URL" in known and not known.get("DATABASE_OWNER_URL"):
        only = urlsplit(known["DATABASE_URL"])
        remember_address(only.password or "", secrets.token_urlsafe(24), only.port or 0)


def programs_for(data: Path) -> Path:
    """The newest installed PostgreSQL that has PostGIS, or the one that made the data."""
    made_by = (data / "PG_VERSION").read_text().strip() if (data / "PG_VERSION").exists() else None
    found = {
        folder.name: folder / "bin"
        for folder in VERSIONS.glob("[0-9]*")
        if (folder / "bin" / "postgres").exists()
        and Path(f"/usr/share/postgresql/{folder.name}/extension/postgis.control").exists()
    }
    if made_by and made_by not in found:
        raise Failure(
            f"{data} was made by PostgreSQL {made_by}: install postgresql-{made_by}-postgis-3 again."
        )
    if not found:
        raise Failure("PostgreSQL with PostGIS is not installed: run `make setup`.")
    return found[made_by or max(found, key=int)]


def create_cluster(home: Home, data: Path, programs: Path) -> None:
    """initdb with a generated password, which every connection needs; beside its place until it is whole."""
    say("Making a private PostgreSQL ...")
    password = secrets.token_urlsafe(24)
    half = data.with_name("data.half")
    shutil.rmtree(half, ignore_errors=True)
    secret = home.path / "password"
    secret.write_text(password)
    secret.chmod(0o600)
    if home.user is not None:
        os.chown(secret, home.user, -1)
    options = ["--auth=scram-sha-256", "--encoding=UTF8", "--locale=C.UTF-8", "--data-checksums"]
    initdb: list[str | Path] = [programs / "initdb", "-D", half, "-U", NAME, f"--pwfile={secret}", *options]
    try:
        run("initdb", initdb, cwd=home.path, user=home.user)
    finally:
        secret.unlink()
    remember_address(password, secrets.token_urlsafe(24), free_port())
    half.rename(data)


def remember_address(owners: str, applications: str, port: int) -> None:
    """Write down both roles' addresses, each with its password."""
    place = f"127.0.0.1:{port}/{NAME}"
    environment.update(
        {
            "DATABASE_URL": f"postgis://{APPLICATION}:{applications}@{place}",
            "DATABASE_OWNER_URL": f"postgis://{NAME}:{owners}@{place}",
        }
    )


def address(name: str = "DATABASE_OWNER_URL") -> SplitResult:
    return urlsplit(environment.read().get(name, ""))


def settings() -> list[str]:
    """Quick on one machine, and never at the price of a committed row: fsync stays on."""
    memory_mb = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // 2**20
    chosen = {
        "listen_addresses": "127.0.0.1",
        "unix_socket_directories": "",  # a path to a socket may not pass 107 bytes; a checkout's may
        "shared_buffers": f"{max(128, min(512, memory_mb // 8))}MB",
        "effective_cache_size": f"{memory_mb // 2}MB",
        "max_connections": "200",
        "work_mem": "32MB",
        "maintenance_work_mem": "256MB",
        "max_wal_size": "4GB",
        # After a checkpoint the first change of a page writes all of it, and random keys touch every page.
        "checkpoint_timeout": "15min",
        "wal_compression": "on",
        "wal_level": "minimal",  # no replicas here
        "max_wal_senders": "0",
        "random_page_cost": "1.1",
        "jit": "off",  # compiling costs more than our short queries
        "timezone": "UTC",
        # A refused row is not for the log: neither what it held nor the statement that brought it.
        "log_error_verbosity": "terse",
        "log_min_error_statement": "panic",
    }
    return [part for name, value in chosen.items() for part in ("-c", f"{name}={value}")]


def start() -> None:
    """Start and wait until it answers; again where processes of a killed server still hold its memory."""
    home = home_of("postgres")
    data = home.path / "data"
    programs = programs_for(data)
    if not data.exists():
        create_cluster(home, data, programs)
    remove_stale_lock(data)
    port = choose_port(data)
    say("Starting PostgreSQL ...")
    command: list[str | Path] = [programs / "postgres", "-D", data, "-p", str(port), *settings()]
    end = time.monotonic() + PATIENCE_S
    while time.monotonic() < end:
        child = POSTGRES.start(command, cwd=home.path, user=home.user)
        if answers_while(partial(runs, child)):
            return
        time.sleep(0.5)
    raise Failure(f"PostgreSQL did not start. The log: {POSTGRES.log}")


def runs(child: subprocess.Popen[bytes]) -> bool:
    return child.poll() is None


def choose_port(data: Path) -> int:
    """The port of last time while it is free; another is written down for everybody."""
    owner, application = address(), address("DATABASE_URL")
    if not owner.port or not owner.password:
        raise Failure(f"{ENV_FILE} no longer holds the password of {data}. Delete that to start empty.")
    if is_free(owner.port):
        return owner.port
    port = free_port()
    remember_address(owner.password, application.password or secrets.token_urlsafe(24), port)
    return port


def wait_for(pid: int) -> None:
    """Wait for a server that runs already: it may still be reading its log after a crash, or be very busy."""
    if not answers_while(lambda: POSTGRES.pid() == pid):
        raise Failure(f"PostgreSQL runs and does not answer: try `make stop`. The log: {POSTGRES.log}")


def answers_while(alive: Callable[[], bool]) -> bool:
    end = time.monotonic() + PATIENCE_S
    while alive() and time.monotonic() < end:
        if answers():
            return True
        time.sleep(0.05)
    return False


def remove_stale_lock(data: Path) -> None:
    """Remove postmaster.pid when no PostgreSQL runs in this folder; end one we have lost sight of."""
    lock = data / "postmaster.pid"
    try:
        pid = int(lock.read_text().split()[0])
    except (OSError, ValueError, IndexError):
        return
    if pid in working_in(data):
        POSTGRES.remember(pid)
        stop_postgres()
    lock.unlink(missing_ok=True)


def sql(statement: str, *, database: str = NAME) -> subprocess.CompletedProcess[str]:
    """Run it as the owner; from standard input, for a command line can be read by everybody."""
    owner = address()
    to = ["-h", "127.0.0.1", "-p", str(owner.port), "-U", NAME, "-d", database]
    return subprocess.run(
        ["psql", *to, "-XAtq", "-v", "ON_ERROR_STOP=1", "-f", "-"],
        env={**without_postgres_variables(), "PGPASSWORD": owner.password or "", "PGCONNECT_TIMEOUT": "5"},
        input=statement,
        capture_output=True,
        text=True,
        check=False,
    )


def without_postgres_variables() -> dict[str, str]:
    """PGHOSTADDR, PGSERVICE and the like would send us to somebody else's server."""
    return {name: value for name, value in os.environ.items() if not name.startswith("PG")}


def answers() -> bool:
    return sql("SELECT 1", database="postgres").returncode == 0


def is_ready() -> bool:
    """Whether our database is there with its extensions, and the role that the site works as."""
    found = sql("SELECT extname FROM pg_extension UNION ALL SELECT rolname FROM pg_roles").stdout.split()
    return {"postgis", APPLICATION} <= {*found}


def create_database() -> None:
    """What of our database is missing. Its owner is superuser of this private cluster, as tests need.

    What the site's role may do is granted when the tables are made: accounts/ownership.py.
    """
    sql(f"CREATE DATABASE {NAME}", database="postgres")
    sql(f"CREATE ROLE {APPLICATION}")
    password = address("DATABASE_URL").password
    made = sql(
        "CREATE EXTENSION IF NOT EXISTS postgis; CREATE EXTENSION IF NOT EXISTS pg_trgm;"
        f"ALTER ROLE {APPLICATION} LOGIN PASSWORD '{password}'"
    )
    if made.returncode:
        raise Failure(f"PostGIS could not be set up: {made.stderr.strip().splitlines()[-1]}")


def stop_postgres() -> bool:
    return POSTGRES.stop(how=signal.SIGINT)  # fast: ends sessions, keeps every committed row
