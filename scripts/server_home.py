"""Where a server's data lies and as whom the server runs.

PostgreSQL refuses to run as root, and the user it then runs as may not be able to enter this folder (root's home is
0700). The data then goes to /var/lib/pamoja, with a link from `.local`.
"""

from __future__ import annotations

import hashlib
import os
import pwd
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from scripts.paths import LOCAL, ROOT

ELSEWHERE = Path("/var/lib/pamoja")


@dataclass(frozen=True)
class Home:
    """A folder that `user` (None: whoever we are) owns and can reach."""

    path: Path
    user: int | None


def server_user() -> int | None:
    """The user for servers when we are root; anybody else runs them as themselves."""
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name).pw_uid
        except KeyError:
            continue
    return None


def home_of(name: str) -> Home:
    """The folder for this server's data, made on first use."""
    user = server_user()
    near = LOCAL / name
    far = ELSEWHERE / hashlib.sha256(str(ROOT).encode()).hexdigest()[:12] / name
    if near.is_symlink() and near.resolve() != far:
        near.unlink()  # this folder is a copy of another checkout, whose data that is
    if user is None:
        return Home(own(near, user), user)
    if not near.is_symlink():
        if can_reach(own(near, user), user):
            return Home(near, user)
        shutil.rmtree(near)
        own(far, user)
        near.symlink_to(far)
    return Home(own(far, user), user)


def own(folder: Path, user: int | None) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    if user is not None:
        os.chown(folder, user, -1)
    folder.chmod(0o700)
    return folder


def can_reach(folder: Path, user: int) -> bool:
    """Ask by trying: modes, ACLs and mounts all have a say."""
    test = subprocess.run(["test", "-w", str(folder)], cwd="/", user=user, extra_groups=[], check=False)
    return test.returncode == 0
