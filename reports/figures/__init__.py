"""Figures as a county hears them: of a settlement, several, a ward or a county, each beside what it is held
against, with a sentence, a chart and a table.

    place = Place.of_settlement(settlement)         # or of_settlements, of_ward, of_county, from_ask
    found = figures_of(place, viewer=user)          # as a page shows it to this person
    found = figures_of(place, envelope=Envelope.COUNTY)   # as a paper for the county holds it
    found["tenants_percent"].value, .n, .coverage, .hidden, .text, .beside, .previous
    found["tenants_percent"].sentence("sw"), .chart("sw").svg, .chart("sw").rows
    gaps_of(found)                                  # taps and cubicles to ask for, with what they cost
    growth_of(found)                                # people, households, structures since the round before
    breakdown_of(found, By.TENURE)                  # the same figures of tenants and of owners

Which rounds go in: for those who act in a settlement its newest begun round, a draft too, as on its page;
for everybody else, and in what is made for the public or the county, the newest adopted one with small cells
hidden (`docs/decisions/0008-small-cells.md`). `Figures.rounds` says which, `Figures.is_draft` whether one of
them may still change.

A figure of several settlements rests on those that know it and may show it: `told_of` of `asked_of`. Nothing
is averaged: shares are counted anew from what was counted, medians taken anew over all records.
"""

from reports.figures.breakdown import breakdown_of
from reports.figures.gap import gaps_of
from reports.figures.groups import By
from reports.figures.growth import Growth, growth_of
from reports.figures.parts import (
    Against,
    Answer,
    Beside,
    Bound,
    Breakdown,
    Figure,
    Figures,
    Gap,
    Group,
    Round,
    State,
)
from reports.figures.places import Place, PlaceKind
from reports.figures.read import figures_of

__all__ = [
    "Against",
    "Answer",
    "Beside",
    "Bound",
    "Breakdown",
    "By",
    "Figure",
    "Figures",
    "Gap",
    "Group",
    "Growth",
    "Place",
    "PlaceKind",
    "Round",
    "State",
    "breakdown_of",
    "figures_of",
    "gaps_of",
    "growth_of",
]
