"""What the figures of a settlement are held against, on the map's pages. Whoever keeps references tells."""

from collections.abc import Callable, Mapping, Sequence
from typing import Protocol

from django.utils.module_loading import import_string

from settlements.models import Settlement


class Held(Protocol):
    """One number beside a figure: whose it is, how it reads, who says so."""

    @property
    def label(self) -> object: ...

    @property
    def text(self) -> str: ...

    @property
    def source(self) -> object: ...


# By the code of a figure, nearest first.
Beside = Mapping[str, Sequence[Held]]
_told: list[str] = []


def tell(where: str) -> None:
    """Have pages ask the function at this dotted path; who keeps references says so when ready."""
    _told.append(where)


def beside(settlement: Settlement) -> Beside:
    """All of them; nothing where nobody tells."""
    found: dict[str, list[Held]] = {}
    for where in _told:
        ask: Callable[[Settlement], Beside] = import_string(where)
        for code, rows in ask(settlement).items():
            found.setdefault(code, []).extend(rows)
    return found
