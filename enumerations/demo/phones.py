"""What the demo's phones send: interviews filled into the count's current form, and what becomes of them."""

import uuid
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from xml.etree.ElementTree import Element, SubElement, tostring

from django.utils import timezone

from accounts.models import User
from enumerations.choices import EnumerationState
from enumerations.collecting import FormIntake, Review, SubmissionState, VersionState
from enumerations.demo.interviews import Interview
from enumerations.demo.newcomers import WITH_PHONES, visits
from enumerations.demo.people import Answers
from enumerations.demo.places import KIAMUTISYA
from enumerations.models import Device, Enumeration, Submission
from enumerations.services.devices import make_device, revoke
from enumerations.services.review import accept_many, return_many, reviewable
from enumerations.xlsform import Question
from enumerations.xlsform.doors import OTHER
from enumerations.xlsform.question import QuestionKind

PHONE = "The demo's phone"
LEADER = "amina@pamoja.example"
TWICE = 4  # this one's answer was lost on the way
ACCEPTED = 12
SHORT = timedelta(minutes=5)
REASON = "Dakika tatu tu? Tafadhali itembelee kaya hii tena. (Only three minutes? Please visit them again.)"


@dataclass(frozen=True)
class Sending:
    """One interview as it leaves the phone of one of WITH_PHONES."""

    who: int
    instance_id: str
    xml: bytes

    @property
    def phone_id(self) -> str:
        """What the phone calls itself."""
        return _phone_id(self.who)


def count_for_phones() -> Enumeration | None:
    """Kiamutisya's count while it takes interviews from phones and none was reviewed."""
    return (
        Enumeration.objects.filter(
            settlement__code=KIAMUTISYA.code,
            round=1,
            state=EnumerationState.ENUMERATING,
            questionnaire__versions__state=VersionState.PUBLISHED,
        )
        .exclude(questionnaire__intake=FormIntake.CLOSED)
        .exclude(pk__in=Submission.objects.exclude(review=Review.PENDING).values("enumeration"))
        .select_related("settlement__county", "questionnaire")
        .first()
    )


def set_up_phones(enumeration: Enumeration) -> list[str]:
    """A phone for each of WITH_PHONES, and their tokens; those of a demo that was cut short are shut out."""
    for left in Device.objects.filter(enumeration=enumeration, name=PHONE, revoked_at__isnull=True):
        revoke(left)
    people = [User.objects.get(email=email) for email in WITH_PHONES]
    return [
        make_device(enumeration=enumeration, user=person, name=PHONE, created_by=None)[1] for person in people
    ]


def sendings(enumeration: Enumeration) -> Iterator[Sending]:
    """What the phones send, in this order: one interview comes twice. Of one count always the same."""
    version = enumeration.questionnaire.current()
    assert version is not None
    questions = [Question.from_json(kept) for kept in version.questions]
    doors = set(enumeration.settlement.structures.values_list("code", flat=True))
    names = [str(User.objects.get(email=email)) for email in WITH_PHONES]
    for turn, visit in enumerate(visits(enumeration)):
        said = {"enumerator": names[visit.who], "device": _phone_id(visit.who)}
        answers = visit.interview.answers | said | _picked(visit.interview, doors)
        name = _name_of(enumeration, visit.interview)
        root = fill(questions, answers, visit.interview.persons, instance_id=name)
        root.attrib |= {"id": enumeration.questionnaire.form_id, "version": version.version}
        sending = Sending(visit.who, name, tostring(root, encoding="utf-8", xml_declaration=True))
        yield sending
        if turn == TWICE:
            yield sending


def _phone_id(who: int) -> str:
    return f"collect:demo{who + 1}"


def _picked(interview: Interview, doors: set[str]) -> Answers:
    """The door from the list, or typed where it is not there."""
    code = interview.answers["structure_code"]
    door = (
        {"structure_picked": code} if code in doors else {"structure_picked": OTHER, "structure_typed": code}
    )
    return door | {"household_no": int(interview.answers["hh_code"].rpartition("/")[2])}


def _name_of(enumeration: Enumeration, interview: Interview) -> str:
    """The same each time, so that nothing comes in twice."""
    return str(uuid.uuid5(uuid.NAMESPACE_URL, f"demo/{enumeration.pk}/{interview.answers['hh_code']}"))


def review(enumeration: Enumeration) -> tuple[int, int]:
    """The leader accepts what came first and returns a very short one: how many of each."""
    by = User.objects.get(email=LEADER)
    made = [(_name_of(enumeration, visit.interview), visit) for visit in visits(enumeration)]
    short = [name for name, visit in made if visit.lasted < SHORT and visit.interview.persons][:1]
    taken = dict(
        reviewable(by, enumeration)
        .filter(instance_id__in=[name for name, _ in made], state=SubmissionState.IN_REGISTER)
        .values_list("instance_id", "pk")
    )
    good = [taken[name] for name, _ in made if name in taken and name not in short]
    returned = [taken[name] for name in short if name in taken]
    return (
        accept_many(user=by, enumeration=enumeration, ids=good[:ACCEPTED]),
        return_many(user=by, enumeration=enumeration, ids=returned, reason=REASON),
    )


# --- The form, filled in ----------------------------------------------------------------------------


def fill(
    questions: Sequence[Question], answers: Answers, persons: list[Answers], *, instance_id: str
) -> Element:
    """A form's answers as a phone writes them: every question in its place, empty where nothing was said.

    Answers are found by a question's path or name; `persons` go to the repeat that asks for the relation.
    """
    inside: dict[str, list[Question]] = defaultdict(list)
    for question in questions:
        inside[question.path.rpartition("/")[0]].append(question)
    roster = next((each.repeat for each in questions if each.name == "relation"), "")

    def write(parent: Element, path: str, said: Answers) -> None:
        for question in inside[path]:
            lines = [said]
            if question.kind == QuestionKind.REPEAT:
                lines = persons if question.path == roster else []
            for line in lines:
                element = SubElement(parent, question.name)
                if question.is_answer:
                    element.text = text_of(line.get(question.path, line.get(question.name)))
                write(element, question.path, line)

    root = Element("data")
    write(root, "", answers)
    SubElement(SubElement(root, "meta"), "instanceID").text = f"uuid:{instance_id}"
    return root


def text_of(value: Any) -> str | None:
    """A moment with its zone, as a phone writes it; nothing stays nothing."""
    if isinstance(value, datetime):
        return timezone.make_aware(value).isoformat(timespec="milliseconds")
    return None if value is None else str(value)
