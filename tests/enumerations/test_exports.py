"""What Kobo, Ona, ODK Central, Briefcase and phones hand out goes into a standard count untouched."""

import io
import json
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import openpyxl
import pytest
from django.test import Client

from accounts.models import User
from enumerations.choices import BatchState
from enumerations.intake.fields import HOUSEHOLD_FIELDS, PERSON_FIELDS
from enumerations.models import Batch, Enumeration, Household, Person
from enumerations.services.rejected import rejected_workbook
from enumerations.services.run import run_batch
from tests.enumerations.conftest import Send
from tests.enumerations.exports import odk, ona
from tests.enumerations.exports.form import INTERVIEWS, VERSION, standard
from tests.enumerations.exports.kobo import Layout, kobo_csv, kobo_json, kobo_xlsx, submission
from tests.enumerations.exports.tables import as_zip

pytestmark = pytest.mark.django_db

HOUSEHOLD = [each.name for each in HOUSEHOLD_FIELDS if each.name != "location"]
PERSON = [each.name for each in PERSON_FIELDS]

Content = Callable[[], bytes]


def expected(*, version: str | None = VERSION, other: bool = True) -> list[dict[str, Any]]:
    """The register, as the interviews were written down by hand."""
    return [
        {name: plain(interview.answers.get(name)) for name in HOUSEHOLD}
        | {
            "form_version": version,
            "instance_id": interview.instance_id,
            "door": interview.answers["structure_code"],
            "place": place(interview.answers.get("location")),
            "other": [interview.answers["paint"]] if other and "paint" in interview.answers else [],
            "persons": [{name: plain(person.get(name)) for name in PERSON} for person in interview.persons],
        }
        for interview in INTERVIEWS
    ]


def place(point: tuple[float, float, float, float] | None) -> tuple[float, ...] | None:
    return None if point is None else (point[0], point[1], point[3])


def plain(value: Any) -> Any:
    return float(value) if isinstance(value, Decimal | int) and not isinstance(value, bool) else value


def register(enumeration: Enumeration) -> list[dict[str, Any]]:
    return [
        {name: plain(getattr(home, name)) for name in HOUSEHOLD}
        | {
            "instance_id": home.instance_id,
            "door": home.structure.code if home.structure else None,
            "place": (home.location.y, home.location.x, home.location_accuracy_m) if home.location else None,
            "other": list(home.answers.values()),
            "persons": [
                {name: plain(getattr(person, name)) for name in PERSON}
                for person in Person.objects.filter(household=home).order_by("line_no")
            ],
        }
        for home in Household.objects.filter(enumeration=enumeration).order_by("instance_id")
    ]


WHOLE: dict[str, Content] = {
    "kobo xlsx": lambda: kobo_xlsx(Layout()),
    "kobo xlsx, groups": lambda: kobo_xlsx(Layout(groups=True)),
    "kobo xlsx, select-multiple in one column": lambda: kobo_xlsx(Layout(multiple="summary")),
    "kobo xlsx, select-multiple split": lambda: kobo_xlsx(Layout(multiple="details")),
    "kobo xlsx, English": lambda: kobo_xlsx(Layout("en")),
    "kobo xlsx, English, groups, one column": lambda: kobo_xlsx(
        Layout("en", groups=True, multiple="summary")
    ),
    "kobo xlsx, Kiswahili": lambda: kobo_xlsx(Layout("sw")),
    "kobo xlsx, Kiswahili, groups, split": lambda: kobo_xlsx(Layout("sw", groups=True, multiple="details")),
    "kobo xlsx, Kiswahili, one column": lambda: kobo_xlsx(Layout("sw", multiple="summary")),
    "kobo json": kobo_json,
    "ona csv": ona.ona_csv,
    "ona csv, dots": lambda: ona.ona_csv(delimiter="."),
    "ona csv, labels below": lambda: ona.ona_csv(labels="below"),
    "ona csv, labels alone": lambda: ona.ona_csv(labels="alone"),
    "ona xlsx": ona.ona_xlsx,
    "ona zipped csv": ona.ona_zipped_csv,
    "central csv": odk.central_zip,
    "central csv, split": lambda: odk.central_zip(split=True),
    "central csv, without groups": lambda: odk.central_zip(groups=False),
    "central odata": odk.central_odata,
    "phone's card": odk.card,
    "folders of submission.xml": odk.submissions,
}


@pytest.mark.parametrize("export", WHOLE.values(), ids=WHOLE)
def test_an_export_goes_in_as_the_interviews_were(send: Send, count: Enumeration, export: Content) -> None:
    batch = send(export())
    assert (batch.state, batch.created, batch.rejected) == (BatchState.DONE, 4, 0)
    assert register(count) == expected()


STANDARD: dict[str, Content] = {
    "kobo xlsx": lambda: kobo_xlsx(Layout(form=standard())),
    "kobo xlsx, English, groups": lambda: kobo_xlsx(Layout("en", groups=True, form=standard())),
    "kobo xlsx, Kiswahili": lambda: kobo_xlsx(Layout("sw", multiple="summary", form=standard())),
    "kobo json": lambda: kobo_json(standard()),
    "ona csv": lambda: ona.ona_csv(standard()),
    "ona csv, labels alone": lambda: ona.ona_csv(standard(), labels="alone"),
    "ona xlsx": lambda: ona.ona_xlsx(standard()),
    "central csv": lambda: odk.central_zip(standard(), split=True),
    "central odata": lambda: odk.central_odata(standard()),
    "phone's card": lambda: odk.card(standard()),
}


@pytest.mark.parametrize("export", STANDARD.values(), ids=STANDARD)
def test_the_standard_questionnaire_goes_in(send: Send, count: Enumeration, export: Content) -> None:
    batch = send(export())
    assert (batch.state, batch.created, batch.rejected) == (BatchState.DONE, 4, 0)
    assert register(count) == expected(other=False)


def test_briefcase_writes_no_version(send: Send, count: Enumeration) -> None:
    batch = send(odk.briefcase_zip())
    assert (batch.state, batch.created) == (BatchState.DONE, 4)
    assert register(count) == expected(version=None)


@pytest.mark.parametrize("layout", [Layout(), Layout("en", groups=True), Layout("sw")])
def test_kobos_csv_leaves_the_persons_out(send: Send, count: Enumeration, layout: Layout) -> None:
    batch = send(kobo_csv(layout))
    assert (batch.state, batch.created) == (BatchState.DONE, 4)
    assert register(count) == [home | {"persons": []} for home in expected()]


def test_one_instance_alone_goes_in(send: Send, count: Enumeration) -> None:
    batch = send(odk.instance(INTERVIEWS[1]))
    assert (batch.state, batch.created) == (BatchState.DONE, 1)
    assert register(count) == [expected()[1]]


def test_what_came_by_one_way_is_known_by_another(send: Send, count: Enumeration) -> None:
    send(odk.card())
    for export in (odk.central_zip(), kobo_json(), ona.ona_csv()):
        batch = send(export)
        assert (batch.state, batch.unchanged) == (BatchState.DONE, 4)
    assert Household.objects.filter(enumeration=count).count() == 4


def test_an_interview_edited_in_kobo_is_known_by_its_first_id(send: Send, count: Enumeration) -> None:
    first = submission(INTERVIEWS[0], 1)
    send(json.dumps(first).encode())
    edited = first | {"meta/instanceID": "uuid:new", "_uuid": "new", "hh/rooms": "2"}
    batch = send(json.dumps([edited, submission(INTERVIEWS[1], 2) | {"meta/rootUuid": None}]).encode())
    assert (batch.updated, batch.created) == (1, 1)
    assert Household.objects.get(enumeration=count, instance_id=INTERVIEWS[0].instance_id).rooms_used == 2


def test_an_interview_edited_in_central_is_known_by_its_first_id(send: Send, count: Enumeration) -> None:
    entity = odk.entity(INTERVIEWS[1])
    send(json.dumps({"value": [entity]}).encode())
    entity["meta"]["instanceID"] = "uuid:edited"
    entity["hh"]["rooms"] = 2
    batch = send(json.dumps({"value": [entity]}).encode())
    assert batch.updated == 1
    assert Household.objects.get(enumeration=count).rooms_used == 2


def test_a_damaged_interview_on_the_card_is_told_and_the_rest_goes_in(send: Send, count: Enumeration) -> None:
    whole = [odk.instance(interview) for interview in INTERVIEWS]
    files = {f"instances/{at}/{at}.xml": content for at, content in enumerate(whole)}
    files |= {"instances/1/1.xml": whole[1][:700], "instances/2/2.xml": b""}
    batch = send(as_zip(files))
    assert (batch.state, batch.created, batch.rejected) == (BatchState.DONE, 2, 2)
    told = batch.issues.filter(code="interview_broken").order_by("row").values_list("row", flat=True)
    assert list(told) == [2, 3]
    back = openpyxl.load_workbook(rejected_workbook(batch)).active
    assert back is not None
    names = {cell.value for row in back.iter_rows() for cell in row if str(cell.value).endswith(".xml")}
    assert names == {"instances/1/1.xml", "instances/2/2.xml"}


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (odk.XFORM, "form_not_interviews"),
        (as_zip({"forms/kmt.xml": odk.XFORM, "1.jpg": odk.PHOTO}), "form_not_interviews"),
        (as_zip({"instances/1/1.xml": b""}), "broken"),
        (as_zip({"a.kml": b"<kml/>", "doc.xml": b"<kml/>"}), "not_a_table"),
        (
            b'<?xml version="1.0"?><kml xmlns="http://www.opengis.net/kml/2.2"><Document/></kml>',
            "not_a_table",
        ),
        (b'<gpx version="1.1" creator="x"><wpt lat="1" lon="2"/></gpx>', "not_a_table"),
        (b"<note><to>Tove</to></note>", "not_a_table"),
        (b"<note <to", "not_a_table"),
    ],
)
def test_other_xml_is_refused(send: Send, content: bytes, code: str) -> None:
    batch = send(content)
    assert batch.state == BatchState.REFUSED
    assert [issue.code for issue in batch.issues.all()] == [code]


@pytest.mark.parametrize("body", ["page", "one"])
def test_kobos_json_goes_in_through_the_api(
    client: Client, baraka: User, count: Enumeration, body: str, django_capture_on_commit_callbacks: Any
) -> None:
    client.force_login(baraka)
    content = kobo_json() if body == "page" else json.dumps(submission(INTERVIEWS[0], 1)).encode()
    answer = client.post(
        f"/api/v1/enumerations/{count.pk}/batches/", content, content_type="application/json"
    )
    assert answer.status_code in {201, 202}, answer.content
    batch = Batch.objects.get(enumeration=count)
    run_batch(batch.pk)
    assert register(count) == expected()[: 4 if body == "page" else 1]


def test_rejected_columns_come_back_as_sheets_and_go_in_corrected(send: Send, count: Enumeration) -> None:
    wrong = ona.ona_csv().replace(b",spouse,male,40,", b",spouse,male,400,")
    batch = send(wrong)
    assert (batch.created, batch.rejected) == (3, 1)
    assert [(issue.sheet, issue.column, issue.code) for issue in batch.issues.filter(severity="error")] == [
        ("person", "hh/person/p_age", "above_maximum")
    ]
    back = openpyxl.load_workbook(rejected_workbook(batch))
    persons = back["person"]
    cell = next(cell for row in persons.iter_rows() for cell in row if cell.value == "400")
    cell.value = "40"
    out = io.BytesIO()
    back.save(out)
    assert send(out.getvalue()).created == 1
    assert register(count) == expected()
