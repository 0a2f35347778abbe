"""What each piece of evidence weighs, in one table.

Weights are natural logarithms of how much more often something is so of the same household than of two
(Fellegi and Sunter, 1969): 0.7 doubles the odds, 2.3 makes them tenfold, less than nothing speaks against.
Their sum with `start` (how rare duplicates are among the pairs that are compared at all) becomes the
likelihood, 1 / (1 + e^-sum). It ranks; how often it is right was measured: docs/duplicates.md.
"""

from collections.abc import Mapping

# A pair below this is not worth anybody's time.
WORTH_A_LOOK = 0.4
SURE = 0.9

NAMES: Mapping[str, float] = {
    # A word that both names have weighs by how rare it is in the settlement: ln(people / people with it).
    "rarity": 0.8,  # of that, for first and family names go together within a people
    "rarity_most": 5.5,
    "misspelt": 0.75,  # of what the word would weigh, times how alike its letters are
    "initial": 0.4,
    "other_word": -2.6,  # a word of the shorter name that the other name does not have
    "unknown": 0.0,
}
HOUSEHOLDS: Mapping[str, float] = {
    "start": -8.0,
    "phone": 5.0,  # also lent and shared: not proof by itself
    "other_phone": -0.8,
    "id": 9.0,
    "other_id": -5.0,
    "age": 1.6,  # of the head, within a year
    "age_near": 0.4,  # within three: ages are rounded
    "other_age": -2.2,
    "other_sex": -2.0,
    "other_head": 2.0,  # whoever is the head here is listed there: somebody else answered
    "people_each": 1.5,  # for each further person of the same name, sex and age
    "people_most": 6.0,
    "roster": 1.2,  # three or more, and (nearly) all of the same sex and age
    "other_roster": -1.8,  # hardly anybody
    "same_door": 1.3,
    "near": 0.9,  # within 8 m
    "far": -0.9,  # beyond 150 m
    # Beyond 30 m: the more households, the more are alike by chance; times ln(households / 1,000).
    "chance": -1.0,
    "minute": 4.0,  # the same phone or enumerator began both within two minutes
    "same_visit": -1.5,  # one enumerator found both on one day, one after the other: who was there saw two
    "tenure": 0.2,
    "other_tenure": -0.6,
    "years": 0.7,
    "other_years": -0.8,
    "home": 0.5,  # the same rent and rooms
}
PERSONS: Mapping[str, float] = {
    "start": -9.0,
    "age": 1.0,  # the same
    "near": 1.0,  # within 30 m
    "far": -0.5,  # beyond 150 m
    "chance": -0.4,
    "phone": 2.5,  # of the two households
    "related": 1.5,  # a grandchild, relative or lodger in one of the two: who comes and goes
}
STRUCTURES: Mapping[str, float] = {
    "start": -2.3,
    "overlap": 3.5,  # more than half of the smaller footprint lies in the other
    "touching": 1.2,  # points within a metre
    "one_unused": 1.8,  # nobody was counted at one of the two, though the other was visited
    "same_people": 5.0,  # a household of the one looks like one of the other
    "other_people": -2.5,  # both have households, and none are alike
    "walk": -2.0,  # numbers that follow each other: whoever numbered stood before both
    "materials": 0.5,
    "other_materials": -1.0,
}
NEAR_M, HEARD_M, FAR_M, APART_M = 8, 15, 150, 2
ALIKE = 0.4  # trigrams in common: below it, two words are two words
