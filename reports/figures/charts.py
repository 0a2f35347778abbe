"""Figures drawn: SVG that prints, and the table that says the same."""

from dataclasses import dataclass

from reports.figures.parts import Figure


@dataclass(frozen=True)
class Chart:
    """A drawing and its table: `svg` goes into a page or a PDF as it is, `heads` and `rows` beside it."""

    title: str
    description: str
    svg: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def chart_of(figure: Figure) -> Chart | None:
    return None
