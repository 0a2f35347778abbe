"""KoboToolbox: its exports and its JSON.

Layout after formpack's `reporting/export.py` (sections, `_index`, `_parent_table_name`, `_parent_index`, CSV
with every cell quoted and parted by semicolons, of the first section only) and `schema/fields.py`
(FormGPSField: `_gps_latitude` ...; select-multiple "both", "summary" or "details"; labels parted by blanks;
hierarchy_in_labels). JSON after the data endpoint of KPI's API v2: flat paths, repeats as lists.
"""

import csv
import json
from typing import Any

from tests.enumerations.exports.form import (
    FORM,
    INTERVIEWS,
    SKELETON,
    VERSION,
    Form,
    Interview,
    Question,
    written,
)
from tests.enumerations.exports.tables import Table, as_csv, as_xlsx, table_of

PARTS = ("latitude", "longitude", "altitude", "precision")


class Layout:
    """What a person chooses before pressing Export: `language` None for "XML values and headers"."""

    def __init__(
        self,
        language: str | None = None,
        *,
        groups: bool = False,
        multiple: str = "both",
        form: Form = SKELETON,
    ) -> None:
        self.language, self.groups, self.multiple, self.form = language, groups, multiple, form

    def heading(self, question: Question, prefix: str = "", suffix: str = "") -> str:
        own = question.label(self.language) if self.language else question.name
        around = [self._group(name) for name in question.groups] if self.groups else []
        return "/".join([*around, prefix + own + suffix])

    def _group(self, name: str) -> str:
        return self.form.groups[name].get(self.language, name) if self.language else name

    def shown(self, question: Question, text: str) -> str:
        if self.language is None or not question.options:
            return text
        return " ".join(question.said(code, self.language) for code in text.split())

    def cells(self, question: Question, text: str) -> dict[str, str]:
        """The columns of one question."""
        own = self.heading(question)
        if question.is_point:
            parts = dict(zip(PARTS, text.split(), strict=False))
            found = {self.heading(question, "_", f"_{part}"): parts.get(part, "") for part in PARTS}
            return {own: text} | found
        if question.several:
            cells = {own: self.shown(question, text)} if self.multiple != "details" else {}
            if self.multiple != "summary":
                for code in question.options:
                    said = question.said(code, self.language) if self.language else code
                    cells[f"{own}/{said}"] = str(int(code in text.split())) if text else ""
            return cells
        return {own: self.shown(question, text)}


def sections(layout: Layout) -> tuple[Table, Table]:
    """The rows of the interviews, and those of the repeat."""
    homes: list[dict[str, Any]] = []
    persons: list[dict[str, Any]] = []
    for index, interview in enumerate(INTERVIEWS, start=1):
        home: dict[str, Any] = {}
        for question in layout.form.household:
            home |= layout.cells(question, interview.written(question))
        homes.append(home | _copied(interview, index) | {"_index": str(index)})
        for person in interview.persons:
            row: dict[str, Any] = {}
            for question in layout.form.person:
                row |= layout.cells(question, written(person.get(question.field)))
            ends = {"_index": str(len(persons) + 1), "_parent_table_name": "KMT", "_parent_index": str(index)}
            copied = {f"_submission_{name}": text for name, text in _copied(interview, index).items()}
            persons.append(row | ends | copied)
    return table_of(homes, list(homes[0])), table_of(persons, list(persons[0]))


def _copied(interview: Interview, index: int) -> dict[str, str]:
    return {
        "_id": str(8_000 + index), "_uuid": interview.instance_id, "_submission_time": "2026-03-05T10:11:12",
        "_validation_status": "", "_notes": "", "_status": "submitted_via_web", "_submitted_by": "pamoja",
        "__version__": VERSION, "_tags": "",
    }  # fmt: skip


def kobo_csv(layout: Layout) -> bytes:
    homes, _ = sections(layout)
    return as_csv(homes, delimiter=";", quoting=csv.QUOTE_ALL)


def kobo_xlsx(layout: Layout) -> bytes:
    homes, persons = sections(layout)
    return as_xlsx({"Kiamutisya household": homes, "person": persons})


def kobo_json(form: Form = SKELETON) -> bytes:
    """A page of `/api/v2/assets/{uid}/data/?format=json`."""
    results = [submission(interview, at, form) for at, interview in enumerate(INTERVIEWS, start=1)]
    return json.dumps({"count": len(results), "next": None, "previous": None, "results": results}).encode()


def submission(interview: Interview, at: int, form: Form = SKELETON) -> dict[str, Any]:
    """One interview, as the page holds it and as a REST service sends it alone."""
    found: dict[str, Any] = {"_id": 8_000 + at, "formhub/uuid": "5c1d" * 8}
    for question in form.household:
        if text := interview.written(question):
            found[question.path] = text
    if interview.persons:
        found[form.repeat] = [
            {question.path: text for question in form.person if (text := written(person.get(question.field)))}
            for person in interview.persons
        ]
    place = interview.answers.get("location")
    return found | {
        "__version__": VERSION,
        "meta/instanceID": f"uuid:{interview.instance_id}",
        "meta/rootUuid": f"uuid:{interview.instance_id}",
        "_xform_id_string": FORM,
        "_uuid": interview.instance_id,
        "_attachments": [{"download_url": "https://kf.example.org/1/", "mimetype": "image/jpeg",
                          "filename": "pamoja/attachments/1.jpg", "question_xpath": "hh/photo", "id": 5}],
        "_status": "submitted_via_web",
        "_geolocation": [place[0], place[1]] if place else [None, None],
        "_submission_time": "2026-03-05T10:11:12",
        "_tags": [],
        "_notes": [],
        "_validation_status": {"uid": "validation_status_approved", "label": "Approved", "color": "#9CCC65"},
        "_submitted_by": None,
    }  # fmt: skip
