"""What a decision corrects, in the decision's own transaction: each value, what it was, what it is and why.

Everything here is called with the count locked, and writes nothing where it raises.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.contrib.gis.geos import Point
from django.utils import timezone

from accounts.choices import AccessKind
from accounts.log import record
from accounts.models import User
from enumerations.choices import DisputeType, VisitResult
from enumerations.models import Enumeration, Household, TenureClaim
from enumerations.services.correcting import (
    BESIDE_ANSWERS,
    Checked,
    Problem,
    check,
    claim_again,
    texts_of,
    write,
)
from settlements.choices import StructureStatus
from settlements.models import Cluster, Structure
from verification.choices import DISPUTES, ObjectionKind, Outcome
from verification.models import Correction, Objection
from verification.services.disputes import live_disputes

DISPUTED_ABOUT = {ObjectionKind.RENT: DisputeType.RENT, ObjectionKind.BOUNDARY: DisputeType.BOUNDARY}


class NotCorrected(Exception):
    """The correction cannot be written as it was asked for; `problems` say why."""

    def __init__(self, problems: Iterable[Problem] = ()) -> None:
        super().__init__()
        self.problems = list(problems)


@dataclass
class Ledger:
    """The corrections of one decision, and who made them."""

    objection: Objection
    by: User
    reason: str
    rows: list[Correction] = field(default_factory=list)

    @property
    def count(self) -> Enumeration:
        return self.objection.enumeration

    def note(
        self,
        name: str,
        old: object,
        new: object,
        *,
        household: Household | None = None,
        structure: Structure | None = None,
    ) -> None:
        """Keep one value that changed; nothing where it did not."""
        before, after = ("" if value is None else str(value) for value in (old, new))
        if before == after:
            return
        self.rows.append(
            Correction.objects.create(
                settlement_id=self.objection.settlement_id,
                enumeration_id=self.objection.enumeration_id,
                objection=self.objection,
                household=household,
                structure=structure or (household.structure if household else None),
                field=name[:80],
                old=before.encode() if before else None,
                new=after.encode() if after else None,
                reason=self.reason,
                made_by=self.by,
            )
        )

    def log(self, household: Household) -> None:
        """Say in the log of accesses that a record was corrected, and by which objection."""
        record(
            self.by,
            AccessKind.CORRECTED,
            subject=f"household {household.pk}",
            settlement=self.objection.settlement.code,
            reason=f"objection {self.objection.receipt}",
        )


# --- Households -----------------------------------------------------------------------------------


def correct_household(ledger: Ledger, household: Household, checked: Checked, removed: set[int]) -> int:
    """Write what the rules of the intake let pass; how many values changed. No old file undoes it."""
    changes = write(household, checked, removed)
    for change in changes:
        of = "household" if change.line is None else f"person.{change.line}"
        ledger.note(f"{of}.{change.field}", change.old, change.new, household=household)
    if changes:
        ledger.log(household)
    return len(changes)


def change_answers(ledger: Ledger, household: Household, **answers: str) -> int:
    """Correct single answers, by the rules. Raises NotCorrected with what they say."""
    texts = texts_of(household) | answers
    people = {person.line_no: texts_of(person) for person in household.persons.all()}
    checked = check(household, texts, people, shown=frozenset(answers))
    if checked.problems:
        raise NotCorrected(checked.problems)
    return correct_household(ledger, household, checked, set())


def keep_out(ledger: Ledger, household: Household) -> None:
    """Nobody lives there: the door stays, as found vacant, and who was listed goes. Raises NotCorrected."""
    answers = texts_of(household) | {"result": str(VisitResult.VACANT)}
    checked = check(household, answers, {}, shown=frozenset({"result"}))
    if checked.problems:
        raise NotCorrected(checked.problems)
    lines = set(household.persons.values_list("line_no", flat=True))
    correct_household(ledger, household, checked, lines)


def move_household(ledger: Ledger, household: Household, to: Structure) -> None:
    """It lives at another door. Its number stays, so that an old file finds it and is held."""
    claims = list(household.claims.values("structure_id", "role", *BESIDE_ANSWERS))
    old, household.structure = household.structure, to
    household.save(update_fields=["structure"])
    claim_again(household, claims)
    _corrected(household)
    ledger.note("household.structure", old and old.code, to.code, household=household, structure=to)
    ledger.log(household)


def count_once(ledger: Ledger, household: Household, keep: Household) -> None:
    """The household is `keep`, counted again: it stays written down, and is used for nothing.

    Whatever was found to be the same as it, is the same as `keep`.
    """
    again = Household.objects.filter(same_as=household)
    for other in [household, *again]:
        old = other.same_as
        Household.objects.filter(pk=other.pk).update(same_as=keep)
        ledger.note("household.same_as", old and old.key, keep.key, household=other)
    household.refresh_from_db()
    ledger.log(household)


def link_household(ledger: Ledger, household: Household) -> None:
    """The household that was not counted has been since: it is this one."""
    Objection.objects.filter(pk=ledger.objection.pk).update(
        household=household, structure=household.structure
    )
    ledger.note("objection.household", None, household.key, household=household)


def _corrected(household: Household) -> None:
    Household.objects.filter(pk=household.pk).update(corrected_at=timezone.now())


# --- Claims ---------------------------------------------------------------------------------------


def add_claim(ledger: Ledger, structure: Structure, **claim: Any) -> TenureClaim:
    """Somebody claims the structure whom the count did not write down: a counted person, or a name."""
    added: TenureClaim = TenureClaim.objects.create(
        settlement=structure.settlement, enumeration=ledger.count, structure=structure, **claim
    )
    ledger.note(f"claim.{added.pk}", None, in_words(added), household=added.household, structure=structure)
    _link(ledger, added)
    return added


def change_claim(ledger: Ledger, claim: TenureClaim, *, rent: str = "", **values: Any) -> None:
    """Another role, year or way: of a counted household its own answers change. Raises NotCorrected."""
    role = values.get("role")
    if claim.household is not None and role and role != claim.role:
        answers = {"occupancy_status": str(role)} | ({"rent_month_kes": rent} if rent else {})
        household, structure = claim.household, claim.structure
        change_answers(ledger, household, **answers)
        # The household's answers make its claims anew.
        claim = TenureClaim.objects.get(household=household, structure=structure, role=role)
    for name, value in values.items():
        old = getattr(claim, name)
        if value not in (None, "", []) and value != old:
            setattr(claim, name, value)
            _note_claim(ledger, claim, name, old, value)
    claim.save()
    _link(ledger, claim)


def end_claim(ledger: Ledger, claim: TenureClaim, on: date) -> None:
    """The claim held until this day."""
    TenureClaim.objects.filter(pk=claim.pk).update(valid_to=on)
    _note_claim(ledger, claim, "valid_to", claim.valid_to, on)
    _link(ledger, claim)


def in_words(claim: TenureClaim) -> str:
    """A claim as one value: its role, whose it is, since when."""
    whose = claim.claimant_name or (claim.person.name if claim.person else "") or ""
    said = [str(claim.role), str(whose), f"{claim.since_year}" if claim.since_year else ""]
    return ", ".join(part for part in said if part)


def _link(ledger: Ledger, claim: TenureClaim) -> None:
    Objection.objects.filter(pk=ledger.objection.pk).update(claim=claim)


def _note_claim(ledger: Ledger, claim: TenureClaim, name: str, old: object, new: object) -> None:
    plain = [",".join(value) if isinstance(value, list) else value for value in (old, new)]
    ledger.note(f"claim.{claim.pk}.{name}", *plain, household=claim.household, structure=claim.structure)


# --- Disputes -------------------------------------------------------------------------------------


def note_dispute(ledger: Ledger) -> None:
    """Say on the claims that they are disputed, as long as somebody else has to settle it."""
    about = DISPUTED_ABOUT.get(ObjectionKind(ledger.objection.kind), DisputeType.OWNERSHIP)
    for claim in _disputable(ledger.objection).filter(in_dispute=False):
        TenureClaim.objects.filter(pk=claim.pk).update(in_dispute=True, dispute_type=about)
        _note_claim(ledger, claim, "in_dispute", "no", about)


def end_dispute(ledger: Ledger) -> None:
    """It is settled: the claims are no longer disputed, unless another objection about the same waits."""
    objection = ledger.objection
    about = DISPUTED_ABOUT.get(ObjectionKind(objection.kind), DisputeType.OWNERSHIP)
    others = live_disputes(objection.settlement).filter(
        structure=objection.structure, outcome=Outcome.REFERRED
    )
    alike = [kind for kind in DISPUTES if DISPUTED_ABOUT.get(kind, DisputeType.OWNERSHIP) == about]
    if others.filter(kind__in=alike).exclude(pk=objection.pk).exists():
        return
    for claim in _disputable(objection).filter(in_dispute=True, dispute_type=about):
        TenureClaim.objects.filter(pk=claim.pk).update(in_dispute=False, dispute_type=None)
        _note_claim(ledger, claim, "in_dispute", about, "no")


def _disputable(objection: Objection) -> Any:
    """The claims a dispute is about: of its household, or of everybody at the structure."""
    held = TenureClaim.objects.filter(
        structure=objection.structure, enumeration=objection.enumeration, valid_to__isnull=True
    )
    if objection.structure is None:
        return held.none()
    own = held.filter(household=objection.household) if objection.household else held.none()
    return own if own.exists() else held


# --- Ground ---------------------------------------------------------------------------------------


def number_structure(ledger: Ledger, *, code: str, location: Point, cluster: Cluster | None) -> Structure:
    """A structure that was missing gets its number and its point."""
    objection = ledger.objection
    made: Structure = Structure.objects.create(
        settlement=objection.settlement,
        cluster=cluster,
        code=code,
        location=location,
        location_source=f"objection {objection.receipt}",
    )
    Objection.objects.filter(pk=objection.pk).update(structure=made)
    ledger.note("structure.code", None, code, structure=made)
    ledger.note("structure.location", None, f"{location.y:.6f} {location.x:.6f}", structure=made)
    return made


def strike_structure(ledger: Ledger, structure: Structure) -> None:
    """There is no such structure: its number is kept, and never given again."""
    old = structure.status
    Structure.objects.filter(pk=structure.pk).update(status=StructureStatus.DEMOLISHED)
    ledger.note("structure.status", old, StructureStatus.DEMOLISHED, structure=structure)
