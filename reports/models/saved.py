"""Exports that are wanted again and again: made by the calendar, fetched by programs at one address."""

import hashlib
import secrets
from datetime import datetime
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.history import tracked
from accounts.models import User
from reports.choices import Every
from reports.products import Envelope, label_of
from settlements.querysets import Viewer

TOKEN_BYTES = 32


class SavedExportQuerySet(models.QuerySet[Any]):
    """Questions about saved exports: each is its owner's."""

    def visible_to(self, user: Viewer) -> "SavedExportQuerySet":
        return self.filter(owner=user) if isinstance(user, User) else self.none()

    def due(self, now: datetime) -> "SavedExportQuerySet":
        return self.filter(next_at__lte=now, owner__is_active=True)

    def by_token(self, token: str) -> "SavedExportQuerySet":
        return self.filter(token_hash=digest_of_token(token))


@tracked(exclude=["token_hash", "token_used_at", "next_at"])
class SavedExport(models.Model):
    """What is made again: by the calendar, or when its address is fetched. Never with names in it."""

    title = models.CharField(_("name"), max_length=100)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="saved_exports"
    )
    product = models.CharField(_("what it is"), max_length=40)
    ask = models.JSONField(_("what was chosen"), default=dict)
    language = models.CharField(_("language"), max_length=5, choices=settings.LANGUAGES, default="en")
    envelope = models.PositiveSmallIntegerField(_("for whom"))
    made_at = models.DateTimeField(_("saved"), default=timezone.now)
    every = models.CharField(_("how often it is made"), max_length=10, choices=Every, default=Every.NEVER)
    next_at = models.DateTimeField(_("next"), null=True, blank=True)
    mail = models.BooleanField(_("e-mail when it is ready"), default=False)
    paused = models.CharField(max_length=60, blank=True)  # the code of what stands against it
    # Of the address programs fetch: only its hash is kept.
    token_hash = models.CharField(max_length=64, blank=True, editable=False)
    token_made_at = models.DateTimeField(null=True, blank=True, editable=False)
    token_used_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects: ClassVar = SavedExportQuerySet.as_manager()

    class Meta:
        ordering = ["title", "pk"]
        verbose_name = _("saved export")
        verbose_name_plural = _("saved exports")
        constraints = [
            models.UniqueConstraint(
                fields=["token_hash"], condition=~Q(token_hash=""), name="one_saved_export_of_a_token"
            ),
            models.CheckConstraint(
                condition=Q(envelope__lt=Envelope.PERSONAL), name="a_saved_export_names_nobody"
            ),
        ]
        indexes = [models.Index(fields=["next_at"], name="saved_exports_due")]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("reports:saved-export", args=[self.pk])

    @property
    def meant_for(self) -> Envelope:
        return Envelope(self.envelope)

    @property
    def for_whom(self) -> str | Promise:
        return label_of(self.product, self.meant_for)

    def new_token(self) -> str:
        """A new secret part of its address, which ends the one before; the caller saves."""
        token = secrets.token_urlsafe(TOKEN_BYTES)
        self.token_hash, self.token_made_at, self.token_used_at = digest_of_token(token), timezone.now(), None
        return token

    def revoke_token(self) -> None:
        """Nobody fetches it by its address any more; the caller saves."""
        self.token_hash, self.token_made_at, self.token_used_at = "", None, None


def digest_of_token(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
