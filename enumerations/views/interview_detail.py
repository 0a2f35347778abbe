"""One interview: where it stands, its answers as far as the reader may see them, and its pictures."""

from typing import Any, cast

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from accounts.choices import AccessKind
from accounts.log import record
from accounts.models import User
from enumerations.collecting import SubmissionFlag, SubmissionState
from enumerations.intake.fields import Tier
from enumerations.models import Attachment, Submission
from enumerations.privacy import tiers_of
from enumerations.services.interview_facts import chain_of, facts_of
from enumerations.services.review import reviewable
from enumerations.services.said import Said, door_in, open_to, said_in
from enumerations.views.disclosure import records_url
from enumerations.views.interview_parts import Shown, picture_of, problems_of
from enumerations.views.review import neighbours, wanted
from settlements.roles import Act


@require_safe
@login_required
def interview_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """`/interviews/7/?review=pending`: one interview; the address keeps the list that it was opened from."""
    user = cast(User, request.user)
    interview = seen_by(user, pk)
    count, settlement = interview.enumeration, interview.settlement
    tiers = tiers_for(user, interview)
    said = said_in(bytes(interview.xml), interview.version) if interview.xml else []
    door, acts = _door(interview, said), settlement.acts_of(user)
    open_said = open_to(said, tiers)
    if Tier.PEOPLE in tiers and any(each.tier is not Tier.GROUND for each in open_said):
        record(user, AccessKind.READ, subject=f"interview {pk}", settlement=settlement.code)
    may_review = Act.REVIEW_INTERVIEWS in acts and reviewable(user, count).filter(pk=pk).exists()
    context: dict[str, Any] = {
        "it": Shown(interview, door, problems_of([interview]).get(pk, [])),
        "interview": interview,
        "enumeration": count,
        "settlement": settlement,
        "parts": _parts(open_said),
        "closed": len(said) - len(open_said),
        "is_kept": bool(interview.xml),
        "facts": facts_of(said, settlement_id=settlement.pk, door=door),
        "chain": chain_of(interview, tiers),
        "files": list(interview.attachments.all()),
        "may_see_files": Tier.PEOPLE in tiers,
        "held": interview.held_sendings.undecided() if Act.REVIEW_INTERVIEWS in acts else [],
        "may_review": may_review,
        "may_list": Act.REVIEW_INTERVIEWS in acts,
        "is_own": interview.sent_by_id == user.pk,
        "may_open": Act.OPEN_PEOPLE in acts and Tier.PEOPLE not in tiers,
        "records_url": records_url(settlement, reverse("enumerations:interview-detail", args=[pk])),
        "flags": [SubmissionFlag(flag).label for flag in interview.flags],
    }
    if may_review:
        context |= neighbours(wanted(reviewable(user, count), request.GET), interview)
    return render(request, "enumerations/interviews/detail.html", context)


@require_safe
@login_required
def interview_picture(request: HttpRequest, pk: int, file: int) -> HttpResponse:
    """`/interviews/7/files/3/`: a picture, drawn anew so that it tells nothing but what it shows."""
    user = cast(User, request.user)
    interview = get_object_or_404(Submission.objects.readable_by(user).select_related("settlement"), pk=pk)
    attachment: Attachment = get_object_or_404(interview.attachments, pk=file)
    return picture_of(request, attachment.file, f"interview {pk}", interview.settlement)


def seen_by(user: User, pk: int) -> Submission:
    """The interview, as whoever may see where it stands sees it; not found for everybody else."""
    found = Submission.objects.visible_to(user).select_related(
        "enumeration", "settlement", "version", "sent_by", "device", "reviewed_by", "household__structure"
    )
    interview: Submission = get_object_or_404(found, pk=pk)
    return interview


def tiers_for(user: User, interview: Submission) -> frozenset[Tier]:
    """The tiers of this interview that are open to the user now: of the own ones also the people."""
    tiers = tiers_of(user, interview.settlement)
    if Submission.objects.readable_by(user).filter(pk=interview.pk).exists():
        tiers |= {Tier.GROUND, Tier.TENURE, Tier.PEOPLE}
    return tiers


def _door(interview: Submission, said: list[Said]) -> str:
    household = interview.household if interview.state == SubmissionState.IN_REGISTER else None
    return household.structure.code if household and household.structure else door_in(said)


def _parts(said: list[Said]) -> list[tuple[str, list[Said]]]:
    """The household's own answers first, then each row of a repeat."""
    parts: dict[str, list[Said]] = {"": []}
    for each in said:
        parts.setdefault(each.path.rpartition("]")[0], []).append(each)
    return [(answers[0].part, answers) for answers in parts.values() if answers]
