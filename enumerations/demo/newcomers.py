"""Households that moved into rooms which stood empty: two enumerators visit them with phones."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random

from django.db.models import F

from enumerations.demo.interviews import Interview, homes_in, interview_at
from enumerations.demo.mistakes import unknown_door
from enumerations.demo.own_questions import answers_to_own
from enumerations.demo.people import NAIROBI
from enumerations.demo.survey import seeded
from enumerations.models import Enumeration
from settlements.models import Structure

WITH_PHONES = ("baraka@pamoja.example", "naliaka@pamoja.example")
VISITS_EACH = 20
A_DAY = 7
FIRST_DAY = 13  # of the count: the batch is home
VISIT_ONLY = {
    *("structure_code", "hh_code", "interviewed_on", "started_at", "ended_at", "enumerator"),
    "cluster_picked",
}


@dataclass
class Visit:
    """One interview, and which of WITH_PHONES it was."""

    who: int
    interview: Interview

    @property
    def lasted(self) -> timedelta:
        found: timedelta = self.interview.answers["ended_at"] - self.interview.answers["started_at"]
        return found


def visits(enumeration: Enumeration) -> list[Visit]:
    """The visits of three days in the order in which they ended; always the same."""
    random = Random(f"phones-{enumeration.settlement.code}")
    doors = _doors_with_room(enumeration)
    chosen = sorted(random.sample(range(len(doors)), min(len(doors), 2 * VISITS_EACH)))
    made = []
    for turn, at in enumerate(chosen):
        who, number = divmod(turn, VISITS_EACH)
        made.append(Visit(who, _visited(*doors[at], number, enumeration.starts_on or date.today(), random)))
    _make_mistakes(made)
    return sorted(made, key=lambda visit: visit.interview.answers["ended_at"])


def _doors_with_room(enumeration: Enumeration) -> list[tuple[Structure, int]]:
    """Structures with an empty room, and the number that a household in it gets."""
    structures = enumeration.settlement.structures.select_related("cluster").order_by("pk")
    counted = Counter(structure.pk for structure, _ in homes_in(structures, seeded(enumeration)))
    empty = structures.filter(rooms_total__gt=F("rooms_occupied"), pk__in=counted)
    return [(structure, counted[structure.pk] + 1) for structure in empty]


def _visited(structure: Structure, home: int, number: int, starts_on: date, random: Random) -> Interview:
    """The `number`-th visit of one enumerator."""
    day, turn = divmod(number, A_DAY)
    interview = interview_at(structure, home, starts_on + timedelta(days=FIRST_DAY + day), NAIROBI, random)
    answers = interview.answers
    lasted = answers["ended_at"] - answers["started_at"]
    start = datetime.combine(answers["interviewed_on"], time(8, 30))
    start += timedelta(minutes=65 * turn + random.randint(0, 15))
    answers |= {"started_at": start, "ended_at": start + lasted}
    if structure.cluster:
        answers["cluster_picked"] = structure.cluster.code
    if interview.persons:
        answers |= answers_to_own(random)
    return interview


# --- Mistakes ---------------------------------------------------------------------------------------


def too_short(interview: Interview) -> None:
    """The form was opened only when the talk was over."""
    interview.answers["started_at"] = interview.answers["ended_at"] - timedelta(minutes=3)


def refused(interview: Interview) -> None:
    said = {name: value for name, value in interview.answers.items() if name in VISIT_ONLY}
    interview.answers = said | {"result": "refused", "note": "Anataka kuzungumza na viongozi kwanza."}
    interview.persons = []


def number_of_the_neighbour(interview: Interview) -> None:
    """The door next to it has been counted under this number."""
    code, _, number = interview.answers["hh_code"].rpartition("/")
    interview.answers["hh_code"] = f"{code}/{int(number) - 1:02d}"


MISTAKES: tuple[tuple[int, Callable[[Interview], None]], ...] = (
    (0, unknown_door),
    (0, number_of_the_neighbour),
    (0, refused),
    (1, too_short),
    (1, too_short),
)


def _make_mistakes(made: list[Visit]) -> None:
    """Each in a visit of its own, where somebody was met."""
    met = [visit for visit in made if visit.interview.persons]
    for who, mistake in MISTAKES:
        visit = next(visit for visit in met if visit.who == who)
        met.remove(visit)
        mistake(visit.interview)
