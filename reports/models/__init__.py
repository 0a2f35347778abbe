"""What is taken out of Pamoja: a module for each kind of record."""

from reports.models.export import Export
from reports.models.handover import (
    AgreedPlace,
    Agreement,
    HandedPlace,
    HandOver,
    HandOverNote,
    HandOverPaper,
)
from reports.models.report import Demand, Report, ReportVersion, Section
from reports.models.saved import SavedExport

__all__ = [
    "AgreedPlace",
    "Agreement",
    "Demand",
    "Export",
    "HandOver",
    "HandOverNote",
    "HandOverPaper",
    "HandedPlace",
    "Report",
    "ReportVersion",
    "SavedExport",
    "Section",
]
