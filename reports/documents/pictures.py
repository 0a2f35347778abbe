"""Drawings as PNG, for programs that do not draw SVG: laid out by WeasyPrint, painted by poppler."""

import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from reports.documents.blocks import Picture

DPI = 200
SECONDS = 120
PAINTER = "pdftoppm"


class NoPainter(Exception):
    """poppler-utils is not installed."""


def pngs_of(pictures: Sequence[Picture]) -> list[bytes]:
    """Each as it is printed, 200 dots to the inch. Raises NoPainter."""
    if not pictures:
        return []
    if shutil.which(PAINTER) is None:
        raise NoPainter
    from weasyprint import HTML  # loads Pango: two thirds of a second that other pages need not wait for

    with TemporaryDirectory(prefix="pamoja-pictures-") as folder:
        pdf = Path(folder, "pictures.pdf")
        HTML(string=_html(pictures)).write_pdf(pdf)
        subprocess.run(
            [PAINTER, "-png", "-r", str(DPI), str(pdf), str(Path(folder, "p"))],
            check=True,
            timeout=SECONDS,
            capture_output=True,
        )
        return [path.read_bytes() for path in sorted(Path(folder).glob("p-*.png"))]


def _html(pictures: Sequence[Picture]) -> str:
    """A page for each, exactly as large as it is."""
    sheets, bodies = [], []
    for n, picture in enumerate(pictures):
        sheets.append(
            f"@page p{n} {{ size: {picture.width_mm:.1f}mm {picture.height_mm:.1f}mm; margin: 0 }} "
            f".p{n} {{ page: p{n} }} "
            f".p{n} svg {{ width: {picture.width_mm:.1f}mm; height: auto; display: block }}"
        )
        bodies.append(f'<div class="p{n}">{picture.svg}</div>')
    style = "body { margin: 0; font-family: 'DejaVu Sans', sans-serif } " + " ".join(sheets)
    head = f"<head><meta charset=utf-8><style>{style}</style></head>"
    return f"<!doctype html><html>{head}<body>{''.join(bodies)}</body></html>"
