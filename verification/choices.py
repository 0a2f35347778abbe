"""The words of verification: what an objection is about, how it ends, what a list looks like."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class StepFileKind(models.TextChoices):
    """What a file that goes with a step is."""

    MINUTES = "minutes", _("Minutes of the meeting")
    AGREEMENT = "agreement", _("Agreement (MoU)")
    ATTENDANCE = "attendance", _("Attendance list")
    RECEIPT = "receipt", _("Receipt of who took it over")
    OTHER = "other", _("Another paper")


class ListLanguage(models.TextChoices):
    """In which language people read a posted list."""

    BOTH = "both", _("English and Kiswahili")
    KISWAHILI = "sw", _("Kiswahili")
    ENGLISH = "en", _("English")


class PaperSize(models.TextChoices):
    """On which paper."""

    A4 = "a4", "A4"
    A3 = "a3", "A3"


class ObjectionKind(models.TextChoices):
    """What somebody says is wrong (STDM's three kinds of dispute, and what a posted list brings up)."""

    NOT_COUNTED = "not_counted", _("A household was not counted")
    COUNTED_TWICE = "counted_twice", _("A household was counted twice")
    WRONG_NAME = "wrong_name_spelling", _("The name is wrong or misspelt")
    WRONG_SIZE = "wrong_household_size", _("The number of people is wrong")
    WRONG_STATUS = "wrong_status", _("Owner and tenant are mixed up")
    ABSENTEE_OWNER = "absentee_owner_claims", _("An owner who lives elsewhere claims the structure")
    SUB_LET = "sub_let", _("The rooms are let by a tenant")
    DECEASED_MOVED = "deceased_moved", _("Somebody died or moved away")
    STRUCTURE_MISSING = "structure_missing", _("A structure is missing")
    NO_SUCH_STRUCTURE = "structure_not_existing", _("A structure on the list does not exist")
    SETTLEMENT_BOUNDARY = "boundary_of_settlement", _("The edge of the settlement is wrong")
    DOUBLE_CLAIM = "double_claim", _("Two people claim the same structure")
    BOUNDARY = "boundary", _("Dispute about the edge of a plot or structure")
    OWNERSHIP = "ownership", _("Dispute about who owns it")
    RENT = "rent", _("Dispute about rent")


# These are disputes over a structure: until they are settled, its households get no certificate.
DISPUTES = frozenset(
    {
        ObjectionKind.ABSENTEE_OWNER,
        ObjectionKind.DOUBLE_CLAIM,
        ObjectionKind.BOUNDARY,
        ObjectionKind.OWNERSHIP,
        ObjectionKind.RENT,
    }
)


class ObjectionSource(models.TextChoices):
    """How it was taken."""

    PAPER = "paper", _("On the objections sheet")
    DESK = "desk", _("Said at the desk or by phone")
    LEADER = "leader", _("Said to a leader")


class Objector(models.TextChoices):
    """Who objects."""

    HOUSEHOLD = "household", _("The household itself")
    OWNER = "owner", _("The owner")
    TENANT = "tenant", _("A tenant")
    NEIGHBOUR = "neighbour", _("A neighbour")
    LEADER = "leader", _("A leader")
    OTHER = "other", _("Somebody else")


class ObjectionState(models.TextChoices):
    """Where an objection stands."""

    OPEN = "open", pgettext_lazy("objection", "Open")
    HEARING = "hearing", _("Hearing set")
    DECIDED = "decided", pgettext_lazy("objection", "Decided")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class Outcome(models.TextChoices):
    """What the panel decided."""

    UPHELD = "upheld", _("Upheld")
    PARTLY = "partly", _("Upheld in part")
    REJECTED = "rejected", pgettext_lazy("objection", "Rejected")
    REFERRED = "referred", _("Referred")


class ReferredTo(models.TextChoices):
    """Who decides what the panel cannot."""

    CHIEF = "chief", _("Chief")
    JUSTICE_COMMITTEE = "ajs_committee", _("Alternative justice committee")
    COURT = "court", _("Court")
    LAND_COMMISSION = "land_commission", _("National Land Commission")
    COUNTY = "county", _("County")
    OTHER = "other", _("Somebody else")


class SuspicionKind(models.TextChoices):
    """What the finder suspects."""

    HOUSEHOLD_TWICE = "household_twice", _("The same household counted twice")
    PERSON_TWICE = "person_twice", _("A person in two households")
    STRUCTURE_TWICE = "structure_twice", _("One structure numbered twice")


class SuspicionState(models.TextChoices):
    """What became of it. Merged and dismissed can be undone."""

    OPEN = "open", pgettext_lazy("suspicion", "Open")
    MERGED = "merged", _("Made one")
    DISMISSED = "dismissed", _("Not the same")


class CertificateState(models.TextChoices):
    """What the public page says."""

    VALID = "valid", _("Valid")
    REVOKED = "revoked", _("Revoked")


class CountySigns(models.TextChoices):
    """Whether the county signs a certificate; only where it does, the title may speak of occupancy."""

    NO = "no", _("No")
    LINE = "line", _("A line for the county's signature")
    COSIGNS = "cosigns", _("The county co-signs: the title says enumeration and occupancy")


class SheetSize(models.TextChoices):
    """How certificates lie on the paper."""

    A5 = "a5", _("One on an A5 sheet")
    A4 = "a4", _("Two on an A4 sheet, to cut")


class WorkKind(models.TextChoices):
    """What a worker does with a cluster's certificates."""

    ISSUE = "issue", _("Issue")
    PRINT = "print", _("Print")
