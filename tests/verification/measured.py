"""How right the finder is about a world whose truth is known: precision and recall by likelihood."""

from dataclasses import dataclass

from enumerations.models import Enumeration
from tests.verification.twice_world import World
from verification.models import Suspicion

AT = (0.4, 0.5, 0.7, 0.9)


@dataclass(frozen=True)
class Measure:
    """Of one kind at one threshold."""

    kind: str
    at: float
    planted: int
    found: int
    right: int

    @property
    def precision(self) -> float:
        return self.right / self.found if self.found else 1.0

    @property
    def recall(self) -> float:
        return self.right / self.planted if self.planted else 1.0


def measure(world: World, count: Enumeration) -> list[Measure]:
    """Each kind at each threshold."""
    truth = {
        "household_twice": world.truth.households,
        "person_twice": world.truth.persons,
        "structure_twice": world.truth.structures,
    }
    found: dict[str, list[tuple[float, tuple[str, str]]]] = {kind: [] for kind in truth}
    sides = "household_a", "household_b", "structure_a", "structure_b"
    for each in Suspicion.objects.filter(enumeration=count).select_related(*sides):
        found[each.kind].append((each.score, names(each)))
    return [
        Measure(
            kind,
            at,
            len(truth[kind]),
            len([1 for score, _ in pairs if score >= at]),
            len([1 for score, pair in pairs if score >= at and pair in truth[kind]]),
        )
        for kind, pairs in found.items()
        for at in AT
    ]


def names(found: Suspicion) -> tuple[str, str]:
    """The pair as the truth names it."""
    a, b = _name(found, "a"), _name(found, "b")
    return (a, b) if a < b else (b, a)


def _name(found: Suspicion, letter: str) -> str:
    if structure := getattr(found, f"structure_{letter}"):
        return str(structure.code)
    key, line = getattr(found, f"household_{letter}").key, getattr(found, f"line_{letter}")
    return f"{key}#{line}" if line is not None else str(key)
