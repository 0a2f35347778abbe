"""Reviewing the interviews of a count: find them, accept or return many at once, or go through one by one."""

from datetime import datetime, time, timedelta
from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from accounts.models import User
from enumerations.collecting import Review, SubmissionState
from enumerations.models import Enumeration, Issue, Submission
from enumerations.services.conflicts import open_conflicts
from enumerations.services.review import (
    SETTLED,
    ReasonNeeded,
    accept_many,
    return_many,
    returned_and_open,
    reviewable,
)
from enumerations.views.interview_parts import light, shown
from settlements.models import Cluster, Settlement
from settlements.roles import Act

PER_PAGE = 50
MOST_ENUMERATORS = 300


def reviewed_count(request: HttpRequest, pk: int) -> Enumeration:
    """A count whose interviews the user may review; not found for everybody else."""
    may = Settlement.objects.where_may(request.user, Act.REVIEW_INTERVIEWS)
    counts = Enumeration.objects.filter(settlement__in=may).select_related("settlement")
    found: Enumeration = get_object_or_404(counts, pk=pk)
    return found


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def interview_list(request: HttpRequest, pk: int) -> HttpResponse:
    """`/enumerations/1/interviews/?review=pending`: the interviews of a count, and what is said of them."""
    user, count = cast(User, request.user), reviewed_count(request, pk)
    found = wanted(reviewable(user, count), request.GET)
    context: dict[str, Any] = {"chosen": set(), "needs_reason": False}
    if request.method == "POST":
        ids = _chosen(request, found)
        try:
            messages.success(request, _say(request, user, count, ids))
        except ReasonNeeded:
            context = {"chosen": set(ids), "needs_reason": True}
        else:
            return HttpResponseRedirect(_after(request, count))
    page = Paginator(light(found), PER_PAGE).get_page(request.GET.get("page"))
    context |= {
        "enumeration": count,
        "page": page,
        "interviews": shown(list(page)),
        "filters": filters(count, request.GET),
        "returned": returned_and_open(count),
        "conflicts": open_conflicts(count),
    }
    # htmx shows no answer that refuses.
    status = 422 if context["needs_reason"] and not request.htmx else 200  # type: ignore[attr-defined]
    return render(request, "enumerations/interviews/list.html", context, status=status)


def wanted(interviews: "QuerySet[Submission]", wish: QueryDict) -> "QuerySet[Submission]":
    """Those that the address asks for; a wish nobody can fulfil is ignored."""
    if day := _day(wish):
        start = timezone.make_aware(datetime.combine(day, time()))
        interviews = interviews.filter(received_at__gte=start, received_at__lt=start + timedelta(days=1))
    if (who := wish.get("who", "")).isdecimal():
        interviews = interviews.filter(sent_by=int(who[:9]))
    if cluster := wish.get("cluster", "").replace("\x00", ""):
        interviews = interviews.filter(household__structure__cluster__code=cluster)
    if wish.get("state") in SubmissionState.values:
        interviews = interviews.filter(state=wish["state"])
    if wish.get("review") in Review.values:
        interviews = interviews.filter(review=wish["review"])
    if wish.get("warned"):
        interviews = interviews.filter(
            Exists(Issue.objects.filter(batch=OuterRef("batch"), row=OuterRef("row")))
        )
    return interviews


def _day(wish: QueryDict) -> Any:
    try:
        return parse_date(wish.get("day", ""))
    except ValueError:  # the 31st of April
        return None


def filters(count: Enumeration, wish: QueryDict) -> dict[str, Any]:
    """What the page offers to choose from, and what is chosen."""
    senders = Submission.objects.filter(enumeration=count, is_test=False).order_by().values("sent_by")
    people = User.objects.filter(pk__in=senders).order_by("first_name", "last_name", "pk")
    return {
        "day": _day(wish),
        "who": wish.get("who", ""),
        "cluster": wish.get("cluster", ""),
        "state": wish.get("state", ""),
        "review": wish.get("review", ""),
        "warned": bool(wish.get("warned")),
        "people": [(str(person.pk), str(person)) for person in people[:MOST_ENUMERATORS]],
        "clusters": list(Cluster.objects.filter(settlement=count.settlement_id).order_by("code")),
        "states": [choice for choice in SubmissionState.choices if choice[0] not in SETTLED],
        "reviews": Review.choices,
        "is_used": any(wish.get(name) for name in ("day", "who", "cluster", "state", "review", "warned")),
    }


def neighbours(found: "QuerySet[Submission]", of: Submission) -> dict[str, int | None]:
    """The interviews before and after one in a list, the newest first."""
    keys = found.order_by("-received_at", "-pk").values_list("pk", flat=True)
    later = Q(received_at__gt=of.received_at) | Q(received_at=of.received_at, pk__gt=of.pk)
    earlier = Q(received_at__lt=of.received_at) | Q(received_at=of.received_at, pk__lt=of.pk)
    return {"previous": keys.filter(later).reverse().first(), "next": keys.filter(earlier).first()}


def _chosen(request: HttpRequest, found: "QuerySet[Submission]") -> list[int]:
    if request.POST.get("every"):
        return list(found.values_list("pk", flat=True))
    return [int(pk[:18]) for pk in request.POST.getlist("chosen") if pk.isdecimal()]


def _say(request: HttpRequest, user: User, count: Enumeration, ids: list[int]) -> str:
    """Accept or return, and what was done as a sentence. Raises ReasonNeeded."""
    if request.POST.get("deed") == "return":
        done = return_many(user=user, enumeration=count, ids=ids, reason=request.POST.get("reason", ""))
        told = ngettext("%(n)s interview returned.", "%(n)s interviews returned.", done)
    else:
        done = accept_many(user=user, enumeration=count, ids=ids)
        told = ngettext("%(n)s interview accepted.", "%(n)s interviews accepted.", done)
    sentences = [told % {"n": done}]
    if left := len(ids) - done:
        said = ngettext(
            "%(n)s stays as it was: it was said already, or it is not in the register.",
            "%(n)s stay as they were: it was said already, or they are not in the register.",
            left,
        )
        sentences.append(said % {"n": left})
    return " ".join(sentences)


def _after(request: HttpRequest, count: Enumeration) -> str:
    """Back to the list as it was filtered, or on to the next interview of it."""
    then = request.POST.get("then", "")
    if then.isdecimal():
        page = reverse("enumerations:interview-detail", args=[int(then[:18])])
    else:
        page = reverse("enumerations:interview-list", args=[count.pk])
    query = request.GET.urlencode()
    return f"{page}?{query}" if query else page
