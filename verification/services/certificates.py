"""Issuing certificates, revoking them, and issuing them again."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import date

from django.db.models import Max, Q
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from enumerations.models import Enumeration
from enumerations.services.locks import enumeration_locked
from verification.choices import CertificateState, CountySigns
from verification.models import Certificate, RegisterSnapshot
from verification.serials import new_token, serial
from verification.services.certifiable import REASONS, newest_version, ready, standing
from verification.services.certificate_facts import facts_of
from verification.services.certificate_files import forget_prints

CHUNK = 500


@dataclass(frozen=True)
class Terms:
    """How certificates are issued. Names stand on them only where a day says when both agreed to it."""

    names_agreed_on: date | None = None
    without_names: Collection[int] = frozenset()
    county_signs: str = CountySigns.NO

    def day_of(self, household: int) -> date | None:
        return None if household in self.without_names else self.names_agreed_on


class NotIssued(Exception):
    """No certificate can be issued: a code, a sentence and a remedy."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        reason = REASONS.get(code)
        self.code = code
        self.sentence: str | Promise = reason.sentence if reason else REFUSALS[code][0]
        self.remedy: str | Promise = reason.remedy if reason else REFUSALS[code][1]


REFUSALS = {
    "no_register": (
        _("There is no adopted register, so there is nothing that a certificate could say."),
        _("Certificates are issued once the community has adopted the count."),
    ),
    "not_counted": (
        _("This household is not in the count, or its record is no longer held."),
        _("Look it up by its door."),
    ),
    "not_valid": (
        _("This certificate is revoked already."),
        _("Look at the household's newest certificate."),
    ),
    "internal_error": (
        _("Something went wrong on our side."),
        _("What was issued stays issued. Try again, or tell the staff."),
    ),
    "changed_meanwhile": (
        _("A certificate was revoked, or a record was erased, while they were being printed."),
        _("Print them again."),
    ),
}


def issue_next(
    *, count: Enumeration, among: Q, terms: Terms, by: User, limit: int = CHUNK
) -> list[Certificate]:
    """Issue to the next households that can have one and have none, in the order of the doors.

    One transaction and a fixed number of queries, however many. Twice, or two people at once, change
    nothing: who has a valid certificate is passed over. Raises NotIssued before the count is adopted.
    """
    with enumeration_locked(count.pk) as locked:
        snapshot = _version(locked)
        wanted = list(ready(locked, snapshot).filter(among).values_list("pk", "structure")[:limit])
        return _issued(locked, snapshot, dict(wanted), terms, by)


def issue_one(*, count: Enumeration, household: int, terms: Terms, by: User) -> Certificate:
    """The household's valid certificate, issued now if there is none. Raises NotIssued with the reason."""
    with enumeration_locked(count.pk) as locked:
        snapshot = _version(locked)
        held = Certificate.objects.filter(household=household, state=CertificateState.VALID).first()
        if held is not None:
            found: Certificate = held
            return found
        structure = _unblocked(locked, snapshot, household)
        return _issued(locked, snapshot, {household: structure}, terms, by)[0]


def revoke(*, certificate: Certificate, reason: str, by: User | None) -> None:
    """It is no longer valid, from today. Raises NotIssued where it was revoked before."""
    with enumeration_locked(certificate.enumeration_id):
        _revoke(certificate, reason, by)


def reissue(*, certificate: Certificate, terms: Terms, reason: str, by: User) -> Certificate:
    """Revoke it and issue another in its place. Raises NotIssued, and then nothing has changed."""
    with enumeration_locked(certificate.enumeration_id) as locked:
        snapshot = _version(locked)
        certificate.refresh_from_db()
        if certificate.household_id is None:
            raise NotIssued("not_counted")
        structure = _unblocked(locked, snapshot, certificate.household_id)
        _revoke(certificate, reason, by)
        made = _issued(
            locked, snapshot, {certificate.household_id: structure}, terms, by, replaces=certificate
        )
        return made[0]


def revoke_of(households: Iterable[int], *, reason: str, by: User | None) -> int:
    """Revoke what these households hold; how many. For who finds them to be others, counted again."""
    held = Certificate.objects.filter(household__in=list(households), state=CertificateState.VALID)
    forget_prints(held.values("enumeration"))
    return int(
        held.update(
            state=CertificateState.REVOKED,
            revoked_on=timezone.localdate(),
            revoked_by=by,
            revoked_because=reason,
        )
    )


def forget(households: Iterable[int], *, erased: bool) -> None:
    """Empty what stands on these households' certificates, and whatever anybody wrote down about them.

    Erased households' are revoked for a reason that says nothing, and linked to no household and no door.
    Where only the time for keeping names is over, a paper stays valid: its people still hold it.
    """
    held = Certificate.objects.filter(household__in=list(households))
    forget_prints(held.values("enumeration"))
    if erased:
        today = timezone.localdate()
        held.filter(state=CertificateState.VALID).update(state=CertificateState.REVOKED, revoked_on=today)
        held.update(printed=None, revoked_because="", structure=None, names_agreed_on=None, household=None)
    else:
        held.update(printed=None, revoked_because="")


def _version(count: Enumeration) -> RegisterSnapshot:
    snapshot = newest_version(count)
    if snapshot is None:
        raise NotIssued("no_register")
    return snapshot


def _unblocked(count: Enumeration, snapshot: RegisterSnapshot, household: int) -> int:
    """The structure of a household that nothing keeps from a certificate."""
    found = standing(count, snapshot).filter(pk=household).values_list("block", "structure").first()
    if found is None:
        raise NotIssued("not_counted")
    if found[0]:
        raise NotIssued(found[0])
    return int(found[1])


def _revoke(certificate: Certificate, reason: str, by: User | None) -> None:
    certificate.refresh_from_db()
    if not certificate.is_valid:
        raise NotIssued("not_valid")
    certificate.state, certificate.revoked_on = CertificateState.REVOKED, timezone.localdate()
    certificate.revoked_by, certificate.revoked_because = by, reason
    certificate.save(update_fields=["state", "revoked_on", "revoked_by", "revoked_because"])
    forget_prints([certificate.enumeration_id])


def _issued(
    count: Enumeration,
    snapshot: RegisterSnapshot,
    structures: dict[int, int],
    terms: Terms,
    by: User,
    replaces: Certificate | None = None,
) -> list[Certificate]:
    """Certificates for these households, in this order; the caller holds the lock of the count."""
    facts = facts_of(count, snapshot, list(structures), terms.county_signs)
    last = Certificate.objects.filter(enumeration=count).aggregate(last=Max("number"))["last"] or 0
    today = timezone.localdate()
    made = []
    for number, (household, structure) in enumerate(structures.items(), last + 1):
        agreed_on = terms.day_of(household) if facts[household].names else None
        named = facts[household] if agreed_on else replace(facts[household], names=[])
        made.append(
            Certificate(
                settlement_id=count.settlement_id,
                enumeration=count,
                snapshot=snapshot,
                household_id=household,
                structure_id=structure,
                number=number,
                serial=serial(count.settlement.code, count.round, number),
                token=new_token(),
                printed=named.to_bytes(),
                names_agreed_on=agreed_on,
                issued_on=today,
                issued_by=by,
                replaces=replaces,
            )
        )
    return list(Certificate.objects.bulk_create(made, batch_size=CHUNK))
