"""References and expressions: every `${name}` is a question, and every formula can be read."""

from collections.abc import Iterator

from pyxform.parsing.expression import RE_PYXFORM_REF_INNER, RE_PYXFORM_REF_OUTER

from enumerations.xlsform.check_circles import check_circles
from enumerations.xlsform.check_repeats import check_repeats
from enumerations.xlsform.outline import LONGEST_NAME, Outline, control_of, is_disabled
from enumerations.xlsform.problems import Problem
from enumerations.xlsform.reading import Row, Table, Workbook
from enumerations.xlsform.xpath import DEEPEST, LONGEST, Unreadable, around, read_expression

EXPRESSIONS = (
    ("bind", "relevant"),
    ("bind", "constraint"),
    ("bind", "calculate"),
    ("bind", "required"),
    ("bind", "readonly"),
    ("control", "jr:count"),
    ("choice_filter",),
)
# A cell that says yes or no instead of an expression.
WORDS = frozenset({"yes", "no", "true", "false"})


def check_expressions(book: Workbook, outline: Outline) -> list[Problem]:
    """The problems of all that refers or computes."""
    names = {*outline.by_name, "instanceID"}
    survey = book["survey"]
    found: list[Problem] = []
    for row in survey.rows:
        if not is_disabled(row):
            skipped = {row.places.get((each,)) for each in ("type", "name")}
            cells = {heading: text for heading, text in row.cells.items() if heading not in skipped}
            found += _references(survey, row, cells, outline, names)
            found += _syntax(survey, row, [(row.heading(*each), row.text(*each)) for each in EXPRESSIONS])
    settings = book["settings"]
    for row in settings.rows[:1]:
        found += _references(settings, row, row.cells, outline, names)
        found += _syntax(settings, row, [("instance_name", row.text("instance_name"))])
    for row in book["choices"].rows:
        labels = {heading: text for front in ("label", "media") for _, heading, text in row.all(front)}
        found += _references(book["choices"], row, labels, outline, names)
    found += _answers_as_lists(survey, outline, names)
    found += _triggers(survey, outline)
    found += check_repeats(book, outline)
    return found + check_circles(survey, outline)


# --- References -----------------------------------------------------------------------------------


def _references(
    table: Table, row: Row, cells: dict[str, str], outline: Outline, names: set[str]
) -> Iterator[Problem]:
    for heading, text in cells.items():
        if "${" not in text:
            continue
        for found in dict.fromkeys(match.group() for match in RE_PYXFORM_REF_OUTER.finditer(text)):
            if problem := _reference(found, outline, names):
                code, params = problem
                yield Problem(code, table.name, row.number, heading, params)


def _reference(text: str, outline: Outline, names: set[str]) -> tuple[str, dict[str, object]] | None:
    inner = RE_PYXFORM_REF_INNER.fullmatch(text[2:-1]) if text.endswith("}") else None
    if inner is None:
        return "bad_reference", {"text": text[:60]}
    name = inner["ncname"]
    if name not in names:
        if near := outline.nearest(name, names):
            return "unknown_reference_like", {"name": name[:LONGEST_NAME], "meant": near}
        return "unknown_reference", {"name": name[:LONGEST_NAME]}
    named = outline.by_name.get(name, [])
    if len(named) > 1 and len({item.group for item in named}) == len(named):
        return "ambiguous_reference", {
            "name": name,
            "rows": ", ".join(str(item.row.number) for item in named),
        }
    return None


def _answers_as_lists(table: Table, outline: Outline, names: set[str]) -> Iterator[Problem]:
    """A select that offers what was answered before needs several answers: a question of a repeat."""
    repeats = {item.row.number for item in outline.items if control_of(item.type) == "repeat"}
    for item in outline.items:
        if not item.list_name.startswith("${"):
            continue
        heading = item.row.heading("type")
        if problem := _reference(item.list_name, outline, names):
            yield Problem(problem[0], table.name, item.row.number, heading, problem[1])
            continue
        name = item.list_name[2:-1]
        if not any(repeats.intersection(each.group) for each in outline.by_name.get(name, [])):
            yield Problem("list_not_in_repeat", table.name, item.row.number, heading, {"name": name})


def _triggers(table: Table, outline: Outline) -> Iterator[Problem]:
    for item in outline.items:
        for found in RE_PYXFORM_REF_OUTER.finditer(item.row.text("trigger")):
            named = outline.by_name.get(found.group()[2:-1], [])
            if named and not any(each.is_shown or any(each.row.all("label")) for each in named):
                heading = item.row.heading("trigger")
                params = {"name": named[0].name}
                yield Problem("trigger_not_shown", table.name, item.row.number, heading, params)


# --- Expressions ----------------------------------------------------------------------------------


def _syntax(table: Table, row: Row, cells: list[tuple[str, str]]) -> Iterator[Problem]:
    for heading, text in cells:
        if not text or text.lower() in WORDS:
            continue
        try:
            expression = read_expression(text)
        except Unreadable as fault:
            told: dict[str, object] = {
                "at": around(text, fault.start),
                "found": fault.found,
                "hint": fault.hint,
            }
            told |= {"limit": f"{LONGEST:,}", "depth": DEEPEST}
            yield Problem(fault.code, table.name, row.number, heading, told)
            continue
        for call in expression.calls:
            params: dict[str, object] = {"name": call.name, "given": call.arguments, "wanted": call.wanted}
            if not call.is_known:
                yield Problem("unknown_function", table.name, row.number, heading, params)
            elif call.wanted:
                yield Problem("wrong_arguments", table.name, row.number, heading, params)
