"""The paper as a PDF."""

from dataclasses import dataclass
from typing import Any

import qrcode
from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override
from qrcode.image.svg import SvgPathImage

from enumerations.models import QuestionnaireVersion
from enumerations.paper.layout import ROSTER_ROWS, Words, agreement_of, lay_out
from enumerations.xlsform.question import Question

OWN_WORDS = {
    "agreement": _(
        "We are counting the households of this settlement so that the community can use the figures to ask "
        "for services. You need not answer. Your names are not given to the public without your consent. You "
        "may see, correct or erase what is written about you. This count gives no right to land and no "
        "compensation. Do you agree?"
    ),
    "consent": _("Read this out first"),
    "door": _("Number on the door"),
    "cluster": _("Village"),
    "enumerator": _("Enumerator"),
    "date": _("Date"),
    "one": _("Round box: one answer."),
    "several": _("Square box: all that apply."),
    "unknown": _("Unknown or refused: write it, do not write 0."),
    "table": _("Write the code from the list below the table."),
    "more": _("More than 10: use another sheet with the same number on the door."),
    "picture": _("Picture: with a phone only."),
    "place": _("Location: with a phone only."),
    "codes": _("Codes"),
}


@dataclass(frozen=True)
class Occasion:
    """What the sheets are printed for: in which languages, the main one first; where, by whom; the QR."""

    languages: tuple[str, ...] = ("en", "sw")
    cluster: str = ""
    enumerator: str = ""
    link: str = ""


def print_paper(version: QuestionnaireVersion, occasion: Occasion) -> bytes:
    """The questionnaire to fill in by hand, A4, in black: a PDF."""
    from weasyprint import HTML  # loads Pango: two thirds of a second that other pages need not wait for

    return bytes(HTML(string=paper_html(version, occasion)).write_pdf())


def paper_html(version: QuestionnaireVersion, occasion: Occasion) -> str:
    """The document that is printed, its styles within."""
    questions = tuple(Question.from_json(kept) for kept in version.questions)
    own = words_in(occasion.languages)
    own["agreement"] = agreement_of(questions, occasion.languages) or own["agreement"]
    context: dict[str, Any] = {
        "version": version,
        "questionnaire": version.questionnaire,
        "enumeration": version.questionnaire.enumeration,
        "settlement": version.settlement,
        "occasion": occasion,
        "languages": occasion.languages,
        "blocks": lay_out(questions, occasion.languages),
        "rows": range(1, ROSTER_ROWS + 1),
        "words": own,
        "qr": qr_svg(occasion.link) if occasion.link else "",
    }
    with override(occasion.languages[0]):
        return render_to_string("paper/questionnaire.html", context)


def words_in(languages: tuple[str, ...]) -> dict[str, Words]:
    """The paper's own words, beside those of the questions."""
    told: dict[str, list[str]] = {}
    for language in languages:
        with override(language):
            for name, text in OWN_WORDS.items():
                told.setdefault(name, []).append(str(text))
    return {name: tuple(dict.fromkeys(texts)) for name, texts in told.items()}


def qr_svg(text: str) -> str:
    """The QR code as an SVG element, without the XML declaration that HTML does not take."""
    image = qrcode.make(text, image_factory=SvgPathImage, border=0, box_size=10)
    return str(image.to_string(encoding="unicode"))
