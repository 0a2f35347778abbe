"""What people fill in about a report: beginning one, what it says of itself, a section, the demands."""

import re
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from reports.documents.demands import MOST
from reports.documents.writing import counted_settlements, settlements_in
from reports.models import Report
from reports.report_choices import Level, ReportKind, ReportLanguages
from settlements.models import County, Settlement, Ward

ROWS_MORE = 2  # empty ones, for demands that nobody has written yet


class BeginForm(forms.Form):
    """Of what, how long, in which languages. What is not the person's to report is no choice."""

    level = forms.ChoiceField(
        label=_("About"), choices=Level, initial=Level.SETTLEMENTS, widget=forms.RadioSelect
    )
    settlements = forms.ModelMultipleChoiceField(
        label=_("Settlements"),
        queryset=Settlement.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    ward = forms.ModelChoiceField(label=_("Ward"), queryset=Ward.objects.none(), required=False)
    county = forms.ModelChoiceField(label=_("County"), queryset=County.objects.none(), required=False)
    kind = forms.ChoiceField(
        label=_("Kind"), choices=ReportKind, initial=ReportKind.FULL, widget=forms.RadioSelect
    )
    languages = forms.ChoiceField(
        label=_("Languages"), choices=ReportLanguages, initial=ReportLanguages.BOTH, widget=forms.RadioSelect
    )
    like = forms.ModelChoiceField(
        label=_("Begin with the text of"),
        queryset=Report.objects.none(),
        required=False,
        help_text=_("Its words are copied. What is written here changes nothing there."),
    )

    def __init__(self, *args: Any, user: User, **more: Any) -> None:
        super().__init__(*args, **more)
        self.user = user
        places = counted_settlements(user)
        self._choose("settlements", places)
        self._choose("ward", Ward.objects.filter(pk__in=places.values("ward")).order_by("name"))
        self._choose("county", County.objects.filter(pk__in=places.values("county")).order_by("name"))
        self._choose("like", Report.objects.visible_to(user))

    def _choose(self, name: str, among: Any) -> None:
        field: Any = self.fields[name]
        field.queryset = among
        if name == "like" and not among.exists():
            del self.fields[name]

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or {}
        level = values.get("level")
        missing = {
            Level.SETTLEMENTS: ("settlements", _now("Choose at least one settlement.")),
            Level.WARD: ("ward", _now("Choose the ward.")),
            Level.COUNTY: ("county", _now("Choose the county.")),
        }
        if level and not values.get(missing[level][0]) and missing[level][0] not in self.errors:
            self.add_error(*missing[level])
        return values

    @property
    def place(self) -> dict[str, Any]:
        """Of a valid form: the level with its ward or county, and the settlements of it."""
        values = self.cleaned_data
        level = values["level"]
        ward = values["ward"] if level == Level.WARD else None
        county = values["county"] if level == Level.COUNTY else None
        chosen = values["settlements"]
        found = list(
            chosen if level == Level.SETTLEMENTS else settlements_in(self.user, ward=ward, county=county)
        )
        return {"level": level, "ward": ward, "county": county, "settlements": found}


class AboutForm(forms.ModelForm):
    """What a report says of itself."""

    edition = forms.IntegerField(widget=forms.HiddenInput)

    class Meta:
        model = Report
        fields: ClassVar = [
            "title",
            "kind",
            "languages",
            "stamp",
            "contact",
            "coverage_note_en",
            "coverage_note_sw",
        ]
        widgets: ClassVar = {
            "kind": forms.RadioSelect,
            "languages": forms.RadioSelect,
            "stamp": forms.RadioSelect,
            "coverage_note_en": forms.Textarea(attrs={"rows": 3}),
            "coverage_note_sw": forms.Textarea(attrs={"rows": 3}),
        }
        help_texts: ClassVar = {
            "stamp": _("Stands on every page. Verified is refused while a count in it is not."),
            "contact": _("An office and its phone, not a person's own number."),
            "coverage_note_en": _("Asked for where fewer than 80 in a hundred doors were reached."),
        }

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["edition"].initial = self.instance.edition


class SectionForm(forms.Form):
    """The text of a section in the report's languages, and the edition it was opened in."""

    edition = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def __init__(self, *args: Any, languages: tuple[str, ...], **more: Any) -> None:
        super().__init__(*args, **more)
        labels = {"en": _("Text in English"), "sw": _("Text in Kiswahili")}
        for language in languages:
            self.fields[f"text_{language}"] = forms.CharField(
                label=labels[language] if len(languages) > 1 else _("Text"),
                required=False,
                strip=False,
                max_length=20_000,
                widget=forms.Textarea(attrs={"rows": 14, "lang": language}),
            )

    def texts(self) -> dict[str, str]:
        """Of a valid form, by language; lines end as they do everywhere else."""
        return {
            name.removeprefix("text_"): value.replace("\r\n", "\n").rstrip()
            for name, value in self.cleaned_data.items()
            if name.startswith("text_")
        }


class DemandForm(forms.Form):
    """One row: its place, what is asked for, where, what it costs."""

    pk = forms.IntegerField(widget=forms.HiddenInput, required=False)
    rank = forms.IntegerField(label=_("Place"), min_value=1, max_value=99, required=False)
    text_en = forms.CharField(
        label=_("In English"),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2, "lang": "en"}),
    )
    text_sw = forms.CharField(
        label=_("In Kiswahili"),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2, "lang": "sw"}),
    )
    ward = forms.CharField(label=_("Ward"), max_length=60, required=False)
    cost_kes = forms.IntegerField(
        label=_("Cost, KES"), min_value=0, max_value=10**12, required=False,
        help_text=_("Empty where nobody knows it."),
    )  # fmt: skip
    gone = forms.BooleanField(label=_("Take it out"), required=False)

    def __init__(self, *args: Any, languages: tuple[str, ...], **more: Any) -> None:
        super().__init__(*args, **more)
        for language in ("en", "sw"):
            if language not in languages:
                del self.fields[f"text_{language}"]

    @property
    def is_said(self) -> bool:
        """Whether there is a demand in the row, and it stays."""
        values = self.cleaned_data
        words = any(values.get(name, "").strip() for name in ("text_en", "text_sw"))
        return words and not values.get("gone")


class DemandsForm:
    """All rows of the page, and the edition they were opened in."""

    def __init__(self, report: Report, data: Any = None) -> None:
        self.report = report
        self.languages = tuple(report.written_in)
        standing = list(report.demands.order_by("rank"))
        rows = min(len(standing) + ROWS_MORE, MOST + ROWS_MORE)
        if data is not None:
            rows = min(max(self._int(data.get("rows")), 1), 4 * MOST)
        self.rows = [
            DemandForm(
                data,
                prefix=str(n),
                languages=self.languages,
                initial=self._initial(standing[n]) if n < len(standing) else {"rank": None},
            )
            for n in range(rows)
        ]
        self.edition = report.demands_edition if data is None else self._int(data.get("edition"))

    @staticmethod
    def _int(text: Any) -> int:
        return int(text) if re.fullmatch(r"\d{1,8}", str(text), re.ASCII) else 0

    @staticmethod
    def _initial(demand: Any) -> dict[str, Any]:
        names = ("pk", "rank", "text_en", "text_sw", "ward", "cost_kes")
        return {name: getattr(demand, name) for name in names}

    def is_valid(self) -> bool:
        checked = [row.is_valid() for row in self.rows]  # each says what is wrong with it
        return all(checked)

    def wanted(self) -> list[dict[str, Any]]:
        """The rows that stay, in the order of their places; those without one last."""
        said = [row.cleaned_data for row in self.rows if row.is_said]
        said.sort(key=lambda values: values.get("rank") or 10**6)
        return [
            {name: value for name, value in values.items() if name not in ("rank", "gone")} for values in said
        ]
