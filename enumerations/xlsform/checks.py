"""All faults of a workbook at once, before pyxform meets it: pyxform stops at the first it finds."""

from difflib import get_close_matches

from enumerations.xlsform.check_choices import check_choices
from enumerations.xlsform.check_expressions import check_expressions
from enumerations.xlsform.check_survey import check_survey
from enumerations.xlsform.outline import Outline
from enumerations.xlsform.problems import Problem
from enumerations.xlsform.reading import SHEETS, Table, Workbook

NEEDED = {
    "survey": ("type", "name"),
    "choices": ("list name", "name"),
    "external_choices": ("list name", "name"),
}
# How a heading is written that means this.
WRITTEN = {"list name": "list_name"}


def check(book: Workbook) -> list[Problem]:
    """Everything that stands in the way, and what should be looked at."""
    problems = _sheets(book)
    if any(problem.is_error for problem in problems):
        return problems
    problems += _settings(book["settings"])
    problems += _default_language(book)
    outline = Outline()
    problems += check_survey(book, outline)
    problems += check_choices(book, outline)
    problems += check_expressions(book, outline)
    return problems


def _sheets(book: Workbook) -> list[Problem]:
    if "survey" not in book or not book["survey"].headings:
        names = ", ".join(f"“{name}”" for name in book.sheet_names)
        return [Problem("no_survey", params={"sheets": names or "–"})]
    problems = []
    for key, needed in NEEDED.items():
        table = book[key]
        if key not in book or not table.rows:
            continue
        for meaning in needed:
            if not table.has(meaning):
                params = {"heading": WRITTEN.get(meaning, meaning)}
                problems.append(Problem("missing_heading", table.name, table.heading_row, "", params))
    problems += _unknown_headings(book["survey"])
    if not any(row.cells for row in book["survey"].rows):
        problems.append(Problem("no_questions", book["survey"].name))
    return problems


_KNOWN = [
    "type",
    "name",
    "label",
    "hint",
    "relevant",
    "constraint",
    "constraint_message",
    "required",
    "required_message",
    "calculation",
    "appearance",
    "default",
    "readonly",
    "choice_filter",
    "repeat_count",
    "parameters",
    "trigger",
    "image",
    "audio",
    "video",
    "guidance_hint",
]


def _unknown_headings(table: Table) -> list[Problem]:
    """A heading that nearly says something: `relevent`, `lable::English`."""
    problems = []
    for meaning, heading in table.places.items():
        bare = heading.split(":")[0].strip().lower().replace(" ", "_")
        if meaning != (heading,) and len(meaning) > 1 and meaning[0] != heading.split("::")[0].strip():
            continue
        if bare in _KNOWN or len(bare) < 4:
            continue
        near = get_close_matches(bare, _KNOWN, n=1, cutoff=0.8)
        if near and meaning[0] not in ("bind", "control", "media", *_KNOWN):
            problems.append(
                Problem("unknown_heading", table.name, table.heading_row, heading, {"meant": near[0]})
            )
    return problems


def _settings(table: Table) -> list[Problem]:
    for row in table.rows:
        for heading in row.cells:
            if heading.lower().replace(" ", "_") == "public_key":
                return [Problem("encrypted_form", table.name, row.number, heading)]
    return []


def _default_language(book: Workbook) -> list[Problem]:
    """A first language in which nothing is written: every label would be a dash."""
    settings, survey = book["settings"], book["survey"]
    written = [meaning[-1] for meaning in survey.meanings("label") if len(meaning) > 1]
    for row in settings.rows[:1]:
        language = row.text("default_language")
        if language and language not in written and not survey.has("label") and written:
            params = {"language": language, "languages": ", ".join(f"“{each}”" for each in written)}
            heading = row.heading("default_language")
            return [Problem("no_default_language", settings.name, row.number, heading, params)]
    return []


__all__ = ["SHEETS", "check"]
