"""Factories of what a community checks and adopts; see tests/factories.py."""

import hashlib
from datetime import date, timedelta
from typing import Any

from django.core.files.base import ContentFile
from django.utils import timezone
from factory.declarations import LazyAttribute, LazyFunction, SubFactory
from factory.django import DjangoModelFactory

from tests.factories import EnumerationFactory, HouseholdFactory, UserFactory
from verification import models
from verification.choices import CertificateState, ObjectionKind, ObjectionSource, Objector
from verification.paper.facts import Facts
from verification.receipts import new_receipt
from verification.serials import new_token, serial


class RegisterSnapshotFactory(DjangoModelFactory):
    """The first version of an adopted count's register, without entries."""

    class Meta:
        model = models.RegisterSnapshot

    enumeration = LazyAttribute(lambda _: EnumerationFactory(state="adopted"))
    settlement = LazyAttribute(lambda s: s.enumeration.settlement)
    version = LazyAttribute(lambda s: s.enumeration.snapshots.count() + 1)
    adopted_on = date(2026, 11, 1)
    households = 0
    people = 0
    root = LazyAttribute(lambda s: hashlib.sha256(f"{s.enumeration.pk}/{s.version}".encode()).hexdigest())
    made_by = SubFactory(UserFactory)


class SnapshotEntryFactory(DjangoModelFactory):
    """A household in a version."""

    class Meta:
        model = models.SnapshotEntry

    household = SubFactory(HouseholdFactory)
    snapshot = LazyAttribute(lambda e: RegisterSnapshotFactory(enumeration=e.household.enumeration))
    settlement = LazyAttribute(lambda e: e.snapshot.settlement)
    key = LazyAttribute(lambda e: e.household.key)
    digest = LazyAttribute(lambda e: hashlib.sha256(f"{e.snapshot.pk}/{e.household.pk}".encode()).digest())


def facts(**other: Any) -> Facts:
    """What a certificate says."""
    said: dict[str, Any] = {
        "settlement": "Kiamutisya (KMT)", "cluster": "B Village B", "ward": "Mlango Kubwa",
        "county": "Nairobi City", "structure": "KMT/B/1", "household": "KMT/B/1/01", "names": [],
        "years_in_settlement": 8, "years_in_structure": 3, "counted_on": "2026-10-05", "round": 1,
        "adopted_on": "2026-11-01", "version": 1, "root": "0123456789ab", "county_signs": "no",
    }  # fmt: skip
    return Facts(**said | other)


class CertificateFactory(DjangoModelFactory):
    """A household's valid certificate, without names."""

    class Meta:
        model = models.Certificate

    household = SubFactory(HouseholdFactory)
    snapshot = LazyAttribute(lambda c: SnapshotEntryFactory(household=c.household).snapshot)
    enumeration = LazyAttribute(lambda c: c.snapshot.enumeration)
    settlement = LazyAttribute(lambda c: c.enumeration.settlement)
    structure = LazyAttribute(lambda c: c.household.structure if c.household else None)
    number = LazyAttribute(lambda c: c.enumeration.certificates.count() + 1)
    serial = LazyAttribute(lambda c: serial(c.settlement.code, c.enumeration.round, c.number))
    token = LazyFunction(new_token)
    printed = LazyFunction(lambda: facts().to_bytes())
    issued_on = date(2026, 11, 10)
    issued_by = SubFactory(UserFactory)
    state = CertificateState.VALID


class CertificateWorkFactory(DjangoModelFactory):
    """A cluster's certificates are printed; a worker has not begun."""

    class Meta:
        model = models.CertificateWork

    enumeration = LazyAttribute(lambda _: EnumerationFactory(state="adopted"))
    settlement = LazyAttribute(lambda w: w.enumeration.settlement)
    kind = "print"
    asked_by = SubFactory(UserFactory)


class PostingFactory(DjangoModelFactory):
    """Posted today, numbers only, on A4 in both languages; its lists are not made yet."""

    class Meta:
        model = models.Posting

    enumeration = SubFactory(EnumerationFactory, state="checking")
    settlement = LazyAttribute(lambda p: p.enumeration.settlement)
    number = LazyAttribute(lambda p: p.enumeration.postings.count() + 1)
    posted_on = LazyFunction(timezone.localdate)
    closes_on = LazyAttribute(lambda p: p.posted_on + timedelta(days=14))
    place = "Kioski cha maji darajani"
    where_to_object = "Ukumbi, meza ya Mama Wambui"
    contact = "0712 345678"
    names_agreed_on = LazyAttribute(lambda p: date(2026, 11, 1) if getattr(p, "names", False) else None)
    created_by = SubFactory(UserFactory)
    ready_at: Any = None
    asked_at = LazyAttribute(lambda p: p.ready_at or timezone.now())


class PostedListFactory(DjangoModelFactory):
    """A list that was made of a cluster, or of what lies in none."""

    class Meta:
        model = models.PostedList

    class Params:
        content = b"%PDF-1.3 a list"

    posting = SubFactory(PostingFactory)
    settlement = LazyAttribute(lambda each: each.posting.settlement)
    cluster: Any = None
    households = 1
    pages = 3
    file = LazyAttribute(lambda each: ContentFile(each.content, "list.pdf"))
    sha256 = "0" * 64


class ObjectionFactory(DjangoModelFactory):
    """Somebody says that a name is wrong, and waits. Give it a structure, a household, or a count."""

    class Meta:
        model = models.Objection

    household = None
    structure = LazyAttribute(lambda o: o.household.structure if o.household else None)
    enumeration = LazyAttribute(lambda o: _count_of(o))
    settlement = LazyAttribute(lambda o: o.enumeration.settlement)
    cluster = LazyAttribute(lambda o: o.structure.cluster if o.structure else None)
    door = LazyAttribute(lambda o: o.structure.code if o.structure else "")
    receipt = LazyAttribute(lambda o: new_receipt(o.settlement.code))
    kind = ObjectionKind.WRONG_NAME
    source = ObjectionSource.DESK
    heard_on = date(2026, 11, 2)
    objector = Objector.HOUSEHOLD
    objector_name = "Neema Mwakio"
    phone = "0722000111"
    statement = "Jina langu si hilo."
    taken_by = SubFactory(UserFactory)


def _count_of(objection: Any) -> Any:
    if objection.household:
        return objection.household.enumeration
    place = {"settlement": objection.structure.settlement} if objection.structure else {}
    return EnumerationFactory(state="objections", **place)


class HearingFactory(DjangoModelFactory):
    class Meta:
        model = models.Hearing

    objection = SubFactory(ObjectionFactory)
    settlement = LazyAttribute(lambda h: h.objection.settlement)
    held_on = date(2026, 11, 9)
    place = "Kambi ya chifu"
    created_by = SubFactory(UserFactory)


class ObjectionFileFactory(DjangoModelFactory):
    """A PDF of a few bytes, unless `content` says otherwise."""

    class Meta:
        model = models.ObjectionFile

    class Params:
        content = b"%PDF-1.4\n%%EOF\n"

    objection = SubFactory(ObjectionFactory)
    settlement = LazyAttribute(lambda f: f.objection.settlement)
    name = "sheet.pdf"
    file = LazyAttribute(lambda f: ContentFile(f.content, f.name))
    size = LazyAttribute(lambda f: len(f.content))
    sha256 = LazyAttribute(lambda f: hashlib.sha256(f.content).hexdigest())
    added_by = SubFactory(UserFactory)
