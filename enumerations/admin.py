"""Counts and batches for whoever runs the site. What is derived or received is only looked at."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from enumerations.models import Batch, Enumeration, SettlementStatistics


class ReadOnlyAdmin(admin.ModelAdmin):
    """To look at, never to edit: records change by batches, figures by counting."""

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Enumeration)
class EnumerationAdmin(admin.ModelAdmin):
    list_display = ("name", "settlement", "round", "state", "starts_on")
    list_filter = ("state", "source")
    search_fields = ("name", "settlement__name", "settlement__code")
    raw_id_fields = ("settlement", "created_by")
    readonly_fields = ("column_mapping", "created_at")


@admin.register(Batch)
class BatchAdmin(ReadOnlyAdmin):
    list_display = ("pk", "name", "enumeration", "state", "phase", "received_at", "rows", "rejected")
    list_filter = ("state",)
    search_fields = ("name", "sha256")
    list_select_related = ("enumeration",)
    # The stored file holds people's answers: it is not handed out here.
    exclude = ("file", "mapping")


@admin.register(SettlementStatistics)
class SettlementStatisticsAdmin(ReadOnlyAdmin):
    list_display = ("settlement", "enumeration", "cluster", "households", "made_at")
    list_select_related = ("settlement", "enumeration", "cluster")
