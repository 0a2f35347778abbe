"""Whether the figures of a report agree with each other: what a county officer would add up at the table."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from enumerations.indicators import Kind

# Parts of one whole, in per cent of the same households: together they are 100.
WHOLES: tuple[tuple[str, ...], ...] = (
    ("toilet_private_percent", "toilet_shared_percent", "toilet_none_percent"),
)
# Of the first there can be no more than of the second.
AT_MOST: tuple[tuple[str, str], ...] = (
    ("households", "population"),
    ("mud_walls_percent", "hundred"),
    ("sanitation_improved_percent", "toilet_private_percent"),
    ("muungano_percent", "savings_percent"),
)
ROUNDING = 0.2  # of percentages, together


def does_not_add_up(taken: dict[str, Any]) -> Iterator[str]:
    """A sentence for each sum that fails."""
    figures: dict[str, Any] = taken["whole"]["figures"]
    values = {code: each["value"] for code, each in figures.items() if each["value"] is not None}
    values["hundred"] = 100.0
    yield from _lists(figures)
    yield from _wholes(figures, values)
    for less, more in AT_MOST:
        if less in values and more in values and values[less] > values[more] + ROUNDING:
            yield _("There is more of “%(less)s” (%(a)s) than of “%(more)s” (%(b)s).") % {
                "less": figures[less]["label"]["en"],
                "a": figures[less]["value"],
                "more": figures[more]["label"]["en"] if more in figures else "100 %",
                "b": values[more],
            }
    yield from _sizes(values)
    yield from _register(taken, values)


def _lists(figures: dict[str, Any]) -> Iterator[str]:
    """The answers of a question are together those who answered it."""
    for code, figure in figures.items():
        counts = [each["count"] for each in figure["answers"]]
        if figure["kind"] != Kind.DISTRIBUTION or not counts or None in counts or figure["partly"]:
            continue
        if figure["n"] is not None and sum(counts) != figure["n"]:
            yield _("The answers of “%(code)s” are %(sum)s together, but %(n)s households answered.") % {
                "code": code,
                "sum": sum(counts),
                "n": figure["n"],
            }


def _wholes(figures: dict[str, Any], values: dict[str, float]) -> Iterator[str]:
    for codes in WHOLES:
        if not all(code in values for code in codes):
            continue
        if len({figures[code]["n"] for code in codes}) > 1:
            continue  # of different households
        together = sum(values[code] for code in codes)
        if abs(together - 100) > ROUNDING:
            yield _("%(codes)s are %(sum)s %% together, and should be 100 %%.") % {
                "codes": ", ".join(codes),
                "sum": round(together, 1),
            }


def _sizes(values: dict[str, float]) -> Iterator[str]:
    people, homes, size = (values.get(code) for code in ("population", "households", "household_size"))
    if people is None or not homes or size is None:
        return
    if abs(people / homes - size) > 0.1 and abs(people / homes - size) > 0.05 * size:
        yield _("%(people)s people in %(homes)s households are not %(size)s to a household.") % {
            "people": round(people),
            "homes": round(homes),
            "size": round(size, 2),
        }


def _register(taken: dict[str, Any], values: dict[str, float]) -> Iterator[str]:
    """What the community adopted and what the figures say are the same people."""
    registers = [each["register"] for each in taken["rounds"].values()]
    if not registers or not all(registers):
        return
    for name, code in (("households", "households"), ("people", "population")):
        adopted = sum(each[name] for each in registers)
        if code in values and round(values[code]) != adopted:
            yield _(
                "The adopted register holds %(adopted)s %(what)s, the figures say %(now)s. Make the "
                "register's next version, or the figures anew."
            ) % {
                "adopted": adopted,
                "what": _("households") if name == "households" else _("people"),
                "now": round(values[code]),
            }
