"""People who sign in. What they may do where is a Membership, in settlements."""

from typing import Any, ClassVar

from django.conf import settings
from django.contrib.auth.models import AbstractUser, BaseUserManager
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.choices import access_kinds


class UserManager(BaseUserManager["User"]):
    """Makes users who are known by their e-mail address."""

    use_in_migrations = True

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)


class User(AbstractUser):
    """A person of the federation, signing in with an e-mail address."""

    username = None  # type: ignore[assignment]
    email = models.EmailField(_("e-mail address"), unique=True)
    language = models.CharField(_("language"), max_length=5, choices=settings.LANGUAGES, default="en")

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    objects: ClassVar[UserManager] = UserManager()  # type: ignore[assignment]

    def __str__(self) -> str:
        return self.get_full_name() or self.email


class AccessRecord(models.Model):
    """Who read, took or switched what is not for everybody: numbers and codes, never what a record says.

    Only added to, through `accounts.log.record`. Who is in it cannot be deleted, only deactivated.
    """

    REASON_LENGTH: ClassVar[int] = 200

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    kind = models.CharField(_("what was done"), max_length=20, choices=access_kinds)
    subject = models.CharField(_("with what"), max_length=60, blank=True)
    # A code, not a key: the log outlives what it speaks of.
    settlement = models.CharField(_("settlement"), max_length=12, blank=True)
    reason = models.CharField(_("reason"), max_length=REASON_LENGTH, blank=True)
    at = models.DateTimeField(_("when"), auto_now_add=True)

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("access")
        verbose_name_plural = _("accesses")
        indexes = [models.Index(fields=["settlement", "-id"], name="access_of_settlement")]

    def __str__(self) -> str:
        return f"{self.kind} {self.subject}"
