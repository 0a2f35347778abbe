"""Personal values at rest: encrypted under a key that rotates, with a keyed hash that finds the same value.

See docs/decisions/0007-encryption.md.
"""

from accounts.encryption.columns import SealedColumn, Secret, letters_and_digits, phone_digits
from accounts.encryption.keys import BadKeys, UnknownKey

__all__ = ["BadKeys", "SealedColumn", "Secret", "UnknownKey", "letters_and_digits", "phone_digits"]
