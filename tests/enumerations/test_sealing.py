"""Phones and ID numbers through intake, revert, migration rotation: encrypted everywhere, lost nowhere."""

import base64
from importlib import import_module
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from accounts.models import User
from enumerations.choices import EnumerationSource
from enumerations.models import Enumeration, Household, Revision
from enumerations.services import staging
from enumerations.services.revert import revert_batch
from tests.enumerations.conftest import Send
from tests.enumerations.rows import as_csv, household

pytestmark = pytest.mark.django_db

PHONE, NUMBER = "0712345678", "31415926"
WITH = {"phone": PHONE, "head_id_kind": "national_id", "head_id_number": NUMBER}
KEY_2 = base64.urlsafe_b64encode(bytes([2]) * 32).decode()


def fetch(sql: str) -> list[Any]:
    return [value for (value,) in staging.fetch(sql)]


def everything_held() -> str:
    """Every row of every table of this database, the temporary ones too, as text."""
    tables = fetch(
        "SELECT format('%I.%I', schemaname, tablename) FROM pg_tables "
        "WHERE schemaname = 'public' OR schemaname LIKE 'pg_temp%'"
    )
    return "".join(str(fetch(f"SELECT t::text FROM {table} t")) for table in tables)


def test_intake_writes_no_clear_value_anywhere(send: Send, monkeypatch: pytest.MonkeyPatch) -> None:
    """Also while the batch is being worked on: the temporary tables are looked at before they go."""
    seen: list[str] = []
    drop = staging._drop

    def look_and_drop() -> None:
        seen.append(everything_held())
        drop()

    monkeypatch.setattr(staging, "_drop", look_and_drop)
    send(as_csv([household(**WITH)]))
    send(as_csv([household(**WITH, rooms_used=2)]))
    assert Household.objects.get().phone == PHONE
    assert any("Wanjiru Kamau" in held for held in seen), "the tables were looked at"
    assert not [held for held in (*seen, everything_held()) if PHONE in held or NUMBER in held]


def test_the_same_file_again_changes_nothing(send: Send) -> None:
    file = as_csv([household(**WITH), household("KMT/A/2/01", head_name="Otieno Ouma")])
    send(file)
    before = fetch("SELECT h::text FROM enumerations_household h ORDER BY id")
    assert send(file).unchanged == 2
    assert fetch("SELECT h::text FROM enumerations_household h ORDER BY id") == before


@pytest.mark.parametrize(
    "changed", [{"phone": "0712345679"}, {"head_id_number": "31415927"}, {"phone": "0110000000"}]
)
def test_another_number_updates(send: Send, changed: dict[str, str]) -> None:
    send(as_csv([household(**WITH)]))
    assert send(as_csv([household(**WITH | changed)])).updated == 1
    held = Household.objects.get()
    assert {"phone": held.phone, "head_id_number": held.head_id_number} == {
        "phone": PHONE, "head_id_number": NUMBER} | changed  # fmt: skip


def test_a_reverted_batch_puts_the_old_number_back(send: Send, subira: User) -> None:
    send(as_csv([household(**WITH)]))
    batch = send(as_csv([household(**WITH | {"phone": "0799999999"})]))
    revert_batch(batch=batch, user=subira)
    assert Household.objects.get().phone == PHONE


def test_duplicates_are_found_by_hash(send: Send) -> None:
    first = send(
        as_csv([
            household(**WITH),
            household("KMT/A/2/01", phone="+254712345678"),
            household("KMT/A/3/01", **WITH | {"phone": None, "head_name": "Otieno Ouma"}),
            household("KMT/A/3/02", phone="0712345679"),
        ])
    )  # fmt: skip
    twice = first.issues.filter(code="possible_duplicate_in_file").values_list("row", "params")
    assert {(row, params["other_row"]) for row, params in twice} == {(3, 2), (4, 2)}
    second = send(
        as_csv([household("KMT/A/1/02", phone="0712 345 678"), household("KMT/A/1/03", phone="0700000000")])
    )
    assert list(second.issues.filter(code="possible_duplicate").values_list("row", flat=True)) == [2]


def test_the_fingerprint_of_a_row_cannot_be_made_without_the_key(
    send: Send, count: Enumeration, settings: Any
) -> None:
    """Else a phone could be found by trying all of them beside the answers that are not encrypted."""
    Enumeration.objects.filter(pk=count.pk).update(source=EnumerationSource.FOREIGN)
    file = as_csv([household("", **WITH)])
    assert (send(file).created, send(file).unchanged) == (1, 1)
    settings.FIELD_HASH_KEY = KEY_2
    assert send(file).created == 1


# --- Another key ------------------------------------------------------------------------------------


@pytest.fixture
def new_key(send: Send, settings: Any) -> None:
    """Three households and a revision under the old key; from now on another encrypts."""
    rows = [
        household(**WITH),
        household("KMT/A/2/01", phone="0722222222"),
        household("KMT/A/3/01", head_name="Ouma O"),
    ]
    send(as_csv(rows))
    send(as_csv([household(**WITH | {"phone": "0733333333"})]))
    settings.FIELD_KEYS = f"k2:{KEY_2},{settings.FIELD_KEYS}"


def keys_in_use() -> set[str]:
    held = fetch("SELECT unnest(ARRAY[phone, head_id_number]) FROM enumerations_household")
    held += fetch(
        "SELECT unnest(ARRAY[before->>'phone', before->>'head_id_number']) FROM enumerations_revision"
    )
    return {value.split(".")[0] for value in held if value}


def test_rotation_leaves_nothing_to_the_old_key(new_key: None, settings: Any, subira: User) -> None:
    assert keys_in_use() == {"k1"}
    call_command("rotate_field_keys", verbosity=0)
    assert keys_in_use() == {"k2"}
    settings.FIELD_KEYS = f"k2:{KEY_2}"
    phones = Household.objects.order_by("key").values_list("phone", "head_id_number")
    assert list(phones) == [("0733333333", NUMBER), ("0722222222", None), (None, None)]
    revert_batch(batch=Revision.objects.get().batch, user=subira)
    assert Household.objects.get(key="KMT/A/1/01").phone == PHONE


def test_rotation_goes_on_where_it_stopped(new_key: None, monkeypatch: pytest.MonkeyPatch) -> None:
    sealing = import_module("enumerations.services.sealing")
    monkeypatch.setattr(sealing, "CHUNK", 1)
    assert next(sealing.rotate()) == 1
    assert sealing.left_over() == 2
    assert list(sealing.rotate())[-1] == 2
    assert sealing.left_over() == 0


def test_rotation_says_which_key_is_missing(new_key: None, settings: Any) -> None:
    settings.FIELD_KEYS = f"k2:{KEY_2}"
    with pytest.raises(CommandError, match="k1"):
        call_command("rotate_field_keys", verbosity=0)
