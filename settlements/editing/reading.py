"""What a browser sent, as changes: whatever cannot be one is said of it, and nothing raises."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone

from settlements.editing.geometry import BadShape, ewkb_of
from settlements.editing.layers import LAYERS, EditLayer
from settlements.editing.problems import EditRefused, Problem

MOST_CHANGES = 5_000
MOST_PARTS = 26  # as many as there are letters
LONGEST_KEY = 40
BIGGEST_ID = 2**63 - 1
ACTIONS = ("create", "change", "delete", "demolish", "split", "merge")
OF_STRUCTURES = ACTIONS[3:]


@dataclass
class Change:
    """One thing that was done on the map; a split has its parts, a merge the structures it takes in."""

    key: str
    layer: EditLayer
    action: str
    id: int | None = None
    version: str = ""
    shape: str | None = None  # hex EWKB
    values: dict[str, Any] = field(default_factory=dict)
    parts: list["Change"] = field(default_factory=list)
    noted_on: date | None = None
    round: int | None = None
    reason: str = ""
    is_bad: bool = False


@dataclass
class Sent:
    """A set of changes as it was sent, what is wrong with it already, and which doubts were accepted."""

    changes: list[Change]
    problems: list[Problem]
    accepted: frozenset[tuple[str, str]]
    reason: str


class Reader:
    """Reads one set for a settlement with these clusters (of the register and of the set itself)."""

    def __init__(self, clusters: dict[str, str]) -> None:
        self.clusters = clusters
        self.problems: list[Problem] = []
        self.forms = {name: layer.form(clusters=clusters) for name, layer in LAYERS.items()}

    def changes(self, sent: list[Any]) -> list[Change]:
        seen: set[str] = set()
        found = []
        for number, each in enumerate(sent):
            key = each.get("key") if isinstance(each, dict) else None
            if not isinstance(key, str) or not key or len(key) > LONGEST_KEY or key in seen:
                key = f"?{number}"
            seen.add(key)
            change = self.change(key, each)
            if change is not None:
                found.append(change)
        return found

    def change(self, key: str, sent: Any) -> Change | None:
        """One change; what is wrong with it is said, and it stays to be looked at further."""
        layer = LAYERS.get(sent["layer"]) if is_text(sent, "layer") else None
        action = sent["action"] if is_text(sent, "action") else ""
        if layer is None or action not in ACTIONS or (action in OF_STRUCTURES and layer.name != "structures"):
            self.problems.append(Problem("not_understood", key))
            return None
        change = Change(key, layer, action)
        if action != "create":
            change.id, change.version = sent.get("id"), sent.get("version")
            if not is_id(change.id) or not isinstance(change.version, str) or len(change.version) > 60:
                self.problems.append(Problem("not_understood", key))
                return None
        if action == "create" and layer.name == "boundary":
            self.say(change, Problem("not_understood", key))
        if action == "delete" and layer.name == "boundary":
            self.say(change, Problem("boundary_stays", key))
        if action in ("create", "change"):
            self.take(change, sent)
        if action in OF_STRUCTURES:
            self.note(change, sent)
        return change

    def take(self, change: Change, sent: dict[str, Any]) -> None:
        """Its shape and its words."""
        drawn = sent.get("geometry")
        if drawn is not None or change.action == "create":
            try:
                change.shape = ewkb_of(drawn, change.layer.shapes)
            except BadShape as bad:
                self.say(change, Problem(bad.problem.code, change.key, bad.problem.params))
        values = sent.get("values", {})
        if not isinstance(values, dict) or not set(values) <= set(change.layer.fields):
            self.say(change, Problem("not_understood", change.key))
            return
        if change.action == "create":
            # What the form requires is asked for, also where it was not sent.
            values = (
                {name: None for name, one in self.forms[change.layer.name].fields.items() if one.required}
                | defaults(change.layer)
                | values
            )
        for name, value in values.items():
            self.value(change, name, value)

    def value(self, change: Change, name: str, sent: Any) -> None:
        """One field, as its form and its model take it."""
        form_field, model_field = self.forms[change.layer.name].fields[name], change.layer.fields[name]
        try:
            if not is_plain(sent):
                raise ValidationError("")
            value = form_field.clean(sent)
            # A structure's number is read by its own scheme, a cluster is looked up by its code.
            if name != "cluster" and (change.layer.name, name) != ("structures", "code"):
                model_field.clean(value, None)
        except ValidationError as error:
            said = " ".join(error.messages).strip()
            self.say(
                change,
                Problem("field", change.key, {"field": form_field.label, "said": said}, field=name)
                if said
                else Problem("not_understood", change.key),
            )
            return
        change.values[name] = as_json(value, model_field)

    def note(self, change: Change, sent: dict[str, Any]) -> None:
        """What happened to a structure: when, in which round, how it is known, and what it became."""
        change.noted_on = day_of(sent.get("noted_on"))
        if change.noted_on is None or change.noted_on > timezone.localdate():
            self.say(change, Problem("note_day", change.key))
        reason, round_seen = sent.get("reason", ""), sent.get("round")
        if not isinstance(reason, str) or len(reason) > 300 or "\x00" in reason:
            self.say(change, Problem("not_understood", change.key))
        else:
            change.reason = reason
        if round_seen is not None and (not isinstance(round_seen, int) or not 0 <= round_seen < 32_768):
            self.say(change, Problem("unknown_round", change.key))
        else:
            change.round = round_seen
        if change.action == "split":
            change.parts = list(self.parts(change, sent.get("parts")))
        if change.action == "merge":
            change.parts = list(self.taken_in(change, sent.get("others")))
            if sent.get("geometry") is not None:
                self.take(change, {"geometry": sent["geometry"]})

    def parts(self, change: Change, sent: Any) -> Iterator[Change]:
        """What a structure becomes: a shape and a number each. One may keep the structure's own number."""
        if not isinstance(sent, list) or not 2 <= len(sent) <= MOST_PARTS:
            self.say(change, Problem("too_few_parts", change.key))
            return
        for each in sent:
            part = Change(change.key, change.layer, "create")
            if isinstance(each, dict) and each.get("keeps") is True:
                part.action, part.id, part.version = "change", change.id, change.version
                self.take(part, {"geometry": each.get("geometry") or {}})
            elif isinstance(each, dict):
                self.take(part, {"geometry": each.get("geometry"), "values": {"code": each.get("code")}})
                # All else a part has from the whole.
                part.values = {name: said for name, said in part.values.items() if name == "code"}
            else:
                self.say(part, Problem("not_understood", change.key))
            change.is_bad = change.is_bad or part.is_bad
            yield part

    def taken_in(self, change: Change, sent: Any) -> Iterator[Change]:
        """The structures that become one with the structure."""
        if not isinstance(sent, list) or not 1 <= len(sent) <= MOST_CHANGES:
            self.say(change, Problem("too_few_merged", change.key))
            return
        for each in sent:
            other = Change(change.key, change.layer, "retire")
            other.id = each.get("id") if isinstance(each, dict) else None
            other.version = each.get("version", "") if isinstance(each, dict) else ""
            if not is_id(other.id) or not isinstance(other.version, str) or len(other.version) > 60:
                self.say(change, Problem("not_understood", change.key))
                return
            yield other

    def say(self, change: Change, problem: Problem) -> None:
        change.is_bad = True
        self.problems.append(problem)


def read(body: bytes, clusters: dict[str, str]) -> Sent:
    """The set of changes in a request. Raises EditRefused where it is none at all.

    `clusters` are the codes and names the settlement has; those that are drawn in the set are added.
    """
    sent = loaded(body)
    if not isinstance(sent, dict) or not isinstance(sent.get("changes"), list):
        raise EditRefused([Problem("unreadable")])
    changes, reason, accepted = sent["changes"], sent.get("reason", ""), sent.get("accepted", [])
    if not isinstance(reason, str) or len(reason) > 300 or not isinstance(accepted, list):
        raise EditRefused([Problem("unreadable")])
    if not changes:
        raise EditRefused([Problem("nothing")])
    if len(changes) > MOST_CHANGES:
        raise EditRefused([Problem("too_many", params={"limit": f"{MOST_CHANGES:,}"})])
    reader = Reader(clusters | dict(new_clusters(changes)))
    found = reader.changes(changes)
    pairs = [tuple(each) for each in accepted if isinstance(each, list) and len(each) == 2]
    both = frozenset((a, b) for a, b in pairs if isinstance(a, str) and isinstance(b, str))
    return Sent(found, reader.problems, both, reason.strip())


def loaded(body: bytes) -> Any:
    """JSON whose texts a database can hold."""
    try:
        text = body.decode("utf-8")
        sent = json.loads(text)
        if "\\u" in text:  # half of a pair is JSON, but no text
            json.dumps(sent, ensure_ascii=False).encode("utf-8")
    except (ValueError, RecursionError) as error:
        raise EditRefused([Problem("unreadable")]) from error
    if "\x00" in text or "\\u0000" in text:
        raise EditRefused([Problem("unreadable")])
    return sent


def new_clusters(changes: list[Any]) -> Iterator[tuple[str, str]]:
    """The clusters that the set itself draws."""
    for each in changes:
        values = each.get("values") if isinstance(each, dict) and each.get("layer") == "clusters" else None
        code = values.get("code") if isinstance(values, dict) else None
        if isinstance(code, str):
            yield code, ""


def defaults(layer: EditLayer) -> dict[str, Any]:
    """What the form says of a new thing before anybody writes in it."""
    found = {name: field.get_default() for name, field in layer.fields.items() if field.has_default()}
    return {name: plain(value) for name, value in found.items()}


def plain(value: Any) -> Any:
    return float(value) if isinstance(value, Decimal) else value


def as_json(value: Any, model_field: Any) -> Any:
    """A cleaned value as JSON that the column's type reads back."""
    if isinstance(value, Decimal | date):
        return str(value)
    if value in ("", None):
        return None if model_field.null else ""
    return value


def day_of(sent: Any) -> date | None:
    try:
        return date.fromisoformat(sent) if isinstance(sent, str) else None
    except ValueError:
        return None


def is_text(sent: Any, name: str) -> bool:
    return isinstance(sent, dict) and isinstance(sent.get(name), str)


def is_id(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 < value <= BIGGEST_ID


def is_plain(value: Any) -> bool:
    """Whether a form could send it: a text, a number, yes or no, nothing, or a list of texts."""
    if isinstance(value, list):
        return all(isinstance(each, str) for each in value)
    return value is None or isinstance(value, str | int | float)
