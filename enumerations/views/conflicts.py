"""The inbox of what contradicts: two interviews side by side, what can be decided, and what then happens."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.choices import AccessKind
from accounts.log import record
from accounts.models import User
from enumerations.collecting import HeldDecision, SubmissionState
from enumerations.intake.fields import Tier
from enumerations.intake.refusal import Refusal
from enumerations.models import Enumeration, HeldSending, Household, QuestionnaireVersion, Submission
from enumerations.privacy import tiers_of
from enumerations.services.conflicts import ALONG, choices_of, decide_held, first_of, open_conflicts
from enumerations.services.interviews import decide_conflict
from enumerations.services.said import Line, Said, by_field, compare, door_in, said_in, said_of
from enumerations.views.batches import sentences_of
from enumerations.views.decision_words import DONE, HELD_BACK, LABELS, WILL_HAPPEN
from enumerations.views.disclosure import records_url
from enumerations.views.interview_parts import picture_of
from enumerations.views.review import reviewed_count
from settlements.roles import Act

PER_PAGE = 30
MOST = 100  # at once: the oldest first, the others when these are decided
D = HeldDecision

BACK_BY_DECISION = Q(state=SubmissionState.REJECTED, reviewed_at__isnull=False, batch__isnull=False)


@dataclass(frozen=True)
class Waiting:
    """One line of the inbox."""

    url: str
    why: str | Promise
    came_at: datetime
    sent_by: User | None
    decision: str = ""


@require_safe
@login_required
def conflict_list(request: HttpRequest, pk: int) -> HttpResponse:
    """`/enumerations/1/conflicts/`: what waits for a decision, oldest first; below it what was decided."""
    count = reviewed_count(request, pk)
    held = HeldSending.objects.filter(enumeration=count).exclude(ALONG).defer("xml").select_related("sent_by")
    back = held_back(count).defer("xml").select_related("sent_by")
    waiting = [_of_held(each) for each in held.undecided().order_by("received_at", "pk")[:MOST]]
    waiting += [_of_interview(each) for each in back.order_by("received_at", "pk")[:MOST]]
    decided = Paginator(held.exclude(decision=D.OPEN).order_by("-decided_at", "-pk"), PER_PAGE)
    page = decided.get_page(request.GET.get("page"))
    context = {
        "enumeration": count,
        "waiting": sorted(waiting, key=lambda each: each.came_at)[:MOST],
        "all_waiting": open_conflicts(count),
        "page": page,
        "decided": [_of_held(each) for each in page],
        "decided_interviews": _decided_interviews(count) if page.number == 1 else [],
    }
    return render(request, "enumerations/interviews/conflicts.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def held_detail(request: HttpRequest, pk: int, held: int) -> HttpResponse:
    """`/enumerations/1/conflicts/held/3/`: what came later beside what was here; and the decision."""
    user, count = cast(User, request.user), reviewed_count(request, pk)
    sending: HeldSending = get_object_or_404(
        HeldSending.objects.filter(enumeration=count).select_related("sent_by", "decided_by", "submission"),
        pk=held,
    )
    if request.method == "POST":
        return _decide(
            request, count, lambda decision: decide_held(held=sending, decision=decision, user=user)
        )
    first = first_of(sending)
    later = _said(sending.xml, _version(count, sending.version_text))
    sides = Sides(_said(first.xml, first.version) if first else [], later)
    options = choices_of(sending) if sending.decision == D.OPEN else ()
    context = {
        "why": sending.get_kind_display(),
        "came_at": sending.received_at,
        "sent_by": sending.sent_by,
        "held": sending,
        "first": first,
        "options": _options(sending.kind, options),
        "picture": first.attachments.filter(name=sending.file_name).first() if first else None,
    }
    return _render(request, count, sides, context)


@require_safe
@login_required
def held_picture(request: HttpRequest, pk: int, held: int) -> HttpResponse:
    """`/enumerations/1/conflicts/held/3/picture/`: the later picture, for those who may see people."""
    count = reviewed_count(request, pk)
    sending: HeldSending = get_object_or_404(
        HeldSending.objects.filter(enumeration=count).exclude(file="").defer("xml"), pk=held
    )
    if Tier.PEOPLE not in tiers_of(request.user, count.settlement):
        raise Http404
    return picture_of(request, sending.file, f"held sending {held}", count.settlement)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def conflict_detail(request: HttpRequest, pk: int, interview: int) -> HttpResponse:
    """`/enumerations/1/conflicts/interviews/3/`: an interview beside what the register holds instead."""
    user, count = cast(User, request.user), reviewed_count(request, pk)
    found: Submission = get_object_or_404(
        Submission.objects.filter(enumeration=count, is_test=False).select_related(
            "sent_by", "version", "household__structure"
        ),
        pk=interview,
    )
    if request.method == "POST":
        reason = " ".join(request.POST.get("reason", "").split())
        return _decide(
            request,
            count,
            lambda decision: decide_conflict(submission=found, decision=decision, user=user, reason=reason),
        )
    is_open = found.state == SubmissionState.CONFLICT
    first, held_said = _rival(found)
    later = _said(found.xml, found.version)
    sides = (
        Sides(by_field(held_said), by_field(later)) if held_said and not first else Sides(held_said, later)
    )
    context = {
        "why": HELD_BACK,
        "came_at": found.received_at,
        "sent_by": found.sent_by,
        "interview": found,
        "first": first,
        "options": _options("conflict", (D.KEPT_FIRST, D.TAKEN, D.SEPARATE) if is_open else ()),
        "takes_reason": is_open,
    }
    return _render(request, count, sides, context)


@dataclass(frozen=True)
class Sides:
    """What is here, and what came later."""

    first: list[Said]
    later: list[Said]

    @property
    def door(self) -> str:
        return door_in(self.later) or door_in(self.first)

    def lines(self, tiers: frozenset[Tier]) -> list[Line]:
        return compare(self.first, self.later, tiers)


def held_back(count: Enumeration) -> "QuerySet[Submission]":
    found: QuerySet[Submission] = Submission.objects.filter(
        enumeration=count, state=SubmissionState.CONFLICT, is_test=False
    )
    return found


def _decided_interviews(count: Enumeration) -> list[Waiting]:
    """Of the interviews that the register held back those that were decided, the last ones."""
    given = Q(given_code__gt="") | Q(batch__replace_conflicts=True) | BACK_BY_DECISION
    found = Submission.objects.filter(given, enumeration=count, is_test=False).defer("xml")
    return [_of_interview(each) for each in found.select_related("sent_by", "batch")[:PER_PAGE]]


def _of_held(held: HeldSending) -> Waiting:
    url = reverse("enumerations:conflict-held", args=[held.enumeration_id, held.pk])
    decision = held.get_decision_display() if held.decision != D.OPEN else ""
    return Waiting(url, held.get_kind_display(), held.received_at, held.sent_by, decision)


def _of_interview(found: Submission) -> Waiting:
    url = reverse("enumerations:conflict-interview", args=[found.enumeration_id, found.pk])
    decision = "" if found.state == SubmissionState.CONFLICT else _decision_of(found)
    return Waiting(url, HELD_BACK, found.received_at, found.sent_by, decision)


def _decision_of(found: Submission) -> str:
    if found.given_code:
        return str(D.SEPARATE.label)
    is_taken = found.batch is not None and found.batch.replace_conflicts
    return str(D.TAKEN.label if is_taken else D.KEPT_FIRST.label)


def _options(kind: str, decisions: Sequence[HeldDecision]) -> list[dict[str, Any]]:
    return [
        {"value": each, "label": LABELS[each], "will_happen": WILL_HAPPEN[kind, each]} for each in decisions
    ]


def _decide(request: HttpRequest, count: Enumeration, decide: Any) -> HttpResponse:
    """Carry the decision out and go back to the inbox; what stands in its way is said."""
    wanted = request.POST.get("decision", "")
    if wanted not in LABELS:
        messages.warning(request, _("Choose what is to be done."))
        return redirect(request.path)
    try:
        decide(HeldDecision(wanted))
    except Refusal as refused:
        messages.warning(request, sentences_of(refused))
        return redirect(request.path)
    messages.success(request, str(DONE[wanted]))
    return redirect("enumerations:conflict-list", count.pk)


def _rival(found: Submission) -> tuple[Submission | None, list[Said]]:
    """What the register holds under the number: the interview it came from, or the household itself."""
    household: Household | None = found.household
    if household is None or found.state != SubmissionState.CONFLICT:
        return None, []
    interviews = household.submissions.filter(state=SubmissionState.IN_REGISTER, xml__isnull=False)
    first: Submission | None = interviews.select_related("version").order_by("-pk").first()
    return (first, _said(first.xml, first.version)) if first else (None, said_of(household))


def _said(xml: Any, version: QuestionnaireVersion | None) -> list[Said]:
    return said_in(bytes(xml), version) if xml else []


def _version(count: Enumeration, text: str) -> QuestionnaireVersion | None:
    return QuestionnaireVersion.objects.filter(questionnaire__enumeration=count, version=text).first()


def _render(request: HttpRequest, count: Enumeration, sides: Sides, more: dict[str, Any]) -> HttpResponse:
    """The page of one decision; who saw names there is written down."""
    user, settlement = cast(User, request.user), count.settlement
    tiers = tiers_of(user, settlement)
    lines = sides.lines(tiers)
    shown: Submission | None = more.get("interview") or more.get("first")
    if Tier.PEOPLE in tiers and lines and shown:
        record(user, AccessKind.READ, subject=f"interview {shown.pk}", settlement=settlement.code)
    context = {
        "enumeration": count,
        "settlement": settlement,
        "door": sides.door,
        "differing": [line for line in lines if line.differs],
        "same": [line for line in lines if not line.differs and not line.is_closed],
        "closed": sum(line.is_closed for line in lines),
        "may_see_files": Tier.PEOPLE in tiers,
        "may_open": Act.OPEN_PEOPLE in settlement.acts_of(user) and Tier.PEOPLE not in tiers,
        "records_url": records_url(settlement, request.path),
        **more,
    }
    return render(request, "enumerations/interviews/conflict.html", context)
