"""Obunga's objections: some wait, one is heard in two days, a dispute is with the chief."""

from datetime import date, timedelta
from functools import partial

from accounts.models import User
from enumerations.choices import TenureRole
from enumerations.demo.cast import CAST
from enumerations.models import Enumeration
from settlements.choices import Role
from verification.choices import ObjectionKind as Kind
from verification.choices import ObjectionSource as Source
from verification.choices import Objector as Who
from verification.choices import Outcome, ReferredTo
from verification.demo.said import Homes, object_to
from verification.services import corrections
from verification.services.decisions import Verdict, decide
from verification.services.objections import set_hearing

PANEL = "Leaders of the three villages and the office"


def object_and_wait(count: Enumeration, by: User) -> None:
    """What came in during the first five days that the lists hang, taken by the settlement's leader."""
    homes, leader, today = Homes(count), _leader_of(count) or by, date.today()
    since = today - timedelta(days=4)

    said = partial(object_to, count, leader, since, random=homes.random, source=Source.LEADER)
    misspelt, rent = homes.next(), homes.next(occupancy_status=TenureRole.TENANT)
    said(Kind.NOT_COUNTED, "They came when we were at work.", structure=homes.next().structure)
    said(Kind.WRONG_SIZE, "The twins are missing.", household=homes.next())
    said(Kind.COUNTED_TWICE, "Two teams asked us.", household=homes.next())
    said(
        Kind.ABSENTEE_OWNER,
        "I own it and live in Kisumu town.",
        objector=Who.OWNER,
        structure=homes.next().structure,
    )
    heard = said(
        Kind.BOUNDARY,
        "His fence stands on our plot.",
        objector=Who.NEIGHBOUR,
        structure=homes.next().structure,
    )
    set_hearing(objection=heard, by=by, held_on=today + timedelta(days=2), place="Chief's camp")
    decide(
        objection=said(Kind.WRONG_NAME, "Jina si langu.", household=misspelt),
        by=by,
        verdict=Verdict(Outcome.UPHELD, "The identity card was shown.", PANEL, today),
        correct=partial(corrections.change_answers, household=misspelt, head_name="Akinyi Grace Odhiambo"),
    )
    decide(
        objection=said(Kind.RENT, "He asks for more than we agreed.", objector=Who.TENANT, household=rent),
        by=by,
        verdict=Verdict(Outcome.REFERRED, "They do not agree.", PANEL, today, ReferredTo.CHIEF),
    )


def _leader_of(count: Enumeration) -> User | None:
    emails = [
        each.email for each in CAST if each.role == Role.LEADER and each.settlement == count.settlement.code
    ]
    found: User | None = User.objects.filter(email__in=emails).first()
    return found
