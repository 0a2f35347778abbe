"""The adopted register, frozen and numbered, with a hash that anyone can compute again."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.encryption.bytes import EncryptedBytesField
from enumerations.models import Enumeration, Household
from settlements.models import Settlement
from verification.querysets import SnapshotQuerySet


class RegisterSnapshot(models.Model):
    """One version of a count's register, as an assembly adopted it.

    `root` is the SHA-256 of the list of all its entries' digests: whoever holds the list can compute it, and
    whoever holds one household's record and salt can find that household in the list.
    """

    settlement = models.ForeignKey(Settlement, on_delete=models.PROTECT, related_name="+")
    enumeration = models.ForeignKey(Enumeration, on_delete=models.PROTECT, related_name="snapshots")
    version = models.PositiveSmallIntegerField(_("version"))
    adopted_on = models.DateField(_("adopted on"))
    reason = models.TextField(_("why this version"), blank=True)
    households = models.PositiveIntegerField(_("households"))
    people = models.PositiveIntegerField(_("people"))
    root = models.CharField(_("hash"), max_length=64)
    # The figures of the settlement and its clusters, as they were.
    figures = models.JSONField(_("figures"), default=dict)
    made_at = models.DateTimeField(_("made"), auto_now_add=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    objects: ClassVar = SnapshotQuerySet.as_manager()

    class Meta:
        ordering = ["enumeration", "-version"]
        verbose_name = _("adopted register")
        verbose_name_plural = _("adopted registers")
        constraints = [
            models.UniqueConstraint(fields=["enumeration", "version"], name="register_version_once"),
            models.CheckConstraint(
                condition=Q(root__regex=r"^[0-9a-f]{64}$"), name="register_root_is_sha256"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.enumeration_id}: v{self.version}"


class SnapshotEntry(models.Model):
    """One household in one version: the digest for good, the record as long as it may be kept.

    The digest is the SHA-256 of salt and record. Erasing the household, or the end of its time, empties
    record, salt, key and number: the digest then says nothing about anybody, and the root still adds up.
    """

    settlement = models.ForeignKey(Settlement, on_delete=models.PROTECT, related_name="+", db_index=False)
    snapshot = models.ForeignKey(
        RegisterSnapshot, on_delete=models.CASCADE, related_name="entries", db_index=False
    )
    household = models.ForeignKey(
        Household, on_delete=models.SET_NULL, null=True, related_name="register_entries"
    )
    key = models.CharField(max_length=80, blank=True)
    structure_code = models.CharField(max_length=16, blank=True)
    salt = models.BinaryField(max_length=16, null=True)
    record = EncryptedBytesField(null=True, sealed_as="register_record")
    digest = models.BinaryField(max_length=32)

    objects: ClassVar = SnapshotQuerySet.as_manager()

    class Meta:
        ordering = ["snapshot", "digest"]
        verbose_name = _("entry of a register")
        verbose_name_plural = _("entries of a register")
        constraints = [
            models.UniqueConstraint(fields=["snapshot", "digest"], name="register_entry_once"),
        ]

    def __str__(self) -> str:
        return f"{self.snapshot_id}: {bytes(self.digest).hex()[:12]}"
