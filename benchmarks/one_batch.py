"""`python -m benchmarks.one_batch 12`: run one batch, and print the most memory the process held, in MB."""

import resource
import sys


def main(batch: int) -> None:
    import django

    django.setup()
    from enumerations.services.batches import run_batch

    run_batch(batch)
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)  # kB on Linux


if __name__ == "__main__":
    main(int(sys.argv[1]))
