"""What is taken out of Pamoja: a module for each kind of record."""

from reports.models.calendar import CountyDate, ReminderChoice, ReminderSent
from reports.models.export import Export
from reports.models.handover import (
    AgreedPlace,
    Agreement,
    HandedPlace,
    HandOver,
    HandOverNote,
    HandOverPaper,
)
from reports.models.reference import Bounds, BuiltThing, Reference, ReferenceKind, UnitCost
from reports.models.report import Demand, Report, ReportVersion, Section
from reports.models.saved import SavedExport
from reports.models.tally import Tally
from reports.models.webhook import Delivery, DeliveryState, Event, EventKind, Webhook

__all__ = [
    "AgreedPlace",
    "Agreement",
    "Bounds",
    "BuiltThing",
    "CountyDate",
    "Delivery",
    "DeliveryState",
    "Demand",
    "Event",
    "EventKind",
    "Export",
    "HandOver",
    "HandOverNote",
    "HandOverPaper",
    "HandedPlace",
    "Reference",
    "ReferenceKind",
    "ReminderChoice",
    "ReminderSent",
    "Report",
    "ReportVersion",
    "SavedExport",
    "Section",
    "Tally",
    "UnitCost",
    "Webhook",
]
