"""What a product's form is made of: it takes who asks, and gives the wish as JSON can hold it."""

from collections.abc import Iterable, Mapping
from typing import Any, ClassVar

from django import forms
from django.db.models import Model, QuerySet
from django.forms.boundfield import BoundField
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict
from django.utils.functional import Promise

from accounts.models import User
from reports.products import Ask


class AskForm(forms.Form):
    """Asks what a product needs to know; pages and the API check a wish by the same one.

    A product's form narrows its choices to what `self.user` may ask for, so that what is not theirs is no
    choice at all. Override `ask` only where the cleaned values are not what the product wants to read.
    """

    # What the pages say of the product.
    title: ClassVar[str | Promise] = ""
    about: ClassVar[str | Promise] = ""
    # Fields that few change: behind "More choices".
    seldom: ClassVar[tuple[str, ...]] = ()

    def __init__(self, data: Mapping[str, Any] | None = None, *, user: User, **more: Any) -> None:
        self.user = user
        if data is not None:
            data = without_odd_signs(data if isinstance(data, MultiValueDict) else as_sent(data))
        super().__init__(data, **more)

    def unjudged(self) -> "AskForm":
        """The same choices, of which none is judged yet: for whoever still looks for something."""
        return type(self)(user=self.user, initial={name: self[name].data for name in self.fields})

    def ask(self) -> Ask:
        """What was chosen, of a form that is valid: texts, numbers, true or false, lists of these."""
        return {name: as_json(value) for name, value in self.cleaned_data.items()}

    @property
    def first_fields(self) -> list[BoundField]:
        return [self[name] for name in self.fields if name not in self.seldom]

    @property
    def seldom_fields(self) -> list[BoundField]:
        return [self[name] for name in self.fields if name in self.seldom]

    @property
    def has_seldom_errors(self) -> bool:
        return any(name in self.errors for name in self.seldom)


def as_json(value: Any) -> Any:
    """A cleaned value as JSON holds it: records by their ids, days by their ISO date, choices as text."""
    if isinstance(value, Model):
        return value.pk
    if isinstance(value, QuerySet):
        return [each.pk for each in value]
    if value is None or isinstance(value, bool | int | float):
        return value
    if isinstance(value, str):
        return str(value)
    if isinstance(value, Mapping):
        return {str(name): as_json(each) for name, each in value.items()}
    if isinstance(value, Iterable):
        return [as_json(each) for each in value]
    return value.isoformat() if hasattr(value, "isoformat") else str(value)


def as_sent(ask: Mapping[str, Any]) -> QueryDict:
    """A wish as a browser sends it: every value a text, lists as the name again and again."""
    sent = QueryDict(mutable=True)
    for name, value in ask.items():
        if isinstance(value, bool):
            if value:
                sent[name] = "on"
        elif isinstance(value, list | tuple):
            sent.setlist(name, [str(each) for each in value])
        elif value is not None:
            sent[name] = str(value)
    return sent


def without_odd_signs(sent: MultiValueDict[str, Any]) -> QueryDict:
    """Without what no text holds and no database takes: NUL, and halves of signs."""
    clean = QueryDict(mutable=True)
    for name, values in sent.lists():
        clean.setlist(name, [_tidy(each) for each in values])
    return clean


def _tidy(value: Any) -> str:
    return str(value).replace("\x00", "").encode("utf-8", "ignore").decode()
