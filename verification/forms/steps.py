"""What is filled in to take a step: the meeting, who takes the register over, why, and the papers."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from enumerations.forms import DateInput
from verification.choices import StepFileKind
from verification.conditions import Condition, Offer
from verification.lifecycle import Move, Way
from verification.services.papers import MAX_PAPERS, Paper, PaperRefused, read_paper
from verification.services.steps import Met

RECEIPTS = frozenset({StepFileKind.RECEIPT, StepFileKind.AGREEMENT})
ACCEPTED = ".pdf,.jpg,.jpeg,.png,.docx,.odt"
MOST_WHO_CAME = 100_000


class FilesInput(forms.FileInput):
    """Several files at once: the pages of a paper are several photos."""

    allow_multiple_selected = True


class PapersField(forms.FileField):
    """Papers of one kind: every file looked into, the first that is not taken said.

    `required` is how it looks: whether one is missing say the step's conditions, which take either of two.
    """

    def __init__(self, *, kind: str, **kwargs: Any) -> None:
        self.kind = kind
        super().__init__(widget=FilesInput(attrs={"accept": ACCEPTED}), **kwargs)

    def clean(self, data: Any, initial: Any = None) -> list[Paper]:
        uploads: list[UploadedFile] = [each for each in data or [] if each]
        papers = []
        for upload in uploads:
            super().clean(upload, initial)
            try:
                papers.append(read_paper(self.kind, upload))
            except PaperRefused as refused:
                raise forms.ValidationError(f"{refused.sentence} {refused.remedy}", refused.code) from None
        return papers


class StepForm(forms.Form):
    """What one step asks for; what it does not ask for is not there."""

    # Of two papers one may be enough: a browser must not insist on both.
    use_required_attribute = False

    held_on = forms.DateField(label=_("Day of the meeting"), widget=DateInput(), required=False)
    place = forms.CharField(label=_("Place"), max_length=200, required=False)
    women = forms.IntegerField(
        label=_("Women who came"), min_value=0, max_value=MOST_WHO_CAME, required=False
    )
    men = forms.IntegerField(label=_("Men who came"), min_value=0, max_value=MOST_WHO_CAME, required=False)
    given_to = forms.CharField(label=_("Handed over to"), max_length=200, required=False)
    note = forms.CharField(
        label=_("Note"),
        help_text=_("Everybody who works in this settlement reads it. No names of residents here."),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
    )

    def __init__(self, *args: Any, move: Move, conditions: Sequence[Condition] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.move = move
        passes_over = any(not each.met and not each.must for each in conditions)
        if move.way != Way.ON or passes_over:
            self.fields["note"].label = _("Why")
            self.fields["note"].required = True
        asked_for = {rule.field for rule in move.rules}
        if "held_on" in asked_for:
            self.fields["held_on"].required = self.fields["place"].required = True
        if not move.meets:
            for name in ("held_on", "place", "women", "men"):
                del self.fields[name]
        if move.needs_receiver:
            self.fields["given_to"].required = True
        else:
            del self.fields["given_to"]
        one_of = RECEIPTS if "receipt" in asked_for else asked_for
        for kind in move.papers:
            self.fields[kind.value] = PapersField(
                kind=kind, label=kind.label, help_text=self._help(kind), required=kind in one_of
            )

    def _help(self, kind: StepFileKind) -> str:
        if kind == StepFileKind.RECEIPT:
            return gettext("This, or the agreement. PDF, photos, Word or OpenDocument, at most 10 MB each.")
        if kind == StepFileKind.ATTENDANCE:
            return gettext("Only leaders and the office open it; it goes when the names of the count go.")
        return gettext("PDF, photos, Word or OpenDocument, at most 10 MB each.")

    def clean_held_on(self) -> Any:
        day = self.cleaned_data["held_on"]
        if day and day > timezone.localdate():
            raise forms.ValidationError(gettext("This day has not come yet."))
        if day and day.year < 1990:
            raise forms.ValidationError(gettext("This day is too long ago."))
        return day

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or {}
        if len(self.papers) > MAX_PAPERS:
            refused = PaperRefused("papers_too_many")
            raise forms.ValidationError(f"{refused.sentence} {refused.remedy}", refused.code)
        return values

    @property
    def papers(self) -> list[Paper]:
        return [paper for kind in self.move.papers for paper in self.cleaned_data.get(kind.value) or []]

    def offer(self) -> Offer:
        """What is brought, as the conditions ask for it."""
        said = self.cleaned_data
        return Offer(
            held_on=said.get("held_on"),
            place=said.get("place", ""),
            given_to=said.get("given_to", ""),
            note=said.get("note", ""),
            papers=frozenset(paper.kind for paper in self.papers),
        )

    def met(self) -> Met:
        return Met(women=self.cleaned_data.get("women"), men=self.cleaned_data.get("men"))

    def say_missing(self, missing: Sequence[Condition]) -> None:
        """Put what the form itself should have brought at its fields."""
        for condition in missing:
            if condition.field in self.fields:
                self.add_error(condition.field, condition.says)
        if not any(condition.must for condition in missing):
            self.fields["note"].label = _("Why")
            self.add_error("note", gettext("Write why you go on all the same."))
