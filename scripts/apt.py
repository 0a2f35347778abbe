"""Install Debian packages without letting any of their servers start: `apt.py package ...`, as root."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

POLICY = Path("/usr/sbin/policy-rc.d")
# Exit 101 tells invoke-rc.d that starting a service is forbidden. Ours alone is removed again.
OUR_POLICY = "#!/bin/sh\n# Written by Pamoja's set-up while it installs packages; safe to delete.\nexit 101\n"
QUIET = {"DEBIAN_FRONTEND": "noninteractive", "NEEDRESTART_SUSPEND": "1", "LC_ALL": "C.UTF-8"}
APT = ["apt-get", "-o", "DPkg::Lock::Timeout=600", "-o", "Dpkg::Options::=--force-confold"]


def forbid_service_starts() -> bool:
    """Put our policy in place unless the machine has its own; true when there is something to remove."""
    if POLICY.exists():
        return POLICY.read_text(errors="replace") == OUR_POLICY
    POLICY.write_text(OUR_POLICY)
    POLICY.chmod(0o755)
    return True


def install(packages: list[str]) -> int:
    """Update the lists and install; the exit status of apt-get."""
    environment = {**os.environ, **QUIET}
    ours = forbid_service_starts()
    try:
        subprocess.run(
            [*APT, "update"], env=environment, check=False
        )  # a dead third-party list need not stop us
        return subprocess.run(
            [*APT, "install", "--yes", "--no-install-recommends", *packages], env=environment, check=False
        ).returncode
    finally:
        if ours:
            POLICY.unlink(missing_ok=True)


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    sys.exit(install(sys.argv[1:]))
