"""A phone that may fetch one count's form and send its interviews."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.history import tracked
from enumerations.models.enumeration import Enumeration
from enumerations.querysets import DeviceQuerySet
from settlements.models import Settlement


@tracked(exclude=["last_seen_at", "token_digest", "ha1"])
class Device(models.Model):
    """One phone of one enumerator, for one count; it can be shut out without touching anybody else.

    It knows itself by a token in the address, or by `username` and that token as its password: kept is only
    the token's digest, and for HTTP Digest the hash of name, realm and token (RFC 7616).
    """

    settlement = models.ForeignKey(Settlement, on_delete=models.PROTECT, related_name="+")
    enumeration = models.ForeignKey(Enumeration, on_delete=models.PROTECT, related_name="devices")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="devices", verbose_name=_("whose")
    )
    name = models.CharField(_("name"), max_length=60)
    username = models.CharField(_("user name on the phone"), max_length=40, unique=True)
    token_digest = models.CharField(max_length=64, unique=True)  # SHA-256
    ha1 = models.CharField(max_length=32)  # MD5, as Digest wants it: of a random token, not of a password
    tests_draft = models.BooleanField(_("tries the draft; nothing it sends is counted"), default=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    created_at = models.DateTimeField(_("set up"), auto_now_add=True)
    last_seen_at = models.DateTimeField(_("last seen"), null=True, blank=True)
    revoked_at = models.DateTimeField(_("shut out"), null=True, blank=True)

    objects: ClassVar = DeviceQuerySet.as_manager()

    class Meta:
        ordering = ["enumeration", "name", "pk"]
        verbose_name = _("phone")
        verbose_name_plural = _("phones")

    def __str__(self) -> str:
        return self.name
