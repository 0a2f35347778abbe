"""`manage.py review_demo_interviews`: what Kiamutisya's leader says of the interviews that came by phone."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from enumerations.demo.phones import count_for_phones, review


class Command(BaseCommand):
    """Accepts some and returns one, once."""

    requires_system_checks: list[str] = []
    help = "Accept the first of the demo's interviews from phones and return one of them."

    def handle(self, *args: Any, **options: Any) -> None:
        enumeration = count_for_phones()
        if enumeration is None:
            raise CommandError("Nothing waits: the demo's interviews were reviewed before.")
        accepted, returned = review(enumeration)
        self.stdout.write(f"{accepted} accepted, {returned} returned")
