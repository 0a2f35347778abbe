"""`manage.py make_demo_reports`: reports of the demo's settlements, written and ready to be taken along."""

from typing import Any

from django.core.management.base import BaseCommand

from accounts.models import User
from enumerations.demo.cast import CAST
from reports.demo import make_reports
from reports.demo_county import make_county_life


class Command(BaseCommand):
    """Writes what is missing and keeps what is there."""

    help = "Write the demo's reports; what is there already is kept."

    def handle(self, *args: Any, **options: Any) -> None:
        staff = User.objects.get(email=CAST[0].email)
        made = make_reports(staff)
        if make_county_life(staff):
            self.stdout.write("Agreements, hand-overs and days of the counties written.")
        self.stdout.write(f"{made} reports written.")
