"""The assembly that adopts the register, and who takes it over."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from enumerations.models import Enumeration
from settlements.models import Settlement
from verification.choices import StepFileKind
from verification.conditions.kinds import FORM, Found, Offer, Rule, page
from verification.conditions.posted import last_posting
from verification.models import Posting, RegisterSnapshot


def _assembly(count: Enumeration, offer: Offer) -> Found:
    if offer.held_on is None:
        return Found(False, _("Write the day of the assembly here."), FORM)
    closed = Posting.objects.filter(enumeration=count, closes_on__gte=offer.held_on)
    if last_posting(count) in closed:
        return Found(False, _("On this day people could still object. The assembly comes after it."), FORM)
    return Found(True, _("The day of the assembly is written down."), FORM)


def _minutes(count: Enumeration, offer: Offer) -> Found:
    return Found(StepFileKind.MINUTES in offer.papers, _("Attach the minutes of the assembly."), FORM)


def _receiver(count: Enumeration, offer: Offer) -> Found:
    return Found(bool(offer.given_to.strip()), _("Write who takes the register over."), FORM)


def _receipt(count: Enumeration, offer: Offer) -> Found:
    signed = {StepFileKind.RECEIPT, StepFileKind.AGREEMENT}
    return Found(bool(signed & offer.papers), _("Attach their receipt, or the agreement with them."), FORM)


def _not_hidden(count: Enumeration, offer: Offer) -> Found:
    met = not Settlement.objects.filter(pk=count.settlement_id, shielded_at__isnull=False).exists()
    says = (
        _("The settlement is not hidden.")
        if met
        else _("The settlement is hidden because an eviction threatens: nothing is handed over.")
    )
    return Found(met, says, count.settlement.get_absolute_url())


def _frozen(count: Enumeration, offer: Offer) -> Found:
    met = RegisterSnapshot.objects.filter(enumeration=count).exists()
    says = _("The adopted register is kept.") if met else _("No version of the adopted register is kept yet.")
    return Found(met, says, page("verification:register", count))


def _reason(count: Enumeration, offer: Offer) -> Found:
    return Found(bool(offer.note.strip()), _("Write why."), FORM)


ASSEMBLY = Rule("assembly", gettext_lazy("The assembly adopted it"), _assembly, field="held_on")
MINUTES = Rule("minutes", gettext_lazy("Its minutes are attached"), _minutes, field="minutes")
RECEIVER = Rule("receiver", gettext_lazy("It is known who takes it over"), _receiver, field="given_to")
RECEIPT = Rule("receipt", gettext_lazy("They signed for it"), _receipt, field="receipt")
NOT_HIDDEN = Rule("not_hidden", gettext_lazy("The settlement is not hidden"), _not_hidden)
FROZEN = Rule("frozen", gettext_lazy("The adopted register is kept"), _frozen)
REASON = Rule("reason", gettext_lazy("The reason is written down"), _reason, field="note")
