"""The one way to write down who read or took what is not for everybody."""

import re
from collections.abc import Sequence

from django.contrib.auth.models import AnonymousUser

from accounts.choices import AccessKind
from accounts.models import AccessRecord, User

# What was accessed, as a word or two and its number or code: "household 12", "settlement KMT". A code has no
# small letters, so that a name cannot pass for one.
SUBJECT = re.compile(r"[a-z]+([ -][a-z]+)* ([0-9A-Z][0-9A-Z/._-]*|[0-9a-f-]{32,36})")


def record(
    user: User | AnonymousUser | None,
    kind: AccessKind,
    *,
    subject: str = "",
    settlement: str = "",
    reason: str = "",
) -> AccessRecord:
    """Add a line to the log of accesses: it can be added to and read, never changed.

    `subject` names a thing by its number ("household 12"), `settlement` is a code; neither ever holds what a
    record says. `reason` is what the person gave, cut at 200 characters. Without a user it was a scheduled
    job. ValueError for a subject that is not a thing and its number.
    """
    return record_in_each(user, kind, subject=subject, settlements=[settlement], reason=reason)[0]


def record_in_each(
    user: User | AnonymousUser | None,
    kind: AccessKind,
    *,
    subject: str,
    settlements: Sequence[str],
    reason: str = "",
) -> list[AccessRecord]:
    """The same line in the log of each of these settlements (codes), or one that is of none: see `record`."""
    if subject and not SUBJECT.fullmatch(subject):
        raise ValueError("the subject is a thing and its number or code, like 'household 12'")
    return AccessRecord.objects.bulk_create(
        AccessRecord(
            user=user if isinstance(user, User) else None,
            kind=AccessKind(kind),
            subject=subject,
            settlement=settlement,
            reason=reason[: AccessRecord.REASON_LENGTH],
        )
        for settlement in settlements or [""]
    )
