"""A document as PDF: tagged for who cannot see it, with bookmarks, pages numbered, the stamp on each."""

from reports.documents.blocks import Document
from reports.documents.html import print_html


def pdf_of(document: Document) -> bytes:
    """PDF/UA-1. Nothing is fetched: fonts are the machine's, drawings stand in the text."""
    from weasyprint import HTML  # loads Pango: two thirds of a second that other pages need not wait for

    html = HTML(string=print_html(document), url_fetcher=_nothing)
    return bytes(html.write_pdf(pdf_variant="pdf/ua-1", uncompressed_pdf=False))


def _nothing(url: str, *_args: object, **_more: object) -> dict[str, object]:
    raise ValueError(f"a document fetches nothing: {url[:40]}")
