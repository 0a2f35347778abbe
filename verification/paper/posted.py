"""What a list says of its posting on every page."""

from dataclasses import dataclass
from datetime import date, datetime

from verification.paper.words import Speech


@dataclass(frozen=True)
class Posted:
    """The decisions that a posting is made of, and where it is."""

    settlement: str
    settlement_code: str
    cluster: str  # "B · Bondeni"; empty for doors outside of clusters
    count: str
    version: int
    language: str
    paper: str
    has_names: bool
    posted_on: date
    place: str
    closes_on: date
    where_to_object: str
    contact: str
    made_at: datetime
    ask_at: str  # address of the page that tells how an objection stands

    @property
    def speech(self) -> Speech:
        return Speech.of(self.language)
