"""A model's column of bytes that are encrypted in the database: what a phone sent, byte for byte."""

import os
import zlib
from typing import Any

from cryptography.exceptions import InvalidTag
from django.core.exceptions import FieldError
from django.db import models
from django.db.models import lookups

from accounts.encryption.columns import NONCE_BYTES, Unreadable
from accounts.encryption.keys import keyring

COMPRESSION = 1  # an interview becomes a fifth; more effort would hardly make it smaller


def seal_bytes(value: bytes, column: str) -> bytes:
    """`key id . nonce ciphertext` of the compressed value, bound to the column's name."""
    ring, nonce = keyring(), os.urandom(NONCE_BYTES)
    packed = zlib.compress(value, COMPRESSION)
    return (
        f"{ring.newest}.".encode() + nonce + ring.ciphers[ring.newest].encrypt(nonce, packed, column.encode())
    )


def unseal_bytes(stored: bytes, column: str) -> bytes:
    """The value as it was given. Raises Unreadable, UnknownKey."""
    key_id, _, sealed = stored.partition(b".")
    cipher = keyring().cipher(key_id.decode("ascii", "replace"))
    nonce, ciphertext = sealed[:NONCE_BYTES], sealed[NONCE_BYTES:]
    try:
        return zlib.decompress(cipher.decrypt(nonce, ciphertext, column.encode()))
    except (InvalidTag, ValueError):
        raise Unreadable(f"A value of {column} was altered, or is another column's.") from None


def key_of_bytes(column: str) -> str:
    """SQL for the id of the key that encrypted stored bytes."""
    return f"split_part(encode(substring({column} FROM 1 FOR 9), 'escape'), '.', 1)"


class EncryptedBytesField(models.BinaryField):
    """Bytes that only holders of the keys can read. `sealed_as` names the column for good."""

    def __init__(self, *args: Any, sealed_as: str, **kwargs: Any) -> None:
        self.sealed_as = sealed_as
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> tuple[str, str, Any, Any]:
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, kwargs | {"sealed_as": self.sealed_as}

    def from_db_value(self, value: memoryview | None, expression: Any, connection: Any) -> bytes | None:
        return None if value is None else unseal_bytes(bytes(value), self.sealed_as)

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:
        sealed = None if value is None else seal_bytes(bytes(value), self.sealed_as)
        return super().get_db_prep_value(sealed, connection, prepared)

    def get_lookup(self, lookup_name: str) -> Any:
        if lookup_name == lookups.IsNull.lookup_name:
            return super().get_lookup(lookup_name)
        raise FieldError(f"`{self.name}` is encrypted: it cannot be compared by `{lookup_name}`.")
