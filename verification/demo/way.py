"""A count's way from its first meeting to where the demo shows it, step by step with the real services."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from accounts.models import User
from enumerations.choices import BatchState
from enumerations.choices import EnumerationState as State
from enumerations.demo.history import count_homes
from enumerations.demo.places import KAMBI_MOTO, MASHIMONI, OBUNGA
from enumerations.models import Enumeration, QuestionnaireVersion
from enumerations.rounds.linking import link
from enumerations.services.batches import run_batch
from enumerations.services.questionnaires import start_standard
from enumerations.services.statistics import rebuild_statistics
from verification.choices import StepFileKind, SuspicionState
from verification.conditions import Offer
from verification.demo import adopted, decided, twice, waiting
from verification.demo.days import day
from verification.demo.papers import paper
from verification.models import Objection, Suspicion
from verification.services import making_lists
from verification.services.deciding import dismiss
from verification.services.lists import create_posting
from verification.services.papers import Paper
from verification.services.steps import Met, take
from verification.services.suspicions import find

# Days after a count began.
MET, LISTS_HANG, LISTS_CLOSE, ASSEMBLY = -14, 26, 40, 60


@dataclass(frozen=True)
class Way:
    """How far one round goes in the demo, and what happens on the way."""

    code: str
    round: int
    to: State = State.ADOPTED
    hang: int = LISTS_HANG
    close: int = LISTS_CLOSE
    counted_twice: int = 0  # households
    objections: Callable[[Enumeration, User], None] | None = None
    afterwards: Callable[[Enumeration, User], None] | None = None


WAYS = (
    Way(
        MASHIMONI.code,
        1,
        counted_twice=1,
        objections=decided.object_and_decide,
        afterwards=adopted.use_the_register,
    ),
    Way(KAMBI_MOTO.code, 1),
    Way(KAMBI_MOTO.code, 2),
    # Its lists hang since five days, and for nine more.
    Way(
        OBUNGA.code,
        1,
        State.OBJECTIONS,
        hang=55,
        close=69,
        counted_twice=6,
        objections=waiting.object_and_wait,
    ),
)


def walk_all(by: User) -> None:
    """Bring every count to where the demo shows it; what came further is left alone."""
    for way in WAYS:
        counts = Enumeration.objects.select_related("settlement__county")
        count = counts.filter(settlement__code=way.code, round=way.round).first()
        if count is not None:
            walk(count, way, by)


def walk(count: Enumeration, way: Way, by: User) -> None:
    """Each part whole or not at all, so that a demo that was cut short goes on from there."""
    parts = (
        (State.PLANNED, _open),
        (State.ENUMERATING, _count),
        (State.CHECKING, _post),
        (State.POSTED, _hear),
        (State.OBJECTIONS, _verify),
        (State.VERIFIED, _adopt),
    )
    for state, part in parts:
        count.refresh_from_db()
        if count.state == state and state != way.to:
            with transaction.atomic():
                part(count, way, by)
    count.refresh_from_db()
    if count.state == way.to and way.afterwards:
        with transaction.atomic():
            way.afterwards(count, by)


def _open(count: Enumeration, way: Way, by: User) -> None:
    """The first meeting, the numbered doors, the questionnaire."""
    held = day(count, MET)
    minutes = paper(StepFileKind.MINUTES, count, held, "We count every household ourselves.")
    _take(count, State.MOBILISED, by, held_on=held, met=Met(61, 48), papers=[minutes])
    _take(count, State.NUMBERING, by)
    if not QuestionnaireVersion.objects.filter(questionnaire__enumeration=count).exists():
        start_standard(count, None)
    _take(count, State.ENUMERATING, by)


def _count(count: Enumeration, way: Way, by: User) -> None:
    count_homes(count, by)
    twice.count_twice(count, way.counted_twice, by)
    rebuild_statistics(count.pk)
    link(count)
    note = "The doors not visited are shops and stores: nobody sleeps there."
    _take(count, State.CHECKING, by, note=note)


def _post(count: Enumeration, way: Way, by: User) -> None:
    """Look for what was counted twice, and hang the lists."""
    find(count)
    for suspicion in Suspicion.objects.filter(enumeration=count, state=SuspicionState.OPEN):
        if not twice.is_of(suspicion):
            dismiss(suspicion, by=by, reason="We went there: they are two.")
    posting = create_posting(
        enumeration=count,
        user=by,
        posted_on=day(count, way.hang),
        closes_on=day(count, way.close),
        place="The social hall and the water kiosks of every village",
        where_to_object="At the social hall, every afternoon from 2 to 6",
        contact="0700 000 000",
        copies=3,
    )
    making_lists.make(posting.pk)
    note = "What may be counted twice is looked at while the lists hang." if way.counted_twice else ""
    _take(count, State.POSTED, by, note=note)


def _hear(count: Enumeration, way: Way, by: User) -> None:
    _take(count, State.OBJECTIONS, by)
    if way.objections and not Objection.objects.filter(enumeration=count).exists():
        way.objections(count, by)
        for batch in count.batches.exclude(state=BatchState.DONE):  # of who was asked at the hearing
            run_batch(batch.pk)


def _verify(count: Enumeration, way: Way, by: User) -> None:
    _take(count, State.VERIFIED, by)


def _adopt(count: Enumeration, way: Way, by: User) -> None:
    held = day(count, ASSEMBLY)
    papers = [
        paper(StepFileKind.MINUTES, count, held, "The assembly adopted the register by show of hands."),
        paper(StepFileKind.ATTENDANCE, count, held, "155 people signed."),
    ]
    _take(count, State.ADOPTED, by, held_on=held, met=Met(84, 71), papers=papers)
    rebuild_statistics(count.pk)


def _take(
    count: Enumeration,
    to: State,
    by: User,
    *,
    held_on: date | None = None,
    note: str = "",
    met: Met | None = None,
    papers: Sequence[Paper] = (),
) -> None:
    kinds = frozenset(each.kind for each in papers)
    offer = Offer(held_on=held_on, place="Social hall" if held_on else "", note=note, papers=kinds)
    take(count, to, by=by, offer=offer, met=met, papers=papers)
    count.refresh_from_db()
