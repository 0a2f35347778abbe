"""Reads Pamoja from a program: settlements, structures in a box, figures; and checks a webhook's signature.

Nothing but Python's own library. Make a key on the site under "Me", and give it in the environment, never in
a command or an address:

    PAMOJA_URL=https://pamoja.example.org PAMOJA_KEY=... python pamoja.py KMT
"""

import base64
import hashlib
import hmac
import json
import os
import sys
import time
from collections.abc import Iterator
from typing import Any
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import Request, urlopen


class Refused(Exception):
    """The site said no; its text says why and what to do."""


class Pamoja:
    """One site, and the key of whoever asks."""

    def __init__(self, url: str, key: str = "") -> None:
        self.url = url.rstrip("/")
        self.headers = {"Accept": "application/json", **({"Authorization": f"Token {key}"} if key else {})}

    def get(self, address: str, **query: Any) -> Any:
        """One answer, read as JSON. Waits where the site says that it was asked too often."""
        address = address if address.startswith("http") else self.url + address
        if query:
            address += "?" + urlencode(query)
        while True:
            try:
                with urlopen(Request(address, headers=self.headers), timeout=60) as answer:
                    return json.load(answer)
            except HTTPError as error:
                if error.code == 429:
                    time.sleep(int(error.headers.get("Retry-After", 60)))
                    continue
                said = json.load(error)
                raise Refused(f"{said['sentence']} {said['remedy']}") from error

    def pages(self, address: str, rows: str, **query: Any) -> Iterator[dict[str, Any]]:
        """Every row of a list: `next` leads from page to page, whatever comes in meanwhile."""
        while address:
            page = self.get(address, **query)
            yield from page[rows]
            address, query = page["next"], {}

    def settlements(self) -> Iterator[dict[str, Any]]:
        return self.pages("/api/v1/settlements/", "results")

    def structures(self, code: str, bbox: tuple[float, float, float, float]) -> Iterator[dict[str, Any]]:
        """Features in a box of west, south, east and north, in degrees."""
        box = ",".join(map(str, bbox))
        return self.pages(f"/api/v1/settlements/{code}/structures/", "features", bbox=box, page_size=500)

    def figures(self, code: str) -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
        """Each count of a settlement with its figures; small numbers are hidden from outsiders."""
        for count in self.pages("/api/v1/enumerations/", "results", settlement__code=code):
            for place in self.get(f"/api/v1/enumerations/{count['id']}/statistics/"):
                if place["cluster"] is None:
                    yield count, place["figures"]


def is_from_pamoja(secret: str, headers: dict[str, str], body: bytes, within_seconds: int = 300) -> bool:
    """Whether a webhook's message is the site's own, and new: check it before the body is read as JSON.

    `headers` by their names in small letters, `body` as it came.
    """
    id, timestamp = headers.get("webhook-id", ""), headers.get("webhook-timestamp", "")
    if not timestamp.isdigit() or abs(time.time() - int(timestamp)) > within_seconds:
        return False
    key = base64.b64decode(secret.removeprefix("whsec_"))
    code = hmac.new(key, f"{id}.{timestamp}.".encode() + body, hashlib.sha256).digest()
    expected = b"v1," + base64.b64encode(code)
    # While a secret is changed there are two signatures.
    given = headers.get("webhook-signature", "").split()
    return any(hmac.compare_digest(expected, each.encode()) for each in given)


def main(code: str) -> None:
    site = Pamoja(os.environ["PAMOJA_URL"], os.environ.get("PAMOJA_KEY", ""))
    print("Settlements:", ", ".join(each["code"] for each in site.settlements()))
    boundary = site.get(f"/api/v1/settlements/{code}/")["boundary"]
    if boundary is not None:
        ring = boundary["coordinates"][0][0]
        west, east = min(x for x, _ in ring), max(x for x, _ in ring)
        south, north = min(y for _, y in ring), max(y for _, y in ring)
        found = site.structures(code, (west, south, east, north))
        print("Structures:", sum(1 for _ in found))
    for count, figures in site.figures(code):
        people = figures.get("population", {})
        print(f"{count['name']} ({count['state']}):", people.get("value", "hidden"), "people")


if __name__ == "__main__":
    main(sys.argv[1])
