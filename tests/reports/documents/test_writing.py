"""Two who write at once lose nothing; and what was written before can be read again."""

from typing import Any

import pytest

from reports.documents import writing
from reports.documents.written_before import entries
from reports.models import Report, Section
from tests import factories
from tests.factories.reports import DemandFactory, ReportFactory

pytestmark = pytest.mark.django_db


def address(report: Any, slug: str = "history") -> str:
    return f"/reports/{report.pk}/sections/{slug}/"


@pytest.fixture
def draft(settlement: Any) -> Any:
    return ReportFactory.create(settlements=[settlement])


def test_the_second_to_save_sees_both_texts(client_of: Any, draft: Any, subira: Any, tabitha: Any) -> None:
    first = client_of(subira).post(address(draft), {"edition": 0, "text_en": "Subira's words."})
    second = client_of(tabitha).post(address(draft), {"edition": 0, "text_en": "Tabitha's words."})
    page = second.content.decode()
    assert (first.status_code, second.status_code) == (302, 409)
    assert "Subira" in page.split("<form")[-2] + page
    assert "Subira&#x27;s words." in page
    assert "Tabitha&#x27;s words." in page
    assert Section.objects.get(report=draft).text_en == "Subira's words."


def test_saving_again_after_reading_both_keeps_the_other_in_the_history(
    client_of: Any, draft: Any, subira: Any, tabitha: Any
) -> None:
    client_of(subira).post(address(draft), {"edition": 0, "text_en": "Subira's words."})
    told = client_of(tabitha).post(address(draft), {"edition": 0, "text_en": "Tabitha's words."})
    edition = told.context["form"]["edition"].value()
    client_of(tabitha).post(address(draft), {"edition": edition, "text_en": "Tabitha's words."})
    page = client_of(subira).get(f"/reports/{draft.pk}/history/").content.decode()
    assert Section.objects.get(report=draft).text_en == "Tabitha's words."
    assert "Subira&#x27;s words." in page


def test_a_double_tap_is_one_edition(client_of: Any, draft: Any, subira: Any) -> None:
    answers = [
        client_of(subira).post(address(draft), {"edition": 0, "text_en": "Once."}).status_code
        for _tap in range(2)
    ]
    assert answers == [302, 302]
    assert Section.objects.get(report=draft).edition == 1


def test_demands_overtaken_are_shown_and_not_overwritten(client_of: Any, draft: Any, subira: Any) -> None:
    row = {"rows": 1, "edition": 0, "0-text_en": "Water.", "0-ward": "Mabatini"}
    client = client_of(subira)
    assert client.post(f"/reports/{draft.pk}/demands/", row).status_code == 302
    overtaken = client.post(f"/reports/{draft.pk}/demands/", row | {"0-text_en": "Light."})
    assert overtaken.status_code == 409
    assert [each.text_en for each in draft.demands.all()] == ["Water."]
    assert "Light." in overtaken.content.decode()


@pytest.mark.parametrize("name", ["rows", "edition"])
@pytest.mark.parametrize("said", ["²", "-1", "9" * 30, "x"])
def test_no_number_of_rows_or_edition_breaks_the_page(
    client_of: Any, draft: Any, subira: Any, name: str, said: str
) -> None:
    row = {"rows": 1, "edition": 0, "0-text_en": "Water.", "0-ward": "Mabatini"} | {name: said}
    assert client_of(subira).post(f"/reports/{draft.pk}/demands/", row).status_code in (302, 409)


def test_demands_change_places_and_go(client_of: Any, draft: Any, subira: Any) -> None:
    water, light, land = (
        DemandFactory.create(report=draft, rank=n, text_en=text)
        for n, text in enumerate(("Water", "Light", "Land"), start=1)
    )
    sent: dict[str, Any] = {"rows": 3, "edition": 0, "2-gone": "on"}
    for n, (demand, rank) in enumerate(((water, 2), (light, 1), (land, 3))):
        sent |= {f"{n}-pk": demand.pk, f"{n}-rank": rank, f"{n}-text_en": demand.text_en, f"{n}-ward": "X"}
    assert client_of(subira).post(f"/reports/{draft.pk}/demands/", sent).status_code == 302
    assert [(each.pk, each.rank) for each in draft.demands.order_by("rank")] == [(light.pk, 1), (water.pk, 2)]


def test_about_the_report_overtaken_is_refused(client_of: Any, draft: Any, subira: Any) -> None:
    said = {"edition": 0, "title": "One", "kind": "full", "languages": "en", "stamp": "draft"}
    client = client_of(subira)
    codes = [client.post(f"/reports/{draft.pk}/about/", said | {"title": t}).status_code for t in ("A", "B")]
    assert codes == [302, 409]
    assert Report.objects.get(pk=draft.pk).title == "A"


def test_history_says_who(client_of: Any, draft: Any, subira: Any) -> None:
    client = client_of(subira)
    client.post(address(draft), {"edition": 0, "text_en": "Before."})
    client.post(address(draft), {"edition": 1, "text_en": "After."})
    (entry,) = [each for each in entries(draft) if each.subject == "History"]
    assert (entry.who, entry.before) == (subira, [("English", "Before.")])


def test_a_report_like_another_begins_with_its_words(subira: Any, settlement: Any) -> None:
    source = ReportFactory.create(settlements=[settlement])
    writing.save_section(source, "history", {"en": "People came in 1974."}, edition=0, by=subira)
    DemandFactory.create(report=source, rank=1)
    made = writing.begin(user=subira, settlements=[settlement], like=source, title="Again", kind="brief")
    assert made.sections.get(slug="history").text_en == "People came in 1974."
    assert made.demands.count() == 1


def test_only_the_sections_of_its_kind_can_be_written(client_of: Any, settlement: Any, subira: Any) -> None:
    brief = ReportFactory.create(settlements=[settlement], kind="leaders")
    assert client_of(subira).get(address(brief, "health")).status_code == 404
    assert client_of(subira).get(address(brief, "nothing")).status_code == 404


def test_of_several_settlements_only_who_answers_for_all_may_read(client_of: Any, settlement: Any) -> None:
    other = factories.SettlementFactory.create(code="OTH")
    both = ReportFactory.create(settlements=[settlement, other])
    one = factories.member_of(settlement, "leader")
    two = factories.member_of(settlement, "leader")
    factories.MembershipFactory.create(user=two, role="leader", settlement=other)
    assert client_of(one).get(f"/reports/{both.pk}/").status_code == 404
    assert client_of(two).get(f"/reports/{both.pk}/").status_code == 200


def test_the_list_says_what_to_do_when_it_is_empty(client_of: Any, subira: Any, amina: Any, db: None) -> None:
    assert "open a count first" in client_of(subira).get("/reports/").content.decode()
    assert "leaders of a settlement read them here" in client_of(amina).get("/reports/").content.decode()


def test_the_list_asks_a_fixed_number_of_questions(
    client_of: Any, settlement: Any, subira: Any, django_assert_num_queries: Any
) -> None:
    client = client_of(subira)
    ReportFactory.create_batch(2, settlements=[settlement])
    client.get("/reports/")
    with django_assert_num_queries(5):
        client.get("/reports/")
    ReportFactory.create_batch(3, settlements=[settlement])
    with django_assert_num_queries(5):
        client.get("/reports/")
