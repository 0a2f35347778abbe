"""Outside of a repeat its questions have many answers: a phone stops where one of them is wanted."""

from collections.abc import Iterator

from enumerations.xlsform.outline import Item, Outline, control_of
from enumerations.xlsform.problems import Problem
from enumerations.xlsform.reading import Row, Table, Workbook
from enumerations.xlsform.xpath import read_or_nothing

COLUMNS = (("bind", "relevant"), ("bind", "constraint"), ("bind", "calculate"), ("bind", "required"))


def check_repeats(book: Workbook, outline: Outline) -> list[Problem]:
    """Every reference from outside into a repeat that does not say which answer, or what of all."""
    repeats = {item.row.number: item for item in outline.items if control_of(item.type) == "repeat"}
    if not repeats:
        return []
    around = {
        name: set(repeats).intersection(items[0].group)
        for name, items in outline.by_name.items()
        if len(items) == 1
    }
    found: list[Problem] = []
    for item in outline.items:
        own = set(repeats).intersection(item.group)
        for column in COLUMNS:
            found += _told(book["survey"], item.row, column, own, around, repeats)
    for row in book["settings"].rows[:1]:
        found += _told(book["settings"], row, ("instance_name",), set(), around, repeats)
    return found


def _told(
    table: Table,
    row: Row,
    column: tuple[str, ...],
    own: set[int],
    around: dict[str, set[int]],
    repeats: dict[int, Item],
) -> Iterator[Problem]:
    for name in read_or_nothing(row.text(*column)).single:
        if beyond := around.get(name, set()) - own:
            params = {"name": name, "repeat": repeats[min(beyond)].name}
            yield Problem("many_answers", table.name, row.number, row.heading(*column), params)
