"""What is wrong and what to do about it, in the reader's language."""

import json
from collections import defaultdict
from collections.abc import Mapping
from typing import Any, Protocol

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from enumerations.choices import Severity
from enumerations.intake.catalogue import CATALOGUE, IssueKind
from enumerations.intake.columns import HOUSEHOLD_COLUMNS, PERSON_COLUMNS, labels
from enumerations.intake.fields import Field


class Told(Protocol):
    """What a sentence is made of: an Issue, or anything shaped like one."""

    code: str
    field: str
    params: dict[str, Any]


_UNKNOWN = IssueKind("", Severity.ERROR, _("Something is wrong here (%(code)s)."), _("Ask the staff."))
_GIVEN = _(": %(value)s")
_FIELDS = HOUSEHOLD_COLUMNS | PERSON_COLUMNS


def describe(issue: Told) -> tuple[str, str]:
    """The sentence and the remedy, in the active language."""
    kind = CATALOGUE.get(issue.code, _UNKNOWN)
    params = issue.params if isinstance(issue.params, dict) else json.loads(issue.params or "{}")
    words = _words(issue.code, _FIELDS.get(issue.field), params)
    return _filled(kind.sentence, words), _filled(kind.remedy, words)


def _filled(template: str | Promise, words: Mapping[str, str]) -> str:
    text = str(template) % words
    return text[:1].upper() + text[1:]


def _words(code: str, declared: Field | None, params: Mapping[str, Any]) -> Mapping[str, str]:
    words: dict[str, str] = defaultdict(lambda: "?")
    words.update({name: _shown(value) for name, value in params.items()})
    words["code"] = code
    words["label"] = str(declared.label) if declared else str(_("the answer"))
    words["given"] = str(_GIVEN) % words if "value" in params else ""
    if declared is not None and declared.choices is not None:
        words["choices"] = ", ".join(str(label) for label in declared.choices.labels)
    if code == "missing_columns":
        words["columns"] = "; ".join(labels(str(params.get("columns", "")).split()))
    return words


def _shown(value: Any) -> str:
    """A number without a needless fraction, thousands grouped."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        return f"{int(value):,}" if value == int(value) else f"{value:,}"
    return str(value)


__all__ = ["CATALOGUE", "IssueKind", "describe"]
