"""What is taken out of Pamoja: a module for each kind of record."""

from reports.models.handover import (
    AgreedPlace,
    Agreement,
    HandedPlace,
    HandOver,
    HandOverNote,
    HandOverPaper,
)

__all__ = ["AgreedPlace", "Agreement", "HandOver", "HandOverNote", "HandOverPaper", "HandedPlace"]
