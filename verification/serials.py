"""A certificate's serial number: settlement, round, running number, and two digits that catch slips.

`KMT/1/00042-35`: the check digits are ISO 7064 MOD 97-10, as on a bank account (IBAN): they tell every wrong
sign and every two signs that changed places.
"""

import re
import secrets
from base64 import b32encode
from dataclasses import dataclass

SERIAL = re.compile(
    r"(?P<settlement>[A-Z]{2,4})/(?P<round>[1-9][0-9]{0,4})/(?P<number>[0-9]{5,9})-(?P<check>[0-9]{2})"
)
TOKEN = re.compile(r"[a-z2-7]{26}")
TOKEN_BYTES = 16


@dataclass(frozen=True)
class Misread:
    """A serial number in which something was misread or mistyped."""

    text: str


def serial(settlement: str, round_: int, number: int) -> str:
    """The serial of the so-manieth certificate of a settlement's round."""
    front = f"{settlement}/{round_}/{number:05d}"
    return f"{front}-{check_digits(front):02d}"


def check_digits(front: str) -> int:
    """What makes the whole 1 modulo 97, letters counting 10 to 35; strokes do not count."""
    return 98 - int(_digits(front) + "00") % 97


def read(text: str) -> str | Misread | None:
    """A serial as somebody typed it; Misread where its check digits do not fit, None where it is none."""
    found = SERIAL.fullmatch(re.sub(r"\s+", "", text).upper())
    if found is None:
        return None
    whole = found[0]
    return whole if int(_digits(whole)) % 97 == 1 else Misread(whole)


def _digits(text: str) -> str:
    return "".join(str(int(sign, 36)) for sign in text if sign.isalnum())


def new_token() -> str:
    """128 random bits that can be typed from paper: small letters and digits that nobody mixes up."""
    return b32encode(secrets.token_bytes(TOKEN_BYTES)).decode().rstrip("=").lower()
