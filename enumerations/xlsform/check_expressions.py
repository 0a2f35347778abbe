"""References and expressions: every `${name}` is a question, every formula can be read, none needs itself."""

import re
from collections.abc import Iterator
from difflib import get_close_matches

from pyxform.parsing.expression import RE_PYXFORM_REF_INNER, RE_PYXFORM_REF_OUTER

from enumerations.xlsform.check_survey import Item, Outline, is_disabled
from enumerations.xlsform.problems import Problem
from enumerations.xlsform.reading import Row, Table, Workbook
from enumerations.xlsform.xpath import FUNCTIONS, Unreadable, around, functions_of

EXPRESSIONS = (
    ("bind", "relevant"),
    ("bind", "constraint"),
    ("bind", "calculate"),
    ("bind", "required"),
    ("bind", "readonly"),
    ("control", "jr:count"),
    ("choice_filter",),
)
_WORDS = frozenset({"yes", "no", "true", "false"})
_NAMED = re.compile(r"\$\{\s*(?:last-saved#)?([^{}\s]+)\s*\}")
# What may refer to an earlier turn of a repeat, or to its own first value, is no circle.
_EARLIER = re.compile(r"\[|indexed-repeat\(|once\(|position\(")


def check_expressions(book: Workbook, outline: Outline) -> list[Problem]:
    """The problems of all that refers or computes."""
    names = {item.name for item in outline.items if item.name} | {"instanceID"}
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
    found += _cycles(survey, outline)
    return found


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
        near = get_close_matches(name, sorted(names), n=1, cutoff=0.6)
        if near:
            return "unknown_reference_like", {"name": name, "meant": near[0]}
        return "unknown_reference", {"name": name}
    named = outline.rows_of(name)
    if len(named) > 1 and len({item.group for item in named}) == len(named):
        return "ambiguous_reference", {
            "name": name,
            "rows": ", ".join(str(item.row.number) for item in named),
        }
    return None


# --- Expressions ----------------------------------------------------------------------------------


def _syntax(table: Table, row: Row, cells: list[tuple[str, str]]) -> Iterator[Problem]:
    for heading, text in cells:
        if not text or text.lower() in _WORDS:
            continue
        try:
            functions = functions_of(text)
        except Unreadable as fault:
            params = {
                "at": around(text, fault.start),
                "found": fault.found,
                "hint": fault.hint,
                "limit": "10,000",
            }
            yield Problem(fault.code, table.name, row.number, heading, params)
            continue
        for name in functions:
            if name.lower() not in FUNCTIONS:
                yield Problem("unknown_function", table.name, row.number, heading, {"name": name})


# --- Circles --------------------------------------------------------------------------------------


def _cycles(table: Table, outline: Outline) -> Iterator[Problem]:
    """Calculations that need themselves, each circle told once, at its first row."""
    needs: dict[str, list[str]] = {}
    items: dict[str, Item] = {}
    for item in outline.items:
        text = item.row.text("bind", "calculate")
        if item.name and text and not _EARLIER.search(text):
            needs[item.name] = [name for name in _NAMED.findall(text) if name in outline.by_name]
            items.setdefault(item.name, item)
    done: set[str] = set()
    for name in needs:
        circle = _circle_from(name, needs, done)
        if circle:
            first = min((items[each] for each in circle), key=lambda item: item.row.number)
            start = circle.index(first.name)
            names = " → ".join([*circle[start:], *circle[:start], first.name])
            heading = first.row.heading("bind", "calculate")
            yield Problem("reference_cycle", table.name, first.row.number, heading, {"names": names[:300]})


def _circle_from(start: str, needs: dict[str, list[str]], done: set[str]) -> list[str]:
    """The first circle met on the way from here, without recursion; `done` grows by what was looked at."""
    trail: list[str] = []
    waiting: list[tuple[str, int]] = [(start, 0)]
    found: list[str] = []
    while waiting:
        name, depth = waiting.pop()
        for left in trail[depth:]:
            done.add(left)
        del trail[depth:]
        if name in trail:
            found = found or trail[trail.index(name) :]
            continue
        if name in done or name not in needs:
            continue
        trail.append(name)
        waiting += [(each, depth + 1) for each in needs[name]]
    done.update(trail)
    return found
