"""Files that were asked for: what was chosen, how far a worker is, and for some days the file itself."""

import hashlib
import json
from datetime import datetime, timedelta
from typing import Any, ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from reports.choices import GOING_ON, ExportState, Gone
from reports.models.saved import SavedExport
from reports.products import PRODUCTS, Ask, Envelope, Product, label_of
from settlements.querysets import Viewer

SECONDS_SAID = 55  # from here on it is said in minutes


class ExportQuerySet(models.QuerySet[Any]):
    """Questions about exports: an export is its asker's, and nobody else's."""

    def visible_to(self, user: Viewer) -> "ExportQuerySet":
        return self.filter(asked_by=user) if isinstance(user, User) else self.none()

    def going_on(self) -> "ExportQuerySet":
        return self.filter(state__in=GOING_ON)

    def ready(self) -> "ExportQuerySet":
        return self.filter(state=ExportState.READY)

    def holding(self, settlements: list[int]) -> "ExportQuerySet":
        """Those in which there is something of one of these settlements."""
        return self.filter(places__overlap=settlements)


class Export(models.Model):
    """One file: asked for by one person, made by a worker, fetched while it is kept and still theirs."""

    product = models.CharField(_("what it is"), max_length=40)
    title = models.CharField(_("name"), max_length=200)  # in the language of the file
    ask = models.JSONField(_("what was chosen"), default=dict)
    language = models.CharField(_("language"), max_length=5, choices=settings.LANGUAGES, default="en")
    envelope = models.PositiveSmallIntegerField(_("for whom"))
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="exports"
    )
    asked_at = models.DateTimeField(_("asked for"), default=timezone.now)
    saved = models.ForeignKey(
        SavedExport, on_delete=models.SET_NULL, null=True, blank=True, related_name="runs"
    )
    mail = models.BooleanField(_("e-mail when it is ready"), default=False)
    mailed_at = models.DateTimeField(null=True, blank=True)
    key = models.CharField(max_length=64, editable=False)  # of the same wish, by the same person
    # Ids of the settlements whose data is in it: what is hidden or erased there ends the file.
    places = ArrayField(models.BigIntegerField(), default=list)
    # The worker's.
    state = models.CharField(_("state"), max_length=10, choices=ExportState, default=ExportState.WAITING)
    done = models.PositiveBigIntegerField(default=0)
    total = models.PositiveBigIntegerField(default=0)
    attempts = models.PositiveSmallIntegerField(default=0)
    # Raised when something that it holds was cleared meanwhile: what a worker has read before is no good.
    generation = models.PositiveIntegerField(default=0)
    started_at = models.DateTimeField(null=True, blank=True)
    touched_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(_("finished"), null=True, blank=True)
    failed = models.CharField(max_length=60, blank=True)  # a code
    refusals = models.JSONField(default=list, blank=True)  # what the product said: code, sentence, remedy
    gone = models.CharField(max_length=20, choices=Gone, blank=True)
    # What came of it.
    file = models.FileField(upload_to="exports/", max_length=200, blank=True)
    name = models.CharField(_("file"), max_length=200, blank=True)
    content_type = models.CharField(max_length=200, blank=True)
    size = models.PositiveBigIntegerField(default=0)  # bytes
    sha256 = models.CharField(max_length=64, blank=True)
    rows = models.PositiveBigIntegerField(default=0)
    expires_at = models.DateTimeField(_("kept until"), null=True, blank=True)
    fetched_at = models.DateTimeField(_("last fetched"), null=True, blank=True)

    objects: ClassVar = ExportQuerySet.as_manager()

    class Meta:
        ordering = ["-asked_at", "-pk"]
        verbose_name = _("export")
        verbose_name_plural = _("exports")
        constraints = [
            models.UniqueConstraint(
                fields=["asked_by", "key"], condition=Q(state__in=GOING_ON), name="one_export_of_a_wish"
            ),
            models.CheckConstraint(
                condition=Q(state=ExportState.READY, file__gt="")
                | (~Q(state=ExportState.READY) & Q(file="")),
                name="a_ready_export_has_a_file",
            ),
        ]
        indexes = [
            models.Index(fields=["asked_by", "-asked_at"], name="exports_newest"),
            models.Index(fields=["touched_at"], condition=Q(state__in=GOING_ON), name="exports_going_on"),
            models.Index(fields=["saved", "-ended_at"], name="exports_of_saved"),
            GinIndex(fields=["places"], name="exports_places"),
        ]

    def __str__(self) -> str:
        return f"{self.product} {self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("reports:export", args=[self.pk])

    @property
    def made_of(self) -> Product | None:
        """What it is an export of; None where this site no longer offers it."""
        return PRODUCTS.get(self.product)

    @property
    def meant_for(self) -> Envelope:
        return Envelope(self.envelope)

    @property
    def for_whom(self) -> str | Promise:
        return label_of(self.product, self.meant_for)

    @property
    def is_going_on(self) -> bool:
        return self.state in GOING_ON

    @property
    def is_ready(self) -> bool:
        return self.state == ExportState.READY

    @property
    def is_over(self) -> bool:
        """Whether its time is over, though nobody has cleared it yet."""
        return self.expires_at is not None and self.expires_at <= timezone.now()

    @property
    def seconds_left(self) -> int | None:
        """How long it will take still, as fast as it went so far; None while nobody can tell."""
        if self.started_at is None or not self.total or not self.done or not self.is_going_on:
            return None
        spent = (self.touched_at - self.started_at).total_seconds()
        since = (timezone.now() - self.touched_at).total_seconds()
        return max(0, round(spent * (self.total - self.done) / self.done - since))

    @property
    def left_in_words(self) -> str:
        """The same as one says it; empty while nobody can tell."""
        seconds = self.seconds_left
        if seconds is None:
            return ""
        if seconds < SECONDS_SAID:
            return gettext("less than a minute left")
        minutes = -(-seconds // 60)
        return ngettext("about %(n)s minute left", "about %(n)s minutes left", minutes) % {"n": minutes}

    @property
    def share(self) -> int | None:
        """How much of it is done, in percent; None while nobody can tell."""
        return min(100, 100 * self.done // self.total) if self.total else None

    @property
    def took(self) -> timedelta | None:
        """From the start of the attempt that made it to the file."""
        return self.ended_at - self.started_at if self.ended_at and self.started_at else None

    @property
    def etag(self) -> str:
        return f'"{self.sha256}"'


def key_of(product: str, ask: Ask, language: str, reason: str) -> str:
    """The same for the same wish, however it is written."""
    said = json.dumps([product, ask, language, reason], sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(said.encode()).hexdigest()


def kept_until(envelope: Envelope, since: datetime) -> datetime:
    """Names go sooner than figures."""
    if envelope.needs_reason:
        return since + timedelta(hours=settings.EXPORT_PERSONAL_HOURS)
    return since + timedelta(days=settings.EXPORT_DAYS)
