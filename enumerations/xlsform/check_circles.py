"""Circles: a question that depends on itself, by however many steps. Phones refuse such a form."""

from collections.abc import Iterator, Mapping

from enumerations.xlsform.outline import Item, Outline
from enumerations.xlsform.problems import Problem
from enumerations.xlsform.reading import Table
from enumerations.xlsform.xpath import read_or_nothing

# What decides on a question before it is answered; a constraint is judged after.
DECIDING = (("bind", "calculate"), ("bind", "relevant"), ("bind", "required"), ("bind", "readonly"))
# What a group decides for all that it holds.
INHERITED = (("bind", "relevant"), ("bind", "readonly"))

Needs = dict[int, dict[int, tuple[str, ...]]]  # row -> row it needs -> the column that says so


def check_circles(table: Table, outline: Outline) -> list[Problem]:
    """Every circle, told once, at its first row."""
    items = {item.row.number: item for item in outline.items}
    needs = _needs(outline, items)
    told: set[frozenset[int]] = set()
    problems = []
    for circle in _circles(needs):
        if frozenset(circle) in told:
            continue
        told.add(frozenset(circle))
        problems.append(_problem(table, circle, needs, items))
    return problems


def _problem(table: Table, circle: list[int], needs: Needs, items: Mapping[int, Item]) -> Problem:
    start = circle.index(min(circle))
    ordered = [*circle[start:], *circle[:start]]
    first, following = ordered[0], ordered[1 % len(ordered)]
    names = " → ".join(items[row].name for row in [*ordered, first])
    column = items[first].row.heading(*needs[first][following])
    return Problem("circle", table.name, first, column, {"names": names[:300]})


def _needs(outline: Outline, items: Mapping[int, Item]) -> Needs:
    """What must be known before each row, by row numbers; a name that several rows bear decides nothing."""
    rows = {name: found[0].row.number for name, found in outline.by_name.items() if len(found) == 1}
    needs: Needs = {}
    for number, item in items.items():
        own: dict[int, tuple[str, ...]] = {}
        for column in DECIDING:
            expression = read_or_nothing(item.row.text(*column))
            if expression.is_about_itself:
                own.setdefault(number, column)
            for name in expression.names:
                if name in rows:
                    own.setdefault(rows[name], column)
        for group in item.group:
            for column in INHERITED:
                for name in read_or_nothing(items[group].row.text(*column)).names:
                    if name in rows:
                        own.setdefault(group, column)
        needs[number] = own
    return needs


def _circles(needs: Needs) -> Iterator[list[int]]:
    """Circles met on the way through all rows, each row looked at once."""
    done: set[int] = set()
    for start in needs:
        trail: list[int] = []
        waiting: list[tuple[int, int]] = [(start, 0)]
        while waiting:
            row, depth = waiting.pop()
            done.update(trail[depth:])
            del trail[depth:]
            if row in trail:
                yield trail[trail.index(row) :]
            elif row not in done:
                trail.append(row)
                waiting += [(each, depth + 1) for each in needs.get(row, ())]
        done.update(trail)
