"""`manage.py make_demo_reports`: reports of the demo's settlements, written and ready to be taken along."""

from typing import Any

from django.core.management.base import BaseCommand

from accounts.models import User
from enumerations.demo.cast import CAST
from reports.demo import make_reports


class Command(BaseCommand):
    """Writes what is missing and keeps what is there."""

    help = "Write the demo's reports; what is there already is kept."

    def handle(self, *args: Any, **options: Any) -> None:
        made = make_reports(User.objects.get(email=CAST[0].email))
        self.stdout.write(f"{made} reports written.")
