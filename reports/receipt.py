"""The receipt of a hand-over: one sheet of A4 with lines to sign on."""

from django.template.loader import render_to_string

from reports.models.handover import HandOver
from settlements.models import Settlement


def print_receipt(hand_over: HandOver) -> bytes:
    """A PDF, in the language that is active."""
    from weasyprint import HTML  # loads Pango: two thirds of a second that other pages need not wait for

    return bytes(HTML(string=html_of(hand_over)).write_pdf())


def html_of(hand_over: HandOver) -> str:
    settlements = Settlement.objects.filter(hand_overs=hand_over).select_related("county").order_by("name")
    context = {
        "hand_over": hand_over,
        "settlements": settlements,
        # In groups of eight, so that two people can compare it aloud.
        "sha256": [hand_over.sha256[at : at + 8] for at in range(0, len(hand_over.sha256), 8)],
    }
    return render_to_string("reports/handover/receipt.html", context)
