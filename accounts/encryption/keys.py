"""The keys of FIELD_KEYS and FIELD_HASH_KEY, read from the settings once."""

import base64
import binascii
import hashlib
import re
from dataclasses import dataclass
from functools import lru_cache

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

KEY_BYTES = 32
KEY_ID = re.compile(r"[a-z0-9]{1,8}")


class BadKeys(ImproperlyConfigured):
    """FIELD_KEYS or FIELD_HASH_KEY cannot be used; says why, never what they hold."""


class UnknownKey(Exception):
    """A value was encrypted under a key that FIELD_KEYS no longer has."""


@dataclass(frozen=True)
class Keyring:
    """The first key encrypts; every key decrypts what it encrypted once."""

    newest: str
    ciphers: dict[str, AESGCM]
    hash_key: bytes

    def cipher(self, key_id: str) -> AESGCM:
        """Raises UnknownKey."""
        try:
            return self.ciphers[key_id]
        except KeyError:
            raise UnknownKey(f"FIELD_KEYS has no key {key_id!r}: give it back.") from None

    def hasher(self, purpose: str, size: int) -> hashlib.blake2b:
        """A keyed hash to copy and feed; another for every purpose (at most 16 ASCII letters)."""
        return hashlib.blake2b(key=self.hash_key, digest_size=size, person=purpose.encode())


def keyring() -> Keyring:
    """The keys as the settings say now. Raises BadKeys."""
    return _read(settings.FIELD_KEYS, settings.FIELD_HASH_KEY)


@lru_cache(maxsize=4)
def _read(field_keys: str, hash_key: str) -> Keyring:
    ciphers: dict[str, AESGCM] = {}
    for part in field_keys.split(","):
        key_id, _, key = part.strip().partition(":")
        if not KEY_ID.fullmatch(key_id) or key_id in ciphers:
            raise BadKeys("FIELD_KEYS is not `id:key,older:key` with ids of small letters and digits.")
        ciphers[key_id] = AESGCM(_decoded(key, f"The key {key_id} of FIELD_KEYS"))
    return Keyring(next(iter(ciphers)), ciphers, _decoded(hash_key, "FIELD_HASH_KEY"))


def _decoded(text: str, name: str) -> bytes:
    try:
        key = base64.b64decode(text, altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        key = b""
    if len(key) != KEY_BYTES:
        raise BadKeys(f"{name} is not {KEY_BYTES} random bytes in base64.")
    return key
