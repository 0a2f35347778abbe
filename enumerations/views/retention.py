"""What the next run of retention would clear, for those who answer for the data."""

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from enumerations.models import Enumeration
from enumerations.services.retention import plan
from settlements.models import Settlement
from settlements.roles import Act


@require_safe
@login_required
@never_cache
def retention(request: HttpRequest) -> HttpResponse:
    """`/retention/`: how many of what, of which count, and from which day. Looking changes nothing."""
    mine = Settlement.objects.where_may(request.user, Act.SEE_RESTRICTED)
    if not mine.exists():
        raise Http404
    context = {
        "plan": plan(Enumeration.objects.filter(settlement__in=mine)),
        "years": settings.RETENTION_YEARS,
        "notice_days": settings.RETENTION_NOTICE_DAYS,
    }
    return render(request, "enumerations/retention.html", context)
