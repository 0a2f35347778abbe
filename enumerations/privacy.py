"""Which fields of a household a person may see: the tiers of the data dictionary, asked in one place."""

from django.db.models import Model

from accounts.models import User
from enumerations.intake.fields import HOUSEHOLD_FIELDS, IDENTITY_FIELDS, PERSON_FIELDS, Field, Tier
from enumerations.querysets import settlements_of_people
from settlements.models import Settlement
from settlements.querysets import Viewer
from settlements.roles import Act

DECLARED: dict[str, dict[str, Tier]] = {
    "household": {field.name: field.tier for field in (*IDENTITY_FIELDS, *HOUSEHOLD_FIELDS)},
    "person": {field.name: field.tier for field in PERSON_FIELDS},
}
# What the register adds to the questions: which count, structure and batch a record belongs to says nothing
# of a person; what it does not declare anywhere is restricted.
KEPT_BESIDE = {
    "household": {"id", "settlement", "enumeration", "structure", "batch", "created_by_batch"},
    "person": {"id", "settlement", "enumeration", "household"},
}
ADDED = {"key": Tier.PEOPLE, "answers": Tier.PEOPLE, "not_given": Tier.PEOPLE}


def tiers_of(user: Viewer, settlement: Settlement) -> frozenset[Tier]:
    """The tiers of a settlement's households that are open to the user now."""
    if not isinstance(user, User):
        return frozenset()
    acts = settlement.acts_of(user)
    open_now = {
        Tier.GROUND: Act.SEE_GROUND in acts,
        Tier.TENURE: Act.SEE_TENURE in acts,
        Tier.PEOPLE: settlements_of_people(user).filter(pk=settlement.pk).exists(),
        Tier.RESTRICTED: Act.SEE_RESTRICTED in acts,
    }
    return frozenset(tier for tier, is_open in open_now.items() if is_open)


def tier_of(model: type[Model] | Model, column: str) -> Tier:
    """The tier of a column of Household or Person: restricted until somebody declares it otherwise."""
    name = str(model._meta.model_name)
    if column in KEPT_BESIDE[name]:
        return Tier.GROUND
    if column.startswith("location"):
        return DECLARED[name].get("location", Tier.RESTRICTED)
    return DECLARED[name].get(column, ADDED.get(column, Tier.RESTRICTED))


def open_fields(fields: tuple[Field, ...], tiers: frozenset[Tier]) -> list[Field]:
    """Those of the fields that lie in the tiers."""
    return [field for field in fields if field.tier in tiers]
