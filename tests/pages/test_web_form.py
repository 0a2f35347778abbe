"""Typing interviews in, in a real browser: kept while there is no network, sent once there is, each once."""

import re
from typing import Any

import pytest
from django.test import Client
from playwright.sync_api import Page, expect

from enumerations.collecting import Review
from enumerations.models import Submission
from enumerations.services.interviews import gather
from enumerations.services.questionnaires import start_standard
from tests import factories
from tests.browser import DESK, PHONE, OpenPage, assert_fits
from tests.pages.test_in_browser import photograph
from tests.xlsform.forms import converted

SHEETS = {
    "survey": """
        type | name | label::English | label::Kiswahili | required | relevant | repeat_count | appearance
        start | started_at
        select_one_from_file structures.csv | structure_code | Which door? | Mlango upi? | yes |  |  | minimal
        select_one yes_no | consent | Do you agree? | Unakubali? | yes
        begin_group | hh | The household | Kaya |  | ${consent} = 'yes'
        text | head_name | Name of the head | Jina la mkuu | yes
        integer | members | How many people? | Watu wangapi? | yes
        begin_repeat | person | Person | Mtu |  |  | ${members}
        text | name | Name of this person | Jina la mtu huyu | yes
        end_repeat
        geopoint | location | Stand at the door | Simama mlangoni | yes
        end_group
    """,
    "choices": """
        list_name | name | label::English | label::Kiswahili
        yes_no | yes | Yes | Ndiyo
        yes_no | no | No | Hapana
    """,
}


@pytest.fixture
def version(count: Any) -> Any:
    """A small form with a list of doors, consent, a roster and a required location."""
    form = converted(SHEETS)
    questionnaire: Any = factories.QuestionnaireFactory(enumeration=count, form_id="kmt_1")
    made: Any = factories.QuestionnaireVersionFactory(
        questionnaire=questionnaire,
        xform=form.xform,
        version="7",
        title="Household",
        questions=[question.to_json() for question in form.questions],
    )
    factories.FormFileFactory(version=made, name="structures.csv", kind="structures", file="")
    factories.StructureFactory(settlement=count.settlement, code="KMT/7")
    return made


def opened(page: Page, path: str) -> Page:
    page.goto(path)
    expect(page.get_by_text("Which door?")).to_be_visible(timeout=30_000)
    return page


def fill_in(page: Page, head: str) -> None:
    """A household of one, at KMT/7."""
    page.get_by_role("combobox").last.click()
    page.get_by_role("option", name="KMT/7").click()
    page.get_by_label("Yes").check()
    page.get_by_label("Name of the head").fill(head)
    page.get_by_role("spinbutton").press_sequentially("1")
    page.get_by_label("Name of this person").fill(head)


def finish(page: Page) -> None:
    page.get_by_role("button", name="Send", exact=True).click()


def waiting(page: Page) -> Any:
    return page.locator("[data-waiting-list]")


def xml_of(interview: Any) -> bytes:
    return bytes(interview.xml)


def test_an_interview_is_kept_without_a_network_and_arrives_once(
    browser_page: OpenPage, count: Any, version: Any, baraka: Any
) -> None:
    page = opened(browser_page(baraka), f"/enumerations/{count.pk}/form/")
    page.context.set_offline(True)
    fill_in(page, "Akinyi Otieno")
    finish(page)
    expect(waiting(page)).to_have_attribute("data-waiting", "1")
    expect(waiting(page).get_by_role("status")).to_contain_text("Not sent yet")
    expect(page.get_by_label("Name of the head")).to_have_count(0)  # the form is ready for the next one
    photograph(page, "form-offline")
    assert not Submission.objects.exists()

    page.context.set_offline(False)
    expect(waiting(page)).to_have_attribute("data-waiting", "0", timeout=20_000)
    sent = Submission.objects.get()
    assert (sent.sent_by, sent.version, sent.phone_id) == (baraka, version, "web")
    assert b"<head_name>Akinyi Otieno</head_name>" in xml_of(sent)
    assert b"<structure_code>KMT/7</structure_code>" in xml_of(sent)
    assert page.evaluate("indexedDB.databases().then(all => all.map(one => one.name))") == [
        "pamoja-interviews"
    ]
    assert kept_in(page) == []


def test_what_waits_outlives_its_tab(browser_page: OpenPage, count: Any, version: Any, baraka: Any) -> None:
    page = opened(browser_page(baraka), f"/enumerations/{count.pk}/form/")
    context = page.context
    context.set_offline(True)
    fill_in(page, "Wanjiru Kamau")
    finish(page)
    expect(waiting(page)).to_have_attribute("data-waiting", "1")
    page.close()
    context.set_offline(False)

    page = context.new_page()
    opened(page, f"/enumerations/{count.pk}/form/")
    expect(waiting(page)).to_have_attribute("data-waiting", "0", timeout=20_000)
    assert b"Wanjiru Kamau" in xml_of(Submission.objects.get())


def test_what_the_server_refuses_stays_in_the_browser(
    browser_page: OpenPage, count: Any, version: Any, baraka: Any
) -> None:
    page = opened(browser_page(baraka), f"/enumerations/{count.pk}/form/")
    version.questionnaire.intake = "closed"
    version.questionnaire.save()
    fill_in(page, "Achieng Odhiambo")
    finish(page)
    expect(waiting(page).locator("li")).to_contain_text("takes no interviews now")
    assert [kept["outcome"] for kept in kept_in(page)] == ["refused"]
    assert not Submission.objects.exists()

    version.questionnaire.intake = "open"
    version.questionnaire.save()
    page.get_by_role("button", name="Send now").click()
    expect(waiting(page)).to_have_attribute("data-waiting", "0")
    assert Submission.objects.count() == 1


def test_what_another_person_left_is_not_shown_and_not_sent(
    browser_page: OpenPage, count: Any, version: Any, baraka: Any, subira: Any
) -> None:
    page = opened(browser_page(baraka), f"/enumerations/{count.pk}/form/")
    kept = {"id": "uuid:1", "user": subira.pk, "xml": "<data/>", "files": [], "send": "/", "keptAt": 1}
    page.evaluate(
        """(kept) => new Promise((done) => {
            const asked = indexedDB.open("pamoja-interviews", 1);
            asked.onsuccess = () => {
                const stored = asked.result.transaction("waiting", "readwrite");
                stored.objectStore("waiting").put(kept);
                stored.oncomplete = () => { asked.result.close(); done(); };
            };
        })""",
        kept,
    )
    page.reload()
    expect(page.get_by_text("Interviews of somebody else wait")).to_be_visible()
    expect(waiting(page).locator("li")).to_have_count(0)


def test_a_returned_interview_is_corrected_with_its_answers(
    browser_page: OpenPage, count: Any, version: Any, baraka: Any
) -> None:
    said = (
        "<structure_code>KMT/7</structure_code><consent>yes</consent><hh><head_name>Mary</head_name>"
        "<members>1</members><person><name>Mary</name></person>"
        "<location>-1.26 36.85 0 5</location></hh>"
    )
    first: Any = factories.SubmissionFactory(
        enumeration=count,
        version=version,
        sent_by=baraka,
        review=Review.RETURNED,
        review_reason="Ask for her second name.",
        xml=(
            f'<data id="kmt_1" version="7"><started_at>2026-11-20T09:00:00.000+03:00</started_at>{said}'
            "<meta><instanceID>uuid:8d1c4d5e-0000-4000-8000-000000000001</instanceID></meta></data>"
        ).encode(),
        instance_id="8d1c4d5e-0000-4000-8000-000000000001",
    )
    page = opened(browser_page(baraka), f"/interviews/{first.pk}/correct/")
    expect(page.get_by_text("Ask for her second name.")).to_be_visible()
    expect(page.get_by_label("Name of the head")).to_have_value("Mary")
    page.get_by_label("Name of the head").fill("Mary Atieno")
    finish(page)
    expect(page.get_by_text("The correction is kept.")).to_be_visible()
    expect(waiting(page)).to_have_attribute("data-waiting", "0")

    corrected = Submission.objects.get(replaces=first)
    assert corrected.root_instance_id == first.instance_id
    assert b"<head_name>Mary Atieno</head_name>" in xml_of(corrected)
    # The engine writes numbers its own way: the place is the same.
    place = re.search(rb"<location>([^<]+)</location>", xml_of(corrected))
    assert place
    assert [float(part) for part in place[1].split()] == [-1.26, 36.85, 0, 5]


def test_a_door_typed_into_the_standard_questionnaire_is_in_the_register(
    browser_page: OpenPage, count: Any, baraka: Any, subira: Any
) -> None:
    factories.StructureFactory(settlement=count.settlement, code="KMT/7")
    start_standard(count, subira)
    page = browser_page(baraka)
    page.goto(f"/enumerations/{count.pk}/form/")
    page.get_by_label("Vacant").check(timeout=30_000)
    page.get_by_role("combobox").last.click()
    page.get_by_role("option", name="KMT/7").click()
    finish(page)
    expect(waiting(page)).to_have_attribute("data-waiting", "0", timeout=20_000)
    expect(waiting(page).get_by_role("status")).to_contain_text("The interview has arrived.")
    gather()
    sent: Any = Submission.objects.get()
    assert (sent.state, sent.household.structure.code) == ("in_register", "KMT/7")


@pytest.mark.parametrize("width", [PHONE, DESK])
def test_the_page_fits(browser_page: OpenPage, count: Any, version: Any, baraka: Any, width: int) -> None:
    page = opened(browser_page(baraka, width=width), f"/enumerations/{count.pk}/form/")
    page.get_by_label("Yes").check()
    photograph(page, f"form-{width}")
    assert_fits(page)


def test_without_scripts_the_page_says_what_else_there_is(
    browser_page: OpenPage, count: Any, version: Any, baraka: Any
) -> None:
    page = browser_page(baraka, scripts=False)
    page.goto(f"/enumerations/{count.pk}/form/")
    expect(page.get_by_text("If nothing appears, this browser runs no scripts.")).to_be_visible()
    expect(page.get_by_role("link", name="Paper to fill in by hand")).to_be_visible()


def test_where_the_engine_does_not_come_the_page_says_so(
    browser_page: OpenPage, count: Any, version: Any, baraka: Any
) -> None:
    page = browser_page(baraka)
    page.route("**/vendor/web-forms/*", lambda route: route.abort())
    page.goto(f"/enumerations/{count.pk}/form/")
    expect(page.get_by_text("The form could not be opened")).to_be_visible()


def kept_in(page: Page) -> Any:
    """What the browser's database holds."""
    return page.evaluate(
        """() => new Promise((done) => {
            const asked = indexedDB.open("pamoja-interviews", 1);
            asked.onsuccess = () => {
                const all = asked.result.transaction("waiting").objectStore("waiting").getAll();
                all.onsuccess = () => { asked.result.close(); done(all.result); };
            };
        })"""
    )


def test_only_the_pages_with_the_form_allow_its_engine(
    client: Client, count: Any, version: Any, baraka: Any
) -> None:
    client.force_login(baraka)
    policies = {
        path: client.get(path)["Content-Security-Policy"]
        for path in (f"/enumerations/{count.pk}/form/", f"/enumerations/{count.pk}/paper/")
    }
    with_form, without = policies.values()
    assert "'wasm-unsafe-eval'" in with_form
    assert re.search(r"style-src 'self' 'nonce-[^']+'", with_form)
    assert "'unsafe-inline'" not in with_form
    assert "'unsafe-eval'" not in with_form
    assert "wasm" not in without
    assert "nonce" not in without
