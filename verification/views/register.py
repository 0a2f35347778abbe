"""The adopted register of a count: its versions, what changed between them, and taking it along."""

from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accounts.choices import AccessKind
from accounts.log import record
from accounts.models import User
from enumerations.models import Enumeration
from enumerations.views.disclosure import records_url
from settlements.roles import Act
from settlements.shield import Frozen, refuse_frozen
from verification.forms.register import DownloadForm, VersionForm
from verification.models import RegisterSnapshot
from verification.services.register import NotAdopted, NothingToFreeze, corrected_since, freeze
from verification.services.register_changes import changes
from verification.services.register_reading import at_door, line_of, lines, may_read
from verification.views.steps import count_of_member

HOMES_ON_A_PAGE = 50


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def register(request: HttpRequest, pk: int) -> HttpResponse:
    """`/enumerations/7/register/`: the versions; a POST with a reason makes the next one."""
    user = cast(User, request.user)
    count = count_of_member(user, pk)
    may_make = Act.MANAGE_COUNTS in count.settlement.acts_of(user)
    if request.method == "POST" and not may_make:
        raise Http404
    form = VersionForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            made = freeze(count, user, form.cleaned_data["reason"].strip())
        except (NotAdopted, NothingToFreeze) as refused:
            form.add_error(None, f"{refused.sentence} {refused.remedy}")
        else:
            messages.success(request, _("Version %(n)s of the register is kept.") % {"n": made.version})
            return redirect("verification:register-version", pk, made.version)
    versions = list(RegisterSnapshot.objects.filter(enumeration=count).select_related("made_by"))
    context = {
        "enumeration": count,
        "versions": versions,
        "corrected": corrected_since(versions[0]) if versions else 0,
        "form": form if may_make and count.is_adopted else None,
    }
    return render(request, "verification/register.html", context, status=422 if form.is_bound else 200)


@require_safe
@login_required
@never_cache
def register_version(request: HttpRequest, pk: int, version: int) -> HttpResponse:
    """`/enumerations/7/register/2/?door=KMT/B/12`: one version, what changed, who is at a door."""
    user = cast(User, request.user)
    count, snapshot = _version_of(user, pk, version)
    reads = may_read(user, count.settlement)
    door = request.GET.get("door", "").replace("\x00", "").strip().upper()
    before = RegisterSnapshot.objects.filter(enumeration=count, version__lt=version).first()
    told = changes(before, snapshot) if before else None
    # Who reads the answers that changed has read personal records.
    details = _details(request, told.homes) if told and reads else None
    if details and details.object_list:
        _read(user, snapshot)
    context: dict[str, Any] = {
        "enumeration": count,
        "snapshot": snapshot,
        "before": before,
        "changes": told,
        "page": details,
        "may_read": reads,
        "may_open": not reads and Act.OPEN_PEOPLE in count.settlement.acts_of(user),
        "records_url": records_url(
            count.settlement, reverse("verification:register-version", args=[pk, version])
        ),
        "form": DownloadForm(),
        "door": door,
        "found": _at_door(user, snapshot, door) if door and reads else [],
    }
    return render(request, "verification/register_version.html", context)


@require_http_methods(["POST"])
@login_required
@never_cache
def register_download(request: HttpRequest, pk: int, version: int) -> HttpResponseBase:
    """Take the whole register along, a household a line, with a reason that is kept."""
    user = cast(User, request.user)
    count, snapshot = _version_of(user, pk, version)
    if not may_read(user, count.settlement):
        raise Http404
    form = DownloadForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Say in at least ten letters why you need the names. Nothing was sent."))
        return redirect("verification:register-version", pk, version)
    try:
        _let_out(user, snapshot, form.cleaned_data["reason"])
    except Frozen as frozen:
        messages.error(request, f"{frozen.sentence} {frozen.remedy}")
        return redirect("verification:register-version", pk, version)
    response = StreamingHttpResponse(lines(snapshot), content_type="application/jsonl; charset=utf-8")
    name = f"register-{count.settlement.code}-{count.round}-{version}.jsonl"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _let_out(user: User, snapshot: RegisterSnapshot, reason: str) -> None:
    """Write down who takes it and why, unless nothing may leave this settlement now. Raises Frozen."""
    with transaction.atomic():
        record(
            user,
            AccessKind.EXPORTED,
            subject=f"register {snapshot.pk}",
            settlement=snapshot.settlement.code,
            reason=reason,
        )
        refuse_frozen(snapshot.settlement)


def _version_of(user: User, pk: int, version: int) -> tuple[Enumeration, RegisterSnapshot]:
    count = count_of_member(user, pk)
    kept = RegisterSnapshot.objects.select_related("settlement", "made_by")
    return count, get_object_or_404(kept, enumeration=count, version=version)


def _details(request: HttpRequest, homes: list[Any]) -> Any:
    return Paginator(homes, HOMES_ON_A_PAGE).get_page(request.GET.get("page"))


def _at_door(user: User, snapshot: RegisterSnapshot, door: str) -> list[tuple[str, str]]:
    """By household number: the line that proves it. Looking is written down."""
    found = at_door(snapshot, door)
    if found:
        _read(user, snapshot)
    return [(entry.key, line_of(entry)) for entry in found]


def _read(user: User, snapshot: RegisterSnapshot) -> None:
    record(user, AccessKind.READ, subject=f"register {snapshot.pk}", settlement=snapshot.settlement.code)
