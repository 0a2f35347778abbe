"""Questions → what stands on the paper: headings, numbered questions, tables for rosters. Pure."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import ClassVar

from django.utils.translation import override

from enumerations.paper.skips import Skips
from enumerations.xlsform.question import (
    CONTAINERS,
    MEDIA,
    Choice,
    Question,
    QuestionKind,
    text_in,
)

ROSTER_ROWS = 10
AGREEMENT = "consent_text"  # the note of the standard questionnaire that says what the count is for
TABLE_WIDTH = 24.0  # of a table, in the widths below: what fits a page on its side and can be written in
LONG_LIST = 60  # choices; a longer list is looked up, not printed
SHORT_CHOICE = 30  # letters, of which three fit beside each other
WIDTHS = {QuestionKind.TEXT: 4.0, QuestionKind.SELECT_MULTIPLE: 3.0}
USUAL_WIDTH = 2.2

# A reference inside a label is filled in by the phone; on paper a line stands there.
_REFERENCE = re.compile(r"\$\{[^}]*\}")
# Labels may hold Markdown and HTML: on paper their words are enough.
_MARKUP = re.compile(r"<[^>]+>|\*\*|__|^#+\s*", re.MULTILINE)
_NUMBER = re.compile(r"-?\d+")

Words = tuple[str, ...]  # the same in each language of the paper, the main one first


@dataclass(frozen=True)
class PrintedChoice:
    """One box to tick, or one code to write."""

    code: str
    words: Words


@dataclass(frozen=True)
class Line:
    """One question with its number and room for the answer; `box` says what kind of room."""

    number: str
    words: Words
    hints: Words
    skips: Words
    box: str
    choices: tuple[PrintedChoice, ...] = ()
    width: float = USUAL_WIDTH
    template: ClassVar = "paper/_line.html"

    @property
    def is_broad(self) -> bool:
        """Whether words are written, not a code."""
        return self.width > USUAL_WIDTH

    @property
    def abreast(self) -> int:
        """How many choices stand beside each other."""
        longest = max((len(" / ".join(choice.words)) for choice in self.choices), default=0)
        return 3 if longest <= SHORT_CHOICE else 2


@dataclass(frozen=True)
class Heading:
    """A group's title, or only the condition under which it is asked."""

    words: Words
    skips: Words
    level: int
    template: ClassVar = "paper/_heading.html"


@dataclass
class Roster:
    """A repeat: tables of some columns each, every row a person, a shop, a goat."""

    words: Words
    skips: Words
    columns: list[Line] = field(default_factory=list)
    template: ClassVar = "paper/_roster.html"

    def tables(self) -> list[list[Line]]:
        """The columns in as many tables as are wide enough to write in."""
        tables: list[list[Line]] = []
        left = 0.0
        for column in self.columns:
            if not tables or column.width > left:
                tables.append([])
                left = TABLE_WIDTH
            tables[-1].append(column)
            left -= column.width
        return tables

    def lists(self) -> list[tuple[list[str], tuple[PrintedChoice, ...]]]:
        """The codes to write, each list once with the numbers of all questions that it answers."""
        lists: dict[tuple[PrintedChoice, ...], list[str]] = {}
        for column in self.columns:
            if column.choices:
                lists.setdefault(column.choices, []).append(column.number)
        return [(numbers, choices) for choices, numbers in lists.items()]


Block = Heading | Line | Roster


def lay_out(questions: Iterable[Question], languages: tuple[str, ...]) -> list[Block]:
    """The blocks of the paper in the order of the questions, without what phones fill in by themselves."""
    return list(_Layout(tuple(questions), languages).blocks())


class _Layout:
    def __init__(self, questions: tuple[Question, ...], languages: tuple[str, ...]) -> None:
        self.questions = questions
        self.languages = languages
        self.skipping = Skips(questions)
        self.stands = False

    def blocks(self) -> Iterator[Block]:
        rosters: dict[str, Roster] = {}
        for question in self.questions:
            if question.kind is QuestionKind.REPEAT:
                rosters[question.path] = roster = Roster(self.words(question.labels), self.skips(question))
                yield roster
            elif question.repeat:
                # A group within a roster has no room for a heading: its columns say what they ask.
                if question.is_asked:
                    rosters[question.repeat].columns.append(self.line(question))
            elif question.kind is QuestionKind.GROUP:
                words, skips = self.words(question.labels), self.skips(question)
                if words or skips:
                    yield Heading(words, skips, level=min(2 + question.path.count("/"), 4))
            elif is_printed(question):
                yield from self.standing(question)
                yield self.line(question)

    def standing(self, question: Question) -> Iterator[Block]:
        """Once, before the first question it holds for: what all the rest depends on."""
        if not self.stands and question.is_asked and self.skipping.begins(question):
            self.stands = True
            yield Heading((), self.each(self.skipping.standing_in), level=4)

    def line(self, question: Question) -> Line:
        return Line(
            number=self.skipping.numbers.get(question.name, ""),
            words=self.words(question.labels, question.name),
            hints=self.words(question.hints),
            skips=self.skips(question),
            box=_box_of(question),
            choices=self.choices(question),
            width=WIDTHS.get(question.kind, USUAL_WIDTH),
        )

    def words(self, texts: dict[str, str], otherwise: str = "") -> Words:
        """The text in each language, once where two are the same."""
        told = (plain(text_in(texts, language, otherwise)) for language in self.languages)
        return tuple(dict.fromkeys(text for text in told if text))

    def skips(self, question: Question) -> Words:
        return self.each(lambda language: self.skipping.told(question, language))

    def each(self, say: Callable[[str], str]) -> Words:
        """The sentence in each language."""
        told = []
        for language in self.languages:
            with override(language):
                told.append(say(language))
        return tuple(dict.fromkeys(text for text in told if text))

    def choices(self, question: Question) -> tuple[PrintedChoice, ...]:
        if len(question.choices) > LONG_LIST:
            return ()
        codes = codes_of(question.choices)
        return tuple(
            PrintedChoice(code, self.words(choice.labels, choice.name))
            for code, choice in zip(codes, question.choices, strict=True)
        )


def is_printed(question: Question) -> bool:
    """Not what the phone fills in, nor what it says of answers just given ("${rent} is unusual")."""
    if question.kind is QuestionKind.NOTE:
        return question.name != AGREEMENT and not any(
            _REFERENCE.search(text) for text in question.labels.values()
        )
    return question.is_asked and question.kind not in CONTAINERS


def agreement_of(questions: Iterable[Question], languages: tuple[str, ...]) -> Words:
    """The form's own text on what the count is for, if it has one: it is read out before anything else."""
    layout = _Layout(tuple(questions), languages)
    notes = (q for q in layout.questions if q.kind is QuestionKind.NOTE and q.name == AGREEMENT)
    return next((layout.words(note.labels) for note in notes), ())


def codes_of(choices: tuple[Choice, ...]) -> list[str]:
    """What is written for each: its name where that is a number, else its place in the list."""
    if all(_NUMBER.fullmatch(choice.name) for choice in choices):
        return [choice.name for choice in choices]
    # Beside words, -98 (don't know) and -99 (declined) stay what they are everywhere.
    return [choice.name if choice.name.startswith("-") else str(n) for n, choice in enumerate(choices, 1)]


def plain(text: str) -> str:
    """A label without markup, and with a line where the phone would fill something in."""
    return _MARKUP.sub("", _REFERENCE.sub("______", text)).strip()


def _box_of(question: Question) -> str:
    """Which room the answer needs: a name of the template's."""
    if question.kind is QuestionKind.SELECT_ONE and question.choices and len(question.choices) <= LONG_LIST:
        return "one"
    if question.kind in (QuestionKind.SELECT_MULTIPLE, QuestionKind.RANK) and question.choices:
        return "several"
    if question.kind in MEDIA:
        return "picture"
    by_kind = {
        QuestionKind.NOTE: "none",
        QuestionKind.INTEGER: "number",
        QuestionKind.DECIMAL: "number",
        QuestionKind.RANGE: "number",
        QuestionKind.DATE: "date",
        QuestionKind.DATETIME: "date",
        QuestionKind.TIME: "time",
        QuestionKind.ACKNOWLEDGE: "tick",
        QuestionKind.GEOPOINT: "place",
        QuestionKind.GEOTRACE: "place",
        QuestionKind.GEOSHAPE: "place",
    }
    return by_kind.get(question.kind, "lines" if "multiline" in question.appearance else "line")
