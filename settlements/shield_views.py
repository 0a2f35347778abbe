"""The safety switch as a page: one tap to it, one to turn it."""

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.models import User
from settlements.models import Settlement
from settlements.roles import Act
from settlements.shield import shield, unshield


class ReasonForm(forms.Form):
    """Why; hiding must not wait for words, showing again needs some."""

    reason = forms.CharField(
        label=gettext_lazy("Why"),
        max_length=200,
        help_text=gettext_lazy("Kept with your name. Do not write the names of others."),
    )

    def __init__(self, data: QueryDict | None, *, needs_reason: bool) -> None:
        super().__init__(data)
        self.fields["reason"].required = needs_reason


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def settlement_shield(request: HttpRequest, code: str) -> HttpResponse:
    """`/settlements/KMT/shield/`: hide the settlement from those who do not act there."""
    user, settlement = switch_of(request, code, Act.SHIELD)
    form = ReasonForm(request.POST if request.method == "POST" else None, needs_reason=False)
    if request.method == "POST" and form.is_valid():
        if shield(settlement=settlement, user=user, reason=form.cleaned_data["reason"]):
            messages.success(request, _("%(settlement)s is hidden now.") % {"settlement": settlement.name})
        return redirect(settlement)
    return show(request, settlement, form, "settlements/settlement_shield.html")


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def settlement_unshield(request: HttpRequest, code: str) -> HttpResponse:
    """`/settlements/KMT/unshield/`: show it again."""
    user, settlement = switch_of(request, code, Act.UNSHIELD)
    form = ReasonForm(request.POST if request.method == "POST" else None, needs_reason=True)
    if request.method == "POST" and form.is_valid():
        if unshield(settlement=settlement, user=user, reason=form.cleaned_data["reason"]):
            messages.success(request, _("%(settlement)s is shown again.") % {"settlement": settlement.name})
        return redirect(settlement)
    return show(request, settlement, form, "settlements/settlement_unshield.html")


def switch_of(request: HttpRequest, code: str, act: Act) -> tuple[User, Settlement]:
    """Who turns, and what; 404 for everybody who may not."""
    assert isinstance(request.user, User)  # login_required
    allowed = Settlement.objects.where_may(request.user, act).defer("boundary")
    return request.user, get_object_or_404(allowed, code=code.upper())


def show(request: HttpRequest, settlement: Settlement, form: ReasonForm, page: str) -> HttpResponse:
    status = 400 if form.errors else 200
    return render(request, page, {"settlement": settlement, "form": form}, status=status)
