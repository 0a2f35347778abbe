"""After Mashimoni adopted its register: certificates, a late objection, and the second version."""

from functools import partial

from django.db.models import Q

from accounts.models import User
from enumerations.models import Enumeration
from verification.choices import ObjectionKind, Outcome
from verification.demo.days import day
from verification.demo.said import Homes, object_to
from verification.models import RegisterSnapshot
from verification.services import corrections
from verification.services.certificates import Terms, issue_next
from verification.services.decisions import Verdict, decide
from verification.services.register import freeze, latest

ISSUED = 24
OBJECTED, DECIDED = 70, 80


def use_the_register(count: Enumeration, by: User) -> None:
    """What the settlement did with it in the weeks after; nothing where it was done before."""
    if RegisterSnapshot.objects.filter(enumeration=count, version__gt=1).exists():
        return
    if latest(count) is None:
        freeze(count, by)
    village = count.settlement.clusters.order_by("code").first()
    terms = Terms(names_agreed_on=count.adopted_on)
    issue_next(count=count, among=Q(structure__cluster=village), terms=terms, by=by, limit=ISSUED)
    homes = Homes(count)
    homes.left.reverse()  # not those that were objected to before
    household = homes.next()
    objection = object_to(
        count, by, day(count, OBJECTED), ObjectionKind.WRONG_NAME, "The second name is my husband's.",
        household=household, random=homes.random,
    )  # fmt: skip
    decide(
        objection=objection,
        by=by,
        verdict=Verdict(Outcome.UPHELD, "The identity card was shown.", "The committee", day(count, DECIDED)),
        correct=partial(corrections.change_answers, household=household, head_name="Achieng Mercy Ouma"),
    )
    freeze(count, by, "One objection that came after the assembly was decided by the committee.")
