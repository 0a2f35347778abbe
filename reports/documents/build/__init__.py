"""From what staff wrote and the figures that were taken to a Document: a module for each kind of report."""

from reports.documents.blocks import Document
from reports.documents.build.brief import brief
from reports.documents.build.full import full
from reports.documents.build.leaders import leaders
from reports.documents.build.source import Source, Wanted, Whose
from reports.report_choices import ReportKind

KINDS = {ReportKind.LEADERS: leaders, ReportKind.BRIEF: brief, ReportKind.FULL: full}

__all__ = ["Source", "Wanted", "Whose", "build"]


def build(source: Source) -> Document:
    """The document of its kind."""
    return KINDS[ReportKind(source.kind)](source)
