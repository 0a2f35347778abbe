"""Import boundaries, clusters, structures, service points, lanes or overlays from a file."""

from argparse import ArgumentParser
from dataclasses import replace
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from settlements.imports import ImportRefused, Layer, Options, Plan, apply_ground, plan_ground
from settlements.models import Settlement

MOST_ROWS = 20


class Command(BaseCommand):
    """`import_ground houses.gpkg --settlement KMT --layer structures --dry-run`"""

    help = "Import what stands in or crosses a settlement from a file: structures, lanes, overlays …"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="GeoJSON, GeoPackage, zipped Shapefile, KML or CSV")
        parser.add_argument("--settlement", required=True, help="its code, as KMT")
        parser.add_argument("--layer", required=True, choices=Layer.values, help="what the file holds")
        parser.add_argument("--dry-run", action="store_true", help="say what would happen, change nothing")
        parser.add_argument("--crs", help="coordinate system, as EPSG:32737; wins over the file's own word")
        parser.add_argument("--swap", action="store_true", default=None, help="swap the two coordinates")
        parser.add_argument("--source-layer", default="", help="layer of a file that holds several")
        parser.add_argument(
            "--column", action="append", default=[], metavar="FIELD=HEADING", help="which column holds what"
        )
        parser.add_argument(
            "--kind",
            action="append",
            default=[],
            metavar="TEXT=KIND",
            help="what the file's word for a kind means",
        )
        parser.add_argument("--number", action="store_true", help="number structures that have no number")
        parser.add_argument(
            "--make-clusters", action="store_true", help="make clusters that are not there yet"
        )
        parser.add_argument("--all-rows", action="store_true", help="list every row with something to say")

    def handle(self, **options: Any) -> None:
        path: Path = options["file"]
        if not path.is_file():
            raise CommandError(_("There is no file %(path)s.") % {"path": path})
        settlement = Settlement.objects.filter(code=options["settlement"].upper()).first()
        if settlement is None:
            raise CommandError(_("There is no settlement %(code)s.") % {"code": options["settlement"]})
        decided = Options(
            layer=Layer(options["layer"]),
            source_layer=options["source_layer"],
            crs=options["crs"],
            swap=options["swap"],
            columns=pairs(options["column"]),
            kinds=pairs(options["kind"]),
            make_numbers=options["number"],
            make_clusters=options["make_clusters"],
        )
        try:
            self.carry_out(settlement, path, decided, options)
        except ImportRefused as refused:
            raise CommandError(str(refused)) from refused

    def carry_out(
        self, settlement: Settlement, path: Path, decided: Options, options: dict[str, Any]
    ) -> None:
        plan = plan_ground(settlement, path, decided)
        if plan.question:
            raise CommandError(asked(plan))
        if not options["dry_run"]:
            # What was said is what is done: the system that was found, and this very plan.
            decided = replace(decided, crs=plan.crs or None, swap=plan.swap)
            plan = apply_ground(settlement, path, decided, source=path.name, expected=plan.digest)
        self.report(plan, dry_run=options["dry_run"], all_rows=options["all_rows"])

    def report(self, plan: Plan, *, dry_run: bool, all_rows: bool) -> None:
        """Say what would happen, or has happened."""
        self.stdout.write(f"{plan.format} {plan.source_layer} {plan.crs_name}".strip())
        for field, heading in plan.columns.items():
            self.stdout.write(f"  {field} = {heading}")
        for problem in plan.warnings:
            self.stdout.write(self.style.WARNING(f"! {problem.sentence} {problem.remedy}"))
        for code, name in plan.new_clusters.items():
            self.stdout.write(f"  + {code} {name}")
        for problem, count, example in plan.problem_counts():
            said = _("for example") + f": {problem.sentence}" if example else problem.sentence
            self.stdout.write(f"  {count} × {said} {problem.remedy}")
        self.report_rows(plan, all_rows)
        counts = ", ".join(f"{count} {action}" for action, count in plan.counts.items())
        self.stdout.write(self.style.SUCCESS(f"{counts}." + (" (dry run)" if dry_run else "")))

    def report_rows(self, plan: Plan, all_rows: bool) -> None:
        """The rows with something to say: rejected ones first; all of them on request."""
        rows = sorted((row for row in plan.rows if row.problems), key=lambda row: row.action != "rejected")
        for row in rows if all_rows else rows[:MOST_ROWS]:
            said = " ".join(problem.sentence for problem in row.problems)
            self.stdout.write(f"  row {row.row} {row.code} {row.action}: {said}")
        if not all_rows and len(rows) > MOST_ROWS:
            self.stdout.write(f"  … {len(rows) - MOST_ROWS} more (--all-rows)")


def pairs(texts: list[str]) -> dict[str, str]:
    """`code=House no` as a pair."""
    for text in texts:
        if "=" not in text:
            raise CommandError(_("%(text)s should look like name=value.") % {"text": text})
    return dict(text.split("=", 1) for text in texts)


def asked(plan: Plan) -> str:
    """The question, and the answers that can be given."""
    assert plan.question is not None
    lines = [f"{plan.question.sentence} {plan.question.remedy}"]
    for each in plan.proposals:
        answer = f"--crs {each['crs']}" + (" --swap" if each["swap"] else "")
        inside = "" if each["inside"] is None else f", {each['inside']:.0%} inside the settlement"
        lines.append(f"  {answer:<24} {each['name']}: {each['where']}{inside}")
    if not plan.proposals:
        lines.append("  --column FIELD=HEADING  " + ", ".join(plan.headings))
    return "\n".join(lines)
