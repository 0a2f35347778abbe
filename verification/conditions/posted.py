"""While lists hang and objections are heard."""

from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from enumerations.choices import EnumerationState
from enumerations.models import Enumeration
from verification.conditions.kinds import Found, Offer, Rule, page
from verification.models import Posting, Step
from verification.services.objections import undecided


def last_posting(count: Enumeration) -> Posting | None:
    """The newest lists of a count."""
    found: Posting | None = Posting.objects.filter(enumeration=count).order_by("-number").first()
    return found


def _lists(count: Enumeration, offer: Offer) -> Found:
    """Lists of this draft: made since it was last being checked."""
    posting, link = last_posting(count), page("verification:lists", count)
    if posting is None:
        return Found(False, _("No lists are made yet."), link)
    if posting.ready_at is None:
        return Found(False, _("The lists are being made, or could not be made."), link)
    checked = Step.objects.filter(enumeration=count, to_state=EnumerationState.CHECKING).first()
    if checked and posting.created_at < checked.taken_at:
        return Found(False, _("The lists are from before the count was checked again. Make new ones."), link)
    return Found(True, _("Lists no. %(number)s are ready.") % {"number": posting.number})


def _day_of_posting(count: Enumeration, offer: Offer) -> Found:
    posting = last_posting(count)
    if posting is None:
        return Found(False, _("No lists are made yet."), page("verification:lists", count))
    met = posting.posted_on <= timezone.localdate()
    says = _("The lists hang since %(day)s.") if met else _("The lists will hang from %(day)s on.")
    return Found(met, says % {"day": _shown(posting.posted_on)})


def _window(count: Enumeration, offer: Offer) -> Found:
    posting = last_posting(count)
    if posting is None:
        return Found(False, _("No lists were posted."), page("verification:lists", count))
    met = posting.closes_on < timezone.localdate()
    says = _("People could object until %(day)s.") if met else _("People may still object until %(day)s.")
    return Found(met, says % {"day": _shown(posting.closes_on)})


def _objections(count: Enumeration, offer: Offer) -> Found:
    waiting = undecided(count)
    says = ngettext("%(n)s objection is not decided.", "%(n)s objections are not decided.", waiting)
    done = _("Every objection is decided.")
    return Found(
        not waiting, says % {"n": waiting} if waiting else done, page("verification:objection-list", count)
    )


def _shown(day: date) -> str:
    return f"{day.day}.{day.month}.{day.year}"


LISTS = Rule("lists", gettext_lazy("The lists are made"), _lists)
DAY_OF_POSTING = Rule("day_of_posting", gettext_lazy("The day of posting has come"), _day_of_posting)
WINDOW = Rule("window", gettext_lazy("The time to object is over"), _window)
OBJECTIONS = Rule("objections", gettext_lazy("Every objection is decided"), _objections)
