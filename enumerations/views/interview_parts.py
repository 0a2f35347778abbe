"""What lists of interviews say of each: its door, where it stands, what is wrong, what to do."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, cast

from django.db.models import QuerySet
from django.db.models.fields.files import FieldFile
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.choices import AccessKind
from accounts.log import record
from accounts.models import User
from enumerations.choices import Severity
from enumerations.collecting import Review, SubmissionState
from enumerations.models import Issue, QuestionnaireVersion, Submission
from enumerations.services.said import door_in, said_in
from enumerations.views.problems import Described, described
from settlements.images import PictureRefused, bare_picture, side_asked_for
from settlements.models import Settlement

S = SubmissionState
SIGNS: dict[str, tuple[str, str]] = {
    S.WAITING_FILES: ("…", "calm"),
    S.RECEIVED: ("…", "calm"),
    S.IN_REGISTER: ("✓", "good"),
    S.REJECTED: ("✕", "bad"),
    S.CONFLICT: ("!", "warn"),
    S.REPLACED: ("↺", ""),
    S.TEST: ("–", ""),
}
REVIEW_SIGNS: dict[str, tuple[str, str]] = {
    Review.PENDING: ("○", ""),
    Review.ACCEPTED: ("✓", "good"),
    Review.RETURNED: ("↩", "bad"),
}
# What its enumerator can do about it.
TO_DO: dict[str, str | Promise] = {
    S.WAITING_FILES: _("Its pictures are still on the phone. Send again where there is signal."),
    S.REJECTED: _("Correct it here, or on the phone and send it again."),
    S.CONFLICT: _("Your team leader compares the two and decides. You need not send again."),
}


@dataclass(frozen=True)
class Shown:
    """One interview in a list."""

    interview: Submission
    door: str
    problems: list[Described] = field(default_factory=list)

    @property
    def errors(self) -> int:
        return sum(told.issue.severity == Severity.ERROR for told in self.problems)

    @property
    def warnings(self) -> int:
        return len(self.problems) - self.errors

    @property
    def sign(self) -> str:
        return SIGNS[self.interview.state][0]

    @property
    def tone(self) -> str:
        return SIGNS[self.interview.state][1]

    @property
    def review_sign(self) -> str:
        return REVIEW_SIGNS[self.interview.review][0]

    @property
    def review_tone(self) -> str:
        return REVIEW_SIGNS[self.interview.review][1]

    @property
    def is_returned(self) -> bool:
        return self.interview.review == Review.RETURNED

    @property
    def is_reviewed(self) -> bool:
        return self.interview.review != Review.PENDING

    @property
    def to_do(self) -> str | Promise:
        return "" if self.is_returned else TO_DO.get(self.interview.state, "")

    @property
    def may_be_corrected(self) -> bool:
        return self.is_returned or self.interview.state == S.REJECTED


def light(interviews: "QuerySet[Submission]") -> "QuerySet[Submission]":
    """Interviews for a list: without their XML, with the door that the register has them at."""
    return interviews.select_related("household__structure", "sent_by", "device").only(
        "state", "review", "review_reason", "received_at", "batch", "row", "version", "enumeration",
        "is_test", "flags", "reviewed_at", "sent_by__email", "sent_by__first_name", "sent_by__last_name",
        "device__name", "household__structure__code", "household__result", "household__started_at",
        "household__ended_at",
    )  # fmt: skip


def shown(interviews: Sequence[Submission]) -> list[Shown]:
    """The interviews of one page, in three queries at most, whatever their number."""
    doors, problems = doors_of(interviews), problems_of(interviews)
    return [Shown(each, doors.get(each.pk, ""), problems.get(each.pk, [])) for each in interviews]


def doors_of(interviews: Iterable[Submission]) -> dict[int, str]:
    """By interview: where the register has it; what is not there yet is asked which door it names."""
    doors, unknown = {}, []
    for each in interviews:
        household = each.household if each.state == S.IN_REGISTER else None
        if household and household.structure:
            doors[each.pk] = household.structure.code
        else:
            unknown.append(each.pk)
    if unknown:
        sent = Submission.objects.filter(pk__in=unknown).values_list("pk", "xml", "version")
        found = [(pk, xml, version) for pk, xml, version in sent if xml]
        versions = QuestionnaireVersion.objects.only("questions", "mapping").in_bulk(
            {version for _pk, _xml, version in found if version}
        )
        doors |= {pk: door_in(said_in(bytes(xml), versions.get(version))) for pk, xml, version in found}
    return doors


def problems_of(interviews: Iterable[Submission]) -> dict[int, list[Described]]:
    """By interview: what its checks found, errors first."""
    at: dict[Any, int] = {
        (each.batch_id, each.row): each.pk for each in interviews if each.batch_id and each.row
    }
    issues = Issue.objects.filter(batch__in={batch for batch, _row in at}, row__in={row for _b, row in at})
    found: dict[int, list[Described]] = defaultdict(list)
    for issue in issues.order_by("severity", "pk") if at else ():
        if (pk := at.get((issue.batch_id, issue.row))) is not None:
            found[pk].append(described(issue))
    return found


def picture_of(request: HttpRequest, file: FieldFile, subject: str, settlement: Settlement) -> HttpResponse:
    """A picture as a page shows it: drawn anew, so that it tells nothing but what it shows; written down.

    `?side=320` is the same one, small enough for a list on a phone.
    """
    try:
        with file.open() as stored:
            picture = bare_picture(stored, side_asked_for(request.GET.get("side")))
    except (PictureRefused, FileNotFoundError) as error:
        raise Http404 from error
    record(cast(User, request.user), AccessKind.READ, subject=subject, settlement=settlement.code)
    return HttpResponse(picture.content, content_type=picture.media_type)
