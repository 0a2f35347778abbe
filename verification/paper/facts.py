"""What stands on one certificate: kept as it was printed, so that a reprint is the same paper."""

import json
from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import Self


@dataclass(frozen=True)
class Facts:
    """Everything printed but the serial, the day of issue and the QR code. Years are as told when counted."""

    settlement: str
    cluster: str
    ward: str
    county: str
    structure: str
    household: str
    names: list[str]
    years_in_settlement: int | None
    years_in_structure: int | None
    counted_on: str  # ISO 8601, or empty
    round: int
    adopted_on: str
    version: int
    root: str
    county_signs: str

    def to_bytes(self) -> bytes:
        return json.dumps(asdict(self), ensure_ascii=False).encode()

    @classmethod
    def from_bytes(cls, kept: bytes) -> Self:
        return cls(**json.loads(kept))

    def agrees_with(self, register: "Facts") -> bool:
        """Whether a paper still says what the register says of its household.

        Names that were not to stand on the paper are not missed; a newer version of the register, with the
        same household in it, makes no paper wrong.
        """
        same = replace(
            register,
            names=register.names if self.names else [],
            settlement=self.settlement,
            round=self.round,
            adopted_on=self.adopted_on,
            version=self.version,
            root=self.root,
            county_signs=self.county_signs,
        )
        return same == self


def day(iso: str) -> str:
    """A kept day as Kenya writes it, in either language: 22/11/2026."""
    return date.fromisoformat(iso).strftime("%d/%m/%Y") if iso else "–"
