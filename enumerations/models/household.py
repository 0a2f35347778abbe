"""One household in one enumeration, and its people: the answers to the standard questionnaire."""

from typing import ClassVar

from django.contrib.gis.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.encryption import letters_and_digits, phone_digits
from accounts.history import tracked
from enumerations import choices
from enumerations.models import columns
from enumerations.models.batch import Batch
from enumerations.models.enumeration import Enumeration
from enumerations.querysets import HouseholdQuerySet, PersonQuerySet
from settlements.models import County, Settlement, Structure


@tracked()
class Household(models.Model):
    """People who live and eat together, as one interview found them.

    Every answer may be null: a foreign export does not ask everything. What is required, in which range and
    when, is declared in `enumerations.intake.fields`, which also says which fields are personal. `location`
    is EPSG:4326. Answers to a community's own questions, and every column nobody mapped, are in `answers`.
    """

    settlement = models.ForeignKey(Settlement, on_delete=models.PROTECT, related_name="+", db_index=False)
    enumeration = models.ForeignKey(
        Enumeration, on_delete=models.PROTECT, related_name="households", db_index=False
    )
    structure = models.ForeignKey(
        Structure, on_delete=models.PROTECT, null=True, blank=True, related_name="households"
    )
    # How the household is known in this enumeration: its door code, else the interview's id, else a
    # fingerprint of the row. Sending it again finds it again.
    key = models.CharField(max_length=80)
    instance_id = models.CharField(_("interview ID"), max_length=80, null=True, blank=True)
    created_by_batch = models.ForeignKey(Batch, on_delete=models.PROTECT, related_name="+", db_index=False)
    batch = models.ForeignKey(Batch, on_delete=models.PROTECT, related_name="households")
    answers = models.JSONField(_("other answers"), default=dict, blank=True)
    # Field name to `dont_know` or `declined`: why a standard answer is null.
    not_given = models.JSONField(_("answers not given"), default=dict, blank=True)
    # Whatever said who or where its people are is gone: at their request, or because its time was over.
    cleared_at = models.DateTimeField(_("cleared"), null=True, blank=True)
    # At the household's own request: kept but not used; corrected, so that no old file undoes it.
    restricted_at = models.DateTimeField(_("restricted"), null=True, blank=True)
    corrected_at = models.DateTimeField(_("corrected"), null=True, blank=True)
    # Found to be another household of this count, counted again: kept, not used.
    same_as = models.ForeignKey(
        "self",
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="counted_again",
        db_index=False,
        verbose_name=_("the same household as"),
    )

    # The visit
    enumerator = columns.text(_("enumerator"))
    started_at = models.DateTimeField(_("interview started"), null=True, blank=True)
    ended_at = models.DateTimeField(_("interview ended"), null=True, blank=True)
    interviewed_on = models.DateField(_("date of the interview"), null=True, blank=True)
    form_version = columns.text(_("form version"))
    device = columns.text(_("device"))
    result = columns.code(_("result of the visit"), choices.VisitResult)
    consent = columns.yes_no(_("agrees to be counted"))
    consent_list = columns.yes_no(_("name may be on the posted list"))
    consent_share_county = columns.yes_no(_("totals may go to the county"))
    consent_photo = columns.yes_no(_("agrees to a photo"))
    consent_contact = columns.yes_no(_("may be contacted"))
    respondent_role = columns.code(_("who answered"), choices.RespondentRole)

    # The head and the home
    head_name = columns.text(_("name of the household head"), 60)
    head_sex = columns.code(_("sex of the head"), choices.Sex)
    head_id_kind = columns.code(_("identity document of the head"), choices.IdKind)
    head_id_number = columns.sealed(_("number of the document"), "head_id_number", letters_and_digits)
    phone = columns.sealed(_("phone"), "phone", phone_digits)
    occupancy_status = columns.code(_("owner or tenant"), choices.TenureRole)
    years_in_settlement = columns.count(_("years in this settlement"))
    years_in_structure = columns.count(_("years in this structure"))
    previous_county = models.ForeignKey(
        County,
        on_delete=models.PROTECT,
        to_field="code",
        db_column="previous_county",
        db_index=False,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("county lived in before"),
    )
    rooms_used = columns.count(_("rooms used"))
    rent_month_kes = columns.amount(_("rent per month, KES"))
    rent_includes = columns.codes(_("the rent includes"), choices.RentIncludes)
    members_total = columns.count(_("people who usually live here"))

    # Services
    water_source = columns.code(_("main drinking water"), choices.WaterSource)
    water_price_20l_kes = columns.amount(_("price of 20 litres, KES"))
    water_jerrycans_day = columns.count(_("20-litre jerrycans per day"))
    water_minutes_roundtrip = columns.count(_("minutes to fetch water, there and back"))
    water_days_per_week = columns.count(_("days with water in a week"))
    toilet_type = columns.code(_("kind of toilet"), choices.ToiletType)
    toilet_place = columns.code(_("where the toilet is"), choices.ToiletPlace)
    toilet_shared_households = columns.count(_("households sharing the toilet"))
    toilet_cost_use_kes = columns.amount(_("cost of one use, KES"))
    toilet_safe_night_women = columns.yes_no(_("safe for women at night"))
    solid_waste = columns.code(_("rubbish"), choices.SolidWaste)
    cooking_fuel = columns.code(_("cooking fuel"), choices.CookingFuel)
    lighting = columns.code(_("lighting"), choices.Lighting)
    electricity_connection = columns.code(_("electricity connection"), choices.ElectricityConnection)
    electricity_month_kes = columns.amount(_("electricity per month, KES"))

    # Living
    assets = columns.codes(_("the household owns"), choices.Asset)
    income_main_source = columns.code(_("main source of income"), choices.IncomeSource)
    income_band_month_kes = columns.code(_("income per month, KES"), choices.IncomeBand)
    savings_group = columns.code(_("savings group"), choices.SavingsGroup)
    eviction_experience_5y = columns.yes_no(_("evicted in the last five years"))
    wants_to_stay = columns.code(_("wants to stay"), choices.StayWish)
    priority_1 = columns.code(_("first priority"), choices.Priority)
    priority_2 = columns.code(_("second priority"), choices.Priority)
    priority_3 = columns.code(_("third priority"), choices.Priority)
    location = models.PointField(_("location at the door"), null=True, blank=True, spatial_index=False)
    location_accuracy_m = models.FloatField(_("accuracy of the location, m"), null=True, blank=True)
    note = models.TextField(_("note"), null=True, blank=True)

    objects: ClassVar = HouseholdQuerySet.as_manager()

    class Meta:
        ordering = ["enumeration", "key"]
        verbose_name = _("household")
        verbose_name_plural = _("households")
        constraints = [
            models.UniqueConstraint(fields=["enumeration", "key"], name="household_once_per_enumeration"),
            models.UniqueConstraint(
                fields=["enumeration", "instance_id"],
                condition=Q(instance_id__isnull=False),
                name="household_instance_once",
            ),
            models.CheckConstraint(
                condition=Q(members_total__isnull=True) | Q(members_total__range=(1, 30)),
                name="household_has_1_to_30_members",
            ),
            columns.encrypted("phone"),
            columns.encrypted("head_id_number"),
        ]
        indexes = [
            models.Index(
                fields=["enumeration"],
                condition=Q(restricted_at__isnull=False),
                name="households_restricted",
            ),
            models.Index(
                fields=["same_as"], condition=Q(same_as__isnull=False), name="households_counted_again"
            ),
        ]

    def __str__(self) -> str:
        return self.key


@tracked(found_by=["household"])
class Person(models.Model):
    """A usual member of a household."""

    settlement = models.ForeignKey(Settlement, on_delete=models.PROTECT, related_name="+", db_index=False)
    enumeration = models.ForeignKey(Enumeration, on_delete=models.PROTECT, related_name="+")
    household = models.ForeignKey(Household, on_delete=models.CASCADE, related_name="persons", db_index=False)
    line_no = models.PositiveSmallIntegerField(_("line"))
    name = columns.text(_("name"), 60)
    relation = columns.code(_("relation to the head"), choices.Relation)
    sex = columns.code(_("sex"), choices.Sex)
    age = columns.count(_("age in full years"))
    marital = columns.code(_("marital status"), choices.MaritalStatus)
    school_status = columns.code(_("schooling"), choices.SchoolStatus)
    education_highest = columns.code(_("highest education"), choices.EducationLevel)
    school_location = columns.code(_("where the school is"), choices.SchoolLocation)
    school_kind = columns.code(_("kind of school"), choices.SchoolKind)
    activity = columns.code(_("work"), choices.Activity)
    occupation = columns.code(_("occupation"), choices.Occupation)
    seeing = columns.code(_("difficulty seeing, even with glasses"), choices.Difficulty)
    hearing = columns.code(_("difficulty hearing, even with a hearing aid"), choices.Difficulty)
    walking = columns.code(_("difficulty walking or climbing steps"), choices.Difficulty)
    remembering = columns.code(_("difficulty remembering or concentrating"), choices.Difficulty)
    self_care = columns.code(_("difficulty washing or dressing"), choices.Difficulty)
    communicating = columns.code(_("difficulty being understood"), choices.Difficulty)
    id_holder = columns.yes_no(_("has an identity card"))
    answers = models.JSONField(_("other answers"), default=dict, blank=True)
    not_given = models.JSONField(_("answers not given"), default=dict, blank=True)

    objects: ClassVar = PersonQuerySet.as_manager()

    class Meta:
        ordering = ["household", "line_no"]
        verbose_name = _("person")
        verbose_name_plural = _("people")
        constraints = [
            models.UniqueConstraint(fields=["household", "line_no"], name="person_line_once_per_household"),
            models.UniqueConstraint(
                fields=["household"],
                condition=Q(relation=choices.Relation.HEAD),
                name="household_has_one_head",
            ),
            models.CheckConstraint(
                condition=Q(age__isnull=True) | Q(age__lte=110), name="person_age_is_possible"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.household_id}/{self.line_no}"
