"""`python -m benchmarks.one_batch 12`: run one batch, and print the most memory the process held, in MB."""

import re
import sys
from pathlib import Path


def main(batch: int) -> None:
    import django

    django.setup()
    from enumerations.services.batches import run_batch

    run_batch(batch)
    print(most_memory_mb())


def most_memory_mb() -> float:
    """Of this program. (`getrusage` would count what its parent held when it began.)"""
    (kilobytes,) = re.findall(r"^VmHWM:\s+(\d+) kB$", Path("/proc/self/status").read_text(), re.MULTILINE)
    return int(kilobytes) / 1024


if __name__ == "__main__":
    main(int(sys.argv[1]))
