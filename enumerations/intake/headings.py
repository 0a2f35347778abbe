"""Recognise a heading for certain: names, labels in every language, aliases, group paths."""

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache

from enumerations.intake.bookkeeping import STAND_INS, STANDS_IN, is_note
from enumerations.intake.columns import HOUSEHOLD_COLUMNS, PERSON_COLUMNS, Target
from enumerations.intake.fields import Field, Kind
from enumerations.intake.texts import normal
from enumerations.intake.vocabulary import choice_words, in_languages

# How exports name the columns of a point: ODK Central `location-Latitude`, Kobo `_location_latitude`.
# Kobo's ID of an interview that stays when the interview is edited; `meta/instanceID` then changes.
ROOT = "meta rootuuid"
PARTS = {
    "latitude": "lat",
    "lat": "lat",
    "longitude": "lon",
    "lon": "lon",
    "lng": "lon",
    "long": "lon",
    "accuracy": "accuracy",
    "precision": "accuracy",
    "altitude": "altitude",
}


def words_of(declared: Field) -> list[str]:
    """Everything the field is called, the surest first."""
    names = [declared.name, *in_languages(declared.label), *declared.aliases]
    return list(dict.fromkeys(normal(name) for name in names))


@lru_cache(maxsize=16)
def _index(fields: tuple[Field, ...]) -> Mapping[str, tuple[int, Field]]:
    """Normalised text -> (how far down the field's own list it stands, the field)."""
    index: dict[str, tuple[int, Field]] = {}
    for declared in fields:
        for rank, words in enumerate([*words_of(declared), *_as_asked(declared)]):
            if words not in index or rank < index[words][0]:
                index[words] = (rank, declared)
    return index


def _as_asked(declared: Field) -> Iterator[str]:
    """The question in the standard questionnaire: the heading where an export shows labels."""
    # Only here, because the questionnaires are built on the intake.
    from enumerations.xlsform import wording

    household = wording.HOUSEHOLD | {"household_no": wording.HOUSEHOLD_NO}
    for columns, asked in ((HOUSEHOLD_COLUMNS, household), (PERSON_COLUMNS, wording.PERSON)):
        if columns.get(declared.name) is declared and declared.name in asked:
            yield normal(asked[declared.name].en)
            yield normal(asked[declared.name].sw)


def tails(heading: str) -> Iterable[str]:
    """The heading, then without its groups, parted as in `hh/head_name`; or by `-`, `:` or `.`."""
    yield heading
    parting = r"[/:]|(?<=\w)[-.](?=\w)" if " " not in heading.strip() else r"/"
    marks = [found.end() for found in re.finditer(parting, heading)]
    for mark in marks:
        yield heading[mark:]


def recognise(headings: Iterable[str], fields: tuple[Field, ...]) -> dict[str, Target]:
    """The targets of the headings that are certain. A field goes to its surest heading only."""
    headings = list(headings)
    index = _index(fields)
    best: dict[str, tuple[int, int, str]] = {}
    parts: dict[str, Target] = {}
    for place, heading in enumerate(headings):
        if is_note(heading):
            continue
        part = _part(heading, index)
        if part is not None:
            parts[heading] = part
            continue
        for depth, tail in enumerate(tails(heading)):
            if found := index.get(normal(tail)):
                rank, declared = found
                depth += STANDS_IN if heading in STAND_INS else 0
                claim = (depth * 100 + rank, place, heading)
                best[declared.name] = min(claim, best.get(declared.name, claim))
                break
    certain = {heading: Target(name) for name, (_, _, heading) in best.items()}
    return {heading: (certain | parts)[heading] for heading in headings if heading in (certain | parts)}


def _part(heading: str, index: Mapping[str, tuple[int, Field]]) -> Target | None:
    """One of several columns of a field: of a point, of several answers (`assets/radio`), of the ID."""
    for tail in tails(heading):
        front, _, last = normal(tail).rpartition(" ")
        found = index.get(front)
        if found and found[1].kind is Kind.POINT and last in PARTS:
            return Target(found[1].name, part=PARTS[last])
        if normal(tail) == ROOT and "instance id" in index:
            return Target("instance_id", part="root")
        if normal(tail) in {"latitude", "longitude"}:
            return Target("location", part=PARTS[normal(tail)]) if "location" in index else None
        for parting in "/.:":
            group, _, answer = tail.rpartition(parting)
            found = index.get(normal(group)) if group else None
            if found and found[1].kind is Kind.CODES:
                code = choice_words(found[1]).get(normal(answer))
                return Target(found[1].name, part=code) if code else None
    return None
