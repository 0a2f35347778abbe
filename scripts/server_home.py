"""Where a server's data lies and as whom the server runs.

PostgreSQL refuses to run as root, and the user it then runs as may not be able to enter this folder
(root's home is 0700). The data then goes to /var/lib/pamoja, with a link from `.local`.
"""

from __future__ import annotations

import hashlib
import os
import pwd
import shutil
import signal
import subprocess
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from scripts.paths import LOCAL, ROOT
from scripts.processes import working_in
from scripts.steps import Failure

ELSEWHERE = Path("/var/lib/pamoja")


@dataclass(frozen=True)
class Home:
    """A folder that `user` (None: whoever we are) owns and can reach."""

    path: Path
    user: int | None


def home_of(server: str) -> Home:
    """The folder for this server's data, made on first use."""
    near = LOCAL / server
    if os.geteuid() != 0:
        return Home(make(near, None), None)
    far = ELSEWHERE / hashlib.sha256(str(ROOT).encode()).hexdigest()[:12] / server
    if near.is_symlink() and near.resolve() != far:
        near.unlink()  # this folder is a copy of another checkout, whose data that is
    user = server_user(near)
    if not near.is_symlink() and not can_reach(make(near, user), user):
        make(far.parent, None, mode=0o755)
        ELSEWHERE.chmod(0o755)
        set_aside(far)
        shutil.move(near, far)
        near.symlink_to(far)
    return Home(make(near.resolve(), user), user)


def set_aside(folder: Path) -> None:
    """What a checkout that was deleted here has left: end what still runs in it, keep it as `.old`."""
    if not folder.exists():
        return
    for pid in (*working_in(folder), *working_in(folder / "data")):
        with suppress(ProcessLookupError):  # ended meanwhile
            os.kill(pid, signal.SIGINT)
    old = folder.with_name(f"{folder.name}.old")
    shutil.rmtree(old, ignore_errors=True)
    folder.rename(old)


def server_user(folder: Path) -> int:
    """Who runs a server when we are root: the owner of the data that is there, else a user made for it."""
    if folder.exists() and (owner := folder.stat().st_uid):
        return owner
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name).pw_uid
        except KeyError:
            continue
    raise Failure("there is no user `postgres` or `nobody` for the servers to run as.")


def make(folder: Path, user: int | None, *, mode: int = 0o700) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    if user is not None:
        os.chown(folder, user, -1)
    folder.chmod(mode)
    return folder


def can_reach(folder: Path, user: int) -> bool:
    """Ask by trying: modes, access lists and mounts all have a say."""
    test = subprocess.run(["test", "-w", str(folder)], cwd="/", user=user, extra_groups=[], check=False)
    return test.returncode == 0
