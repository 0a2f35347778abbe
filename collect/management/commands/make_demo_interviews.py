"""`manage.py make_demo_interviews FILE --url URL`: what the demo's phones send, and to which address."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any
from urllib.parse import quote

from django.core.management.base import BaseCommand, CommandError

from accounts.because import because
from collect import addresses
from enumerations.demo.cast import write_secrets
from enumerations.demo.phones import count_for_phones, sendings, set_up_phones


class Command(BaseCommand):
    """Sets up the phones; their addresses hold tokens, so the file is for its owner only."""

    requires_system_checks: list[str] = []
    help = "Set up the demo's phones and write their interviews (JSON: url, xml) in the order of sending."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--url", required=True, help="where the site is served")

    @because(task="make_demo_interviews")
    def handle(self, *args: Any, file: Path, url: str, **options: Any) -> None:
        enumeration = count_for_phones()
        if enumeration is None:
            raise CommandError("Run make_demo first: no count of the demo waits for interviews.")
        servers = [addresses.by_token(url, token) for token in set_up_phones(enumeration)]
        made = [
            {
                "url": f"{servers[each.who]}/submission?deviceID={quote(each.phone_id)}",
                "xml": each.xml.decode(),
            }
            for each in sendings(enumeration)
        ]
        write_secrets(file, {"enumeration": enumeration.pk, "interviews": made})
        self.stdout.write(f"{file}: {len(made)} interviews to send")
