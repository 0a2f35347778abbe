"""Clear what was kept long enough; with --dry-run only say what that would be."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.template.defaultfilters import filesizeformat

from enumerations.services.retention import Due, plan, retain


class Command(BaseCommand):
    help = (
        "Announces what is due by the retention rules and clears what was announced long enough ago. "
        "With --dry-run it says what is due, and changes nothing."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="Say what is due and change nothing.")

    def handle(self, *args: Any, dry_run: bool, **options: Any) -> None:
        for due in plan() if dry_run else retain():
            self.stdout.write(line(due, dry_run=dry_run))
        if not dry_run:
            for due in plan():
                self.stdout.write(line(due, dry_run=True))


def line(due: Due, *, dry_run: bool) -> str:
    """One count and rule: how many of what, and when."""
    number = {
        "households": due.households,
        "people": due.people,
        "claimants": due.claimants,
        "kept revisions": due.revisions,
        "stored files": due.files,
        "interviews": due.interviews,
    }
    what = ", ".join(f"{count} {name}" for name, count in number.items() if count)
    size = f" ({filesizeformat(due.bytes)})" if due.bytes else ""
    when = f"due, cleared from {due.clears_at:%Y-%m-%d}" if dry_run else "cleared"
    return (
        f"{due.enumeration.settlement.code} round {due.enumeration.round}, {due.rule}: {what}{size}: {when}"
    )
