"""The one parser of structure and household numbers, as they are painted on doors.

`KMT/B/0123A/02` is settlement KMT, cluster B, structure 123, unit A, household 02. The cluster, the unit
letter and the household may be missing. One roof may carry several units: `RMS / 465 A/B` is the two
structures RMS/465A and RMS/465B.

The canonical form is upper case, without spaces and without leading zeros in the structure number, so
that a door painted 0123 and a form saying 123 are the same structure.
"""

import re
from dataclasses import dataclass, replace

# What the database accepts as a structure's code; also in the constraint of Structure.
CODE_PATTERN = r"^[A-Z]{2,4}(/[A-Z][A-Z0-9]{0,2})?/[1-9][0-9]{0,3}[A-Z]?$"
# What the database accepts as a household's code.
HOUSEHOLD_PATTERN = CODE_PATTERN[:-1] + r"/[0-9]{2}$"

PAINTED = re.compile(
    r"""^(?:(?P<settlement>[A-Z]{2,4})/)?      # KMT/
        (?:(?P<cluster>[A-Z][A-Z0-9]{0,2})/)?  # B/
        0*(?P<number>[1-9][0-9]{0,3})          # 0123
        (?P<units>[A-Z](?:/[A-Z])*)?           # A, or A/B
        (?:/(?P<household>[0-9]{1,2}))?$       # /02
    """,
    re.VERBOSE,
)


def typed_pattern(settlement: str) -> str:
    """What a phone lets through as a number typed in this settlement: plain enough for every kind of regex.

    It takes what `parse` reads as one structure of the settlement, in either case and with blanks around the
    strokes; what is finer is judged when the interview has arrived.
    """
    letters = "".join(f"[{letter}{letter.lower()}]" for letter in settlement)
    stroke = " *[/] *"
    any_cluster = f"[A-Za-z][A-Za-z0-9]?[A-Za-z0-9]?{stroke}"
    # Alone, two letters and more would be another settlement.
    own_cluster = f"([A-Za-z]|[A-Za-z][0-9][A-Za-z0-9]?|[A-Za-z][A-Za-z][0-9]){stroke}"
    return f"^({letters}{stroke}({any_cluster})?|{own_cluster})?0*[1-9][0-9]?[0-9]?[0-9]? *[A-Za-z]?$"


class NumberingError(ValueError):
    """The text is not a number of the scheme."""


@dataclass(frozen=True)
class DoorNumber:
    """One structure, and perhaps one household in it."""

    settlement: str
    cluster: str
    number: int
    unit: str = ""
    household: int | None = None

    @property
    def structure_code(self) -> str:
        """`KMT/B/123A`, as the register keeps it."""
        places = [place for place in (self.settlement, self.cluster) if place]
        return "/".join([*places, f"{self.number}{self.unit}"])

    @property
    def household_code(self) -> str:
        """`KMT/B/123A/02`; empty when no household is named."""
        return "" if self.household is None else f"{self.structure_code}/{self.household:02d}"


def parse(painted: str, *, settlement: str = "") -> list[DoorNumber]:
    """Read what is painted on a door: one number for each unit it names.

    `settlement` is the code to assume where the text does not name one; two to four letters in front are
    always a settlement's code (a cluster alone needs one letter, or a digit in it). Raises NumberingError.
    """
    text = re.sub(r"\s+", "", painted).upper().replace("\\", "/")
    match = PAINTED.match(text)
    if match is None:
        raise NumberingError(painted)
    parts = match.groupdict()
    door = DoorNumber(
        settlement=parts["settlement"] or settlement,
        cluster=parts["cluster"] or "",
        number=int(parts["number"]),
        household=int(parts["household"]) if parts["household"] else None,
    )
    if not door.settlement:
        raise NumberingError(painted)
    units = (parts["units"] or "").split("/")
    return [replace(door, unit=unit) for unit in units]
