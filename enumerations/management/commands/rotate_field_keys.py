"""`manage.py rotate_field_keys`: the last step before an old key is taken out of FIELD_KEYS."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from accounts.encryption.columns import Unreadable
from accounts.encryption.keys import UnknownKey
from enumerations.services.sealing import left_over, rotate


class Command(BaseCommand):
    help = (
        "Encrypt phones and ID numbers again under the first key of FIELD_KEYS. Can be interrupted and run "
        "again, and may run beside the site once every process has the new key."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        done = 0
        try:
            for done in rotate():
                self.stdout.write(f"{done} rows")
        except (UnknownKey, Unreadable) as error:
            raise CommandError(f"{error} {done} rows were encrypted again before.") from error
        if remaining := left_over():
            raise CommandError(f"{remaining} rows were being written meanwhile: run the command again.")
        self.stdout.write("Nothing needs an older key now: take it out of FIELD_KEYS.")
