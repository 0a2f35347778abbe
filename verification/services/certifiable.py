"""Which households of an adopted count can have a certificate, and what keeps the others from it."""

from dataclasses import dataclass
from typing import Any

from django.db.models import (
    Case,
    CharField,
    Count,
    Exists,
    F,
    Func,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Value,
    When,
)
from django.db.models.functions import Cast
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from enumerations.choices import VisitResult
from enumerations.models import Enumeration, Household
from settlements.choices import StructureStatus
from verification.choices import CertificateState
from verification.models import Certificate, RegisterSnapshot, SnapshotEntry
from verification.services.disputes import disputed_structures
from verification.services.register import latest

GONE = (StructureStatus.DEMOLISHED, StructureStatus.MERGED_INTO)


@dataclass(frozen=True)
class Reason:
    """Why a household gets no certificate, and what to do; `where` names the page on which to do it."""

    code: str
    sentence: str | Promise
    remedy: str | Promise
    where: str = ""


REASONS = {
    reason.code: reason
    for reason in (
        Reason(
            "counted_again",
            _("It is another household of this count, counted again."),
            _("The certificate goes to the household that was kept. If they are two, undo it."),
            "duplicates",
        ),
        Reason(
            "not_agreed",
            _("They do not agree to be counted, or nobody wrote down that they do."),
            _("Ask them. If they agree, write it down at the desk for the rights of the counted."),
            "rights",
        ),
        Reason(
            "restricted",
            _("They asked that their record be kept and not used."),
            _("If they want a certificate, let them say so at the desk, which releases the record."),
            "rights",
        ),
        Reason(
            "incomplete",
            _("The interview is not complete."),
            _("Complete it at the desk, then make a new version of the register."),
            "rights",
        ),
        Reason(
            "no_structure",
            _("It stands in no numbered structure."),
            _("Correct its door at the desk, then make a new version of the register."),
            "rights",
        ),
        Reason(
            "structure_gone",
            _("Its structure is demolished, or was made one with another."),
            _("If people still live there, correct the structure."),
            "structure",
        ),
        Reason(
            "not_in_register",
            _("It is not in the newest version of the adopted register."),
            _("Make a new version of the register, with the reason."),
            "register",
        ),
        Reason(
            "disputed",
            _("There is a dispute over its structure."),
            _("Settle the dispute first: whoever decides it writes it down at the objection."),
            "objections",
        ),
    )
}


def newest_version(count: Enumeration) -> RegisterSnapshot | None:
    """The version of the register that certificates are issued from; None before the count is adopted."""
    return latest(count) if count.is_adopted else None


def standing(count: Enumeration, snapshot: RegisterSnapshot) -> QuerySet[Any]:
    """The households of a count with `block` (a code of REASONS, or empty) and `is_certified`.

    Left out is where nobody lives, and who was erased: nothing is asked for there.
    """
    valid = Certificate.objects.filter(household=OuterRef("pk"), state=CertificateState.VALID)
    people: QuerySet[Any] = Household.objects.filter(enumeration=count, cleared_at__isnull=True)
    return people.exclude(result=VisitResult.VACANT).annotate(
        block=_block(count, snapshot), is_certified=Exists(valid)
    )


def ready(count: Enumeration, snapshot: RegisterSnapshot) -> QuerySet[Any]:
    """Those to which a certificate can be issued now, in the order of the doors."""
    return in_door_order(standing(count, snapshot).filter(block="", is_certified=False))


def _block(count: Enumeration, snapshot: RegisterSnapshot) -> Case:
    """The first reason that holds."""
    entry = SnapshotEntry.objects.filter(snapshot=snapshot, household=OuterRef("pk"))
    complete = Q(result__isnull=True) | Q(result=VisitResult.COMPLETE)
    reasons: dict[str, Any] = {
        "counted_again": Q(same_as__isnull=False),
        "not_agreed": Q(consent__isnull=True) | Q(consent=False),
        "restricted": Q(restricted_at__isnull=False),
        "incomplete": ~complete,
        "no_structure": Q(structure__isnull=True),
        "structure_gone": Q(structure__status__in=GONE),
        "not_in_register": ~Exists(entry),
        "disputed": Q(structure__in=disputed_structures(count)),
    }
    whens = (When(condition, then=Value(code)) for code, condition in reasons.items())
    return Case(*whens, default=Value(""), output_field=CharField())


def in_door_order(found: Any, door: str = "structure") -> Any:
    """By cluster, number, unit and household: as one walks. `door`: how the structure is reached."""
    number = _replaced(f"{door}__code", r"^.*/(\d+)[A-Z]?$", r"\1")
    return found.annotate(door_number=Cast(number, IntegerField())).order_by(
        F(f"{door}__cluster__code").asc(nulls_last=True), "door_number", f"{door}__code", "pk"
    )


def _replaced(column: str, pattern: str, by: str) -> Func:
    return Func(F(column), Value(pattern), Value(by), function="regexp_replace", output_field=CharField())


@dataclass(frozen=True)
class ClusterStanding:
    """How far the certificates of one cluster are; without a code: of what lies in none."""

    code: str
    name: str
    issued: int
    ready: int
    blocked: int

    @property
    def slug(self) -> str:
        return self.code or "none"


def by_cluster(count: Enumeration, snapshot: RegisterSnapshot) -> list[ClusterStanding]:
    """Each cluster's certificates, by one query."""
    rows = (
        standing(count, snapshot)
        .values("structure__cluster__code", "structure__cluster__name")
        .annotate(
            issued=Count("pk", filter=Q(is_certified=True)),
            ready=Count("pk", filter=Q(is_certified=False, block="")),
            blocked=Count("pk", filter=Q(is_certified=False) & ~Q(block="")),
        )
        .order_by(F("structure__cluster__code").asc(nulls_last=True))
    )
    return [
        ClusterStanding(
            code=row["structure__cluster__code"] or "",
            name=row["structure__cluster__name"] or "",
            **{name: row[name] for name in ("issued", "ready", "blocked")},
        )
        for row in rows
    ]
