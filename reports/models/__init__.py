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
from reports.models.saved import SavedExport

__all__ = [
    "AgreedPlace",
    "Agreement",
    "Export",
    "HandOver",
    "HandOverNote",
    "HandOverPaper",
    "HandedPlace",
    "SavedExport",
]
