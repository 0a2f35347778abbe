"""A questionnaire through the API: uploaded, given its files, published, by a script."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from rest_framework.test import APIClient

from enumerations.services.questionnaires import start
from tests import factories
from tests.enumerations.forms import CHOICES, SURVEY, draft, form, published, with_line

pytestmark = pytest.mark.django_db


@pytest.fixture
def count(settlement: Any) -> Any:
    return factories.EnumerationFactory.create(settlement=settlement)


@pytest.fixture
def office(subira: Any) -> APIClient:
    client = APIClient()
    client.force_authenticate(subira)
    return client


def sent(content: bytes, name: str = "ours.xlsx") -> dict[str, Any]:
    return {"file": SimpleUploadedFile(name, content)}


def url(count: Any, more: str = "") -> str:
    return f"/api/v1/enumerations/{count.pk}/questionnaire/{more}"


def test_a_script_uploads_adds_a_file_and_publishes(count: Any, office: APIClient) -> None:
    listed = SURVEY + "    select_one_from_file a.csv | one | One | Moja\n"
    made = office.post(url(count), sent(form(listed)), format="multipart")
    assert made.status_code == 201
    said = made.json()
    assert (said["state"], said["missing_files"], said["languages"]) == ("draft", ["a.csv"], ["en", "sw"])

    publishing = {"version": said["version"]}
    refused = office.post(url(count, "publish/"), publishing, format="json")
    assert (refused.status_code, refused.json()["code"]) == (409, "form_files_missing")
    added = office.post(url(count, "files/"), sent(b"name,label\n1,One\n", "a.csv"), format="multipart")
    assert (added.status_code, added.json()["name"]) == (201, "a.csv")

    done = office.post(url(count, "publish/"), publishing, format="json")
    assert (done.status_code, done.json()["state"]) == (200, "published")
    found = office.get(url(count)).json()
    assert found["form_id"] == "kmt_1"
    assert [version["version"] for version in found["versions"]] == [said["version"]]


def test_every_fault_comes_with_its_cell(count: Any, office: APIClient) -> None:
    wrong = with_line(SURVEY, "    select_one nowhere | lost | Lost | Imepotea", after="structure_code")
    refused = office.post(url(count), sent(form(wrong)), format="multipart")
    assert refused.status_code == 400
    said = refused.json()
    assert said["code"] == "form_refused"
    places = [(each["sheet"], each["row"], each["column"]) for each in said["details"]["problems"]]
    assert ("survey", 3, "type") in places
    assert all(each["sentence"] and each["remedy"] for each in said["details"]["problems"])


def test_nobody_publishes_what_a_colleague_has_just_uploaded(count: Any, office: APIClient) -> None:
    seen = draft(count).version
    draft(count)
    refused = office.post(url(count, "publish/"), {"version": seen}, format="json")
    assert (refused.status_code, refused.json()["code"]) == (409, "form_changed_meanwhile")


def test_what_is_not_decided_is_not_published(count: Any, office: APIClient) -> None:
    version = draft(count, form(choices=CHOICES + "    water | magic | Magic | Uchawi\n"))
    refused = office.post(url(count, "publish/"), {"version": version.version}, format="json")
    assert (refused.status_code, refused.json()["code"]) == (409, "form_unsure")


def test_members_read_the_published_versions_only(count: Any, amina: Any) -> None:
    client = APIClient()
    client.force_authenticate(amina)
    assert client.get(url(count)).status_code == 404
    published(count)
    draft(count)
    assert [version["number"] for version in client.get(url(count)).json()["versions"]] == [1]
    assert client.post(url(count), sent(form()), format="multipart").status_code == 404


def test_a_file_that_nothing_asks_for_is_refused(count: Any, office: APIClient) -> None:
    assert office.post(url(count, "files/"), sent(b"name\n", "a.csv"), format="multipart").status_code == 404
    draft(count)
    refused = office.post(url(count, "files/"), sent(b"name\n", "a.csv"), format="multipart")
    assert (refused.status_code, refused.json()["code"]) == (409, "form_file_not_asked")
    assert start(count).draft() is not None
