"""What may be seen of a question's answers: a table with every small number hidden.

All tables of a question share the list of all answers. What is hidden there is put together into one line, so
that every table has shown totals, and is then made safe by itself.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from enumerations.choices import Sex, TenureRole
from enumerations.disclosure.crossed import crossed, listed
from enumerations.disclosure.numbers import whole_if_few
from enumerations.disclosure.tables import LEAST_FOR_BREAKDOWN
from enumerations.models import Enumeration
from enumerations.tabulation.answers import (
    UNKNOWN,
    Group,
    Split,
    answers_to,
    how_many_answered,
    merged,
)
from enumerations.tabulation.questions import CHOSEN, Answer, OwnQuestion, Unit
from settlements.models import Cluster

OTHER = "\x00other"  # an answer that is none of the choices
TOGETHER = "\x00together"  # those too few to be shown one by one
REST = "\x00rest"  # groups too small to be shown


@dataclass(frozen=True)
class Cell:
    """One number with its share. `hidden`: too small, or another one could be computed from it."""

    count: int | None = None
    percent: float | None = None
    quantile: float | None = None
    hidden: bool = False


@dataclass(frozen=True)
class Column:
    """All together, or one group: how many answered."""

    label: str
    n: int


@dataclass(frozen=True)
class Line:
    """One answer with its number in each column; of numbers, the middle or a quartile."""

    label: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class Tabulated:
    """A question's table. Without columns nothing of it can be shown: `why` says so in a sentence."""

    columns: tuple[Column, ...] = ()
    lines: tuple[Line, ...] = ()
    why: str = ""
    is_partly_hidden: bool = False
    is_numbers: bool = False
    hides: frozenset[str] = field(default=frozenset(), repr=False)  # answers hidden in the list of all


def tabulate(
    enumeration: Enumeration, own: OwnQuestion, split: Split, every: Sequence[OwnQuestion]
) -> Tabulated:
    """The question's table, split or not; `every` are the count's own questions.

    A question that was asked only of those who answered another one in a certain way says how many these
    were: it is shown only where that one hides nothing.
    """
    by_path = {each.path: each for each in every}
    return _tabulate(enumeration, own, split, by_path, frozenset())


def _tabulate(
    enumeration: Enumeration,
    own: OwnQuestion,
    split: Split,
    every: dict[str, OwnQuestion],
    above: frozenset[str],
) -> Tabulated:
    k = enumeration.settlement.smallest_cell
    for path in sorted(own.depends_on & every.keys() - above):
        before = _tabulate(enumeration, every[path], split, every, above | {own.path})
        if before.is_partly_hidden:
            return Tabulated(
                why=_("Hidden: it would tell a number that another question hides."), is_partly_hidden=True
            )
    groups = answers_to(enumeration, own, split)
    if _tells_who_was_not_asked(enumeration, own, split, every, groups):
        return Tabulated(
            why=_("Hidden: it would tell how few were not asked this question."), is_partly_hidden=True
        )
    whole = _with_known_choices(merged(list(groups.values())), own)
    if whole.households == 0:
        return Tabulated(why=_("Nobody has answered yet."))
    if whole.households < LEAST_FOR_BREAKDOWN:
        return Tabulated(why=_("Too few households have answered to show more."), is_partly_hidden=True)
    shown = _groups(groups, own, enumeration, split)
    columns = (
        Column(_("All together"), whole.n),
        *(Column(label, group.n) for label, group in shown),
    )
    parts = [group for _label, group in shown]
    if own.answer is Answer.NUMBER:
        return Tabulated(columns, _quartiles([whole, *parts]), is_numbers=True)
    if own.answer in CHOSEN:
        several = own.answer is Answer.SEVERAL
        return (_several if several else _one)(own, whole, parts, columns, k)
    return Tabulated(columns)


def _tells_who_was_not_asked(
    enumeration: Enumeration,
    own: OwnQuestion,
    split: Split,
    every: dict[str, OwnQuestion],
    groups: dict[str, Group],
) -> bool:
    """Whether a few are left who gave a number by which this was not asked: how many is the difference."""
    k = enumeration.settlement.smallest_cell
    numbers = [every[path] for path in own.depends_on & every.keys() if every[path].answer is Answer.NUMBER]
    return any(
        0 < group.n - groups.get(part, Group()).n < k
        for before in numbers
        if before.unit is own.unit
        for part, group in answers_to(enumeration, before, split).items()
    )


def _with_known_choices(group: Group, own: OwnQuestion) -> Group:
    """Answers under their choices: a file may hold the words instead of the names; the rest are `other`."""
    if own.answer not in CHOSEN:
        return group
    names = {choice.name: choice.name for choice in own.question.choices}
    words = {
        text.casefold(): choice.name for choice in own.question.choices for text in choice.labels.values()
    }
    as_choices = [
        Group(values={names.get(value) or words.get(value.casefold(), OTHER): counted})
        for value, counted in group.values.items()
    ]
    return Group(group.n, group.households, merged(as_choices).values)


# --- Groups ---------------------------------------------------------------------------------------


def _groups(
    groups: dict[str, Group], own: OwnQuestion, enumeration: Enumeration, split: Split
) -> list[tuple[str, Group]]:
    """The groups of at least twenty households; smaller ones together, and with a larger one if need be."""
    if split is Split.NONE:
        return []
    by_size = sorted(groups, key=lambda code: (groups[code].households, code))
    rest = [code for code in by_size if groups[code].households < LEAST_FOR_BREAKDOWN]
    large = by_size[len(rest) :]
    while rest and large and sum(groups[code].households for code in rest) < LEAST_FOR_BREAKDOWN:
        rest.append(large.pop(0))
    if not large:
        return []
    labels = group_labels(enumeration, split)
    found = [(labels.get(code, code), groups[code]) for code in labels if code in large]
    found += [(code, groups[code]) for code in sorted(large) if code not in labels]
    if rest:
        found.append((_("The others"), merged([groups[code] for code in rest])))
    return [(label, _with_known_choices(group, own)) for label, group in found] if len(found) > 1 else []


def group_labels(enumeration: Enumeration, split: Split) -> dict[str, str]:
    """The groups of a split in their order, in the reader's language."""
    unknown = {UNKNOWN: _("not known")}
    if split is Split.CLUSTER:
        clusters = Cluster.objects.filter(settlement=enumeration.settlement_id).order_by("code")
        return {each.code: each.name or each.code for each in clusters} | unknown
    choices = {Split.HEAD: Sex, Split.TENURE: TenureRole}[split].choices
    return {str(code): str(label) for code, label in choices} | unknown


# --- Answers --------------------------------------------------------------------------------------


def _one(
    own: OwnQuestion, whole: Group, parts: list[Group], columns: tuple[Column, ...], k: int
) -> Tabulated:
    """One answer each: the list adds up to all who answered."""
    names = _in_order(own, whole)
    counts = {name: whole.values.get(name, (0, 0))[0] for name in names}
    hides = listed(counts, [name for name in names if _is_small(whole, name, k)], k)
    lines = [name for name in names if name not in hides]
    # Together they are one more answer, which is shown: none of them can be told apart in it.
    table = [_put_together(group, hides) for group in (whole, *parts)]
    if hides:
        lines.append(TOGETHER)
    numbers = [[group.values.get(name, (0, 0))[0] for name in lines] for group in table]
    small = [
        (row, column)
        for row, group in enumerate(table[1:])
        for column, name in enumerate(lines)
        if _is_small(group, name, k)
    ]
    hidden = {(row + 1, column) for row, column in crossed(numbers[1:], small, k)}
    return Tabulated(
        columns,
        tuple(
            Line(
                _label(own, name),
                tuple(
                    _cell(numbers[row][column], group.n, hidden=(row, column) in hidden)
                    for row, group in enumerate(table)
                ),
            )
            for column, name in enumerate(lines)
        ),
        is_partly_hidden=bool(hides or hidden),
        hides=hides,
    )


def _several(
    own: OwnQuestion, whole: Group, parts: list[Group], columns: tuple[Column, ...], k: int
) -> Tabulated:
    """Several answers each: of every answer, those who gave it and those who did not add up to all."""
    lines, is_partly_hidden = [], False
    for name in _in_order(own, whole):
        table = [_yes_and_no(group, name) for group in (whole, *parts)]
        is_secret = any(_is_small(table[0], side, k) for side in ("yes", "no"))
        small = [
            (row, side)
            for row, group in enumerate(table[1:])
            for side, answer in enumerate(("yes", "no"))
            if _is_small(group, answer, k)
        ]
        numbers = [[group.values["yes"][0], group.values["no"][0]] for group in table[1:]]
        hidden = {row + 1 for row, _side in crossed(numbers, small, k)}
        cells = tuple(
            _cell(group.values["yes"][0], group.n, hidden=is_secret or row in hidden)
            for row, group in enumerate(table)
        )
        is_partly_hidden |= is_secret or bool(hidden)
        lines.append(Line(_label(own, name), cells))
    return Tabulated(columns, tuple(lines), is_partly_hidden=is_partly_hidden)


def _in_order(own: OwnQuestion, whole: Group) -> list[str]:
    """As the form lists them; another answer last, where somebody gave one."""
    names = [choice.name for choice in own.question.choices]
    return names + ([OTHER] if OTHER in whole.values else [])


def _label(own: OwnQuestion, name: str) -> str:
    choice = own.question.choice(name)
    if choice is not None:
        return choice.label_in(get_language() or "en")
    return {OTHER: _("another answer"), TOGETHER: _("answers of few, together")}[name]


def _is_small(group: Group, name: str, k: int) -> bool:
    """Of a few people, or of a few households; a household may have given an answer many times."""
    n, households = group.values.get(name, (0, 0))
    return 0 < n < k or 0 < households < k


def _put_together(group: Group, hides: Iterable[str]) -> Group:
    """The group with the hidden answers as one. A household may stand in two of them: only at least as many
    as in the largest are known to be different."""
    values = dict(group.values)
    taken = [values.pop(name) for name in hides if name in values]
    if taken:
        once_each = all(n == households for n, households in taken)
        values[TOGETHER] = (
            sum(n for n, _households in taken),
            (sum if once_each else max)(households for _n, households in taken),
        )
    return Group(group.n, group.households, values)


def _yes_and_no(group: Group, name: str) -> Group:
    """Who gave an answer, and who answered without it."""
    n, households = group.values.get(name, (0, 0))
    values = {"yes": (n, households), "no": (group.n - n, min(group.n - n, group.households))}
    return Group(group.n, group.households, values)


def _cell(count: int, n: int, *, hidden: bool) -> Cell:
    if hidden:
        return Cell(hidden=True)
    return Cell(count, whole_if_few(round(100 * count / n, 1), n) if n else None)


# --- Numbers --------------------------------------------------------------------------------------


def _quartiles(groups: Sequence[Group]) -> tuple[Line, ...]:
    """The middle and the quartiles; every group is of twenty households at least."""
    wanted: list[tuple[str, float]] = [
        (_("a quarter have at most"), 0.25),
        (_("the middle (median)"), 0.5),
        (_("a quarter have at least"), 0.75),
    ]
    sorted_values = [_sorted(group) for group in groups]
    return tuple(
        Line(label, tuple(Cell(quantile=_quantile(values, part)) for values in sorted_values))
        for label, part in wanted
    )


def _sorted(group: Group) -> list[tuple[float, int]]:
    return sorted((float(value), n) for value, (n, _households) in group.values.items())


def _quantile(values: Sequence[tuple[float, int]], part: float) -> float:
    """As `percentile_cont`: between two neighbours, where it falls between them."""
    place = part * (sum(n for _value, n in values) - 1)
    low = _nth(values, int(place))
    high = _nth(values, min(int(place) + 1, sum(n for _value, n in values) - 1))
    return round(low + (high - low) * (place - int(place)), 2)


def _nth(values: Sequence[tuple[float, int]], place: int) -> float:
    for value, n in values:
        if place < n:
            return value
        place -= n
    raise IndexError(place)


# --- The list of questions ------------------------------------------------------------------------


def answered(enumeration: Enumeration, every: Iterable[OwnQuestion]) -> dict[str, int | None]:
    """How many answered each question, by its path; None where that are too few to say."""
    found = how_many_answered(enumeration)
    k = enumeration.settlement.smallest_cell

    def counted(own: OwnQuestion) -> int | None:
        lies = own.repeats if own.unit is Unit.ROWS else [str(own.unit)]
        given = [found[(where, key)] for where in lies for key in own.keys if (where, key) in found]
        n, households = sum(n for n, _ in given), sum(households for _, households in given)
        return None if 0 < households < k else n

    return {own.path: counted(own) for own in every}
