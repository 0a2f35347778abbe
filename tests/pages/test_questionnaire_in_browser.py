"""The questionnaire's pages in a browser: a dropped workbook, what fits a phone."""

import base64
from typing import Any

from playwright.sync_api import expect

from enumerations.services.questionnaires import start_standard
from tests import factories
from tests.browser import DESK, PHONE, OpenPage, assert_fits, on_a_desk
from tests.enumerations.forms import CHOICES, SURVEY, draft, form, published, with_line, without
from tests.pages.test_in_browser import photograph

DROP = """(zone, [name, content]) => {
    const bytes = Uint8Array.from(atob(content), (letter) => letter.charCodeAt(0));
    const carried = new DataTransfer();
    carried.items.add(new File([bytes], name));
    for (const kind of ["dragenter", "dragover", "drop"])
        zone.dispatchEvent(new DragEvent(kind, {dataTransfer: carried, bubbles: true, cancelable: true}));
}"""


def test_a_dropped_workbook_is_told_its_faults_and_then_taken(
    browser_page: OpenPage, count: Any, subira: Any
) -> None:
    page = browser_page(subira, width=PHONE)
    page.goto(f"/enumerations/{count.pk}/questionnaire/upload/")
    wrong = with_line(SURVEY, "    select_one nowhere | lost | Lost | Imepotea", after="structure_code")
    wrong = with_line(wrong, "    text | wish_again | You want ${wishes}? | Unataka?", after="| wish |")
    for content, says in ((form(wrong), "must be corrected"), (form(), "The draft is saved")):
        sent = base64.b64encode(content).decode()
        page.locator("[data-drop-zone]").evaluate(DROP, ["ours.xlsx", sent])
        page.get_by_role("button", name="Upload").click()
        expect(page.get_by_text(says).first).to_be_visible(timeout=20_000)
        assert_fits(page)
        photograph(page, f"form-upload-{says.split()[-1]}")


def test_every_page_fits(browser_page: OpenPage, count: Any, subira: Any) -> None:
    start_standard(count, None)
    published(count, form())
    answer_some(count)
    choices = without(CHOICES, "protected_well", "Kufurushwa") + "\n    water | magic | Magic | Uchawi\n"
    draft(count, form(without(SURVEY, "rent_month_kes", "wish"), choices))
    page, base = browser_page(subira, width=PHONE), f"/enumerations/{count.pk}"
    for name, path in {
        "count": "/",
        "now": "/questionnaire/",
        "standard-version": "/questionnaire/versions/1/",
        "draft": "/questionnaire/versions/3/",
        "mapping": "/questionnaire/mapping/",
        "ticks": "/questionnaire/standard/",
        "upload": "/questionnaire/upload/",
        "answers": "/answers/",
        "one": "/answers/village/fear/?by=cluster",
        "several": "/answers/village/buys/?by=head",
        "numbers": "/answers/village/minutes/",
    }.items():
        page.goto(base + path)
        assert_fits(page)
        photograph(page, f"form-{name}-{PHONE}")
        with on_a_desk(page):
            assert_fits(page)
            photograph(page, f"form-{name}-{DESK}")


def answer_some(count: Any) -> None:
    """Ninety households in three villages."""
    batch = factories.BatchFactory.create(enumeration=count)
    doors = [
        factories.StructureFactory.create(
            cluster=factories.ClusterFactory.create(settlement=count.settlement, code=code, name=name),
            code=f"KMT/{code}/1",
        )
        for code, name in (("A", "Kosovo"), ("B", "Bondeni"), ("C", "Mabatini kwa Chini"))
    ]
    fears, shops = ("fire", "fire", "flood", "eviction"), ("food", "food clothes", "airtime")
    for number in range(90):
        factories.HouseholdFactory.create(
            enumeration=count, settlement=count.settlement, batch=batch, structure=doors[number % 3],
            key=f"interview-{number}", water_source="protected_well", head_sex=("female", "male")[number % 2],
            answers={
                "village/fear": "nothing" if number < 7 else fears[number % 4],
                "village/buys": shops[number % 3],
                "village/minutes": str(5 * (number % 9)),
                "village/wish": "Maji",
            },
        )  # fmt: skip
