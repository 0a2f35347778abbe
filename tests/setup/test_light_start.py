"""What every process of the site holds in memory: large libraries come with the work that needs them."""

import subprocess
import sys

# What makes papers and files, or reads maps: between 15 and 80 MB each.
LARGE = {
    "adbc_driver_postgresql",
    "docx",
    "fpdf",
    "openpyxl",
    "pandas",
    "pyogrio",
    "pyreadstat",
    "rustpy_xlsxwriter",
    "weasyprint",
}
BEGIN = "import django; django.setup(); import enumerations.services.run, sys; print(*sys.modules)"


def test_a_worker_begins_without_large_libraries() -> None:
    loaded = subprocess.run([sys.executable, "-c", BEGIN], capture_output=True, text=True, check=True).stdout
    assert "polars" in loaded.split()
    assert LARGE.isdisjoint(loaded.split())
