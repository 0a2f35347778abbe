"""What is asked of whoever wants a workbook: of where, for whom, in which language."""

from typing import Any, ClassVar

from django import forms
from django.conf import settings
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from enumerations.models import Enumeration
from reports.forms.agreements import SettlementsField
from reports.forms.base import AskForm
from reports.products import Ask, Envelope
from reports.report_choices import Level
from reports.rights import reach
from settlements.models import County, Settlement, Ward

ENVELOPES = [(int(each), each.label) for each in Envelope if each <= Envelope.STAFF]


class WorkbookForm(AskForm):
    """A settlement, several, a ward or a county."""

    title = _("Workbook")
    about = _("Figures, tables by village, tenure and head, definitions and the service gap, for Excel.")
    seldom: ClassVar[tuple[str, ...]] = ("language",)

    level = forms.ChoiceField(
        label=_("About"), choices=Level, initial=Level.SETTLEMENTS, widget=forms.RadioSelect
    )
    ward = forms.ModelChoiceField(Ward.objects.none(), label=_("Ward"), required=False, to_field_name="code")
    county = forms.ModelChoiceField(
        County.objects.none(), label=_("County"), required=False, to_field_name="code"
    )
    envelope = forms.TypedChoiceField(
        label=_("For whom"),
        choices=ENVELOPES,
        coerce=int,
        initial=int(Envelope.STAFF),
        help_text=_("For the public and the county: adopted figures, small numbers hidden."),
    )
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES, required=False)

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        known = Settlement.objects.visible_to(self.user).filter(
            pk__in=Enumeration.objects.begun().values("settlement")
        )
        self.fields["settlements"] = SettlementsField(known, label=_("Settlements"), required=False)
        if not known.exists():
            self.fields["settlements"].help_text = _("No settlement has figures yet: open a count first.")
        self.fields["ward"].queryset = Ward.objects.filter(pk__in=known.values("ward"))  # type: ignore[attr-defined]
        self.fields["county"].queryset = County.objects.filter(pk__in=known.values("county"))  # type: ignore[attr-defined]
        self.fields["language"].initial = self.user.language
        self.order_fields(["level", "settlements", "ward", "county", "envelope", "language"])
        self.known = known

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or {}
        level = values.get("level")
        if level == Level.SETTLEMENTS:
            if not values.get("settlements") and "settlements" not in self.errors:
                self.add_error("settlements", gettext("Choose at least one settlement."))
        elif level and not self._within(values):
            said = gettext("Choose a ward or county in which you have figures for this purpose.")
            self.add_error(str(level), said)
        return values

    def _within(self, values: dict[str, Any]) -> Any:
        """The counted settlements of the ward or county of which the person may have this envelope."""
        area, envelope = values.get(values["level"]), values.get("envelope")
        if area is None or envelope is None:
            return Settlement.objects.none()
        mine = self.known.filter(pk__in=reach(self.user, Envelope(envelope)).values("pk"))
        return mine.filter(**{values["level"]: area})

    def ask(self) -> Ask:
        values = self.cleaned_data
        level = values["level"]
        chosen = values["settlements"] if level == Level.SETTLEMENTS else self._within(values)
        return {
            "level": str(level),
            "settlements": sorted(chosen.values_list("code", flat=True)),
            "ward": values["ward"].code if level == Level.WARD else None,
            "county": values["county"].code if level == Level.COUNTY else None,
            "envelope": values["envelope"],
            "language": values["language"] or self.user.language,
        }
