"""The words of files that are made in the background."""

from typing import Any

from pamoja.described.counts import SITE
from pamoja.described.words import Call, page

# What the page of this product asks, by the names of its fields.
WISH: dict[str, Any] = {"datasets": ["structures"], "settlements": [7], "envelope": 3, "format": "csv"}
EXPORT: dict[str, Any] = {
    "id": 12,
    "url": f"{SITE}/api/v1/exports/12/",
    "page": f"{SITE}/exports/12/",
    "file_url": None,
    "product": "data",
    "title": "Structures of Kiamutisya, CSV",
    "ask": WISH,
    "language": "en",
    "envelope": "staff",
    "reason": "",
    "mail": False,
    "state": "working",
    "done": 400,
    "total": 1311,
    "seconds_left": 3,
    "asked_at": "2026-05-06T18:02:11+03:00",
    "ended_at": None,
    "expires_at": None,
    "name": "",
    "content_type": "",
    "size": 0,
    "sha256": "",
    "rows": 0,
    "refusals": [],
}
ASK = {"product": "data", "ask": WISH, "mail": True}
ONE = "/api/v1/exports/{id}/"

EXPORTS = {
    "GET /api/v1/exports/": Call("Files of mine", "exports", {200: page(EXPORT)}),
    "POST /api/v1/exports/": Call("Ask for a file", "exports", {202: EXPORT}, {"application/json": ASK}),
    f"GET {ONE}": Call("One file, and how far it is", "exports", {200: EXPORT}),
    f"DELETE {ONE}": Call("Cancel or delete it", "exports"),
    f"GET {ONE}file/": Call("Fetch it", "exports"),
}
