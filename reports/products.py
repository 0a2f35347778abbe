"""What can be made and taken away: the data, the workbook, the report. The engine knows this alone.

A product is asked for with `ask`, a dictionary of what was chosen that JSON can hold; its own form or
serializer has checked it. The engine keeps it, makes the file in a worker, tells how far it is, and asks
`refusals` again when the file is fetched: who lost a right meanwhile gets nothing.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from enum import IntEnum
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from settlements.models import Settlement

if TYPE_CHECKING:
    from reports.forms.base import AskForm

# How far the work is: what is done, of how many in all (0 where nobody knows). Raises Cancelled where the
# person no longer wants the file: let it pass.
Told = Callable[[int, int], None]
Ask = dict[str, Any]


class Envelope(IntEnum):
    """For whom a file is, each holding more of a person than the one before. See docs/decisions/0028."""

    PUBLIC = 1  # adopted totals and the public ground: small cells hidden
    COUNTY = 2  # a signed hand-over: figures, and structures where the assembly agreed; nobody's name
    STAFF = 3  # the office: homes, services, tenure, where the work stands; nothing of who lives there
    PERSONAL = 4  # names, phones and rosters: for a reason that is kept
    RESTRICTED = 5  # identity numbers, evidence, where a household stands: data managers, for a reason

    @property
    def label(self) -> str | Promise:
        return LABELS[self]

    @property
    def needs_reason(self) -> bool:
        return self >= Envelope.PERSONAL


LABELS: dict[Envelope, str | Promise] = {
    Envelope.PUBLIC: _("Public"),
    Envelope.COUNTY: _("County hand-over"),
    Envelope.STAFF: _("Staff"),
    Envelope.PERSONAL: _("With names"),
    Envelope.RESTRICTED: _("Everything"),
}
# What is called otherwise of one product: leaders take the office's report along (reports/rights.py).
LABELS_OF: dict[tuple[str, Envelope], Promise] = {
    ("report", Envelope.STAFF): _("Office and community"),
}


def label_of(product: str, envelope: Envelope) -> str | Promise:
    """For whom a product's file in this envelope is, in a word."""
    return LABELS_OF.get((product, envelope), envelope.label)


class Cancelled(Exception):
    """Nobody wants the file any more."""


@dataclass(frozen=True)
class Refusal:
    """Why a file is not made, or not handed out: for people, and for programs."""

    code: str
    sentence: str | Promise
    remedy: str | Promise
    link: str = ""  # the page on which it is put right, of this site


class Refused(Exception):
    """The product cannot be made as it was asked for."""

    def __init__(self, *refusals: Refusal) -> None:
        super().__init__(", ".join(refusal.code for refusal in refusals))
        self.refusals = refusals


@dataclass(frozen=True)
class Made:
    """A finished file, still in the work's own folder."""

    path: Path
    name: str  # under which it is saved by whoever fetches it: no personal data, ASCII
    content_type: str
    rows: int = 0


class Product(Protocol):
    """Something that can be asked for."""

    name: str  # as exports keep it and addresses say it: letters, digits, hyphens
    form: "type[AskForm]"  # asks what it needs to know, on pages and in the API

    def title(self, ask: Ask) -> str:
        """What it is, in the language that is active: "Households of Kiamutisya, CSV"."""

    def envelope(self, ask: Ask) -> Envelope: ...

    def settlements(self, ask: Ask) -> "QuerySet[Settlement]":
        """Whose data is in it."""

    def refusals(self, user: User, ask: Ask) -> list[Refusal]:
        """What stands against it for this person, now: not theirs to see, hidden, unfinished."""

    def make(self, user: User, ask: Ask, folder: Path, told: Told) -> Made:
        """Make the file in the folder. Raises Refused, Cancelled."""


class Products(Mapping[str, Product]):
    """What can be asked for, by name. A product is imported when it is first asked for: most processes never
    make a file, and what makes them is large."""

    def __init__(self) -> None:
        self._where: dict[str, str] = {}
        self._there: dict[str, Product] = {}

    def offer(self, name: str, where: str) -> None:
        """Offer the class at this dotted path."""
        self._where[name] = where

    def add(self, product: Product) -> None:
        self._where[product.name] = ""
        self._there[product.name] = product

    def __getitem__(self, name: str) -> Product:
        if name not in self._there:
            self._there[name] = import_string(self._where[name])()
        return self._there[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._where)

    def __len__(self) -> int:
        return len(self._where)


PRODUCTS = Products()


def register(product: Product) -> Product:
    """Offer a product that is here already."""
    PRODUCTS.add(product)
    return product
