"""Choosing settlements where there may be a thousand: found by a word, a page at a time, without a script.

What was ticked on one page, or found by another word, goes along; who looks for more sends the whole form.
"""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.paginator import Page, Paginator
from django.db.models import Q, QuerySet
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from settlements.models import Settlement

# More boxes than this are a list nobody reads.
MOST_BOXES = 40
ON_A_PAGE = 20
# What the buttons and the line of the search are called: one picker in a form.
LOOK, LOOK_FOR = "look", "look_for"
LONGEST_WORDS = 80


class Picked(list[str]):
    """What was chosen, with what is looked for beside it."""

    words: str = ""
    page: str = "1"


class Picker(forms.CheckboxSelectMultiple):
    """Boxes: all of them where there are a few, else the chosen ones and a page of those that were found."""

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> Picked:
        sent = super().value_from_datadict(data, files, name) or []
        picked = Picked(key for each in sent for key in str(each).split(",") if key)
        picked.words = str(data.get(LOOK_FOR) or "").strip()[:LONGEST_WORDS]
        picked.page = str(data.get(LOOK) or "1")
        return picked

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        choices: Any = self.choices
        every = choices.queryset
        total = every.count()
        if total <= MOST_BOXES:
            return super().render(name, value, attrs, renderer)
        one_or_more = value if isinstance(value, list | tuple) else [value] if value else []
        picked = value if isinstance(value, Picked) else Picked(map(str, one_or_more))
        page = Paginator(matching(every, picked.words), ON_A_PAGE).get_page(picked.page)
        context = {"name": name, "id": (attrs or {}).get("id", name), "total": total, "words": picked.words}
        by = choices.field.to_field_name or "pk"
        return render_to_string("reports/_picker.html", context | shown(every, picked, page, by))


class PickedField(forms.ModelMultipleChoiceField):
    """Settlements, chosen with a Picker."""

    widget = Picker

    def prepare_value(self, value: Any) -> Any:
        return value if isinstance(value, Picked) else super().prepare_value(value)


def matching(settlements: QuerySet[Settlement], words: str) -> QuerySet[Settlement]:
    """Those in which each of the words is met: in a name, the code, the ward or the county."""
    for word in words.split():
        settlements = settlements.filter(
            Q(name__icontains=word)
            | Q(code__istartswith=word)
            | Q(other_names__icontains=word)
            | Q(ward__name__icontains=word)
            | Q(county__name__icontains=word)
        )
    return settlements.select_related("county").only("name", "code", "county__name")


def shown(every: QuerySet[Settlement], picked: Picked, page: Page[Settlement], by: str) -> dict[str, Any]:
    """The page that was found, and what is chosen beside it: the first of these, the rest together.

    `by`: what a box sends of its settlement, its `pk` or its `code`.
    """
    keys = ids_in(picked) if by == "pk" else {key.upper() for key in picked}
    found = [(one, getattr(one, by), getattr(one, by) in keys) for one in page]
    beside = keys - {key for _one, key, _is_chosen in found}
    chosen = (
        every.filter(**{f"{by}__in": beside}).select_related("county").only("name", "code", "county__name")
    )
    known = [(one, getattr(one, by)) for one in chosen] if beside else []
    rest = known[ON_A_PAGE:]
    return {
        "page": page,
        "found": found,
        "chosen": known[:ON_A_PAGE],
        "rest": ",".join(str(key) for _one, key in rest),
        "rest_count": len(rest),
    }


def ids_in(picked: Picked) -> set[Any]:
    return {int(key) for key in picked if key.isdecimal() and len(key) < 10}
