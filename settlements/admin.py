"""The admin's pages of the ground. Staff change what is theirs to change; only superusers see all of it."""

from typing import Any, TypeAlias

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import ForeignKey, Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from leaflet.admin import LeafletGeoAdmin

from accounts.models import User
from settlements import models
from settlements.people import Place, may_take, roles_given_by
from settlements.roles import OFFICE

Link: TypeAlias = "ForeignKey[Any, Any]"


def acts_as_staff(request: HttpRequest) -> bool:
    """Whether the person is staff of any place."""
    user = request.user
    if not isinstance(user, User) or not user.is_active:
        return False
    return user.is_superuser or user.memberships.filter(role__in=OFFICE).exists()


def acts_everywhere(request: HttpRequest) -> bool:
    """Whether the person is staff of every place."""
    user = request.user
    everywhere = {"role__in": OFFICE, "settlement": None, "county": None}
    return isinstance(user, User) and (user.is_superuser or user.memberships.filter(**everywhere).exists())


class StaffAdmin(admin.ModelAdmin):
    """Rights by Membership (staff), not by Django's table of permissions."""

    def has_module_permission(self, request: HttpRequest) -> bool:
        return acts_as_staff(request)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return acts_as_staff(request)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return acts_as_staff(request)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return acts_as_staff(request)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        # What outlives a count is not deleted by a click: it takes the counts with it.
        return bool(request.user.is_active and getattr(request.user, "is_superuser", False))


class PlaceAdmin(StaffAdmin):
    """Of places: only those the person may change."""

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).filter(pk__in=self.own(request))

    def own(self, request: HttpRequest) -> QuerySet[Any]:
        return self.model._default_manager.changeable_by(request.user).values("pk")

    def formfield_for_foreignkey(self, db_field: Link, request: HttpRequest, **kwargs: Any) -> Any:
        """Choose among one's own settlements and clusters only."""
        if db_field.name == "settlement":
            kwargs["queryset"] = models.Settlement.objects.changeable_by(request.user)
        if db_field.name == "cluster":
            kwargs["queryset"] = models.Cluster.objects.changeable_by(request.user).select_related(
                "settlement"
            )
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


class EverywhereAdmin(StaffAdmin):
    """Of lists shared by all places: staff of everywhere change them, other staff read."""

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return acts_everywhere(request)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return acts_everywhere(request)


@admin.register(models.County)
class CountyAdmin(EverywhereAdmin):
    list_display = ("code", "name", "population_2019", "households_2019")
    search_fields = ("name",)


@admin.register(models.SubCounty)
class SubCountyAdmin(EverywhereAdmin):
    list_display = ("code", "name", "county")
    list_select_related = ("county",)
    search_fields = ("name",)


@admin.register(models.Ward)
class WardAdmin(EverywhereAdmin):
    list_display = ("code", "name", "constituency", "county")
    list_select_related = ("county",)
    search_fields = ("name", "constituency")


@admin.register(models.Settlement)
class SettlementAdmin(PlaceAdmin, LeafletGeoAdmin):
    list_display = ("code", "name", "county", "access_level")
    list_filter = ("county", "access_level")
    list_select_related = ("county",)
    search_fields = ("code", "name")
    filter_horizontal = ("other_wards",)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Who is staff of one settlement only cannot make another: it would not be theirs."""
        user = request.user
        by_county = models.Membership.objects.filter(
            user=user.pk, role__in=OFFICE, settlement=None, county__isnull=False
        )
        return acts_everywhere(request) or by_county.exists()

    def formfield_for_foreignkey(self, db_field: Link, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "county":
            kwargs["queryset"] = counties_for_settlements(request)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


@admin.register(models.Cluster)
class ClusterAdmin(PlaceAdmin, LeafletGeoAdmin):
    list_display = ("settlement", "code", "name", "kind")
    list_select_related = ("settlement",)
    search_fields = ("code", "name")


@admin.register(models.Structure)
class StructureAdmin(PlaceAdmin, LeafletGeoAdmin):
    list_display = ("code", "settlement", "cluster", "status")
    list_filter = ("status",)
    list_select_related = ("settlement", "cluster")
    search_fields = ("code",)
    show_full_result_count = False


@admin.register(models.ServicePoint)
class ServicePointAdmin(PlaceAdmin, LeafletGeoAdmin):
    list_display = ("code", "kind", "name", "settlement", "status")
    list_filter = ("kind", "status")
    list_select_related = ("settlement",)
    search_fields = ("code", "name")


@admin.register(models.Lane)
class LaneAdmin(PlaceAdmin, LeafletGeoAdmin):
    list_display = ("name", "kind", "settlement", "width_m")
    list_filter = ("kind",)
    list_select_related = ("settlement",)
    search_fields = ("name",)


@admin.register(models.Overlay)
class OverlayAdmin(PlaceAdmin, LeafletGeoAdmin):
    list_display = ("name", "kind", "settlement", "source", "said_on", "is_public")
    list_filter = ("kind", "is_public")
    list_select_related = ("settlement",)
    search_fields = ("name", "source")

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        if not change:
            obj.made_by = request.user
        super().save_model(request, obj, form, change)


@admin.register(models.Eviction)
class EvictionAdmin(PlaceAdmin):
    list_display = ("settlement", "happened_on", "by_whom", "outcome")
    list_select_related = ("settlement",)


@admin.register(models.GroundImport)
class GroundImportAdmin(PlaceAdmin):
    """What was imported, to look at: it is made on the import page."""

    list_display = ("name", "settlement", "layer", "state", "made_at", "made_by")
    list_select_related = ("settlement", "made_by")
    readonly_fields = ("settlement", "layer", "name", "sha256", "state", "made_by", "made_at", "applied_at")
    fields = readonly_fields

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class MembershipForm(forms.ModelForm):
    """A role for a person known by e-mail: nobody needs to see the list of all people."""

    email = forms.EmailField(label=_("E-mail address of the person"))
    giver: User | None = None

    class Meta:
        model = models.Membership
        fields = ("role", "settlement", "county")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.fields["email"].initial = self.instance.user.email

    def clean_email(self) -> str:
        email = self.cleaned_data["email"].lower()
        person = User.objects.filter(email=email).first()
        if person is None:
            raise ValidationError(_("Nobody has an account with this address. Make one first."))
        self.instance.user = person
        return email

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        given = roles_given_by(self.giver, Place(data.get("settlement"), data.get("county")))
        if not given and not data.get("settlement") and not data.get("county"):
            raise ValidationError(_("Name the settlement or the county: you cannot give a role everywhere."))
        if data.get("role") not in given:
            raise ValidationError(_("This role is not yours to give in this place."))
        return data


@admin.register(models.Membership)
class MembershipAdmin(StaffAdmin):
    """Who may do what where. Nobody gives a role in a place that is not theirs."""

    form = MembershipForm
    fields = ("email", "role", "settlement", "county")
    list_display = ("user", "role", "settlement", "county")
    list_filter = ("role",)
    list_select_related = ("user", "settlement", "county")
    search_fields = ("user__email",)

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        form = super().get_form(request, obj, change, **kwargs)
        return type("MembershipForm", (form,), {"giver": request.user})

    def get_queryset(self, request: HttpRequest) -> QuerySet[models.Membership]:
        every = super().get_queryset(request)
        if acts_everywhere(request):
            return every
        here = models.Settlement.objects.changeable_by(request.user)
        counties = own_counties(request)
        return every.filter(Q(settlement__in=here) | Q(county__in=counties))

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return acts_as_staff(request) and (obj is None or may_take(request.user, obj))

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.has_change_permission(request, obj)

    def formfield_for_foreignkey(self, db_field: Link, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "settlement":
            kwargs["queryset"] = models.Settlement.objects.changeable_by(request.user)
        if db_field.name == "county":
            kwargs["queryset"] = (
                models.County.objects.all() if acts_everywhere(request) else own_counties(request)
            )
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


def own_counties(request: HttpRequest) -> QuerySet[models.County]:
    """The counties a person is staff of, as a whole."""
    return models.County.objects.filter(
        memberships__user=request.user.pk, memberships__role__in=OFFICE
    ).distinct()


def counties_for_settlements(request: HttpRequest) -> QuerySet[models.County]:
    """The counties a person may put a settlement in: their own, and those of their settlements."""
    if acts_everywhere(request):
        return models.County.objects.all()
    own = models.Settlement.objects.changeable_by(request.user)
    return models.County.objects.filter(
        Q(pk__in=own_counties(request).values("pk")) | Q(pk__in=own.values("county"))
    )
