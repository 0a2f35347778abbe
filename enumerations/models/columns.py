"""Short names for the columns of an answer. Every one is null where the question was not answered."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models

from accounts.encryption.fields import EncryptedTextField, IsEncrypted


def code(label: Any, choices: type[models.TextChoices]) -> "models.CharField[str | None, str | None]":
    """One code of a choice list."""
    return models.CharField(label, max_length=40, choices=choices, null=True, blank=True)


def codes(label: Any, choices: type[models.TextChoices]) -> "ArrayField[list[str] | None, list[str] | None]":
    """Several codes of a choice list."""
    return ArrayField(
        models.CharField(max_length=40, choices=choices), verbose_name=label, null=True, blank=True
    )


def text(label: Any, max_length: int = 100) -> "models.CharField[str | None, str | None]":
    return models.CharField(label, max_length=max_length, null=True, blank=True)


def sealed(label: Any, sealed_as: str, alike: Callable[[str], str]) -> EncryptedTextField:
    """A text that is encrypted at rest."""
    return EncryptedTextField(label, sealed_as=sealed_as, alike=alike, null=True, blank=True)


def encrypted(field: str) -> models.CheckConstraint:
    """Nothing that forgot to encrypt can write this column."""
    return models.CheckConstraint(condition=IsEncrypted(field), name=f"household_{field}_is_encrypted")


def count(label: Any) -> "models.PositiveSmallIntegerField[int | None, int | None]":
    return models.PositiveSmallIntegerField(label, null=True, blank=True)


def amount(label: Any) -> "models.DecimalField[Decimal | None, Decimal | None]":
    return models.DecimalField(label, max_digits=10, decimal_places=2, null=True, blank=True)


def yes_no(label: Any) -> "models.BooleanField[bool | None, bool | None]":
    return models.BooleanField(label, null=True, blank=True)
