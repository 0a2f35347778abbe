"""What may be given to the county, and writing down what was given.

Figures need an agreement in force that covers every settlement; structures one by one also the minutes of the
assembly that agreed to it, in each of them. Nothing leaves a settlement that is hidden.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field, fields
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import log
from accounts.choices import AccessKind
from accounts.models import User
from reports.clicks import written_before
from reports.models import Export
from reports.models.handover import (
    MOST,
    AgreedPlace,
    Agreement,
    HandedPlace,
    HandOver,
    HandOverPaper,
    PaperKind,
    Party,
)
from reports.products import PRODUCTS, Envelope, Refusal, Refused, label_of
from settlements.models import Settlement
from settlements.roles import Act
from settlements.shield import Frozen, refuse_frozen_among
from verification.models import Step


def agreements_for(settlements: Iterable[Settlement], envelope: Envelope, on: date) -> list[Agreement]:
    """The agreements under which something of all these settlements may be given that day, newest first."""
    wanted = list(settlements)
    found = Agreement.objects.in_force(on).filter(envelope__gte=int(envelope)).prefetch_related("places")
    return [each for each in found if wanted and not _beyond(each, wanted)]


def agreement_for(settlements: Iterable[Settlement], envelope: Envelope, on: date) -> Agreement | None:
    """The newest of them, if there is one."""
    return next(iter(agreements_for(settlements, envelope, on)), None)


def may_give_structures(settlement: Settlement, on: date) -> bool:
    """Whether structures of the settlement may be given one by one that day: its assembly agreed."""
    return where_structures_may_be_given(on).filter(pk=settlement.pk).exists()


def where_structures_may_be_given(on: date) -> QuerySet[Settlement]:
    """The settlements whose assembly agreed, under an agreement in force; asked once for many."""
    agreed = _agreed(on).filter(
        settlement=OuterRef("pk"),
        agreement__in=Agreement.objects.in_force(on).filter(envelope__gte=Envelope.COUNTY).values("pk"),
    )
    return Settlement.objects.filter(Exists(agreed), shielded_at__isnull=True)


def _agreed(on: date) -> QuerySet[AgreedPlace]:
    """Where an assembly had agreed by that day, with its minutes kept, and had not taken it back."""
    minutes = HandOverPaper.objects.filter(place=OuterRef("pk"), kind=PaperKind.MINUTES)
    stands = Q(taken_back_on__isnull=True) | Q(taken_back_on__gt=on)
    return AgreedPlace.objects.filter(stands, Exists(minutes), assembly_on__lte=on)


def _beyond(agreement: Agreement, settlements: Collection[Settlement]) -> list[Settlement]:
    """Those of the settlements that the agreement does not cover."""
    named = {place.settlement_id for place in agreement.places.all()}
    return [
        each
        for each in settlements
        if each.pk not in named and (agreement.county_id is None or each.county_id != agreement.county_id)
    ]


@dataclass(frozen=True)
class Gift:
    """What was given. Of a file that was made here also its hash, and how it was asked for."""

    title: str
    envelope: Envelope
    has_structures: bool = False
    version: str = ""
    product: str = ""
    ask: dict[str, Any] = field(default_factory=dict)
    file_name: str = ""
    sha256: str = ""
    size: int | None = None


def gift_of(export: Export) -> Gift:
    """A file that was made here, as it is written down: by its hash it is known when the file is gone."""
    return Gift(
        title=export.title,
        envelope=export.meant_for,
        has_structures=shows_structures(export),
        version=f"{timezone.localtime(export.ended_at):%Y-%m-%d %H:%M}" if export.ended_at else "",
        product=export.product,
        ask=export.ask,
        file_name=export.name,
        sha256=export.sha256,
        size=export.size,
    )


def shows_structures(export: Export) -> bool:
    """Whether the file holds structures one by one: its product says so, and the data are asked for them."""
    asks = getattr(PRODUCTS.get(export.product), "shows_structures", None)
    return bool(asks(export.ask)) if asks else "structures" in export.ask.get("datasets", ())


@dataclass(frozen=True)
class Taker:
    """To whom: the office, and the public officer who took it."""

    party: Party
    office: str
    officer: str
    position: str = ""


def write_down(
    *,
    by: User,
    settlements: Collection[Settlement],
    gift: Gift,
    taker: Taker,
    given_on: date,
    means: str,
    agreement: Agreement | None = None,
    step: Step | None = None,
    note: str = "",
) -> HandOver:
    """Write down what was given, once and for all. Raises Refused: nothing is then written.

    Whoever sends the same twice gets the first one again: nobody could take the second one away.
    """
    if refusals := what_stands_against(by, settlements, gift, given_on, agreement):
        raise Refused(*refusals)
    with transaction.atomic():
        _refuse_hidden(settlements)
        said = {
            **{each.name: getattr(gift, each.name) for each in fields(gift)},
            **{each.name: getattr(taker, each.name) for each in fields(taker)},
            **{"agreement": agreement, "step": step, "given_on": given_on, "means": means, "note": note},
        }
        if same := written_before(HandOver, by, said, settlements):
            return same[0]
        made: HandOver = HandOver.objects.create(**said, made_by=by)
        HandedPlace.objects.bulk_create(HandedPlace(hand_over=made, settlement=each) for each in settlements)
        for each in settlements:
            log.record(
                by,
                AccessKind.HANDED_OVER,
                subject=f"hand-over {made.pk}",
                settlement=each.code,
                reason=taker.office,
            )
    return made


def what_stands_against(
    by: User,
    settlements: Collection[Settlement],
    gift: Gift,
    given_on: date,
    agreement: Agreement | None,
) -> list[Refusal]:
    """Why this may not be given, or not in this way; nothing where it may."""
    theirs = Settlement.objects.where_may(by, Act.HAND_OVER).filter(pk__in=[each.pk for each in settlements])
    if not settlements or theirs.count() != len(settlements):
        return [_not_yours()]
    found = []
    if given_on > timezone.localdate():
        found.append(_not_yet())
    if gift.envelope > MOST:
        found.append(_too_much(gift))
    found += _of_agreement(agreement, settlements, gift, given_on)
    return found


def _of_agreement(
    agreement: Agreement | None, settlements: Collection[Settlement], gift: Gift, on: date
) -> list[Refusal]:
    if agreement is None:
        needs_one = gift.has_structures or gift.envelope > Envelope.PUBLIC
        return [_no_agreement()] if needs_one else []
    if not agreement.is_in_force(on):
        return [_not_in_force(agreement)]
    if gift.envelope > agreement.envelope:
        return [_agreed_less(agreement)]
    if beyond := _beyond(agreement, settlements):
        return [_not_covered(beyond)]
    if gift.has_structures:
        agreed = set(_agreed(on).filter(agreement=agreement).values_list("settlement_id", flat=True))
        if missing := [each for each in settlements if each.pk not in agreed]:
            return [_assembly_did_not(missing)]
    return []


def _refuse_hidden(settlements: Collection[Settlement]) -> None:
    try:
        refuse_frozen_among(settlements)
    except Frozen as frozen:
        raise Refused(Refusal(frozen.code, frozen.sentence, frozen.remedy)) from None


# --- What is said ---------------------------------------------------------------------------------


def _names(settlements: Collection[Settlement]) -> str:
    return ", ".join(each.name for each in settlements)


def _not_yours() -> Refusal:
    return Refusal(
        "not_yours",
        _("You may not hand data of these settlements over."),
        _("Choose settlements where you are staff or data manager."),
    )


def _not_yet() -> Refusal:
    return Refusal(
        "day_to_come",
        _("This day has not come yet."),
        _("Write it down on the day it is given, or after it."),
    )


def _too_much(gift: Gift) -> Refusal:
    return Refusal(
        "too_much",
        _("“%(envelope)s” holds more than may be given away, under any agreement.")
        % {"envelope": label_of(gift.product, gift.envelope)},
        _("Export it again for the county, and give that."),
    )


def _no_agreement() -> Refusal:
    return Refusal(
        "no_agreement",
        _("This may be given only under a signed agreement."),
        _("Choose the agreement, or write it down first. Public figures need none."),
    )


def _not_in_force(agreement: Agreement) -> Refusal:
    days = {"first": f"{agreement.signed_on:%d/%m/%Y}", "last": f"{agreement.last_day:%d/%m/%Y}"}
    return Refusal(
        "agreement_not_in_force",
        _("On this day the agreement was not in force: it runs from %(first)s to %(last)s.") % days,
        _("Check the day, or choose another agreement."),
    )


def _agreed_less(agreement: Agreement) -> Refusal:
    return Refusal(
        "agreed_less",
        _("The agreement covers only this: %(envelope)s.") % {"envelope": Envelope(agreement.envelope).label},
        _("Give the public figures, or sign an agreement for more."),
    )


def _not_covered(beyond: Collection[Settlement]) -> Refusal:
    return Refusal(
        "not_covered",
        _("The agreement does not cover %(settlements)s.") % {"settlements": _names(beyond)},
        _("Leave it out, or choose another agreement."),
    )


def _assembly_did_not(missing: Collection[Settlement]) -> Refusal:
    return Refusal(
        "structures_not_agreed",
        _("No assembly of %(settlements)s agreed to give structures one by one.")
        % {"settlements": _names(missing)},
        _("Keep the minutes of the assembly with the agreement first, or give figures alone."),
    )
