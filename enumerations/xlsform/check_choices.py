"""The sheets of choices: every choice in a list, named once, with words."""

from collections import defaultdict
from collections.abc import Iterator

from pyxform import aliases

from enumerations.xlsform.outline import Outline
from enumerations.xlsform.problems import Problem
from enumerations.xlsform.reading import Row, Table, Workbook


def check_choices(book: Workbook, outline: Outline) -> list[Problem]:
    """The problems of the lists that stand in the workbook."""
    multiple = {item.list_name for item in outline.items if item.is_multiple}
    several = _allows_duplicates(book["settings"])
    found = list(_list_problems(book["choices"], multiple, several))
    found += _list_problems(book["external_choices"], set(), True)
    found += _headings(book["choices"])
    return found


def _allows_duplicates(settings: Table) -> bool:
    texts = (row.text("allow_choice_duplicates") for row in settings.rows)
    return any(aliases.yes_no.get(text, False) for text in texts)


def _headings(table: Table) -> Iterator[Problem]:
    for meaning, heading in table.places.items():
        if len(meaning) == 1 and " " in meaning[0] and meaning[0] != "list name":
            yield Problem("bad_choice_heading", table.name, table.heading_row, heading)


def _list_problems(table: Table, multiple: set[str], allows_duplicates: bool) -> Iterator[Problem]:
    seen: dict[str, dict[str, int]] = defaultdict(dict)
    for row in table.rows:
        list_name, name = row.text("list name"), row.text("name")
        if not row.cells:
            continue
        if not list_name:
            if name:
                yield _at(table, row, "choice_no_list", "list name", name=name)
            continue
        if not name:
            yield _at(table, row, "choice_no_name", "name", list=list_name)
            continue
        if name in seen[list_name] and not allows_duplicates:
            params = {"name": name, "list": list_name, "other": seen[list_name][name]}
            yield _at(table, row, "duplicate_choice", "name", **params)
        seen[list_name].setdefault(name, row.number)
        if " " in name and list_name in multiple:
            meant = name.replace(" ", "_")
            yield _at(table, row, "choice_name_blank", "name", name=name, list=list_name, meant=meant)
        if not any(row.all("label")) and not any(row.all("media")) and table.key == "choices":
            yield _at(table, row, "choice_no_label", "label", name=name, list=list_name)


def _at(table: Table, row: Row, code: str, meaning: str, **params: object) -> Problem:
    heading = "list_name" if meaning == "list name" else meaning
    return Problem(code, table.name, row.number, row.places.get((meaning,), heading), params)
