"""What staff fill in at the desk for people who ask about their data."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import AccessRecord, User
from enumerations.forms import DateInput
from enumerations.intake.fields import HOUSEHOLD_FIELDS, PERSON_FIELDS, Field, Kind, Tier
from enumerations.models import Household
from enumerations.privacy import open_fields
from enumerations.rights import Purpose, RequestKind, RequestOutcome, Route
from enumerations.services.correcting import Problem, texts_of
from enumerations.services.rights.requests import Wish

WRITTEN_OUT = [("-98", _("did not know")), ("-99", _("did not want to say"))]
NEW_LINES = 2


class FindForm(forms.Form):
    """Whoever asks: a number, a door, a name or a phone."""

    words = forms.CharField(
        label=_("Household number, door, name or phone"), max_length=100, min_length=2, strip=True
    )


class WishForm(forms.Form):
    """How a wish reached us, and why it is acted on."""

    how = forms.ChoiceField(label=_("How it reached us"), choices=Route)
    on = forms.DateField(label=_("Said on"), widget=DateInput(), initial=timezone.localdate)
    reason = forms.CharField(
        label=_("In a few words, why"),
        help_text=_("It goes into the log. No names here."),
        min_length=5,
        max_length=AccessRecord.REASON_LENGTH,
    )

    def clean_on(self) -> Any:
        if self.cleaned_data["on"] > timezone.localdate():
            raise forms.ValidationError(_("This day is still to come."))
        return self.cleaned_data["on"]

    def wish(self, user: User) -> Wish:
        said = self.cleaned_data
        return Wish(how=Route(said["how"]), on=said["on"], taken_by=user, reason=said["reason"])


class WithdrawForm(WishForm):
    """Which agreements are taken back."""

    purposes = forms.MultipleChoiceField(
        label=_("The household no longer agrees to"),
        choices=Purpose,
        widget=forms.CheckboxSelectMultiple,
    )
    field_order = ("purposes",)


class EraseForm(WishForm):
    """Erase all, or leave the answers without a name."""

    answers = forms.ChoiceField(
        label=_("What the household agrees to"),
        choices=[
            ("gone", _("The whole household goes, and is counted no more.")),
            ("stay", _("The answers stay without a name, a number or a door, and are counted.")),
        ],
        widget=forms.RadioSelect,
    )
    sure = forms.BooleanField(label=_("I have told them that this cannot be undone."))
    field_order = ("answers", "how", "on", "reason", "sure")


class NoteForm(WishForm):
    """Write a request down that is answered later."""

    kind = forms.ChoiceField(label=_("Asks to"), choices=RequestKind)
    field_order = ("kind",)


class CloseForm(forms.Form):
    """What became of a request that changes nothing."""

    outcome = forms.ChoiceField(
        label=_("Outcome"),
        choices=[(each.value, each.label) for each in RequestOutcome if each != RequestOutcome.OPEN],
    )
    reason = WishForm.base_fields["reason"]


def control_of(declared: Field) -> forms.Field:
    """The control for one declared field. Whether an answer holds is judged by the checks of the intake."""
    label = str(declared.label)
    common: dict[str, Any] = {"label": label[:1].upper() + label[1:], "required": False}
    if declared.kind is Kind.YES_NO:
        return forms.ChoiceField(
            choices=[("", "–"), ("yes", _("yes")), ("no", _("no")), *WRITTEN_OUT], **common
        )
    if declared.kind is Kind.CODE and declared.choices is not None:
        return forms.ChoiceField(choices=[("", "–"), *declared.choices.choices, *WRITTEN_OUT], **common)
    if declared.kind is Kind.CODES and declared.choices is not None:
        return forms.MultipleChoiceField(
            choices=declared.choices.choices, widget=forms.CheckboxSelectMultiple, **common
        )
    if declared.name == "note":
        return forms.CharField(widget=forms.Textarea(attrs={"rows": 3}), **common)
    return forms.CharField(max_length=10_000, **common)


class AnswersForm(forms.Form):
    """The declared fields of a household or a person, as far as the reader's tiers go."""

    def __init__(self, fields: Iterable[Field], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for declared in fields:
            self.fields[declared.name] = control_of(declared)

    def texts(self) -> dict[str, str]:
        """What was filled in, as somebody would write it into a file."""
        return {
            name: ";".join(value) if isinstance(value, list) else value
            for name, value in self.cleaned_data.items()
            if name in self.fields and name != "removed"
        }

    @staticmethod
    def initial_of(texts: Mapping[str, str], fields: Iterable[Field]) -> dict[str, Any]:
        return {
            declared.name: texts[declared.name].split(";")
            if declared.kind is Kind.CODES and texts[declared.name]
            else texts[declared.name]
            for declared in fields
        }


class PersonForm(AnswersForm):
    """One person of the roster; a new one while the line is empty."""

    removed = forms.BooleanField(label=_("No longer in this household"), required=False)


class RecordForms:
    """A household's own answers and its people, as far as these fields go: one page, judged together.

    `new_lines` is how many people may be added.
    """

    def __init__(
        self,
        household: Household,
        own: Iterable[Field],
        persons: Iterable[Field],
        sent: Any = None,
        new_lines: int = NEW_LINES,
    ) -> None:
        self.household = household
        own, persons = list(own), list(persons)
        self.held = texts_of(household)
        self.people = {person.line_no: texts_of(person) for person in household.persons.all()}
        self.own = AnswersForm(own, sent, prefix="own", initial=AnswersForm.initial_of(self.held, own))
        self.shown = frozenset(declared.name for declared in (*own, *persons))
        last = max(self.people, default=0)
        nobody = {declared.name: "" for declared in PERSON_FIELDS}
        lines = self.people | dict.fromkeys(range(last + 1, last + 1 + new_lines), nobody)
        self.roster = {
            line: PersonForm(
                persons, sent, prefix=f"line{line}", initial=AnswersForm.initial_of(texts, persons)
            )
            for line, texts in sorted(lines.items())
            if persons
        }

    def are_valid(self) -> bool:
        """Whether everything could be read; all forms are looked at, so that all faults show at once."""
        return not any([form.errors for form in self.all])  # noqa: C419 - a generator would stop early

    def answers(self) -> dict[str, str]:
        return self.held | self.own.texts()

    def removed(self) -> set[int]:
        return {line for line, form in self.roster.items() if form.cleaned_data.get("removed")}

    def lines(self) -> dict[int, dict[str, str]]:
        """The people as they would be; an empty new line is nobody."""
        said = self.people | {
            line: self.people.get(line, {}) | form.texts() for line, form in self.roster.items()
        }
        return {
            line: texts
            for line, texts in said.items()
            if line not in self.removed() and (line in self.people or any(texts.values()))
        }

    def show(self, problems: list[Problem]) -> None:
        """Put each problem where its answer is; what belongs to no control stands on top."""
        for problem in problems:
            form = self.own if problem.line is None else self.roster.get(problem.line, self.own)
            at = problem.field if problem.field in form.fields else None
            form.add_error(at, f"{problem.sentence} {problem.remedy}")

    @property
    def is_wrong(self) -> bool:
        return any(form.is_bound and form.errors for form in self.all)

    @property
    def all(self) -> list[forms.Form]:
        return [self.own, *self.roster.values()]


class CorrectionForms(RecordForms):
    """The whole record, and how the wish to correct it reached us."""

    def __init__(self, household: Household, tiers: frozenset[Tier], sent: Any = None) -> None:
        own, persons = open_fields(HOUSEHOLD_FIELDS, tiers), open_fields(PERSON_FIELDS, tiers)
        super().__init__(household, own, persons, sent)
        self.wish = WishForm(sent)

    @property
    def all(self) -> list[forms.Form]:
        return [self.wish, *super().all]
