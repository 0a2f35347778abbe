"""Who may take what out of which settlements: asked when a file is wanted, and again when it is fetched."""

from collections.abc import Callable
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from enumerations.models import Enumeration
from enumerations.querysets import settlements_of_people
from reports.products import Envelope, Refusal
from settlements.models import Settlement
from settlements.roles import Act

Settlements = QuerySet[Settlement]
NAMED_AT_MOST = 3  # settlements in a sentence


def may(user: User, settlements: Settlements, envelope: Envelope, product: str = "") -> bool:
    """Whether the user may have this envelope of every one of these settlements, now; of none: no."""
    return not refusals(user, settlements, envelope, product)


def covers(user: User, settlements: Settlements, envelope: Envelope, product: str = "") -> bool:
    """Whether a role of the person covers it, though something may be closed at the moment."""
    reached = _reach(user, envelope, product).values("pk")
    return user.is_active and not settlements.exclude(pk__in=reached).exists()


def reach(user: User, envelope: Envelope, product: str = "") -> Settlements:
    """The settlements of which the user may have this envelope, now: what can be chosen for it."""
    return _open(_reach(user, envelope, product), user, envelope)


def refusals(user: User, settlements: Settlements, envelope: Envelope, product: str = "") -> list[Refusal]:
    """What of the person's rights stands against it, now. Nothing is said of places they may not know of."""
    settlements = Settlement.objects.filter(pk__in=settlements.order_by().values("pk"))
    if not user.is_active or not settlements.exists():
        return [NOT_YOURS]
    if settlements.exclude(pk__in=_reach(user, envelope, product).values("pk")).exists():
        return [NOT_YOURS]
    if envelope not in OPEN:
        return []
    missing = settlements.exclude(pk__in=_open(Settlement.objects.all(), user, envelope).values("pk"))
    names = list(missing.order_by("name").values_list("name", flat=True)[: NAMED_AT_MOST + 1])
    return [_closed(envelope, names)] if names else []


def _reach(user: User, envelope: Envelope, product: str = "") -> Settlements:
    """Where a role of the person covers the envelope, whatever is closed at the moment."""
    places: Any = Settlement.objects
    if envelope == Envelope.PUBLIC:
        return _public(user)
    if envelope == Envelope.PERSONAL:
        own = Q(pk__in=places.where_may(user, Act.SEE_PEOPLE).values("pk"))
        found: Settlements = places.filter(
            own | Q(pk__in=places.where_may(user, Act.OPEN_PEOPLE).values("pk"))
        )
        return found
    reached: Settlements = places.where_may(user, OF_PRODUCTS.get((product, envelope), ACTS[envelope]))
    return reached


def _open(places: Settlements, user: User, envelope: Envelope) -> Settlements:
    """Those where nothing is closed at the moment: no safety switch, and for names the records are open."""
    narrowed = OPEN.get(envelope)
    return narrowed(places, user) if narrowed else places


def _public(user: User) -> Settlements:
    """Where the person acts, and what they may know of that a community has adopted."""
    adopted = Enumeration.objects.adopted().values("settlement")
    places: Any = Settlement.objects
    found: Settlements = places.visible_to(user).filter(
        Q(pk__in=places.of_member(user).values("pk")) | Q(pk__in=adopted)
    )
    return found


def _not_hidden(places: Any, user: User) -> Settlements:
    found: Settlements = places.open_to_hand_over_by(user)
    return found


def _records_open(places: Settlements, user: User) -> Settlements:
    return places.filter(pk__in=settlements_of_people(user).values("pk"))


ACTS: dict[Envelope, Act] = {
    Envelope.COUNTY: Act.HAND_OVER,
    Envelope.STAFF: Act.TAKE_ANSWERS,
    Envelope.RESTRICTED: Act.SEE_RESTRICTED,
}
# A report holds totals where the data of the same envelope hold homes one by one: who may read it on the
# pages may take it along.
OF_PRODUCTS: dict[tuple[str, Envelope], Act] = {("report", Envelope.STAFF): Act.SEE_REPORTS}
# Of these something may be closed at the moment.
OPEN: dict[Envelope, Callable[[Settlements, User], Settlements]] = {
    Envelope.COUNTY: _not_hidden,
    Envelope.PERSONAL: _records_open,
}

NOT_YOURS = Refusal(
    "not_yours",
    _("Your role does not cover this in every settlement that would be in it."),
    _("Choose settlements in which you work, or another purpose; or ask the staff to send it to you."),
)


def _closed(envelope: Envelope, names: list[str]) -> Refusal:
    said = ", ".join(names[:NAMED_AT_MOST]) + (" …" if len(names) > NAMED_AT_MOST else "")
    if envelope == Envelope.COUNTY:
        return Refusal(
            "settlement_frozen",
            format_lazy(_("Hidden because an eviction threatens: {names}."), names=said),
            _("Nothing is handed over until staff show the settlement again."),
        )
    return Refusal(
        "records_closed",
        format_lazy(_("The personal records are not open to you now: {names}."), names=said),
        _("Open the settlement's records, with a reason, and come back within the hour."),
    )
