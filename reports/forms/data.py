"""What is asked of whoever wants the data: which tables, of where, for whom, in which form."""

from typing import Any, ClassVar

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db.models import Count, Q
from django.utils.formats import localize
from django.utils.translation import gettext_lazy as _

from enumerations.choices import VisitResult
from enumerations.collecting import Review
from reports.data.asked import ALL, BLANK, CODES, CURRENT, DEGREES, LABELS, SYSTEMS, Asked
from reports.data.datasets import DATASETS
from reports.data.fitting import of_format
from reports.forms.base import AskForm
from reports.forms.picking import PickedField
from reports.products import Ask, Envelope
from reports.rights import reach
from reports.writers import FORMATS
from settlements.choices import StructureStatus
from settlements.models import Settlement

EVERYWHERE = "all"
ENVELOPES = [(int(each), each.label) for each in Envelope]


class Day(forms.DateInput):
    input_type = "date"


class DataForm(AskForm):
    """Tables, settlements, envelope and format first; what few change behind it."""

    title = _("Data")
    about = _("Households, structures and the rest of the register as tables, for Excel, QGIS, SPSS or R.")
    seldom: ClassVar[tuple[str, ...]] = (
        "rounds", "clusters", "results", "reviews", "statuses", "since", "until", "changed_since", "values",
        "language", "missing", "crs", "bom", "alone",
    )  # fmt: skip

    datasets = forms.MultipleChoiceField(
        label=_("Tables"),
        choices=[(each.name, each.title) for each in DATASETS.values()],
        widget=forms.CheckboxSelectMultiple,
    )
    settlements = PickedField(label=_("Settlements"), queryset=Settlement.objects.none(), required=False)
    within = forms.ChoiceField(
        label=_("And all settlements of"), required=False,
        help_text=_("Those of which you may have this file, as many as there are now."),
    )  # fmt: skip
    envelope = forms.TypedChoiceField(
        label=_("For whom"),
        choices=ENVELOPES,
        coerce=int,
        initial=int(Envelope.STAFF),
        help_text=_("It decides which rows and columns are in the file."),
    )
    format = forms.ChoiceField(label=_("Format"), choices=lambda: formats(), initial="xlsx")
    rounds = forms.ChoiceField(
        label=_("Counts"),
        choices=[(CURRENT, _("The newest of each settlement")), (ALL, _("All rounds"))],
        initial=CURRENT,
        required=False,
    )
    clusters = forms.CharField(
        label=_("Clusters"), required=False, max_length=200, help_text=_("Codes, as A, B, Z12. Blank: all.")
    )
    results = forms.MultipleChoiceField(
        label=_("Result of the visit"), choices=VisitResult.choices, required=False,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    reviews = forms.MultipleChoiceField(
        label=_("Team leader's review"), choices=Review.choices, required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Of interviews that came from phones."),
    )  # fmt: skip
    statuses = forms.MultipleChoiceField(
        label=_("Status of the structure"), choices=StructureStatus.choices, required=False,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    since = forms.DateField(label=_("Interviewed or received from"), required=False, widget=Day)
    until = forms.DateField(label=_("Interviewed or received until"), required=False, widget=Day)
    changed_since = forms.DateField(label=_("Changed since"), required=False, widget=Day)
    values = forms.ChoiceField(
        label=_("Answers as"), choices=[(CODES, _("Codes")), (LABELS, _("Words"))], required=False,
        initial=CODES, help_text=_("Codes never change; words are for people."),
    )  # fmt: skip
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES, required=False)
    missing = forms.ChoiceField(
        label=_("Missing answers"),
        choices=[(CODES, _("-98 does not know, -99 declined")), (BLANK, _("Blank"))],
        required=False,
        initial=CODES,
    )
    crs = forms.TypedChoiceField(
        label=_("Coordinates"), choices=list(SYSTEMS.items()), coerce=int, required=False, initial=DEGREES,
        empty_value=str(DEGREES),
        help_text=_("GeoJSON and KML are always in WGS 84, as their specifications say."),
    )  # fmt: skip
    bom = forms.BooleanField(
        label=_("Mark a CSV as Unicode"), required=False, initial=True,
        help_text=_("Excel needs it to show names rightly; some programs do not know it."),
    )  # fmt: skip
    alone = forms.BooleanField(
        label=_("The table alone"), required=False,
        help_text=_("Without the file that explains it: for a program that fetches it."),
    )  # fmt: skip

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        own: Any = Settlement.objects
        known = own.visible_to(self.user)
        self.fields["settlements"].queryset = known.order_by("name", "code")  # type: ignore[attr-defined]
        self.fields["within"].choices = areas(known)  # type: ignore[attr-defined]
        self.fields["language"].initial = self.user.language

    def clean_clusters(self) -> list[str]:
        text = self.cleaned_data["clusters"].replace(";", ",").replace(" ", ",")
        return [code.upper() for code in text.split(",") if code]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        self._choose_within(cleaned)
        since, until = cleaned.get("since"), cleaned.get("until")
        if since and until and since > until:
            self.add_error("until", ValidationError(_("This is before the first day."), code="ends_before"))
        if not self.errors:
            for refusal in of_format(Asked.of(self.ask())):
                self.add_error("format", ValidationError(str(refusal.sentence), code=refusal.code))
        return cleaned

    def _choose_within(self, cleaned: dict[str, Any]) -> None:
        """The settlements of the area stand beside those that were chosen one by one."""
        within, chosen = cleaned.pop("within", ""), cleaned.get("settlements")
        if within and chosen is not None and "envelope" in cleaned:
            theirs = reach(self.user, Envelope(cleaned["envelope"]))
            inside = theirs if within == EVERYWHERE else theirs.filter(county__code=within)
            either = Q(pk__in=chosen.values("pk")) | Q(pk__in=inside.values("pk"))
            cleaned["settlements"] = Settlement.objects.filter(either).order_by("pk")
        if not self.errors and not cleaned["settlements"].exists():
            said = _("Choose at least one settlement of which you may have this.")
            self.add_error("settlements", ValidationError(said, code="required"))

    def ask(self) -> Ask:
        """What was chosen; what was left as it is is left out."""
        return {name: value for name, value in super().ask().items() if value not in (None, "", [])}


def areas(known: Any) -> list[tuple[str, Any]]:
    """The counties of these settlements, and all of them, as they may be chosen whole."""
    counted = known.order_by().values_list("county__code", "county__name").annotate(Count("pk"))
    counties = sorted(counted, key=lambda each: each[1])
    total = sum(n for _code, _name, n in counties)
    every = (EVERYWHERE, _("everywhere: %(n)s") % {"n": localize(total)})
    return [("", "–"), every, *((code, f"{name}: {localize(n)}") for code, name, n in counties)]


def formats() -> list[tuple[str, Any]]:
    return [(each.name, each.label) for each in FORMATS.values()]
