"""The counts of the demo: one that waits for its batch, others that were counted and adopted before."""

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
from enumerations.demo.ground import fill, make_settlement
from enumerations.demo.layout import Layout
from enumerations.demo.own_questions import start_questionnaire
from enumerations.demo.places import KIAMUTISYA, PLACES, Place
from enumerations.demo.survey import survey_of, write_survey
from enumerations.models import Batch, Enumeration, Household, TenureClaim
from enumerations.services.batches import create_batch, run_batch
from enumerations.services.statistics import rebuild_statistics
from settlements.models import Settlement

WAIT_S = 120  # for a worker that took the batch before us


def make_places() -> None:
    """Every settlement with its ground and its first count; what is there already stays as it is."""
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
        _plan_count(settlement, waits=place is KIAMUTISYA)


def _plan_count(settlement: Settlement, *, waits: bool) -> None:
    """Counted these weeks, or some months ago."""
    starts = date.today() - timedelta(days=16 if waits else 150)
    count = Enumeration.objects.create(
        settlement=settlement,
        name=f"{settlement.name} {starts.year}",
        purpose="Show the county who lives here, and what is missing.",
        state=EnumerationState.ENUMERATING,
        starts_on=starts,
        ends_on=starts + timedelta(days=21),
    )
    if waits:
        start_questionnaire(count)


def count_and_adopt(*, by: User) -> None:
    """Send the older counts through the pipeline and adopt them, unless that was done before."""
    older = Enumeration.objects.filter(
        settlement__code__in=[place.code for place in PLACES if place is not KIAMUTISYA],
        state=EnumerationState.ENUMERATING,
        round=1,
    )
    for enumeration in older.select_related("settlement__county"):
        batch = enumeration.batches.first() or _send(enumeration, by)
        _finish(batch)
        with transaction.atomic():
            _claim_absent_owners(enumeration)
            enumeration.state = EnumerationState.ADOPTED
            enumeration.adopted_on = date.today() - timedelta(days=90)
            enumeration.save(update_fields=["state", "adopted_on"])
        rebuild_statistics(enumeration.pk)


def _send(enumeration: Enumeration, user: User) -> Batch:
    with TemporaryDirectory() as folder:
        path = Path(folder, f"{enumeration.settlement.code.lower()}.xlsx")
        write_survey(path, survey_of(enumeration))
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
