"""Bytes at rest: what a phone sent comes back byte for byte, and to nobody without the key."""

import base64
import zlib
from typing import Any

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.core.exceptions import FieldError
from django.core.management import CommandError, call_command
from django.db import connection

from accounts.encryption import UnknownKey
from accounts.encryption.bytes import seal_bytes, unseal_bytes
from accounts.encryption.columns import Unreadable
from enumerations.models import HeldSending, Submission
from enumerations.services import sealing
from tests import factories

KEY_1, KEY_2 = (base64.urlsafe_b64encode(bytes([n]) * 32).decode() for n in (1, 2))
VALUES = [b"", b"\x00\xff" * 9, b"<data/>" * 10_000, "Wanjirũ".encode()]


@pytest.fixture(autouse=True)
def known_keys(settings: Any) -> None:
    settings.FIELD_KEYS = f"k1:{KEY_1}"


@pytest.mark.parametrize("value", VALUES)
def test_bytes_come_back(value: bytes) -> None:
    sealed = seal_bytes(value, "interview")
    assert unseal_bytes(sealed, "interview") == value
    assert sealed != seal_bytes(value, "interview")


def test_what_is_stored_is_compressed_aes_gcm_bound_to_its_column() -> None:
    """Read with nothing but the standard's own words."""
    key_id, _, sealed = seal_bytes(b"Wanjiru", "interview").partition(b".")
    clear = AESGCM(bytes([1]) * 32).decrypt(sealed[:12], sealed[12:], b"interview")
    assert (key_id, zlib.decompress(clear)) == (b"k1", b"Wanjiru")


def test_what_was_altered_or_moved_is_not_read() -> None:
    sealed = seal_bytes(b"Wanjiru", "interview")
    for broken in (sealed[:-1], sealed[:-1] + bytes([sealed[-1] ^ 1]), b"k1.", b"k1.short"):
        with pytest.raises(Unreadable):
            unseal_bytes(broken, "interview")
    with pytest.raises(Unreadable):
        unseal_bytes(sealed, "held")


@pytest.mark.parametrize("stored", [b"", b"clear text", b"k9.xxxxxxxxxxxxxxxx"])
def test_what_no_key_wrote_is_said_to_lack_one(stored: bytes) -> None:
    with pytest.raises(UnknownKey):
        unseal_bytes(stored, "interview")


def test_an_old_key_reads_and_the_first_writes(settings: Any) -> None:
    old = seal_bytes(b"Wanjiru", "interview")
    settings.FIELD_KEYS = f"k2:{KEY_2},k1:{KEY_1}"
    assert unseal_bytes(old, "interview") == b"Wanjiru"
    assert seal_bytes(b"Wanjiru", "interview").startswith(b"k2.")


# --- The column -------------------------------------------------------------------------------------


def stored(table: str) -> list[bytes]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT xml FROM {table} WHERE xml IS NOT NULL ORDER BY id")
        return [bytes(xml) for (xml,) in cursor.fetchall()]


@pytest.mark.django_db
def test_the_database_holds_nothing_that_reads() -> None:
    factories.SubmissionFactory(said={"head_name": "Wanjiru Kamau"})
    (held,) = stored("enumerations_submission")
    assert held.startswith(b"k1.")
    assert b"Wanjiru" not in held
    assert b"Wanjiru Kamau" in bytes(Submission.objects.get().xml or b"")


@pytest.mark.django_db
def test_no_bytes_stay_no_bytes() -> None:
    factories.HeldSendingFactory(xml=None)
    assert HeldSending.objects.get().xml is None
    assert HeldSending.objects.filter(xml__isnull=True).exists()


@pytest.mark.django_db
@pytest.mark.parametrize("lookup", ["xml", "xml__contains", "xml__startswith", "xml__in"])
def test_it_cannot_be_compared(lookup: str) -> None:
    with pytest.raises(FieldError, match="encrypted"):
        Submission.objects.filter(**{lookup: [b"x"] if lookup.endswith("in") else b"x"}).exists()


# --- Another key ------------------------------------------------------------------------------------


@pytest.fixture
def interviews(db: None, settings: Any) -> list[bytes]:
    """Three interviews and one that waits, under the old key; from now on another encrypts."""
    sent: list[Any] = [factories.SubmissionFactory(said={"n": n}).xml for n in range(3)]
    factories.HeldSendingFactory(submission=Submission.objects.first(), said={"n": 9})
    factories.HeldSendingFactory(submission=Submission.objects.last(), xml=None)
    settings.FIELD_KEYS = f"k2:{KEY_2},k1:{KEY_1}"
    return sent


@pytest.mark.django_db
def test_rotation_leaves_no_interview_to_the_old_key(interviews: list[bytes], settings: Any) -> None:
    assert sealing.left_over() == 4
    call_command("rotate_field_keys", verbosity=0)
    assert sealing.left_over() == 0
    settings.FIELD_KEYS = f"k2:{KEY_2}"
    assert [bytes(each.xml or b"") for each in Submission.objects.order_by("pk")] == interviews
    held = HeldSending.objects.get(xml__isnull=False)
    assert b"<n>9</n>" in bytes(held.xml or b"")


@pytest.mark.django_db
def test_rotation_of_interviews_goes_on_where_it_stopped(
    interviews: list[bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sealing, "BYTES_CHUNK", 2)
    assert [done for done in sealing.rotate() if done] == [2, 3, 4]
    assert sealing.left_over() == 0
    assert not any(sealing.rotate())


@pytest.mark.django_db
def test_rotation_says_which_key_of_an_interview_is_missing(interviews: list[bytes], settings: Any) -> None:
    settings.FIELD_KEYS = f"k2:{KEY_2}"
    with pytest.raises(CommandError, match="k1"):
        call_command("rotate_field_keys", verbosity=0)
