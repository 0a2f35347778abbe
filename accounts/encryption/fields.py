"""A model's column whose values are encrypted in the database and plain to those who read the object."""

from collections.abc import Callable
from typing import Any, cast

from django.core.exceptions import FieldError
from django.db import models
from django.db.models import lookups
from django.utils.deconstruct import deconstructible

from accounts.encryption.columns import HASH_LETTERS, SealedColumn, Secret, mark_of

COMPARED = (
    "`{name}` is encrypted: it can be compared by `{name}__alike` and `{name}__isnull`, not by `{lookup}`."
)


class EncryptedTextField(models.TextField):
    """Text that only holders of the keys can read.

    `sealed_as` names the column for good: a copy of the column in a table of history keeps it. `alike` makes
    of a value what it is compared by.
    """

    def __init__(self, *args: Any, sealed_as: str, alike: Callable[[str], str], **kwargs: Any) -> None:
        self.sealed = SealedColumn(sealed_as, alike)
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> tuple[str, str, Any, Any]:
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, kwargs | {"sealed_as": self.sealed.name, "alike": self.sealed.alike}

    def from_db_value(self, value: str | None, expression: Any, connection: Any) -> Secret | None:
        return None if value is None else self.sealed.decrypt(value)

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:
        value = super().get_db_prep_value(value, connection, prepared)
        return self.sealed.encrypt(value) if isinstance(value, str) else value

    def get_lookup(self, lookup_name: str) -> Any:
        if lookup_name in {Alike.lookup_name, lookups.IsNull.lookup_name}:
            return super().get_lookup(lookup_name)
        raise FieldError(COMPARED.format(name=self.name, lookup=lookup_name))

    def get_transform(self, lookup_name: str) -> None:
        return None


@EncryptedTextField.register_lookup
class Alike(lookups.Lookup):
    """Rows that hold a value like this one, by its keyed hash: `.filter(phone__alike="0712 345 678")`."""

    lookup_name = "alike"
    prepare_rhs = False

    def get_db_prep_lookup(self, value: Any, connection: Any) -> tuple[str, tuple[str]]:
        field = cast(EncryptedTextField, self.lhs.output_field)
        return "%s", (field.sealed.mark(str(value)),)

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        lhs, lhs_params = self.process_lhs(compiler, connection)
        rhs, rhs_params = self.process_rhs(compiler, connection)
        return f"{mark_of(lhs)} = {rhs}", (*lhs_params, *rhs_params)


@deconstructible(path="accounts.encryption.fields.IsEncrypted")
class IsEncrypted(models.Func):
    """For a constraint: nothing that forgot to encrypt can write the column."""

    template = f"length({mark_of('%(expressions)s')}) = {HASH_LETTERS}"
    output_field = models.BooleanField()


def encrypted_fields(model: type[models.Model]) -> dict[str, EncryptedTextField]:
    """The encrypted columns of a table, by name."""
    fields = model._meta.concrete_fields
    return {field.column: field for field in fields if isinstance(field, EncryptedTextField) and field.column}
