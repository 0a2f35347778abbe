"""Who may take a report along: whoever may read it, as its own people; the county gets it from the office."""

from typing import Any

import pytest

from reports.choices import Gone
from reports.models import Export, Report
from reports.products import Envelope, Refused
from reports.rights import may
from reports.works.ask import ask_for
from reports.works.clear import clear_over
from reports.works.run import make
from settlements.models import Membership, Settlement
from tests import factories

pytestmark = pytest.mark.django_db


def wish(report: Any, meant_for: str, form: str = "pdf") -> dict[str, Any]:
    return {"report": report.pk, "format": form, "text_language": "en", "meant_for": meant_for}


def codes(user: Any, report: Any, meant_for: str) -> list[str]:
    """What is said against it; nothing where it is made."""
    try:
        ask_for(user=user, product="report", ask=wish(report, meant_for))
    except Refused as refused:
        return [each.code for each in refused.refusals]
    return []


def test_a_leader_takes_what_she_may_read(report: Any, amina: Any) -> None:
    Report.objects.filter(pk=report.pk).update(stamp="draft", kind="leaders")
    export, _is_new = ask_for(user=amina, product="report", ask=wish(report, "own"))
    make(export.pk)
    export.refresh_from_db()
    assert (export.state, export.meant_for) == ("ready", Envelope.STAFF)
    assert export.file.read(4) == b"%PDF"


def test_what_a_leader_takes_says_that_it_is_for_the_community_too(
    report: Any, amina: Any, client_of: Any
) -> None:
    """Before it is asked for, in the list, on its page, where it is saved for later, and as a version."""
    Report.objects.filter(pk=report.pk).update(stamp="draft", kind="leaders")
    client = client_of(amina)
    foretold = client.post(
        "/exports/new/report/", wish(report, "own"), headers={"HX-Request": "true"}
    ).content.decode()
    export, _is_new = ask_for(user=amina, product="report", ask=wish(report, "own"))
    make(export.pk)
    version = f"/reports/{report.pk}/versions/{report.versions.get().number}/"
    its_own = f"/exports/{export.pk}/"
    pages = [client.get(address) for address in ("/exports/", its_own, f"{its_own}save/", version)]
    for page in (foretold, *(page.content.decode() for page in pages)):
        assert "Office and community" in page
        assert "Staff" not in page
        assert "office alone" not in page
    # The data of the same envelope are the office's.
    data = Export(product="data", envelope=Envelope.STAFF)
    assert (str(data.for_whom), str(Export(product="report", envelope=Envelope.COUNTY).for_whom)) == (
        "Staff", "County hand-over",
    )  # fmt: skip


def test_the_county_gets_it_from_the_office(report: Any, amina: Any, subira: Any) -> None:
    assert codes(amina, report, "county") == ["not_yours"]
    assert codes(amina, report, "public") == []
    assert codes(subira, report, "county") == []


@pytest.mark.parametrize("role", ["enumerator", "verifier"])
def test_who_may_not_read_it_takes_nothing(report: Any, role: str) -> None:
    member = factories.member_of(report.settlements.get(), role)
    assert codes(member, report, "own") == ["not_yours"]
    assert codes(member, report, "public") == ["no_report"]


def test_a_leader_of_one_does_not_take_a_report_of_two(report: Any, amina: Any) -> None:
    report.settlements.add(factories.SettlementFactory.create(code="OTH"))
    assert codes(amina, report, "own") == ["not_yours"]


def test_it_is_the_report_alone(report: Any, amina: Any) -> None:
    here = Settlement.objects.filter(pk=report.settlements.get().pk)
    assert may(amina, here, Envelope.STAFF, "report")
    assert not any(may(amina, here, Envelope.STAFF, each) for each in ("data", "workbook", ""))
    assert not may(amina, here, Envelope.COUNTY, "report")


def test_her_copy_goes_with_her_role(report: Any, amina: Any) -> None:
    Report.objects.filter(pk=report.pk).update(kind="leaders")
    export, _is_new = ask_for(user=amina, product="report", ask=wish(report, "own"))
    make(export.pk)
    clear_over()
    assert Export.objects.get(pk=export.pk).state == "ready"
    Membership.objects.filter(user=amina).update(role="enumerator")
    clear_over()
    assert Export.objects.get(pk=export.pk).gone == Gone.ACCESS_ENDED


def test_the_page_offers_her_what_she_may_have(client_of: Any, report: Any, amina: Any, subira: Any) -> None:
    page = client_of(amina).get(f"/reports/{report.pk}/export/", follow=True)
    assert page.redirect_chain[-1][0].endswith("meant_for=own")
    assert 'value="county"' not in page.content.decode()
    answer = client_of(amina).post("/exports/new/report/", wish(report, "county"))
    assert (answer.status_code, Export.objects.count()) == (422, 0)
    assert 'value="county"' in client_of(subira).get("/exports/new/report/").content.decode()
