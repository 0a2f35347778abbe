"""A handful of honest mistakes, as an evening's typing makes them, so that a batch has something to say."""

from collections.abc import Callable
from dataclasses import replace
from random import Random

from enumerations.demo.interviews import Interview


def make_mistakes(interviews: list[Interview], random: Random) -> list[Interview]:
    """The same interviews with some spoilt: each mistake in a household of its own, and one sent twice."""
    complete = [i for i, interview in enumerate(interviews) if len(interview.persons) > 1]
    spoilt = list(interviews)
    for mistake in MISTAKES:
        at = complete.pop(random.randrange(len(complete)))
        spoilt[at] = replace(
            interviews[at],
            answers=dict(interviews[at].answers),
            persons=[dict(person) for person in interviews[at].persons],
        )
        mistake(spoilt[at])
    # One household's row was copied below, without its people.
    spoilt.insert(len(spoilt) - 30, Interview(interviews[complete[len(complete) // 2]].answers))
    return spoilt


def unknown_door(interview: Interview) -> None:
    """A digit slipped in: no door has such a number."""
    place, number = interview.answers["structure_code"].rsplit("/", 1)
    code = f"{place}/9{number.rstrip('ABCD'):0>3}"
    interview.answers |= {"structure_code": code, "hh_code": f"{code}/01"}


def someone_forgotten(interview: Interview) -> None:
    interview.answers["members_total"] += 1


def two_heads(interview: Interview) -> None:
    interview.persons[1] |= {"relation": "head", "age": 31}


def unknown_source(interview: Interview) -> None:
    interview.answers["water_source"] = "mama Njeri"


def rent_forgotten(interview: Interview) -> None:
    interview.answers |= {"occupancy_status": "tenant", "rent_month_kes": None}


def too_many_rooms(interview: Interview) -> None:
    interview.answers["rooms_used"] = 33


def impossible_age(interview: Interview) -> None:
    interview.persons[1]["age"] = 340


def one_priority_twice(interview: Interview) -> None:
    interview.answers["priority_2"] = interview.answers["priority_1"]


def price_in_words(interview: Interview) -> None:
    interview.answers["water_price_20l_kes"] = "five bob"


def longer_here_than_there(interview: Interview) -> None:
    interview.answers["years_in_structure"] = interview.answers["years_in_settlement"] + 4


def dear_rent(interview: Interview) -> None:
    """Only unusual: it goes in, with a warning."""
    interview.answers |= {"occupancy_status": "tenant", "rent_month_kes": 14500}


def far_away(interview: Interview) -> None:
    """The phone still knew the place of lunch."""
    interview.answers["location"] = "-1.2921000 36.8219000 0 48.0"


MISTAKES: tuple[Callable[[Interview], None], ...] = (
    unknown_door,
    unknown_door,
    someone_forgotten,
    someone_forgotten,
    someone_forgotten,
    two_heads,
    unknown_source,
    rent_forgotten,
    too_many_rooms,
    impossible_age,
    one_priority_twice,
    price_in_words,
    longer_here_than_there,
    dear_rent,
    far_away,
)
