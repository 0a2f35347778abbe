"""Some households that two enumerators counted, each in the belief to be the first."""

from copy import deepcopy
from datetime import timedelta
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from django.core.files import File

from accounts.models import User
from enumerations.demo.interviews import Interview
from enumerations.demo.survey import survey_of, write_survey
from enumerations.models import Enumeration
from enumerations.services.batches import create_batch, run_batch
from verification.models import Suspicion

FIRST = 91  # the number that the other team gave them
NAME = "second-visit.xlsx"


def is_of(suspicion: Suspicion) -> bool:
    """Whether the finder means one of these."""
    number = suspicion.household_b.key.rpartition("/")[2] if suspicion.household_b else ""
    return number.isdigit() and int(number) >= FIRST


def count_twice(count: Enumeration, households: int, by: User) -> None:
    """Another team went to some doors again, and numbered the homes in its own way."""
    if not households or count.batches.filter(name=NAME).exists():
        return
    random = Random(f"twice-{count.settlement.code}")
    met = [each for each in survey_of(count) if len(each.persons) > 2]
    again = [
        _again(each, number, random)
        for number, each in enumerate(random.sample(met, households), start=FIRST)
    ]
    with TemporaryDirectory() as folder:
        path = Path(folder, NAME)
        write_survey(path, again)
        with path.open("rb") as file:
            batch = create_batch(enumeration=count, user=by, upload=File(file), name=NAME)
    run_batch(batch.pk)


def _again(interview: Interview, number: int, random: Random) -> Interview:
    """The same people at the same door two days later, one letter of the name heard otherwise."""
    answers, persons = deepcopy(interview.answers), deepcopy(interview.persons)
    for moment in ("interviewed_on", "started_at", "ended_at"):
        answers[moment] += timedelta(days=2)
    name = answers["head_name"]
    at = random.randrange(1, len(name.split()[0]))
    answers |= {
        "hh_code": f"{answers['structure_code']}/{number}",
        "head_name": name[:at] + name[at - 1] + name[at:],
        "enumerator": "Okoth Juma",
    }
    return Interview(answers, persons)
