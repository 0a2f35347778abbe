"""QR codes for paper that is carried in a pocket and photocopied."""

from itertools import groupby

from qrcode.constants import ERROR_CORRECT_Q
from qrcode.main import QRCode

MARGIN = 4  # white squares round it, without which no phone finds it


def qr_svg(text: str) -> str:
    """The code as an SVG element, a line of black squares in one stroke; a quarter of it may be soiled."""
    code = QRCode(error_correction=ERROR_CORRECT_Q, border=MARGIN)
    code.add_data(text)
    rows = code.get_matrix()
    strokes = []
    for y, row in enumerate(rows):
        x = 0
        for is_black, squares in groupby(row):
            width = len(list(squares))
            if is_black:
                strokes.append(f"M{x} {y}h{width}v1h-{width}z")
            x += width
    side = len(rows)
    shape = f'viewBox="0 0 {side} {side}"><path d="{"".join(strokes)}"/>'
    return f'<svg xmlns="http://www.w3.org/2000/svg" {shape}</svg>'
