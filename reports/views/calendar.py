"""The county calendar: the page, the file to subscribe to, a county's own days, reminders."""

from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control, never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.models import User
from reports.calendar.cycle import FinancialYear, plan_of
from reports.calendar.dates import (
    coming,
    counties_of,
    counties_offered,
    counties_written_by,
    dates_of,
)
from reports.calendar.ics import calendar_file
from reports.forms.calendar import CountyDateForm, ReminderForm
from reports.models.calendar import CountyDate, ReminderChoice
from settlements.models import County

ALL = "kenya"  # the dates of the law alone
LANGUAGES = ("en", "sw")


@require_safe
def calendar(request: HttpRequest) -> HttpResponse:
    """`/calendar/?county=047`: the next date and what to bring, then all of this year and the next."""
    user, today = request.user, timezone.localdate()
    own = list(counties_of(user))
    offered = list(counties_offered(user))
    chosen = next((each for each in offered if each.code == request.GET.get("county")), None)
    shown = [chosen] if chosen else own
    year = FinancialYear.of(today)
    events = dates_of([year, year.next], shown)
    left = coming(events, today)
    first, last = plan_of(today)
    context = {
        "today": today,
        "next": next((event for event in left if event.day >= today), None),
        "on": [event for event in left if event.is_on(today) and event.day < today],
        "years": [
            (each, [event for event in left if event.year == each and event.day >= today])
            for each in (year, year.next)
        ],
        "over": [event for event in events if event.is_over(today)],
        "year": year,
        "plan": (first, last),
        "next_plan": (last + 1, last + 5),
        "counties": offered,
        "chosen": chosen,
        "file_of": (chosen or (own[0] if len(own) == 1 else None)),
        "may_write": counties_written_by(user).exists(),
        "own_dates": {
            f"{code}-{pk}": pk
            for pk, code in CountyDate.objects.filter(county__in=counties_written_by(user)).values_list(
                "pk", "county__code"
            )
        },
    }
    return render(request, "reports/calendar/calendar.html", context)


@require_safe
@cache_control(public=True, max_age=3600)
def calendar_ics(request: HttpRequest, county: str) -> HttpResponse:
    """`/calendar/047.ics?lang=sw`, `/calendar/kenya.ics`: public days, so that any program may fetch them."""
    found = [] if county == ALL else [get_object_or_404(County, code=county)]
    year = FinancialYear.of(timezone.localdate())
    said = request.GET.get("lang", "")
    with translation.override(said if said in LANGUAGES else translation.get_language()):
        name = _("Budget of %(county)s") % {"county": found[0].name if found else "Kenya"}
        text = calendar_file(name, dates_of([year, year.next], found))
    response = HttpResponse(text, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = f'inline; filename="{county}.ics"'
    return response


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def date_new(request: HttpRequest) -> HttpResponse:
    """Write down a day that a county gazetted."""
    user = cast(User, request.user)
    if not counties_written_by(user).exists():
        raise Http404
    return _form(request, CountyDate(made_by=user))


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def date_edit(request: HttpRequest, date_id: int) -> HttpResponse:
    """Change one."""
    return _form(request, _written_by(request, date_id))


@require_POST
@login_required
def date_delete(request: HttpRequest, date_id: int) -> HttpResponse:
    """Take one away: the law's date holds again."""
    _written_by(request, date_id).delete()
    messages.success(request, _("The day is taken out of the calendar."))
    return redirect("reports:calendar")


@require_POST
@login_required
def reminders_set(request: HttpRequest) -> HttpResponse:
    """Be reminded or not, and how long before."""
    user = cast(User, request.user)
    choice = ReminderChoice.objects.filter(user=user).first() or ReminderChoice(user=user)
    form = ReminderForm(request.POST, instance=choice)
    if form.is_valid():
        form.save()
        messages.success(request, _("Noted."))
    else:
        messages.warning(request, _("Write how many days before, from 1 to 60."))
    return redirect("accounts:me")


def _written_by(request: HttpRequest, pk: int) -> CountyDate:
    found: CountyDate = get_object_or_404(
        CountyDate.objects.filter(county__in=counties_written_by(request.user)), pk=pk
    )
    return found


def _form(request: HttpRequest, row: CountyDate) -> HttpResponse:
    user = cast(User, request.user)
    sent: Any = request.POST if request.method == "POST" else None
    initial: dict[str, Any] = {"county": counties_written_by(user).first()} if row.pk is None else {}
    form = CountyDateForm(sent, instance=row, user=user, initial=initial)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, _("The day is in the calendar."))
        return redirect("reports:calendar")
    status = 422 if form.is_bound else 200
    context = {"form": form, "is_new": row.pk is None, "row": row}
    return render(request, "reports/calendar/date_form.html", context, status=status)
