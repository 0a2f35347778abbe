"""`python -m benchmarks.one_batch 12`: run one batch, and print the most memory the process held, in MB."""

import sys

from benchmarks.memory import most_memory_mb


def main(batch: int) -> None:
    import django

    django.setup()
    from enumerations.services.batches import run_batch

    run_batch(batch)
    print(most_memory_mb())


if __name__ == "__main__":
    main(int(sys.argv[1]))
