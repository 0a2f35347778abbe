"""What a phone fetches: the list, the form, its files; each as it was listed, byte for byte."""

import csv
import hashlib
import io
from typing import Any
from xml.etree import ElementTree

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from enumerations.models import Device, Enumeration, Questionnaire
from enumerations.services.devices import make_device
from tests import factories
from tests.collect.conftest import SITE
from tests.collect.phone import Answer, Phone, in_process

pytestmark = pytest.mark.django_db


def test_the_list_has_the_current_version(collect: Phone, version: Any) -> None:
    newer = factories.QuestionnaireVersionFactory(questionnaire=version.questionnaire)
    (form,) = collect.form_list()
    assert (form.form_id, form.version, form.name) == ("kmt_1", newer.version, newer.title)
    assert form.download_url.startswith(collect.base)
    assert form.manifest_url == ""


def test_the_form_is_served_as_it_was_hashed(collect: Phone, version: Any) -> None:
    (form,) = collect.get_forms()
    assert form.xml == version.xform.encode()
    assert form.hash == f"md5:{hashlib.md5(form.xml).hexdigest()}"


def test_a_title_may_hold_what_xml_may_not(collect: Phone, version: Any) -> None:
    type(version).objects.update(
        title="Ng'ombe & <Maji> \x0b\ud83c\udfe0".encode("utf-16", "surrogatepass").decode("utf-16")
    )
    (form,) = collect.form_list()
    assert form.name == "Ng'ombe & <Maji> \U0001f3e0"


def test_the_list_answers_for_one_form(collect: Phone) -> None:
    assert [each.form_id for each in collect.form_list("kmt_1")] == ["kmt_1"]
    assert collect.form_list("another") == []


def test_files_come_as_the_manifest_says(collect: Phone, version: Any, settlement: Any) -> None:
    cluster = factories.ClusterFactory(settlement=settlement, code="B", name="Kwa Chief, juu")
    factories.StructureFactory(cluster=cluster, code="KMT/B/7")
    picture: Any = factories.FormFileFactory(version=version, name="mto & daraja.jpg")
    factories.FormFileFactory(version=version, name="structures.csv", kind="structures", file="", md5="")
    (form,) = collect.get_forms()
    assert set(form.files) == {"mto & daraja.jpg", "structures.csv"}
    assert form.files["mto & daraja.jpg"] == picture.file.read()
    doors = {row["name"]: row for row in csv.DictReader(io.StringIO(form.files["structures.csv"].decode()))}
    assert doors["KMT/B/7"]["cluster"] == "B"
    assert "Kwa Chief, juu" in doors["B"]["label"]


def test_the_list_of_doors_changes_with_the_ground(collect: Phone, version: Any, settlement: Any) -> None:
    factories.FormFileFactory(version=version, name="structures.csv", kind="structures", file="", md5="")
    before = collect.get_forms()[0].files["structures.csv"]
    assert collect.get_forms()[0].files["structures.csv"] == before
    factories.StructureFactory(settlement=settlement, code="KMT/9")
    assert b"KMT/9" in collect.get_forms()[0].files["structures.csv"]


def test_a_file_that_nobody_added_is_not_promised(collect: Phone, version: Any) -> None:
    factories.FormFileFactory(version=version, file="", md5="")
    (form,) = collect.get_forms()
    assert (form.manifest_url, form.files) == ("", {})


@pytest.mark.parametrize("intake", ["closing", "closed"])
def test_a_form_that_closes_is_handed_out_no_more(collect: Phone, intake: str) -> None:
    (form,) = collect.form_list()
    Questionnaire.objects.update(intake=intake)
    assert collect.form_list() == []
    # Who is amid fetching it may finish.
    assert collect.ask("GET", form.download_url).status == 200


@pytest.mark.parametrize(
    ("state", "listed"), [("planned", 1), ("mobilised", 1), ("posted", 1), ("verified", 0), ("closed", 0)]
)
def test_a_form_is_handed_out_before_and_during_the_count(collect: Phone, state: str, listed: int) -> None:
    Enumeration.objects.update(state=state)
    assert len(collect.form_list()) == listed


def test_nothing_is_listed_where_nothing_is_published(count: Any, baraka: Any, client: Any) -> None:
    token = make_device(enumeration=count, user=baraka, name="x", created_by=None)[1]
    phone = Phone(f"{SITE}/collect/{token}", line=in_process(client))
    assert phone.form_list() == []
    factories.QuestionnaireVersionFactory(questionnaire__enumeration=count, state="draft")
    assert phone.form_list() == []


# --- Drafts -----------------------------------------------------------------------------------------


@pytest.fixture
def draft(version: Any) -> Any:
    return factories.QuestionnaireVersionFactory(questionnaire=version.questionnaire, state="draft")


@pytest.fixture
def tester(count: Any, baraka: Any, client: Any) -> Phone:
    _, token = make_device(
        enumeration=count, user=baraka, name="Test phone", created_by=None, tests_draft=True
    )
    return Phone(f"{SITE}/collect/{token}", line=in_process(client))


def test_a_draft_goes_to_phones_that_test(collect: Phone, tester: Phone, version: Any, draft: Any) -> None:
    (tried,), (used,) = tester.get_forms(), collect.get_forms()
    assert (tried.form_id, tried.version) == (used.form_id, draft.version)
    assert (tried.name, used.version) == (f"{draft.title} (test)", version.version)
    assert collect.ask("GET", tried.download_url.replace(tester.base, collect.base)).status == 404


def test_without_a_draft_the_current_version_is_tried(tester: Phone, version: Any) -> None:
    assert [each.version for each in tester.get_forms()] == [version.version]


# --- Other counts -----------------------------------------------------------------------------------


def test_a_phone_reaches_its_own_count_only(collect: Phone, version: Any) -> None:
    other = factories.QuestionnaireVersionFactory(
        questionnaire__enumeration__settlement__code="MSH", number=2
    )
    file: Any = factories.FormFileFactory(version=other)
    factories.FormFileFactory(version=version)
    for path in (
        "forms/2/form.xml",
        "forms/2/manifest.xml",
        f"forms/2/files/{file.pk}",
        f"forms/1/files/{file.pk}",
    ):
        assert collect.ask("GET", f"{collect.base}/{path}").status == 404


# --- Every answer -----------------------------------------------------------------------------------


def headers_of(answer: Answer) -> dict[str, str]:
    return {name.lower(): value for name, value in answer.headers.items()}


def test_every_answer_has_the_headers_and_no_page(collect: Phone, version: Any) -> None:
    """Also refusals; of a file the type is its own."""
    file: Any = factories.FormFileFactory(version=version)
    base = collect.base
    asked = [
        ("GET", f"{base}/formList", 200),
        ("HEAD", f"{base}/formList", 200),
        ("GET", f"{base}/forms/1/form.xml", 200),
        ("GET", f"{base}/forms/1/manifest.xml", 200),
        ("GET", f"{base}/forms/1/files/{file.pk}", 200),
        ("GET", f"{base}/forms/99/form.xml", 404),
        ("HEAD", f"{base}/submission", 204),
        ("GET", f"{base}/submission", 405),
        ("POST", f"{base}/formList", 405),
        ("PUT", f"{base}/submission", 405),
        ("POST", f"{base}/submission", 400),
        ("GET", f"{base}/formList/", 404),
        ("POST", f"{base}/submission/", 404),
        ("GET", f"{base}/", 404),
        ("GET", base, 404),
        ("GET", f"{SITE}/collect/", 404),
        ("GET", f"{SITE}/collect/nobody/formList", 403),
        ("HEAD", f"{SITE}/collect/nobody/submission", 403),
        ("GET", f"{SITE}/collect/e/1/formList", 401),
        ("HEAD", f"{SITE}/collect/e/1/submission", 401),
        ("POST", f"{SITE}/collect/e/1/submission", 401),
        ("GET", f"{SITE}/collect/e/1/forms/1/form.xml", 401),
        ("GET", f"{SITE}/collect/e/1/forms/1/files/1", 401),
    ]
    for method, url, status in asked:
        answer = collect.ask(method, url)
        said = headers_of(answer)
        kind = "image/jpeg" if "/files/" in url and status == 200 else "text/xml; charset=utf-8"
        assert (answer.status, said["content-type"]) == (status, kind), (method, url)
        assert said["x-openrosa-version"] == "1.0", (method, url)
        assert said["x-openrosa-accept-content-length"] == "100000000", (method, url)
        assert said["referrer-policy"] == "no-referrer", (method, url)
        assert {"private", "no-store"} == set(said["cache-control"].split(", ")), (method, url)
        assert "location" not in said, (method, url)
        assert "set-cookie" not in said, (method, url)
        assert ("www-authenticate" in said) == (status == 401), (method, url)
        if method not in ("HEAD", "GET") or status >= 400:
            assert bool(answer.message) == (method != "HEAD"), (method, url)


def test_refusals_are_xml_that_collect_shows(collect: Phone) -> None:
    answer = collect.ask("GET", f"{SITE}/collect/nobody/formList")
    root = ElementTree.fromstring(answer.body)
    assert root.tag == "{http://openrosa.org/http/response}OpenRosaResponse"
    assert root[0].attrib == {"nature": "error"}


def test_the_phone_hears_its_enumerators_language(collect: Phone, baraka: Any) -> None:
    baraka.language = "sw"
    baraka.save()
    with translation.override("sw"):
        wanted = translation.gettext(
            "There is nothing at this address. Check the server's address on this phone."
        )
    assert collect.ask("GET", f"{collect.base}/forms/99/form.xml").message == wanted


def test_a_list_asks_the_database_twice(collect: Phone, phone: tuple[Device, str], version: Any) -> None:
    collect.form_list()
    with CaptureQueriesContext(connection) as asked:
        collect.form_list()
    assert len(asked) == 2
    assert not [each for each in asked.captured_queries if "xform" in each["sql"]]
