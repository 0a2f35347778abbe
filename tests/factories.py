"""One factory per model. Children share their parent's settlement, so that a test names it once.

Shapes are EPSG:4326, near Mathare: a settlement is a square of about 330 m, its structures stand inside.
"""

import hashlib
import uuid
from datetime import date
from typing import Any
from xml.sax.saxutils import escape

from django.contrib.auth.hashers import make_password
from django.contrib.gis.geos import MultiPolygon, Point, Polygon
from django.core.files.base import ContentFile
from django.utils import timezone
from factory.declarations import LazyAttribute, LazyFunction, Sequence, SubFactory, Transformer
from factory.django import DjangoModelFactory

from accounts.models import User
from enumerations import choices as answers
from enumerations import models as counts
from enumerations.collecting import HeldKind, SubmissionState, VersionState
from enumerations.models.enumeration import ADOPTED_STATES
from enumerations.rights import Purpose, RequestKind, Route
from settlements import choices, models

PASSWORD = "samosa-na-chai-7"
SOUTH_WEST = (36.846, -1.263)
SIDE = 0.003  # degrees
M = 1 / 111_195  # a metre, in degrees


def square(west: float = SOUTH_WEST[0], south: float = SOUTH_WEST[1], side: float = SIDE) -> Polygon:
    """A square, degrees."""
    return Polygon.from_bbox((west, south, west + side, south + side))


def letters(n: int) -> str:
    """0 → AA, 1 → AB ...: a settlement's code."""
    return chr(65 + n // 26 % 26) + chr(65 + n % 26)


def place_of(n: int) -> Point:
    """The place of the n-th thing of a settlement: 2,500 of them on a grid of 6 m, inside the square."""
    return Point(SOUTH_WEST[0] + (n % 50 + 1) * 6 * M, SOUTH_WEST[1] + (n // 50 % 50 + 1) * 6 * M, srid=4326)


class UserFactory(DjangoModelFactory):
    """Signs in with PASSWORD; `password="..."` for another."""

    class Meta:
        model = User
        skip_postgeneration_save = True

    email = Sequence(lambda n: f"person{n}@example.org")
    first_name = Sequence(lambda n: f"Person {n}")
    password = Transformer(PASSWORD, transform=make_password)


class CountyFactory(DjangoModelFactory):
    """Nairobi City, as the data migration made it, unless another code is given."""

    class Meta:
        model = models.County
        django_get_or_create = ("code",)

    code = "047"
    name = LazyAttribute(lambda c: "Nairobi City" if c.code == "047" else f"County {c.code}")
    population_2019 = 4_397_073
    households_2019 = 1_506_888


class SubCountyFactory(DjangoModelFactory):
    class Meta:
        model = models.SubCounty
        django_get_or_create = ("code",)

    county = SubFactory(CountyFactory)
    code = "4708"
    name = "Mathare"


class WardFactory(DjangoModelFactory):
    class Meta:
        model = models.Ward
        django_get_or_create = ("code",)

    county = SubFactory(CountyFactory)
    code = 1449
    name = "Mlango Kubwa"


class SettlementFactory(DjangoModelFactory):
    """Of federation members, in Nairobi, with a boundary; `boundary=None` for one without."""

    class Meta:
        model = models.Settlement
        django_get_or_create = ("code",)

    code = Sequence(letters)
    name = LazyAttribute(lambda s: f"Settlement {s.code}")
    county = SubFactory(CountyFactory)
    boundary = LazyFunction(lambda: MultiPolygon(square(), srid=4326))
    access_level = choices.AccessLevel.FEDERATION


class EvictionFactory(DjangoModelFactory):
    class Meta:
        model = models.Eviction

    settlement = SubFactory(SettlementFactory)
    happened_on = date(2019, 5, 10)
    by_whom = choices.EvictionAgent.COUNTY


class ClusterFactory(DjangoModelFactory):
    class Meta:
        model = models.Cluster

    settlement = SubFactory(SettlementFactory)
    code = Sequence(lambda n: chr(65 + n % 26) + (str(n // 26 % 100) if n >= 26 else ""))
    name = LazyAttribute(lambda c: f"Village {c.code}")


class MembershipFactory(DjangoModelFactory):
    """A leader of a settlement; `settlement=None` is everywhere, `county=...` a whole county."""

    class Meta:
        model = models.Membership

    user = SubFactory(UserFactory)
    role = choices.Role.LEADER
    settlement = SubFactory(SettlementFactory)
    county = None


class StructureFactory(DjangoModelFactory):
    """Numbered in its settlement (and cluster, when one is given), standing inside the boundary."""

    class Meta:
        model = models.Structure

    class Params:
        n = Sequence(lambda n: n % 9999 + 1)

    settlement = LazyAttribute(lambda s: s.cluster.settlement if s.cluster else SettlementFactory())
    cluster = None
    code = LazyAttribute(
        lambda s: "/".join([s.settlement.code, *([s.cluster.code] if s.cluster else []), str(s.n)])
    )
    location = LazyAttribute(lambda s: place_of(s.n))
    uses = LazyFunction(lambda: [choices.StructureUse.RESIDENTIAL])
    roof = choices.RoofMaterial.IRON_SHEETS
    wall = choices.WallMaterial.IRON_SHEETS
    floor = choices.FloorMaterial.EARTH_SAND
    rooms_total = 6


class ServicePointFactory(DjangoModelFactory):
    class Meta:
        model = models.ServicePoint

    settlement = LazyAttribute(lambda s: s.cluster.settlement if s.cluster else SettlementFactory())
    cluster = None
    code = Sequence(lambda n: f"S{n}")
    kind = choices.ServiceKind.TOILET_BLOCK
    location = Sequence(place_of)
    status = choices.ServiceStatus.WORKING


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


class QuestionnaireFactory(DjangoModelFactory):
    """A count's form, open to phones, without any version yet."""

    class Meta:
        model = counts.Questionnaire
        django_get_or_create = ("enumeration",)

    enumeration = SubFactory(EnumerationFactory)
    settlement = LazyAttribute(lambda q: q.enumeration.settlement)
    form_id = LazyAttribute(lambda q: f"{q.settlement.code.lower()}_{q.enumeration.round}")
    title = LazyAttribute(lambda q: q.enumeration.name)


XFORM = """<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml">
<h:head><h:title>{title}</h:title><model><instance><data id="{form_id}" version="{version}"><structure_code/>
<result/><meta><instanceID/></meta></data></instance></model></h:head><h:body/></h:html>"""


class QuestionnaireVersionFactory(DjangoModelFactory):
    """A published version whose form asks for the door and the result; `state="draft"` for a draft."""

    class Meta:
        model = counts.QuestionnaireVersion

    questionnaire = SubFactory(QuestionnaireFactory)
    settlement = LazyAttribute(lambda v: v.questionnaire.settlement)
    number = LazyAttribute(lambda v: v.questionnaire.versions.count() + 1)
    version = LazyAttribute(lambda v: f"2026112200{v.number:02d}")
    state = VersionState.PUBLISHED
    title = LazyAttribute(lambda v: v.questionnaire.title)
    xlsform = LazyAttribute(lambda v: ContentFile(b"an XLSForm", v.xlsform_name))
    xlsform_name = "household.xlsx"
    xform = LazyAttribute(
        lambda v: XFORM.format(title=v.title, form_id=v.questionnaire.form_id, version=v.version)
    )
    md5 = LazyAttribute(lambda v: hashlib.md5(v.xform.encode(), usedforsecurity=False).hexdigest())
    languages = LazyFunction(lambda: ["English (en)", "Kiswahili (sw)"])
    published_at = LazyAttribute(lambda v: timezone.now() if v.state == VersionState.PUBLISHED else None)


class FormFileFactory(DjangoModelFactory):
    """A picture that goes with a version."""

    class Meta:
        model = counts.FormFile

    version = SubFactory(QuestionnaireVersionFactory)
    name = Sequence(lambda n: f"picture-{n}.jpg")
    file = LazyAttribute(lambda f: ContentFile(f.name.encode(), f.name))
    md5 = LazyAttribute(lambda f: hashlib.md5(f.name.encode(), usedforsecurity=False).hexdigest())


class DeviceFactory(DjangoModelFactory):
    """A phone that may send; `token` is what its enumerator was given."""

    class Meta:
        model = counts.Device

    class Params:
        token = Sequence(lambda n: f"token{n:027d}")

    enumeration = SubFactory(EnumerationFactory)
    settlement = LazyAttribute(lambda d: d.enumeration.settlement)
    user = SubFactory(UserFactory)
    name = Sequence(lambda n: f"Phone {n}")
    username = Sequence(lambda n: f"phone{n}")
    token_digest = LazyAttribute(lambda d: hashlib.sha256(d.token.encode()).hexdigest())
    ha1 = LazyAttribute(
        lambda d: hashlib.md5(f"{d.username}:Pamoja:{d.token}".encode(), usedforsecurity=False).hexdigest()
    )


def interview(form_id: str, version: str, instance_id: str, **said: Any) -> bytes:
    """An interview as a phone sends it: a dict is a group, a list repeats."""
    inside = "".join(_element(name, value) for name, value in said.items())
    meta = f"<meta><instanceID>uuid:{instance_id}</instanceID></meta>"
    return f'<data id="{form_id}" version="{version}">{inside}{meta}</data>'.encode()


def _element(name: str, value: Any) -> str:
    if isinstance(value, dict):
        return f"<{name}>{''.join(_element(*pair) for pair in value.items())}</{name}>"
    if isinstance(value, list):
        return "".join(_element(name, each) for each in value)
    return f"<{name}>{escape(str(value))}</{name}>"


class SubmissionFactory(DjangoModelFactory):
    """An interview of a household that is in the register (`household=`), or one that was only received.

    `said={"structure_code": "KMT/B/7"}` is what its XML holds; of a chain, `replaces` the one before.
    """

    class Meta:
        model = counts.Submission

    class Params:
        said = LazyFunction(dict)

    household = None
    replaces = None
    enumeration = LazyAttribute(
        lambda s: (
            (s.household or s.replaces).enumeration if s.household or s.replaces else EnumerationFactory()
        )
    )
    settlement = LazyAttribute(lambda s: s.enumeration.settlement)
    version = LazyAttribute(
        lambda s: (
            counts.QuestionnaireVersion.objects.filter(questionnaire__enumeration=s.enumeration).first()
            or QuestionnaireVersionFactory(questionnaire__enumeration=s.enumeration)
        )
    )
    version_text = LazyAttribute(lambda s: s.version.version if s.version else "2020010101")
    instance_id = LazyFunction(lambda: str(uuid.uuid4()))
    root_instance_id = LazyAttribute(lambda s: s.replaces.root_instance_id if s.replaces else s.instance_id)
    xml = LazyAttribute(
        lambda s: interview(
            s.version.questionnaire.form_id if s.version else "unknown",
            s.version_text,
            s.instance_id,
            **s.said,
        )
    )
    sha256 = LazyAttribute(lambda s: hashlib.sha256(s.xml).hexdigest())
    device = None
    sent_by = LazyAttribute(lambda s: s.device.user if s.device else UserFactory())
    phone_id = "collect:8Kc5Z1"
    user_agent = "org.odk.collect.android/v2026.1"
    batch = LazyAttribute(lambda s: s.household.batch if s.household else None)
    state = LazyAttribute(lambda s: SubmissionState.IN_REGISTER if s.household else SubmissionState.RECEIVED)


class AttachmentFactory(DjangoModelFactory):
    """A file of an interview: three bytes, unless `content` says otherwise."""

    class Meta:
        model = counts.Attachment

    class Params:
        content = b"\xff\xd8\xff"

    submission = SubFactory(SubmissionFactory)
    name = Sequence(lambda n: f"photo-{n}.jpg")
    file = LazyAttribute(lambda a: ContentFile(a.content, a.name))
    size = LazyAttribute(lambda a: len(a.content))
    sha256 = LazyAttribute(lambda a: hashlib.sha256(a.content).hexdigest())


class HeldSendingFactory(DjangoModelFactory):
    """The same interview came once more with other answers, and nobody has decided."""

    class Meta:
        model = counts.HeldSending

    class Params:
        said = LazyFunction(dict)

    submission = SubFactory(SubmissionFactory)
    enumeration = LazyAttribute(lambda h: h.submission.enumeration)
    settlement = LazyAttribute(lambda h: h.enumeration.settlement)
    kind = HeldKind.DIFFERENT_CONTENT
    instance_id = LazyAttribute(lambda h: h.submission.instance_id)
    version_text = LazyAttribute(lambda h: h.submission.version_text)
    xml = LazyAttribute(
        lambda h: interview(
            h.submission.version.questionnaire.form_id, h.version_text, h.instance_id, **h.said
        )
    )
    sha256 = LazyAttribute(lambda h: hashlib.sha256(h.xml or b"").hexdigest())
    sent_by = LazyAttribute(lambda h: h.submission.sent_by)


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
        summary, _ = model_class.objects.update_or_create(structure=structure, defaults=said)
        return summary


def member_of(place: Any, role: str, **user: Any) -> Any:
    """A user with one membership: of a settlement, of a county, or (None) everywhere."""
    person = UserFactory.create(**user)
    here = (
        {"county": place, "settlement": None} if isinstance(place, models.County) else {"settlement": place}
    )
    MembershipFactory(user=person, role=role, **here)
    return person
