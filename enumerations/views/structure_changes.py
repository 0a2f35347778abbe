"""What happened to a structure: the office writes it down, and takes it back."""

from datetime import date
from typing import Any, cast

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.models import User
from enumerations.models import Enumeration
from settlements.changes import ChangeRefused, newest, note, take_back
from settlements.choices import ChangeKind
from settlements.models import Structure, StructureChange
from settlements.numbering import NumberingError, parse


class ChangeForm(forms.Form):
    """What happened, to which numbers, when, and how it is known."""

    kind = forms.ChoiceField(label=gettext_lazy("What happened"), choices=ChangeKind.choices)
    became = forms.CharField(
        label=gettext_lazy("Numbers that it is now"),
        max_length=200,
        required=False,
        help_text=gettext_lazy(
            "Of a split all parts, with commas between; name the old number too if it stays on one of them. "
            "The structures must be in the register."
        ),
    )
    round = forms.ModelChoiceField(
        label=gettext_lazy("Round in which it was seen"),
        queryset=Enumeration.objects.none(),
        required=False,
        empty_label=gettext_lazy("In no round"),
    )
    noted_on = forms.DateField(
        label=gettext_lazy("Happened or seen on"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    reason = forms.CharField(
        label=gettext_lazy("How it is known"),
        max_length=300,
        required=False,
        help_text=gettext_lazy("Do not write the names of others."),
    )

    def __init__(self, data: Any, *, structure: Structure) -> None:
        rounds: Any = Enumeration.objects.begun().filter(settlement=structure.settlement_id)
        rounds = rounds.order_by("-round")
        super().__init__(data, initial={"noted_on": timezone.localdate(), "round": rounds.first()})
        self.structure = structure
        cast(forms.ModelChoiceField, self.fields["round"]).queryset = rounds

    def clean_became(self) -> list[Structure]:
        """The structures of these numbers, each once, in the order they were named."""
        found: list[Structure] = []
        for painted in self.cleaned_data["became"].replace("\x00", "").replace(";", ",").split(","):
            if painted.strip():
                found += [each for each in self._read(painted) if each not in found]
        return found

    def _read(self, painted: str) -> list[Structure]:
        settlement = self.structure.settlement
        try:
            codes = [door.structure_code for door in parse(painted, settlement=settlement.code)]
        except NumberingError:
            raise forms.ValidationError(
                _("“%(number)s” is no number. Write it as on the door."), params={"number": painted.strip()}
            ) from None
        found = list(Structure.objects.filter(settlement=settlement, code__in=codes))
        if missing := sorted(set(codes) - {each.code for each in found}):
            raise forms.ValidationError(
                _("%(number)s is not in the register. Add the structure first."),
                params={"number": ", ".join(missing)},
            )
        return found

    def clean_noted_on(self) -> date:
        on: date = self.cleaned_data["noted_on"]
        if on > timezone.localdate():
            raise forms.ValidationError(_("This day is still to come. Give the day it was seen."))
        return on


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def structure_changes(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """`/settlements/KMT/structures/17/changes/`: what happened here, and the form to write it down."""
    user = cast(User, request.user)
    structures = Structure.objects.changeable_by(user).select_related("settlement", "merged_into")
    structure = get_object_or_404(structures, settlement__code=code.upper(), pk=pk)
    form = ChangeForm(request.POST if request.method == "POST" else None, structure=structure)
    if request.method == "POST" and "take_back" in request.POST:
        if take_back(structure=structure, user=user):
            messages.success(request, _("Taken back. The structure is as it was before."))
        return redirect(request.path)
    if request.method == "POST" and form.is_valid() and _noted(form, structure, user):
        messages.success(request, _("Written down."))
        return redirect(request.path)
    changes = StructureChange.objects.filter(structure=structure).select_related("became", "noted_by")
    came_of = StructureChange.objects.in_force().filter(became=structure).exclude(structure=structure)
    context = {
        "settlement": structure.settlement,
        "structure": structure,
        "form": form,
        "changes": changes,
        "came_of": came_of.select_related("structure"),
        "newest": newest(structure),
    }
    return render(
        request, "enumerations/rounds/structure_changes.html", context, status=422 if form.errors else 200
    )


def _noted(form: ChangeForm, structure: Structure, user: User) -> bool:
    """Whether it could be written down; the form says why not."""
    said = form.cleaned_data
    try:
        note(
            structure=structure,
            kind=ChangeKind(said["kind"]),
            became=said["became"],
            user=user,
            on=said["noted_on"],
            round_seen=said["round"].round if said["round"] else None,
            reason=said["reason"],
        )
    except ChangeRefused as refused:
        form.add_error("became", str(refused))
        return False
    return True
