"""The history that the database keeps, as people read it: who, when, what from what to what, and why.

An event holds a row as it was before it changed. What it became is in the row's next event, or in the row as
it stands now. A value is shown where it is of the ground, or of tenure to those who may see that. Of all
else, of names, phones and whatever nobody has declared, it is told only that it changed.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.gis.db.models.fields import BaseSpatialField
from django.contrib.postgres.fields import ArrayField
from django.core.paginator import Page, Paginator
from django.db import models
from django.db.models import Exists, F, Func, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Coalesce
from django.db.models.lookups import Exact
from django.utils import formats, timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop

from accounts.encryption.fields import encrypted_fields
from accounts.models import User
from enumerations.intake.fields import Tier
from enumerations.models import Batch, Enumeration, Household, Person, TenureClaim
from enumerations.privacy import tier_of
from settlements import models as ground
from settlements.models import Cluster, Lane, Membership, Overlay, ServicePoint, Settlement, Structure

PER_PAGE = 20
WHAT: dict[str, str | Promise] = {
    "insert": gettext_lazy("added"),
    "update": gettext_lazy("changed"),
    "delete": gettext_lazy("removed"),
}
# A batch that changes a household lists its people and claims anew.
LISTED_ANEW = (Person, TenureClaim)
# Free text is shown where it names a place. Codes, numbers, dates and yes or no say no more than they say.
TEXTS = {
    Settlement: {"code", "name", "boundary_source", "land_reference"},
    Cluster: {"code", "name"},
    Structure: {"code", "location_source"},
    ServicePoint: {"code", "name", "open_hours"},
    Lane: {"name"},
    Overlay: {"name", "source"},
    Enumeration: {"name", "purpose"},
}
# Labels that Django makes of a column's name, so that they are collected and translated.
UNNAMED = (
    gettext_noop("sub county"), gettext_noop("related structures"), gettext_noop("utilities"),
    gettext_noop("key"), gettext_noop("created by batch"),
)  # fmt: skip
NAMED = (ground.County, ground.SubCounty, ground.Ward, Cluster, Structure, Settlement, Enumeration, User)
OF_TENURE = {(Structure, "ownership_type")}
SHOWN_TIERS = frozenset({Tier.GROUND, Tier.TENURE})


@dataclass(frozen=True)
class Source:
    """The events of one model that belong on a page."""

    model: type[models.Model]
    found_by: dict[str, Any]

    @property
    def events(self) -> QuerySet[Any]:
        kept: Any = self.model.pgh_event_model  # type: ignore[attr-defined]
        found: QuerySet[Any] = kept.objects.filter(**self.found_by)
        if self.model is not Structure:
            return found
        # What a structure was between two steps of one change of the map, nobody ever saw.
        earlier = kept.objects.filter(pgh_obj=OuterRef("pgh_obj"), pgh_id__lt=OuterRef("pgh_id"))
        return found.exclude(Exists(earlier.filter(in_same_edit())))


@dataclass(frozen=True)
class Change:
    """One field; `is_hidden`: only that it changed is told."""

    label: str
    old: str = ""
    new: str = ""
    is_hidden: bool = False


@dataclass(frozen=True)
class Entry:
    """One line of the history."""

    at: datetime
    who: User | None
    why: list[str]
    subject: str
    what: str | Promise
    changes: list[Change]


def in_same_edit() -> Q:
    """Of a subquery of events: those that the change of the map wrote which the outer event is of."""
    own = Coalesce(KeyTextTransform("edit", "pgh_context"), Value(""), output_field=models.TextField())
    outer = Coalesce(
        KeyTextTransform("edit", OuterRef("pgh_context")), Value("none"), output_field=models.TextField()
    )
    return Q(Exact(own, outer))


def of_settlement(settlement: Settlement) -> list[Source]:
    inside = (Cluster, Membership, ServicePoint, Lane, Overlay, Enumeration)
    here = [Source(model, {"settlement": settlement.pk}) for model in inside]
    return [Source(Settlement, {"pgh_obj": settlement.pk}), *here]


def of_household(household_id: int) -> list[Source]:
    belonging = [Source(model, {"household": household_id}) for model in LISTED_ANEW]
    return [Source(Household, {"pgh_obj": household_id}), *belonging]


def of_row(model: type[models.Model], pk: int) -> list[Source]:
    return [Source(model, {"pgh_obj": pk})]


def page_of(sources: list[Source], number: str | None, tiers: frozenset[Tier]) -> Page[Any]:
    """A page of entries, the newest first; `tiers` are those that are open to the reader."""
    parts = [
        source.events.annotate(from_source=Value(n))
        .order_by()
        .values_list("pgh_created_at", "pgh_id", "from_source")
        for n, source in enumerate(sources)
    ]
    lines = parts[0].union(*parts[1:], all=True) if len(parts) > 1 else parts[0]
    ordered = lines.order_by("-pgh_created_at", "-pgh_id", "from_source")
    page = Paginator(ordered, PER_PAGE).get_page(number)
    page.object_list = _entries(sources, list(page.object_list), tiers & SHOWN_TIERS)
    return page


def _entries(sources: list[Source], lines: list[tuple[Any, int, int]], tiers: frozenset[Tier]) -> list[Entry]:
    wanted: dict[int, list[int]] = defaultdict(list)
    for _at, event_id, source in lines:
        wanted[source].append(event_id)
    events = {source: sources[source].events.in_bulk(ids) for source, ids in wanted.items()}
    after = {source: _became(sources[source].model, found) for source, found in events.items()}
    said = [event.pgh_context or {} for found in events.values() for event in found.values()]
    people = User.objects.in_bulk({words["user"] for words in said if words.get("user")})
    words = Words(tiers)
    entries = []
    for at, event_id, source in lines:
        event, model = events[source][event_id], sources[source].model
        context = event.pgh_context or {}
        anew = event.pgh_label == "delete" and model in LISTED_ANEW
        entries.append(
            Entry(
                at=at,
                who=people.get(context.get("user")),
                why=_why(context),
                subject=words.subject(model, event),
                what=_("removed or listed anew") if anew else WHAT[event.pgh_label],
                changes=words.changes(model, event, after[source].get(event_id)),
            )
        )
    return entries


def _became(model: type[models.Model], events: dict[int, Any]) -> dict[int, Any]:
    """What each updated row became: as its next event kept it, or as it stands."""
    kept: Any = model.pgh_event_model  # type: ignore[attr-defined]
    updated = [event for event in events.values() if event.pgh_label == "update"]
    following = kept.objects.filter(pgh_obj=OuterRef("pgh_obj"), pgh_id__gt=OuterRef("pgh_id"))
    if model is Structure:
        following = following.exclude(in_same_edit())
    following = following.order_by("pgh_id").values("pgh_id")[:1]
    asked = kept.objects.filter(pgh_id__in=[event.pgh_id for event in updated])
    next_of = dict(asked.annotate(next=Subquery(following)).values_list("pgh_id", "next"))
    later = kept.objects.in_bulk([pk for pk in next_of.values() if pk])
    standing = _standing(model, [event.pgh_obj_id for event in updated if not next_of[event.pgh_id]])
    return {
        event.pgh_id: later.get(next_of[event.pgh_id]) or standing.get(event.pgh_obj_id) for event in updated
    }


def _standing(model: type[models.Model], ids: list[int]) -> dict[int, Any]:
    """The rows as they are; of an encrypted column the hash, which is what an event keeps of it."""
    sealed = encrypted_fields(model)
    hashes: dict[str, Any] = {
        f"kept_{name}": Func(
            F(name), Value("."), Value(2), function="split_part", output_field=models.TextField()
        )
        for name in sealed
    }
    return model._base_manager.defer(*sealed).annotate(**hashes).in_bulk(ids)


def _why(said: dict[str, Any]) -> list[str]:
    told = [
        (_("batch %(said)s"), "batch"),
        (_("taking back batch %(said)s"), "reverted"),
        (_("command %(said)s"), "command"),
        ("%(said)s", "reason"),
    ]
    found = [sentence % {"said": said[word]} for sentence, word in told if said.get(word)]
    return found or [str(said[word]) for word in ("task",) if said.get(word)]


class Words:
    """Values in words, as far as they may be shown."""

    def __init__(self, tiers: frozenset[Tier]) -> None:
        self.tiers = tiers
        self.names: dict[tuple[type[models.Model], Any], str] = {}

    def changes(self, model: type[models.Model], event: Any, became: Any) -> list[Change]:
        if became is None:
            return []
        kept = {field.name for field in event._meta.concrete_fields}
        fields = [field for field in model._meta.concrete_fields if field.name in kept]
        found = [(field, _value(event, field), _value(became, field)) for field in fields]
        return [self.change(model, field, old, new) for field, old, new in found if old != new]

    def change(self, model: type[models.Model], field: Any, old: Any, new: Any) -> Change:
        label = _(str(field.verbose_name))  # one that Django made is plain English
        if not self.may_show(model, field):
            return Change(label, is_hidden=True)
        return Change(label, self.text(field, old), self.text(field, new))

    def may_show(self, model: type[models.Model], field: Any) -> bool:
        if model in (Household, Person):
            is_open = tier_of(model, field.name) in self.tiers
        elif model is TenureClaim or (model, field.name) in OF_TENURE:
            is_open = Tier.TENURE in self.tiers
        else:
            is_open = True
        return is_open and self.is_plain(model, field)

    def is_plain(self, model: type[models.Model], field: Any) -> bool:
        """A kind of value that says no more than its words do."""
        if isinstance(field, models.ForeignKey):
            return field.related_model in (*NAMED, Batch)
        if isinstance(field, ArrayField):
            field = field.base_field
        if isinstance(field, BaseSpatialField | models.JSONField | models.FileField):
            return False
        is_text = isinstance(field, models.CharField | models.TextField)
        return bool(field.choices) or not is_text or field.name in TEXTS.get(model, set())

    def text(self, field: Any, value: Any) -> str:
        if value in (None, "", []):
            return "–"
        if isinstance(field, models.ForeignKey):
            return self.name(field, value)
        if isinstance(field, ArrayField):
            return ", ".join(self.text(field.base_field, each) for each in value)
        if field.choices:
            return str(dict(field.flatchoices).get(value, value))
        if isinstance(value, bool):
            return _("yes") if value else _("no")
        if isinstance(value, datetime):
            return formats.date_format(timezone.localtime(value), "j M Y H:i")
        return str(formats.localize(value))

    def name(self, field: Any, value: Any) -> str:
        """What a reference points to; its number where that is gone."""
        model = field.related_model
        if model is Batch:
            return _("batch %(said)s") % {"said": value}
        if (model, value) not in self.names:
            found = model._base_manager.filter(**{field.target_field.attname: value}).first()
            self.names[model, value] = str(found or value)
        return self.names[model, value]

    def subject(self, model: type[models.Model], event: Any) -> str:
        """What the line is about: a thing and its number, code or, of a membership, its person."""
        known = {
            Settlement: "code", Cluster: "code", Structure: "code", ServicePoint: "code",
            Enumeration: "name", Person: "line_no", Membership: "user", Lane: "name", Overlay: "name",
        }  # fmt: skip
        kind = str(model._meta.verbose_name)
        if model is Membership:
            role = model._meta.get_field("role")
            return f"{self.name(model._meta.get_field('user'), event.user_id)}: {self.text(role, event.role)}"
        # A lane need not have a name.
        return f"{kind} {(getattr(event, known[model]) if model in known else '') or event.pgh_obj_id}"


def _value(row: Any, field: Any) -> Any:
    return getattr(row, f"kept_{field.attname}", None) or getattr(row, field.attname)
