"""One count of one settlement: what it asks, what was sent, households, people, claims and figures."""

from enumerations.models.batch import Batch, Issue, Revision
from enumerations.models.device import Device
from enumerations.models.disclosure import Disclosure
from enumerations.models.enumeration import Enumeration
from enumerations.models.household import Household, Person
from enumerations.models.questionnaire import FormFile, Questionnaire, QuestionnaireVersion
from enumerations.models.retention import RetentionNotice
from enumerations.models.rights import RightsRequest, Withdrawal
from enumerations.models.rounds import RoundLink, RoundLinking
from enumerations.models.statistics import SettlementStatistics, StructureSummary
from enumerations.models.submission import AnswerRow, Attachment, HeldSending, Submission
from enumerations.models.tenure import TenureClaim

__all__ = [
    "AnswerRow",
    "Attachment",
    "Batch",
    "Device",
    "Disclosure",
    "Enumeration",
    "FormFile",
    "HeldSending",
    "Household",
    "Issue",
    "Person",
    "Questionnaire",
    "QuestionnaireVersion",
    "RetentionNotice",
    "Revision",
    "RightsRequest",
    "RoundLink",
    "RoundLinking",
    "SettlementStatistics",
    "StructureSummary",
    "Submission",
    "TenureClaim",
    "Withdrawal",
]
