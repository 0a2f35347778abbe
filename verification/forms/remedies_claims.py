"""Upholding an objection about who holds a structure: a claim is added, changed or ended."""

from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from enumerations.choices import Evidence, HowAcquired, Relation, RentedFrom, TenureRole
from enumerations.forms import DateInput
from enumerations.models import Person, TenureClaim
from verification.choices import ObjectionKind
from verification.forms.remedies import OneForm
from verification.models import Objection
from verification.services.corrections import (
    Ledger,
    NotCorrected,
    add_claim,
    change_claim,
    end_claim,
    in_words,
)

ADD, CHANGE, END = "add", "change", "end"
# What a kind is likely to be about, offered first.
LIKELY: dict[str, dict[str, str]] = {
    ObjectionKind.ABSENTEE_OWNER: {"action": ADD, "role": TenureRole.OWNER_ABSENTEE},
    ObjectionKind.SUB_LET: {"action": CHANGE, "role": TenureRole.SUB_TENANT},
    ObjectionKind.DOUBLE_CLAIM: {"action": END},
}
ROLE_WORDS = dict(TenureRole.choices)


class ClaimForm(forms.Form):
    """One claim on one structure, and what becomes of it."""

    action = forms.ChoiceField(
        label=_("What becomes of the claims"),
        choices=[
            (ADD, _("Somebody's claim is added")),
            (CHANGE, _("A claim is changed")),
            (END, _("A claim ends")),
        ],
        widget=forms.RadioSelect,
    )
    claim = forms.ChoiceField(label=_("Which claim is changed or ends"), required=False)
    person = forms.ChoiceField(label=_("Who claims: somebody counted here"), required=False)
    claimant_name = forms.CharField(
        label=_("Or somebody who lives elsewhere: their name"), max_length=60, required=False
    )
    role = forms.ChoiceField(label=_("As what"), choices=[("", "–"), *TenureRole.choices], required=False)
    since_year = forms.IntegerField(label=_("Since the year"), min_value=1900, max_value=2100, required=False)
    how_acquired = forms.ChoiceField(
        label=_("How it was acquired"), choices=[("", "–"), *HowAcquired.choices], required=False
    )
    rented_from = forms.ChoiceField(
        label=_("Rented from"), choices=[("", "–"), *RentedFrom.choices], required=False
    )
    rent = forms.DecimalField(
        label=_("Rent per month, KES"), max_digits=8, decimal_places=2, min_value=0, required=False,
        help_text=_("Where a counted household becomes a tenant."),
    )  # fmt: skip
    evidence = forms.MultipleChoiceField(
        label=_("Evidence"), choices=Evidence, required=False, widget=forms.CheckboxSelectMultiple
    )
    ends_on = forms.DateField(label=_("The claim ends on"), widget=DateInput(), required=False)

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or {}
        action = said.get("action")
        if action == ADD:
            if bool(said.get("person")) == bool(said.get("claimant_name")):
                self.add_error("claimant_name", _("Say who claims: one counted person, or one name."))
            if not said.get("role"):
                self.add_error("role", _("Say as what they claim it."))
        if action in (CHANGE, END) and not said.get("claim"):
            self.add_error("claim", _("Choose the claim."))
        if action == END and not said.get("ends_on"):
            self.add_error("ends_on", _("Say until when it held."))
        return said


class ClaimRemedy(OneForm):
    """The structure's claims; of a household that was counted, its own answers change with its claim."""

    help = _("Who holds the structure, and how. Nothing here decides who owns land.")

    def __init__(self, objection: Objection, by: User, sent: Any = None) -> None:
        super().__init__(objection, by, sent)
        held = TenureClaim.objects.filter(
            structure=objection.structure, enumeration=objection.enumeration, valid_to__isnull=True
        ).select_related("person", "household", "structure")
        self.claims = {str(each.pk): each for each in held.order_by("pk")}
        heads = Person.objects.filter(enumeration=objection.enumeration, relation=Relation.HEAD).filter(
            Q(household__structure=objection.structure) | Q(household=objection.household)
        )
        self.people = {str(each.pk): each for each in heads.select_related("household").order_by("pk")}
        self.form = ClaimForm(sent, prefix="claim", initial=LIKELY.get(objection.kind, {}))
        self._offer("claim", [(pk, _said(claim)) for pk, claim in self.claims.items()])
        self._offer("person", [(pk, each.name or each.household.key) for pk, each in self.people.items()])

    def _offer(self, name: str, choices: list[tuple[str, str]]) -> None:
        field: Any = self.form.fields[name]
        field.choices = [("", "–"), *choices]

    def carry_out(self, ledger: Ledger, said: dict[str, Any]) -> None:
        structure = self.objection.structure
        assert structure is not None
        values = {name: said[name] or None for name in ("since_year", "how_acquired", "rented_from")}
        values["evidence"] = said["evidence"]
        if said["action"] == ADD:
            person = self.people.get(said["person"])
            whose = (
                {"person": person, "household": person.household}
                if person
                else {"claimant_name": said["claimant_name"]}
            )
            add_claim(ledger, structure, role=said["role"], **whose, **values)
            return
        claim = self.claims[said["claim"]]
        if said["action"] == END:
            if claim.valid_from and said["ends_on"] < claim.valid_from:
                self.form.add_error("ends_on", _("The claim began later. Check the day."))
                raise NotCorrected
            end_claim(ledger, claim, said["ends_on"])
            return
        before = len(ledger.rows)
        change_claim(ledger, claim, rent=str(said["rent"] or ""), role=said["role"] or None, **values)
        if len(ledger.rows) == before:
            self.form.add_error(
                None, _("Nothing would change. Say what is different, or that nothing is to be corrected.")
            )
            raise NotCorrected


def _said(claim: TenureClaim) -> str:
    role, *rest = in_words(claim).split(", ")
    return ", ".join([str(ROLE_WORDS.get(role, role)), *rest])
