"""Maps on paper of a settlement: choosing one, what it will be, following how it is made, fetching it."""

from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import redirect_to_login
from django.http import FileResponse, HttpRequest, HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe
from django_htmx.http import HttpResponseClientRedirect

from accounts.choices import AccessKind
from accounts.log import record
from accounts.models import User
from mapping import config
from mapping.wall import works
from mapping.wall.choices import DRAWN_AT_FIRST, Drawn
from mapping.wall.forms import WallMapForm
from mapping.wall.models import WallMap
from mapping.wall.refusals import NotDrawn, code_of, failure_of
from settlements.models import Settlement
from settlements.roles import Act
from verification.paper.fonts import NoFont

FIRST = {"form": "sheet", "paper": "a3", "orientation": "either", "language": "both", "is_coloured": "yes",
         "drawn": DRAWN_AT_FIRST}  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def wall_maps(request: HttpRequest, code: str) -> HttpResponse:
    """`/settlements/KMT/print/?paper=a0`: choose, see how many sheets it will be, have it made."""
    settlement = _settlement(request, code)
    if request.method == "POST":
        return _made(request, settlement)
    form = WallMapForm(_chosen(request.GET), settlement=settlement)
    context = _foretold(settlement, form) | {"settlement": settlement, "form": form}
    if request.headers.get("HX-Request"):
        return render(request, "mapping/_wall_plan.html", context)
    context["map_config"] = map_config(settlement)
    maps: Any = WallMap.objects.visible_to(request.user).filter(settlement=settlement)
    context["maps"] = [each for each in maps.select_related("cluster", "settlement") if works.is_kept(each)]
    return render(request, "mapping/wall_maps.html", context, status=422 if form.errors else 200)


@require_safe
@never_cache
def wall_map(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """`/settlements/KMT/print/7/`: how far it is; while it goes on htmx asks for the part that changes."""
    if not request.user.is_authenticated:
        login = redirect_to_login(request.path)
        # Following a redirect, htmx would put the sign-in page into the middle of this one.
        return HttpResponseClientRedirect(login.url) if request.headers.get("HX-Request") else login
    found = _map(request, code, pk)
    context = {
        "map": found,
        "settlement": found.settlement,
        "failure": failure_of(found.failed) if found.failed else None,
        "is_kept": works.is_kept(found),
        "kept_until": timezone.localtime(found.asked_at + works.KEPT).date(),
    }
    page = "_wall_map.html" if request.headers.get("HX-Request") else "wall_map.html"
    return render(request, f"mapping/{page}", context)


@require_safe
@login_required
@never_cache
def wall_map_file(request: HttpRequest, code: str, pk: int) -> HttpResponseBase:
    """The PDF. Fetching what is not for everybody's eyes is logged."""
    found = _map(request, code, pk)
    try:
        file = found.file.open("rb") if works.is_kept(found) and found.file else None
    except FileNotFoundError:
        file = None
    if file is None:
        messages.warning(request, _("The file of this map is no longer kept. Make the map again."))
        return redirect("mapping:wall-map", found.settlement.code, pk)
    if request.method == "GET" and (found.settlement.is_shielded or Drawn.KEPT in found.drawn):
        record(
            request.user, AccessKind.DOWNLOADED, subject=f"wall map {pk}", settlement=found.settlement.code
        )
    return FileResponse(file, filename=found.download_name, content_type="application/pdf")


def _settlement(request: HttpRequest, code: str) -> Settlement:
    """Whoever sees the numbered structures on the screen may print them."""
    theirs = Settlement.objects.where_may(request.user, Act.SEE_GROUND)
    return get_object_or_404(theirs.select_related("ward", "county"), code=code.upper())


def _map(request: HttpRequest, code: str, pk: int) -> WallMap:
    theirs = WallMap.objects.visible_to(request.user).filter(settlement__code=code.upper())
    found: WallMap = get_object_or_404(theirs.select_related("settlement", "cluster"), pk=pk)
    return found


def map_config(settlement: Settlement) -> dict[str, Any]:
    """What the sheets are laid on: outlines and structures, nothing of people."""
    return config.settlement_map(settlement, is_member=True, sees_tenure=False, shows_ground=True)


def _chosen(said: QueryDict) -> dict[str, Any]:
    """What the address says, on top of what a map is like at first. What is drawn may be nothing at all."""
    chosen: dict[str, Any] = {**FIRST, **said.dict()}
    if "drawn" in said or "form" in said:
        chosen["drawn"] = said.getlist("drawn")
    return chosen


def _foretold(settlement: Settlement, form: WallMapForm) -> dict[str, Any]:
    """What the map will be; or why there will be none."""
    from mapping.wall.foretelling import foretell

    if not form.is_valid():
        return {}
    try:
        return {"foretold": foretell(settlement, form.options), "sends": _sends(form)}
    except (NotDrawn, NoFont) as refused:
        return {"refusal": failure_of(code_of(refused)), "refused": refused}


def _sends(form: WallMapForm) -> list[tuple[str, str]]:
    """The choices as a form sends them again."""
    sends = []
    for name in form.fields:
        value = form.data.get(name) or ""
        sends += [(name, each) for each in (value if isinstance(value, list) else [value])]
    return sends


def _made(request: HttpRequest, settlement: Settlement) -> HttpResponse:
    form = WallMapForm(request.POST, settlement=settlement)
    if not form.is_valid():
        context = {
            "settlement": settlement, "form": form, "maps": [], "map_config": map_config(settlement),
        }  # fmt: skip
        return render(request, "mapping/wall_maps.html", context, status=422)
    try:
        made = works.ask(settlement=settlement, user=cast(User, request.user), **form.chosen)
    except works.TooManyAtOnce:
        messages.warning(
            request,
            _("You are waiting for %(n)s maps already. Wait until one is made.") % {"n": works.AT_ONCE},
        )
        return redirect("mapping:wall-maps", settlement.code)
    return redirect("mapping:wall-map", settlement.code, made.pk)
