"""Places that somebody meant to fill in: "[[history]]", "XXXX acres", TODO. No report leaves with one."""

import re
from collections.abc import Iterator

PLACEHOLDER = re.compile(
    r"""
    \[\[.*?\]\]                           # [[history]]
    | (?<![A-Za-z])[Xx]{3,}(?:,[Xx]{3})*(?![A-Za-z])  # XXXX acres, XXX,XXX
    | (?<![A-Za-z])(?:TODO|TBC|TBD|FIXME|JAZA\ HAPA|FILL\ IN)(?![A-Za-z])
    | (?i:lorem\s+ipsum)
    | \?{3,} | _{3,} | \.{5,}
    | <[A-Za-z][^<>\n]{0,60}>             # <name of the chief>
    """,
    re.VERBOSE | re.DOTALL,
)
AROUND = 30


def placeholders(text: str) -> Iterator[str]:
    """Each one, with a few of the words around it so that it is found."""
    for found in PLACEHOLDER.finditer(text):
        start, end = max(0, found.start() - AROUND), min(len(text), found.end() + AROUND)
        before = "…" if start else ""
        after = "…" if end < len(text) else ""
        yield f"{before}{' '.join(text[start:end].split())}{after}"
