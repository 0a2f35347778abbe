"""Tables of what stands on the ground, and of groups side by side."""

from collections.abc import Sequence
from typing import Any

from reports.documents import words
from reports.documents.blocks import Table
from reports.documents.build.source import Source
from reports.documents.build.tables import NOTHING, SHORT
from reports.documents.language import in_words
from settlements import choices


def coded(
    source: Source,
    caption: str,
    head: str,
    rows: Sequence[dict[str, Any]],
    labels: Any,
    notes: Sequence[str] = (),
) -> Table | None:
    """Codes with how many structures have them."""
    if not rows:
        return None
    words_of = dict(labels.choices)
    whole = sum(row["count"] for row in rows)
    return Table(
        caption,
        (head, source.say(words.STRUCTURES), "%"),
        tuple(
            (
                in_words(words_of.get(row["code"], row["code"]), source.language),
                source.number(row["count"]),
                source.number(100 * row["count"] / whole),
            )
            for row in rows
        ),
        numbers=(1, 2),
        notes=tuple(notes),
        widths=(60, 20, 20),
    )


def none_of(source: Source, kinds: Sequence[str]) -> str:
    """That none of these is on the map, by name."""
    named = (in_words(choices.ServiceKind(kind).label, source.language).lower() for kind in kinds)
    return source.say(words.NO_SERVICES, kinds=", ".join(named))


def services(source: Source, kinds: Sequence[str]) -> Table | None:
    """Service points of these kinds: how many, and how many of them work."""
    S = choices.ServiceStatus
    columns = ((S.WORKING,), (S.PARTLY,), (S.NOT_WORKING, S.CLOSED))
    known = {status for statuses in columns for status in statuses}
    rows = []
    for each in source.taken.ground["services"]:
        if each["kind"] not in kinds:
            continue
        states = each["states"]
        counts = [sum(states.get(status, 0) for status in statuses) for statuses in columns]
        other = sum(n for status, n in states.items() if status not in known)
        label = in_words(choices.ServiceKind(each["kind"]).label, source.language)
        rows.append((label, *(source.number(n) for n in (*counts, other))))
    if not rows:
        return None
    heads = (words.SERVICE, words.STATE_WORKING, words.STATE_PARTLY, words.STATE_BROKEN, words.STATE_OTHER)
    return Table(
        source.say(words.SERVICES),
        tuple(source.say(head) for head in heads),
        tuple(rows),
        numbers=(1, 2, 3, 4),
        widths=(40, 15, 15, 15, 15),
    )


def groups(source: Source, by: str, head: str, caption: str, codes: Sequence[str]) -> Table | None:
    """Figures in rows, groups in columns."""
    found = source.taken.set["groups"].get(by, [])
    if len(found) < 2:
        return None
    language = source.language
    labels = {figure.code: figure.label for figure in source.taken.figures(codes)}
    rows = [
        (labels[code], *(_of_group(source, group, code) for group in found))
        for code in codes
        if code in labels
    ]
    width = max(8, 62 // len(found))
    return Table(
        caption,
        (head, *(group["label"][language] for group in found)),
        tuple(rows),
        numbers=tuple(range(1, len(found) + 1)),
        widths=(38, *([width] * len(found))),
        is_wide=len(found) > 5,
    )


def _of_group(source: Source, group: dict[str, Any], code: str) -> str:
    """As it stands in a cell; of reports that are older than the states, as it was told."""
    told, state = group["texts"].get(code), group.get("states", {}).get(code)
    if told is None or state == "unknown":
        return NOTHING
    said = SHORT.get(state)
    return source.say(said) if said else str(told[source.language])
