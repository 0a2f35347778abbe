"""The lists that hang in the settlement for everybody to check."""

from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from enumerations.models import Enumeration
from settlements.models import Cluster, Settlement
from verification.choices import ListLanguage, PaperSize
from verification.querysets import ListsQuerySet


class Posting(models.Model):
    """One posting of a count's draft: when, where, how long people may object, and how the lists look.

    Names stand on a list only where the settlement's meeting chose names, and then shortened and only of
    those who agreed.
    """

    settlement = models.ForeignKey(Settlement, on_delete=models.PROTECT, related_name="+")
    enumeration = models.ForeignKey(Enumeration, on_delete=models.PROTECT, related_name="postings")
    number = models.PositiveSmallIntegerField(_("list version"))
    posted_on = models.DateField(_("posted on"))
    place = models.CharField(_("where the lists hang"), max_length=200)
    closes_on = models.DateField(_("objections until"))
    where_to_object = models.CharField(_("where to object"), max_length=200)
    contact = models.CharField(_("phone or SMS for objections"), max_length=60, blank=True)
    names = models.BooleanField(_("shortened names"), default=False)
    names_agreed_on = models.DateField(_("meeting that chose names"), null=True, blank=True)
    language = models.CharField(_("language"), max_length=10, choices=ListLanguage, default=ListLanguage.BOTH)
    paper = models.CharField(_("paper"), max_length=4, choices=PaperSize, default=PaperSize.A4)
    copies = models.PositiveSmallIntegerField(_("copies printed"), null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    # When its lists were asked for last: the first time, made anew, or since one of them had to go.
    asked_at = models.DateTimeField(default=timezone.now)
    # The worker's: its last sign of life, when all lists were there, and in one code why not.
    begun_at = models.DateTimeField(null=True, blank=True)
    ready_at = models.DateTimeField(_("lists ready"), null=True, blank=True)
    failed = models.CharField(max_length=40, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)

    objects: ClassVar = ListsQuerySet.as_manager()

    class Meta:
        ordering = ["enumeration", "-number"]
        verbose_name = _("posting")
        verbose_name_plural = _("postings")
        constraints = [
            models.UniqueConstraint(fields=["enumeration", "number"], name="posting_once"),
            models.CheckConstraint(
                condition=Q(closes_on__gt=F("posted_on")), name="posting_leaves_time_to_object"
            ),
            models.CheckConstraint(
                condition=Q(names=False) | Q(names_agreed_on__isnull=False),
                name="posting_of_names_was_agreed",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.enumeration_id}: {self.number}"

    @property
    def is_being_made(self) -> bool:
        """Whether a worker has, or is about to have, lists of it to make."""
        return not self.failed and (self.ready_at is None or self.asked_at > self.ready_at)

    @property
    def is_open(self) -> bool:
        """Whether people may still object."""
        return timezone.localdate() <= self.closes_on


class PostedList(models.Model):
    """The sheets of one cluster (or, without one, of the structures that lie in none).

    The file is there until a newer posting replaces it, somebody on it is erased, or its time is over.
    """

    settlement = models.ForeignKey(Settlement, on_delete=models.PROTECT, related_name="+")
    posting = models.ForeignKey(Posting, on_delete=models.CASCADE, related_name="lists")
    cluster = models.ForeignKey(Cluster, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    households = models.PositiveIntegerField(_("households"))
    pages = models.PositiveIntegerField(_("pages"))
    file = models.FileField(upload_to="lists/", blank=True)
    sha256 = models.CharField(max_length=64)
    made_at = models.DateTimeField(default=timezone.now)
    # The register changed: the file, if there is one, is to be made anew.
    is_stale = models.BooleanField(default=False)
    # The households (ids) that stand on it, and those of them that stand there by name.
    carries = ArrayField(models.BigIntegerField(), default=list, blank=True)
    named = ArrayField(models.BigIntegerField(), default=list, blank=True)

    objects: ClassVar = ListsQuerySet.as_manager()

    class Meta:
        ordering = ["posting", F("cluster__code").asc(nulls_last=True)]
        verbose_name = _("posted list")
        verbose_name_plural = _("posted lists")
        constraints = [
            models.UniqueConstraint(
                fields=["posting", "cluster"], nulls_distinct=False, name="posted_list_once_per_cluster"
            )
        ]

    def __str__(self) -> str:
        return f"{self.posting_id}: {self.cluster_id or '–'}"

    @property
    def download_name(self) -> str:
        """KMT-B-2.pdf: settlement, cluster, list version."""
        cluster = self.cluster.code if self.cluster else "0"
        return f"{self.settlement.code}-{cluster}-{self.posting.number}.pdf"
