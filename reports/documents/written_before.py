"""The history of a report as people read it: who changed which part when, and what stood there before."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from reports.documents.language import reader_s
from reports.documents.outline import BY_SLUG
from reports.models import Demand, Report, Section

WHAT: dict[str, str | Promise] = {"update": _("changed"), "delete": _("taken out")}


@dataclass(frozen=True)
class Entry:
    """One change: `before` is what stood there, by the language or the field it was in."""

    at: datetime
    who: User | None
    subject: str | Promise
    what: str | Promise
    before: list[tuple[str, str]]


def entries(report: Report) -> list[Entry]:
    """All of them, the newest first."""
    found = [
        *_events(Section, report=report.pk),
        *_events(Demand, report=report.pk),
        *_events(Report, pgh_obj=report.pk),
    ]
    found.sort(key=lambda each: (each[1].pgh_created_at, each[1].pgh_id), reverse=True)
    said = {(event.pgh_context or {}).get("user") for _model, event in found}
    people = User.objects.in_bulk([user for user in said if user])
    return [_entry(model, event, people) for model, event in found]


def _events(model: type[models.Model], **which: Any) -> list[tuple[type[models.Model], Any]]:
    kept: Any = model.pgh_event_model  # type: ignore[attr-defined]
    return [(model, event) for event in kept.objects.filter(**which)]


def _entry(model: type[models.Model], event: Any, people: dict[int, User]) -> Entry:
    who = people.get((event.pgh_context or {}).get("user") or 0)
    what = WHAT[event.pgh_label]
    if model is Section:
        heading = BY_SLUG.get(event.slug)
        subject: str | Promise = heading.title.say(reader_s()) if heading else event.slug
        before = [("English", event.text_en), ("Kiswahili", event.text_sw)]
    elif model is Demand:
        subject = _("Demand %(n)s") % {"n": event.rank} if event.rank < 1_000 else _("Demand")
        before = [("English", event.text_en), ("Kiswahili", event.text_sw)]
    else:
        subject = _("About the report")
        before = [("", event.title), ("", event.coverage_note_en or ""), ("", event.coverage_note_sw or "")]
    return Entry(event.pgh_created_at, who, subject, what, [(name, text) for name, text in before if text])
