"""Clusters as files name them: by code or by name; new ones get a code nobody mistakes for a settlement's."""

import re
from dataclasses import dataclass, field
from typing import Any

from settlements.imports.columns import bare
from settlements.models import Settlement

CODE = re.compile(r"^[A-Z][A-Z0-9]{0,2}$")
# Words that tell nothing about which one is meant.
GENERIC = {"village", "estate", "zone", "block", "cluster", "area", "kijiji"}


@dataclass
class Villages:
    """The settlement's clusters while a file is read; `new` gathers those to make, code to name."""

    by_code: dict[str, str] = field(default_factory=dict)
    by_name: dict[str, str] = field(default_factory=dict)
    new: dict[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, settlement: Settlement) -> "Villages":
        known = cls()
        for code, name in settlement.clusters.order_by("code").values_list("code", "name"):
            known.add(code, name)
        return known

    def add(self, code: str, name: str) -> None:
        self.by_code[code] = name
        self.by_name.setdefault(bare(name), code)

    def find(self, text: Any) -> str | None:
        """The code of the cluster a text means, by its name first, then by its code."""
        wanted = str(text).strip()
        code = self.by_name.get(bare(wanted))
        if code is None and wanted.upper() in self.by_code:
            code = wanted.upper()
        return code

    def make(self, text: Any) -> str:
        """The code of the cluster a text means, made when there is none."""
        code = self.find(text)
        if code is None:
            name = str(text).strip()[:100]
            code = free_code(name, set(self.by_code))
            self.new[code] = name.title() if name.islower() else name
            self.add(code, name)
        return code


def free_code(text: str, taken: set[str]) -> str:
    """A code for a cluster: what is already one, `Z12` for 12, else its first letter, with a number if taken.

    Two letters alone would be read as a settlement's code when painted before a number (`SW/12`), so that a
    letter is followed by digits.
    """
    plain = re.sub(r"[^A-Z0-9]", "", text.upper())
    if (
        CODE.match(text.strip().upper())
        and plain not in taken
        and (len(plain) == 1 or re.search(r"\d", plain))
    ):
        return plain
    words = [word for word in re.findall(r"[A-Z0-9]+", text.upper()) if word.casefold() not in GENERIC]
    if words and words[0][0].isdigit() and f"Z{words[0]}" not in taken and CODE.match(f"Z{words[0]}"):
        return f"Z{words[0]}"
    first = next((word[0] for word in words if word[0].isalpha()), "Z")
    letters = [first, *(letter for letter in "ZYXWVUTSRQPONMLKJIHGFEDCBA" if letter != first)]
    if first not in taken and not (words and words[0][0].isdigit()):
        return first
    return next(
        code for letter in letters for digits in range(2, 100) if (code := f"{letter}{digits}") not in taken
    )
