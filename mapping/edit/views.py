"""Ground drawn and changed on the map: the page, its JSON in and out, and the sets that were saved."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec, cast

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from accounts.models import User
from enumerations.models import Enumeration
from mapping.edit.config import edit_map
from settlements import editing
from settlements.choices import EditAction
from settlements.editing import LAYERS, EditRefused, Problem
from settlements.editing.layers import NOTES
from settlements.editing.reading import MOST_PARTS, loaded
from settlements.models import GroundEdit, GroundEditItem, Settlement, Structure

ON_A_PAGE = 20

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, Settlement, P], HttpResponse]


def of_ground(view: "View[P]") -> Callable[Concatenate[HttpRequest, str, P], HttpResponse]:
    """For those who may change the settlement's ground; for everybody else there is nothing here."""

    @never_cache
    @wraps(view)
    def asked(request: HttpRequest, code: str, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        allowed = Settlement.objects.changeable_by(request.user)
        return view(request, get_object_or_404(allowed, code=code.upper()), *args, **kwargs)

    return asked


@require_safe
@of_ground
def ground_edit(request: HttpRequest, settlement: Settlement) -> HttpResponse:
    """`/settlements/KMT/edit/`: the map to draw on."""
    clusters = dict(settlement.clusters.values_list("code", "name"))
    forms = [(layer, layer.form(clusters=clusters, auto_id=f"{layer.name}-%s")) for layer in LAYERS.values()]
    rounds = rounds_of(settlement)
    context = {
        "settlement": settlement,
        "forms": forms,
        "rounds": rounds.values_list("round", "name"),
        "config": edit_map(settlement, cast(User, request.user)),
        "last": latest(settlement).first(),
    }
    return render(request, "mapping/edit/ground_edit.html", context)


def rounds_of(settlement: Settlement) -> Any:
    """The counts in which somebody may have seen what happened to a structure, the newest first."""
    begun: Any = Enumeration.objects.begun()
    return begun.filter(settlement=settlement).order_by("-round")


@require_safe
@of_ground
def ground_in_view(request: HttpRequest, settlement: Settlement, layer: str) -> HttpResponse:
    """`/settlements/KMT/edit/structures.geojson?bbox=36.8,-1.3,36.9,-1.2`: what can be edited there."""
    if layer not in LAYERS:
        raise Http404
    box = box_of(request.GET.get("bbox", ""))
    if box is None:
        return refused(EditRefused([Problem("unreadable")]), status=400)
    found = editing.in_view(settlement, LAYERS[layer], box)
    return JsonResponse(found.to_json(), content_type="application/geo+json")


def box_of(text: str) -> "tuple[float, float, float, float] | None":
    """West, south, east, north in degrees; None where it is no such thing."""
    try:
        west, south, east, north = (float(part) for part in text.split(","))
    except ValueError:
        return None
    inside = -180 <= west <= east <= 180 and -90 <= south <= north <= 90
    return (west, south, east, north) if inside else None


@require_POST
@of_ground
def ground_save(request: HttpRequest, settlement: Settlement) -> HttpResponse:
    """`/settlements/KMT/edit/save/`: a set of changes as JSON; saved as a whole, or every reason why not."""
    rounds = frozenset(rounds_of(settlement).values_list("round", flat=True))
    try:
        saved = editing.save(
            settlement=settlement, user=cast(User, request.user), body=request.body, rounds=rounds
        )
    except EditRefused as problem:
        return refused(problem)
    return JsonResponse({"edit": saved.edit.pk, "created": saved.created})


@require_POST
@of_ground
def ground_split(request: HttpRequest, settlement: Settlement, pk: int) -> HttpResponse:
    """`/settlements/KMT/edit/split/17/`: the parts of a footprint along a line, with numbers proposed."""
    structure = get_object_or_404(Structure, settlement=settlement, pk=pk)
    try:
        sent = loaded(request.body)
        if not isinstance(sent, dict):
            raise EditRefused([Problem("unreadable")])
        parts = parts_of(structure, sent)
    except EditRefused as problem:
        return refused(problem)
    return JsonResponse({"parts": parts})


def parts_of(structure: Structure, sent: dict[str, Any]) -> list[dict[str, Any]]:
    """Of an outline the parts along the line; of a point so many numbers as places were tapped."""
    count = sent.get("count")
    if "line" in sent or not isinstance(count, int) or not 2 <= count <= MOST_PARTS:
        return editing.split_structure(structure, sent.get("geometry"), sent.get("line"))
    codes = editing.numbers_of_parts(structure, count)
    return [{"code": code, "keeps": code == structure.code} for code in codes]


@require_POST
@of_ground
def ground_join(request: HttpRequest, settlement: Settlement) -> HttpResponse:
    """`/settlements/KMT/edit/join/`: the footprint of several that are one."""
    try:
        sent = loaded(request.body)
        if not isinstance(sent, dict) or not isinstance(sent.get("shapes"), list):
            raise EditRefused([Problem("unreadable")])
        joined = editing.join_structures(settlement, sent["shapes"])
    except EditRefused as problem:
        return refused(problem)
    return JsonResponse(joined)


def refused(problem: EditRefused, status: int | None = None) -> JsonResponse:
    said = [each.to_json() for each in problem.problems]
    return JsonResponse({"problems": said}, status=status or problem.status)


def latest(settlement: Settlement) -> Any:
    return GroundEdit.objects.filter(settlement=settlement).select_related("made_by", "undoes", "undone_by")


@require_safe
@of_ground
def ground_edits(request: HttpRequest, settlement: Settlement) -> HttpResponse:
    """`/settlements/KMT/edits/`: what was done on the map, the newest first, each with a way back."""
    page = Paginator(latest(settlement), ON_A_PAGE).get_page(request.GET.get("page"))
    done = what_was_done([edit.pk for edit in page])
    context = {
        "settlement": settlement,
        "page": page,
        "edits": [(edit, done.get(edit.pk, [])) for edit in page],
    }
    return render(request, "mapping/edit/ground_edits.html", context)


def what_was_done(edits: list[int]) -> dict[int, list[tuple[Any, Any, int]]]:
    """Of each set: layer, action and how many, in words."""
    counted = GroundEditItem.objects.filter(edit__in=edits).exclude(layer=NOTES.name)
    found: dict[int, list[tuple[Any, Any, int]]] = {}
    rows = counted.values_list("edit", "layer", "action").annotate(n=Count("pk")).order_by("edit", "layer")
    for edit, layer, action, n in rows:
        found.setdefault(edit, []).append((LAYERS[layer].label, EditAction(action).label, n))
    return found


@require_POST
@of_ground
def ground_undo(request: HttpRequest, settlement: Settlement, pk: int) -> HttpResponse:
    """`/settlements/KMT/edits/7/undo/`: take a whole set back."""
    edit = get_object_or_404(GroundEdit, settlement=settlement, pk=pk)
    try:
        editing.undo(edit=edit, user=cast(User, request.user))
    except EditRefused as problem:
        for each in problem.problems[:5]:
            messages.error(request, f"{each.sentence} {each.remedy}")
    else:
        messages.success(request, _("Undone. The ground is as it was before these changes."))
    return redirect("mapping:ground-edits", settlement.code)
