"""Why two are suspected of being one, in sentences: of codes and numbers, never of what a record says."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

SENTENCES: dict[str, str | Promise] = {
    "names": gettext_lazy("names %(percent)s %% alike"),
    "names_order": gettext_lazy("names %(percent)s %% alike, in another order"),
    "same_names": gettext_lazy("%(words)s words of the name the same"),
    "phone": gettext_lazy("the same phone number"),
    "other_phone": gettext_lazy("another phone number"),
    "id": gettext_lazy("the same identity number"),
    "other_id": gettext_lazy("another identity number"),
    "age": gettext_lazy("heads of the same age"),
    "same_age": gettext_lazy("the same age"),
    "age_near": gettext_lazy("heads of nearly the same age"),
    "other_age": gettext_lazy("heads %(years)s years apart"),
    "other_sex": gettext_lazy("heads of different sex"),
    "people": gettext_lazy("%(people)s more people of the same name, sex and age"),
    "roster": gettext_lazy("%(people)s people of the same sex and age"),
    "other_roster": gettext_lazy("other people live there"),
    "same_door": gettext_lazy("at the same structure"),
    "near": gettext_lazy("%(metres)s m apart"),
    "far": gettext_lazy("%(metres)s m apart"),
    "chance": gettext_lazy("among %(homes)s households some are alike by chance"),
    "other_head": gettext_lazy("who is the head in one is listed in the other"),
    "minute": gettext_lazy("same phone and same minute"),
    "same_visit": gettext_lazy("one enumerator found both, one after the other"),
    "tenure": gettext_lazy("both owners, or both tenants"),
    "other_tenure": gettext_lazy("one owns, the other rents"),
    "years": gettext_lazy("as many years in the structure"),
    "other_years": gettext_lazy("not as many years in the structure"),
    "home": gettext_lazy("the same rent and rooms"),
    "related": gettext_lazy("a relative or guest in one of the two"),
    "overlap": gettext_lazy("%(percent)s %% of the smaller outline lies in the other"),
    "touching": gettext_lazy("%(metres)s m apart"),
    "one_unused": gettext_lazy("nobody was counted at one of the two"),
    "same_people": gettext_lazy("the same household seems to be counted at both"),
    "other_people": gettext_lazy("different households at each"),
    "walk": gettext_lazy("numbers that follow each other: whoever numbered saw two"),
    "materials": gettext_lazy("the same walls and roof"),
    "other_materials": gettext_lazy("other walls or roof"),
}


@dataclass(frozen=True)
class Reason:
    """One sentence, and whether it speaks for the two being one."""

    sentence: str
    speaks_for: bool


def said(reasons: Iterable[dict[str, Any]]) -> list[Reason]:
    """The reasons as sentences, in their order; one that nobody knows any more is left out."""
    found = []
    for each in reasons:
        code = "names_order" if each["code"] == "names" and each.get("order") else each["code"]
        if code in SENTENCES:
            found.append(Reason(_sentence(SENTENCES[code], each), bool(each["for"])))
    return found


def _sentence(pattern: str | Promise, numbers: dict[str, Any]) -> str:
    return str(pattern) % {name: _plain(value) for name, value in numbers.items()}


def _plain(value: Any) -> str:
    return f"{value:g}" if isinstance(value, float) else str(value)


def likely(score: float) -> str:
    """The likelihood in words."""
    if score >= 0.9:
        return _("almost certainly one")
    return _("probably one") if score >= 0.7 else _("possibly one")
