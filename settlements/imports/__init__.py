"""Bring ground in from files: boundaries, clusters, structures, service points, lanes, hazards and plans.

    files (what is it?) -> reading (features) -> crs (where is it?) -> columns (what is what?)
    -> one module for each layer -> staging (compare with the ground) -> plan -> apply

`plan_ground` says what would happen and `apply_ground` makes it happen; both walk the same path.
"""

from settlements.imports.options import Layer, Options
from settlements.imports.plan import Plan, PlanRow
from settlements.imports.problems import ImportRefused, Problem
from settlements.imports.service import apply_ground, plan_ground

__all__ = [
    "ImportRefused",
    "Layer",
    "Options",
    "Plan",
    "PlanRow",
    "Problem",
    "apply_ground",
    "plan_ground",
]
