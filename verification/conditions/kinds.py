"""What a condition is: a declared function of the count and of what somebody brings to take the step.

A condition that must hold keeps the step out; one that should hold may be passed over with a written reason.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

from django.urls import reverse
from django.utils.functional import Promise

from enumerations.models import Enumeration

FORM = "#take"


@dataclass(frozen=True)
class Offer:
    """What somebody brings to take a step: what was filled in, and which kinds of papers."""

    held_on: date | None = None
    place: str = ""
    given_to: str = ""
    note: str = ""
    papers: frozenset[str] = field(default_factory=frozenset)


@dataclass(frozen=True)
class Found:
    """Whether it holds, in a sentence with the number; where that is put right, if not on this page."""

    met: bool
    says: str
    link: str = ""


@dataclass(frozen=True)
class Rule:
    """A condition as it is declared. `field` is what the form asks for, where the form is what meets it."""

    code: str
    label: str | Promise
    ask: Callable[[Enumeration, Offer], Found]
    must: bool = True
    field: str = ""


@dataclass(frozen=True)
class Condition:
    """A condition as one count meets it, or does not."""

    code: str
    label: str | Promise
    met: bool
    says: str
    link: str
    must: bool
    field: str = ""

    @property
    def is_blocking(self) -> bool:
        return self.must and not self.met

    @property
    def is_of_form(self) -> bool:
        """Whether the person who takes the step meets it, by what they fill in."""
        return bool(self.field)


def asked(rule: Rule, count: Enumeration, offer: Offer) -> Condition:
    """What a rule finds of a count."""
    found = rule.ask(count, offer)
    return Condition(rule.code, rule.label, found.met, found.says, found.link, rule.must, rule.field)


def page(name: str, count: Enumeration) -> str:
    """The address of one of a count's pages."""
    return reverse(name, args=[count.pk])
