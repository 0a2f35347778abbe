"""Choosing settlements whose figures are made one."""

from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from reports.figures.places import known_to
from reports.forms.base import without_odd_signs
from reports.forms.picking import PickedField, Picker
from settlements.models import Settlement
from settlements.querysets import Viewer


class Boxes(PickedField):
    """By code, for what is chosen stands in the page's address."""

    def label_from_instance(self, obj: Settlement) -> str:
        return f"{obj.name} ({obj.code}, {obj.county.name})"


class TogetherForm(forms.Form):
    """Of those that the reader knows of. What was sent is shown again, and not judged: the page does that."""

    def __init__(self, sent: QueryDict, *, user: Viewer, **more: Any) -> None:
        sent = without_odd_signs(sent)
        super().__init__(initial={"in": Picker().value_from_datadict(sent, None, "in")}, **more)
        known = known_to(user).select_related(None).select_related("county")
        self.fields["in"] = Boxes(
            label=_("Settlements"), queryset=known, to_field_name="code", required=False
        )

    @property
    def codes(self) -> list[str]:
        """What was chosen, as codes are written."""
        return sorted({code.upper() for code in self.initial["in"]})
