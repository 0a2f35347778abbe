"""What is said of two that may be one."""

from django import forms
from django.utils.translation import gettext_lazy as _

from verification.models import Suspicion


class DecisionForm(forms.Form):
    """Which of the two stays, or that they are two; and why."""

    KEEP_A, KEEP_B, NOT_THE_SAME = "keep_a", "keep_b", "not_the_same"

    decision = forms.ChoiceField(
        label=_("What is to be done?"),
        choices=[
            (KEEP_A, _("They are one: keep the first")),
            (KEEP_B, _("They are one: keep the second")),
            (NOT_THE_SAME, _("They are two")),
        ],
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        label=_("How do you know?"),
        help_text=_("For example: went to both doors on Tuesday. No names here."),
        min_length=5,
        max_length=300,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


class UndoForm(forms.Form):
    """Why a decision is taken back."""

    reason = forms.CharField(
        label=_("Why is it taken back?"),
        help_text=_("No names here."),
        min_length=5,
        max_length=300,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


def side(suspicion: Suspicion, decision: str) -> object:
    """What a decision keeps: a household or a structure."""
    letter = "a" if decision == DecisionForm.KEEP_A else "b"
    return getattr(suspicion, f"structure_{letter}") or getattr(suspicion, f"household_{letter}")
