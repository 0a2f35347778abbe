"""A cluster's certificates, issued or printed by a worker: queued, followed, begun again where it died."""

import logging
import uuid
from collections.abc import Iterator
from datetime import timedelta
from tempfile import TemporaryFile

from django.conf import settings
from django.core.files import File
from django.db import InterfaceError, OperationalError, transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone
from kombu.exceptions import OperationalError as QueueError

from accounts.choices import AccessKind
from accounts.log import record
from accounts.models import User
from enumerations.models import Enumeration, Household
from enumerations.services.locks import enumeration_locked, try_lock, unlock
from settlements.models import Cluster
from verification.choices import CertificateState, SheetSize, WorkKind
from verification.models import Certificate, CertificateWork
from verification.paper.certificates import CHUNK as SHEETS
from verification.paper.certificates import Paper, print_all
from verification.services.certifiable import in_door_order, newest_version, ready
from verification.services.certificate_facts import paper_of
from verification.services.certificate_files import sweep_prints
from verification.services.certificates import NotIssued, Terms, issue_next

logger = logging.getLogger(__name__)
WORK_LOCK = 11  # the first number of its advisory locks; see enumerations.services.locks
MOST_ATTEMPTS = 3


def ask_to_issue(*, count: Enumeration, cluster: Cluster | None, terms: Terms, by: User) -> CertificateWork:
    """Let a worker issue to all of a cluster; the work that goes on already, where there is one."""
    return _ask(
        count,
        cluster,
        WorkKind.ISSUE,
        by,
        names_agreed_on=terms.names_agreed_on,
        without_names=sorted(terms.without_names),
        county_signs=terms.county_signs,
    )


def ask_to_print(*, count: Enumeration, cluster: Cluster | None, sheet: str, by: User) -> CertificateWork:
    """Let a worker print all valid certificates of a cluster into one PDF."""
    return _ask(count, cluster, WorkKind.PRINT, by, sheet=SheetSize(sheet))


def _ask(
    count: Enumeration, cluster: Cluster | None, kind: WorkKind, by: User, **how: object
) -> CertificateWork:
    with transaction.atomic():
        work, made = CertificateWork.objects.get_or_create(
            enumeration=count,
            cluster=cluster,
            kind=kind,
            ended_at=None,
            defaults={"settlement_id": count.settlement_id, "asked_by": by, **how},
        )
        if made:
            transaction.on_commit(lambda: queue(work.pk))
    found: CertificateWork = work
    return found


def queue(work_id: int) -> None:
    """Ask for a worker. If the queue is away the work waits for the sweep."""
    from verification.tasks import work_on_certificates

    try:
        work_on_certificates.delay(work_id)
    except QueueError:
        logger.warning("Work %s on certificates waits: the queue is away", work_id)


def sweep() -> None:
    """Queue again what shows no sign of life; delete what was printed yesterday."""
    silent_since = timezone.now() - timedelta(seconds=settings.STALLED_AFTER_SECONDS)
    stalled = CertificateWork.objects.filter(ended_at__isnull=True, touched_at__lt=silent_since)
    found = list(stalled.order_by("pk").values_list("pk", flat=True))
    CertificateWork.objects.filter(pk__in=found).update(touched_at=timezone.now())
    for work_id in found:
        queue(work_id)
    sweep_prints()


def run(work_id: int) -> None:
    """Do the work, or go on with it, unless another worker has it."""
    if not try_lock(WORK_LOCK, work_id):
        return
    try:
        _run(work_id)
    finally:
        unlock(WORK_LOCK, work_id)


def _run(work_id: int) -> None:
    mine = CertificateWork.objects.filter(pk=work_id)
    mine.update(attempts=F("attempts") + 1)
    work = mine.select_related("enumeration__settlement", "cluster", "asked_by").get()
    if not work.is_going_on:
        return
    failed = ""
    try:
        if work.attempts > MOST_ATTEMPTS:
            raise NotIssued("internal_error")
        (_issue if work.kind == WorkKind.ISSUE else _print)(work)
    except NotIssued as refused:
        failed = refused.code
    except (OperationalError, InterfaceError):
        raise  # the database is away: tried again
    except Exception:
        logger.exception("Work %s on certificates failed", work_id)
        failed = "internal_error"
    mine.update(ended_at=timezone.now(), failed=failed, without_names=[])


def in_cluster(work: CertificateWork) -> Q:
    """Structures of the work's cluster, or those in none."""
    return Q(structure__cluster=work.cluster) if work.cluster else Q(structure__cluster__isnull=True)


def _issue(work: CertificateWork) -> None:
    count = work.enumeration
    snapshot = newest_version(count)
    if snapshot is None:
        raise NotIssued("no_register")
    _told(work, done=0, total=ready(count, snapshot).filter(in_cluster(work)).count())
    terms = Terms(work.names_agreed_on, frozenset(work.without_names), work.county_signs)
    done = 0
    while made := issue_next(count=count, among=in_cluster(work), terms=terms, by=work.asked_by):
        done += len(made)
        _told(work, done=done, total=max(work.total, done))


def _print(work: CertificateWork) -> None:
    printed: list[int] = []
    with TemporaryFile() as file:
        _told(work, done=0, total=to_print(work).count())
        for done in print_all(_papers(work, printed), file, work.sheet):
            _told(work, done=done, total=max(work.total, done))
        with enumeration_locked(work.enumeration_id):
            still = Certificate.objects.filter(
                pk__in=printed, state=CertificateState.VALID, printed__isnull=False
            )
            if still.count() != len(printed):
                raise NotIssued("changed_meanwhile")
            file.seek(0)
            work.file.save(f"{uuid.uuid4().hex}.pdf", File(file), save=False)
            CertificateWork.objects.filter(pk=work.pk).update(file=work.file.name)
            record(
                work.asked_by,
                AccessKind.PRINTED,
                subject=f"enumeration {work.enumeration_id}",
                settlement=work.enumeration.settlement.code,
                reason=f"certificates: {len(printed)}, work {work.pk}",
            )


def to_print(work: CertificateWork) -> QuerySet[Certificate]:
    """The valid certificates of a cluster that can be printed, in the order of the doors.

    Not those of households that no longer agree, or whose record is kept and not used.
    """
    valid = Certificate.objects.filter(
        in_cluster(work),
        enumeration=work.enumeration,
        state=CertificateState.VALID,
        printed__isnull=False,
        household__in=Household.objects.in_use(),
    )
    ordered: QuerySet[Certificate] = in_door_order(valid)
    return ordered


def _papers(work: CertificateWork, printed: list[int]) -> Iterator[Paper]:
    for certificate in to_print(work).iterator(chunk_size=SHEETS):
        paper = paper_of(certificate)
        if paper is not None:
            printed.append(certificate.pk)
            yield paper


def _told(work: CertificateWork, *, done: int, total: int) -> None:
    work.done, work.total = done, total
    CertificateWork.objects.filter(pk=work.pk).update(done=done, total=total, touched_at=timezone.now())
