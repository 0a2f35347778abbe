"""The letters that long lists are printed with."""

from pathlib import Path

from django.conf import settings

REGULAR, BOLD = "DejaVuSans.ttf", "DejaVuSans-Bold.ttf"


class NoFont(Exception):
    """They are not installed."""


def font_files() -> tuple[Path, Path]:
    """Regular and bold. Raises NoFont."""
    regular, bold = Path(settings.PAPER_FONTS) / REGULAR, Path(settings.PAPER_FONTS) / BOLD
    if not regular.is_file() or not bold.is_file():
        raise NoFont
    return regular, bold
