"""`python -m benchmarks.one_posting 12`: make one posting's lists; print CPU seconds and most memory, MB."""

import sys
import time

from benchmarks.memory import most_memory_mb


def main(posting: int) -> None:
    import django

    django.setup()
    from verification.services.making_lists import make

    began = time.process_time()
    make(posting)
    print(time.process_time() - began, most_memory_mb())


if __name__ == "__main__":
    main(int(sys.argv[1]))
