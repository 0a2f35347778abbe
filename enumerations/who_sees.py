"""Who sees what and who answers for it, in words: from the tiers, the table of roles and the settings."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from enumerations.intake.fields import HOUSEHOLD_FIELDS, IDENTITY_FIELDS, PERSON_FIELDS, Tier
from settlements.choices import Role
from settlements.roles import MAY, Act

WARN_DAYS = 60
NAMES: dict[Tier, Any] = {
    Tier.GROUND: gettext_lazy("The settlement's own people who work here"),
    Tier.TENURE: gettext_lazy("Its leaders and the office"),
    Tier.PEOPLE: gettext_lazy("Very few, each time written down"),
    Tier.RESTRICTED: gettext_lazy("Data managers alone"),
}
ALWAYS = {
    Tier.GROUND: Act.SEE_GROUND,
    Tier.TENURE: Act.SEE_TENURE,
    Tier.PEOPLE: Act.SEE_PEOPLE,
    Tier.RESTRICTED: Act.SEE_RESTRICTED,
}


@dataclass(frozen=True)
class Seen:
    """One tier: its fields, the roles that always see them, and those that do under a condition."""

    title: str
    fields: list[str]
    roles: list[str]
    for_a_reason: list[str]


def who_sees() -> list[Seen]:
    """Every declared field by its tier, the most open first, with who may see it."""
    declared = (*IDENTITY_FIELDS, *HOUSEHOLD_FIELDS, *PERSON_FIELDS)
    return [
        Seen(
            title=str(NAMES[tier]),
            fields=list(dict.fromkeys(str(field.label) for field in declared if field.tier is tier)),
            roles=_labels(MAY[act]),
            for_a_reason=_labels(MAY[Act.OPEN_PEOPLE]) if tier is Tier.PEOPLE else [],
        )
        for tier, act in ALWAYS.items()
    ]


def _labels(roles: frozenset[Role]) -> list[str]:
    return [str(role.label) for role in Role if role in roles]


def certificate_warning() -> str:
    """What staff must do about the registration with the Data Protection Commissioner; empty if nothing."""
    expires = settings.ODPC_EXPIRES_ON
    if not settings.ODPC_REGISTRATION:
        return _("No registration with the Data Protection Commissioner is set. Ask whoever runs this site.")
    if expires is None:
        return _("It is not set until when the registration with the Data Protection Commissioner is valid.")
    if expires > timezone.localdate() + timedelta(days=WARN_DAYS):
        return ""
    words = {"day": date_format(expires, "j M Y")}
    if expires < timezone.localdate():
        return _("The registration with the Data Protection Commissioner expired on %(day)s.") % words
    return _("The registration with the Data Protection Commissioner expires on %(day)s: renew it.") % words
