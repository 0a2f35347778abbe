"""The pages of figures: of a settlement, several, a ward and a county, each opening with the answer."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from reports.figures import By, Figures, Place, PlaceKind, breakdown_of, figures_of, gaps_of, growth_of
from reports.figures.charts import histogram_of, pyramid_of
from reports.figures.costs import may_price
from reports.figures.places import areas_with_settlements, known_to
from reports.figures.tables import by_theme, comparison_of, grid_of
from reports.forms.picking import LOOK
from reports.forms.together import TogetherForm
from reports.views.references import may_refer
from settlements.models import County, Ward

MOST_TOGETHER = 60
HEAD = ("population", "households", "structures")
HISTOGRAMS = ("rent_median", "water_price_median", "litres_per_person_median", "water_minutes_median")

# What was shown yesterday may be hidden today: nobody, and no proxy, may show a page again without asking.
asked_each_time = cache_control(private=True, no_cache=True)


@require_safe
@asked_each_time
def settlement_figures(request: HttpRequest, code: str) -> HttpResponse:
    """`/settlements/KMT/figures/?by=tenure`: every figure of the newest round the reader may see."""
    settlement = get_object_or_404(known_to(request.user), code=code.upper())
    context = {"settlement": settlement, "may_price": may_price(request.user, settlement)}
    return _page(request, Place.of_settlement(settlement), context)


@require_safe
@asked_each_time
def ward_figures(request: HttpRequest, ward: int) -> HttpResponse:
    """`/wards/1449/figures/`: the settlements of the ward that the reader knows of, as one."""
    found = get_object_or_404(Ward.objects.select_related("county"), code=ward)
    return _area(request, Place.of_ward(found, request.user))


@require_safe
@asked_each_time
def county_figures(request: HttpRequest, county: str) -> HttpResponse:
    """`/counties/047/figures/`: the settlements of the county that the reader knows of, as one."""
    return _area(request, Place.of_county(get_object_or_404(County, code=county), request.user))


@require_safe
@asked_each_time
def several_figures(request: HttpRequest) -> HttpResponse:
    """`/figures/?in=KMT&in=MSH`: these settlements as one; without any, what can be chosen."""
    form = TogetherForm(request.GET, user=request.user)
    codes = form.codes
    if LOOK in request.GET or "in" not in request.GET:
        return _choose(request, form)
    if len(codes) > MOST_TOGETHER:
        said = _("At most %(most)s settlements can be put together here. A ward or a county has no limit.")
        return _choose(request, form, error=said % {"most": MOST_TOGETHER}, status=400)
    found = list(known_to(request.user).filter(code__in=codes))
    if not codes or len(found) < len(codes):
        raise Http404
    return _page(request, Place.of_settlements(found), {})


def _choose(request: HttpRequest, form: TogetherForm, *, error: str = "", status: int = 200) -> HttpResponse:
    wards, counties = areas_with_settlements(request.user)
    context: dict[str, Any] = {
        "form": form,
        "has_some": known_to(request.user).exists(),
        "wards": wards,
        "counties": counties,
        "error": error,
    }
    context["may_refer"] = may_refer(request.user)
    return render(request, "reports/figures_choose.html", context, status=status)


def _area(request: HttpRequest, place: Place) -> HttpResponse:
    if not place.settlements:
        raise Http404
    return _page(request, place, {})


def _page(request: HttpRequest, place: Place, context: dict[str, Any]) -> HttpResponse:
    found = figures_of(place, request.user)
    is_chosen = place.kind is PlaceKind.SEVERAL
    context |= {
        "place": place,
        "found": found,
        "head": [found[code] for code in HEAD],
        "others": "".join(f"in={each.code}&" for each in place.settlements) if is_chosen else "",
        "themes": by_theme(found),
        "gaps": [gap for gap in gaps_of(found) if gap.state != "unknown"],
        "comparison": comparison_of(found),
        "growth": growth_of(found),
        "drawings": _drawings(found),
        **_breakdown(request, found),
    }
    return render(request, "reports/figures.html", context)


def _drawings(found: Figures) -> list[Any]:
    drawn = [pyramid_of(found), *(histogram_of(found, code) for code in HISTOGRAMS)]
    return [chart for chart in drawn if chart]


def _breakdown(request: HttpRequest, found: Figures) -> dict[str, Any]:
    """The table by group that is asked for; of several settlements, by settlement unless another is."""
    ways = [By.SETTLEMENT, By.TENURE, By.HEAD] if found.place.is_roll_up else [By.TENURE, By.HEAD]
    if not found.place.is_roll_up and any(sheet.is_own for sheet in found.sheets):
        ways = [By.CLUSTER, *ways]
    asked = request.GET.get("by", "")
    default = By.SETTLEMENT if found.place.is_roll_up else None
    way = By(asked) if asked in ways else default
    if way is None or not found.sheets:
        return {"ways": ways, "way": None}
    breakdown = breakdown_of(found, way)
    return {"ways": ways, "way": way, "breakdown": breakdown, "grid": grid_of(breakdown)}
