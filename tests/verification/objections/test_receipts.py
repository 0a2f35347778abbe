"""Receipt numbers: said by phone, typed by tired people, guessed by nobody."""

from typing import Any

import pytest

from tests import factories
from tests.factories_verification import ObjectionFactory
from verification import receipts
from verification.models import Objection
from verification.services.objections import take


def test_a_number_is_read_however_it_is_typed() -> None:
    number = receipts.new_receipt("KMT")
    letters = number.replace("-", "")
    for typed in (
        number,
        number.lower(),
        letters,
        f" {letters[:5]} {letters[5:]} ",
        number.replace("-", " / "),
    ):
        assert receipts.read(typed) == number


def test_nothing_in_it_is_mistaken_for_something_else() -> None:
    drawn = {character for _ in range(200) for character in receipts.new_receipt("KMT")[4:].replace("-", "")}
    assert drawn == set("23456789ABCDEFGHJKMNPQRSTUVWXYZ")


def test_one_wrong_character_makes_it_no_number() -> None:
    """Every character that can stand there instead, at every place, the settlement's letters too."""
    number = "KMT-7F4K92Q"
    whole = number.replace("-", "") + receipts.check_character("KMT", "7F4K92Q")
    assert receipts.read(whole)
    for place, right in enumerate(whole):
        others = "ABCDEFGHIJKLMNOPQRSTUVWXYZ" if place < 3 else receipts.ALPHABET
        for other in set(others) - {right}:
            assert receipts.read(whole[:place] + other + whole[place + 1 :]) is None, (place, other)


def test_two_that_change_places_make_it_no_number() -> None:
    whole = "KMT7F4K92Q" + receipts.check_character("KMT", "7F4K92Q")
    for place in [0, 1, *range(3, len(whole) - 1)]:
        turned = whole[:place] + whole[place + 1] + whole[place] + whole[place + 2 :]
        assert turned == whole or receipts.read(turned) is None, place


@pytest.mark.parametrize("typed", ["", "-", "KMT", "KMT-0000-0000", "KMT-7F4K-92", "🙂", "K" * 500, "\x00"])
def test_what_is_no_number_is_none(typed: str) -> None:
    assert receipts.read(typed) is None


@pytest.mark.django_db
def test_a_number_that_is_taken_is_drawn_again(settlement: Any) -> None:
    taken = ObjectionFactory.create(
        enumeration=factories.EnumerationFactory.create(settlement=settlement)
    ).receipt
    free = receipts.new_receipt("KMT")
    draws = iter([taken, taken, free])
    made = take(
        enumeration=factories.EnumerationFactory.create(settlement=settlement),
        by=factories.UserFactory.create(),
        draw=lambda code: next(draws),
        kind="rent",
        source="desk",
        heard_on="2026-11-02",
        objector="tenant",
    )
    assert made.receipt == free
    assert Objection.objects.filter(receipt__in=[taken, free]).count() == 2
