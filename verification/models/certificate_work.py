"""What a worker does for a whole cluster: issue its certificates, or print them."""

from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from enumerations.models import Enumeration
from settlements.models import Cluster, Settlement
from verification.choices import CountySigns, SheetSize, WorkKind
from verification.querysets import CertificateQuerySet


class CertificateWork(models.Model):
    """One cluster's certificates (without a cluster: of the structures that lie in none), issued or printed.

    The file of a printed one holds names: it is kept for a day, and goes at once when one of its certificates
    is revoked or a household of the count is cleared.
    """

    settlement = models.ForeignKey(Settlement, on_delete=models.PROTECT, related_name="+")
    enumeration = models.ForeignKey(Enumeration, on_delete=models.PROTECT, related_name="certificate_works")
    cluster = models.ForeignKey(Cluster, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    kind = models.CharField(max_length=10, choices=WorkKind)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(auto_now_add=True)
    # Of issuing: the day of the meeting where heads and spouses agreed, and the households that did not.
    names_agreed_on = models.DateField(null=True, blank=True)
    without_names = ArrayField(models.BigIntegerField(), default=list, blank=True)
    county_signs = models.CharField(max_length=10, choices=CountySigns, default=CountySigns.NO)
    # Of printing
    sheet = models.CharField(max_length=4, choices=SheetSize, default=SheetSize.A5)
    file = models.FileField(upload_to="certificates/%Y/%m/", blank=True)
    # The worker's
    total = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    attempts = models.PositiveSmallIntegerField(default=0)
    touched_at = models.DateTimeField(auto_now_add=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    failed = models.CharField(max_length=40, blank=True)

    objects: ClassVar = CertificateQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("work on certificates")
        verbose_name_plural = _("works on certificates")
        constraints = [
            models.UniqueConstraint(
                fields=["enumeration", "cluster", "kind"],
                condition=Q(ended_at__isnull=True),
                nulls_distinct=False,
                name="certificate_work_once_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(without_names=[]) | Q(names_agreed_on__isnull=False),
                name="certificate_work_names_were_agreed",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.enumeration_id}: {self.kind} {self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("verification:certificate-work", args=[self.pk])

    @property
    def is_going_on(self) -> bool:
        return self.ended_at is None
