"""What was measured, as a table, as JSON, and as a page that can be read."""

import json
import os
import platform
import subprocess
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

RESULTS = Path(__file__).resolve().parent / "results"


@dataclass
class Line:
    """One measurement: what it took, and how it compares (`ratio`) with something else (`beside`).

    `wanted` is the target as a reader would write it, `is_met` whether the ratio reaches it.
    """

    part: str
    what: str
    value: float
    unit: str
    ratio: float | None = None
    beside: str = ""
    wanted: str = ""
    is_met: bool | None = None


@dataclass
class Report:
    """All lines of one run, and the machine they come from."""

    sizes: dict[str, Any]
    lines: list[Line] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    began: str = field(default_factory=lambda: datetime.now(UTC).isoformat(timespec="seconds"))

    def add(
        self,
        part: str,
        what: str,
        value: float,
        unit: str,
        *,
        ratio: float | None = None,
        beside: str = "",
        at_least: float | None = None,
        at_most: float | None = None,
    ) -> None:
        """Keep a line and print it: a long run shows what it has so far."""
        line = Line(part, what, round(value, 4), unit, ratio and round(ratio, 3), beside)
        measured = value if ratio is None else ratio
        if at_least is not None:
            line.wanted, line.is_met = f"≥ {at_least:g}", measured >= at_least
        if at_most is not None:
            line.wanted, line.is_met = f"≤ {at_most:g}", measured <= at_most
        self.lines.append(line)
        print(
            "  ".join(cell.ljust(width) for cell, width in zip(cells(line), WIDTHS, strict=True)), flush=True
        )

    def note(self, text: str) -> None:
        self.notes.append(text)
        print(f"  ({text})", flush=True)

    def write(self, machine: dict[str, Any]) -> Path:
        """`results/<date>.json` and the same as `.md`; the path of the latter."""
        RESULTS.mkdir(exist_ok=True)
        name = self.began.replace(":", "").replace("+0000", "Z")
        whole: dict[str, Any] = {
            "began": self.began,
            "machine": machine,
            "sizes": self.sizes,
            "notes": self.notes,
        }
        whole["lines"] = [asdict(line) for line in self.lines]
        (RESULTS / f"{name}.json").write_text(json.dumps(whole, indent=2, ensure_ascii=False) + "\n")
        page = RESULTS / f"{name}.md"
        page.write_text(self.page(machine))
        return page

    def page(self, machine: dict[str, Any]) -> str:
        rows = [HEADINGS, ["---"] * len(HEADINGS), *(cells(line) for line in self.lines)]
        parts = [
            f"# Measured {self.began}",
            ", ".join(f"{name}: {value}" for name, value in machine.items()) + ".",
            ", ".join(f"{name}: {value:,}" for name, value in self.sizes.items()) + ".",
            "\n".join("| " + " | ".join(row) + " |" for row in rows),
            "\n".join(f"- {note}" for note in self.notes),
        ]
        return "\n\n".join(part for part in parts if part) + "\n"


HEADINGS = ["part", "what", "value", "ratio", "wanted", "met"]
WIDTHS = [10, 52, 18, 34, 8, 4]


def cells(line: Line) -> list[str]:
    ratio = f"{line.ratio:.2f} × {line.beside}" if line.ratio is not None else ""
    met = {True: "yes", False: "NO", None: ""}[line.is_met]
    return [line.part, line.what, f"{number(line.value)} {line.unit}", ratio, line.wanted, met]


def number(value: float) -> str:
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"


def machine() -> dict[str, Any]:
    """What the figures depend on besides our code."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version")
        postgres = cursor.fetchone()[0]
        cursor.execute("SELECT postgis_lib_version()")
        postgis = cursor.fetchone()[0]
    commit = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"], capture_output=True, text=True, check=False
    )
    return {
        "cores": os.cpu_count(),
        "load before": round(os.getloadavg()[0], 2),
        "PostgreSQL": postgres.split()[0],
        "PostGIS": postgis,
        "Python": platform.python_version(),
        "commit": commit.stdout.strip() or "none",
    }
