"""What is done about an objection: finding its door, hearing, deciding, settling it; and its files."""

from collections.abc import Callable
from typing import Any, TypeVar, cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.choices import AccessKind
from accounts.log import record
from accounts.models import User
from enumerations.querysets import settlements_of_people
from enumerations.views.disclosure import records_url
from verification.forms.decisions import DecisionForm, SettleForm
from verification.forms.objections import DoorForm, EvidenceForm, HearingForm, WithdrawForm
from verification.forms.remedies import Remedy
from verification.forms.remedy_of import remedy_of
from verification.models import Hearing, Objection, ObjectionFile
from verification.services.corrections import Ledger, NotCorrected
from verification.services.decisions import Correct, decide, settle
from verification.services.door_numbers import choices_of, find_door
from verification.services.evidence import MEDIA_TYPES, keep_evidence
from verification.services.objections import AlreadyEnded, set_hearing, withdraw

F = TypeVar("F", DecisionForm, SettleForm)
RELATED = ("enumeration__settlement", "settlement", "structure__cluster", "household__structure", "cluster")


def _changeable(request: HttpRequest, pk: int) -> Objection:
    held = Objection.objects.changeable_by(request.user).select_related(*RELATED)
    objection: Objection = get_object_or_404(held, pk=pk)
    return objection


def _context(objection: Objection, **more: Any) -> dict[str, Any]:
    return {
        "objection": objection,
        "enumeration": objection.enumeration,
        "settlement": objection.settlement,
        **more,
    }


def _ended(request: HttpRequest, objection: Objection) -> HttpResponse:
    messages.warning(request, _("This objection has an end already; nothing was changed."))
    return redirect(objection)


# --- Door and hearing -----------------------------------------------------------------------------


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def objection_door(request: HttpRequest, pk: int) -> HttpResponse:
    """Say which door, and which household behind it, an objection is about."""
    objection = _changeable(request, pk)
    if not (objection.is_open or objection.waits_for_others):
        return _ended(request, objection)
    asked = request.POST if request.method == "POST" else request.GET
    form = DoorForm(asked if "door" in asked else None, initial={"door": objection.door})
    door = find_door(objection.enumeration, form.cleaned_data["door"]) if form.is_valid() else None
    if door and door.structure is None:
        form.add_error("door", _("No structure has this number. Read it again."))
    if request.method == "POST" and door and door.structure and "household" in request.POST:
        chosen = [each for each in door.households if str(each.pk) == request.POST["household"]]
        Objection.objects.filter(pk=objection.pk).update(
            door=door.typed,
            structure=door.structure,
            cluster=door.structure.cluster,
            household=chosen[0] if chosen else None,
        )
        messages.success(request, _("It is written down which door it is about."))
        return redirect(objection)
    offered = choices_of(door) if door and door.structure else None
    context = _context(objection, form=form, door=door, offered=offered)
    return render(request, "verification/objections/door.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def hearing_new(request: HttpRequest, pk: int) -> HttpResponse:
    """Set a day and a place."""
    objection = _changeable(request, pk)
    form = HearingForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            set_hearing(objection=objection, by=cast(User, request.user), **form.cleaned_data)
        except AlreadyEnded:
            return _ended(request, objection)
        messages.success(request, _("The hearing is set. Call whoever objected."))
        return redirect(objection)
    status = 422 if form.is_bound else 200
    return render(
        request, "verification/objections/hearing.html", _context(objection, form=form), status=status
    )


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def hearing_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Another day, or who came and what was said."""
    hearings = Hearing.objects.changeable_by(request.user)
    hearing = get_object_or_404(hearings.select_related(*(f"objection__{name}" for name in RELATED)), pk=pk)
    names = ("held_on", "place", "present", "note")
    form = HearingForm(
        request.POST if request.method == "POST" else None,
        initial={name: getattr(hearing, name) for name in names},
    )
    if request.method == "POST" and form.is_valid():
        Hearing.objects.filter(pk=hearing.pk).update(**form.cleaned_data)
        messages.success(request, _("The hearing is written down."))
        return redirect(hearing.objection)
    context = _context(hearing.objection, form=form, hearing=hearing)
    status = 422 if form.is_bound else 200
    return render(request, "verification/objections/hearing.html", context, status=status)


# --- Its end --------------------------------------------------------------------------------------


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def objection_decide(request: HttpRequest, pk: int) -> HttpResponse:
    """The panel's word and what it corrects, on one page and in one step."""
    objection = _changeable(request, pk)
    if not objection.is_open:
        return _ended(request, objection)
    by = cast(User, request.user)

    def carry_out(form: DecisionForm, correct: Correct | None) -> Ledger:
        return decide(objection=objection, by=by, verdict=form.verdict(), correct=correct)

    form = DecisionForm(objection, _sent(request))
    return _with_remedy(request, objection, form, carry_out, "verification/objections/decide.html")


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def objection_settle(request: HttpRequest, pk: int) -> HttpResponse:
    """What was referred has been settled elsewhere; it may correct the register too."""
    objection = _changeable(request, pk)
    if not objection.waits_for_others:
        return _ended(request, objection)
    by = cast(User, request.user)

    def carry_out(form: SettleForm, correct: Correct | None) -> Ledger:
        said = form.cleaned_data
        return settle(objection=objection, by=by, on=said["on"], how=said["how"], correct=correct)

    form = SettleForm(objection, _sent(request))
    return _with_remedy(request, objection, form, carry_out, "verification/objections/settle.html")


def _sent(request: HttpRequest) -> QueryDict | None:
    return request.POST if request.method == "POST" else None


def _with_remedy(
    request: HttpRequest,
    objection: Objection,
    form: F,
    carry_out: Callable[[F, Correct | None], Ledger],
    page: str,
) -> HttpResponse:
    """Ask for the word and its correction; carry both out together, or say at the answers what is wrong."""
    user = cast(User, request.user)
    remedy = remedy_of(objection, user, _sent(request))
    if remedy.reads_people and not _sees_people(user, objection):
        return redirect(records_url(objection.settlement, request.path))
    if request.method == "POST" and form.is_valid():
        try:
            ledger = carry_out(form, remedy.apply if form.has_correction else None)
        except AlreadyEnded:
            return _ended(request, objection)
        except NotCorrected:
            pass  # the remedy says at its answers what is wrong
        else:
            return _done(request, objection, ledger)
    _log(user, objection, remedy)
    status = 422 if request.method == "POST" else 200
    return render(request, page, _context(objection, form=form, remedy=remedy), status=status)


def _sees_people(user: User, objection: Objection) -> bool:
    """Whether names are open to the reader now; staff give a reason first."""
    return settlements_of_people(user).filter(pk=objection.settlement_id).exists()


def _log(user: User, objection: Objection, remedy: Remedy) -> None:
    """Who objects stands on the page, and where the remedy shows a household, its people."""
    code = objection.settlement.code
    record(user, AccessKind.READ, subject=f"objection {objection.pk}", settlement=code)
    if remedy.reads_people and objection.household_id:
        record(user, AccessKind.READ, subject=f"household {objection.household_id}", settlement=code)
    elif remedy.reads_people and objection.structure_id:
        record(user, AccessKind.READ, subject=f"structure {objection.structure_id}", settlement=code)


def _done(request: HttpRequest, objection: Objection, ledger: Ledger) -> HttpResponse:
    if ledger.rows:
        messages.success(request, _("It is written down, and the register is corrected."))
    else:
        messages.success(request, _("It is written down. Nothing in the register changed."))
    return redirect(objection)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def objection_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Whoever objected takes it back."""
    objection = _changeable(request, pk)
    form = WithdrawForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            withdraw(objection=objection, by=cast(User, request.user), **form.cleaned_data)
        except AlreadyEnded:
            return _ended(request, objection)
        messages.success(request, _("The objection is withdrawn."))
        return redirect(objection)
    status = 422 if form.is_bound else 200
    return render(
        request, "verification/objections/withdraw.html", _context(objection, form=form), status=status
    )


# --- Files ----------------------------------------------------------------------------------------


@require_POST
@login_required
def objection_file_add(request: HttpRequest, pk: int) -> HttpResponse:
    """One more piece of evidence."""
    objection = _changeable(request, pk)
    form = EvidenceForm(request.POST, request.FILES)
    if not form.is_valid():
        messages.error(request, " ".join(str(fault) for fault in form.errors["file"]))
        return redirect(objection)
    content, suffix, name = form.cleaned_data["file"]
    keep_evidence(objection=objection, by=cast(User, request.user), content=content, suffix=suffix, name=name)
    messages.success(request, _("The file is kept with the objection."))
    return redirect(objection)


@require_safe
@login_required
@never_cache
def objection_file(request: HttpRequest, pk: int) -> HttpResponse:
    """A file as it is kept: to be saved, never run by the browser; that somebody took it is written down."""
    file = get_object_or_404(
        ObjectionFile.objects.readable_by(request.user).select_related("settlement"), pk=pk
    )
    suffix = next((ending for ending in MEDIA_TYPES if file.name.endswith(ending)), "")
    try:
        with file.file.open() as stored:
            content = stored.read()
    except (FileNotFoundError, ValueError) as error:
        raise Http404 from error
    record(
        request.user,
        AccessKind.DOWNLOADED,
        subject=f"objection {file.objection_id}",
        settlement=file.settlement.code,
    )
    answer = HttpResponse(content, content_type=MEDIA_TYPES.get(suffix, "application/octet-stream"))
    answer["Content-Disposition"] = f'attachment; filename="objection-{file.objection_id}-{file.pk}{suffix}"'
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return answer
