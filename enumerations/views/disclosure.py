"""Staff open a settlement's personal records: a reason first, an hour then."""

from typing import cast
from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.models import User
from enumerations.models import Disclosure
from enumerations.services.disclosure import close_records, open_records
from settlements.models import Settlement
from settlements.roles import Act


class ReasonForm(forms.Form):
    """Why personal records must be seen now."""

    reason = forms.CharField(
        label=gettext_lazy("Why do you need to see names now?"),
        help_text=gettext_lazy("For example: correcting the rejected rows of batch 12. No names here."),
        min_length=10,
        max_length=300,
    )


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def records_open(request: HttpRequest, code: str) -> HttpResponse:
    """`/settlements/KMT/records/?next=…`: give a reason and see the people for an hour; or end it."""
    user = cast(User, request.user)
    settlement = get_object_or_404(Settlement.objects.where_may(user, Act.OPEN_PEOPLE), code=code.upper())
    running = Disclosure.objects.running().filter(user=user, settlement=settlement).first()
    if request.method == "POST" and "close" in request.POST:
        close_records(user, settlement)
        messages.success(request, _("The records are closed again."))
        return redirect(settlement)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        open_records(user, settlement, form.cleaned_data["reason"])
        messages.success(request, _("The records are open to you for an hour. What you see is written down."))
        return redirect(_next(request) or settlement.get_absolute_url())
    context = {"settlement": settlement, "form": form, "running": running, "next": _next(request)}
    return render(request, "enumerations/records_open.html", context)


def records_url(settlement: Settlement, back_to: str) -> str:
    """The page that opens the settlement's records and leads back."""
    page = reverse("enumerations:records-open", args=[settlement.code])
    return f"{page}?{urlencode({'next': back_to})}"


def _next(request: HttpRequest) -> str:
    """Where the person came from, if it is a page of this site."""
    wanted = request.POST.get("next") or request.GET.get("next", "")
    ours = url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return wanted if ours else ""
