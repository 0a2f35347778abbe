"""Which numbers of a family to hide, so that no small number is shown or can be computed from what is."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from enumerations.disclosure.families import COUNTS, MEDIANS, Family
from enumerations.disclosure.links import ANSWERED_ALL, FIVE_DEPRIVATIONS, LACKS, Rest, Sum, of

# A row: the numbers of one place in one round. What is not in it was not asked, and is 0.
Row = Mapping[str, int]
BY_LACK = of("deprivations", ("0", *LACKS))


@dataclass(frozen=True)
class Reader:
    """What a patient reader knows once `hidden` is left out; the same for every row, whatever its numbers."""

    sums: Sequence[Sum]
    known: Mapping[str, Sum | None]  # how each number is computed; None: it is shown

    @classmethod
    def of(cls, family: Family, sums: Sequence[Sum], hidden: frozenset[str]) -> "Reader":
        known: dict[str, Sum | None] = dict.fromkeys(sorted(family.shown - hidden))
        computed = True
        while computed:
            computed = False
            for each in sums:
                unknown = [name for name in (each.whole, *each.parts) if name not in known]
                if each.rest is Rest.NOTHING and len(unknown) == 1:
                    known[unknown[0]] = each
                    computed = True
        return cls(sums, known)

    def told(self, name: str) -> set[str]:
        """The shown numbers from which this one is computed."""
        how = self.known[name]
        if how is None:
            return {name}
        others = [other for other in (how.whole, *how.parts) if other != name]
        return set().union(*(self.told(other) for other in others))

    def at_least(self, name: str, row: Row) -> tuple[int, set[str]]:
        """The least that a number can be, and the shown numbers that say so."""
        if name in self.known:
            return row.get(name, 0), self.told(name)
        least: tuple[int, set[str]] = (0, set())
        for each in self.sums:
            if each.whole == name:
                parts = [self.at_least(part, row) for part in each.parts]
                found = sum(part[0] for part in parts)
                if found > least[0]:
                    least = found, set().union(*(part[1] for part in parts))
        return least

    def offence(self, row: Row, k: int) -> set[str]:
        """Shown numbers from which a small one can be computed; empty where none can."""
        for name in self.known:
            if 0 < row.get(name, 0) < k:
                return self.told(name)
        for each in self.sums:
            if each.whole not in self.known:
                continue
            all_known = all(part in self.known for part in each.parts)
            if all_known and each.rest is not Rest.CELL:
                continue
            parts = [self.at_least(part, row) for part in each.parts]
            if 0 < row.get(each.whole, 0) - sum(part[0] for part in parts) < k:
                return set().union(self.told(each.whole), *(part[1] for part in parts))
        return set()


def hide(family: Family, rows: Sequence[Row], hidden: Iterable[str], k: int) -> frozenset[str]:
    """What to hide in all of the rows, `hidden` and more: never less, and only what is needed."""
    out, sums = with_what_rests_on_it(family, hidden), taken_for_whole(family, rows)
    while True:
        reader = Reader.of(family, sums, out)
        offence = next(((found, row) for row in rows if (found := reader.offence(row, k))), None)
        if offence:
            more = {cheapest(*offence)}
        else:
            more = {*lacking(family, reader, rows, k), *bounding(reader, rows, k), *groups(family, out)}
        if not more - out:
            return out
        out = with_what_rests_on_it(family, out | more)


def taken_for_whole(family: Family, rows: Sequence[Row]) -> list[Sum]:
    """The sums, where all were asked and answered: a reader may well take that for granted."""

    def is_whole(each: Sum) -> bool:
        return any(row.get(each.whole, 0) == sum(row.get(part, 0) for part in each.parts) for row in rows)

    return [
        replace(each, rest=Rest.NOTHING) if each.rest is Rest.UNASKED and is_whole(each) else each
        for each in family.sums
    ]


def cheapest(names: set[str], row: Row) -> str:
    """The number that is missed least: an answer before a share, a share before an n; the smallest first."""
    useful = {name for name in names if row.get(name, 0) > 0} or names
    return min(useful, key=lambda name: (worth(name), row.get(name, 0), name))


def worth(name: str) -> int:
    if name in COUNTS or name.endswith(".namings"):
        return 5
    if name.removesuffix(".n") in MEDIANS:
        return 0 if name.endswith(".n") else 3
    if name.endswith(".n"):
        return 4
    return 1 if ":" in name else 2


def with_what_rests_on_it(family: Family, hidden: Iterable[str]) -> frozenset[str]:
    """A share or an answer needs its n (a median does not); what a hidden group was asked is hidden."""
    out = set(hidden)
    for each in family.sums:
        if each.rest is Rest.UNASKED and each.whole in out:
            out |= {part for part in each.parts if part.endswith("_percent.n") or "priorities_" in part}
    for name in family.shown:
        base = name.partition(":")[0].removesuffix(".namings")
        if base not in MEDIANS and not name.endswith(".n") and f"{base}.n" in out:
            out.add(name)
    return frozenset(out)


def groups(family: Family, hidden: frozenset[str]) -> set[str]:
    """What a group asks for: all of the list or nothing, and nothing where the list of all has gaps.

    Each household names one to three, so that a single gap could be reckoned from how often others are
    named.
    """
    gaps = {name.partition(":")[0] for name in hidden if name.startswith("priorities") and ":" in name}
    lists = (
        [code for code in family.codes if code.startswith("priorities_")] if "priorities" in gaps else gaps
    )
    return {
        name
        for code in lists
        if code != "priorities"
        for name in family.shown
        if name.startswith((f"{code}:", f"{code}."))
    }


def lacking(family: Family, reader: Reader, rows: Sequence[Row], k: int) -> set[str]:
    """How many lack one, two, three of the five: all of the list or nothing (see FIVE_DEPRIVATIONS).

    Where the list is hidden, the five together say by how much the sum exceeds the slum households; less
    than four times k would bound how many lack all five.
    """
    if "deprivations.n" not in family.shown:
        return set()
    if all(name in reader.known for name in (*FIVE_DEPRIVATIONS, *BY_LACK)):
        return set()
    excess = [sum(row.get(name, 0) * lacks for lacks, name in enumerate(BY_LACK[1:])) for row in rows]
    tight = any(0 < one < (len(LACKS) - 1) * k for one in excess)
    return {*of("deprivations", LACKS), *(["slum_household_percent", "deprivations:0"] if tight else [])}


def bounding(reader: Reader, rows: Sequence[Row], k: int) -> set[str]:
    """Shown numbers of answers that bound a hidden one (see ANSWERED_ALL)."""
    found: set[str] = set()
    for whole, parts in ANSWERED_ALL.items():
        known = [part for part in parts if part in reader.known]
        if whole in reader.known and len(known) < len(parts):
            found |= reader.told(whole)
        elif whole not in reader.known and len(known) == len(parts):
            tight = next((row for row in rows if is_tight(row, whole, parts, k)), None)
            if tight:
                found |= reader.told(min(parts, key=lambda part: (tight.get(part, 0), part)))
    return found


def is_tight(row: Row, whole: str, parts: Sequence[str], k: int) -> bool:
    """Whether few answered all, and how many answered each leaves fewer than k numbers for them."""
    answered = [row.get(part, 0) for part in parts]
    everybody = max(row.get("households", 0), *answered)
    least = max(0, everybody - sum(everybody - each for each in answered))
    return 0 < row.get(whole, 0) < k and min(answered) - least < k - 1
