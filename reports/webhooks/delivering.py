"""From events to deliveries, each tried until it is taken: the rows are the truth, the queue only hurries."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import orjson
from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.sealing import seal, unseal
from reports.models import Delivery, DeliveryState, Event, EventKind, Webhook
from reports.webhooks.calling import Told, call
from reports.webhooks.signing import headers, make_secret
from settlements.models import Settlement
from settlements.roles import Act

# After each attempt that failed, as Standard Webhooks advises: over three days in all.
WAITS = [
    timedelta(seconds=seconds) for seconds in (5, 300, 1_800, 7_200, 18_000, 36_000, 50_400, 72_000, 86_400)
]
CLAIMED = timedelta(minutes=2)  # longer than an attempt can take
BOTH_SECRETS = timedelta(days=1)
DISABLED_AFTER = timedelta(days=5)  # without a single delivery that was taken
KEPT = timedelta(days=30)
AT_ONCE = 500
MOST_OF_ONE = 20  # webhooks that one person keeps
# What is told while a settlement is hidden: that it is.
OF_HIDDEN = {EventKind.SETTLEMENT_HIDDEN, EventKind.SETTLEMENT_SHOWN}


def may_have_webhooks(user: Any) -> bool:
    """The office: whoever may hand data over somewhere."""
    return Settlement.objects.where_may(user, Act.HAND_OVER).exists()


@dataclass(frozen=True)
class Claim:
    """A delivery that is to be tried, and until when it is this queue's: by that it is known again."""

    delivery: int
    until: datetime

    def taken(self) -> bool:
        """Whether it is still so; it is then the caller's alone, for longer than an attempt can take.

        What waited in the queue for so long that it was claimed again is somebody else's.
        """
        # Of this row alone, without a join: of two who come at a time the second looks at it again, and finds
        # that it is not so any more.
        mine = Delivery.objects.filter(pk=self.delivery, state=DeliveryState.WAITING, next_at=self.until)
        return bool(mine.update(next_at=timezone.now() + CLAIMED))


def due() -> list[Claim]:
    """Spread what happened, and claim what is to be tried now: each delivery by one worker at a time."""
    spread()
    now = timezone.now()
    until = now + CLAIMED
    with transaction.atomic():
        waiting = Delivery.objects.filter(state=DeliveryState.WAITING, next_at__lte=now)
        waiting = waiting.filter(webhook__disabled_at__isnull=True).order_by("next_at")
        locked = waiting.select_for_update(skip_locked=True, of=("self",))
        found = list(locked.values_list("pk", flat=True)[:AT_ONCE])
        Delivery.objects.filter(pk__in=found).update(next_at=until)
    # What waits for so long is of a webhook that is off.
    Event.objects.filter(happened_at__lt=now - KEPT).delete()
    return [Claim(pk, until) for pk in found]


@transaction.atomic
def spread() -> None:
    """A delivery for every webhook that asked for what happened."""
    fresh = Event.objects.filter(spread_at__isnull=True)
    events = list(fresh.select_for_update(skip_locked=True).order_by("pk")[:AT_ONCE])
    if not events:
        return
    kinds = {event.kind for event in events}
    listening = list(Webhook.objects.listening().filter(events__overlap=list(kinds)).select_related("owner"))
    # An evening's batches are of a few settlements: each is asked about once for each person.
    known: dict[tuple[Any, ...], bool] = {}
    wanted = []
    for event in events:
        for webhook in (each for each in listening if event.kind in each.events):
            of = (event.of_user, event.settlement_id, event.kind in OF_HIDDEN, webhook.owner_id)
            if of not in known:
                known[of] = is_for(event, webhook.owner)
            if known[of]:
                wanted.append(Delivery(webhook=webhook, event=event))
    Delivery.objects.bulk_create(wanted, ignore_conflicts=True)
    Event.objects.filter(pk__in=[event.pk for event in events]).update(spread_at=timezone.now())


def is_for(event: Event, user: User) -> bool:
    """Whether this person may be told, now: their own, or of a settlement they answer for."""
    if not user.is_active:
        return False
    if event.of_user is not None:
        return event.of_user == user.pk
    mine: Any = Settlement.objects.where_may(user, Act.HAND_OVER).filter(pk=event.settlement_id or 0)
    if EventKind(event.kind) not in OF_HIDDEN:
        mine = mine.filter(shielded_at__isnull=True)
    return mine.exists()


def payload(event: Event) -> bytes:
    """Ids and addresses, nothing else: whoever wants more asks with a key."""
    data: dict[str, Any] = {"id": event.subject, "url": settings.SITE_URL + address_of(event)}
    if event.settlement is not None:
        data["settlement"] = event.settlement.code
    said = {"type": event.kind, "timestamp": event.happened_at.isoformat(), "data": data}
    return orjson.dumps(said)


def address_of(event: Event) -> str:
    """Where a program asks further."""
    match EventKind(event.kind):
        case EventKind.BATCH_FINISHED:
            return reverse("api-batch-detail", args=[event.subject])
        case EventKind.COUNT_VERIFIED | EventKind.COUNT_ADOPTED | EventKind.REGISTER_ADOPTED:
            return reverse("api-enumeration-detail", args=[event.subject])
        case EventKind.EXPORT_READY:
            return reverse("api-export-detail", args=[event.subject])
        case EventKind.SETTLEMENT_HIDDEN | EventKind.SETTLEMENT_SHOWN if event.settlement is not None:
            return reverse("api-settlement-detail", args=[event.settlement.code])
        case _:
            return reverse("reports:webhook-list")


def deliver(claim: Claim) -> None:
    """Try once; write down what came of it and when it is tried again."""
    if not claim.taken():
        return
    found = Delivery.objects.select_related("webhook__owner", "event__settlement").filter(pk=claim.delivery)
    delivery = found.filter(webhook__disabled_at__isnull=True).first()
    if delivery is None:
        return
    webhook, event = delivery.webhook, delivery.event
    if not is_for(event, webhook.owner):
        Delivery.objects.filter(pk=delivery.pk).update(state=DeliveryState.WITHHELD)
        return
    body, now = payload(event), timezone.now()
    signed = headers(secrets_of(webhook, now), f"evt_{event.pk}", int(now.timestamp()), body)
    sent = {"Content-Type": "application/json", "User-Agent": "Pamoja-Webhooks/1", **signed}
    write_down(delivery, call(webhook.url, body, sent), now)


def secrets_of(webhook: Webhook, now: datetime) -> list[str]:
    sealed = [webhook.secret]
    if webhook.old_secret and webhook.old_until and webhook.old_until > now:
        sealed.append(webhook.old_secret)
    return [unseal(each) for each in sealed]


def write_down(delivery: Delivery, told: Told, now: datetime) -> None:
    """What came of an attempt; of what was deleted meanwhile nothing is left to be written."""
    attempts = delivery.attempts + 1
    said: dict[str, Any] = {
        "attempts": attempts,
        "tried_at": now,
        "status": told.status,
        "said": told.said,
        "milliseconds": told.milliseconds,
    }
    if told.is_delivered:
        said["state"] = DeliveryState.DELIVERED
        Webhook.objects.filter(pk=delivery.webhook_id).update(failing_since=None)
    elif attempts > len(WAITS):
        said["state"] = DeliveryState.FAILED
    else:
        said["next_at"] = now + WAITS[attempts - 1]
    Delivery.objects.filter(pk=delivery.pk).update(**said)
    if not told.is_delivered:
        note_failure(delivery.webhook_id, told, now)


def note_failure(webhook_id: int, told: Told, now: datetime) -> None:
    """A webhook that takes nothing for days, or says that it is gone, is told no more; its owner is."""
    Webhook.objects.filter(pk=webhook_id, failing_since__isnull=True).update(failing_since=now)
    rows = Webhook.objects.filter(pk=webhook_id, disabled_at__isnull=True)
    because = "gone" if told.status == 410 else "failing"
    if because == "failing":
        rows = rows.filter(failing_since__lt=now - DISABLED_AFTER)
    if rows.update(disabled_at=now, disabled_because=because):
        tell_owner(Webhook.objects.select_related("owner").get(pk=webhook_id))


def tell_owner(webhook: Webhook) -> None:
    address = settings.SITE_URL + webhook.get_absolute_url()
    with translation.override(webhook.owner.language):
        text = _(
            "The webhook “%(name)s” was switched off: its address has not taken anything for days, or said "
            "that it is gone.\n\nSee what came back, and switch it on again: %(address)s"
        )
        said = text % {"name": webhook.name, "address": address}
        send_mail(_("A webhook was switched off"), said, None, [webhook.owner.email], fail_silently=True)


def make_webhook(owner: User, *, name: str, url: str, events: list[str]) -> tuple[Webhook, str]:
    """A webhook and its secret, which nobody can read again here."""
    secret = make_secret()
    made = Webhook.objects.create(owner=owner, name=name, url=url, events=events, secret=seal(secret))
    return made, secret


def rotate(webhook: Webhook) -> str:
    """A new secret; the old one signs beside it for a day."""
    secret = make_secret()
    webhook.old_secret, webhook.old_until = webhook.secret, timezone.now() + BOTH_SECRETS
    webhook.secret = seal(secret)
    webhook.save(update_fields=["secret", "old_secret", "old_until"])
    return secret


def send_test(webhook: Webhook) -> Delivery:
    """An event that says nothing, to see whether it arrives."""
    event = Event.objects.create(
        kind=EventKind.TEST, subject=webhook.pk, of_user=webhook.owner_id, spread_at=timezone.now()
    )
    return Delivery.objects.create(webhook=webhook, event=event)


def again(delivery: Delivery) -> None:
    """Once more from the beginning."""
    Delivery.objects.filter(pk=delivery.pk).exclude(state=DeliveryState.WITHHELD).update(
        state=DeliveryState.WAITING, attempts=0, next_at=timezone.now()
    )


def switch(webhook: Webhook) -> None:
    """Off, or on again as if nothing had ever failed."""
    webhook.disabled_at = None if webhook.disabled_at else timezone.now()
    webhook.disabled_because = "owner" if webhook.disabled_at else ""
    webhook.failing_since = None
    webhook.save(update_fields=["disabled_at", "disabled_because", "failing_since"])
