"""A document as HTML: the page that previews it, and what becomes the PDF."""

from typing import Any

from django.template.loader import render_to_string
from django.utils.translation import override

from reports.documents.blocks import Document, Table, Title


def context_of(document: Document) -> dict[str, Any]:
    """What the templates of a document need."""
    return {
        "document": document,
        "blocks": [(f"reports/document/_{type(block).__name__}.html", block) for block in document.blocks],
        "titles": [
            block for block in document.blocks if isinstance(block, Title) and block.slug and block.level < 3
        ],
    }


def print_html(document: Document) -> str:
    """The whole document, its styles within."""
    with override(document.language):
        context = context_of(document) | {"widths": widths_of(document)}
        return render_to_string("reports/document/print.html", context)


def widths_of(document: Document) -> list[int]:
    """The widths of columns that the tables name, percent: each has a class of its own."""
    tables = (block for block in document.blocks if isinstance(block, Table))
    return sorted({width for table in tables for width in table.widths})
