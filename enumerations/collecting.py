"""Codes of what is asked and what phones send, with their labels. A code never changes once it was used."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

# What an interview that was typed in on the web calls its phone.
TYPED = "web"


class FormIntake(models.TextChoices):
    """Whether a questionnaire is handed out to phones, and whether interviews are still taken."""

    OPEN = "open", _("Open: phones get it and send it")
    CLOSING = "closing", _("Closing: finished interviews are still taken")
    CLOSED = "closed", _("Closed: nothing is taken")


class VersionState(models.TextChoices):
    """A draft can be tried and changed; what was published never changes."""

    DRAFT = "draft", _("Draft")
    PUBLISHED = "published", _("Published")


class FileKind(models.TextChoices):
    """Where a file that goes with a questionnaire comes from."""

    UPLOADED = "uploaded", _("Uploaded")
    STRUCTURES = "structures", _("Made from the numbered structures")


class BatchSource(models.TextChoices):
    """How the rows of a batch came."""

    FILE = "file", _("File")
    PHONES = "phones", _("Phones")


class SubmissionState(models.TextChoices):
    """Where an interview stands."""

    WAITING_FILES = "waiting_files", _("Waiting for its pictures")
    RECEIVED = "received", pgettext_lazy("interview", "Received")
    IN_REGISTER = "in_register", _("In the register")
    REJECTED = "rejected", _("Not taken: something is wrong")
    CONFLICT = "conflict", _("Waiting: the register holds another interview")
    REPLACED = "replaced", _("Replaced by a corrected one")
    TEST = "test", _("Test, not counted")


class SubmissionFlag(models.TextChoices):
    """What was unusual about how an interview came; it was taken all the same."""

    UNKNOWN_VERSION = "unknown_version", _("The form's version is not known here")
    UNKNOWN_ORIGINAL = "unknown_original", _("It corrects an interview that never came")
    FILES_MISSING = "files_missing", _("Pictures never came")


class Review(models.TextChoices):
    """What the team leader said of an interview."""

    PENDING = "pending", _("Not looked at")
    ACCEPTED = "accepted", _("Accepted")
    RETURNED = "returned", _("Returned")


class HeldKind(models.TextChoices):
    """Why something that was sent waits for a decision."""

    DIFFERENT_CONTENT = "different_content", _("The same interview came with other answers")
    EDIT_OF_REPLACED = "edit_of_replaced", _("It corrects an interview that was corrected already")
    DELETED = "deleted", _("The interview was erased here")
    FILE_DIFFERS = "file_differs", _("A picture of the same name is another one")


class HeldDecision(models.TextChoices):
    """What a supervisor decided about it."""

    OPEN = "open", _("Not decided")
    KEPT_FIRST = "kept_first", _("What came first stays")
    TAKEN = "taken", pgettext_lazy("sending", "The later one is taken")
    SEPARATE = "separate", _("Both are interviews of their own")
