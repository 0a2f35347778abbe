"""Mashimoni's objections: of most kinds, heard and decided, with what they corrected."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from accounts.models import User
from enumerations.choices import TenureRole
from enumerations.demo.interviews import interview_at
from enumerations.demo.people import NAIROBI
from enumerations.models import Enumeration, Household
from settlements.models import Structure
from verification.choices import ObjectionKind as Kind
from verification.choices import Objector as Who
from verification.choices import Outcome, ReferredTo
from verification.demo.days import day
from verification.demo.said import Homes, object_to
from verification.demo.twice import FIRST
from verification.models import Objection
from verification.services import corrections
from verification.services.corrections import Ledger
from verification.services.counted import count_household
from verification.services.decisions import Verdict, decide, settle
from verification.services.objections import set_hearing, withdraw
from verification.services.suspicions import find

PANEL = "Two leaders of each village, the chief's elder, and the office"
HEARD, HEARING, DECIDED, SETTLED = 29, 42, 44, 50


@dataclass(frozen=True)
class Said:
    """An objection: about what, in which words, and what the panel made of it."""

    kind: Kind
    statement: str
    reasons: str
    about: dict[str, Any]
    correct: Callable[[Ledger], Any] | None = None
    who: Who = Who.HOUSEHOLD
    outcome: Outcome = Outcome.UPHELD


def object_and_decide(count: Enumeration, by: User) -> None:
    """Take them all, hear them on one day, and decide them two days later."""
    homes = Homes(count)
    for said in _said(count, homes):
        objection = _heard(count, by, said, homes)
        verdict = Verdict(said.outcome, said.reasons, PANEL, day(count, DECIDED))
        decide(objection=objection, by=by, verdict=verdict, correct=said.correct)
    _refer(count, by, homes)
    _withdraw(count, by, homes)
    find(count)  # who is counted once now is suspected no more


def _heard(count: Enumeration, by: User, said: Said, homes: Homes) -> Objection:
    objection = object_to(
        count, by, day(count, HEARD), said.kind, said.statement,
        objector=said.who, random=homes.random, **said.about,
    )  # fmt: skip
    set_hearing(objection=objection, by=by, held_on=day(count, HEARING), place="Social hall")
    return objection


def _said(count: Enumeration, homes: Homes) -> list[Said]:
    """What was objected, with what upholding it changes."""
    named, gone, tenant, below = homes.next(), homes.next(), homes.next(**TENANT), homes.next(**TENANT)
    owned, left_out, sized = homes.next(), homes.next(), homes.next()
    again = Household.objects.select_related("structure__cluster").get(
        enumeration=count, key__endswith=f"/{FIRST}"
    )
    assert left_out.structure
    assert owned.structure
    ghost = _nobody_lives_there(count)
    return [
        Said(Kind.WRONG_NAME, "Jina limeandikwa vibaya.", "The identity card was shown.",
             {"household": named},
             partial(corrections.change_answers, household=named, head_name="Wambui Njoki Kariuki")),
        Said(Kind.COUNTED_TWICE, "We are on the list twice.", "Both teams were asked: it is one household.",
             {"household": again}, partial(corrections.count_once, household=again, keep=_first_of(again))),
        Said(Kind.DECEASED_MOVED, "Wamehama, chumba ni tupu.", "The panel saw the empty room.",
             {"household": gone}, partial(corrections.keep_out, household=gone), Who.NEIGHBOUR),
        Said(Kind.WRONG_STATUS, "I built this house, I pay no rent.", "Two neighbours confirmed it.",
             {"household": tenant}, partial(_answer, household=tenant, answers=OWNER)),
        Said(Kind.SUB_LET, "The room is let by a tenant.", "The tenant who lets it agreed.",
             {"household": below},
             partial(_answer, household=below, answers=BELOW),
             Who.TENANT),
        Said(Kind.ABSENTEE_OWNER, "The structure is my late father's.", "The letter of the chief was shown.",
             {"structure": owned.structure},
             partial(corrections.add_claim, structure=owned.structure, role=TenureRole.CO_OWNER,
                     claimant_name="Mutua Kioko", since_year=1998), Who.OWNER),
        Said(Kind.NOT_COUNTED, "Hatukuhesabiwa.", "The household was asked at the hearing.",
             {"structure": left_out.structure}, partial(_count, structure=left_out.structure, homes=homes)),
        Said(Kind.STRUCTURE_MISSING, "Our room behind the church has no number.", "The panel went there.",
             {}, partial(_number, beside=left_out.structure), Who.OWNER),
        Said(Kind.NO_SUCH_STRUCTURE, "There is no such house any more.", "It fell in the rains of April.",
             {"structure": ghost}, partial(corrections.strike_structure, structure=ghost), Who.NEIGHBOUR),
        Said(Kind.WRONG_SIZE, "We are seven, not this number.", "The household counted its guests, too.",
             {"household": sized}, outcome=Outcome.REJECTED),
        Said(Kind.SETTLEMENT_BOUNDARY, "The edge leaves out the quarry.", "Nobody lives in the quarry.",
             {}, who=Who.LEADER, outcome=Outcome.REJECTED),
    ]  # fmt: skip


TENANT = {"occupancy_status": TenureRole.TENANT}
BELOW = {"occupancy_status": str(TenureRole.SUB_TENANT)}
OWNER = {"occupancy_status": str(TenureRole.OWNER_RESIDENT), "rent_month_kes": "", "rent_includes": ""}


def _answer(ledger: Ledger, *, household: Household, answers: dict[str, str]) -> None:
    corrections.change_answers(ledger, household, **answers)


def _first_of(again: Household) -> Household:
    """The household at the same door that the first team counted: as many people, the same head's birth."""
    found: Household = (
        Household.objects.filter(
            enumeration=again.enumeration_id,
            structure=again.structure_id,
            members_total=again.members_total,
            head_sex=again.head_sex,
            years_in_settlement=again.years_in_settlement,
            rent_month_kes=again.rent_month_kes,
        )
        .exclude(pk=again.pk)
        .get()
    )
    return found


def _nobody_lives_there(count: Enumeration) -> Structure:
    empty = Structure.objects.filter(settlement=count.settlement, households__isnull=True)
    found: Structure = empty.select_related("cluster").order_by("pk")[0]
    return found


def _count(ledger: Ledger, *, structure: Structure, homes: Homes) -> None:
    """A household that was left out answers as all others did."""
    interview = interview_at(structure, 1, day(ledger.count, HEARING), NAIROBI, homes.random)
    while not interview.persons:
        interview = interview_at(structure, 1, day(ledger.count, HEARING), NAIROBI, homes.random)
    visit = {"structure_code", "hh_code", "location", "started_at", "ended_at"}
    answers = {
        name: str(value)
        for name, value in interview.answers.items()
        if name not in visit and value is not None
    }
    people = [{name: str(value) for name, value in person.items()} for person in interview.persons]
    household = count_household(ledger, structure, answers, list(people))
    corrections.link_household(ledger, household)


def _number(ledger: Ledger, *, beside: Structure) -> None:
    """The next free number of the village, some steps from a neighbour's door."""
    village, _slash, _number = beside.code.rpartition("/")
    point = beside.location.clone()
    point.x += 0.00002
    corrections.number_structure(ledger, code=f"{village}/900", location=point, cluster=beside.cluster)


def _refer(count: Enumeration, by: User, homes: Homes) -> None:
    """A dispute about rent goes to the chief, who settles it."""
    said = Said(Kind.RENT, "The rent was agreed otherwise.", "Owner and tenant do not agree.",
                {"household": homes.next(**TENANT)}, who=Who.TENANT)  # fmt: skip
    objection = _heard(count, by, said, homes)
    verdict = Verdict(Outcome.REFERRED, said.reasons, PANEL, day(count, DECIDED), ReferredTo.CHIEF)
    decide(objection=objection, by=by, verdict=verdict)
    settle(objection=objection, by=by, on=day(count, SETTLED), how="They agreed on the rent of January.")


def _withdraw(count: Enumeration, by: User, homes: Homes) -> None:
    objection = object_to(
        count, by, day(count, HEARD), Kind.DOUBLE_CLAIM, "My brother says that it is his, too.",
        household=homes.next(), objector=Who.OWNER, random=homes.random,
    )  # fmt: skip
    withdraw(objection=objection, by=by, on=day(count, HEARING), reason="The brothers agreed.")
