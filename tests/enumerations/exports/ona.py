"""Ona: CSV with repeats as columns, and sections in a workbook or zipped.

Layout after onadata's `libs/utils/csv_builder.py` (CSVDataFrameBuilder: `hh/person[1]/p_name`, "n/a", the
whole column of a split select-multiple left out, ADDITIONAL_COLUMNS, labels in a second row) and
`libs/utils/export_builder.py` (a section for each repeat named `hh_person`, `_parent_index` -1 of the form
itself, numbers as numbers, select-multiple whole and split).
"""

from typing import Any

from tests.enumerations.exports.form import INTERVIEWS, SKELETON, VERSION, Form, Interview, Question, written
from tests.enumerations.exports.tables import Table, as_csv, as_xlsx, as_zip, table_of

NOT_ASKED = "n/a"
PARTS = ("latitude", "longitude", "altitude", "precision")
NUMBERS = frozenset({"members_total", "rooms_used", "age", "rent_month_kes", "water_jerrycans_day"})


def _point(question: Question) -> list[str]:
    group = question.path.rpartition("/")[0]
    return [f"{group}/_{question.name}_{part}" for part in PARTS]


def _extra(interview: Interview, at: int) -> dict[str, Any]:
    return {
        "_id": 9_000 + at, "_uuid": interview.instance_id, "_submission_time": "2026-03-05T10:11:12",
        "_date_modified": "2026-03-05T10:11:13", "_tags": "", "_notes": "", "_version": VERSION,
        "_duration": "2155.0", "_submitted_by": "pamoja", "_total_media": 0, "_media_count": 0,
        "_media_all_received": True,
    }  # fmt: skip


def ona_csv(form: Form = SKELETON, *, delimiter: str = "/", labels: str = "") -> bytes:
    rows, headings = [], dict[str, str]()
    most = max(len(interview.persons) for interview in INTERVIEWS)
    for question in form.household:
        for heading in _headings(question):
            headings[heading] = _label(question, heading)
        if question.field == "members_total":
            for at in range(1, most + 1):
                headings |= {_numbered(form, each, at): _numbered(form, each, at) for each in form.person}
    headings["meta/instanceID"] = "instanceID"
    for at, interview in enumerate(INTERVIEWS, start=1):
        row: dict[str, Any] = {"meta/instanceID": f"uuid:{interview.instance_id}"}
        for question in form.household:
            row |= _cells(question, interview.written(question))
        for number, person in enumerate(interview.persons, start=1):
            row |= {
                _numbered(form, each, number): written(person.get(each.field)) or NOT_ASKED
                for each in form.person
            }
        rows.append(row | _extra(interview, at))
    extra = list(_extra(INTERVIEWS[0], 1))
    table = table_of(rows, [*headings, *extra], blank=NOT_ASKED)
    table[0] = [heading.replace("/", delimiter) for heading in table[0]]
    if labels:
        table[:1] = [*(table[:1] if labels == "below" else []), [*headings.values(), *extra]]
    return as_csv(table)


def _numbered(form: Form, question: Question, number: int) -> str:
    return f"{form.repeat}[{number}]/{form.inside(question)}"


def _label(question: Question, heading: str) -> str:
    """As `get_labels_from_columns`: what is no question of the form keeps its path."""
    if heading == question.path:
        return question.label("en")
    code = heading.rpartition("/")[2]
    return f"{question.name}/{question.said(code, 'en')}" if question.several else heading


def _headings(question: Question) -> list[str]:
    if question.is_point:
        return [question.path, *_point(question)]
    if question.several:
        return [f"{question.path}/{code}" for code in question.options]
    return [question.path]


def _cells(question: Question, text: str) -> dict[str, Any]:
    """The columns that have an answer."""
    if not text:
        return {}
    if question.is_point:
        return {question.path: text} | dict(zip(_point(question), text.split(), strict=True))
    if question.several:
        return {f"{question.path}/{code}": code in text.split() for code in question.options}
    return {question.path: text}


def sections(form: Form) -> tuple[Table, Table]:
    homes: list[dict[str, Any]] = []
    persons: list[dict[str, Any]] = []
    for at, interview in enumerate(INTERVIEWS, start=1):
        home: dict[str, Any] = {"meta/instanceID": f"uuid:{interview.instance_id}"}
        for question in form.household:
            home |= {question.path: _native(question, interview.written(question))}
            home |= {
                key: value
                for key, value in _cells(question, interview.written(question)).items()
                if key not in home
            }
        ends: dict[str, Any] = {"_index": at, "_parent_table_name": None, "_parent_index": -1}
        homes.append(home | _extra(interview, at) | ends)
        for person in interview.persons:
            row = {each.path: _native(each, written(person.get(each.field))) for each in form.person}
            ends = {"_index": len(persons) + 1, "_parent_table_name": "data", "_parent_index": at}
            persons.append(row | ends)
    headings = [heading for question in form.household for heading in [question.path, *_headings(question)]]
    last = ["meta/instanceID", *_extra(INTERVIEWS[0], 1), "_index", "_parent_table_name", "_parent_index"]
    return (
        table_of(homes, [*dict.fromkeys(headings), *last], blank=None),
        table_of(persons, list(persons[0]), blank=None),
    )


def _native(question: Question, text: str) -> Any:
    return int(text) if text and question.field in NUMBERS else text or None


def ona_xlsx(form: Form = SKELETON) -> bytes:
    homes, persons = sections(form)
    return as_xlsx({"data": homes, form.repeat.replace("/", "_"): persons})


def ona_zipped_csv(form: Form = SKELETON) -> bytes:
    homes, persons = sections(form)
    return as_zip({"data.csv": as_csv(homes), f"{form.repeat.replace('/', '_')}.csv": as_csv(persons)})
