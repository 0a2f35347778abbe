"""An enumerator's own page: what came of the interviews that were sent, and what to correct."""

from datetime import date, timedelta
from itertools import groupby
from typing import Any, cast

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.models import User
from enumerations.collecting import Review, SubmissionState
from enumerations.models import Enumeration, Submission
from enumerations.views.interview_parts import Shown, light, shown

PER_PAGE = 25
MOST_RETURNED = 50  # on the first page; corrected ones make room for the rest


@require_safe
@login_required
def my_interviews(request: HttpRequest) -> HttpResponse:
    """`/interviews/`: mine, the newest first; those that came back are on top of the first page."""
    user = cast(User, request.user)
    # A correction stands for all that it corrects.
    mine = Submission.objects.visible_to(user).filter(sent_by=user, replaced_by__isnull=True)
    returned = mine.filter(review=Review.RETURNED, is_test=False)
    page = Paginator(light(mine.exclude(pk__in=returned.values("pk"))), PER_PAGE).get_page(
        request.GET.get("page")
    )
    first = list(light(returned)[:MOST_RETURNED]) if page.number == 1 else []
    told = shown([*first, *page])
    context = {
        "page": page,
        "returned": told[: len(first)],
        "days": by_day(told[len(first) :]),
        "today": today_of(mine),
        "to_review": to_review(user),
        "is_mine": True,
    }
    return render(request, "enumerations/interviews/mine.html", context)


def by_day(interviews: list[Shown]) -> list[tuple[date, list[Shown]]]:
    """In the order they came, gathered by the day in Nairobi."""
    days = groupby(interviews, key=lambda each: timezone.localtime(each.interview.received_at).date())
    return [(day, list(found)) for day, found in days]


def today_of(mine: Any) -> dict[str, int]:
    """How many came today, and how many of them are in the register."""
    start = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    today = mine.filter(is_test=False, received_at__gte=start, received_at__lt=start + timedelta(days=1))
    in_register = Count("pk", filter=Q(state=SubmissionState.IN_REGISTER))
    counted: dict[str, int] = today.aggregate(sent=Count("pk"), in_register=in_register)
    return counted


def to_review(user: User) -> list[dict[str, Any]]:
    """The counts where somebody waits for the reader's word: by count, how many interviews and conflicts."""
    waiting = Submission.objects.reviewable_by(user).filter(
        is_test=False, replaced_by__isnull=True, review=Review.PENDING, state=SubmissionState.IN_REGISTER
    )
    interviews = dict(waiting.order_by().values_list("enumeration").annotate(n=Count("pk")))
    return [
        {"enumeration": count, "waiting": interviews[count.pk]}
        for count in Enumeration.objects.filter(pk__in=interviews).order_by("name")
    ]
