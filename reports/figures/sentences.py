"""What a figure means, in a plain sentence."""

from reports.figures.parts import Figure, Gap


def sentence_of(figure: Figure) -> str:
    return f"{figure.label}: {figure.text}"


def gap_sentence(gap: Gap) -> str:
    return f"{gap.label}: {gap.lacking}"
