"""What a tap or a cubicle costs: entered by staff, for one settlement or for its whole county."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from reports.figures.costs import may_price_county
from reports.forms.unit_costs import UnitCostForm
from reports.models import UnitCost
from settlements.models import Settlement
from settlements.roles import Act


def _settlement(request: HttpRequest, code: str) -> Settlement:
    """Whoever hands data over says what things cost; for all others there is no such page."""
    may = Settlement.objects.where_may(request.user, Act.HAND_OVER).select_related("county")
    return get_object_or_404(may, code=code.upper())


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def unit_costs(request: HttpRequest, code: str) -> HttpResponse:
    """`/settlements/KMT/unit-costs/`: the prices that hold here, and a form for another one."""
    settlement = _settlement(request, code)
    may_county = may_price_county(request.user, settlement.county)
    said = request.POST if request.method == "POST" else None
    form = UnitCostForm(said, may_county=may_county, county=settlement.county)
    if said is not None and form.is_valid():
        form.keep(settlement, request.user)
        messages.success(request, _("The price is kept. The figures reckon with it from now on."))
        return redirect("reports:unit-costs", settlement.code)
    context = {
        "settlement": settlement,
        "form": form,
        "own": UnitCost.objects.filter(settlement=settlement),
        "of_county": UnitCost.objects.filter(county=settlement.county),
        "may_county": may_county,
    }
    return render(request, "reports/unit_costs.html", context, status=422 if form.errors else 200)


@require_POST
@login_required
@never_cache
def unit_cost_delete(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """`/settlements/KMT/unit-costs/3/delete/`: the price goes; what it was stays in the history."""
    settlement = _settlement(request, code)
    with transaction.atomic():
        own = UnitCost.objects.filter(pk=pk, settlement=settlement)
        of_county = UnitCost.objects.filter(pk=pk, county=settlement.county)
        may_county = may_price_county(request.user, settlement.county)
        cost = get_object_or_404((own | of_county) if may_county else own)
        cost.delete()
    messages.success(request, _("The price was taken away."))
    return redirect("reports:unit-costs", settlement.code)
