"""Before a draft is posted: nothing waits, nothing contradicts, and few doors were missed."""

from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from enumerations.choices import BatchState, VisitResult
from enumerations.collecting import SubmissionState
from enumerations.models import Batch, Enumeration, Household, Submission
from enumerations.services.conflicts import open_conflicts
from enumerations.services.coverage import reached_by
from enumerations.services.review import returned_and_open
from verification.conditions.kinds import Found, Offer, Rule, page
from verification.services.suspicions import open_suspicions

# A batch that is not settled: being worked on, or waiting for somebody to say what its columns mean.
UNSETTLED = (BatchState.RECEIVED, BatchState.MAPPING, BatchState.WORKING, BatchState.COUNTING)


def _households(count: Enumeration, offer: Offer) -> Found:
    counted = in_register(count).count()
    says = ngettext("%(n)s household is counted.", "%(n)s households are counted.", counted)
    return Found(counted > 0, says % {"n": counted}, count.get_absolute_url())


def in_register(count: Enumeration) -> Any:
    """The households that belong into the register: interviewed, agreed, in use, and counted once."""
    interviewed = Q(result__isnull=True) | Q(result__in=(VisitResult.COMPLETE, VisitResult.PARTLY))
    households = Household.objects.in_use().filter(interviewed, enumeration=count)
    return households.filter(cleared_at__isnull=True)


def _coverage(count: Enumeration, offer: Offer) -> Found:
    whole, _clusters = reached_by(count)
    left = whole.numbered - whole.visited
    says = ngettext(
        "%(visited)s of %(n)s numbered door was visited.",
        "%(visited)s of %(n)s numbered doors were visited.",
        whole.numbered,
    )
    return Found(
        left == 0,
        says % {"visited": whole.visited, "n": whole.numbered},
        page("enumerations:coverage", count),
    )


def _nothing_waiting(count: Enumeration, offer: Offer) -> Found:
    """Neither a batch at work, or waiting for its columns, nor an interview on its way into the register."""
    batches = Batch.objects.filter(enumeration=count, state__in=UNSETTLED, dry_run=False).count()
    interviews = Submission.objects.filter(
        enumeration=count, state=SubmissionState.RECEIVED, is_test=False
    ).count()
    if not batches + interviews:
        return Found(True, _("Nothing waits to be worked on."))
    parts = []
    if batches:
        parts.append(ngettext("%(n)s batch", "%(n)s batches", batches) % {"n": batches})
    if interviews:
        parts.append(ngettext("%(n)s interview", "%(n)s interviews", interviews) % {"n": interviews})
    says = _("Not in the register yet: %(what)s.") % {"what": ", ".join(parts)}
    return Found(False, says, f"{count.get_absolute_url()}#batches")


def _conflicts(count: Enumeration, offer: Offer) -> Found:
    waiting = open_conflicts(count)
    says = ngettext(
        "%(n)s interview contradicts another and waits for a decision.",
        "%(n)s interviews contradict others and wait for a decision.",
        waiting,
    )
    done = _("Nothing contradicts.")
    return Found(
        not waiting, says % {"n": waiting} if waiting else done, page("enumerations:conflict-list", count)
    )


def _returned(count: Enumeration, offer: Offer) -> Found:
    waiting = returned_and_open(count)
    says = ngettext(
        "%(n)s interview is returned and was not corrected.",
        "%(n)s interviews are returned and were not corrected.",
        waiting,
    )
    link = page("enumerations:interview-list", count) + "?review=returned"
    return Found(not waiting, says % {"n": waiting} if waiting else _("No interview is returned."), link)


def _suspicions(count: Enumeration, offer: Offer) -> Found:
    waiting = open_suspicions(count)
    says = ngettext(
        "%(n)s suspected duplicate is not decided.", "%(n)s suspected duplicates are not decided.", waiting
    )
    done = _("No suspected duplicate is open.")
    return Found(
        not waiting, says % {"n": waiting} if waiting else done, page("verification:suspicion-list", count)
    )


HOUSEHOLDS = Rule("households", gettext_lazy("Households are counted"), _households)
COVERAGE = Rule("coverage", gettext_lazy("Every numbered door was visited"), _coverage, must=False)
NOTHING_WAITING = Rule("waiting", gettext_lazy("All that came is in the register"), _nothing_waiting)
CONFLICTS = Rule("conflicts", gettext_lazy("Nothing contradicts"), _conflicts)
RETURNED = Rule("returned", gettext_lazy("Every returned interview is corrected"), _returned)
SUSPICIONS = Rule("suspicions", gettext_lazy("Suspected duplicates are decided"), _suspicions, must=False)
