"""The counts of the demo: one that waits for its batch, others that were counted before."""

import time
from datetime import date, timedelta
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from django.core.files import File
from django.db import transaction

from accounts.models import User
from enumerations.choices import BatchState, EnumerationState, TenureRole
from enumerations.demo import names
from enumerations.demo.again import survey_again
from enumerations.demo.ground import fill, make_settlement
from enumerations.demo.layout import Layout
from enumerations.demo.own_questions import start_questionnaire
from enumerations.demo.places import KIAMUTISYA, PLACES, Place
from enumerations.demo.survey import survey_of, write_survey
from enumerations.models import Batch, Enumeration, Household, TenureClaim
from enumerations.services.batches import create_batch, run_batch
from settlements.models import Settlement

WAIT_S = 120  # for a worker that took the batch before us


def make_places() -> None:
    """Every settlement with its ground and the rounds of its count; what is there already stays as it is."""
    there = set(Settlement.objects.values_list("code", flat=True))
    for place in PLACES:
        if place.code not in there:
            with transaction.atomic():
                _make_place(place)


def _make_place(place: Place) -> None:
    settlement = make_settlement(place)
    if place.structures:
        random = Random(place.code)
        fill(settlement, Layout(place, random), random)
    for number, days in enumerate(place.counted_days_ago, start=1):
        _plan_count(settlement, number, days, waits=place is KIAMUTISYA)


def _plan_count(settlement: Settlement, number: int, days: int, *, waits: bool) -> None:
    """One round, that began so many days ago. The one that waits for its batch is open already."""
    starts = date.today() - timedelta(days=days)
    count = Enumeration.objects.create(
        settlement=settlement,
        round=number,
        name=f"{settlement.name} {starts.year}",
        purpose="Show the county who lives here, and what is missing.",
        state=EnumerationState.ENUMERATING if waits else EnumerationState.PLANNED,
        starts_on=starts,
        ends_on=starts + timedelta(days=21),
    )
    if waits:
        start_questionnaire(count)


def count_homes(enumeration: Enumeration, by: User) -> None:
    """Send what the team brought home through the pipeline, and write down who owns from elsewhere."""
    _finish(enumeration.batches.first() or _send(enumeration, by))
    if not TenureClaim.objects.filter(enumeration=enumeration, role=TenureRole.OWNER_ABSENTEE).exists():
        _claim_absent_owners(enumeration)


def _send(enumeration: Enumeration, user: User) -> Batch:
    with TemporaryDirectory() as folder:
        path = Path(folder, f"{enumeration.settlement.code.lower()}.xlsx")
        write_survey(path, survey_again(enumeration) if enumeration.round > 1 else survey_of(enumeration))
        with path.open("rb") as file:
            return create_batch(enumeration=enumeration, user=user, upload=File(file), name=path.name)


def _finish(batch: Batch) -> None:
    """Do the work here, or wait for the worker that has begun it."""
    end = time.monotonic() + WAIT_S
    while True:
        run_batch(batch.pk)
        batch.refresh_from_db()
        if batch.is_finished or batch.state == BatchState.MAPPING or time.monotonic() > end:
            break
        time.sleep(0.2)
    if batch.state != BatchState.DONE or not batch.created:
        raise RuntimeError(f"The demo's batch {batch.pk} ended as {batch.state}, with nothing written.")


def _claim_absent_owners(enumeration: Enumeration) -> None:
    """Where no owner lives in a structure that was counted, its owner lives elsewhere."""
    random = Random(f"owners-{enumeration.pk}")
    with_owner = Household.objects.filter(
        enumeration=enumeration, occupancy_status=TenureRole.OWNER_RESIDENT
    ).values("structure")
    structures = (
        enumeration.settlement.structures.filter(households__enumeration=enumeration)
        .exclude(pk__in=with_owner)
        .distinct()
    )
    TenureClaim.objects.bulk_create(
        TenureClaim(
            settlement_id=enumeration.settlement_id,
            enumeration=enumeration,
            structure=structure,
            claimant_name=names.full_name(random.choice(("female", "male")), random),
            role=TenureRole.OWNER_ABSENTEE,
            since_year=random.randint(1988, 2024),
            in_dispute=random.random() < 0.02,
        )
        for structure in structures
    )
