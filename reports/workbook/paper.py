"""How a table is put on A4, so that it can be read there: which way up, how small, over how many sheets."""

from collections.abc import Sequence
from dataclasses import dataclass

from reports.workbook.cells import Column

SHORT_SIDE, LONG_SIDE = 8.27, 11.69  # of A4, inches
EDGE = 0.4  # left and right, inches
# A letter of the width of columns is 7 pixels in Calibri 11, with 5 beside each column, at 96 in an inch.
LETTER, BESIDE, INCH = 7, 5, 96
FONT, LEAST = 11, 7  # points: as it is written, and as small as it may be printed
SMALLEST = LEAST / FONT
# Printers take a little more room than a screen; a font that stands in for the workbook's, up to half as much
# again.
RESERVE, OTHER_FONT = 0.95, 0.7
# What does not fit on one sheet even so goes on on the next: there is room then.
OF_SEVERAL = 0.75


@dataclass(frozen=True)
class Layout:
    """`scale` in percent; None where the columns can be made to fit on a sheet in whatever font.

    Where they fit well, and might not in another font, they are better on two sheets than too small.
    """

    is_wide: bool
    scale: int | None = None


def inches_of(columns: Sequence[Column]) -> float:
    """As wide as the columns are on a screen."""
    return sum(column.width * LETTER + BESIDE for column in columns) / INCH


def layout_of(columns: Sequence[Column], *, wide: bool) -> Layout:
    """Upright where it fits and is not wanted otherwise, else on its side, else over several sheets."""
    inches = inches_of(columns)
    for is_wide, side in ((False, SHORT_SIDE), (True, LONG_SIDE)):
        fits_at = (side - 2 * EDGE) * RESERVE / inches
        if fits_at >= SMALLEST and (is_wide or not wide):
            return Layout(is_wide, None if fits_at * OTHER_FONT >= SMALLEST else int(100 * fits_at))
    return Layout(is_wide=True, scale=int(100 * OF_SEVERAL))
