"""What is filled in of a hand-over, of a note to it, and which of them to show."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from enumerations.forms import DateInput
from reports.forms.agreements import FILES, SettlementsField, check_papers, not_to_come
from reports.handing import Gift, Taker
from reports.models.handover import ENVELOPES, Agreement, Means, PaperKind, Party
from reports.products import Envelope
from settlements.models import Settlement
from settlements.roles import Act
from verification.forms.steps import PapersField


class HandOverForm(forms.Form):
    """What was given, to whom, how. Of a file that was made here, what it is is known and not asked."""

    settlements: Any
    title = forms.CharField(
        label=_("What was given"),
        help_text=_("As the office will ask for it: Report of the count of 2026, printed."),
        max_length=200,
    )
    version = forms.CharField(label=_("Version"), max_length=60, required=False)
    envelope = forms.TypedChoiceField(
        label=_("What it holds"), choices=ENVELOPES, coerce=int, initial=int(Envelope.COUNTY)
    )
    has_structures = forms.BooleanField(
        label=_("It shows structures one by one"),
        help_text=_("A list or a map with door numbers: only where the assembly agreed."),
        required=False,
    )
    agreement = forms.ModelChoiceField(
        Agreement.objects.none(),
        label=_("Under the agreement"),
        help_text=_("Public figures need none."),
        empty_label=_("none"),
        required=False,
    )
    office = forms.CharField(label=_("Office"), max_length=200)
    party = forms.ChoiceField(label=_("Kind of office"), choices=Party)
    officer = forms.CharField(
        label=_("Public officer who took it"),
        help_text=_("In their office, not as a private person."),
        max_length=120,
    )
    position = forms.CharField(label=_("Their position"), max_length=120, required=False)
    given_on = forms.DateField(label=_("Given on"), widget=DateInput())
    means = forms.ChoiceField(label=_("How"), choices=Means)
    note = forms.CharField(
        label=_("Note"),
        help_text=_("The leaders of the settlement read it. No names of residents here."),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
    )

    def __init__(self, *args: Any, user: User, known: Gift | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.known = known
        self.fields["settlements"] = SettlementsField(
            Settlement.objects.where_may(user, Act.HAND_OVER), label=_("Whose data it is")
        )
        agreements = Agreement.objects.visible_to(user).order_by("-signed_on", "-pk")
        self.fields["agreement"].queryset = agreements  # type: ignore[attr-defined]
        self.fields["agreement"].label_from_instance = _said  # type: ignore[attr-defined]
        self.order_fields(["settlements"])
        if not self.is_bound:
            self.initial.setdefault("given_on", timezone.localdate())
        if known:
            for name in ("settlements", "title", "version", "envelope", "has_structures"):
                del self.fields[name]

    def clean_given_on(self) -> date:
        return not_to_come(self.cleaned_data["given_on"])

    def gift(self) -> Gift:
        said = self.cleaned_data
        return self.known or Gift(
            title=said["title"],
            version=said["version"],
            envelope=Envelope(said["envelope"]),
            has_structures=said["has_structures"],
        )

    def taker(self) -> Taker:
        said = self.cleaned_data
        return Taker(Party(said["party"]), said["office"], said["officer"], said["position"])


def _said(agreement: Any) -> str:
    days = {"first": f"{agreement.signed_on:%d/%m/%Y}", "last": f"{agreement.last_day:%d/%m/%Y}"}
    return f"{agreement.office} · " + gettext("%(first)s to %(last)s") % days


class NoteForm(forms.Form):
    """A correction, or what came later: the signed receipt."""

    text = forms.CharField(
        label=_("Note"),
        help_text=_("What was written down stays as it is. No names of residents here."),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    papers = PapersField(
        kind=PaperKind.RECEIPT, label=_("The signed receipt"), help_text=FILES, required=False
    )

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or {}
        check_papers(self)
        return values


@dataclass(frozen=True)
class Chosen:
    """Which hand-overs to show; what is not one of the choices counts for nothing."""

    settlement: str = ""
    party: str = ""
    year: str = ""
    agreement: str = ""

    @classmethod
    def of(cls, said: Any) -> "Chosen":
        def number(name: str) -> str:
            value = str(said.get(name, ""))
            return value if value.isascii() and value.isdecimal() and len(value) < 10 else ""

        year = number("year")
        return cls(
            settlement=str(said.get("settlement", "")).replace("\x00", "").strip().upper()[:4],
            party=said.get("party", "") if said.get("party") in Party.values else "",
            year=year if year and 1990 <= int(year) <= 9999 else "",
            agreement=number("agreement"),
        )

    @property
    def is_used(self) -> bool:
        return any((self.settlement, self.party, self.year, self.agreement))

    def of_hand_overs(self, found: Any) -> Any:
        """The hand-overs that are like that."""
        if self.settlement:
            found = found.filter(settlements__code=self.settlement)
        if self.party:
            found = found.filter(party=self.party)
        if self.year:
            found = found.filter(given_on__year=int(self.year))
        if self.agreement:
            found = found.filter(agreement=int(self.agreement))
        return found
