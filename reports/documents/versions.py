"""What was exported stays as it was: its words, figures and maps, under a number.

The same content is the same version: as PDF and as DOCX, and however often a worker begins anew.
"""

import hashlib
import json
from dataclasses import replace

from django.db import transaction

from accounts.models import User
from reports.documents.blocks import Document, from_json, to_json
from reports.documents.build import Whose, build
from reports.documents.sourcing import source_of, today
from reports.models import Report, ReportVersion
from reports.products import Envelope


def document_of(report: Report, envelope: Envelope, language: str) -> Document:
    """As it would be printed now, without a version."""
    return build(source_of(report, envelope, language))


def fingerprint_of(document: Document) -> str:
    """The SHA-256 of its content, without number and day."""
    kept = json.dumps(to_json(document), sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(kept.encode()).hexdigest()


def keep(report: Report, envelope: Envelope, language: str, by: User) -> ReportVersion:
    """The version of what the report says now: the one there is, or the next number."""
    source = source_of(report, envelope, language)
    fingerprint = fingerprint_of(build(source))
    with transaction.atomic():
        # Two who export at once wait here for each other.
        locked = Report.objects.select_for_update().only("pk").get(pk=report.pk)
        standing: ReportVersion | None = locked.versions.filter(fingerprint=fingerprint).first()
        if standing is not None:
            return standing
        last = locked.versions.order_by("-number").values_list("number", flat=True).first() or 0
        number = int(last) + 1
        whose = Whose(number, today().isoformat(), fingerprint)
        version: ReportVersion = ReportVersion.objects.create(
            report=report,
            number=number,
            language=language,
            kind=report.kind,
            stamp=report.stamp,
            envelope=envelope,
            fingerprint=fingerprint,
            content=to_json(build(replace(source, whose=whose))),
            made_by=by,
        )
    return version


def document_kept(version: ReportVersion) -> Document:
    return from_json(version.content)
