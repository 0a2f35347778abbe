"""Ground drawn on the map: a set of changes is checked as a whole, applied at once, and can be undone."""

from settlements.editing.ground import in_view
from settlements.editing.layers import LAYERS, EditLayer
from settlements.editing.numbers import numbers_of_parts
from settlements.editing.parts import join_structures, split_structure
from settlements.editing.problems import EditRefused, Problem
from settlements.editing.saving import Saved, save
from settlements.editing.undoing import undo

__all__ = [
    "LAYERS",
    "EditLayer",
    "EditRefused",
    "Problem",
    "Saved",
    "in_view",
    "join_structures",
    "numbers_of_parts",
    "save",
    "split_structure",
    "undo",
]
