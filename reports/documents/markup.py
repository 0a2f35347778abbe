"""What staff type → paragraphs, lists, subheadings. Plain signs that everybody knows from a phone; no HTML.

A blank line begins a paragraph, "- " a point, "1. " a numbered point, "## " a subheading; **so** is bold, and
{population} is the figure of that name as it was taken with the report. Everything else is text.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum

POINT = re.compile(r"^\s*[-*•]\s+(.*)$")
NUMBERED = re.compile(r"^\s*\d{1,2}[.)]\s+(.*)$")
SUBHEADING = re.compile(r"^\s*#{1,6}\s+(.*)$")
BOLD = re.compile(r"\*\*(?=\S)(.+?)(?<=\S)\*\*", re.DOTALL)
FIGURE = re.compile(r"\{([a-z][a-z0-9_]*)\}")
WORD = re.compile(r"[^\W_]+(?:['’.,-][^\W_]+)*")


class Shape(StrEnum):
    """What a part of a text is."""

    PARAGRAPH = "paragraph"
    POINTS = "points"
    NUMBERED = "numbered"
    SUBHEADING = "subheading"


@dataclass(frozen=True)
class Run:
    """Words that look alike."""

    text: str
    is_bold: bool = False


Runs = tuple[Run, ...]


@dataclass(frozen=True)
class Part:
    """A paragraph, a subheading, or the points of a list."""

    shape: Shape
    items: tuple[Runs, ...]


def parts(text: str) -> list[Part]:
    """The text as it is printed."""
    found: list[Part] = []
    lines: list[str] = []

    def end_paragraph() -> None:
        if lines:
            found.append(Part(Shape.PARAGRAPH, (runs(" ".join(lines)),)))
            lines.clear()

    for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n"):
        shape, words = _line(line)
        if shape is Shape.PARAGRAPH and words:
            lines.append(words)
            continue
        end_paragraph()
        if not words:
            continue
        if shape is not Shape.SUBHEADING and found and found[-1].shape is shape and not _apart(found, line):
            found[-1] = Part(shape, (*found[-1].items, runs(words)))
        else:
            found.append(Part(shape, (runs(words),)))
    end_paragraph()
    return found


def _apart(found: list[Part], line: str) -> bool:
    """Whether a numbered point begins a list of its own."""
    return found[-1].shape is Shape.NUMBERED and bool(re.match(r"^\s*1[.)]\s", line))


def _line(line: str) -> tuple[Shape, str]:
    for shape, pattern in (
        (Shape.SUBHEADING, SUBHEADING), (Shape.POINTS, POINT), (Shape.NUMBERED, NUMBERED),
    ):  # fmt: skip
        if match := pattern.match(line):
            return shape, match[1].strip()
    return Shape.PARAGRAPH, line.strip()


def runs(text: str) -> Runs:
    """Bold and plain words, one after the other."""
    told: list[Run] = []
    end = 0
    for match in BOLD.finditer(text):
        if match.start() > end:
            told.append(Run(text[end : match.start()]))
        told.append(Run(match[1], is_bold=True))
        end = match.end()
    if end < len(text):
        told.append(Run(text[end:]))
    return tuple(told)


def filled(text: str, figure: Callable[[str], str | None]) -> str:
    """The text with its figures written in; what is no figure stays as it was typed."""
    return FIGURE.sub(lambda match: figure(match[1]) or match[0], text)


def figures_named(text: str) -> Iterator[str]:
    """The figures that a text asks for."""
    for match in FIGURE.finditer(text):
        yield match[1]


def count_words(text: str) -> int:
    """As a person would count them: 4,210 is one, "cholera-free" is one."""
    return sum(1 for _word in WORD.finditer(text))
