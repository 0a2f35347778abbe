"""Asking for a report as a file."""

from typing import Any, ClassVar

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from reports.forms.base import AskForm
from reports.models import Report
from reports.products import Ask, Envelope
from reports.report_choices import DocumentFormat
from settlements.models import Settlement
from settlements.roles import Act

MEANT_FOR = {"county": Envelope.COUNTY, "public": Envelope.PUBLIC, "own": Envelope.STAFF}


class ReportForm(AskForm):
    """Which report, as which file, in which of its languages, for whom."""

    title: ClassVar[str | Promise] = _("Report")
    about: ClassVar[str | Promise] = _(
        "The leaders' brief, the negotiation brief or the full report, as PDF or DOCX"
    )

    report = forms.ModelChoiceField(label=_("Report"), queryset=Report.objects.none())
    format = forms.ChoiceField(
        label=_("As"), choices=DocumentFormat, initial=DocumentFormat.PDF, widget=forms.RadioSelect
    )
    text_language = forms.ChoiceField(
        label=_("Language"), choices=[("en", "English"), ("sw", "Kiswahili")], widget=forms.RadioSelect,
        initial="en",
    )  # fmt: skip
    meant_for = forms.ChoiceField(
        label=_("For whom"),
        choices=[
            ("county", _("The county: verified figures, small numbers hidden")),
            ("public", _("Everybody: the same, and the ground only where everybody may see it")),
            ("own", _("The office and the community: drafts too, with villages and structures")),
        ],
        initial="county",
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        field: Any = self.fields["report"]
        field.queryset = Report.objects.visible_to(self.user)
        if not hands_over(self.user):
            meant_for: Any = self.fields["meant_for"]
            meant_for.choices = [each for each in meant_for.choices if each[0] != "county"]
            meant_for.initial = "own"

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or {}
        report, language = values.get("report"), values.get("text_language")
        if report and language and language not in report.written_in:
            self.add_error("text_language", _("The report is not written in this language."))
        return values


def hands_over(user: User) -> bool:
    """Whether the person hands anything to a county: nobody else is offered it."""
    return bool(Settlement.objects.where_may(user, Act.HAND_OVER).exists())


def envelope_of(ask: Ask) -> Envelope:
    return MEANT_FOR.get(str(ask.get("meant_for")), Envelope.COUNTY)
