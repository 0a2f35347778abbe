"""Tables into files: one module for each format, and `FORMATS`, which knows them all."""

from reports.writers.csv import CSV
from reports.writers.work import Format, Work

FORMATS: dict[str, Format] = {each.name: each for each in (CSV,)}

__all__ = ["FORMATS", "Format", "Work"]
