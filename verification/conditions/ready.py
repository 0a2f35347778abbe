"""Before people are counted: the purpose, the first meeting, the ground and the questionnaire."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from enumerations.choices import EnumerationSource
from enumerations.models import Enumeration
from settlements.models import Settlement
from verification.conditions.kinds import FORM, Found, Offer, Rule, page


def _purpose(count: Enumeration, offer: Offer) -> Found:
    met = bool(count.purpose.strip())
    says = _("Why you count is written down.") if met else _("Nobody has written down why you count.")
    return Found(met, says, page("enumerations:enumeration-edit", count))


def _meeting(count: Enumeration, offer: Offer) -> Found:
    met = bool(offer.held_on and offer.place.strip())
    return Found(met, _("Write the day and the place of the meeting here."), FORM)


def _boundary(count: Enumeration, offer: Offer) -> Found:
    met = Settlement.objects.filter(pk=count.settlement_id, boundary__isnull=False).exists()
    says = _("The boundary is drawn.") if met else _("The settlement has no boundary yet.")
    return Found(met, says, f"{reverse('settlements:ground-import')}?settlement={count.settlement.code}")


def _structures(count: Enumeration, offer: Offer) -> Found:
    numbered = count.settlement.structures.count()
    link = f"{reverse('settlements:ground-import')}?settlement={count.settlement.code}"
    if numbered:
        says = ngettext("%(n)s structure is numbered.", "%(n)s structures are numbered.", numbered)
        return Found(True, says % {"n": numbered}, link)
    if count.creates_structures or count.source == EnumerationSource.FOREIGN:
        return Found(True, _("None is numbered yet; they come with the interviews."), link)
    return Found(False, _("No structure is numbered yet."), link)


def _questionnaire(count: Enumeration, offer: Offer) -> Found:
    if count.source == EnumerationSource.FOREIGN:
        return Found(True, _("The interviews come from another tool."))
    questionnaire = getattr(count, "questionnaire", None)
    met = questionnaire is not None and questionnaire.current() is not None
    says = _("A questionnaire is published.") if met else _("No questionnaire is published yet.")
    return Found(met, says, page("enumerations:questionnaire", count))


PURPOSE = Rule("purpose", gettext_lazy("Why you count is written down"), _purpose)
MEETING = Rule("meeting", gettext_lazy("The meeting is written down"), _meeting, field="held_on")
BOUNDARY = Rule("boundary", gettext_lazy("The settlement has a boundary"), _boundary)
STRUCTURES = Rule("structures", gettext_lazy("Structures are numbered"), _structures)
QUESTIONNAIRE = Rule("questionnaire", gettext_lazy("A questionnaire is published"), _questionnaire)
