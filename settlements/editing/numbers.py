"""The numbers of drawn structures: read as from a door, and proposed where parts need new ones."""

import re
from collections.abc import Iterable, Iterator
from string import ascii_uppercase

from settlements.editing.problems import Problem
from settlements.editing.reading import Change
from settlements.models import Settlement, Structure
from settlements.numbering import DoorNumber, NumberingError, parse

PLAIN = re.compile(r"^\s*\d+\s*[A-Za-z]?\s*$")


def read_numbers(changes: Iterable[Change], settlement: Settlement, clusters: set[str]) -> Iterator[Problem]:
    """Bring each typed number into the form the register keeps; say which cannot be one."""
    for change in changes:
        for each in (change, *change.parts):
            if each.layer.name == "structures" and each.values.get("code"):
                problem = read_number(each, settlement, clusters)
                if problem:
                    change.is_bad = True
                    yield problem


def read_number(change: Change, settlement: Settlement, clusters: set[str]) -> Problem | None:
    typed = str(change.values["code"])
    shown, cluster = {"text": typed[:30]}, change.values.get("cluster") or ""
    if cluster and PLAIN.match(typed):
        typed = f"{settlement.code}/{cluster}/{typed}"
    try:
        doors = parse(typed, settlement=settlement.code)
    except NumberingError:
        return Problem("bad_number", change.key, shown, field="code")
    door = doors[0]
    if len(doors) > 1:
        return Problem("several_numbers", change.key, shown, field="code")
    if door.household is not None:
        return Problem("household_in_number", change.key, shown, field="code")
    if door.settlement != settlement.code:
        return Problem("other_settlement", change.key, {"other": door.settlement}, field="code")
    if door.cluster and door.cluster not in clusters:
        return Problem("unknown_cluster", change.key, {"text": door.cluster}, field="code")
    change.values["code"] = door.structure_code
    if change.action == "create" and door.cluster and not cluster:
        change.values["cluster"] = door.cluster
    return None


def numbers_of_parts(structure: Structure, count: int) -> list[str]:
    """Numbers for the parts of a structure: the next letters that its number never had.

    A structure that has a letter keeps its number on the first part.
    """
    door = parse(structure.code)[0]
    base = DoorNumber(door.settlement, door.cluster, door.number).structure_code
    same = Structure.objects.filter(settlement=structure.settlement_id, code__startswith=base)
    used = {code.removeprefix(base) for code in same.values_list("code", flat=True)}
    free = (f"{base}{letter}" for letter in ascii_uppercase if letter not in used)
    proposed = [structure.code] if door.unit else []
    while len(proposed) < count:
        proposed.append(next(free, ""))
    return proposed


def highest_numbers(settlement: Settlement) -> dict[str, int]:
    """The highest number ever given under each cluster's code; "" where numbers name no cluster."""
    highest: dict[str, int] = {}
    for code in settlement.structures.values_list("code", flat=True).iterator():
        *_settlement, number = code.split("/")
        cluster = _settlement[1] if len(_settlement) > 1 else ""
        digits = int(number.rstrip(ascii_uppercase))
        highest[cluster] = max(highest.get(cluster, 0), digits)
    return highest
