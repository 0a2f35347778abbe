"""The serial number of a certificate, and the slips that its check digits catch."""

import string
from itertools import pairwise

import pytest

from verification.serials import TOKEN, Misread, check_digits, new_token, read, serial

SERIALS = [serial("KMT", 1, 1), serial("MSH", 2, 90317), serial("RM", 13, 7)]


def test_the_check_digits_are_those_of_the_standard() -> None:
    """ISO 7064 gives 794 the check digits 44; and Britain's example of an IBAN its 82."""
    assert check_digits("794") == 44
    assert check_digits("WEST12345698765432GB") == 82


@pytest.mark.parametrize("whole", SERIALS)
def test_every_wrong_sign_is_caught(whole: str) -> None:
    for at, right in enumerate(whole):
        alphabet = string.digits if right.isdigit() else string.ascii_uppercase if right.isalpha() else ""
        for wrong in set(alphabet) - {right}:
            slipped = whole[:at] + wrong + whole[at + 1 :]
            assert read(slipped) != slipped, slipped


@pytest.mark.parametrize("whole", SERIALS)
def test_two_neighbours_that_changed_places_are_caught(whole: str) -> None:
    signs = [at for at, sign in enumerate(whole) if sign.isalnum()]
    for one, other in pairwise(signs):
        swapped = list(whole)
        swapped[one], swapped[other] = whole[other], whole[one]
        slipped = "".join(swapped)
        assert slipped == whole or read(slipped) != slipped, slipped


def test_it_is_read_as_people_type_it() -> None:
    whole = serial("KMT", 1, 42)
    assert whole.startswith("KMT/1/00042-")
    assert read(f"  {whole.lower().replace('/', ' / ')} ") == whole
    assert read(whole.replace("42", "24", 1)) == Misread(whole.replace("42", "24", 1))
    assert read("KMT/B/12") is None


def test_a_token_has_128_bits_and_can_be_typed() -> None:
    tokens = {new_token() for _ in range(1000)}
    assert len(tokens) == 1000
    assert all(TOKEN.fullmatch(token) for token in tokens)
    assert set("".join(tokens)) == set(string.ascii_lowercase + "234567")
