"""What is wrong with an XLSForm: where it stands, a sentence, and what to do about it."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.functional import Promise

from enumerations.choices import Severity
from enumerations.xlsform.catalogue import CATALOGUE, UNKNOWN
from enumerations.xlsform.words import WORDS, said


@dataclass(frozen=True)
class Problem:
    """One fault. `row` is the sheet's row number (0: the whole sheet), `column` its heading as written."""

    code: str
    sheet: str = ""
    row: int = 0
    column: str = ""
    params: Mapping[str, Any] = field(default_factory=dict, hash=False)

    @property
    def severity(self) -> Severity:
        return CATALOGUE.get(self.code, UNKNOWN).severity

    @property
    def is_error(self) -> bool:
        return self.severity is Severity.ERROR

    @property
    def sentence(self) -> str:
        """What is wrong, in the active language."""
        return self._filled(CATALOGUE.get(self.code, UNKNOWN).sentence)

    @property
    def remedy(self) -> str:
        """What to do about it, in the active language."""
        return self._filled(CATALOGUE.get(self.code, UNKNOWN).remedy)

    def _filled(self, template: str | Promise) -> str:
        words: dict[str, str] = defaultdict(lambda: "?")
        words |= {name: str(value) for name, value in self.params.items()}
        if name := WORDS.get(self.code):
            words[name] = str(said(self.code, words[name]))
        words |= {"code": self.code, "sheet": self.sheet, "row": str(self.row), "column": self.column}
        return str(template) % words

    def to_json(self) -> dict[str, Any]:
        return {
            "code": self.code,
            "sheet": self.sheet,
            "row": self.row,
            "column": self.column,
            "params": dict(self.params),
        }

    @classmethod
    def from_json(cls, kept: dict[str, Any]) -> "Problem":
        return cls(
            **{name: kept[name] for name in ("code", "sheet", "row", "column", "params") if name in kept}
        )


class XLSFormRefused(Exception):
    """The workbook makes no questionnaire; `problems` says everything that stands in the way."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__(", ".join(dict.fromkeys(problem.code for problem in self.problems)))
