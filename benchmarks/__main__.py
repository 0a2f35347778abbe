"""`python -m benchmarks [intake|…|lists|duplicates|all] [--quick]`: measure, print, keep."""

import argparse
from collections.abc import Sequence
from dataclasses import asdict, replace
from pathlib import Path

from benchmarks import scratch

PARTS = ("intake", "statistics", "tiles", "map", "affected", "submissions", "lists", "exports")
# Not of speed, and asked for by name: how often the finder of duplicates is right.
ASKED = ("duplicates",)


def parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="benchmarks", description=__doc__)
    parser.add_argument("parts", nargs="*", choices=[*PARTS, *ASKED, "all"], default="all")
    parser.add_argument("--quick", action="store_true", help="small sizes, one run each: does it still work?")
    parser.add_argument("--structures", type=int, help="300,000 by default")
    parser.add_argument("--households", type=int, help="500,000")
    parser.add_argument("--settlements", type=int, help="40")
    parser.add_argument("--rows", type=int, help="of the batch: 100,000")
    parser.add_argument("--mapped", type=int, help="structures of the settlement on the map: 30,000")
    parser.add_argument("--known", type=int, help="settlements of the country beside: 1,200")
    parser.add_argument("--listed", type=int, help="households on posted lists: 50,000")
    parser.add_argument("--repeat", type=int, help="runs of each way; the median counts (3)")
    parser.add_argument(
        "--million",
        action="store_true",
        help="also the memory of a batch, and of an export, of a million rows",
    )
    parser.add_argument("--seconds", type=float, help="submissions: of each run (10)")
    parser.add_argument("--minutes", type=float, default=0, help="submissions: then so long without a pause")
    parser.add_argument("--alone", action="store_true", help="tiles: without tipg and django-vectortiles")
    parser.add_argument("--database", default="", help="keep the scratch database under this name")
    return parser.parse_args()


def main() -> None:
    options = parse()
    wanted = PARTS if "all" in options.parts else options.parts
    with scratch.scratch(kept_as=options.database) as folder:
        scratch.begin()
        measure(wanted, options, folder)


def measure(wanted: Sequence[str], options: argparse.Namespace, folder: Path) -> None:
    from benchmarks import (
        affected,
        exports,
        first_map,
        intake,
        lists,
        report,
        scene,
        statistics,
        submissions,
        tiles,
    )

    if "duplicates" in wanted:
        from benchmarks import duplicates

        duplicates.report(households=1_000 if options.quick else 5_000, large=0 if options.quick else 50_000)
    if not set(wanted) & set(PARTS):
        return
    size = scene.Size.quick() if options.quick else scene.Size()
    given = {name: getattr(options, name) for name in asdict(size) if getattr(options, name)}
    size = replace(size, **given)
    repeat = options.repeat or (1 if options.quick else 3)
    result = report.Report(asdict(size))
    machine = report.machine()
    if {"intake", "statistics", "tiles", "exports"} & set(wanted):
        scene.build(size)
    if "statistics" in wanted:  # first, while only the settlements of the sizes are there
        statistics.measure(result, repeat=repeat)
    if "intake" in wanted:
        intake.measure(result, size, folder, repeat=repeat, million=options.million)
    if "tiles" in wanted:
        tiles.measure(result, folder, repeat=repeat, compare=not options.alone)
    if "map" in wanted:
        first_map.measure(result, size, folder, repeat=repeat)
    if "affected" in wanted:
        affected.measure(result, size, repeat=repeat)
    if "submissions" in wanted:
        seconds = options.seconds or (2 if options.quick else 10)
        submissions.measure(result, folder, seconds=seconds, minutes=options.minutes, repeat=repeat)
    if "lists" in wanted:
        lists.measure(result, size)
    if "exports" in wanted:
        exports.measure(result, folder, repeat=repeat, million=options.million)
    print(f"\nWritten to {result.write(machine)}")


if __name__ == "__main__":
    main()
