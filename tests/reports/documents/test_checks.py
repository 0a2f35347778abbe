"""What stands against giving a report away, one by one; and nothing against one that is ready."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from enumerations.models import Household, SettlementStatistics
from enumerations.services.statistics import rebuild_statistics
from reports.documents import snapshot
from reports.documents.adding_up import does_not_add_up
from reports.documents.checks import checks
from reports.models import Report
from reports.products import Envelope
from tests import factories
from tests.factories.reports import DemandFactory, ReportFactory
from tests.factories_verification import ObjectionFactory
from tests.reports.documents.conftest import counted, ready

pytestmark = pytest.mark.django_db
BOTH = ("en", "sw")


def codes(report: Any, envelope: Envelope = Envelope.COUNTY, *, blocks: bool = True) -> set[str]:
    found = checks(Report.objects.get(pk=report.pk), envelope, BOTH)
    return {each.code for each in found if each.blocks is blocks}


def say(report: Any, slug: str, text: str) -> None:
    report.sections.filter(slug=slug).update(text_en=text)


def test_nothing_stands_against_a_report_that_is_ready(report: Any) -> None:
    assert codes(report) == set()
    assert codes(report, Envelope.STAFF) == set()


def test_every_check_has_a_sentence_a_remedy_and_a_link(report: Any) -> None:
    report.sections.all().delete()
    report.demands.all().delete()
    found = checks(Report.objects.get(pk=report.pk), Envelope.COUNTY, BOTH)
    assert len(found) == 9
    assert all(each.sentence and each.remedy and each.link.startswith("/reports/") for each in found)


def test_an_empty_section_is_refused_in_each_language_that_lacks_it(report: Any) -> None:
    report.sections.filter(slug="history").update(text_sw=" ")
    found = [each for each in checks(report, Envelope.STAFF, BOTH) if each.code == "section_empty"]
    assert [(each.sentence, each.link) for each in found] == [
        ("“History” (Kiswahili) is empty.", f"/reports/{report.pk}/sections/history/")
    ]


@pytest.mark.parametrize("text", ["On [[acres]] acres.", "On XXXX acres.", "TODO: ask the elders"])
def test_a_placeholder_in_a_section_is_refused(report: Any, text: str) -> None:
    say(report, "history", text)
    assert codes(report) == {"placeholder"}


def test_placeholders_are_found_wherever_they_stand(report: Any) -> None:
    DemandFactory.create(report=report, text_en="Build XXXX toilets.")
    Report.objects.filter(pk=report.pk).update(title="Report of [[place]]", contact="TBC")
    found = [each.sentence for each in checks(Report.objects.get(pk=report.pk), Envelope.STAFF, BOTH)]
    assert len(found) == 3
    assert all("place to fill in" in str(sentence) for sentence in found)


def test_too_many_words_are_refused(report: Any) -> None:
    say(report, "history", "word " * 601)
    assert codes(report) == {"section_too_long"}
    say(report, "history", "word " * 600)
    assert codes(report) == set()


def test_figures_that_do_not_exist_or_are_hidden_are_refused(report: Any) -> None:
    say(report, "history", "{population} people, {popolation} of them old, {age_65_percent} old.")
    assert codes(report, Envelope.STAFF) == {"unknown_figure"}
    figures = report.figures
    figures["safe"]["figures"]["age_65_percent"]["state"] = "hidden"
    report.save()
    assert codes(report) == {"unknown_figure", "figure_not_told"}


def test_a_demand_needs_words_and_a_ward(report: Any) -> None:
    DemandFactory.create(report=report, text_sw="", ward="")
    assert codes(report) == {"demand_empty", "demand_without_ward"}


def test_a_demand_for_none_of_something_is_refused(report: Any) -> None:
    report.figures["whole"]["figures"]["taps_lacking"].update(value=0.0, state="told")
    report.figures["safe"]["figures"]["taps_lacking"].update(value=0.0, state="told")
    report.save()
    DemandFactory.create(report=report, text_en="Connect {taps_lacking} more taps.")
    assert "asks_for_nothing" in codes(report)


def test_the_leaders_brief_asks_for_three_things(report: Any) -> None:
    Report.objects.filter(pk=report.pk).update(kind="leaders")
    report.demands.first().delete()
    assert codes(report) == {"demands_missing"}


def test_a_verified_report_of_a_count_that_is_not_is_refused(settlement: Any) -> None:
    count = counted(settlement, state="checking")
    report = ready(ReportFactory.create(settlements=[count.settlement], stamp="verified", languages="both"))
    for demand in report.demands.all():
        demand.ward = "Mabatini"
    assert codes(report, Envelope.STAFF) == {"not_verified"}
    assert codes(report) == {"not_verified", "not_adopted"}
    Report.objects.filter(pk=report.pk).update(stamp="draft")
    assert codes(report, Envelope.STAFF) == set()


def test_a_draft_is_not_given_away(report: Any) -> None:
    Report.objects.filter(pk=report.pk).update(stamp="draft")
    assert codes(report) == {"draft_given_away"}
    assert codes(report, Envelope.STAFF) == set()


def test_a_hidden_settlement_is_not_for_the_county(report: Any) -> None:
    report.settlements.update(shielded_at=timezone.now())
    assert codes(report) == {"settlement_frozen"}
    assert codes(report, Envelope.STAFF) == set()


def test_newer_figures_are_refused_until_they_are_taken(report: Any, count: Any) -> None:
    Household.objects.filter(enumeration=count).update(water_price_20l_kes=10)
    rebuild_statistics(count.pk)
    assert codes(report) == {"newer_figures"}
    snapshot.keep(report)
    assert codes(report) == set()


def test_figures_made_again_and_not_changed_are_no_news(report: Any, count: Any) -> None:
    SettlementStatistics.objects.update(made_at=timezone.now() + timedelta(hours=1))
    assert codes(report) == set()


def test_the_new_figures_are_offered_with_what_changed(
    client_of: Any, report: Any, count: Any, subira: Any
) -> None:
    Household.objects.filter(enumeration=count).update(water_price_20l_kes=10)
    rebuild_statistics(count.pk)
    client, address = client_of(subira), f"/reports/{report.pk}/figures/"
    page = client.get(address).content.decode()
    assert "Price of 20 litres of water" in page
    assert "<td>5</td><td>10</td>" in page.replace(".0", "")
    assert client.post(address).status_code == 302
    assert codes(report) == set()


def test_a_low_coverage_must_be_explained_in_each_language(report: Any, count: Any) -> None:
    report.figures["coverage"] = {"KMT": 61.0}
    report.save()
    assert codes(report) == {"coverage_low"}
    report.coverage_note_en, report.coverage_note_sw = "Shops.", "Maduka."
    report.save()
    assert codes(report) == set()


def test_open_objections_keep_a_report_from_being_verified(report: Any, count: Any) -> None:
    ObjectionFactory.create(household=Household.objects.filter(enumeration=count).first())
    assert codes(report) == {"newer_figures"}
    snapshot.keep(report)
    assert codes(report) == {"objections_open"}
    Report.objects.filter(pk=report.pk).update(stamp="draft")
    assert codes(report, Envelope.STAFF) == set()
    assert codes(report, Envelope.STAFF, blocks=False) == {"objections_open"}


def test_many_disputes_keep_a_report_from_being_verified(report: Any, count: Any) -> None:
    for structure in count.settlement.structures.all()[:2]:
        factories.TenureClaimFactory.create(structure=structure, enumeration=count, in_dispute=True)
    snapshot.keep(report)
    assert codes(report) == {"disputes_open"}


def test_a_register_that_is_not_what_the_figures_say_is_refused(report: Any, count: Any) -> None:
    Household.objects.filter(enumeration=count)[0].delete()
    rebuild_statistics(count.pk)
    snapshot.keep(report)
    assert codes(report) == {"does_not_add_up"}


def test_sums_that_fail_are_told(report: Any) -> None:
    figures = report.figures["whole"]["figures"]
    assert list(does_not_add_up(report.figures)) == []
    figures["toilet_none_percent"]["value"] += 3
    figures["water_sources"]["answers"][0]["count"] -= 1
    figures["household_size"]["value"] = 9.0
    told = list(does_not_add_up(report.figures))
    assert len(told) == 3
    assert "103.0 % together" in told[1]


def test_nothing_counted_is_nothing_to_report(settlement: Any) -> None:
    assert codes(ReportFactory.create(settlements=[settlement])) == {"no_figures"}
