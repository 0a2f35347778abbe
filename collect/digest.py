"""HTTP Digest as phones speak it (RFC 7616 with MD5, which is RFC 2617): values in, values out.

The nonce is signed and dated, so nothing is kept between two requests. Within its hour it is taken any number
of times: what protects an address from who listens is https.
"""

import hashlib
import secrets
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit
from urllib.request import parse_http_list, parse_keqv_list

from django.core.signing import BadSignature, SignatureExpired, TimestampSigner
from django.utils.crypto import constant_time_compare

NONCE_S = 3600
SALT = "collect.digest"


def new_nonce() -> str:
    return TimestampSigner(salt=SALT).sign(secrets.token_urlsafe(9))


def is_ours(nonce: str) -> bool:
    """Whether the nonce was given out here, however long ago."""
    try:
        TimestampSigner(salt=SALT).unsign(nonce)
    except BadSignature:
        return False
    return True


def is_stale(nonce: str) -> bool:
    """Of a nonce that was given out here: whether its time is over."""
    try:
        TimestampSigner(salt=SALT).unsign(nonce, max_age=NONCE_S)
    except SignatureExpired:
        return True
    return False


@dataclass(frozen=True)
class Credentials:
    """What a phone says to prove that it knows the password, without saying it."""

    username: str
    realm: str
    nonce: str
    uri: str
    nc: str
    cnonce: str
    response: str

    def prove(self, ha1: str, method: str) -> bool:
        """Whether whoever said this knows the password that `ha1` was made of."""
        ha2 = _md5(f"{method}:{self.uri}")
        wanted = _md5(f"{ha1}:{self.nonce}:{self.nc}:{self.cnonce}:auth:{ha2}")
        return constant_time_compare(wanted, self.response.lower())

    def are_for(self, path: str) -> bool:
        """Whether they were made for this address, with whatever query."""
        return unquote(urlsplit(self.uri).path) == path


def read(said: str) -> Credentials | None:
    """The credentials after `Digest `; None where something is missing or of another kind."""
    try:
        parts = parse_keqv_list(parse_http_list(said))
        if parts.get("qop") != "auth" or parts.get("algorithm", "MD5").upper() != "MD5":
            return None
        return Credentials(
            **{
                name: parts[name]
                for name in ("username", "realm", "nonce", "uri", "nc", "cnonce", "response")
            }
        )
    except (KeyError, ValueError, IndexError):
        return None


def _md5(text: str) -> str:
    return hashlib.md5(text.encode(), usedforsecurity=False).hexdigest()
