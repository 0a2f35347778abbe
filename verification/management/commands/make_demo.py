"""`manage.py make_demo --accounts FILE --url URL`: a made-up federation to look at."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from accounts.models import User
from enumerations.choices import EnumerationState
from enumerations.demo.cast import CAST, make_cast, read_accounts, write_secrets
from enumerations.demo.history import make_places
from enumerations.demo.phones import count_for_phones
from enumerations.demo.places import KIAMUTISYA
from enumerations.models import Enumeration
from verification.demo.way import walk_all


class Command(BaseCommand):
    """Makes what is missing and keeps what is there, so that it may run before every demo."""

    requires_system_checks: list[str] = []
    help = "Make the demo's settlements, counts and accounts; what is there already is kept."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--accounts", type=Path, required=True, help="where the sign-ins are kept (mode 0600)"
        )
        parser.add_argument("--url", default="", help="where the site is served, for the accounts file")

    def handle(self, *args: Any, accounts: Path, url: str, **options: Any) -> None:
        make_places()
        cast = make_cast(read_accounts(accounts).get("accounts", []))
        phones = count_for_phones()
        write_secrets(
            accounts,
            {
                "url": url,
                "accounts": cast,
                "awaits_batch": waiting_count(),
                "awaits_interviews": phones and phones.pk,
            },
        )
        walk_all(by=User.objects.get(email=CAST[0].email))


def waiting_count() -> int | None:
    """The id of Kiamutisya's count while nobody has sent it a batch."""
    waiting = Enumeration.objects.filter(
        settlement__code=KIAMUTISYA.code, state=EnumerationState.ENUMERATING, batches__isnull=True
    )
    return waiting.values_list("pk", flat=True).first()
