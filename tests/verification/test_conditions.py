"""Each condition of the steps: not met, with the number of what is missing, and met."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.contrib.gis.geos import MultiPolygon
from django.utils import timezone

from settlements.shield import shield, unshield
from tests import factories
from verification.conditions import Offer, asked
from verification.conditions.counted import in_register
from verification.conditions.rosters import doors_with_wrong_rosters
from verification.lifecycle import RULES
from verification.models import Objection, Posting, RegisterSnapshot, Step, Suspicion

pytestmark = pytest.mark.django_db
Make = Callable[[Any], Any]
SEPTEMBER = date(2026, 9, 1)


@pytest.fixture
def count(settlement: Any) -> Any:
    """A count of which nothing is there yet."""
    settlement.boundary = None
    settlement.save()
    return factories.EnumerationFactory(settlement=settlement, purpose="")


def holds(code: str, count: Any, **brought: Any) -> tuple[bool, str]:
    """Whether the condition is met, and what it says."""
    found = asked(RULES[code], type(count).objects.get(pk=count.pk), Offer(**brought))
    return found.met, str(found.says)


def home(count: Any, *, heads: int = 1, people: int = 1, said: int | None = None, **more: Any) -> Any:
    """A household with so many people, of whom so many are called its head."""
    made: Any = factories.HouseholdFactory(
        enumeration=count, batch=batch(count, "done"), members_total=people if said is None else said, **more
    )
    for line in range(1, people + 1):
        factories.PersonFactory(household=made, line_no=line, relation="head" if line <= heads else "spouse")
    return made


def batch(count: Any, state: str, **more: Any) -> Any:
    return factories.BatchFactory(enumeration=count, state=state, **more)


def posting(count: Any, *, hangs: int = -20, closes: int = -6, **more: Any) -> Any:
    """Lists, by how many days from today they hang and until when people may object."""
    today = timezone.localdate()
    values = {"ready_at": timezone.now(), **more}
    return Posting.objects.create(
        settlement=count.settlement,
        enumeration=count,
        number=Posting.objects.filter(enumeration=count).count() + 1,
        posted_on=today + timedelta(days=hangs),
        closes_on=today + timedelta(days=closes),
        place="Social hall",
        where_to_object="Social hall",
        created_by=factories.UserFactory.create(),
        **values,
    )


def objection(count: Any, **said: Any) -> Any:
    return Objection.objects.create(
        settlement=count.settlement, enumeration=count, receipt=f"KMT-{Objection.objects.count()}",
        kind="rent", source="desk", heard_on=date(2026, 11, 1), objector="tenant",
        taken_by=factories.UserFactory.create(), **said,
    )  # fmt: skip


def suspicion(count: Any, state: str = "open") -> None:
    a, b = home(count), home(count)
    Suspicion.objects.create(
        settlement=count.settlement, enumeration=count, kind="household_twice", household_a=a, household_b=b,
        score=0.9, state=state,
    )  # fmt: skip


def snapshot(count: Any) -> None:
    RegisterSnapshot.objects.create(
        settlement=count.settlement, enumeration=count, version=1, adopted_on=date(2026, 11, 1), households=1,
        people=1, root="0" * 64, made_by=factories.UserFactory.create(),
    )  # fmt: skip


def change(count: Any, **values: Any) -> None:
    type(count).objects.filter(pk=count.pk).update(**values)


def bounded(count: Any) -> None:
    count.settlement.boundary = MultiPolygon(factories.square(), srid=4326)
    count.settlement.save()


def structure(count: Any) -> Any:
    return factories.StructureFactory(settlement=count.settlement)


def visited(count: Any) -> Any:
    return home(count, structure=structure(count))


def published(count: Any) -> None:
    factories.QuestionnaireVersionFactory(questionnaire__enumeration=count)


def sent(count: Any) -> None:
    factories.SubmissionFactory(enumeration=count)


def returned(count: Any) -> None:
    factories.SubmissionFactory(
        enumeration=count, review="returned", review_reason="Ask again", state="in_register"
    )


def shielded(count: Any) -> None:
    shield(settlement=count.settlement, user=factories.UserFactory.create())


def shown(count: Any) -> None:
    shielded(count)
    unshield(settlement=count.settlement, user=factories.UserFactory.create(), reason="Over")


def checked_again(count: Any) -> None:
    posting(count)
    Step.objects.create(
        settlement=count.settlement, enumeration=count, from_state="posted", to_state="checking",
        taken_by=factories.UserFactory.create(),
    )  # fmt: skip


def checked_and_posted_again(count: Any) -> None:
    checked_again(count)
    posting(count)


def nothing(count: Any) -> None:
    pass


WITH_THE_INTERVIEWS = "None is numbered yet; they come with the interviews."
# Code, what is so, and what the condition says then.
UNMET: list[tuple[str, Make, str]] = [
    ("purpose", nothing, "Nobody has written down why you count."),
    ("boundary", nothing, "The settlement has no boundary yet."),
    ("structures", nothing, "No structure is numbered yet."),
    ("questionnaire", nothing, "No questionnaire is published yet."),
    ("households", nothing, "0 households are counted."),
    ("households", lambda c: home(c, result="vacant"), "0 households are counted."),
    ("households", lambda c: home(c, consent=False), "0 households are counted."),
    ("coverage", lambda c: (structure(c), structure(c), visited(c)), "1 of 3 numbered doors were visited."),
    ("waiting", lambda c: batch(c, "working"), "Not in the register yet: 1 batch."),
    ("waiting", lambda c: (batch(c, "mapping"), batch(c, "received")), "Not in the register yet: 2 batches."),
    ("waiting", sent, "Not in the register yet: 1 interview."),
    ("conflicts", lambda c: factories.HeldSendingFactory(submission__enumeration=c),
     "1 interview contradicts another and waits for a decision."),
    ("returned", returned, "1 interview is returned and was not corrected."),
    ("suspicions", suspicion, "1 suspected duplicate is not decided."),
    ("heads", lambda c: home(c, heads=0), "1 household does not have exactly one head among its people."),
    ("heads", lambda c: (home(c, heads=0), home(c, people=0, said=3)),
     "2 households do not have exactly one head among their people."),
    ("sizes", lambda c: home(c, people=2, said=5), "1 household does not list as many people as it said."),
    ("lists", nothing, "No lists are made yet."),
    ("lists", lambda c: posting(c, ready_at=None), "The lists are being made, or could not be made."),
    ("lists", checked_again, "The lists are from before the count was checked again. Make new ones."),
    ("day_of_posting", nothing, "No lists are made yet."),
    ("window", nothing, "No lists were posted."),
    ("objections", lambda c: (objection(c), objection(c, state="hearing")), "2 objections are not decided."),
    ("not_hidden", shielded,
     "The settlement is hidden because an eviction threatens: nothing is handed over."),
    ("frozen", nothing, "No version of the adopted register is kept yet."),
]  # fmt: skip
MET: list[tuple[str, Make, str]] = [
    ("purpose", lambda c: change(c, purpose="For water"), "Why you count is written down."),
    ("boundary", bounded, "The boundary is drawn."),
    ("structures", structure, "1 structure is numbered."),
    ("structures", lambda c: change(c, creates_structures=True), WITH_THE_INTERVIEWS),
    ("structures", lambda c: change(c, source="foreign"), WITH_THE_INTERVIEWS),
    ("questionnaire", published, "A questionnaire is published."),
    ("questionnaire", lambda c: change(c, source="foreign"), "The interviews come from another tool."),
    ("households", home, "1 household is counted."),
    ("coverage", visited, "1 of 1 numbered door was visited."),
    ("waiting", lambda c: (batch(c, "done"), batch(c, "refused"), batch(c, "working", dry_run=True)),
     "Nothing waits to be worked on."),
    ("conflicts", nothing, "Nothing contradicts."),
    ("returned", nothing, "No interview is returned."),
    ("suspicions", lambda c: suspicion(c, "dismissed"), "No suspected duplicate is open."),
    ("heads", home, "Every household has one head."),
    ("heads", lambda c: (home(c, heads=0, consent=False), home(c, people=0, said=3, result="vacant")),
     "Every household has one head."),
    ("heads", lambda c: home(c, heads=0, restricted_at=timezone.now()), "Every household has one head."),
    ("heads", lambda c: home(c, heads=0, same_as=home(c)), "Every household has one head."),
    ("sizes", lambda c: home(c, people=2), "Every household lists as many people as it said."),
    ("lists", checked_and_posted_again, "Lists no. 2 are ready."),
    (
        "objections",
        lambda c: objection(c, state="withdrawn", withdrawn_on=date(2026, 11, 9)),
        "Every objection is decided.",
    ),
    ("not_hidden", shown, "The settlement is not hidden."),
    ("frozen", snapshot, "The adopted register is kept."),
]  # fmt: skip


@pytest.mark.parametrize(("code", "make", "says"), UNMET)
def test_what_is_missing_is_said_with_its_number(code: str, make: Make, says: str, count: Any) -> None:
    make(count)
    assert holds(code, count) == (False, says)


@pytest.mark.parametrize(("code", "make", "says"), MET)
def test_what_is_there_is_said_too(code: str, make: Make, says: str, count: Any) -> None:
    make(count)
    assert holds(code, count) == (True, says)


def test_every_condition_is_asked_here() -> None:
    of_the_form = {"meeting", "assembly", "minutes", "receiver", "receipt", "reason"}
    of_days = {"day_of_posting", "window"}
    assert {code for code, *_said in UNMET} | of_the_form == set(RULES)
    assert {code for code, *_said in MET} | of_the_form | of_days == set(RULES)


@pytest.mark.parametrize(
    ("code", "hangs", "closes", "met"),
    [
        ("day_of_posting", 1, 15, False), ("day_of_posting", 0, 14, True), ("day_of_posting", -1, 13, True),
        ("window", -14, 0, False), ("window", -15, -1, True),
    ],
)  # fmt: skip
def test_days_count_to_their_end(code: str, hangs: int, closes: int, met: bool, count: Any) -> None:
    posting(count, hangs=hangs, closes=closes)
    assert holds(code, count)[0] is met


@pytest.mark.parametrize(
    ("code", "too_little", "enough"),
    [
        ("meeting", {"held_on": SEPTEMBER, "place": " "}, {"held_on": SEPTEMBER, "place": "Hall"}),
        ("assembly", {}, {"held_on": date(2026, 11, 2)}),
        ("minutes", {"papers": frozenset({"other"})}, {"papers": frozenset({"minutes"})}),
        ("receiver", {"given_to": " "}, {"given_to": "County"}),
        ("receipt", {"papers": frozenset({"minutes"})}, {"papers": frozenset({"agreement"})}),
        ("reason", {"note": " "}, {"note": "Lane 4 was left out"}),
    ],
)  # fmt: skip
def test_what_is_filled_in_meets_it(code: str, too_little: Any, enough: Any, count: Any) -> None:
    assert holds(code, count, **too_little)[0] is False
    assert holds(code, count, **enough)[0] is True


def test_the_assembly_comes_after_the_time_to_object(count: Any) -> None:
    last = posting(count).closes_on
    assert holds("assembly", count, held_on=last)[0] is False
    assert holds("assembly", count, held_on=last + timedelta(days=1))[0] is True


def test_another_tools_export_is_held_to_heads_only_where_it_knows_them(count: Any) -> None:
    change(count, source="foreign")
    home(count, heads=0, people=2, said=4)
    assert (holds("heads", count)[0], holds("sizes", count)[0]) == (True, True)
    home(count)
    assert (holds("heads", count)[0], holds("sizes", count)[0]) == (False, True)


def test_which_doors_have_a_wrong_roster(count: Any) -> None:
    home(count, heads=0, structure=structure(count), key="KMT/9/01")
    home(count, heads=1, people=2, said=3, key="interview-9")
    home(count, structure=structure(count))
    door = count.settlement.structures.order_by("pk").first().code
    assert doors_with_wrong_rosters(count) == sorted([door, "interview-9"])
    assert len(doors_with_wrong_rosters(count, limit=1)) == 1


def test_another_counts_troubles_are_not_this_ones(count: Any) -> None:
    other: Any = factories.EnumerationFactory(settlement=count.settlement, round=9)
    for make in (suspicion, returned, lambda c: home(c, heads=0), objection, lambda c: batch(c, "working")):
        make(other)
    codes = ("suspicions", "returned", "heads", "objections", "waiting")
    assert [holds(code, count)[0] for code in codes] == [True] * len(codes)


def test_who_belongs_into_the_register(count: Any) -> None:
    """The interviewed who agreed, are in use, and are not another's second record."""
    kept = [home(count), home(count, result="partly"), home(count, result=None, consent=None)]
    home(count, result="refused")
    home(count, consent=False)
    home(count, restricted_at=timezone.now())
    home(count, cleared_at=timezone.now())
    home(count, same_as=kept[0])
    assert set(in_register(count)) == set(kept)
