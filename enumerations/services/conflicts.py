"""What contradicts waits here until a supervisor decides; then it goes the way every interview goes.

Two things wait: sendings that were held at the door (`HeldSending`), and interviews that the intake holds
because the register has another one of the same household (`interviews.decide_conflict` does those). Nothing
is thrown away: what was decided stays to be looked at.
"""

import uuid
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from accounts.because import because
from accounts.models import User
from enumerations.collecting import HeldDecision, HeldKind, SubmissionFlag, SubmissionState
from enumerations.intake.envelope import BadInstance, read_envelope
from enumerations.intake.refusal import Refusal
from enumerations.models import Attachment, Enumeration, HeldSending, QuestionnaireVersion, Submission
from enumerations.services.interviews import decide_conflict, soon
from enumerations.services.locks import enumeration_locked
from enumerations.services.once import insert_once
from enumerations.services.run import refuse_closed
from enumerations.services.said import door_in, said_in

K, D = HeldKind, HeldDecision
# What can be decided about each kind, the first being what changes nothing.
CHOICES: dict[str, tuple[HeldDecision, ...]] = {
    K.DIFFERENT_CONTENT: (D.KEPT_FIRST, D.TAKEN, D.SEPARATE),
    K.EDIT_OF_REPLACED: (D.KEPT_FIRST, D.TAKEN, D.SEPARATE),
    K.FILE_DIFFERS: (D.KEPT_FIRST, D.TAKEN),
    K.DELETED: (D.KEPT_FIRST,),
}
# Pictures that came with a held interview.
ALONG = Q(kind__in=(K.DIFFERENT_CONTENT, K.EDIT_OF_REPLACED)) & ~Q(file_name="")


@dataclass(frozen=True)
class Decided:
    """What became of it: the interview that was made of a held one, if any."""

    held: HeldSending
    made: Submission | None = None


def choices_of(held: HeldSending) -> tuple[HeldDecision, ...]:
    """What may be decided: of what is no longer kept only that it stays as it is."""
    is_gone = held.xml is None and held.kind in (K.DIFFERENT_CONTENT, K.EDIT_OF_REPLACED)
    return (D.KEPT_FIRST,) if is_gone else CHOICES[held.kind]


def first_of(held: HeldSending) -> Submission | None:
    """The interview that stands now in place of the one that the held sending contradicts or corrects."""
    first = held.submission
    if first is None and held.xml:
        named = _corrects(bytes(held.xml))
        first = Submission.objects.filter(
            enumeration=held.enumeration_id, instance_id=named, is_test=False
        ).first()
    return _last_of(first) if first else None


def decide_held(*, held: HeldSending, decision: HeldDecision, user: User) -> Decided:
    """Do with a held sending what a supervisor decided. Raises Refusal.

    `kept_first`: nothing changes. `taken`: the later one becomes a correction of the first (of a picture:
    it takes the first one's place, which is kept here). `separate`: it is an interview of its own.
    """
    with because(user=user.pk, decided=str(decision)), enumeration_locked(held.enumeration_id) as count:
        held = HeldSending.objects.select_for_update(of=("self",)).get(pk=held.pk)
        if held.decision != D.OPEN or decision not in choices_of(held):
            raise Refusal("not_held")
        made = None
        if decision != D.KEPT_FIRST:
            refuse_closed(count)
        if decision != D.KEPT_FIRST and held.kind == K.FILE_DIFFERS:
            _exchange(held)
        elif decision != D.KEPT_FIRST:
            made = _take(held, decision, user)
        _close(held, decision, user)
        if made is not None:
            transaction.on_commit(lambda: soon(count.pk))
    return Decided(held, made)


def _close(held: HeldSending, decision: HeldDecision, user: User) -> None:
    """Write the decision; the pictures that came with an interview share its fate."""
    held.decision, held.decided_by, held.decided_at = decision, user, timezone.now()
    held.save(update_fields=["decision", "decided_by", "decided_at", "file", "sha256"])
    if held.kind == K.FILE_DIFFERS:
        return
    same = HeldSending.objects.filter(
        enumeration=held.enumeration_id, instance_id=held.instance_id, kind=held.kind
    ).undecided()
    if not same.filter(file_name="").exists():
        same.update(decision=decision, decided_by=user, decided_at=held.decided_at)


def _exchange(held: HeldSending) -> None:
    """The later picture takes the first one's place; the first one is kept where the later one was."""
    attachment: Attachment = Attachment.objects.select_for_update().get(
        submission=held.submission_id, name=held.file_name
    )
    attachment.file.name, held.file.name = held.file.name, attachment.file.name
    attachment.sha256, held.sha256 = held.sha256, attachment.sha256
    attachment.size = attachment.file.size
    attachment.save(update_fields=["file", "sha256", "size"])


def _take(held: HeldSending, decision: HeldDecision, user: User) -> Submission:
    """Make an interview of what was held, and let it go the way of all others."""
    first, xml = first_of(held), bytes(held.xml or b"")
    # What was sent twice under one ID needs another; what corrects has one of its own.
    own_id = held.instance_id if held.kind == K.EDIT_OF_REPLACED else str(uuid.uuid4())
    replaces = first if decision == D.TAKEN else None
    made = Submission(
        settlement_id=held.settlement_id,
        enumeration_id=held.enumeration_id,
        version=_version_of(held),
        version_text=held.version_text,
        instance_id=own_id,
        root_instance_id=replaces.root_instance_id if replaces else own_id,
        replaces=replaces,
        xml=xml,
        sha256=held.sha256,
        device_id=held.device_id,
        phone_id=held.phone_id,
        user_agent=held.user_agent,
        sent_by_id=held.sent_by_id,
        state=SubmissionState.RECEIVED,
    )
    made.flags = [] if made.version else [SubmissionFlag.UNKNOWN_VERSION]
    if not insert_once(made):  # a correction from a phone came first
        raise Refusal("not_held")
    _attach(made, xml, held, first)
    if replaces:
        Submission.objects.filter(pk=replaces.pk).update(
            state=SubmissionState.REPLACED, touched_at=timezone.now()
        )
    elif first and _is_same_door(first, xml, made.version):
        _count_apart(made, first, user)
    return made


def _attach(made: Submission, xml: bytes, held: HeldSending, first: Submission | None) -> None:
    """The pictures that its answers name: those that came with it, else the first one's."""
    came = HeldSending.objects.filter(
        enumeration=held.enumeration_id, instance_id=held.instance_id, kind=held.kind
    ).exclude(file_name="")
    files = (
        {each.name: (str(each.file.name), each.sha256) for each in first.attachments.all()} if first else {}
    )
    files |= {each.file_name: (str(each.file.name), each.sha256) for each in came if each.file}
    named = read_envelope(xml).texts()
    kept = [
        Attachment(submission=made, name=name, file=file, sha256=sha256)
        for name, (file, sha256) in files.items()
        if name in named
    ]
    for attachment in kept:
        attachment.size = attachment.file.size
    Attachment.objects.bulk_create(kept)
    made.expected_files = sorted(attachment.name for attachment in kept)
    made.save(update_fields=["expected_files"])


def _count_apart(made: Submission, first: Submission, user: User) -> None:
    """At one door under one number, the later one gets the next free number, as any other conflict does."""
    household = first.household if first.state == SubmissionState.IN_REGISTER else None
    if household is not None:
        made.state, made.household = SubmissionState.CONFLICT, household
        made.save(update_fields=["state", "household"])
        decide_conflict(submission=made, decision=D.SEPARATE, user=user)


def _is_same_door(first: Submission, xml: bytes, version: QuestionnaireVersion | None) -> bool:
    household = first.household
    door = household.structure.code if household and household.structure else ""
    return door_in(said_in(xml, version)) in ("", door)


def _version_of(held: HeldSending) -> QuestionnaireVersion | None:
    return QuestionnaireVersion.objects.filter(
        questionnaire__enumeration=held.enumeration_id, version=held.version_text
    ).first()


def _last_of(interview: Submission) -> Submission:
    """The end of its chain of corrections."""
    last = Submission.objects.filter(
        enumeration=interview.enumeration_id,
        root_instance_id=interview.root_instance_id,
        is_test=False,
        replaced_by__isnull=True,
    )
    found: Submission | None = last.order_by("-pk").first()
    return found or interview


def _corrects(xml: bytes) -> str:
    try:
        return read_envelope(xml).deprecated_id
    except BadInstance:
        return ""


def open_conflicts(enumeration: Enumeration) -> int:
    """How many things of a count wait for a decision. Pictures that came with an interview wait with it."""
    held = HeldSending.objects.filter(enumeration=enumeration).undecided().exclude(ALONG)
    held_back = Submission.objects.filter(
        enumeration=enumeration, state=SubmissionState.CONFLICT, is_test=False
    )
    return int(held.count() + held_back.count())
