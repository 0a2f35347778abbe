"""What a row of the access table says, and the answers that many rows share."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

EVERYBODY = "200 | 200 | 200 200"
MEMBERS = "200 | 404 | 404 404"
OFFICE = "404 404 404 200 200 | 404 | 404 404"  # staff and data managers
SIGNED_IN = "200 | 200 | 200 302"

# The same where a stranger is sent to sign in, whether or not there is anything.
P_MEMBERS = "200 | 404 | 404 302"
P_OFFICE = "404 404 404 200 200 | 404 | 404 302"
P_ANSWERING = "200 404 404 200 200 | 404 | 404 302"  # who answers for the settlement
P_REVIEWING = "200 404 200 200 200 | 404 | 404 302"
P_PEOPLE = "404 404 404 404 200 | 404 | 404 302"  # names and pictures: staff open the records first
P_SENDERS = "404 200 404 200 200 | 404 | 404 302"
P_CORRECTORS = "404 200 404 404 200 | 404 | 404 302"

# The same in the API.
A_MEMBERS = "200 | 404 | 404 401"


@dataclass(frozen=True)
class Row:
    """What one address answers. `sends` is the form that a POST sends."""

    args: dict[str, Any] = field(default_factory=dict)
    get: str | None = None
    post: str | None = None
    put: str | None = None
    patch: str | None = None
    delete: str | None = None
    sends: dict[str, Any] = field(default_factory=dict)
    head: str | None = None  # where it is not answered like GET
    other: str | None = None  # the methods that are not named, where the answer is not the usual one


CODE = {"code": "code"}
