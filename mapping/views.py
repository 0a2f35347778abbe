"""The country page, a settlement's page, and what stands in it: readable with and without a script."""

from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from mapping import config, country, figures, panels, search
from mapping.tools import tools_of
from settlements.models import Cluster, Settlement, Structure
from settlements.numbering import NumberingError
from settlements.roles import Act

ON_A_PAGE = 60


# What was shown yesterday may be hidden today: nobody, and no proxy, may show a page again without asking.
asked_each_time = cache_control(private=True, no_cache=True)


@require_safe
@asked_each_time
def settlement_list(request: HttpRequest) -> HttpResponse:
    """`/?q=mathare`: the settlements the reader may know of, with their headline figures, and the map."""
    wanted = asked(request, "q")
    settlements = Settlement.objects.visible_to(request.user).select_related("county", "ward")
    if wanted:
        settlements = settlements.filter(
            Q(name__icontains=wanted)
            | Q(code__iexact=wanted)
            | Q(other_names__icontains=wanted)
            | Q(ward__name__icontains=wanted)
            | Q(county__name__icontains=wanted)
        )
    page = page_of(request, settlements.order_by("name"))
    shown = figures.headlines(request.user, [settlement.pk for settlement in page])
    whole = country.country_of(request.user)
    context = {
        "wanted": wanted,
        "page": page,
        "settlements": [(settlement, shown.get(settlement.pk)) for settlement in page],
        "shielded": shielded_of(request, page),
        "totals": whole.totals,
        "config": config.country_map(request.user, whole),
    }
    return render(request, "mapping/settlement_list.html", context)


@require_safe
@asked_each_time
def settlement_detail(request: HttpRequest, code: str) -> HttpResponse:
    """`/settlements/KMT/?structure=KMT/B/123`: its figures and map; the number opens a panel."""
    known = Settlement.objects.visible_to(request.user).with_ground_shown_to(request.user)
    known = known.select_related("county", "ward", "shielded_by")
    settlement = get_object_or_404(known, code=code.upper())
    acts = settlement.acts_of(request.user)
    is_member = bool(acts)
    painted = asked(request, "structure") if is_member else ""
    context = {
        "settlement": settlement,
        "is_member": is_member,
        "painted": painted,
        "config": config.settlement_map(
            settlement,
            is_member=is_member,
            sees_tenure=Act.SEE_TENURE in acts,
            sees_objections=Act.SEE_OBJECTIONS in acts,
            shows_ground=settlement.shows_ground,  # type: ignore[attr-defined]
        ),
        "tools": tools_of(request, settlement, is_member=is_member),
        "work": work(settlement, acts) if is_member else {},
        **figures.settlement_figures(settlement, request.user),
        **(found(request, settlement, painted) if painted else {}),
    }
    return render(request, "mapping/settlement_detail.html", context)


def shielded_of(request: HttpRequest, page: Page[Any]) -> set[int]:
    """Which of these are hidden from others; told only to those who act there."""
    shielded = [settlement.pk for settlement in page if settlement.is_shielded]
    if not shielded:
        return set()
    own = Settlement.objects.of_member(request.user).filter(pk__in=shielded)
    return set(own.values_list("pk", flat=True))


def work(settlement: Settlement, acts: frozenset[Act]) -> dict[str, Any]:
    """What the reader may do here: change the ground and open counts, send batches to the open counts."""
    counts: Any = settlement.enumerations.order_by("-round") if Act.SEND_BATCHES in acts else []
    return {
        "may_change": Act.CHANGE_GROUND in acts,
        "may_shield": Act.SHIELD in acts,
        "may_unshield": settlement.is_shielded and Act.UNSHIELD in acts,
        "may_see_history": Act.SEE_HISTORY in acts,
        "may_see_accesses": Act.SEE_RESTRICTED in acts,
        "counts": [count for count in counts if count.is_open],
    }


@require_safe
def structure_list(request: HttpRequest, code: str) -> HttpResponse:
    """`/settlements/KMT/structures/?cluster=B`: the map as a list. With `structure` it finds a structure."""
    settlement = own_settlement(request, code)
    structures = Structure.objects.visible_to(request.user).filter(settlement=settlement)
    if "structure" in request.GET:
        painted = asked(request, "structure")
        return panel(
            request,
            "mapping/_found.html",
            "mapping/structure_found.html",
            found(request, settlement, painted),
        )
    cluster = asked(request, "cluster").upper()
    if cluster:
        structures = structures.filter(cluster__code=cluster)
    ordered = structures.select_related("cluster", "summary").order_by("cluster__code", "pk")
    context = {
        "settlement": settlement,
        "cluster": cluster,
        "clusters": Cluster.objects.visible_to(request.user).filter(settlement=settlement),
        "page": page_of(request, ordered),
    }
    return render(request, "mapping/structure_list.html", context)


@require_safe
def structure_detail(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """`/settlements/KMT/structures/17/`: one structure, as the map's panel or as a page of its own."""
    structures = Structure.objects.visible_to(request.user).select_related("settlement", "cluster", "summary")
    structure = get_object_or_404(structures, settlement__code=code.upper(), pk=pk)
    context = panels.structure_panel(structure, request.user)
    return panel(request, "mapping/_structure.html", "mapping/structure_detail.html", context)


def asked(request: HttpRequest, name: str) -> str:
    """What the address asks for; PostgreSQL knows no text with a NUL in it."""
    return request.GET.get(name, "").replace("\x00", "").strip()


def own_settlement(request: HttpRequest, code: str) -> Settlement:
    """Lists of what stands in a settlement are for those who act there, like its tiles."""
    return get_object_or_404(Settlement.objects.of_member(request.user), code=code.upper())


def found(request: HttpRequest, settlement: Settlement, painted: str) -> dict[str, Any]:
    """Context of what a number finds: one structure's panel, several to choose from, or why there is none."""
    structures = Structure.objects.visible_to(request.user).select_related("settlement", "cluster", "summary")
    context: dict[str, Any] = {"settlement": settlement, "painted": painted, "matches": []}
    try:
        matches = search.find_structures(structures, settlement, painted)
    except NumberingError:
        return context | {"is_unreadable": True}
    if len(matches) == 1:
        return context | panels.structure_panel(matches[0], request.user)
    return context | {"matches": matches}


def panel(request: HttpRequest, part: str, page: str, context: dict[str, Any]) -> HttpResponse:
    """The part alone for the map's script, a whole page for everybody else."""
    if request.headers.get("X-Requested-With") != "panel":
        answer = render(request, page, context)
    else:
        answer = render(request, part, context)
        answer["X-Panel"] = "1"
    answer["Vary"] = "X-Requested-With, Cookie"
    return answer


def page_of(request: HttpRequest, rows: QuerySet[Any]) -> Page[Any]:
    return Paginator(rows, ON_A_PAGE).get_page(request.GET.get("page"))
