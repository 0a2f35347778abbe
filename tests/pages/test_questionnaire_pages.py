"""The pages of a count's questionnaire: what it asks, its draft, its versions, what its questions fill."""

import io
import re
from collections.abc import Callable
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from enumerations.intake.columns import Mapping
from enumerations.models import Household, Questionnaire
from enumerations.services.questionnaires import start, start_standard
from tests import factories
from tests.enumerations.forms import CHOICES, SURVEY, draft, form, published, with_line, without
from tests.pages.markup import faults_of

ClientOf = Callable[[Any], Client]
pytestmark = pytest.mark.django_db


@pytest.fixture
def page(count: Any) -> str:
    return f"/enumerations/{count.pk}/questionnaire/"


@pytest.fixture
def office(client_of: ClientOf, subira: Any) -> Client:
    return client_of(subira)


def xlsx_file(content: bytes, name: str = "ours.xlsx") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def text(answer: Any) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split())


# --- What it asks -----------------------------------------------------------------------------------


def test_members_read_what_is_asked_in_their_language(
    count: Any, amina: Any, client_of: ClientOf, page: str
) -> None:
    published(count)
    client = client_of(amina)
    answer = client.get(page)
    assert faults_of(answer.content.decode()) == []
    assert "Our village" in text(answer)
    assert "What do you fear most?" in text(answer)
    assert "In the register: main drinking water" in text(answer)
    assert "Change it" not in text(answer)
    client.cookies["django_language"] = "sw"
    assert "Unaogopa nini zaidi?" in text(client.get(page))


def test_the_standard_questionnaire_is_one_tap(count: Any, office: Client, page: str) -> None:
    assert "no questionnaire for phones yet" in text(office.get(page))
    assert office.post(f"{page}start/").status_code == 302
    assert Questionnaire.objects.get(enumeration=count).current() is not None
    answer = office.get(page)
    assert faults_of(answer.content.decode()) == []
    assert len(answer.content) < 150_000
    office.post(f"{page}start/")
    assert "has a questionnaire already" in text(office.get(page))


def test_the_versions_say_how_many_interviews_came(count: Any, office: Client, page: str) -> None:
    questionnaire = published(count)
    for number in range(3):
        factories.SubmissionFactory.create(
            enumeration=count, version=questionnaire.current(), is_test=number == 2
        )
    assert "2 interviews" in text(office.get(page))


def test_a_draft_is_for_who_makes_it(count: Any, amina: Any, client_of: ClientOf, page: str) -> None:
    draft(count)
    assert client_of(amina).get(f"{page}versions/1/").status_code == 404
    assert client_of(amina).get(f"{page}versions/1/xform/").status_code == 404


# --- Uploading --------------------------------------------------------------------------------------


def test_a_good_workbook_becomes_the_draft(count: Any, office: Client, page: str) -> None:
    answer = office.post(f"{page}upload/", {"file": xlsx_file(form())}, follow=True)
    assert answer.redirect_chain == [(f"{page}versions/1/", 302)]
    assert faults_of(answer.content.decode()) == []
    assert "The draft is saved" in text(answer)
    assert "Publish it to phones" in text(answer)


def test_a_wrong_workbook_is_told_cell_by_cell(count: Any, office: Client, page: str) -> None:
    wrong = with_line(SURVEY, "    select_one nowhere | lost | Lost | Imepotea", after="structure_code")
    answer = office.post(f"{page}upload/", {"file": xlsx_file(form(wrong))})
    assert answer.status_code == 422
    assert faults_of(answer.content.decode()) == []
    cells = r"<tr><td>(\w+)</td><td class=\"number\"><span[^>]*>Row </span>(\d+)</td>"
    rows = re.findall(cells, answer.content.decode())
    assert ("survey", "3") in rows
    assert start(count).draft() is None


@pytest.mark.parametrize("content", [b"no workbook at all", b"PK\x03\x04 cut off", b"\x00" * 600])
def test_what_is_no_workbook_is_refused_in_words(office: Client, page: str, content: bytes) -> None:
    answer = office.post(f"{page}upload/", {"file": xlsx_file(content)})
    assert answer.status_code == 422
    assert "must be corrected" in text(answer)


def test_no_file_is_said_at_the_field(office: Client, page: str) -> None:
    answer = office.post(f"{page}upload/")
    assert answer.status_code == 422
    assert "Choose a file first" in text(answer)


def test_the_xlsform_comes_back_as_it_was_sent_and_can_be_sent_again(
    count: Any, office: Client, page: str
) -> None:
    start_standard(count, None)
    answer = office.get(f"{page}versions/1/xlsform/")
    assert answer["Content-Disposition"].startswith('attachment; filename="kmt_1-')
    book = openpyxl.load_workbook(io.BytesIO(answer.content))
    assert {"survey", "choices", "settings"} <= set(book.sheetnames)
    assert office.post(f"{page}upload/", {"file": xlsx_file(answer.content)}).status_code == 302
    xform = office.get(f"{page}versions/1/xform/")
    assert xform["Content-Type"] == "text/xml; charset=utf-8"
    assert xform.content.startswith(b"<?xml")


# --- Standard questions -----------------------------------------------------------------------------


def test_unticked_questions_are_out_of_the_draft(count: Any, office: Client, page: str) -> None:
    start_standard(count, None)
    answer = office.get(f"{page}standard/")
    assert faults_of(answer.content.decode()) == []
    ticked = set(re.findall(r'name="ask" value="(\w+)" checked', answer.content.decode()))
    assert "rent_month_kes" in ticked
    sent = office.post(f"{page}standard/", {"ask": sorted(ticked - {"rent_month_kes"})})
    assert sent.status_code == 302
    made = start(count).draft()
    assert made is not None
    names = {kept["name"] for kept in made.questions}
    assert "rent_month_kes" not in names
    assert "rooms_used" in names
    again = office.get(f"{page}standard/").content.decode()
    assert 'value="rent_month_kes">' in again


def test_who_would_lose_own_questions_is_told(count: Any, office: Client, page: str) -> None:
    published(count)
    assert "5 questions of your own" in text(office.get(f"{page}standard/"))


def test_a_question_that_does_not_exist_is_refused(count: Any, office: Client, page: str) -> None:
    start_standard(count, None)
    assert office.post(f"{page}standard/", {"ask": ["\x00nothing"]}).status_code == 422


# --- What changes, and publishing -------------------------------------------------------------------


@pytest.fixture
def counted(count: Any) -> Any:
    """Thirty households answered the first version."""
    published(count)
    batch = factories.BatchFactory.create(enumeration=count)
    for number in range(30):
        factories.HouseholdFactory.create(
            enumeration=count, batch=batch, key=f"interview-{number}", water_source="protected_well",
            rent_month_kes=2000, answers={"village/fear": "eviction" if number < 7 else "fire"},
        )  # fmt: skip
    return count


def test_a_choice_that_goes_is_told_with_who_chose_it(counted: Any, office: Client, page: str) -> None:
    choices = without(CHOICES, "protected_well", "Kufurushwa")
    draft(counted, form(choices=choices))
    shown = text(office.get(f"{page}versions/2/"))
    assert "30 answers chose it" in shown
    assert "7 answers chose it" in shown


def test_a_question_that_goes_is_told_with_its_figures(counted: Any, office: Client, page: str) -> None:
    draft(counted, form(without(SURVEY, "rent_month_kes", "wish")))
    shown = text(office.get(f"{page}versions/2/"))
    assert "30 answers are in" in shown
    assert "These figures cannot be computed for new interviews" in shown
    assert "Rent for one room" in shown.partition("cannot be computed")[2][:100]


def test_an_unchanged_draft_says_so(counted: Any, office: Client, page: str) -> None:
    draft(counted)
    assert "asks the same as the version on phones" in text(office.get(f"{page}versions/2/"))


def test_the_draft_is_published_as_it_was_looked_at(count: Any, office: Client, page: str) -> None:
    seen = draft(count).version
    draft(count, form(without(SURVEY, "wish")))  # a colleague uploads meanwhile
    answer = office.post(f"{page}publish/", {"version": seen}, follow=True)
    assert "changed meanwhile" in text(answer)
    now = start(count).draft()
    assert now is not None
    office.post(f"{page}publish/", {"version": now.version})
    current = start(count).current()
    assert current is not None
    assert (current.version, start(count).draft()) == (now.version, None)
    assert office.post(f"{page}publish/", {"version": now.version}).status_code == 404


def test_intake_is_switched(count: Any, office: Client, page: str) -> None:
    published(count)
    office.post(f"{page}intake/", {"intake": "closing"})
    assert Questionnaire.objects.get().intake == "closing"
    office.post(f"{page}intake/", {"intake": "ajar"})
    assert Questionnaire.objects.get().intake == "closing"


def test_several_files_are_added_at_once_and_each_refusal_is_told(
    count: Any, office: Client, page: str
) -> None:
    lists = (
        SURVEY
        + "    select_one_from_file a.csv | one | One | Moja\n"
        + "    select_one_from_file b.csv | two | Two | Mbili\n"
    )
    draft(count, form(lists))
    shown = text(office.get(f"{page}versions/1/"))
    assert "2 are missing" in shown
    assert "Publish it to phones" not in shown
    good, bad = SimpleUploadedFile("a.csv", b"name,label\n1,One\n"), SimpleUploadedFile("c.csv", b"name\n")
    answer = office.post(f"{page}files/", {"files": [good, bad]}, follow=True)
    assert "“a.csv” is added" in text(answer)
    assert "c.csv: No question of the questionnaire asks for a file of this name." in text(answer)
    assert "1 is missing" in text(answer)
    assert "Choose a file first" in text(office.post(f"{page}files/", follow=True))


# --- What the questions fill ------------------------------------------------------------------------


def test_an_unsure_question_is_decided_on_the_page_of_the_files(
    count: Any, office: Client, page: str
) -> None:
    draft(count, form(choices=CHOICES + "    water | magic | Magic water | Maji ya ajabu\n"))
    answer = office.get(f"{page}mapping/")
    assert faults_of(answer.content.decode()) == []
    card = next(card for card in answer.context["cards"] if card.heading == "water_source")
    assert card.is_unsure
    assert card.asked.label == "Drinking water"
    assert {row.text: row.code for row in card.values}["magic"] == "?"
    index = card.index
    names = ["public_tap_standpipe", "protected_well", "magic"]
    codes = ["public_tap_standpipe", "protected_well", "rain_harvested"]
    sent = {
        "column": [index], f"{index}-field": "water_source", f"{index}-shown": "water_source",
        f"{index}-text": names, f"{index}-code": codes, "action": "start",
    }  # fmt: skip
    answer = office.post(f"{page}mapping/", sent, follow=True)
    assert answer.redirect_chain[-1][0] == f"{page}versions/1/"
    made = start(count).draft()
    assert made is not None
    mapping = Mapping.from_json(made.mapping)
    assert mapping.unsure == ()
    assert mapping.households.targets["water_source"].values["magic"] == "rain_harvested"


def test_a_question_of_ones_own_is_given_a_field(count: Any, office: Client, page: str) -> None:
    draft(count)
    answer = office.get(f"{page}mapping/", {"show": "all"})
    minutes = next(card for card in answer.context["cards"] if card.heading == "village/minutes")
    sent = {"column": [minutes.index], f"{minutes.index}-field": "water_minutes_roundtrip", "action": "start"}
    office.post(f"{page}mapping/", sent)
    made = start(count).draft()
    assert made is not None
    assert (
        Mapping.from_json(made.mapping).households.targets["village/minutes"].field
        == "water_minutes_roundtrip"
    )
    assert office.get(f"{page}mapping/", {"words": "drinking"}).context["cards"][0].heading == "water_source"


def test_a_chosen_field_is_shown_with_its_questions_without_a_reload(
    count: Any, office: Client, page: str
) -> None:
    draft(count)
    cards = office.get(f"{page}mapping/", {"show": "all"}).context["cards"]
    fear = next(card for card in cards if card.heading == "village/fear")
    sent = {"column": [fear.index], f"{fear.index}-field": "solid_waste", "only": str(fear.index)}
    part = office.post(f"{page}mapping/", sent).content.decode()
    assert "Eviction" in part
    assert f'name="{fear.index}-code"' in part


# --- Answers ----------------------------------------------------------------------------------------


def test_members_see_their_own_questions_counted(
    counted: Any, amina: Any, baraka: Any, client_of: ClientOf
) -> None:
    base = f"/enumerations/{counted.pk}/answers/"
    listed = client_of(amina).get(base)
    assert faults_of(listed.content.decode()) == []
    assert "What do you fear most? one choice · 30 answers" in text(listed)
    table = client_of(baraka).get(f"{base}village/fear/")
    assert faults_of(table.content.decode()) == []
    assert "23 %" in text(table) or "23" in text(table)
    assert "By owner or tenant" not in text(table)  # tenure is for leaders and the office
    assert "By owner or tenant" in text(client_of(amina).get(f"{base}village/fear/", {"by": "tenure"}))
    assert client_of(amina).get(f"{base}water_source/").status_code == 404
    assert client_of(amina).get(f"{base}village/wish/").status_code == 200


def test_an_enumerator_does_not_get_the_split_by_tenure_by_asking(
    counted: Any, baraka: Any, client_of: ClientOf
) -> None:
    Household.objects.filter(enumeration=counted).update(occupancy_status="tenant")
    answer = client_of(baraka).get(f"/enumerations/{counted.pk}/answers/village/fear/", {"by": "tenure"})
    assert answer.context["split"] == "none"
    assert "Tenant" not in text(answer)


def test_a_count_without_own_questions_says_what_to_do(count: Any, office: Client) -> None:
    answer = office.get(f"/enumerations/{count.pk}/answers/")
    assert "nothing beyond the standard questions" in text(answer)
