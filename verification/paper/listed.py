"""One row of a list."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from enumerations.choices import TenureRole
from verification.paper.words import Text

TENANT = _("Tenant")
OWNER = pgettext_lazy("posted list", "Owner")
STATUS: dict[str, Text] = {
    TenureRole.OWNER_RESIDENT: OWNER,
    TenureRole.OWNER_ABSENTEE: OWNER,
    TenureRole.CO_OWNER: OWNER,
    TenureRole.TENANT: TENANT,
    TenureRole.SUB_TENANT: TENANT,
}
# Who lives there through a relative, a friend or an office: neither word would be true.
OTHERWISE = pgettext_lazy("posted list", "Other")


def status_word(status: str) -> Text:
    """Owner or tenant."""
    return STATUS.get(status, OTHERWISE)


@dataclass(frozen=True, slots=True)
class Listed:
    """A household behind a numbered door, or a door behind which none is listed.

    Why none is listed is not said: nobody must read off a wall who refused or asked to be left out.
    """

    door: str  # KMT/B/123A; empty where a household has none
    number: str = ""  # of the household at its door: 02
    status: str = ""
    name: str = ""  # shortened
    size: int | None = None
    is_household: bool = False

    @property
    def unit(self) -> str:
        """The letter of the unit and the household's number, as far as there are any."""
        letter = self.door[-1:] if self.door[-1:].isalpha() else ""
        return " / ".join(part for part in (letter, self.number) if part)


def shortened(name: str) -> str:
    """The first name and the initial of the last: "Achieng Mary Otieno" is "Achieng O."."""
    first, *others = name.split() or [""]
    return f"{first} {others[-1][0].upper()}." if others else first
