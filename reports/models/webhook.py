"""Other people's programs that want to know: where to tell them, what happened, and every attempt to say so.

Database triggers write an Event in the very transaction in which something happens, whoever changes it and
however: no event is lost, and none is told of what was taken back. A sweep makes a Delivery of it for every
webhook that asked. Nothing here holds more than ids.
"""

from typing import Any, ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from settlements.models import Settlement
from settlements.querysets import Viewer


class EventKind(models.TextChoices):
    """What can be told. A code never changes once it was used."""

    BATCH_FINISHED = "batch.finished", _("A batch is finished")
    COUNT_VERIFIED = "count.verified", _("A count is verified")
    COUNT_ADOPTED = "count.adopted", _("A count is adopted")
    REGISTER_ADOPTED = "register.adopted", _("A register is adopted, or a new version of it")
    EXPORT_READY = "export.ready", _("A file that you asked for is ready")
    SETTLEMENT_HIDDEN = "settlement.hidden", _("A settlement is hidden, for it is threatened")
    SETTLEMENT_SHOWN = "settlement.shown", _("A settlement is shown again")
    TEST = "webhook.test", _("A test")

    @classmethod
    def offered(cls) -> list[tuple[str, Any]]:
        return [(kind.value, kind.label) for kind in cls if kind is not cls.TEST]


class DeliveryState(models.TextChoices):
    """How far a delivery is."""

    WAITING = "waiting", _("Waiting")
    DELIVERED = "delivered", _("Delivered")
    FAILED = "failed", _("Given up")
    WITHHELD = "withheld", _("Not for you any more")


class WebhookQuerySet(models.QuerySet[Any]):
    """Questions about webhooks: a webhook is its owner's, and nobody else's."""

    def visible_to(self, user: Viewer) -> "WebhookQuerySet":
        return self.filter(owner=user) if isinstance(user, User) else self.none()

    def listening(self) -> "WebhookQuerySet":
        return self.filter(disabled_at__isnull=True, owner__is_active=True)


class Webhook(models.Model):
    """An address of its owner's that is told of events. Its secret is sealed, and shown once."""

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="webhooks")
    name = models.CharField(_("name"), max_length=100)
    url = models.URLField(_("address"), max_length=500)
    events = ArrayField(models.CharField(max_length=40, choices=EventKind), verbose_name=_("events"))
    secret = models.TextField(editable=False)  # sealed
    # Signs beside the new one for a day, so that nothing is refused while the other side changes.
    old_secret = models.TextField(blank=True, editable=False)
    old_until = models.DateTimeField(null=True, blank=True, editable=False)
    made_at = models.DateTimeField(_("made"), default=timezone.now)
    failing_since = models.DateTimeField(null=True, blank=True, editable=False)
    disabled_at = models.DateTimeField(null=True, blank=True, editable=False)
    disabled_because = models.CharField(max_length=40, blank=True, editable=False)

    objects: ClassVar = WebhookQuerySet.as_manager()

    class Meta:
        ordering = ["name", "pk"]
        verbose_name = _("webhook")
        verbose_name_plural = _("webhooks")

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("reports:webhook", args=[self.pk])

    @property
    def event_labels(self) -> list[Any]:
        return [EventKind(code).label for code in self.events]


class Event(models.Model):
    """Something happened; `subject` is the id of what it happened to. Written by triggers."""

    kind = models.CharField(max_length=40, choices=EventKind)
    settlement = models.ForeignKey(
        Settlement, on_delete=models.CASCADE, null=True, related_name="+", db_constraint=False
    )
    subject = models.BigIntegerField()
    # Of an event that is one person's alone.
    of_user = models.BigIntegerField(null=True)
    happened_at = models.DateTimeField(default=timezone.now, db_default=Now())
    spread_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["id"], condition=Q(spread_at__isnull=True), name="events_to_spread")]
        verbose_name = _("event")
        verbose_name_plural = _("events")

    def __str__(self) -> str:
        return f"{self.kind} {self.subject}"


class Delivery(models.Model):
    """One event for one webhook: its attempts, and what the other side said."""

    webhook = models.ForeignKey(Webhook, on_delete=models.CASCADE, related_name="deliveries")
    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="deliveries")
    state = models.CharField(max_length=10, choices=DeliveryState, default=DeliveryState.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_at = models.DateTimeField(default=timezone.now)
    tried_at = models.DateTimeField(_("last tried"), null=True)
    status = models.PositiveSmallIntegerField(_("answer"), null=True)
    said = models.CharField(max_length=40, blank=True)  # a code of reports.webhooks.calling
    milliseconds = models.PositiveIntegerField(null=True)

    class Meta:
        ordering = ["-pk"]
        constraints = [models.UniqueConstraint(fields=["webhook", "event"], name="delivered_once")]
        indexes = [models.Index(fields=["next_at"], condition=Q(state="waiting"), name="deliveries_due")]
        verbose_name = _("delivery")
        verbose_name_plural = _("deliveries")

    def __str__(self) -> str:
        return f"{self.webhook_id}: {self.event_id}"
