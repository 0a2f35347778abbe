"""Where a count stands, what its next step needs, and how it came here."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accounts.choices import AccessKind
from accounts.log import record
from accounts.models import User
from enumerations.choices import EnumerationState
from enumerations.models import Enumeration
from settlements.models import Settlement
from settlements.roles import Act
from settlements.shield import Frozen
from verification.choices import StepFileKind
from verification.conditions import Condition, Offer
from verification.conditions.rosters import HEADS, SIZES, doors_with_wrong_rosters
from verification.forms.steps import StepForm
from verification.lifecycle import RULES, Move, Way, moves_from
from verification.models import RegisterSnapshot, Step, StepFile
from verification.services.papers import media_type_of
from verification.services.register import NothingToFreeze
from verification.services.steps import StepRefused, take


@dataclass(frozen=True)
class Stage:
    """One state on the track."""

    label: str
    is_done: bool
    is_current: bool

    @property
    def sign(self) -> str:
        return "✓" if self.is_done else "●" if self.is_current else "○"


@dataclass(frozen=True)
class Taken:
    """A step that was taken, as the page tells it."""

    step: Step
    papers: list[StepFile]
    unmet: list[str]
    version: int | None = None  # of the register that was handed over


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def steps(request: HttpRequest, pk: int) -> HttpResponse:
    """`/enumerations/7/steps/?to=checking`: the track, the next step's conditions, the steps taken."""
    user = cast(User, request.user)
    count = count_of_member(user, pk)
    acts = count.settlement.acts_of(user)
    move = _wanted(request, count)
    may_take = (move.act if move else Act.MANAGE_COUNTS) in acts
    if request.method == "POST" and not may_take:
        raise Http404
    form: StepForm | None = None
    if request.method == "POST":
        form = _posted(request, count, move)
        if form is None:
            return redirect("verification:steps", pk)
    conditions = move.conditions(count, _offer_of(form)) if move else []
    if move and may_take and form is None:
        form = StepForm(move=move, conditions=conditions)
    context: dict[str, Any] = {
        "enumeration": count,
        "track": track(count),
        "move": move,
        "to_label": EnumerationState(move.end).label if move else "",
        "conditions": conditions,
        "is_ready": not any(condition.is_blocking and not condition.is_of_form for condition in conditions),
        "wrong_rosters": _wrong_rosters(count, conditions) if Act.REVIEW_INTERVIEWS in acts else None,
        "form": form,
        "may_take": may_take,
        "others": [
            (each, EnumerationState(each.end).label) for each in moves_from(count.state) if each != move
        ],
        "taken": steps_taken(count, user),
    }
    return render(request, "verification/steps.html", context, status=422 if form and form.is_bound else 200)


def count_of_member(user: User, pk: int) -> Enumeration:
    """The count, for whoever acts in its settlement; not found for everybody else."""
    own = Settlement.objects.of_member(user)
    count: Enumeration = get_object_or_404(
        Enumeration.objects.filter(settlement__in=own).select_related("settlement"), pk=pk
    )
    return count


def _wanted(request: HttpRequest, count: Enumeration) -> Move | None:
    """The step that was asked for; else the one that leads on, if there is any."""
    said = request.POST.get("to", "") if request.method == "POST" else request.GET.get("to", "")
    moves = moves_from(count.state)
    asked = next((move for move in moves if move.end == said), None)
    if asked or request.method == "POST":
        return asked
    return next((move for move in moves if move.way == Way.ON), None)


def _posted(request: HttpRequest, count: Enumeration, move: Move | None) -> StepForm | None:
    """Take the step; None when nothing is left to be filled in, else the form with what is wrong."""
    user = cast(User, request.user)
    if move is None:
        refused = StepRefused("no_such_step")
        messages.error(request, f"{refused.sentence} {refused.remedy}")
        return None
    form = StepForm(request.POST, _uploads(request), move=move)
    if not form.is_valid():
        return form
    try:
        take(count, move.end, by=user, offer=form.offer(), met=form.met(), papers=form.papers)
    except StepRefused as refused:
        if refused.code == "no_such_step":
            messages.error(request, f"{refused.sentence} {refused.remedy}")
            return None
        form.add_error(None, f"{refused.sentence} {refused.remedy}")
        form.say_missing(refused.missing)
        return form
    except (Frozen, NothingToFreeze) as refused_too:
        form.add_error(None, f"{refused_too.sentence} {refused_too.remedy}")
        return form
    messages.success(request, _("The count is now: %(state)s.") % {"state": EnumerationState(move.end).label})
    return None


def _uploads(request: HttpRequest) -> dict[str, Any]:
    """All files of each field, where a form asks for one."""
    return {kind: request.FILES.getlist(kind) for kind in StepFileKind.values}


def _offer_of(form: StepForm | None) -> Offer:
    return form.offer() if form is not None and form.is_bound and form.is_valid() else Offer()


def _wrong_rosters(count: Enumeration, conditions: list[Condition]) -> tuple[str, list[str]] | None:
    """Which doors have one, told once: at the first condition that is not met for it."""
    wrong = [each.code for each in conditions if not each.met and each.code in (HEADS.code, SIZES.code)]
    return (wrong[0], doors_with_wrong_rosters(count)) if wrong else None


def track(count: Enumeration) -> list[Stage]:
    """All states in their order, as far as this count has come."""
    states = list(EnumerationState)
    at = states.index(EnumerationState(count.state))
    adopted = states.index(EnumerationState.ADOPTED)
    given_up = count.state == EnumerationState.CLOSED and not count.is_adopted
    return [
        Stage(
            label=str(_("Closed without adoption") if given_up and n == at else state.label),
            is_done=n < at and not (given_up and n >= _reached(count, adopted)),
            is_current=n == at,
        )
        for n, state in enumerate(states)
    ]


def _reached(count: Enumeration, most: int) -> int:
    """How far a count had come that was closed without adoption: to the state it was closed from."""
    last = Step.objects.filter(enumeration=count, to_state=EnumerationState.CLOSED).first()
    states = list(EnumerationState)
    return min(states.index(EnumerationState(last.from_state)) + 1, most) if last else 0


def steps_taken(count: Enumeration, user: User) -> list[Taken]:
    """The newest first, each with those of its papers that the user may open."""
    found = Step.objects.filter(enumeration=count).select_related("taken_by").prefetch_related("files")
    kept = RegisterSnapshot.objects.filter(enumeration=count) if count.is_adopted else None
    versions = list(kept.values_list("version", "made_at")) if kept is not None else []
    open_to_user = set(papers_open_to(user).filter(step__enumeration=count).values_list("pk", flat=True))
    return [
        Taken(
            step,
            papers=[file for file in step.files.all() if file.pk in open_to_user],
            unmet=[str(RULES[code].label) for code in step.unmet if code in RULES],
            version=_handed_over(step, versions),
        )
        for step in found
    ]


def _handed_over(step: Step, versions: list[tuple[int, datetime]]) -> int | None:
    """The newest version of the register that there was when a step handed it over."""
    if step.to_state != EnumerationState.HANDED_OVER:
        return None
    return max((version for version, made_at in versions if made_at <= step.taken_at), default=None)


def papers_open_to(user: User) -> Any:
    """Papers of the settlements where the user acts; lists of who came for leaders and the office alone."""
    seen = StepFile.objects.visible_to(user)
    names = StepFile.objects.where_may(user, Act.SEE_HISTORY).filter(kind=StepFileKind.ATTENDANCE)
    return seen.exclude(kind=StepFileKind.ATTENDANCE) | names


@require_safe
@login_required
@never_cache
def step_file(request: HttpRequest, pk: int) -> FileResponse:
    """`/steps/files/3/`: a paper of a step, to be saved: nothing in it runs in the browser."""
    user = cast(User, request.user)
    file = get_object_or_404(papers_open_to(user).select_related("settlement"), pk=pk)
    try:
        content = file.file.open("rb")
    except FileNotFoundError as error:
        raise Http404 from error
    record(user, AccessKind.DOWNLOADED, subject=f"paper {pk}", settlement=file.settlement.code)
    response = FileResponse(content, as_attachment=True, filename=file.name, content_type=media_type_of(file))
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response
