"""What stands in an encrypted column: `key.hash.ciphertext`.

The hash is of the value as `alike` reads it, so that two ways to write one phone are the same; it is keyed,
since there are few enough phones and ID numbers to try them all. It lies within the text, and so no way of
writing a column can change the one and forget the other. The ciphertext is bound to the column's name and
to the hash: moved elsewhere, it cannot be read.
"""

import os
import re
from binascii import a2b_base64, b2a_base64
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass

from cryptography.exceptions import InvalidTag

from accounts.encryption.keys import keyring

NONCE_BYTES = 12
HASH_BYTES = 12
HASH_LETTERS = 16  # in base64
SEALED = re.compile(r"[a-z0-9]{1,8}\.[A-Za-z0-9+/]{16}\.[A-Za-z0-9+/=]{40,}")
NOT_DIGITS = re.compile(r"\D+")
NOT_LETTERS_OR_DIGITS = re.compile(r"[\W_]+")


class Secret(str):
    """A decrypted value: a string that says itself where it is asked to, not in a traceback or a log."""

    __slots__ = ()

    def __repr__(self) -> str:
        return "<hidden>"


class Unreadable(Exception):
    """A stored value that is not encrypted, was altered, or was moved here from another column."""


def phone_digits(value: str) -> str:
    """The nine digits by which a Kenyan number is the same with +254 and with 0 in front."""
    return (value if value.isdecimal() else NOT_DIGITS.sub("", value))[-9:]


def letters_and_digits(value: str) -> str:
    """The number of a document without blanks and strokes, in capitals."""
    return NOT_LETTERS_OR_DIGITS.sub("", value).upper()


@dataclass(frozen=True)
class SealedColumn:
    """The values of one column, by a name (at most 16 ASCII letters) that never changes once it was used."""

    name: str
    alike: Callable[[str], str]

    def encrypt(self, value: str) -> str:
        return next(self._encrypted([value]))

    def encrypt_all(self, values: Collection[str | None]) -> list[str | None]:
        """Each value encrypted anew, None where it is None; two microseconds each."""
        encrypted = self._encrypted([value for value in values if value is not None])
        return [None if value is None else next(encrypted) for value in values]

    def _encrypted(self, values: list[str]) -> Iterator[str]:
        ring = keyring()
        encrypt, front, column = (
            ring.ciphers[ring.newest].encrypt,
            f"{ring.newest}.".encode(),
            self.name.encode(),
        )
        noise = os.urandom(NONCE_BYTES * len(values))
        nonces = [noise[at : at + NONCE_BYTES] for at in range(0, len(noise), NONCE_BYTES)]
        for value, nonce, mark in zip(values, nonces, self._marks(values), strict=True):
            text = nonce + encrypt(nonce, value.encode(), column + mark)
            yield (front + mark + b"." + b2a_base64(text, newline=False)).decode()

    def _marks(self, values: list[str]) -> list[bytes]:
        unfed, alike = keyring().hasher(self.name, HASH_BYTES), self.alike
        hashes = []
        for value in values:
            hasher = unfed.copy()
            hasher.update((alike(value) or value).encode())
            hashes.append(hasher.digest())
        return [b2a_base64(digest, newline=False) for digest in hashes]

    def decrypt(self, stored: str) -> Secret:
        """Raises Unreadable, UnknownKey."""
        if not SEALED.fullmatch(stored):
            raise Unreadable(f"A value of {self.name} is not encrypted.")
        key_id, mark, text = stored.split(".")
        cipher = keyring().cipher(key_id)
        sealed = a2b_base64(text)
        nonce, ciphertext = sealed[:NONCE_BYTES], sealed[NONCE_BYTES:]
        try:
            value = cipher.decrypt(nonce, ciphertext, (self.name + mark).encode())
        except InvalidTag:
            raise Unreadable(f"A value of {self.name} was altered, or is another column's.") from None
        return Secret(value.decode())

    def mark(self, value: str) -> str:
        """The keyed hash under which a value like this one is stored."""
        return self._marks([value])[0].decode()


def is_sealed(stored: str) -> bool:
    return SEALED.fullmatch(stored) is not None


def mark_of(column: str) -> str:
    """SQL for the hash within a stored value: equal where the values are alike, null where there is none."""
    return f"split_part({column}, '.', 2)"


def key_of(column: str) -> str:
    """SQL for the id of the key that encrypted a stored value."""
    return f"split_part({column}, '.', 1)"
