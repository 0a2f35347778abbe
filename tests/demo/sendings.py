"""What the demo gives its phones to send, and sending it."""

import json
import stat
from io import StringIO
from pathlib import Path
from urllib.parse import urlsplit

from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.test import Client

from enumerations.models import Enumeration

Sendings = list[dict[str, str]]


def count() -> Enumeration:
    return Enumeration.objects.get(settlement__code="KMT")


def written(folder: Path) -> Sendings:
    """What the command tells the phones to send."""
    file = folder / "interviews.json"
    call_command("make_demo_interviews", file, url="http://testserver", verbosity=0, stdout=StringIO())
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    found: Sendings = json.loads(file.read_text())["interviews"]
    return found


def post(sending: dict[str, str]) -> int:
    url = urlsplit(sending["url"])
    xml = SimpleUploadedFile("demo.xml", sending["xml"].encode(), content_type="text/xml")
    return Client().post(f"{url.path}?{url.query}", {"xml_submission_file": xml}).status_code
