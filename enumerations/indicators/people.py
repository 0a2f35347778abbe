"""Who lives here: population, households, age, schooling, work, ability and savings (1-3, 20-27)."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from enumerations.choices import Activity, Asset, Difficulty, SavingsGroup, SchoolStatus, Sex
from enumerations.indicators.declaration import (
    Declarations,
    Measure,
    Records,
    median,
    ratio,
    share,
)
from enumerations.indicators.words import any_of, one_of, quoted

H, P = Records.HOUSEHOLDS, Records.PERSONS

IN_LABOUR_FORCE = one_of("p.activity", Activity.WORKING, Activity.SEEKING_WORK_NO_WORK)
SEEKS = f"p.activity = '{Activity.SEEKING_WORK_NO_WORK}'"
KNOWN_SCHOOLING = f"p.school_status <> '{SchoolStatus.DK}'"
IN_SCHOOL = f"p.school_status = '{SchoolStatus.IN_SCHOOL}'"
DIFFICULTIES = ("p.seeing", "p.hearing", "p.walking", "p.remembering", "p.self_care", "p.communicating")
HARD = quoted((Difficulty.A_LOT, Difficulty.CANNOT))


def _attends(least: int, most: int) -> str:
    return f"CASE WHEN p.age BETWEEN {least} AND {most} AND {KNOWN_SCHOOLING} THEN {IN_SCHOOL} END"


# Of those who answered at least one of the six questions.
DISABLED = (
    f"CASE WHEN p.age >= 5 AND coalesce({', '.join(DIFFICULTIES)}) IS NOT NULL "
    f"THEN ({' OR '.join(f'coalesce({column} IN ({HARD}), false)' for column in DIFFICULTIES)}) END"
)

PEOPLE = Declarations(
    indicators=(
        ratio(
            "population",
            _("People"),
            _("people"),
            _("Usual members of all households whose interview was completed."),
            value="population",
            n="population_n",
        ),
        ratio(
            "population_estimate",
            _("People, with those not yet counted"),
            _("people"),
            _("The people counted, divided by the coverage: what a complete count would find."),
            value="100.0 * population / nullif(coverage, 0)",
            n="population_n",
            note=_("An estimate: it takes the households not yet counted to be like those counted."),
        ),
        ratio(
            "households",
            _("Households"),
            _("households"),
            _("Households whose interview was completed, in full or in part."),
            value="households",
            n="households",
        ),
        ratio(
            "household_size",
            _("People in a household"),
            _("people"),
            _("Usual members of the households counted, divided by these households."),
            value="population::float8 / nullif(population_n, 0)",
            n="population_n",
            decimals=1,
            note=_("Below 1.8 or above 6: look for members left out or counted twice."),
        ),
        median(
            "years_here_median",
            _("Years lived here"),
            _("years"),
            _("Half of the households have lived in this settlement for at least so many years."),
            "h.years_in_settlement",
        ),
        share(
            "years_12_percent",
            _("Here for 12 years or more"),
            _("Households that have lived in this settlement for 12 years or more."),
            "h.years_in_settlement >= 12",
            note=_("After 12 years a claim of adverse possession is possible on private land."),
        ),
        share(
            "women_headed_percent",
            _("Headed by a woman"),
            _("Households whose head is a woman."),
            f"h.head_sex = '{Sex.FEMALE}'",
        ),
        share(
            "under_5_percent",
            _("Under 5 years"),
            _("People of 0 to 4 years, of all whose age is known."),
            "p.age < 5",
            records=P,
        ),
        share(
            "age_6_13_percent",
            _("6 to 13 years"),
            _("People of 6 to 13 years, the age of primary school, of all whose age is known."),
            "p.age BETWEEN 6 AND 13",
            records=P,
        ),
        share(
            "age_14_17_percent",
            _("14 to 17 years"),
            _("People of 14 to 17 years, the age of secondary school, of all whose age is known."),
            "p.age BETWEEN 14 AND 17",
            records=P,
        ),
        share(
            "attending_6_13_percent",
            _("In school, 6 to 13 years"),
            _("Children of 6 to 13 years who go to school, of those whose schooling is known."),
            _attends(6, 13),
            records=P,
        ),
        share(
            "attending_14_17_percent",
            _("In school, 14 to 17 years"),
            _("Young people of 14 to 17 years who go to school, of those whose schooling is known."),
            _attends(14, 17),
            records=P,
        ),
        share(
            "age_18_34_percent",
            _("18 to 34 years"),
            _("People of 18 to 34 years, of all whose age is known."),
            "p.age BETWEEN 18 AND 34",
            records=P,
        ),
        share(
            "age_65_percent",
            _("65 years and older"),
            _("People of 65 years and older, of all whose age is known."),
            "p.age >= 65",
            records=P,
        ),
        share(
            "working_percent",
            pgettext_lazy("figure", "Working"),
            _("People of 15 years and older who worked in the seven days before the interview."),
            f"CASE WHEN p.age >= 15 THEN p.activity = '{Activity.WORKING}' END",
            records=P,
        ),
        share(
            "seeking_percent",
            pgettext_lazy("figure", "Seeking work"),
            _("People of 15 years and older who seek work, of those who work or seek it."),
            f"CASE WHEN p.age >= 15 AND {IN_LABOUR_FORCE} THEN {SEEKS} END",
            records=P,
        ),
        share(
            "disability_percent",
            _("Living with a disability"),
            _(
                "People of 5 years and older who have a lot of difficulty, or cannot do it at all, "
                "in seeing, "
                "hearing, walking, remembering, self-care or being understood."
            ),
            DISABLED,
            records=P,
            note=_("Above 10 %: the question was probably misread."),
        ),
        share(
            "savings_percent",
            _("In a savings group"),
            _("Households of which somebody saves with Muungano or another chama."),
            one_of("h.savings_group", SavingsGroup.MUUNGANO, SavingsGroup.OTHER_CHAMA),
        ),
        share(
            "muungano_percent",
            _("Saving with Muungano"),
            _("Households of which somebody saves with Muungano."),
            f"h.savings_group = '{SavingsGroup.MUUNGANO}'",
        ),
        share(
            "phone_percent",
            _("With a phone"),
            _("Households that own a mobile phone, simple or smart."),
            any_of("h.assets", Asset.SMARTPHONE, Asset.FEATURE_PHONE),
            note=_("The census counts people, this figure households."),
        ),
        share(
            "internet_percent",
            _("With internet"),
            _("Households that have internet."),
            any_of("h.assets", Asset.INTERNET),
            note=_("The census counts people, this figure households."),
        ),
    ),
    measures=(
        Measure("households", H, "true", is_flag=True),
        Measure("population", H, "h.members_total"),
    ),
)
