"""The product `report`: what staff wrote with the figures it was written to, as PDF or DOCX."""

from pathlib import Path

from django.db.models import QuerySet
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from accounts.models import User
from reports.documents.checks import blocking, hidden
from reports.documents.docx import docx_of
from reports.documents.pdf import pdf_of
from reports.documents.pictures import NoPainter
from reports.documents.versions import document_kept, keep
from reports.forms.base import AskForm
from reports.forms.report_ask import ReportForm, envelope_of
from reports.models import Report
from reports.products import Ask, Envelope, Made, Refusal, Refused, Told
from reports.report_choices import DocumentFormat
from settlements.models import Settlement

STEPS = 3
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
MAKERS = {DocumentFormat.PDF: (pdf_of, "application/pdf"), DocumentFormat.DOCX: (docx_of, WORD)}


NO_REPORT = Refusal(
    "no_report", _lazy("This report is not there, or you may not read it."), _lazy("Choose another one.")
)
NO_PAINTER = Refusal(
    "no_painter",
    _lazy("This server cannot draw maps for Word: poppler-utils is missing on it."),
    _lazy("Take the PDF, and tell whoever runs the site."),
)


class ReportProduct:
    """A report as a file; what it says is kept as a version before it is written."""

    name = "report"
    form: type[AskForm] = ReportForm

    def title(self, ask: Ask) -> str:
        report = Report.objects.filter(pk=ask["report"]).first()
        words = {
            "title": report.title if report else "–",
            "kind": report.get_kind_display() if report else "",
            "format": str(ask["format"]).upper(),
        }
        return _("%(title)s: %(kind)s, %(format)s") % words

    def envelope(self, ask: Ask) -> Envelope:
        return envelope_of(ask)

    def settlements(self, ask: Ask) -> "QuerySet[Settlement]":
        return Settlement.objects.filter(reports=ask["report"])

    def refusals(self, user: User, ask: Ask) -> list[Refusal]:
        report = self._report(user, ask)
        if report is None:
            return [NO_REPORT]
        found = blocking(report, envelope_of(ask), (str(ask["text_language"]),))
        return [each.refusal for each in found]

    def refusals_of_made(self, user: User, ask: Ask) -> list[Refusal]:
        """A version stays as it was given: what is written since does not keep it back."""
        report = self._report(user, ask)
        if report is None:
            return [NO_REPORT]
        return [each.refusal for each in hidden(report, envelope_of(ask))]

    def make(self, user: User, ask: Ask, folder: Path, told: Told) -> Made:
        """Keep the version and write it down. Raises Refused, Cancelled."""
        told(0, STEPS)
        if against := self.refusals(user, ask):
            raise Refused(*against)
        report = Report.objects.get(pk=ask["report"])
        version = keep(report, envelope_of(ask), str(ask["text_language"]), user)
        told(1, STEPS)
        write, content_type = MAKERS[DocumentFormat(ask["format"])]
        name = f"{slugify(report.title)[:60] or 'report'}-{version.kind}-{version.language}-v{version.number}"
        path = folder / f"{name}.{ask['format']}"
        try:
            path.write_bytes(write(document_kept(version)))
        except NoPainter:
            raise Refused(NO_PAINTER) from None
        told(STEPS, STEPS)
        return Made(path, path.name, content_type, 0)

    def _report(self, user: User, ask: Ask) -> Report | None:
        found: Report | None = Report.objects.visible_to(user).filter(pk=ask["report"]).first()
        return found
