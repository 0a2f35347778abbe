"""Keep what contradicts beside what is here, until a supervisor has decided."""

from typing import Any

from enumerations.collecting import HeldDecision, HeldKind
from enumerations.intake.envelope import Envelope
from enumerations.models import Attachment, HeldSending, Submission
from enumerations.services.once import insert_once
from enumerations.services.receipts import LENGTH, MESSAGES, Outcome, Receipt, Sent, receipt


class Holding:
    """One sending that is not taken as it is; files that need not be kept go to `unused`."""

    def __init__(
        self,
        sent: Sent,
        envelope: Envelope,
        kind: HeldKind,
        first: Submission | None,
        unused: list[Attachment],
    ) -> None:
        self.sent, self.envelope, self.kind, self.first, self.unused = sent, envelope, kind, first, unused

    def keep_all(self, sha256: str, files: list[Attachment]) -> Receipt:
        """The XML and its files. Of a household that was erased not even these: only that it came."""
        held = self._held(sha256=sha256)
        if self.kind != HeldKind.DELETED:
            held.xml = self.sent.xml
        kept = self._keep(held)
        for attachment in files:
            self._keep_file(attachment)
        return self._told(kept)

    def keep_files(self, differing: list[Attachment]) -> Receipt:
        """Files alone, of an interview that was taken."""
        held = [self._keep_file(attachment) for attachment in differing]
        undecided = (each for each in held if each.decision == HeldDecision.OPEN)
        return self._told(next(undecided, held[0]))

    def _keep_file(self, attachment: Attachment) -> HeldSending:
        held = self._held(sha256=attachment.sha256, file_name=attachment.name, file=str(attachment.file.name))
        kept = self._keep(held)
        if kept is not held:
            self.unused.append(attachment)
        return kept

    def _held(self, **more: Any) -> HeldSending:
        sent = self.sent
        return HeldSending(
            settlement_id=sent.enumeration.settlement_id,
            enumeration=sent.enumeration,
            kind=self.kind,
            instance_id=self.envelope.instance_id,
            submission=self.first,
            version_text=self.envelope.version,
            device=sent.device,
            phone_id=sent.phone_id[:LENGTH],
            user_agent=sent.user_agent[:LENGTH],
            sent_by=sent.user,
            **more,
        )

    def _keep(self, held: HeldSending) -> HeldSending:
        """Held, once: what is sent again is what waits already, or was decided."""
        if insert_once(held):
            return held
        return HeldSending.objects.defer("xml").get(
            enumeration=held.enumeration,
            instance_id=held.instance_id,
            file_name=held.file_name,
            sha256=held.sha256,
        )

    def _told(self, held: HeldSending) -> Receipt:
        if held.decision != HeldDecision.OPEN:
            return receipt(Outcome.DECIDED)
        return Receipt(Outcome.HELD, MESSAGES[HeldKind(held.kind)], held)
