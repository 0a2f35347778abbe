"""What the catalogue says about one kind of problem."""

from dataclasses import dataclass

from django.utils.functional import Promise

from enumerations.choices import Severity


@dataclass(frozen=True)
class IssueKind:
    """One kind of problem. `severity` is the usual one; a foreign export's rows are only warned about."""

    code: str
    severity: Severity
    sentence: str | Promise
    remedy: str | Promise
