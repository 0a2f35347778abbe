"""People who sign in. What they may do where is a Membership, in settlements."""

from typing import Any, ClassVar

from django.apps import apps
from django.conf import settings
from django.contrib.auth.models import AbstractUser, BaseUserManager
from django.db import models
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext, gettext_noop
from django.utils.translation import gettext_lazy as _

from accounts.choices import access_kinds
from accounts.history import tracked


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


@tracked(exclude=["password", "last_login", "date_joined", "sessions_ended"], inserts=True)
class User(AbstractUser):
    """A person of the federation, signing in with an e-mail address."""

    username = None  # type: ignore[assignment]
    email = models.EmailField(_("e-mail address"), unique=True)
    language = models.CharField(_("language"), max_length=5, choices=settings.LANGUAGES, default="en")

    # Part of what a session is sealed with: to raise it ends every session there is.
    sessions_ended = models.PositiveIntegerField(default=0, editable=False)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    objects: ClassVar[UserManager] = UserManager()  # type: ignore[assignment]

    def __str__(self) -> str:
        return self.get_full_name() or self.email

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save; whoever is saved as inactive is out at once, wherever it was done."""
        super().save(*args, **kwargs)
        if not self.is_active:
            self.end_access()

    def end_access(self) -> None:
        """End every session and every API key, for good: they do not come back with the account."""
        type(self).objects.filter(pk=self.pk).update(sessions_ended=models.F("sessions_ended") + 1)
        self.refresh_from_db(fields=["sessions_ended"])
        apps.get_model("knox.AuthToken").objects.filter(user=self).delete()

    def _get_session_auth_hash(self, secret: Any = None) -> str:
        key_salt = "accounts.models.User.get_session_auth_hash"
        sealed = f"{self.sessions_ended}:{self.password}"
        return salted_hmac(key_salt, sealed, secret=secret, algorithm="sha256").hexdigest()


class ApiKey(models.Model):
    """What a person calls a key of theirs, and when a program last showed it."""

    token = models.OneToOneField(
        "knox.AuthToken", on_delete=models.CASCADE, primary_key=True, related_name="key"
    )
    name = models.CharField(_("name"), max_length=60)
    last_used_at = models.DateTimeField(_("last used"), null=True, editable=False)

    class Meta:
        verbose_name = _("API key")
        verbose_name_plural = _("API keys")

    def __str__(self) -> str:
        return self.name


class AccessRecord(models.Model):
    """Who read, took or switched what is not for everybody: numbers and codes, never what a record says.

    Only added to, through `accounts.log.record`. Who is in it cannot be deleted, only deactivated.
    """

    REASON_LENGTH: ClassVar[int] = 200
    # The kind of subject that is no model's own name, so that it is collected and translated.
    REQUEST: ClassVar[str] = gettext_noop("request")

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

    @property
    def about(self) -> str:
        """The subject in the reader's words: its kind is written down in English, `household 12`."""
        kind, _space, mark = self.subject.partition(" ")
        return f"{gettext(kind)} {mark}".strip() if kind else ""
