"""What an import would do, or has done: for the whole file and for every row."""

import hashlib
import json
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import Any

from settlements.imports.crs import Proposal
from settlements.imports.problems import Problem

MOST_SENTENCES = 24
ACTIONS = ("created", "updated", "unchanged", "rejected")


@dataclass(frozen=True)
class PlanRow:
    """What becomes of one row. A row may be several records: `465 A/B` is two structures."""

    row: int
    code: str
    action: str
    problems: tuple[Problem, ...] = ()

    def to_json(self) -> list[Any]:
        return [self.row, self.code, self.action, [problem.to_json() for problem in self.problems]]

    @classmethod
    def from_json(cls, value: list[Any]) -> "PlanRow":
        row, code, action, problems = value
        return cls(row, code, action, tuple(map(Problem.from_json, problems)))


@dataclass
class Plan:
    """The answer to one file. With a `question` nothing was planned: a person must answer it first."""

    format: str
    layers: list[str] = field(default_factory=list)
    source_layer: str = ""
    crs: str = ""
    crs_name: str = ""
    swap: bool = False
    headings: list[str] = field(default_factory=list)
    columns: dict[str, str] = field(default_factory=dict)
    kinds: dict[str, str] = field(default_factory=dict)  # text of the file -> our kind
    question: Problem | None = None
    proposals: list[dict[str, Any]] = field(default_factory=list)
    warnings: list[Problem] = field(default_factory=list)
    new_clusters: dict[str, str] = field(default_factory=dict)  # code -> name
    rows: list[PlanRow] = field(default_factory=list)
    overlay: dict[str, Any] = field(default_factory=dict)

    @property
    def counts(self) -> dict[str, int]:
        """Records by what becomes of them, all four named."""
        found = Counter(row.action for row in self.rows)
        return {action: found[action] for action in ACTIONS}

    @property
    def changes(self) -> int:
        counts = self.counts
        return counts["created"] + counts["updated"] + len(self.new_clusters)

    @property
    def digest(self) -> str:
        """Tells whether two plans would do the same."""
        said = [
            self.crs,
            self.swap,
            self.new_clusters,
            [[row.row, row.code, row.action] for row in self.rows],
        ]
        return hashlib.sha256(json.dumps(said).encode()).hexdigest()

    def problem_counts(self) -> list[tuple[Problem, int, bool]]:
        """What rows have to say and how many say it, the commonest first.

        A kind with few sentences is told sentence by sentence (each village that is missing); one with many
        (each odd size) once, by an example: then the last value is True.
        """
        said: dict[str, Counter[str]] = defaultdict(Counter)
        first: dict[str, Problem] = {}
        for row in self.rows:
            for problem in row.problems:
                said[problem.code][problem.sentence] += 1
                first.setdefault(problem.sentence, problem)
        told: list[tuple[Problem, int, bool]] = []
        for sentences in said.values():
            if len(sentences) > MOST_SENTENCES:
                told.append((first[next(iter(sentences))], sentences.total(), True))
            else:
                told += [(first[sentence], count, False) for sentence, count in sentences.items()]
        return sorted(told, key=lambda each: -each[1])

    def to_json(self) -> dict[str, Any]:
        return {
            "format": self.format,
            "layers": self.layers,
            "source_layer": self.source_layer,
            "crs": self.crs,
            "crs_name": self.crs_name,
            "swap": self.swap,
            "headings": self.headings,
            "columns": self.columns,
            "kinds": self.kinds,
            "question": self.question.to_json() if self.question else None,
            "proposals": self.proposals,
            "warnings": [problem.to_json() for problem in self.warnings],
            "new_clusters": self.new_clusters,
            "rows": [row.to_json() for row in self.rows],
            "overlay": self.overlay,
        }

    @classmethod
    def from_json(cls, value: dict[str, Any]) -> "Plan":
        question = value["question"]
        return cls(
            **value
            | {
                "question": Problem.from_json(question) if question else None,
                "warnings": [Problem.from_json(each) for each in value["warnings"]],
                "rows": [PlanRow.from_json(each) for each in value["rows"]],
            }
        )


def as_proposals(found: tuple[Proposal, ...]) -> list[dict[str, Any]]:
    return [each.to_json() for each in found]
