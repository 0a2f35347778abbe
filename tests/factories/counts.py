"""One count: its batches, households, people, claims, and what they ask of us."""

import hashlib
from datetime import date
from typing import Any

from django.core.files.base import ContentFile
from django.utils import timezone
from factory.declarations import LazyAttribute, LazyFunction, Sequence, SubFactory
from factory.django import DjangoModelFactory

from enumerations import choices as answers
from enumerations import models as counts
from enumerations import packed
from enumerations.classes import HOUSEHOLDS
from enumerations.models.enumeration import ADOPTED_STATES
from enumerations.rights import Purpose, RequestKind, Route
from tests.factories.ground import SettlementFactory, StructureFactory, UserFactory, letters


class EnumerationFactory(DjangoModelFactory):
    """A first round that is being counted with the standard questionnaire."""

    class Meta:
        model = counts.Enumeration
        django_get_or_create = ("settlement", "round")

    settlement = SubFactory(SettlementFactory)
    round = 1
    name = LazyAttribute(lambda e: f"{e.settlement.name} {e.round}")
    state = answers.EnumerationState.ENUMERATING
    starts_on = date(2026, 10, 1)
    adopted_on = LazyAttribute(lambda e: date(2026, 11, 1) if e.state in ADOPTED_STATES else None)


class BatchFactory(DjangoModelFactory):
    """A stored file that waits for its turn."""

    class Meta:
        model = counts.Batch

    class Params:
        content = Sequence(lambda n: f"result\nvacant\n# {n}\n".encode())

    enumeration = SubFactory(EnumerationFactory)
    settlement = LazyAttribute(lambda b: b.enumeration.settlement)
    sent_by = SubFactory(UserFactory)
    name = "survey.csv"
    file = LazyAttribute(lambda b: ContentFile(b.content, b.name))
    size = LazyAttribute(lambda b: len(b.content))
    sha256 = LazyAttribute(lambda b: hashlib.sha256(b.content).hexdigest())


class IssueFactory(DjangoModelFactory):
    class Meta:
        model = counts.Issue

    batch = SubFactory(BatchFactory)
    row = Sequence(lambda n: n + 2)
    column = "rooms_used"
    field = "rooms_used"
    code = "required"
    severity = answers.Severity.ERROR


class HouseholdFactory(DjangoModelFactory):
    """A complete interview. Give it a structure, an enumeration, or neither."""

    class Meta:
        model = counts.Household

    class Params:
        n = Sequence(lambda n: n + 1)

    structure = None
    enumeration = LazyAttribute(
        lambda h: EnumerationFactory(**({"settlement": h.structure.settlement} if h.structure else {}))
    )
    settlement = LazyAttribute(lambda h: h.enumeration.settlement)
    key = LazyAttribute(
        lambda h: f"{h.structure.code}/{h.n % 100:02d}" if h.structure else f"interview-{h.n}"
    )
    batch = LazyAttribute(lambda h: BatchFactory(enumeration=h.enumeration))
    created_by_batch = LazyAttribute(lambda h: h.batch)

    interviewed_on = date(2026, 10, 5)
    result = answers.VisitResult.COMPLETE
    consent = True
    respondent_role = answers.RespondentRole.HEAD
    head_name = Sequence(lambda n: f"Wanjiru wa Namba {letters(n)}")
    head_sex = answers.Sex.FEMALE
    occupancy_status = answers.TenureRole.TENANT
    years_in_settlement = 8
    years_in_structure = 3
    rooms_used = 1
    rent_month_kes = 2500
    members_total = 3
    water_source = answers.WaterSource.PUBLIC_TAP_STANDPIPE
    water_price_20l_kes = 5
    water_jerrycans_day = 4
    water_minutes_roundtrip = 15
    toilet_type = answers.ToiletType.MAIN_SEWER
    toilet_place = answers.ToiletPlace.PUBLIC_PAID
    toilet_shared_households = 40
    solid_waste = answers.SolidWaste.DUMPED_STREET_DRAIN
    cooking_fuel = answers.CookingFuel.PARAFFIN
    lighting = answers.Lighting.MAINS_ELECTRICITY
    savings_group = answers.SavingsGroup.NONE
    eviction_experience_5y = False
    priority_1 = answers.Priority.WATER
    priority_2 = answers.Priority.SANITATION_SEWER
    priority_3 = answers.Priority.LAND_TENURE


class PersonFactory(DjangoModelFactory):
    """The first of a household is its head, the next ones are children."""

    class Meta:
        model = counts.Person

    household = SubFactory(HouseholdFactory)
    enumeration = LazyAttribute(lambda p: p.household.enumeration)
    settlement = LazyAttribute(lambda p: p.household.settlement)
    line_no = LazyAttribute(lambda p: p.household.persons.count() + 1)
    name = Sequence(lambda n: f"Person {letters(n)}")
    relation = LazyAttribute(
        lambda p: answers.Relation.HEAD if p.line_no == 1 else answers.Relation.SON_DAUGHTER
    )
    sex = answers.Sex.FEMALE
    age = LazyAttribute(lambda p: 34 if p.line_no == 1 else 10)
    school_status = LazyAttribute(
        lambda p: answers.SchoolStatus.LEFT_COMPLETED if p.line_no == 1 else answers.SchoolStatus.IN_SCHOOL
    )
    activity = LazyAttribute(lambda p: answers.Activity.WORKING if p.line_no == 1 else None)


class TenureClaimFactory(DjangoModelFactory):
    """An absentee owner's claim on a structure, unless a person or another role is given."""

    class Meta:
        model = counts.TenureClaim

    structure = SubFactory(StructureFactory)
    settlement = LazyAttribute(lambda c: c.structure.settlement)
    enumeration = LazyAttribute(lambda c: EnumerationFactory(settlement=c.structure.settlement))
    claimant_name = Sequence(lambda n: f"Owner {letters(n)}")
    role = answers.TenureRole.OWNER_ABSENTEE


class RevisionFactory(DjangoModelFactory):
    class Meta:
        model = counts.Revision

    household = SubFactory(HouseholdFactory)
    previous_batch = LazyAttribute(lambda r: r.household.batch)
    batch = LazyAttribute(lambda r: BatchFactory(enumeration=r.household.enumeration))
    before = LazyFunction(dict)


class RightsRequestFactory(DjangoModelFactory):
    """Somebody asked to see what is held, and waits."""

    class Meta:
        model = counts.RightsRequest

    settlement = SubFactory(SettlementFactory)
    kind = RequestKind.SEE
    received_on = date(2026, 11, 2)
    due_on = date(2026, 12, 2)
    how = Route.OFFICE
    received_by = SubFactory(UserFactory)


class WithdrawalFactory(DjangoModelFactory):
    """A household's name is off the posted list."""

    class Meta:
        model = counts.Withdrawal

    household = SubFactory(HouseholdFactory)
    enumeration = LazyAttribute(lambda w: w.household.enumeration)
    settlement = LazyAttribute(lambda w: w.household.settlement)
    key = LazyAttribute(lambda w: w.household.key)
    purposes = LazyFunction(lambda: [Purpose.LIST])
    heard_on = date(2026, 11, 2)
    how = Route.LEADER
    taken_by = SubFactory(UserFactory)


class SettlementStatisticsFactory(DjangoModelFactory):
    class Meta:
        model = counts.SettlementStatistics

    enumeration = SubFactory(EnumerationFactory)
    settlement = LazyAttribute(lambda s: s.enumeration.settlement)
    cluster = None
    figures = LazyFunction(dict)
    made_at = LazyFunction(timezone.now)


class StructureSummaryFactory(DjangoModelFactory):
    class Meta:
        model = counts.StructureSummary

    structure = SubFactory(StructureFactory)
    settlement = LazyAttribute(lambda s: s.structure.settlement)
    enumeration = LazyAttribute(lambda s: EnumerationFactory(settlement=s.structure.settlement))
    households = 1
    people = 3

    @classmethod
    def _create(cls, model_class: Any, *args: Any, structure: Any, **said: Any) -> Any:
        """The database has drawn the structure already: say what a count found there."""
        asked = [each.column for each in HOUSEHOLDS if each.column in said]
        answers = [(name, said.pop(name)) for name in asked]
        if asked:
            said["answers"] = sum(packed.pack(name, answer) for name, answer in answers if answer is not None)
        summary, _ = model_class.objects.update_or_create(structure=structure, defaults=said)
        return summary
