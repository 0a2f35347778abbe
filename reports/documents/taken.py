"""A report's figures as a document reads them: one set of them, in one language."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from reports.documents.language import number
from reports.products import Envelope


@dataclass(frozen=True)
class Side:
    """A number beside a figure."""

    against: str
    label: str
    text: str
    value: float
    year: int | None
    source: str
    bound: str


@dataclass(frozen=True)
class Shown:
    """One figure, in words."""

    code: str
    label: str
    text: str
    value: float | None
    n: int | None
    state: str
    sentence: str
    definition: str
    note: str
    sides: tuple[Side, ...]
    previous: Side | None
    answers: tuple[dict[str, Any], ...]
    partly: bool

    @property
    def is_told(self) -> bool:
        return self.state == "told"

    @property
    def is_known(self) -> bool:
        """Whether there is something to say of it, be it that it is hidden."""
        return self.state in ("told", "hidden", "not_enough")

    def side(self, *against: str) -> Side | None:
        return next((each for each in self.sides if each.against in against), None)


class Taken:
    """A snapshot of `reports.documents.snapshot`, of which an envelope decides how much is told."""

    def __init__(self, kept: dict[str, Any], envelope: Envelope, language: str) -> None:
        self.kept = kept
        self.envelope = envelope
        self.language = language
        self.is_whole = envelope >= Envelope.STAFF
        self.set: dict[str, Any] = (kept["whole"] if self.is_whole else kept.get("safe")) or kept["whole"]

    @property
    def settlements(self) -> list[dict[str, Any]]:
        return list(self.kept["settlements"])

    @property
    def rounds(self) -> dict[str, dict[str, Any]]:
        return dict(self.kept["rounds"])

    @property
    def ground(self) -> dict[str, Any]:
        return dict(self.kept["ground"])

    @property
    def is_adopted(self) -> bool:
        return all(each["is_adopted"] for each in self.rounds.values())

    @property
    def warnings(self) -> list[str]:
        return [each[self.language] for each in self.set["warnings"]]

    def word(self, told: dict[str, str]) -> str:
        return told[self.language]

    def figure(self, code: str) -> Shown | None:
        found = self.set["figures"].get(code)
        return self._shown(code, found) if found else None

    def figures(self, codes: Iterable[str]) -> list[Shown]:
        """Those with something to say."""
        found = [self.figure(code) for code in codes]
        return [each for each in found if each is not None and each.is_known]

    def text(self, code: str) -> str | None:
        """The figure as it stands in a sentence; None where there is none that may be told."""
        found = self.figure(code)
        return found.text if found and found.is_told else None

    def value(self, code: str) -> float | None:
        found = self.figure(code)
        return found.value if found and found.is_told else None

    @property
    def all(self) -> list[Shown]:
        return self.figures(self.set["figures"])

    def coverage(self) -> str:
        """The lowest and the highest of its settlements, in words."""
        percents = sorted(each for each in self.kept["coverage"].values() if each is not None)
        if not percents:
            return "–"
        least, most = (number(each, self.language, 1) for each in (percents[0], percents[-1]))
        return f"{least} %" if least == most else f"{least}–{most} %"

    def _shown(self, code: str, found: dict[str, Any]) -> Shown:
        language = self.language
        answers = tuple({**each, "label": each["label"][language]} for each in found["answers"])
        return Shown(
            code=code,
            label=found["label"][language],
            text=found["text"][language],
            value=found["value"],
            n=found["n"],
            state=found["state"],
            sentence=found["sentence"][language],
            definition=found["definition"][language],
            note=found["note"][language],
            sides=tuple(self._side(each) for each in found["beside"]),
            previous=self._side(found["previous"]) if found["previous"] else None,
            answers=answers,
            partly=found["partly"],
        )

    def _side(self, each: dict[str, Any]) -> Side:
        language = self.language
        return Side(
            each["against"], each["label"][language], each["text"][language], each["value"], each["year"],
            each["source"][language], each["bound"],
        )  # fmt: skip
