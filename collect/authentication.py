"""Which phone asks: by the token in its address, or by its name and password."""

import base64
import binascii

from django.http import HttpRequest, HttpResponse

from collect import digest
from collect.remembered import remember
from collect.responses import challenge, shut_out
from enumerations.models import Device
from enumerations.services.devices import REALM, device_by_token, device_by_username, is_token_of


class Stranger(Exception):
    """Nobody we know; `answer` is what to tell them."""

    def __init__(self, answer: HttpResponse) -> None:
        super().__init__()
        self.answer = answer


def by_token(token: str) -> Device:
    """The phone of this address. Raises Stranger with 403: a 401 would ask for a password."""
    if device := device_by_token(token):
        remember(token, device)
        return device
    raise Stranger(shut_out())


def by_password(request: HttpRequest, enumeration: int) -> Device:
    """The phone that says its name and proves its password. Raises Stranger with the challenge."""
    scheme, _, said = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() == "digest":
        return _by_digest(request, enumeration, said)
    # In plain words only where nobody listens.
    if scheme.lower() == "basic" and request.is_secure() and (device := _by_basic(enumeration, said)):
        return device
    raise Stranger(challenge(request))


def _by_digest(request: HttpRequest, enumeration: int, said: str) -> Device:
    credentials = digest.read(said)
    if not credentials or credentials.realm != REALM or not digest.is_ours(credentials.nonce):
        raise Stranger(challenge(request))
    device = device_by_username(enumeration, credentials.username)
    proved = credentials.are_for(request.path) and credentials.prove(
        device.ha1 if device else "", request.method or ""
    )
    if device is None or not proved:
        raise Stranger(challenge(request))
    if digest.is_stale(credentials.nonce):
        raise Stranger(challenge(request, stale=True))
    return device


def _by_basic(enumeration: int, said: str) -> Device | None:
    try:
        username, _, password = base64.b64decode(said, validate=True).decode().partition(":")
    except (binascii.Error, UnicodeDecodeError):
        return None
    device = device_by_username(enumeration, username)
    return device if device and is_token_of(device, password) else None
