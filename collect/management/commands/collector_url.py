"""Print a fresh server URL for a phone, and nothing else: for scripts.

manage.py collector_url 7 --device "blue Tecno"
manage.py collector_url KMT --device "bench" --user asha@example.org --base http://localhost:8000
"""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from accounts.because import because
from accounts.models import User
from collect import addresses
from enumerations.models import Enumeration
from enumerations.services.devices import NotASender, make_device, senders


class Command(BaseCommand):
    help = "Set up a phone for a count and print its server URL."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("enumeration", help="the count's number, or its settlement's code (the newest)")
        parser.add_argument("--device", required=True, metavar="NAME", help="what the phone is called")
        parser.add_argument("--user", metavar="EMAIL", help="whose phone; else one of those who may send")
        parser.add_argument("--draft", action="store_true", help="tries the draft; nothing is counted")
        parser.add_argument("--base", default=settings.SITE_URL, metavar="URL", help="the site (SITE_URL)")

    @because(task="collector_url")
    def handle(self, *args: Any, **options: Any) -> None:
        count = _count(options["enumeration"])
        try:
            _, token = make_device(
                enumeration=count,
                user=_user(count, options["user"]),
                name=options["device"][:60],
                created_by=None,
                tests_draft=options["draft"],
            )
        except NotASender:
            raise CommandError(f"{options['user']} may not send interviews of {count}.") from None
        self.stdout.write(addresses.by_token(options["base"], token))


def _count(said: str) -> Enumeration:
    counts = Enumeration.objects.select_related("settlement").order_by("-round")
    named = {"pk": said} if said.isdecimal() else {"settlement__code": said.upper()}
    if found := counts.filter(**named).first():
        return found
    raise CommandError(f"There is no count {said}.")


def _user(count: Enumeration, email: str | None) -> User:
    people = senders(count.settlement) if email is None else User.objects.filter(email=email.lower())
    if found := people.order_by("pk").first():
        return found
    raise CommandError(f"There is no person {email}." if email else f"Nobody may send interviews of {count}.")
