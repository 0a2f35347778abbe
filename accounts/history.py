"""Declare a model whose every change is kept: `@tracked()` above its class."""

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

import pghistory
import pghistory.models
import pgtrigger
from django.contrib.gis.db.models.fields import BaseSpatialField
from django.contrib.postgres.fields import ArrayField
from django.db import models

from accounts.encryption.fields import EncryptedTextField
from accounts.triggers import Differs, Keeps

M = TypeVar("M", bound=type[models.Model])

# What a column of a table of events does without.
RULES = {
    "verbose_name", "help_text", "choices", "validators", "default", "blank", "editable", "unique",
    "db_index", "auto_now", "auto_now_add",
}  # fmt: skip


class KeptRow(pghistory.models.Event):
    """What every table of events has: when, what happened, to which row, and who and why (`pgh_context`)."""

    pgh_id = models.BigAutoField(primary_key=True)

    class Meta:
        abstract = True


def tracked(
    *,
    exclude: Sequence[str] = (),
    inserts: bool = False,
    found_by: Sequence[str] = (),
) -> Callable[[M], M]:
    """Keep each row of the model as it was before an update or delete, also under COPY and bulk SQL.

    `exclude`: columns whose change is no news. `inserts`: keep new rows too, where the row itself does not
    say who made it. `found_by`: foreign keys by which events are looked up, besides the row they are of.
    """

    def declare(model: M) -> M:
        kept = [
            field
            for field in model._meta.local_fields
            if field.name not in exclude
            and not field.primary_key
            and not isinstance(field, models.GeneratedField)
        ]
        names = [field.name for field in kept]
        name = f"{model.__name__}Event"
        pghistory.track(
            *_trackers(names, inserts=inserts),
            fields=names,
            base_model=KeptRow,
            model_name=name,
            context_field=pghistory.ContextJSONField(),
            context_id_field=None,  # type: ignore[arg-type]
            obj_field=pghistory.ObjForeignKey(related_name="events", related_query_name="events"),
            level=pgtrigger.Statement,
            attrs={field.name: _plain(field) for field in kept},
            meta={
                "default_permissions": (),
                "indexes": [
                    models.Index(fields=[key], name=f"{name}_{key}".lower()[:30]) for key in found_by
                ],
            },
        )(model)
        return model

    return declare


def _trackers(fields: list[str], *, inserts: bool) -> list[pghistory.RowEvent]:
    """Insert events hold the new row, the others the old one: the row itself is always the newest state."""
    trackers: list[pghistory.RowEvent] = [
        Keeps(
            "update",
            operation=pgtrigger.Update,
            row=pghistory.Old,
            condition=Differs(*fields),
            trigger_name="keep_updated",
        ),
        Keeps("delete", operation=pgtrigger.Delete, row=pghistory.Old, trigger_name="keep_deleted"),
    ]
    if inserts:
        trackers.append(
            Keeps("insert", operation=pgtrigger.Insert, row=pghistory.New, trigger_name="keep_inserted")
        )
    return trackers


def _plain(field: "models.Field[Any, Any]") -> "models.Field[Any, Any]":
    """A column for the same values without rules, indexes or choices: history is not checked again."""
    if isinstance(field, EncryptedTextField):
        return models.TextField(null=True)
    if isinstance(field, models.ForeignKey):
        return models.ForeignKey(
            field.remote_field.model,
            on_delete=models.DO_NOTHING,
            to_field=field.remote_field.field_name if field.db_column else None,
            db_column=field.db_column,
            db_constraint=False,
            db_index=False,
            null=True,
            related_name="+",
        )
    _, _, args, kwargs = field.deconstruct()
    kept = {name: value for name, value in kwargs.items() if name not in RULES}
    if isinstance(field, BaseSpatialField):
        kept["spatial_index"] = False
    if isinstance(field, ArrayField):
        kept["base_field"] = _plain(field.base_field)
    return type(field)(*args, **kept | {"null": True})
