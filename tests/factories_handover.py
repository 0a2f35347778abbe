"""Factories of agreements and of what was given; see tests/factories."""

from datetime import date, timedelta
from typing import Any

from django.core.files.base import ContentFile
from django.utils import timezone
from factory.declarations import LazyFunction, SubFactory
from factory.django import DjangoModelFactory

from reports import models
from reports.products import Envelope
from tests.factories import UserFactory


def today() -> date:
    """Asked when it is needed, never kept: a suite that runs past midnight has two of them."""
    return timezone.localdate()


def days_from_now(days: int) -> date:
    return today() + timedelta(days=days)


class AgreementFactory(DjangoModelFactory):
    """In force, up to the county's envelope; covers `settlements=[...]`, or all of `county=...`."""

    class Meta:
        model = models.Agreement
        skip_postgeneration_save = True

    party = "county_department"
    office = "Housing Department"
    purpose = "Water, sanitation"
    signed_on = LazyFunction(lambda: days_from_now(-30))
    until = LazyFunction(lambda: days_from_now(300))
    signed_by_them = "Jane Otieno, chief officer"
    signed_by_us = "Amina, chair"
    envelope = int(Envelope.COUNTY)
    made_by = SubFactory(UserFactory)

    @classmethod
    def _create(cls, model_class: Any, *args: Any, **kwargs: Any) -> Any:
        covered = kwargs.pop("settlements", ())
        made = super()._create(model_class, *args, **kwargs)
        for each in covered:
            models.AgreedPlace.objects.create(agreement=made, settlement=each)
        return made


class HandOverFactory(DjangoModelFactory):
    """Public figures, given yesterday without an agreement, of `settlements=[...]`."""

    class Meta:
        model = models.HandOver
        skip_postgeneration_save = True

    title = "Figures 2026"
    envelope = int(Envelope.PUBLIC)
    party = "county_department"
    office = "Housing Department"
    officer = "Jane Otieno"
    given_on = LazyFunction(lambda: days_from_now(-1))
    means = "printed"
    made_by = SubFactory(UserFactory)

    @classmethod
    def _create(cls, model_class: Any, *args: Any, **kwargs: Any) -> Any:
        of = kwargs.pop("settlements", ())
        made = super()._create(model_class, *args, **kwargs)
        models.HandedPlace.objects.bulk_create(
            models.HandedPlace(hand_over=made, settlement=each) for each in of
        )
        return made


def paper_of(kind: str = "agreement", **thing: Any) -> Any:
    """A kept PDF of an agreement, a place or a note."""
    content = b"%PDF-1.7"
    return models.HandOverPaper.objects.create(
        **thing,
        kind=kind,
        name=f"{kind}.pdf",
        file=ContentFile(content, f"{kind}.pdf"),
        size=len(content),
        sha256="0" * 64,
    )


def assembly_agreed(agreement: Any, settlement: Any, on: date | None = None) -> Any:
    """Its assembly agreed to structures one by one, and the minutes are kept."""
    place, _ = models.AgreedPlace.objects.update_or_create(
        agreement=agreement,
        settlement=settlement,
        defaults={"assembly_on": on or days_from_now(-20), "taken_back_on": None},
    )
    paper_of("minutes", place=place)
    return place
