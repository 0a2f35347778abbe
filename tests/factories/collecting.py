"""Questionnaires, phones and what phones send."""

import hashlib
import uuid
from typing import Any
from xml.sax.saxutils import escape

from django.core.files.base import ContentFile
from django.utils import timezone
from factory.declarations import LazyAttribute, LazyFunction, Sequence, SubFactory
from factory.django import DjangoModelFactory

from enumerations import models as counts
from enumerations.collecting import HeldKind, SubmissionState, VersionState
from tests.factories.counts import EnumerationFactory
from tests.factories.ground import UserFactory


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
