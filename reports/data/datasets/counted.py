"""What people answered: households, persons and claims. Who wants a record unused is in no file."""

from django.utils.translation import gettext_lazy as _

from accounts.encryption.fields import encrypted_fields
from enumerations import choices
from enumerations.intake.fields import (
    HOUSEHOLD_FIELDS,
    IDENTITY_FIELDS,
    PERSON_FIELDS,
    PERSON_IDENTITY_FIELDS,
    Field,
    Kind,
    by_name,
)
from enumerations.models import Household
from reports.data.columns import Column, Words, of_field
from reports.data.dataset import ROWS, Dataset, Filter, Geometry, Shapes
from reports.data.datasets.ground import CLUSTER, CLUSTERS, beside, changed, of_place
from reports.products import Envelope
from settlements.choices import StructureStatus
from settlements.numbering import HOUSEHOLD_PATTERN

E = Envelope
SEALED = encrypted_fields(Household)
IDENTITY = by_name(IDENTITY_FIELDS)
LINKED = by_name(PERSON_IDENTITY_FIELDS)

# As `HouseholdQuerySet.in_use` has it.
IN_USE = "h.consent IS NOT FALSE AND h.restricted_at IS NULL AND h.same_as_id IS NULL"
LEFT_OUT: dict[Words, str] = {
    _("Households left out because they did not agree to be counted"): "h.consent IS FALSE",
    _("Households left out because they asked that their record is not used"): "h.restricted_at IS NOT NULL",
    _("Households left out because they were counted twice"): "h.same_as_id IS NOT NULL",
}
# Its number, where the register knows the household by one. A structure that was made one with another keeps
# the number that the interview has, so that it is found again; `structure_now` is where it stands today.
NUMBERED = f"h.key ~ '{HOUSEHOLD_PATTERN}' AND h.key IS DISTINCT FROM h.instance_id"
HH_CODE = f"CASE WHEN {NUMBERED} THEN h.key END"
DOOR = f"CASE WHEN {NUMBERED} THEN left(h.key, -3) ELSE t.code END"
NUMBER = f"CASE WHEN {NUMBERED} THEN right(h.key, 2)::int END"

SOURCE = (
    "enumerations_household h JOIN settlements_settlement place ON place.id = h.settlement_id"
    " JOIN enumerations_enumeration n ON n.id = h.enumeration_id"
    " LEFT JOIN settlements_structure t ON t.id = h.structure_id " + CLUSTER.format("t")
)
POINT = (
    "ST_Y(h.location)::text || ' ' || ST_X(h.location)::text"
    " || coalesce(' 0 ' || h.location_accuracy_m::text, '')"
)
REVIEWED = """
EXISTS (SELECT FROM enumerations_submission sent WHERE sent.enumeration_id = h.enumeration_id
    AND sent.root_instance_id = h.instance_id AND NOT sent.is_test AND sent.review = ANY(%(reviews)s)
    AND NOT EXISTS (SELECT FROM enumerations_submission later WHERE later.replaces_id = sent.id))
"""
NEW_OR_CHANGED = f"""
(EXISTS (SELECT FROM enumerations_batch b WHERE b.id IN (h.batch_id, h.created_by_batch_id)
    AND b.received_at >= %(changed_since)s) OR {changed("enumerations_householdevent", "h.id")})
"""
FILTERS = {
    Filter.ROUND: "h.enumeration_id = ANY(%(rounds)s)",
    Filter.CLUSTER: CLUSTERS,
    Filter.RESULT: "h.result = ANY(%(results)s)",
    Filter.REVIEW: REVIEWED,
    Filter.DATES: "h.interviewed_on BETWEEN %(since)s AND %(until)s",
    Filter.STATUS: "t.status = ANY(%(statuses)s)",
    Filter.CHANGED: NEW_OR_CHANGED,
}


def asked(declared: Field) -> Column:
    """The column of a question to a household."""
    name = declared.name
    if declared.kind is Kind.POINT:
        return of_field(declared, POINT, reasons="h.not_given")
    if declared.kind is Kind.COUNTY:
        return of_field(declared, "h.previous_county", reasons="h.not_given")
    sealed = SEALED[name].sealed if name in SEALED else None
    return of_field(declared, f"h.{name}", reasons="h.not_given", sealed=sealed)


def of_round() -> tuple[Column, ...]:
    return (
        beside("round", _("round of the count"), Kind.INTEGER, "n.round", E.STAFF),
        beside("cluster", _("village or cluster (code)"), Kind.TEXT, "c.code", E.STAFF),
        beside("cluster_name", _("village or cluster"), Kind.TEXT, "c.name", E.STAFF, short="clust_name"),
    )


HOUSEHOLDS = Dataset(
    name="households",
    title=_("Households"),
    meaning=_("One row for each visit to a household, with its answers to the questionnaire."),
    source=SOURCE,
    row="h.id",
    place="h.settlement_id",
    order="h.id",
    where=IN_USE,
    lowest=E.STAFF,
    columns=(
        *of_place("h.id"),
        *of_round(),
        of_field(IDENTITY["hh_code"], HH_CODE),
        of_field(IDENTITY["structure_code"], DOOR, short="struct_no"),
        of_field(IDENTITY["household_no"], NUMBER, short="hh_no"),
        of_field(IDENTITY["instance_id"], "h.instance_id", short="interview"),
        beside("structure_now", _("structure it lies in today"), Kind.TEXT, "t.code", E.STAFF, plain=True,
               short="struct_now"),
        beside("structure_status", _("how far the count has come at this door"), Kind.CODE, "t.status",
               E.STAFF, choices=StructureStatus, short="door_state"),
        *(asked(declared) for declared in HOUSEHOLD_FIELDS),
    ),
    # Where a household stands is the data manager's; others have the door's place, which they see on the map.
    geometries=(Geometry("t.location", Shapes.POINT, label=_("doors")),),
    coordinates="door_",
    own="h.answers",
    own_unit="households",
    filters=FILTERS,
    left_out=LEFT_OUT,
    is_read_back=True,
)  # fmt: skip

PERSONS = Dataset(
    name="persons",
    title=_("Persons"),
    meaning=_("One row for each usual member of a household."),
    source="enumerations_person p JOIN enumerations_household h ON h.id = p.household_id "
    + SOURCE.partition(" h ")[2],
    row="p.id",
    place="h.settlement_id",
    order="p.id",
    where=IN_USE,
    lowest=E.PERSONAL,
    columns=(
        *of_place("p.id"),
        *of_round(),
        beside("household", _("ID of the household's record"), Kind.INTEGER, "h.id", E.PERSONAL),
        Column("hh_code", LINKED["parent"].label, Kind.TEXT, f"coalesce({HH_CODE}, h.instance_id)",
               E.PERSONAL, is_read_back=True),
        Column("line_no", LINKED["line_no"].label, Kind.INTEGER, "p.line_no", E.PERSONAL, is_read_back=True),
        *(of_field(declared, f"p.{declared.name}", reasons="p.not_given") for declared in PERSON_FIELDS),
    ),
    own="p.answers",
    own_unit="persons",
    filters=FILTERS,
    left_out={},
    is_read_back=True,
)  # fmt: skip

REPEATS = Dataset(
    name="repeats",
    title=_("Repeated answers"),
    meaning=_("One row for each shop, plot, sickness … that a community's own questions ask for again."),
    source="enumerations_answerrow r JOIN enumerations_household h ON h.id = r.household_id "
    + SOURCE.partition(" h ")[2],
    row="r.id",
    place="h.settlement_id",
    order="r.id",
    where=IN_USE,
    lowest=E.PERSONAL,
    columns=(
        *of_place("r.id"),
        *of_round(),
        beside("household", _("ID of the household's record"), Kind.INTEGER, "h.id", E.PERSONAL),
        beside("hh_code", _("household number"), Kind.TEXT, f"coalesce({HH_CODE}, h.instance_id)",
               E.PERSONAL),
        beside("repeat", _("what is asked for again"), Kind.TEXT, "r.repeat", E.PERSONAL),
        beside("line_no", _("line"), Kind.INTEGER, "r.line_no", E.PERSONAL),
    ),
    own="r.answers",
    own_unit=ROWS,
    filters=FILTERS,
)  # fmt: skip

CLAIMS = Dataset(
    name="claims",
    title=_("Claims"),
    meaning=_("One row for each claim of a person on a structure: owner, tenant, caretaker …"),
    source="enumerations_tenureclaim k JOIN settlements_settlement place ON place.id = k.settlement_id"
    " JOIN enumerations_enumeration n ON n.id = k.enumeration_id"
    " LEFT JOIN enumerations_household h ON h.id = k.household_id"
    " LEFT JOIN enumerations_person p ON p.id = k.person_id"
    " JOIN settlements_structure t ON t.id = k.structure_id " + CLUSTER.format("t"),
    row="k.id",
    place="k.settlement_id",
    order="k.id",
    where=f"(k.household_id IS NULL OR {IN_USE})",
    lowest=E.STAFF,
    columns=(
        *of_place("k.id"),
        *of_round(),
        beside("structure_code", _("number on the door"), Kind.TEXT, "t.code", E.STAFF, short="struct_no"),
        beside("role", _("role"), Kind.CODE, "k.role", E.STAFF, choices=choices.TenureRole),
        beside("since_year", _("since"), Kind.INTEGER, "k.since_year", E.STAFF),
        beside("how_acquired", _("how it was acquired"), Kind.CODE, "k.how_acquired", E.STAFF,
               choices=choices.HowAcquired, short="acquired"),
        beside("rented_from", _("rented from"), Kind.CODE, "k.rented_from", E.STAFF,
               choices=choices.RentedFrom, short="rented_of"),
        beside("evidence", _("evidence"), Kind.CODES, "k.evidence", E.STAFF, choices=choices.Evidence),
        beside("in_dispute", _("on dispute"), Kind.YES_NO, "k.in_dispute", E.STAFF),
        beside("dispute_type", _("dispute about"), Kind.CODE, "k.dispute_type", E.STAFF,
               choices=choices.DisputeType, short="dispute"),
        beside("valid_from", _("valid from"), Kind.DATE, "k.valid_from", E.STAFF),
        beside("valid_to", _("valid to"), Kind.DATE, "k.valid_to", E.STAFF),
        beside("hh_code", _("household number"), Kind.TEXT, HH_CODE, E.PERSONAL),
        beside("household", _("ID of the household's record"), Kind.INTEGER, "k.household_id", E.PERSONAL),
        beside("claimant", _("claimant"), Kind.TEXT, "coalesce(p.name, k.claimant_name)", E.PERSONAL),
    ),
    geometries=(Geometry("t.location", Shapes.POINT),),
    coordinates="door_",
    filters={
        Filter.ROUND: "k.enumeration_id = ANY(%(rounds)s)",
        Filter.CLUSTER: CLUSTERS,
        Filter.STATUS: "t.status = ANY(%(statuses)s)",
        Filter.CHANGED: "(" + changed("enumerations_tenureclaimevent", "k.id") + f" OR {NEW_OR_CHANGED})",
    },
)  # fmt: skip
