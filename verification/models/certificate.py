"""The paper a household keeps: that it was counted here."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.encryption.bytes import EncryptedBytesField
from enumerations.models import Enumeration, Household
from settlements.models import Settlement, Structure
from verification.choices import CertificateState
from verification.models.register import RegisterSnapshot
from verification.querysets import CertificateQuerySet


class Certificate(models.Model):
    """One enumeration certificate: gives no right to land. Its `token` leads to the public page.

    `printed` is what stands on it (`verification.paper.facts.Facts` as JSON), encrypted, so that a reprint is
    the same paper. It goes when the household's data goes: erased, the certificate is revoked; where only the
    time for keeping names is over, it stays valid and cannot be printed again.
    """

    settlement = models.ForeignKey(Settlement, on_delete=models.PROTECT, related_name="+")
    enumeration = models.ForeignKey(Enumeration, on_delete=models.PROTECT, related_name="certificates")
    snapshot = models.ForeignKey(RegisterSnapshot, on_delete=models.PROTECT, related_name="certificates")
    household = models.ForeignKey(
        Household, on_delete=models.SET_NULL, null=True, blank=True, related_name="certificates"
    )
    structure = models.ForeignKey(
        Structure, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    # Running without gaps in its count; part of the serial number.
    number = models.PositiveIntegerField(_("running number"))
    serial = models.CharField(_("serial number"), max_length=30, unique=True)
    token = models.CharField(max_length=40, unique=True)
    printed = EncryptedBytesField(null=True, sealed_as="certificate_printed")
    # The day on which head and spouse both agreed that their names stand on it; without one none does.
    names_agreed_on = models.DateField(_("both agreed to their names on"), null=True, blank=True)
    issued_on = models.DateField(_("issued on"))
    issued_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    issued_at = models.DateTimeField(auto_now_add=True)
    state = models.CharField(
        _("state"), max_length=10, choices=CertificateState, default=CertificateState.VALID
    )
    revoked_on = models.DateField(_("revoked on"), null=True, blank=True)
    revoked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    revoked_because = models.TextField(_("why it was revoked"), blank=True)
    replaces = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="replaced_by"
    )

    objects: ClassVar = CertificateQuerySet.as_manager()

    class Meta:
        ordering = ["enumeration", "serial"]
        verbose_name = _("certificate")
        verbose_name_plural = _("certificates")
        constraints = [
            models.UniqueConstraint(
                fields=["household"],
                condition=Q(state=CertificateState.VALID),
                name="household_has_one_valid_certificate",
            ),
            models.UniqueConstraint(
                fields=["enumeration", "number"], name="certificate_number_once_per_count"
            ),
            models.CheckConstraint(
                condition=Q(state=CertificateState.VALID, revoked_on__isnull=True)
                | Q(state=CertificateState.REVOKED, revoked_on__isnull=False),
                name="certificate_revocation_is_dated",
            ),
        ]

    def __str__(self) -> str:
        return self.serial

    def get_absolute_url(self) -> str:
        return reverse("verification:certificate", args=[self.pk])

    @property
    def is_valid(self) -> bool:
        return self.state == CertificateState.VALID
