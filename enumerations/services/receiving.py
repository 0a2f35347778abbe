"""Take what a phone, or the web form, sends: each interview once, whatever the network did to it.

The bytes are on disk and in the database before anybody is told so. What contradicts what is here is kept
beside it (`HeldSending`) until a supervisor has decided, and the sender keeps it too. What is in an interview
is read later: an enumerator's day is never refused for an answer.
"""

import hashlib

from django.db import transaction
from django.db.models import F, Func, Value
from django.utils import timezone

from enumerations.collecting import FormIntake, HeldKind, SubmissionFlag, SubmissionState
from enumerations.intake.envelope import Envelope, read_envelope
from enumerations.models import Attachment, Enumeration, Questionnaire, Submission
from enumerations.services.holding import Holding
from enumerations.services.interviews import soon
from enumerations.services.known import Known, keep_alone, look_up, media_paths
from enumerations.services.once import insert_once
from enumerations.services.receipts import LENGTH, Outcome, Receipt, Sent, receipt
from enumerations.services.sent_files import SentFile, discard, stored

__all__ = ["Outcome", "Receipt", "Sent", "SentFile", "receive", "takes_interviews"]


def receive(sent: Sent) -> Receipt:
    """Keep one sending, durably, and say what became of it. Raises BadInstance for what is no interview.

    Safe to call with the same sending any number of times, and by several at once.
    """
    envelope = read_envelope(sent.xml)
    questionnaire = getattr(sent.enumeration, "questionnaire", None)
    if questionnaire is None or envelope.form_id != questionnaire.form_id:
        return receipt(Outcome.UNKNOWN_FORM)
    taken = takes_interviews(questionnaire, sent.enumeration)
    known = look_up(sent, envelope, questionnaire, take=taken)
    if known.kept_as:
        _wake(sent, known.kept_as)
        return receipt(Outcome.NEW)
    if not (taken or known.is_test or _is_here(sent, envelope)):
        return receipt(Outcome.CLOSED)
    return _Receiving(sent, envelope, known, questionnaire).run()


def keep_at_once(sent: Sent) -> bool:
    """Keep an interview that stands alone and is new, from a phone of which only the name is sure.

    Whether it is still let in, and its form still taken, is asked in the same statement. False: nothing was
    kept, and `receive` is to be asked, by a phone that is known. Raises BadInstance.
    """
    envelope = read_envelope(sent.xml)
    questionnaire = getattr(sent.enumeration, "questionnaire", None)
    if questionnaire is None or envelope.form_id != questionnaire.form_id:
        return False
    state = keep_alone(sent, envelope, questionnaire)
    if state:
        _wake(sent, state)
    return bool(state)


def takes_interviews(questionnaire: Questionnaire, enumeration: Enumeration) -> bool:
    """Whether interviews are still taken; forms may be handed out no more."""
    return enumeration.is_open and questionnaire.intake != FormIntake.CLOSED


def _is_here(sent: Sent, envelope: Envelope) -> bool:
    """A closed form still gives its answer to who did not hear it, and takes the pictures that follow."""
    here = Submission.objects.filter(
        enumeration=sent.enumeration, instance_id=envelope.instance_id, is_test=False
    )
    return here.exists()


def _wake(sent: Sent, state: str) -> None:
    """Have it gathered, if all of it is here."""
    if state == SubmissionState.RECEIVED:
        transaction.on_commit(lambda: soon(sent.enumeration.pk))


class _Receiving:
    """One sending that needs more than a row, on its way into the database."""

    def __init__(self, sent: Sent, envelope: Envelope, known: Known, questionnaire: Questionnaire) -> None:
        self.sent, self.envelope, self.known = sent, envelope, known
        self.sha256 = hashlib.sha256(sent.xml).hexdigest()
        self.expected = list(envelope.attached(media_paths(known, questionnaire)))
        self.files: list[Attachment] = []
        self.unused: list[Attachment] = []

    def run(self) -> Receipt:
        """The files first: the transaction is to be a short one, and what it names must be there."""
        self.files = stored(() if self.known.is_erased else self.sent.files, self.expected)
        try:
            with transaction.atomic():
                told = self._take()
        except BaseException:
            discard(self.files)
            raise
        discard(self.unused)
        return told

    def _take(self) -> Receipt:
        if self.known.is_erased:
            return self._hold(HeldKind.DELETED, None)
        submission = self._submission()
        if insert_once(submission):
            self._link(submission)
            self._attach(submission)
            _wake(self.sent, submission.state)
            return receipt(Outcome.NEW)
        first = self._first()
        if first is None:  # what this corrects has been corrected by another one
            original = Submission.objects.filter(pk=self.known.original_id or 0).defer("xml").first()
            return self._hold(HeldKind.EDIT_OF_REPLACED, original)
        if first.sha256 != self.sha256:
            return self._differs(first)
        return self._add_to(first)

    def _submission(self) -> Submission:
        sent, envelope, known = self.sent, self.envelope, self.known
        return Submission(
            settlement_id=sent.enumeration.settlement_id,
            enumeration=sent.enumeration,
            version_id=known.version_id,
            version_text=envelope.version,
            instance_id=envelope.instance_id,
            root_instance_id=known.original_root or envelope.deprecated_id or envelope.instance_id,
            replaces_id=known.original_id,
            is_test=known.is_test,
            xml=sent.xml,
            sha256=self.sha256,
            expected_files=self.expected,
            device=sent.device,
            phone_id=sent.phone_id[:LENGTH],
            user_agent=sent.user_agent[:LENGTH],
            sent_by=sent.user,
            state=self._state(),
            flags=self._flags(),
        )

    def _state(self) -> SubmissionState:
        if self.known.is_test:
            return SubmissionState.TEST
        if self.known.orphan_id:
            return SubmissionState.REPLACED
        named = {attachment.name for attachment in self.files}
        return SubmissionState.RECEIVED if self._has_all(named) else SubmissionState.WAITING_FILES

    def _has_all(self, names: set[str]) -> bool:
        return not self.sent.is_incomplete and names.issuperset(self.expected)

    def _flags(self) -> list[str]:
        flags: list[str] = []
        if self.known.version_id is None:
            flags.append(SubmissionFlag.UNKNOWN_VERSION)
        if self.envelope.deprecated_id and self.known.original_id is None:
            flags.append(SubmissionFlag.UNKNOWN_ORIGINAL)
        return flags

    def _link(self, submission: Submission) -> None:
        """What it corrects counts no more; and where its own correction came first, that one stands."""
        now = timezone.now()
        if self.known.original_id:
            originals = Submission.objects.filter(pk=self.known.original_id, is_test=False)
            originals.update(state=SubmissionState.REPLACED, touched_at=now)
        if self.known.orphan_id:
            without = Func(F("flags"), Value(SubmissionFlag.UNKNOWN_ORIGINAL), function="array_remove")
            orphans = Submission.objects.filter(pk=self.known.orphan_id, replaces=None)
            orphans.update(replaces=submission, flags=without)
            # In the register it keeps the name that it has there.
            orphans = Submission.objects.filter(pk=self.known.orphan_id, household=None)
            orphans.update(root_instance_id=submission.root_instance_id)

    def _first(self) -> Submission | None:
        """What is here of the same interview, locked: of two who bring the last pictures one sees both."""
        held = Submission.objects.select_for_update(of=("self",)).defer("xml")
        return held.filter(
            enumeration=self.sent.enumeration,
            instance_id=self.envelope.instance_id,
            is_test=self.known.is_test,
        ).first()

    def _add_to(self, submission: Submission) -> Receipt:
        before = len(self.files) - len(self.unused)
        differing = self._attach(submission)
        added = before - len(self.unused) - len(differing)
        self._complete(submission)
        if differing:
            holding = Holding(self.sent, self.envelope, HeldKind.FILE_DIFFERS, submission, self.unused)
            return holding.keep_files(differing)
        return receipt(Outcome.FILES_ADDED if added else Outcome.ALREADY_HERE)

    def _attach(self, submission: Submission) -> list[Attachment]:
        """Add the files; those that are here already as other bytes are given back."""
        differing: list[Attachment] = []
        for attachment in self.files:
            attachment.submission = submission
            if insert_once(attachment):
                continue
            same = Attachment.objects.filter(
                submission=submission, name=attachment.name, sha256=attachment.sha256
            )
            (self.unused if same.exists() else differing).append(attachment)
        return differing

    def _complete(self, submission: Submission) -> None:
        """Let an interview go on once all of its files are here."""
        if submission.state == SubmissionState.WAITING_FILES:
            names = set(submission.attachments.values_list("name", flat=True))
            if not self.sent.is_incomplete and names.issuperset(submission.expected_files):
                submission.state = SubmissionState.RECEIVED
            submission.touched_at = timezone.now()
            submission.save(update_fields=["state", "touched_at"])
            _wake(self.sent, submission.state)

    def _differs(self, first: Submission) -> Receipt:
        if first.is_test:
            self.unused += self.files
            return receipt(Outcome.TEST_DIFFERS)
        return self._hold(HeldKind.DIFFERENT_CONTENT, first)

    def _hold(self, kind: HeldKind, first: Submission | None) -> Receipt:
        return Holding(self.sent, self.envelope, kind, first, self.unused).keep_all(self.sha256, self.files)
