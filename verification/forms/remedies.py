"""What upholding an objection corrects, by its kind: the controls for it, and carrying it out.

`apply` puts what is wrong where it was typed and raises NotCorrected; the decision then was not written.
"""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from enumerations.intake.fields import HOUSEHOLD_FIELDS, PERSON_FIELDS, by_name
from enumerations.rights_forms import RecordForms
from enumerations.services.correcting import Problem, check
from verification.choices import ObjectionKind
from verification.models import Objection
from verification.services.corrections import Ledger, NotCorrected, correct_household, count_once, keep_out
from verification.services.door_numbers import households_behind, label_of, number_of

K = ObjectionKind
HOUSEHOLD, PERSON = by_name(HOUSEHOLD_FIELDS), by_name(PERSON_FIELDS)
Group = tuple[str, forms.Form]


class Remedy:
    """Nothing to correct but what is written down: the start of all others."""

    title: str | Promise = _("What it corrects")
    help: str | Promise = ""
    reads_people = True

    def __init__(self, objection: Objection, by: User, sent: Any = None) -> None:
        self.objection = objection
        self.by = by

    @property
    def groups(self) -> list[Group]:
        """The forms, each under its heading."""
        return []

    @property
    def has_controls(self) -> bool:
        return bool(self.groups)

    @property
    def is_wrong(self) -> bool:
        return any(form.is_bound and form.errors for _heading, form in self.groups)

    @property
    def faults(self) -> list[str]:
        """What is wrong with no single answer."""
        return [str(fault) for _heading, form in self.groups for fault in form.non_field_errors()]

    def apply(self, ledger: Ledger) -> None:
        raise NotCorrected


class OneForm(Remedy, ABC):
    """A remedy with one form of its own."""

    form: forms.Form

    @property
    def groups(self) -> list[Group]:
        return [("", self.form)]

    def apply(self, ledger: Ledger) -> None:
        if not self.form.is_valid():
            raise NotCorrected
        try:
            self.carry_out(ledger, self.form.cleaned_data)
        except NotCorrected as refused:
            show(self.form, refused.problems)
            raise

    @abstractmethod
    def carry_out(self, ledger: Ledger, said: dict[str, Any]) -> None:
        """Write what was said. Raises NotCorrected."""


def show(form: forms.Form, problems: Sequence[Problem]) -> None:
    """Put each problem at its answer; what belongs to no control stands on top."""
    for problem in problems:
        at = problem.field if problem.field in form.fields else None
        form.add_error(at, f"{problem.sentence} {problem.remedy}")


class BoundaryRemedy(Remedy):
    """The edge of the settlement is a new boundary: it comes as a file, by the import of the ground."""

    help = _(
        "The decision is written down. The new edge itself is walked and brought in as a boundary: "
        "import the ground."
    )
    reads_people = False

    def apply(self, ledger: Ledger) -> None:
        """Nothing in the register of households changes."""


class NoHousehold(Remedy):
    """It says of no household of the register what is wrong: find that first."""

    help = _("This objection names no household of the list. Say which one it is about, then decide.")
    reads_people = False


# Of each kind: the household's own answers, those of its people, and how many people may be added.
ANSWERS: dict[str, tuple[tuple[str, ...], tuple[str, ...], int]] = {
    K.WRONG_NAME: (("head_name",), ("name",), 0),
    K.WRONG_SIZE: (
        ("members_total",),
        ("name", "relation", "sex", "age", "school_status", "activity"),
        3,
    ),
    K.WRONG_STATUS: (("occupancy_status", "rent_month_kes", "years_in_structure"), (), 0),
    K.DECEASED_MOVED: (("head_name", "head_sex", "members_total"), ("name", "relation"), 0),
}
SHRINKS = {K.WRONG_SIZE, K.DECEASED_MOVED}


class GoneForm(forms.Form):
    """The whole household is no longer there."""

    gone = forms.BooleanField(
        label=_("The whole household is gone: nobody lives there"),
        help_text=_("The door stays as found vacant; who was listed there is counted no more."),
        required=False,
    )


class RecordRemedy(Remedy):
    """Some answers of the household and its people, by the rules of any interview."""

    def __init__(self, objection: Objection, by: User, sent: Any = None) -> None:
        super().__init__(objection, by, sent)
        household = objection.household
        assert household is not None
        own, persons, new_lines = ANSWERS[objection.kind]
        has_people = household.persons.exists()
        # How many there are follows from the list of them, where there is one.
        self.counts_people = has_people and "members_total" in own
        names = [name for name in own if not (self.counts_people and name == "members_total")]
        self.record = RecordForms(
            household,
            [HOUSEHOLD[name] for name in names],
            [PERSON[name] for name in persons] if has_people else [],
            sent,
            new_lines=new_lines,
        )
        if objection.kind not in SHRINKS:
            for form in self.record.roster.values():
                form.fields.pop("removed", None)
        self.gone = GoneForm(sent, prefix="gone") if objection.kind == K.DECEASED_MOVED else None

    @property
    def groups(self) -> list[Group]:
        people = [
            (
                str(
                    _("Person %(line)s") % {"line": line}
                    if line in self.record.people
                    else _("Another person")
                ),
                form,
            )
            for line, form in self.record.roster.items()
        ]
        gone = [("", self.gone)] if self.gone else []
        return [*gone, (str(_("The household")), self.record.own), *people]

    def apply(self, ledger: Ledger) -> None:
        household = self.record.household
        valid = [form.is_valid() for _heading, form in self.groups]
        if not all(valid):
            raise NotCorrected
        if self.gone and self.gone.cleaned_data["gone"]:
            keep_out(ledger, household)
            return
        answers, lines = self.record.answers(), self.record.lines()
        if self.counts_people:
            answers["members_total"] = str(len(lines))
        checked = check(household, answers, lines, shown=self.record.shown | {"members_total"})
        if checked.problems:
            self.record.show(checked.problems)
            raise NotCorrected(checked.problems)
        if not correct_household(ledger, household, checked, self.record.removed()):
            self.record.own.add_error(
                None,
                _("Nothing would change. Change an answer, or say above that nothing is to be corrected."),
            )
            raise NotCorrected


class TwiceForm(forms.Form):
    """Which of the two stays."""

    keep = forms.ChoiceField(label=_("It is the same household as"), required=False, widget=forms.RadioSelect)
    other = forms.CharField(
        label=_("Or one behind another door: its number"),
        help_text=_("For example B/12/02."),
        max_length=40,
        required=False,
    )


class TwiceRemedy(OneForm):
    """A household that was counted again stays written down and is used for nothing."""

    help = _(
        "Choose the household that stays on the list. The one this objection names is then counted no more."
    )

    def __init__(self, objection: Objection, by: User, sent: Any = None) -> None:
        super().__init__(objection, by, sent)
        self.form = TwiceForm(sent, prefix="twice")
        household, structure = objection.household, objection.structure
        assert household is not None
        behind = households_behind(objection.enumeration, structure) if structure else []
        self.others = {
            str(each.pk): each for each in behind if each.pk != household.pk and each.same_as_id is None
        }
        keep: Any = self.form.fields["keep"]
        keep.choices = [(pk, label_of(each, number_of(each) or 1)) for pk, each in self.others.items()]
        if not self.others:
            del self.form.fields["keep"]

    def carry_out(self, ledger: Ledger, said: dict[str, Any]) -> None:
        from verification.services.door_numbers import find_door

        household = self.objection.household
        assert household is not None
        keep = self.others.get(said.get("keep", ""))
        if keep is None and said["other"]:
            keep = find_door(self.objection.enumeration, said["other"]).named
        if keep is None or keep.pk == household.pk:
            self.form.add_error(None, _("Say which other household of this count it is: none was found."))
            raise NotCorrected
        if keep.same_as_id is not None:
            self.form.add_error(
                None, _("That household was itself found to be counted again. Choose the one that stays.")
            )
            raise NotCorrected
        count_once(ledger, household, keep)
