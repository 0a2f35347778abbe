"""Receipt numbers: said by phone, read from paper, guessed by nobody, and wrong when mistyped.

`KMT-7F4K-92QX` is the settlement's code, seven letters and digits drawn by chance, and one that checks all
the others. What is mistaken for something else (0 and O, 1, I and L) is not among them. There are 31, a prime
number: any one that is mistyped, and any two that change places, make another check character.
"""

import re
import secrets

ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
DRAWN = 7
LOOKS_LIKE = re.compile(r"^([A-Z]{2,4})([0-9A-Z]{8})$")


def new_receipt(settlement: str) -> str:
    """A number that nobody can foresee: one of 27 thousand million of its settlement."""
    drawn = "".join(secrets.choice(ALPHABET) for _ in range(DRAWN))
    return written(settlement, drawn + check_character(settlement, drawn))


def written(settlement: str, number: str) -> str:
    """In groups of four, as people say it."""
    return f"{settlement}-{number[:4]}-{number[4:]}"


def read(typed: str) -> str | None:
    """The number as it is kept, whatever blanks and strokes were typed; None where it cannot be one."""
    match = LOOKS_LIKE.match(re.sub(r"[^0-9A-Z]", "", typed[:60].upper()))
    if match is None:
        return None
    settlement, number = match.groups()
    if set(number) - set(ALPHABET) or check_character(settlement, number[:-1]) != number[-1]:
        return None
    return written(settlement, number)


def check_character(settlement: str, drawn: str) -> str:
    """Each character weighted by its place, the check character itself by 1: a prime loses none of them."""
    values = [ord(letter) - ord("A") for letter in settlement] + [ALPHABET.index(one) for one in drawn]
    places = enumerate(reversed(values), start=2)
    return ALPHABET[-sum(weight * value for weight, value in places) % len(ALPHABET)]
