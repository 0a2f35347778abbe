"""Text that only this site can read back: what an authenticator shares with it."""

import base64
import hashlib

from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings


def seal(text: str) -> str:
    return _box().encrypt(text.encode()).decode()


def unseal(sealed: str) -> str:
    """Raises cryptography's InvalidToken where no key of the settings made it."""
    return _box().decrypt(sealed.encode()).decode()


def _box() -> MultiFernet:
    """The first key seals; those of SECRET_KEY_FALLBACKS still open what they sealed."""
    keys: list[str] = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    digests = (hashlib.sha256(b"accounts.sealing:" + key.encode()).digest() for key in keys)
    return MultiFernet([Fernet(base64.urlsafe_b64encode(digest)) for digest in digests])
