"""The page that shows the site's look: every component once, by its name, with what it is made of."""

import re
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.conf import settings
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import get_template
from django.views.decorators.http import require_safe

from enumerations.choices import BatchState, EnumerationState
from enumerations.models import Batch, Enumeration


@dataclass(frozen=True)
class Part:
    """One component: its name, when it is used, and the template that shows it."""

    name: str
    use: str

    @property
    def id(self) -> str:
        return self.name.lower()

    @property
    def template(self) -> str:
        return f"look/_{self.id}.html"

    @property
    def source(self) -> str:
        return str(get_template(self.template).template.source)  # type: ignore[attr-defined]


PARTS = (
    Part("Headline", "What a page opens with: whose, how far, three numbers. Marked data-answer."),
    Part("Crumbs", "Where one is. The page itself is not among them: its h1 says it."),
    Part("Button", "One primary for what the page is for, danger where nothing undoes it, plain in a card."),
    Part("Link", "Links that are no part of a sentence, as high as a finger. One alone: class tap."),
    Part("Field", "includes/_field.html for every field of a form, _form_errors.html above them."),
    Part("Search", "One field and its button; several fields: class filters."),
    Part("Tabs", "One of a few views of the same thing; the chosen one has aria-current."),
    Part("Message", "A sign, a sentence, then a colour. What must be heard at once has role=alert."),
    Part("Status", "Where it stands: a sign and a word, then a colour; one include for each kind."),
    Part("Figure", "A number, large, with its meaning in a line beneath; warn and bad only with a sign."),
    Part("Facts", "A word and what is so, of one thing."),
    Part("Card", "Things that belong together on a page with other things."),
    Part("List", "A line each, the whole of it a link, its state at the end."),
    Part("Table", "It scrolls inside itself, so its frame takes the focus. A row starts with its heading."),
    Part("Steps", "What is done, under way and to come; a bar where the share is known."),
    Part("Pager", "includes/_pages.html with a page of Django's Paginator."),
    Part("Details", "What few need, a tap away."),
    Part("Empty", "What would stand here, and what to do about it."),
    Part("Failed", "While a request of the page fails (js/failed.js); a line on top runs while it lasts."),
)  # fmt: skip


class ExampleForm(forms.Form):
    """A field of each kind, one of them wrong."""

    name = forms.CharField(help_text="As it is painted on the door.")
    village = forms.ChoiceField(choices=[("a", "A Mlimani"), ("b", "B Mabatini")], required=False)
    owner = forms.ChoiceField(
        choices=[("owner", "Owner"), ("tenant", "Tenant")], widget=forms.RadioSelect, required=False
    )
    agreed = forms.BooleanField(
        label="They agreed", help_text="Read the consent aloud first.", required=False
    )
    picture = forms.FileField(required=False)


@require_safe
def look(request: HttpRequest) -> HttpResponse:
    """`/look/`: for whoever builds or judges a page; nothing of anybody stands here."""
    context: dict[str, Any] = {
        "title": "The look of Pamoja",
        "about": "Every component once, in the colours you choose. Make pages of these first.",
        "colours": "Colours",
        "parts": PARTS,
        "tokens": colours(),
        "form": ExampleForm({"agreed": "on"}),
        "page": Paginator(range(30), 10).page(2),
        "counts": [Enumeration(state=state) for state in reversed(EnumerationState.values)],
        "batches": [
            Batch(state=state, name=f"lane-{n}.xlsx") for n, state in enumerate(BatchState.values, 1)
        ],
        "headline": {"people": 4120, "households": 1284, "structures": 903},
        "day": date(2026, 3, 5),
    }
    return render(request, "look/look.html", context)


def colours() -> list[str]:
    """The names of the colours, in the order of the style sheet."""
    sheet = settings.BASE_DIR / "static" / "css" / "variables.css"
    return re.findall(r"^  --([\w-]+): #", sheet.read_text("utf-8"), re.MULTILINE)
