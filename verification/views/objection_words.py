"""How the pages say what an objection is about and what it corrected."""

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from enumerations.intake.fields import HOUSEHOLD_FIELDS, PERSON_FIELDS, by_name
from enumerations.models import TenureClaim
from verification.choices import ObjectionKind

K = ObjectionKind
HOUSEHOLD, PERSON = by_name(HOUSEHOLD_FIELDS), by_name(PERSON_FIELDS)

# As it is said at the table, under each kind.
KIND_HELP: dict[str, str | Promise] = {
    K.NOT_COUNTED: gettext_lazy("“We live here and nobody came.” Also without a number on the door."),
    K.COUNTED_TWICE: gettext_lazy("“We are on the list twice”, or at two doors."),
    K.WRONG_NAME: gettext_lazy("“That is not how my name is written.”"),
    K.WRONG_SIZE: gettext_lazy("“We are five, not three.”"),
    K.WRONG_STATUS: gettext_lazy("“I own it; I do not rent.” Or the other way round."),
    K.ABSENTEE_OWNER: gettext_lazy("“The owner lives elsewhere, and is not on the list.”"),
    K.SUB_LET: gettext_lazy("“Who takes the rent is a tenant too.”"),
    K.DECEASED_MOVED: gettext_lazy("“She died last month.” “They have gone back home.”"),
    K.STRUCTURE_MISSING: gettext_lazy("“This house has no number and is on no list.”"),
    K.NO_SUCH_STRUCTURE: gettext_lazy("“There is no such house.”"),
    K.SETTLEMENT_BOUNDARY: gettext_lazy("“Our settlement ends further down.”"),
    K.DOUBLE_CLAIM: gettext_lazy("“Two people say it is theirs.”"),
    K.BOUNDARY: gettext_lazy("“The neighbour built on my side.”"),
    K.OWNERSHIP: gettext_lazy("“It was never sold to him.”"),
    K.RENT: gettext_lazy("“That is not what we agreed to pay.”"),
}

OTHER_WORDS: dict[str, str | Promise] = {
    "household.same_as": gettext_lazy("counted again, the same as"),
    "household.structure": gettext_lazy("door of the household"),
    "household.key": gettext_lazy("household taken into the register"),
    "objection.household": gettext_lazy("household that was counted since"),
    "structure.code": gettext_lazy("number of the structure"),
    "structure.location": gettext_lazy("place of the structure"),
    "structure.status": gettext_lazy("state of the structure"),
}


def field_words(name: str) -> str:
    """`person.2.age` in words: what was corrected, never what it said."""
    if name in OTHER_WORDS:
        return str(OTHER_WORDS[name])
    of, _dot, rest = name.partition(".")
    if of == "household" and rest in HOUSEHOLD:
        return str(HOUSEHOLD[rest].label)
    if of == "person":
        line, _dot, field = rest.partition(".")
        label = PERSON[field].label if field in PERSON else field
        return _("person %(line)s: %(what)s") % {"line": line, "what": label}
    if of == "claim":
        field = rest.partition(".")[2]
        if not field:
            return _("claim added")
        return _("claim: %(what)s") % {"what": TenureClaim._meta.get_field(field).verbose_name}  # type: ignore[union-attr]
    return name
