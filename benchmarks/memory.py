"""How much memory this program held at most."""

import re
from pathlib import Path


def most_memory_mb() -> float:
    """Resident, with the pages of shared libraries that it touched, as the kernel's VmHWM counts: what no
    other program shares, and what others may share too. (`getrusage` would count what its parent held.)"""
    (kilobytes,) = re.findall(r"^VmHWM:\s+(\d+) kB$", Path("/proc/self/status").read_text(), re.MULTILINE)
    return int(kilobytes) / 1024
