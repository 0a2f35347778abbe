"""`python -m benchmarks.one_posting 12`: make one posting's lists; print CPU seconds and most memory, MB."""

import resource
import sys
import time


def main(posting: int) -> None:
    import django

    django.setup()
    from verification.services.making_lists import make

    began = time.process_time()
    make(posting)
    print(
        time.process_time() - began, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    )  # kB on Linux


if __name__ == "__main__":
    main(int(sys.argv[1]))
