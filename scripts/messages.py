"""Collect the strings to translate, from Python and templates and from the browser's modules."""

from __future__ import annotations

from scripts.paths import PYTHON, ROOT
from scripts.steps import main, run, say

IGNORED = [f"--ignore={pattern}" for pattern in (".venv/*", ".local/*", "tests/*", "benchmarks/*")]


def door() -> None:
    (ROOT / "locale").mkdir(exist_ok=True)
    for domain in ("django", "djangojs"):
        command = ["makemessages", "--locale=sw", f"--domain={domain}", "--no-wrap", "--add-location=file"]
        run(f"makemessages-{domain}", [PYTHON, "manage.py", *command, *IGNORED])
    say("Collected: see `git diff locale`.")


if __name__ == "__main__":
    main(door)
