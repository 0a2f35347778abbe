"""The printed papers of a cluster, as long as they are kept."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from verification.models import CertificateWork

KEPT = timedelta(hours=24)


def forget_prints(counts: Iterable[int] | QuerySet[Any]) -> None:
    """Delete the printed papers of these counts: somebody is no longer to be on one."""
    _delete(CertificateWork.objects.filter(enumeration__in=counts))


def sweep_prints() -> None:
    """Delete what was printed yesterday."""
    _delete(CertificateWork.objects.filter(ended_at__lt=timezone.now() - KEPT))


def _delete(works: QuerySet[CertificateWork]) -> None:
    """The bytes first: a run that is cut short finds them again."""
    for work in works.exclude(file=""):
        work.file.storage.delete(str(work.file.name))
        CertificateWork.objects.filter(pk=work.pk).update(file="")
