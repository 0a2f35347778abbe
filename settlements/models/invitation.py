"""An invitation: a link that makes one person a member, once, for some days."""

import hashlib
import secrets
from datetime import timedelta
from typing import Any, ClassVar

from django.conf import settings
from django.contrib.gis.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from settlements import choices
from settlements.models.administration import County
from settlements.models.settlement import Settlement

BYTES = 32


def digest_of(token: str) -> str:
    """What is kept of a link: it is random and long, so a plain hash cannot be undone."""
    return hashlib.sha256(token.encode()).hexdigest()


class InvitationQuerySet(models.QuerySet[Any]):
    """Questions about invitations."""

    def open(self) -> "InvitationQuerySet":
        """Those that can still be accepted."""
        return self.filter(accepted_at=None, revoked_at=None, expires_at__gt=timezone.now())

    def by_token(self, token: str) -> "InvitationQuerySet":
        return self.filter(digest=digest_of(token))


class Invitation(models.Model):
    """A role offered to whoever has an e-mail address. The link itself is not kept, only its hash."""

    email = models.EmailField(_("e-mail address"))
    role = models.CharField(_("role"), max_length=20, choices=choices.Role)
    settlement = models.ForeignKey(
        Settlement, on_delete=models.CASCADE, null=True, blank=True, related_name="invitations"
    )
    county = models.ForeignKey(
        County, on_delete=models.CASCADE, null=True, blank=True, related_name="invitations"
    )
    digest = models.CharField(max_length=64, unique=True, editable=False)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    made_at = models.DateTimeField(_("made"), auto_now_add=True)
    expires_at = models.DateTimeField(_("ends"))
    accepted_at = models.DateTimeField(_("accepted"), null=True, blank=True)
    revoked_at = models.DateTimeField(_("taken back"), null=True, blank=True)

    objects: ClassVar = InvitationQuerySet.as_manager()

    class Meta:
        ordering = ["-made_at"]
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        constraints = [
            models.CheckConstraint(
                condition=Q(settlement__isnull=True) | Q(county__isnull=True), name="invitation_has_one_place"
            ),
            models.CheckConstraint(
                condition=Q(accepted_at__isnull=True) | Q(revoked_at__isnull=True),
                name="invitation_ends_one_way",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()}, {self.expires_at:%Y-%m-%d}"

    def new_token(self) -> str:
        """Give it a link of its own; the only time that it is known."""
        token = secrets.token_urlsafe(BYTES)
        self.digest = digest_of(token)
        self.expires_at = timezone.now() + timedelta(days=settings.INVITATION_DAYS)
        return token
