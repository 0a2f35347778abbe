"""What a document is built from: words, figures, maps. Values only; nothing here asks the database."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from reports.documents import words
from reports.documents.blocks import Block, Document, Written
from reports.documents.language import Words, day, number
from reports.documents.locator import Located
from reports.documents.map import Made
from reports.documents.markup import filled, parts
from reports.documents.taken import Taken
from reports.products import Envelope
from reports.report_choices import Stamp


@dataclass(frozen=True)
class Wanted:
    """One demand."""

    text: str
    ward: str
    cost_kes: int | None
    priority: str


@dataclass(frozen=True)
class Whose:
    """Which version it is: none of a preview."""

    number: int | None = None
    made_on: str = ""  # ISO 8601
    fingerprint: str = ""


@dataclass(frozen=True)
class Source:
    """All of it, in one language, for one envelope."""

    title: str
    kind: str
    language: str
    stamp: str
    contact: str
    coverage_note: str
    texts: Mapping[str, str]
    demands: tuple[Wanted, ...]
    taken: Taken
    maps: tuple[Made, ...] = ()
    locator: Located | None = None  # of several settlements, where they lie
    without_structures: tuple[str, ...] = ()  # codes of settlements whose structures were not drawn
    whose: Whose = field(default_factory=Whose)

    def say(self, text: Words, **values: object) -> str:
        return text.say(self.language, **values)

    def day(self, value: str) -> str:
        return day(value, self.language)

    def number(self, value: float | None, decimals: int = 0) -> str:
        return number(value, self.language, decimals)

    @property
    def envelope(self) -> Envelope:
        return self.taken.envelope

    @property
    def is_verified(self) -> bool:
        return self.stamp == Stamp.VERIFIED

    @property
    def verified_on(self) -> str:
        """The day on which the last of its counts was verified, ISO 8601."""
        return max((each["verified_on"] or "" for each in self.taken.rounds.values()), default="")

    @property
    def stamped(self) -> str:
        """What stands on every page."""
        if self.is_verified:
            return self.say(words.VERIFIED, day=self.day(self.verified_on)).rstrip(" –")
        return self.say(words.DRAFT)

    @property
    def place(self) -> str:
        """What the report is of, as people say it."""
        place = self.taken.kept["place"]
        names = {"ward": words.WARD_OF, "county": words.COUNTY_OF}
        said = names.get(place["kind"])
        return self.say(said, name=place["name"]) if said else str(place["name"])

    @property
    def where(self) -> str:
        """Ward, sub-county and county, as far as all of it lies in one."""
        settlements = self.taken.settlements
        found = []
        for name, said in (
            ("ward", words.WARD_OF), ("sub_county", words.SUB_COUNTY_OF), ("county", words.COUNTY_OF),
        ):  # fmt: skip
            values = {each[name] for each in settlements if each[name]}
            if len(values) == 1:
                found.append(self.say(said, name=values.pop()))
        return ", ".join(dict.fromkeys(each for each in found if each != self.place))

    def written(self, slug: str, style: str = "body") -> list[Written]:
        """What staff wrote there, with its figures filled in."""
        text = filled(self.texts.get(slug, ""), self.taken.text)
        found = parts(text)
        return [Written(tuple(found), style)] if found else []

    def paragraph(self, text: str, style: str = "body") -> Written:
        return Written(tuple(parts(text)), style)

    def document(self, blocks: Sequence[Block], subtitle: str = "") -> Document:
        from reports.documents.build.cover import facts, foot

        return Document(
            title=self.title,
            subtitle=subtitle or self.say(words.KINDS[self.kind]),
            language=self.language,
            kind=self.kind,
            stamp=self.stamped,
            is_verified=self.is_verified,
            facts=tuple(facts(self)),
            foot=foot(self),
            blocks=tuple(blocks),
            keywords=tuple(each["name"] for each in self.taken.settlements),
            extra={
                "version": self.version,
                "fingerprint": self.whose.fingerprint,
                "page": self.say(words.PAGE),
                "of": self.say(words.OF_PAGES),
                "own_use": "" if self.envelope < Envelope.STAFF else self.say(words.FOR_OWN_USE),
            },
        )

    @property
    def version(self) -> str:
        if self.whose.number is None:
            return self.say(words.UNNUMBERED)
        return self.say(words.VERSION, n=self.whose.number)
