"""Telling somebody that a file is ready: a link, and nothing of what is in it."""

import logging
from datetime import timedelta
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.utils import timezone, translation

from reports.choices import ExportState
from reports.models import Export

logger = logging.getLogger(__name__)


def mail_result(export_id: int) -> None:
    """Write to whoever asked for it, once; not to who still sits there, for it did not take long."""
    ended = Export.objects.filter(
        pk=export_id, mail=True, mailed_at=None, state__in=(ExportState.READY, ExportState.FAILED)
    )
    export = ended.select_related("asked_by").first()
    if export is None or export.ended_at is None or export.asked_by is None:
        return
    soon = export.ended_at - export.asked_at < timedelta(seconds=settings.EXPORT_MAIL_AFTER_SECONDS)
    if (soon and export.saved_id is None) or not export.asked_by.is_active:
        return
    # Noted first: a worker that is killed here sends none rather than two.
    if not ended.update(mailed_at=timezone.now()):
        return
    _send(export, export.asked_by.email, export.asked_by.language)


def _send(export: Export, address: str, language: str) -> None:
    words = {"export": export, "link": f"{settings.SITE_URL.rstrip('/')}{export.get_absolute_url()}"}
    with translation.override(language):
        subject = render_to_string("reports/email/export_subject.txt", words).strip()
        text = render_to_string("reports/email/export.txt", words)
    try:
        send_mail(subject, text, None, [address])
    except (OSError, SMTPException) as error:
        logger.warning("Export %s was not mailed: %s", export.pk, type(error).__name__)
