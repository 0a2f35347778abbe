"""ODK: Central's zipped CSV and OData, Briefcase's CSV, and a phone's card.

CSV after central-backend's `lib/data/briefcase.js` (groups joined by "-", a geopoint in four columns,
`assets/radio` where select-multiples are split, `form-person.csv` with PARENT_KEY and KEY) with the header
that `test/integration/api/submissions.js` expects; Briefcase after `export/CsvSubmissionMappers.java` and
`CsvFieldMappers.java` (dates as Java writes them for people, SET-OF-person). OData after Central's API
(`$expand=*`). The card after Collect: a folder for each interview, photos beside the XML.
"""

import json
from datetime import date, datetime
from typing import Any
from xml.sax.saxutils import escape

from tests.enumerations.exports.form import (
    FORM,
    INTERVIEWS,
    NAIROBI,
    SKELETON,
    VERSION,
    Form,
    Interview,
    Question,
    written,
)
from tests.enumerations.exports.tables import Table, as_csv, as_zip, table_of

PARTS = ("Latitude", "Longitude", "Altitude", "Accuracy")
PHOTO = b"\xff\xd8\xff\xe0 a photo"
XFORM = (
    b'<?xml version="1.0"?><h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml">'
    b'<h:head><model><instance><data id="kmt_1" version="7"/></instance></model></h:head></h:html>'
)


# --- Central and Briefcase: CSV ---------------------------------------------------------------------


def central_zip(form: Form = SKELETON, *, split: bool = False, groups: bool = True) -> bytes:
    homes, persons = [], []
    for interview in INTERVIEWS:
        home = {
            "SubmissionDate": "2026-03-05T10:11:12.000Z",
            "meta-instanceID": f"uuid:{interview.instance_id}",
        }
        for question in form.household:
            name = question.path.replace("/", "-") if groups else question.name
            home |= _columns(question, name, interview.written(question), split=split)
        ends = {
            "KEY": f"uuid:{interview.instance_id}", "SubmitterID": "24", "SubmitterName": "Phone 3",
            "AttachmentsPresent": "0", "AttachmentsExpected": "0", "Status": "", "ReviewState": "approved",
            "DeviceID": "collect:AbC123", "Edits": "0", "FormVersion": VERSION,
        }  # fmt: skip
        homes.append(home | ends)
        for number, person in enumerate(interview.persons, start=1):
            row = {
                form.inside(each).replace("/", "-") if groups else each.name: written(person.get(each.field))
                for each in form.person
            }
            persons.append(row | _keys(interview, number, form))
    return _zipped(homes, persons, {"media/1.jpg": PHOTO})


def _columns(question: Question, name: str, text: str, *, split: bool) -> dict[str, str]:
    if question.is_point:
        parts = [*text.split(), "", "", "", ""]
        return {f"{name}-{part}": value for part, value in zip(PARTS, parts, strict=False)}
    cells = {name: text}
    if question.several and split:
        cells |= {f"{name}/{code}": str(int(code in text.split())) for code in question.options}
    return cells


def _keys(interview: Interview, number: int, form: Form) -> dict[str, str]:
    key = f"uuid:{interview.instance_id}"
    return {"PARENT_KEY": key, "KEY": f"{key}/{form.repeat}[{number}]"}


def _zipped(homes: list[dict[str, str]], persons: list[dict[str, str]], more: dict[str, bytes]) -> bytes:
    def table(rows: list[dict[str, str]]) -> Table:
        return table_of(rows, list(rows[0]))

    return as_zip({f"{FORM}.csv": as_csv(table(homes)), f"{FORM}-person.csv": as_csv(table(persons))} | more)


def briefcase_zip(form: Form = SKELETON) -> bytes:
    """The folder to which Briefcase exports, zipped by hand. It writes no version and no device's name."""
    homes, persons = [], []
    for interview in INTERVIEWS:
        home = {"SubmissionDate": "Mar 5, 2026, 1:11:12\u202fPM"}
        for question in form.household:
            text = _spelled(interview.answers.get(question.field))
            home |= _columns(question, question.path.replace("/", "-"), text, split=False)
        key = f"uuid:{interview.instance_id}"
        homes.append(home | {_set_of(form): f"{key}/{form.repeat}", "meta-instanceID": key, "KEY": key})
        for number, person in enumerate(interview.persons, start=1):
            row = {
                form.inside(each).replace("/", "-"): written(person.get(each.field)) for each in form.person
            }
            persons.append(row | _keys(interview, number, form) | {"SET-OF-person": f"{key}/{form.repeat}"})
    return _zipped(homes, persons, {})


def _set_of(form: Form) -> str:
    group, _, name = form.repeat.rpartition("/")
    return f"{group}-SET-OF-{name}".removeprefix("-")


def _spelled(value: Any) -> str:
    if isinstance(value, datetime):
        return value.astimezone(NAIROBI).strftime("%b %-d, %Y, %-I:%M:%S\u202f%p")
    return value.strftime("%b %-d, %Y") if isinstance(value, date) else written(value)


# --- Central: OData ---------------------------------------------------------------------------------


def central_odata(form: Form = SKELETON) -> bytes:
    """`/v1/projects/1/forms/kmt_1.svc/Submissions?$expand=*`."""
    return json.dumps({
        "value": [entity(interview, form) for interview in INTERVIEWS],
        "@odata.context": "https://central.example.org/v1/projects/1/forms/kmt_1.svc/$metadata#Submissions",
    }).encode()  # fmt: skip


def entity(interview: Interview, form: Form = SKELETON) -> dict[str, Any]:
    key = f"uuid:{interview.instance_id}"
    found: dict[str, Any] = {
        "__id": key,
        "__system": {
            "submissionDate": "2026-03-05T10:11:12.000Z", "updatedAt": None, "submitterId": "24",
            "submitterName": "Phone 3", "attachmentsPresent": 0, "attachmentsExpected": 0, "status": None,
            "reviewState": "approved", "deviceId": "collect:AbC123", "edits": 0, "formVersion": VERSION,
            "deletedAt": None,
        },
        "meta": {"instanceID": key, "instanceName": None},
    }  # fmt: skip
    for question in form.household:
        _put(found, question.path, _json(question, interview))
    persons = []
    for number, person in enumerate(interview.persons, start=1):
        row: dict[str, Any] = {"__id": f"{number:040d}", "__Submissions-id": key}
        for question in form.person:
            _put(row, form.inside(question), _number(person.get(question.field)))
        persons.append(row)
    _put(found, form.repeat, persons)
    _put(found, f"{form.repeat}@odata.navigationLink", f"Submissions('{key}')/{form.repeat}")
    return found


def _put(into: dict[str, Any], path: str, value: Any) -> None:
    *groups, name = path.split("/")
    for group in groups:
        into = into.setdefault(group, {})
    into[name] = value


def _json(question: Question, interview: Interview) -> Any:
    value = interview.answers.get(question.field)
    if question.is_point and value:
        lat, lon, altitude, accuracy = value
        return {"type": "Point", "coordinates": [lon, lat, altitude], "properties": {"accuracy": accuracy}}
    return _number(value)


def _number(value: Any) -> Any:
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return value if is_number else written(value) or None


# --- A phone ----------------------------------------------------------------------------------------


def instance(interview: Interview, form: Form = SKELETON) -> bytes:
    """One interview as Collect writes it."""
    tree: dict[str, Any] = {}
    for question in form.household:
        _put(tree, question.path, interview.written(question))
    persons = []
    for person in interview.persons:
        row: dict[str, Any] = {}
        for question in form.person:
            _put(row, form.inside(question), written(person.get(question.field)))
        persons.append(row)
    _put(tree, form.repeat, persons)
    return (
        "<?xml version='1.0' ?>"
        f'<data id="{FORM}" version="{VERSION}" xmlns:h="http://www.w3.org/1999/xhtml"'
        ' xmlns:jr="http://openrosa.org/javarosa" xmlns:orx="http://openrosa.org/xforms">'
        f"{_xml(tree)}<orx:meta><orx:instanceID>uuid:{interview.instance_id}</orx:instanceID></orx:meta></data>"
    ).encode()


def _xml(tree: dict[str, Any]) -> str:
    found = ""
    for name, value in tree.items():
        for each in value if isinstance(value, list) else [value]:
            found += f"<{name}>{_xml(each)}</{name}>" if isinstance(each, dict) else _element(name, each)
    return found


def _element(name: str, text: str) -> str:
    return f"<{name}>{escape(text)}</{name}>" if text else f"<{name} />"


def card(form: Form = SKELETON) -> bytes:
    """The folder `odk` of a phone: interviews with photos and audits beside them, and the form."""
    files = {
        "odk/forms/Kiamutisya.xml": XFORM,
        "odk/forms/Kiamutisya-media/structures.csv": b"name,label\n1,KMT\n",
    }
    for hour, interview in enumerate(INTERVIEWS, start=6):
        folder = f"odk/instances/Kiamutisya_2026-03-05_0{hour}-04-05"
        files |= {
            f"{folder}/{folder.rpartition('/')[2]}.xml": instance(interview, form),
            f"{folder}/17726940000{hour}.jpg": PHOTO,
            f"{folder}/audit.csv": b"event,node,start,end\nform start,,1,2\n",
        }
    return as_zip(files)


def submissions(form: Form = SKELETON) -> bytes:
    """Folders with `submission.xml`, as Central's and Briefcase's storage has them."""
    return as_zip(
        {
            f"instances/uuid{interview.instance_id}/submission.xml": instance(interview)
            for interview in INTERVIEWS
        }
    )
