"""What is sent, and what its sender is told."""

from dataclasses import dataclass
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from enumerations.collecting import HeldKind
from enumerations.models import Device, Enumeration, HeldSending
from enumerations.services.sent_files import SentFile

LENGTH = 255  # of what a phone says about itself


class Outcome(StrEnum):
    """What became of a sending."""

    NEW = "new"
    FILES_ADDED = "files_added"
    ALREADY_HERE = "already_here"
    DECIDED = "decided"
    HELD = "held"
    TEST_DIFFERS = "test_differs"
    CLOSED = "closed"
    UNKNOWN_FORM = "unknown_form"


MESSAGES: dict[str, str | Promise] = {
    Outcome.NEW: _("The interview has arrived."),
    Outcome.FILES_ADDED: _("The interview has arrived, with its pictures."),
    Outcome.ALREADY_HERE: _("The interview was here already; nothing was doubled."),
    Outcome.DECIDED: _("Your team leader has decided about this interview; nothing is left to do."),
    Outcome.TEST_DIFFERS: _("This test came before with other answers. Fill in a new one."),
    Outcome.CLOSED: _(
        "This count takes no interviews now: it was not taken, and stays on this phone. Tell your "
        "team leader."
    ),
    Outcome.UNKNOWN_FORM: _(
        "This form is not one of this count: it was not taken, and stays on this phone. Tell your "
        "team leader."
    ),
    HeldKind.DIFFERENT_CONTENT: _(
        "This interview came before with other answers. Both are kept, this one on your phone too, until "
        "your team leader has decided."
    ),
    HeldKind.EDIT_OF_REPLACED: _(
        "The interview that this one corrects was corrected before. Both are kept, this one on your "
        "phone too, until your team leader has decided."
    ),
    HeldKind.DELETED: _(
        "This household asked to be erased: the interview was not taken. Ask your team leader what to do."
    ),
    HeldKind.FILE_DIFFERS: _(
        "A picture of this interview came before and was another one. Both are kept, this one on your phone "
        "too, until your team leader has decided."
    ),
}


@dataclass(frozen=True)
class Sent:
    """One sending: the XML, and as many of its files as came along."""

    enumeration: Enumeration
    user: User
    xml: bytes
    files: tuple[SentFile, ...] = ()
    device: Device | None = None
    phone_id: str = ""
    user_agent: str = ""
    is_incomplete: bool = False  # the sender says that more files follow
    is_test: bool = False


@dataclass(frozen=True)
class Receipt:
    """What to tell the sender."""

    outcome: Outcome
    message: str | Promise
    held: HeldSending | None = None

    @property
    def is_taken(self) -> bool:
        """Whether the sender may forget it."""
        return self.outcome in {Outcome.NEW, Outcome.FILES_ADDED, Outcome.ALREADY_HERE, Outcome.DECIDED}


def receipt(outcome: Outcome) -> Receipt:
    """The outcome in its usual words."""
    return Receipt(outcome, MESSAGES[outcome])
