"""Everything that can be taken away as a table, by its name."""

from reports.data.dataset import Dataset
from reports.data.datasets.counted import CLAIMS, HOUSEHOLDS, PERSONS, REPEATS
from reports.data.datasets.figures import FIGURES
from reports.data.datasets.ground import (
    BOUNDARIES,
    CLUSTERS_OF,
    LANES,
    OVERLAYS,
    SERVICE_POINTS,
    STRUCTURES,
)
from reports.data.datasets.work import ISSUES, SUBMISSIONS

DATASETS: dict[str, Dataset] = {
    each.name: each
    for each in (
        HOUSEHOLDS,
        PERSONS,
        REPEATS,
        STRUCTURES,
        CLAIMS,
        SERVICE_POINTS,
        ISSUES,
        SUBMISSIONS,
        BOUNDARIES,
        CLUSTERS_OF,
        LANES,
        OVERLAYS,
        FIGURES,
    )
}
