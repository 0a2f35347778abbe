"""The database keeps each row as it was before it changed: one trigger per statement, whoever wrote it.

django-pghistory's statement triggers, with three differences. They run with the rights of the tables' owner,
so that the application needs no right to write an event, and cannot write one of its own. They have no
switch: the library's can be turned off by any session. And who and why lie in the event itself, so that no
second table must be changed.

Of an encrypted column only the keyed hash is kept: it says that a phone changed, and not what it was. So a
new key is no change of the row, and no value outlives the key it was encrypted with.
"""

from typing import Any

import pghistory
import pgtrigger
from pghistory.trigger import Event
from pgtrigger import compiler

from accounts.encryption.columns import mark_of
from accounts.encryption.fields import encrypted_fields

# What a session says about itself (`accounts.because`), written into each event.
CONTEXT = "nullif(current_setting('pghistory.context_metadata', true), '')::jsonb"


class OwnersTriggerSql(compiler.UpsertTriggerSql):
    """How a trigger is installed. Migrations keep its text: change it only by a new class."""

    def get_template(self) -> str:
        return """
            CREATE OR REPLACE FUNCTION {pgid}() RETURNS trigger
            LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
                BEGIN
                    {func}
                END;
            $$;
            DROP TRIGGER IF EXISTS {pgid} ON {table};
            CREATE TRIGGER {pgid} {when} {operation} ON {table}
                {referencing} FOR EACH {level} EXECUTE FUNCTION {execute};
            COMMENT ON TRIGGER {pgid} ON {table} IS '{hash}';
        """


def comparable(model: Any, rows: str) -> dict[str, str]:
    """Each column of `rows` as SQL that is kept and compared."""
    columns = {field.column: f'{rows}."{field.column}"' for field in model._meta.concrete_fields}
    return columns | {column: mark_of(columns[column]) for column in encrypted_fields(model)}


class Differs(pgtrigger.Condition):
    """Any of these fields is another than before."""

    def __init__(self, *fields: str) -> None:
        self.fields = fields

    def resolve(self, model: Any) -> str:
        columns = [model._meta.get_field(name).column for name in self.fields]
        old, new = comparable(model, "OLD"), comparable(model, "NEW")
        before, after = (", ".join(row[column] for column in columns) for row in (old, new))
        return f"ROW({before}) IS DISTINCT FROM ROW({after})"


class KeepRows(Event):
    """Copies the old rows of a statement (of an insert the new ones) into the table of events."""

    level = pgtrigger.Statement

    def get_func(self, model: Any) -> pgtrigger.Func:
        kept_in: Any = self.event_model
        rows = "new_values" if self.row == pghistory.New else "old_values"
        names = {field.name for field in model._meta.concrete_fields}
        stored = comparable(model, rows)
        kept = [field.column for field in kept_in._meta.fields if field.name in names]
        values = {f'"{column}"': stored[column] for column in kept} | {
            "pgh_created_at": "now()",
            "pgh_label": f"'{self.label}'",
            "pgh_obj_id": stored[model._meta.pk.column],
            "pgh_context": CONTEXT,
        }
        return pgtrigger.Func(
            f'INSERT INTO "{kept_in._meta.db_table}" ({", ".join(values)}) '
            f"SELECT {', '.join(values.values())} FROM {{cond_{rows}}}; RETURN NULL;"
        )

    def compile(self, model: Any) -> compiler.Trigger:
        made = super().compile(model)
        return compiler.Trigger(name=made.name, sql=OwnersTriggerSql(**made.sql.kwargs))


class Keeps(pghistory.RowEvent):
    """A tracker whose trigger is ours."""

    def add_event_trigger(self, event_model: Any) -> None:
        trigger = KeepRows(
            event_model=event_model,
            label=self.label,
            name=self.trigger_name,
            row=self.row,
            operation=self.operation,
            condition=self.condition,
        )
        pgtrigger.register(trigger)(event_model.pgh_tracked_model)
