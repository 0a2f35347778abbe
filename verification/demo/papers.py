"""The papers of the demo's meetings: a page each, so that there is something to open."""

from datetime import date

from django.utils.html import format_html
from weasyprint import HTML

from enumerations.models import Enumeration
from verification.choices import StepFileKind
from verification.services.papers import Paper

TITLES = {
    StepFileKind.MINUTES: "Minutes of the meeting / Kumbukumbu za mkutano",
    StepFileKind.ATTENDANCE: "Who came / Waliohudhuria",
}
PAGE = (
    '<html lang="en"><h1>{}</h1><p><strong>{}</strong>, {}</p><p>{}</p>'
    "<p>Demonstration: an invented meeting of invented people.</p></html>"
)


def paper(kind: StepFileKind, count: Enumeration, day: date, said: str) -> Paper:
    """A one-page PDF of a meeting."""
    page = format_html(PAGE, TITLES[kind], count.name, f"{day:%d.%m.%Y}", said)
    return Paper(kind, f"{kind}-{day:%Y-%m-%d}.pdf", HTML(string=page).write_pdf(), "pdf")
