"""What is filled in of an agreement, of an assembly, and of an agreement's end."""

from datetime import date
from typing import Any, ClassVar

from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from enumerations.forms import DateInput
from reports.handover_querysets import counties_where_may
from reports.models.handover import AgreedPlace, Agreement, PaperKind
from settlements.models import Settlement
from settlements.roles import Act
from verification.forms.steps import PapersField
from verification.services.papers import MAX_PAPERS, PaperRefused

FILES = _("PDF, photos, Word or OpenDocument, at most 10 MB each.")
# More boxes than this are a list nobody reads: then the codes are written.
MOST_BOXES = 40
OLDEST_YEAR = 1990


class CodesInput(forms.TextInput):
    """Codes in one line: "KMT, MSH"."""

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[str]:
        said = data.getlist(name) if hasattr(data, "getlist") else [data.get(name) or ""]
        return " ".join(said).replace("\x00", "").replace(",", " ").upper().split()

    def format_value(self, value: Any) -> str:
        return ", ".join(str(each) for each in value) if isinstance(value, list | tuple) else ""


class SettlementsField(forms.ModelMultipleChoiceField):
    """Settlements by their codes: boxes where there are a few, else one line of codes."""

    def __init__(self, queryset: QuerySet[Settlement], **more: Any) -> None:
        few = queryset.count() <= MOST_BOXES
        widget = forms.CheckboxSelectMultiple if few else CodesInput(attrs={"placeholder": "KMT, MSH"})
        super().__init__(queryset.order_by("name"), to_field_name="code", widget=widget, **more)

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.name} ({obj.code})"

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, QuerySet):
            return [each.code for each in value]
        return super().prepare_value(value)


class AgreementForm(forms.ModelForm):
    """An agreement as it was signed. It is written down once; it can be ended, and assemblies can agree."""

    papers = PapersField(kind=PaperKind.AGREEMENT, label=_("The signed agreement"), help_text=FILES)

    class Meta:
        model = Agreement
        fields: ClassVar = [
            "office",
            "party",
            "purpose",
            "signed_on",
            "until",
            "signed_by_them",
            "signed_by_us",
            "envelope",
            "county",
        ]
        widgets: ClassVar = {
            "signed_on": DateInput(),
            "until": DateInput(),
            "purpose": forms.Textarea(attrs={"rows": 3}),
        }
        help_texts: ClassVar = {
            "office": _("As it calls itself: Department of Lands, Kisumu County."),
            "purpose": _("What the office may use it for, as the agreement says."),
            "signed_by_them": _("Name and position."),
            "signed_by_us": _("Name and position."),
            "envelope": _("Names, phones and identity numbers are never given."),
        }

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        counties = counties_where_may(user, Act.HAND_OVER).filter(
            pk__in=Settlement.objects.where_may(user, Act.HAND_OVER).values("county")
        )
        if counties.exists():
            self.fields["county"].queryset = counties  # type: ignore[attr-defined]
            self.fields["county"].empty_label = gettext("only the settlements below")  # type: ignore[attr-defined]
        else:
            del self.fields["county"]
        self.fields["settlements"] = SettlementsField(
            Settlement.objects.where_may(user, Act.HAND_OVER), label=_("Settlements"), required=False
        )
        self.order_fields([*self.Meta.fields, "settlements", "papers"])

    def clean_signed_on(self) -> date:
        return not_to_come(self.cleaned_data["signed_on"])

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or {}
        signed, until = values.get("signed_on"), values.get("until")
        if signed and until and until < signed:
            self.add_error("until", gettext("This day is before the day of signing."))
        if not values.get("county") and not values.get("settlements") and "settlements" not in self.errors:
            self.add_error("settlements", gettext("Say which settlements it covers."))
        check_papers(self)
        return values


class MinutesForm(forms.Form):
    """That an assembly agreed to give structures one by one."""

    settlement = forms.ModelChoiceField(
        Settlement.objects.none(), label=_("Settlement"), to_field_name="code"
    )
    assembly_on = forms.DateField(label=_("Day of the assembly"), widget=DateInput())
    papers = PapersField(kind=PaperKind.MINUTES, label=_("Minutes of the assembly"), help_text=FILES)

    def __init__(self, *args: Any, agreement: Agreement, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        theirs = Settlement.objects.where_may(user, Act.HAND_OVER)
        covered = theirs.filter(pk__in=AgreedPlace.objects.filter(agreement=agreement).values("settlement"))
        if agreement.county_id:
            covered |= theirs.filter(county=agreement.county_id)
        self.fields["settlement"].queryset = covered.order_by("name")  # type: ignore[attr-defined]

    def clean_assembly_on(self) -> date:
        return not_to_come(self.cleaned_data["assembly_on"])

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or {}
        check_papers(self)
        return values


class EndForm(forms.Form):
    """Ending an agreement before its time."""

    ended_on = forms.DateField(label=_("Last day on which something may be given"), widget=DateInput())
    ended_because = forms.CharField(label=_("Why"), max_length=500, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, *args: Any, agreement: Agreement, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.agreement = agreement

    def clean_ended_on(self) -> date:
        day: date = self.cleaned_data["ended_on"]
        # What was ended cannot be ended later: nobody is given more days by it.
        if not self.agreement.signed_on <= day <= self.agreement.last_day:
            raise forms.ValidationError(gettext("This day is not within the agreement."))
        return day


def not_to_come(day: date) -> date:
    """A day that has been. Raises ValidationError."""
    if day > timezone.localdate():
        raise forms.ValidationError(gettext("This day has not come yet."))
    if day.year < OLDEST_YEAR:
        raise forms.ValidationError(gettext("This day is too long ago."))
    return day


def check_papers(form: forms.BaseForm, name: str = "papers") -> None:
    """Not too many, and at least one where one is asked for: the field itself leaves that to the form."""
    papers = form.cleaned_data.get(name)
    if papers is None:
        return  # what is wrong with them is said already
    if len(papers) > MAX_PAPERS:
        refused = PaperRefused("papers_too_many")
        form.add_error(name, f"{refused.sentence} {refused.remedy}")
    if not papers and form.fields[name].required:
        form.add_error(name, gettext("Attach it, scanned or photographed."))
