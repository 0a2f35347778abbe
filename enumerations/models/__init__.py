"""One count of one settlement: its batches, households, people, claims and figures."""

from enumerations.models.batch import Batch, Issue, Revision
from enumerations.models.disclosure import Disclosure
from enumerations.models.enumeration import Enumeration
from enumerations.models.household import Household, Person
from enumerations.models.retention import RetentionNotice
from enumerations.models.rights import RightsRequest, Withdrawal
from enumerations.models.statistics import SettlementStatistics, StructureSummary
from enumerations.models.tenure import TenureClaim

__all__ = [
    "Batch",
    "Disclosure",
    "Enumeration",
    "Household",
    "Issue",
    "Person",
    "RetentionNotice",
    "Revision",
    "RightsRequest",
    "SettlementStatistics",
    "StructureSummary",
    "TenureClaim",
    "Withdrawal",
]
