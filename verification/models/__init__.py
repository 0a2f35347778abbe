"""What a count goes through until the community adopts it, and what it then has in its hands."""

from verification.models.certificate import Certificate
from verification.models.certificate_work import CertificateWork
from verification.models.objection import Correction, Hearing, Objection, ObjectionFile
from verification.models.posting import PostedList, Posting
from verification.models.register import RegisterSnapshot, SnapshotEntry
from verification.models.step import Step, StepFile
from verification.models.suspicion import Search, Suspicion

__all__ = [
    "Certificate",
    "CertificateWork",
    "Correction",
    "Hearing",
    "Objection",
    "ObjectionFile",
    "PostedList",
    "Posting",
    "RegisterSnapshot",
    "Search",
    "SnapshotEntry",
    "Step",
    "StepFile",
    "Suspicion",
]
