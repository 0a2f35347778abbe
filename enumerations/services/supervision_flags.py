"""What in somebody's figures is worth a talk: what it may mean, and what to ask. Never a verdict.

Every sign has an innocent reason too, so each is told with it; few interviews raise none.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from enumerations.services.supervision import Work

# United Nations: above 175 ages are "very rough".
VERY_ROUGH = 175


@dataclass(frozen=True)
class Sign:
    """One thing to ask about. `figures` are those of the table it is seen in."""

    code: str
    label: str | Promise
    meaning: str | Promise
    ask: str | Promise
    figures: tuple[str, ...]
    holds: Callable[[Work, Work], bool]


def share(part: int, whole: int) -> float:
    return part / whole if whole else 0.0


def more_than_others(part: str, whole: str, *, least: int, by: float) -> Callable[[Work, Work], bool]:
    """Of at least so many, a share that is so much above that of everybody together."""

    def holds(work: Work, everybody: Work) -> bool:
        n = getattr(work, whole)
        usual = share(getattr(everybody, part), getattr(everybody, whole))
        return n >= least and share(getattr(work, part), n) >= usual + by

    return holds


def often(part: str, whole: str, *, times: int, least_share: float) -> Callable[[Work, Work], bool]:
    """So many times, and in such a share."""

    def holds(work: Work, everybody: Work) -> bool:
        n = getattr(work, part)
        return n >= times and share(n, getattr(work, whole)) >= least_share

    return holds


SIGNS: tuple[Sign, ...] = (
    Sign(
        "too_short",
        _("Very short interviews"),
        _("Some interviews took less than 5 minutes: the form may have been filled in later than the talk."),
        _("Ask how the visits went, and when the answers were put into the phone."),
        ("too_short",),
        often("too_short", "timed", times=2, least_share=0.05),
    ),
    Sign(
        "too_long",
        _("Very long interviews"),
        _("Some forms were open for more than 2 hours: mostly they were left open between two visits."),
        _("Ask whether forms are finished at the door. If they were left open, nothing is wrong."),
        ("too_long",),
        often("too_long", "timed", times=2, least_share=0.05),
    ),
    Sign(
        "at_night",
        _("Outside 6:00 to 21:00"),
        _("Some interviews began at night by the phone's clock: the clock may be wrong."),
        _("Look at the phone's clock together. If it is right, ask whether late visits are safe."),
        ("at_night",),
        often("at_night", "hours_known", times=2, least_share=0.02),
    ),
    Sign(
        "inaccurate",
        _("Inexact locations"),
        _("Many points are less exact than 15 metres: the phone may have had no open sky."),
        _("Ask that the point is taken outside, and that the phone has time to find it."),
        ("median_accuracy", "inaccurate"),
        often("inaccurate", "with_accuracy", times=3, least_share=0.3),
    ),
    Sign(
        "without_location",
        _("No locations"),
        _("Many interviews came without a point: the phone's location may be switched off."),
        _("Look at the phone's settings together."),
        ("without_location",),
        often("without_location", "completed", times=3, least_share=0.2),
    ),
    Sign(
        "refusals",
        _("More refusals than others have"),
        _("Some lanes were not told of the count, or people there fear something."),
        _("Ask which lanes, and visit them together with a leader of that place."),
        ("refusals",),
        more_than_others("refusals", "interviews", least=10, by=0.1),
    ),
    Sign(
        "not_home",
        _("More closed doors than others have"),
        _("Visits may fall into the hours when people work."),
        _("Ask at what time these doors were visited, and plan the next visit for an evening or a Sunday."),
        ("not_home",),
        more_than_others("not_home", "interviews", least=10, by=0.15),
    ),
    Sign(
        "ages",
        _("Ages that end in 0 or 5"),
        _("Many ages are rounded: people may not know their age, or it was guessed."),
        _("Ask how ages are found out. A year of birth, a card or a well-known event helps."),
        ("whipple",),
        lambda work, everybody: work.ages >= 30 and (work.whipple or 0) >= VERY_ROUGH,
    ),
    Sign(
        "rents",
        _("Rents in whole thousands"),
        _("Rents are rounder than those that others write: rents of one lane may be alike, or were rounded."),
        _("Ask whether the rent of last month was named, in shillings."),
        ("round_rents",),
        more_than_others("round_rents", "rents", least=20, by=0.25),
    ),
    Sign(
        "jerrycans",
        _("Jerrycans in fives"),
        _("The jerrycans of a day are rounder than those that others write."),
        _("Ask how many were fetched yesterday, rather than usually."),
        ("round_jerrycans",),
        more_than_others("round_jerrycans", "jerrycans", least=20, by=0.25),
    ),
    Sign(
        "duplicates",
        _("Households that look alike"),
        _("Some households are very much like others: the same family may have been met at two doors."),
        _("Go through them together, door by door."),
        ("duplicates",),
        lambda work, everybody: work.duplicates >= 2,
    ),
    Sign(
        "issues",
        _("More warnings than others have"),
        _("The checks find something more often than with others: a question may be understood differently."),
        _("Look at the commonest warning together."),
        ("issues_per_100",),
        lambda work, everybody: (
            work.from_phones >= 10
            and (work.issues_per_100 or 0) >= max(20.0, 2 * (everybody.issues_per_100 or 0))
        ),
    ),
    Sign(
        "returned",
        _("Interviews that wait for a correction"),
        _("Several were returned and have not been corrected yet."),
        _("Ask whether the reasons were read and understood."),
        ("returned",),
        lambda work, everybody: work.returned >= 3,
    ),
)


def signs_of(work: Work, everybody: Work) -> list[Sign]:
    """What in these figures is worth a talk."""
    return [sign for sign in SIGNS if sign.holds(work, everybody)]
