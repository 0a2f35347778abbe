"""The questions on each person of a household (data dictionary 2.7)."""

from django.utils.translation import gettext_lazy as _

from enumerations import choices
from enumerations.intake.conditions import AtLeast, OneOf
from enumerations.intake.fields.kinds import SEXES, Field, Tier, code, integer, text, yes_no

G, P = Tier.GROUND, Tier.PEOPLE

# How a person's row names its household and place in it.
PERSON_IDENTITY_FIELDS: tuple[Field, ...] = (
    text(
        "parent",
        _("household number"),
        P,
        aliases=(
            "hh_code",
            "parent_key",
            "_parent_index",
            "_submission__uuid",
            "instance_id",
            "_parent_uuid",
        ),
    ),
    integer("line_no", _("line"), G, 1, 60, aliases=("line", "person_no", "member_no")),
)

PERSON_FIELDS: tuple[Field, ...] = (
    text("name", _("name"), P, max_length=60, aliases=("p_name", "first_name", "member_name", "jina")),
    code(
        "relation",
        _("relation to the head"),
        P,
        choices.Relation,
        required=True,
        aliases=("p_rel", "relation to head", "uhusiano na mkuu wa kaya"),
    ),
    code(
        "sex",
        _("sex"),
        P,
        choices.Sex,
        required=True,
        aliases=("p_sex", "gender", "jinsia"),
        value_aliases=SEXES,
    ),
    integer(
        "age",
        _("age in full years"),
        P,
        0,
        110,
        required=True,
        unit=_("years"),
        aliases=("p_age", "umri", "umri miaka kamili"),
    ),
    code("marital", _("marital status"), P, choices.MaritalStatus, relevant=AtLeast("age", 12)),
    code(
        "school_status",
        _("schooling"),
        P,
        choices.SchoolStatus,
        required=True,
        relevant=AtLeast("age", 3),
        aliases=("p_school", "elimu"),
    ),
    code("education_highest", _("highest education"), P, choices.EducationLevel, relevant=AtLeast("age", 3)),
    code(
        "school_location",
        _("where the school is"),
        G,
        choices.SchoolLocation,
        relevant=AtLeast("age", 3) & OneOf("school_status", "in_school"),
        value_aliases=(("<1km", "under_1km"), (">1km", "over_1km")),
    ),
    code(
        "school_kind",
        _("kind of school"),
        G,
        choices.SchoolKind,
        relevant=AtLeast("age", 3) & OneOf("school_status", "in_school"),
    ),
    code(
        "activity",
        _("work"),
        P,
        choices.Activity,
        required=True,
        required_where=AtLeast("age", 15),
        relevant=AtLeast("age", 5),
        aliases=("p_work", "kazi"),
    ),
    code("occupation", _("occupation"), P, choices.Occupation, relevant=AtLeast("age", 15)),
    code(
        "seeing",
        _("difficulty seeing, even with glasses"),
        P,
        choices.Difficulty,
        relevant=AtLeast("age", 5),
        aliases=("p_see", "difficulty seeing even with glasses", "ana ugumu wa kuona hata akivaa miwani"),
    ),
    code(
        "hearing",
        _("difficulty hearing, even with a hearing aid"),
        P,
        choices.Difficulty,
        relevant=AtLeast("age", 5),
    ),
    code(
        "walking",
        _("difficulty walking or climbing steps"),
        P,
        choices.Difficulty,
        relevant=AtLeast("age", 5),
    ),
    code(
        "remembering",
        _("difficulty remembering or concentrating"),
        P,
        choices.Difficulty,
        relevant=AtLeast("age", 5),
    ),
    code("self_care", _("difficulty washing or dressing"), P, choices.Difficulty, relevant=AtLeast("age", 5)),
    code(
        "communicating", _("difficulty being understood"), P, choices.Difficulty, relevant=AtLeast("age", 5)
    ),
    yes_no("id_holder", _("has an identity card"), P, relevant=AtLeast("age", 18)),
)
