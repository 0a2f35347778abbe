"""What a panel decided, and what settled a referral."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from enumerations.forms import DateInput
from verification.choices import Outcome, ReferredTo
from verification.forms.objections import not_to_come
from verification.models import Objection
from verification.services.decisions import Verdict

UPHOLDS = frozenset({Outcome.UPHELD, Outcome.PARTLY})


class CorrectsField(forms.ChoiceField):
    """Whether the register changes with it."""

    def __init__(self) -> None:
        choices = [
            ("now", _("The register is corrected now, as below")),
            ("nothing", _("Nothing is to be corrected")),
        ]
        super().__init__(
            label=_("The register"), choices=choices, widget=forms.RadioSelect, required=False, initial="now"
        )


class DecisionForm(forms.Form):
    """The panel's word."""

    outcome = forms.ChoiceField(label=_("Decision"), choices=Outcome, widget=forms.RadioSelect)
    referred_to = forms.ChoiceField(
        label=_("Referred to"),
        help_text=_("Only where the panel does not decide itself."),
        choices=[("", "–"), *ReferredTo.choices],
        required=False,
    )
    reasons = forms.CharField(label=_("Reasons"), max_length=8_000, widget=forms.Textarea(attrs={"rows": 4}))
    panel = forms.CharField(
        label=_("Panel"),
        help_text=_("Who decided: names and offices."),
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    on = forms.DateField(label=_("Decided on"), widget=DateInput(), initial=timezone.localdate)
    corrects = CorrectsField()

    def __init__(self, objection: Objection, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.objection = objection

    def clean_on(self) -> Any:
        day = not_to_come(self.cleaned_data["on"])
        if day < self.objection.heard_on:
            raise forms.ValidationError(_("It was decided before anybody objected. Check the day."))
        return day

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or {}
        is_referred = said.get("outcome") == Outcome.REFERRED
        if is_referred and not said.get("referred_to"):
            self.add_error("referred_to", _("Say who decides it now."))
        if not is_referred:
            said["referred_to"] = ""
        if said.get("outcome") in UPHOLDS and not said.get("corrects"):
            self.add_error("corrects", _("Say whether the register changes with it."))
        return said

    @property
    def has_correction(self) -> bool:
        """Whether what stands below is to be carried out."""
        said = self.cleaned_data
        return said.get("outcome") in UPHOLDS and said.get("corrects") == "now"

    def verdict(self) -> Verdict:
        said = self.cleaned_data
        return Verdict(
            outcome=Outcome(said["outcome"]),
            reasons=said["reasons"],
            panel=said["panel"],
            on=said["on"],
            referred_to=said["referred_to"],
        )


class SettleForm(forms.Form):
    """How whoever it was referred to has settled it."""

    on = forms.DateField(label=_("Settled on"), widget=DateInput(), initial=timezone.localdate)
    how = forms.CharField(
        label=_("How it was settled"),
        help_text=_("By whom, and where the paper is."),
        max_length=8_000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    corrects = CorrectsField()

    def __init__(self, objection: Objection, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.objection = objection
        self.fields["corrects"].required = True
        self.fields["corrects"].initial = "nothing"

    def clean_on(self) -> Any:
        day = not_to_come(self.cleaned_data["on"])
        if self.objection.decided_on and day < self.objection.decided_on:
            raise forms.ValidationError(_("It was settled before it was referred. Check the day."))
        return day

    @property
    def has_correction(self) -> bool:
        return self.cleaned_data.get("corrects") == "now"
