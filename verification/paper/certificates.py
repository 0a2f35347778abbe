"""Certificates as PDF: one on A5, or two on A4 to cut."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from itertools import islice
from typing import Any, BinaryIO
from urllib.parse import urljoin

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import override

from verification.choices import CountySigns, SheetSize
from verification.paper.certificate_words import PAPER, TITLES
from verification.paper.facts import Facts, day
from verification.paper.joining import JoinedPdf
from verification.paper.qr import qr_svg

CHUNK = 20  # certificates laid out at once


@dataclass(frozen=True)
class Paper:
    """One certificate to print."""

    serial: str
    token: str
    issued_on: date
    facts: Facts

    @property
    def address(self) -> str:
        """Where the code leads: whether it is valid, and nothing else."""
        return urljoin(settings.SITE_URL, reverse("verification:check", args=[self.token]))


def print_one(paper: Paper, sheet: str = SheetSize.A5) -> bytes:
    """One certificate, a PDF."""
    written = BytesIO()
    for _done in print_all([paper], written, sheet):
        pass
    return written.getvalue()


def print_all(papers: Iterable[Paper], file: BinaryIO, sheet: str = SheetSize.A5) -> Iterator[int]:
    """Write certificates into one PDF, in their order; how many of them are in it, after every chunk."""
    from weasyprint import HTML  # loads Pango: two thirds of a second that other pages need not wait for
    from weasyprint.text.fonts import FontConfiguration

    joined, fonts, coming, done = JoinedPdf(file, "Certificates"), FontConfiguration(), iter(papers), 0
    while chunk := list(islice(coming, CHUNK)):
        document = HTML(string=html_of(chunk, sheet)).render(font_config=fonts)
        document.write_pdf(BytesIO(), finisher=lambda _document, part: joined.add(part))
        done += len(chunk)
        yield done
    joined.close()


def html_of(papers: Sequence[Paper], sheet: str = SheetSize.A5) -> str:
    """The document that is laid out, its styles within; the same in whichever language it is asked for."""
    context = {"papers": [_shown(paper) for paper in papers], "sheet": sheet, "words": PAPER}
    with override("en"):
        return render_to_string("verification/paper/certificates.html", context)


def _shown(paper: Paper) -> dict[str, Any]:
    facts = paper.facts
    return {
        "serial": paper.serial,
        "issued_on": day(paper.issued_on.isoformat()),
        "facts": facts,
        "title": TITLES[facts.county_signs == CountySigns.COSIGNS],
        "county_signs": facts.county_signs != CountySigns.NO,
        "counted_on": day(facts.counted_on),
        "adopted_on": day(facts.adopted_on),
        "sizes": {
            "names": _size(" · ".join(facts.names), 60, 130),
            **{
                name: _size(getattr(facts, name), 30, 60)
                for name in ("settlement", "cluster", "ward", "county")
            },
        },
        "address": paper.address.partition("://")[2],
        "qr": qr_svg(paper.address),
    }


def _size(text: str, long: int, longest: int) -> str:
    """The class of what must be written smaller to fit its box."""
    return "longest" if len(text) > longest else "long" if len(text) > long else ""
