"""Upholding an objection about what stands there: a missing structure, a false one, a household left out."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from enumerations.choices import VisitResult
from enumerations.intake.fields import HOUSEHOLD_FIELDS, PERSON_FIELDS
from enumerations.rights_forms import AnswersForm
from enumerations.services import staging
from enumerations.services.place_checks import OUTSIDE_SETTLEMENT_M
from settlements.choices import StructureStatus
from settlements.models import Cluster, Structure
from settlements.numbering import NumberingError, parse
from verification.forms.objections import PlaceField
from verification.forms.remedies import Group, OneForm, Remedy, show
from verification.models import Objection
from verification.services.corrections import (
    Ledger,
    NotCorrected,
    keep_out,
    link_household,
    move_household,
    number_structure,
    strike_structure,
)
from verification.services.counted import count_household
from verification.services.door_numbers import Door, find_door, households_behind

OUT, MOVE = "out", "move"
LINK, INTERVIEW = "link", "interview"
ROSTER_LINES = 8


class NewStructureForm(forms.Form):
    """Its number and its place."""

    code = forms.CharField(
        label=_("Its number"), help_text=_("One that no door has yet, for example B/113."), max_length=40
    )
    location = PlaceField()
    cluster = forms.ModelChoiceField(label=_("Village"), queryset=Cluster.objects.none(), required=False)

    def __init__(self, objection: Objection, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.settlement = objection.settlement
        villages: Any = self.fields["cluster"]
        villages.queryset = Cluster.objects.filter(settlement=self.settlement)

    def clean_code(self) -> str:
        try:
            doors = parse(self.cleaned_data["code"], settlement=self.settlement.code)
        except NumberingError:
            raise forms.ValidationError(_("This is not a number of a door. Write it as B/12.")) from None
        if len(doors) != 1 or doors[0].settlement != self.settlement.code:
            raise forms.ValidationError(_("Give one number, of this settlement."))
        code = doors[0].structure_code
        if Structure.objects.filter(settlement=self.settlement, code=code).exists():
            raise forms.ValidationError(
                _("A structure has this number already. Numbers are never given twice.")
            )
        return code

    def clean_location(self) -> Any:
        place = self.cleaned_data["location"]
        (near,) = staging.fetch(
            "SELECT boundary IS NULL OR ST_DWithin(boundary::geography, "
            "ST_SetSRID(ST_MakePoint(%(x)s, %(y)s), 4326)::geography, %(metres)s) "
            "FROM settlements_settlement WHERE id = %(settlement)s",
            {"x": place.x, "y": place.y, "metres": OUTSIDE_SETTLEMENT_M, "settlement": self.settlement.pk},
        )[0]
        if not near:
            raise forms.ValidationError(
                _("This place is outside the settlement. Read the numbers again; latitude comes first.")
            )
        return place

    def village(self) -> Cluster | None:
        """The one that was chosen, else the one whose letter the number carries."""
        chosen: Cluster | None = self.cleaned_data["cluster"]
        letters = self.cleaned_data["code"].split("/")[1:-1]
        if chosen is None and letters:
            return Cluster.objects.filter(settlement=self.settlement, code=letters[0]).first()
        return chosen


class NewStructureRemedy(OneForm):
    """A structure that nobody numbered gets a number and a point."""

    form: NewStructureForm
    help = _(
        "The structure gets a number that no door has, and a point. Households there are counted separately."
    )
    reads_people = False

    def __init__(self, objection: Objection, by: User, sent: Any = None) -> None:
        super().__init__(objection, by, sent)
        place = objection.location
        initial = {
            "code": objection.door,
            "location": f"{place.y:.6f}, {place.x:.6f}" if place else "",
            "cluster": objection.cluster,
        }
        self.form = NewStructureForm(objection, sent, prefix="structure", initial=initial)

    def carry_out(self, ledger: Ledger, said: dict[str, Any]) -> None:
        number_structure(ledger, code=said["code"], location=said["location"], cluster=self.form.village())


class NoStructureForm(forms.Form):
    """What becomes of the households that are written down there."""

    households = forms.ChoiceField(
        label=_("Households written down there"),
        choices=[
            (OUT, _("There are none: they are counted no more")),
            (MOVE, _("They live behind another door")),
        ],
        widget=forms.RadioSelect,
    )
    door = forms.CharField(label=_("The other door's number"), max_length=40, required=False)

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or {}
        if said.get("households") == MOVE and not said.get("door"):
            self.add_error("door", _("Say behind which door they live."))
        return said


class NoStructureRemedy(OneForm):
    """A structure that is none keeps its number, as demolished; its households go with it or elsewhere."""

    help = _("The structure is marked as demolished. Its number stays, and is never given again.")

    def __init__(self, objection: Objection, by: User, sent: Any = None) -> None:
        super().__init__(objection, by, sent)
        assert objection.structure is not None
        behind = households_behind(objection.enumeration, objection.structure)
        self.households = list(behind.defer(None).select_related("enumeration__settlement", "structure"))
        # Only a door that nobody was found at needs nothing said.
        self.form = NoStructureForm(sent, prefix="none")
        if not self.households:
            self.form.fields.clear()

    def carry_out(self, ledger: Ledger, said: dict[str, Any]) -> None:
        structure = self.objection.structure
        assert structure is not None
        to = None
        if said.get("households") == MOVE:
            to = find_door(self.objection.enumeration, said["door"]).structure
            if to is None or to.pk == structure.pk or to.status == StructureStatus.DEMOLISHED:
                self.form.add_error("door", _("No other structure that stands has this number."))
                raise NotCorrected
        for household in self.households:
            if to is not None:
                move_household(ledger, household, to)
            else:
                keep_out(ledger, household)
        strike_structure(ledger, structure)


class NotCountedForm(forms.Form):
    """Where the household is, and whether it has been counted since."""

    way = forms.ChoiceField(
        label=_("The household"),
        choices=[
            (LINK, _("has been counted since")),
            (INTERVIEW, _("is asked now, with the answers below")),
        ],
        widget=forms.RadioSelect,
    )
    door = forms.CharField(
        label=_("Its door"),
        help_text=_("Counted since: with the household's number, for example B/12/02. Asked now: B/12."),
        max_length=40,
    )


def _asked() -> list[Any]:
    """What every household that is counted must answer; the visit itself says the rest."""
    said = {"result", "consent", "location", "members_total"}
    return [
        field
        for field in HOUSEHOLD_FIELDS
        if (field.required or field.name == "phone") and field.name not in said
    ]


class NotCountedRemedy(Remedy):
    """It is linked with the household that was counted since, or asked now, by the rules of any interview."""

    help = _(
        "A household that was left out comes into the register as any other: by the same questions and rules."
    )

    def __init__(self, objection: Objection, by: User, sent: Any = None) -> None:
        super().__init__(objection, by, sent)
        door = objection.structure.code if objection.structure else objection.door
        self.form = NotCountedForm(sent, prefix="left-out", initial={"door": door})
        self.own = AnswersForm(_asked(), sent, prefix="own")
        people = [
            field for field in PERSON_FIELDS
            if field.required or field.required_where is not None or field.name == "name"
        ]  # fmt: skip
        self.roster = [AnswersForm(people, sent, prefix=f"line{line}") for line in range(1, ROSTER_LINES + 1)]

    @property
    def groups(self) -> list[Group]:
        people = [
            (str(_("Person %(line)s") % {"line": line}), form)
            for line, form in enumerate(self.roster, start=1)
        ]
        return [("", self.form), (str(_("The household")), self.own), *people]

    def apply(self, ledger: Ledger) -> None:
        if not all([form.is_valid() for _heading, form in self.groups]):  # noqa: C419 - every fault shows
            raise NotCorrected
        door = find_door(self.objection.enumeration, self.form.cleaned_data["door"])
        if self.form.cleaned_data["way"] == LINK:
            self._link(ledger, door)
        else:
            self._ask(ledger, door)

    def _link(self, ledger: Ledger, door: Door) -> None:
        if door.named is None:
            self.form.add_error(
                "door",
                _("No household of this count has this number. Write it in full, as B/12/02."),
            )
            raise NotCorrected
        link_household(ledger, door.named)

    def _ask(self, ledger: Ledger, door: Door) -> None:
        if door.structure is None:
            self.form.add_error(
                "door",
                _("No structure has this number. A missing one is numbered first, by its own objection."),
            )
            raise NotCorrected
        people = [texts for form in self.roster if any((texts := form.texts()).values())]
        answers = self.own.texts() | {
            "result": str(VisitResult.COMPLETE),
            "consent": "yes",
            "members_total": str(len(people)),
            "interviewed_on": timezone.localdate().isoformat(),
        }
        try:
            household = count_household(ledger, door.structure, answers, list(people))
        except NotCorrected as refused:
            for problem in refused.problems:
                of_person = problem.line is not None and 1 <= problem.line <= len(self.roster)
                show(self.roster[(problem.line or 1) - 1] if of_person else self.own, [problem])
            raise
        link_household(ledger, household)
