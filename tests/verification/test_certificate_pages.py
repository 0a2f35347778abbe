"""Certificates as the office and the leaders meet them."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.db.models import Q
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import AccessRecord
from enumerations.models import Household
from enumerations.services.disclosure import open_records
from tests.factories_verification import ObjectionFactory
from tests.pages.markup import faults_of
from tests.pages.test_batch_pages import text_of
from tests.verification.registers import Adopted
from tests.verification.test_certificate_paper import pages_of
from verification.models import Certificate, CertificateWork
from verification.services.certificate_works import run
from verification.services.certificates import Terms, issue_next, revoke

pytestmark = pytest.mark.django_db
AGREED = Terms(names_agreed_on=date(2026, 11, 8))


@pytest.fixture
def issued(adopted: Adopted, subira: Any) -> Certificate:
    """Of one household with a couple; another waits, a third cannot have one."""
    adopted.household(1, head_name="Zawadi Mwakio", spouses=("Juma Mwakio",))
    (made,) = issue_next(count=adopted.count, among=Q(), terms=AGREED, by=subira)
    adopted.household(2)
    blocked = adopted.household(3, head_name="Restricted Person")
    ObjectionFactory.create(
        enumeration=adopted.count, structure=blocked.structure, kind="ownership", receipt="KMT-7F3Q"
    )
    return made


def page_of(client: Any, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status, answer
    assert faults_of(answer.content.decode()) == []
    return text_of(answer)


def home(adopted: Adopted) -> str:
    return f"/enumerations/{adopted.count.pk}/certificates/"


# --- The count's page -------------------------------------------------------------------------------


def test_it_opens_with_how_many_and_leads_to_the_villages(
    issued: Any, adopted: Adopted, amina: Any, client_of: Any
) -> None:
    client = client_of(amina)
    client.get(home(adopted))
    with CaptureQueriesContext(connection) as asked:
        told = page_of(client, home(adopted))
    assert "households hold a valid certificate 1 can get one now 1 cannot get one yet 1" in told
    assert "B Bondeni 1 1 1" in told
    assert "From version 1 of the register adopted on 1 Nov 2026" in told
    assert len(asked) <= 14, [query["sql"][:100] for query in asked.captured_queries]


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ("kmt/b/1", "KMT/1/00001"),
        ("KMT / B / 1 / 01", "KMT/1/00001"),
        ("KMT/B/2", "No certificate has this number, and none was issued at this door."),
        ("KMT/1/00002-00", "KMT/1/00002-00 cannot be right: its last two digits do not fit the rest."),
        ("\x00", "No certificate has this number"),
    ],
)
def test_one_is_found_by_its_door_and_a_misread_number_is_told(
    asked: str, told: str, issued: Any, adopted: Adopted, amina: Any, client_of: Any
) -> None:
    client = client_of(amina)
    assert told in text_of(client.get(home(adopted), {"q": asked}))
    assert issued.serial in text_of(client.get(home(adopted), {"q": issued.serial.lower()}))


def test_before_adoption_it_says_what_is_missing(adopted: Adopted, subira: Any, client_of: Any) -> None:
    adopted.snapshot.delete()
    told = page_of(client_of(subira), home(adopted))
    assert "They are issued once the community has adopted the count" in told
    answer = client_of(subira).post(f"{home(adopted)}B/", {"county_signs": "no"}, follow=True)
    assert "Certificates are issued once the community has adopted the count." in text_of(answer)
    assert not CertificateWork.objects.exists()


def test_a_count_and_a_structure_lead_to_their_certificates(
    issued: Any, adopted: Adopted, amina: Any, baraka: Any, client_of: Any
) -> None:
    structure = f"/settlements/KMT/structures/{issued.structure.pk}/"
    count = f"/enumerations/{adopted.count.pk}/"
    assert f'href="{home(adopted)}"' in client_of(amina).get(count).content.decode()
    assert f'href="{home(adopted)}"' not in client_of(baraka).get(count).content.decode()
    assert issued.serial in text_of(client_of(amina).get(structure))
    assert issued.serial not in text_of(client_of(baraka).get(structure))


# --- A village ----------------------------------------------------------------------------------------


def test_leaders_see_numbers_doors_and_states_and_nothing_else(
    issued: Any, adopted: Adopted, amina: Any, client_of: Any
) -> None:
    for address in (home(adopted), f"{home(adopted)}B/", issued.get_absolute_url()):
        told = page_of(client_of(amina), address)
        assert not [word for word in ("Zawadi", "Mwakio", "Restricted", "Issue ", "Print") if word in told]
    village = page_of(client_of(amina), f"{home(adopted)}B/?show=blocked")
    assert issued.serial in village
    assert "KMT/B/1/01" in village
    assert "KMT/B/3" not in village  # who has none, and why, is the office's to know


def test_the_office_reads_who_has_none_and_why_and_where_to_go(
    issued: Any, adopted: Adopted, subira: Any, client_of: Any
) -> None:
    adopted.household(4, restricted_at=timezone.now())
    answer = client_of(subira).get(f"{home(adopted)}B/?show=blocked")
    told = text_of(answer)
    assert "KMT/B/3/01 : There is a dispute over its structure. KMT-7F3Q (Dispute about who owns it)." in told
    assert "KMT/B/4/01 : They asked that their record be kept and not used." in told
    restricted = Household.objects.get(key="KMT/B/4/01")
    assert f'href="/settlements/KMT/rights/households/{restricted.pk}/"' in answer.content.decode()
    assert "KMT/B/2/01" in page_of(client_of(subira), f"{home(adopted)}B/?show=ready")


def test_a_list_of_300_asks_no_more_than_one_of_3(adopted: Adopted, subira: Any, client_of: Any) -> None:
    adopted.households(60)
    issue_next(count=adopted.count, among=Q(), terms=Terms(), by=subira, limit=3)
    client, numbers = client_of(subira), []
    for _ in range(2):
        client.get(f"{home(adopted)}B/")
        with CaptureQueriesContext(connection) as asked:
            page = page_of(client, f"{home(adopted)}B/")
        numbers.append(len(asked))
        issue_next(count=adopted.count, among=Q(), terms=Terms(), by=subira)
    assert page.count("✓ Valid") == 50
    assert numbers[0] == numbers[1] <= 22, numbers


def test_a_meeting_is_asked_and_who_did_not_agree_is_left_out(
    adopted: Adopted, subira: Any, client_of: Any, django_capture_on_commit_callbacks: Any
) -> None:
    adopted.household(1, head_name="Zawadi Mwakio")
    adopted.household(2, head_name="Akinyi Were")
    client, village = client_of(subira), f"{home(adopted)}B/"
    said = {"names": "on", "heard_on": "2026-11-08", "county_signs": "no"}
    wrong = {
        "Say on which day they agreed.": said | {"heard_on": ""},
        "This day is still to come.": said | {"heard_on": str(timezone.localdate() + timedelta(days=1))},
        "Tick this too if both agreed": said | {"names": ""},
        "No household that gets a certificate here has these numbers: KMT/B/9/01.": said
        | {"without": "KMT/B/2/01, kmt/b/9/01"},
    }
    for told, sent in wrong.items():
        answer = client.post(village, sent)
        assert (answer.status_code, told in text_of(answer)) == (422, True), told
    assert not CertificateWork.objects.exists()
    answer = client.post(village, said | {"without": "kmt/b/2/01"})
    work = CertificateWork.objects.get()
    assert answer["Location"] == f"/certificates/works/{work.pk}/"
    assert "Waiting for its turn" in page_of(client, answer["Location"])
    run(work.pk)
    assert "✓ 2 certificates were issued." in page_of(client, answer["Location"])
    agreed = Certificate.objects.order_by("number").values_list("names_agreed_on", flat=True)
    assert list(agreed) == [date(2026, 11, 8), None]


def test_papers_of_a_village_are_fetched_with_the_records_open(
    issued: Any, adopted: Adopted, subira: Any, client_of: Any, tmp_path: Any
) -> None:
    client = client_of(subira)
    where = client.post(f"{home(adopted)}B/print/", {"sheet": "a4"})["Location"]
    run(CertificateWork.objects.get().pk)
    closed = client.get(f"{where}paper.pdf")
    assert closed["Location"].startswith("/settlements/KMT/records/")
    open_records(subira, adopted.settlement, "Printing certificates")
    assert "1 certificate is in the PDF, in the order of the doors." in page_of(client, where)
    assert "1 certificate printed" in page_of(client, f"{home(adopted)}B/")
    answer = client.get(f"{where}paper.pdf")
    assert answer["Content-Disposition"] == 'attachment; filename="certificates-KMT-1-B.pdf"'
    (page,) = pages_of(b"".join(answer.streaming_content), tmp_path)
    assert "Zawadi Mwakio · Juma Mwakio" in page
    assert AccessRecord.objects.filter(kind="downloaded", user=subira).count() == 1
    revoke(certificate=issued, reason="Moved away.", by=subira)
    gone = client.get(f"{where}paper.pdf", follow=True)
    assert "These papers are no longer kept: print them again." in text_of(gone)


def test_only_the_part_that_changes_is_asked_for(
    issued: Any, adopted: Adopted, subira: Any, client_of: Any
) -> None:
    where = client_of(subira).post(f"{home(adopted)}B/print/", {})["Location"]
    part = client_of(subira).get(where, headers={"HX-Request": "true"}).content.decode()
    assert 'hx-trigger="every 2s"' in part
    assert "<html" not in part
    assert (
        client_of(None)
        .get(where, headers={"HX-Request": "true"})["HX-Redirect"]
        .startswith("/accounts/login/")
    )


# --- One certificate ----------------------------------------------------------------------------------


def test_staff_open_the_records_before_they_read_or_print_it(
    issued: Any, adopted: Adopted, subira: Any, client_of: Any, tmp_path: Any
) -> None:
    client, where = client_of(subira), issued.get_absolute_url()
    closed = page_of(client, where)
    assert "Zawadi" not in closed
    assert "Open personal records" in closed
    assert client.get(f"{where}paper.pdf")["Location"].startswith("/settlements/KMT/records/")
    open_records(subira, adopted.settlement, "Printing certificates")
    assert "Zawadi Mwakio · Juma Mwakio" in page_of(client, where)
    papers = [client.get(f"{where}paper.pdf") for _ in range(2)]
    assert papers[0]["Content-Disposition"] == f'inline; filename="{issued.serial.replace("/", "-")}.pdf"'
    assert pages_of(papers[0].content, tmp_path) == pages_of(papers[1].content, tmp_path)
    logged = AccessRecord.objects.filter(kind="printed", subject=f"household {issued.household.pk}")
    assert {each.reason for each in logged} == {f"certificate {issued.serial}"}
    assert page_of(client, where).count("· Subira") == 2
    assert AccessRecord.objects.filter(kind="read", subject=f"household {issued.household.pk}").exists()


def test_a_name_corrected_since_asks_for_another(
    issued: Any, adopted: Adopted, tabitha: Any, amina: Any, client_of: Any
) -> None:
    Household.objects.filter(pk=issued.household.pk).update(head_name="Zawadi Mwakyo")
    warning = "The paper no longer matches the register"
    assert warning in page_of(client_of(amina), issued.get_absolute_url())
    client, where = client_of(tabitha), issued.get_absolute_url()
    assert warning in page_of(client, where)
    assert "paper no longer matches" in page_of(client, f"{home(adopted)}B/")
    said = {"names": "on", "heard_on": "2026-11-20", "county_signs": "line"}
    assert client.post(f"{where}reissue/", said).status_code == 422  # what changed is not said
    answer = client.post(f"{where}reissue/", said | {"reason": "Spelling corrected."})
    made = Certificate.objects.get(replaces=issued)
    assert answer["Location"] == made.get_absolute_url()
    told = page_of(client, made.get_absolute_url())
    assert "Zawadi Mwakyo · Juma Mwakio" in told
    assert warning not in told
    assert f"Issued in place of {issued.serial}" in told
    old = page_of(client, where)
    assert "✕ Revoked" in old
    assert f"Replaced by {made.serial}" in old
    assert "Revoked because Spelling corrected." in old
    assert "Spelling corrected." not in page_of(client_of(amina), where)


def test_a_revoked_one_is_not_printed(issued: Any, adopted: Adopted, tabitha: Any, client_of: Any) -> None:
    client, where = client_of(tabitha), issued.get_absolute_url()
    assert "This cannot be undone" in page_of(client, f"{where}revoke/")
    assert client.post(f"{where}revoke/", {"reason": "Gone"}).status_code == 422
    client.post(f"{where}revoke/", {"reason": "The household moved away."})
    issued.refresh_from_db()
    assert issued.revoked_by == tabitha
    answer = client.get(f"{where}paper.pdf", follow=True)
    assert "A revoked certificate is not printed" in text_of(answer)
    again = client.post(f"{where}revoke/", {"reason": "The household moved away."}, follow=True)
    assert "This certificate is revoked already." in text_of(again)


def test_what_came_up_since_is_told_and_a_record_not_used_is_not_printed(
    issued: Any, amina: Any, tabitha: Any, client_of: Any
) -> None:
    client, where = client_of(tabitha), issued.get_absolute_url()
    warning = "Today its household would get none: They asked that their record be kept and not used."
    assert "Today its household" not in page_of(client, where)
    Household.objects.filter(pk=issued.household.pk).update(restricted_at=timezone.now())
    assert warning in page_of(client, where)
    assert warning not in page_of(client_of(amina), where)
    answer = client.get(f"{where}paper.pdf", follow=True)
    assert "Its people asked that their record is not used" in text_of(answer)


# --- A household's page -------------------------------------------------------------------------------


def test_a_household_is_given_one_at_its_own_page(adopted: Adopted, tabitha: Any, client_of: Any) -> None:
    held = adopted.household(1, head_name="Zawadi Mwakio", spouses=("Juma",))
    client, where = client_of(tabitha), f"/settlements/KMT/certificates/{held.pk}/"
    assert f'href="{where}"' in client.get(f"/settlements/KMT/rights/households/{held.pk}/").content.decode()
    assert "Names that would stand on it: Zawadi Mwakio · Juma" in page_of(client, where)
    answer = client.post(where, {"names": "on", "heard_on": "2026-11-08", "county_signs": "no"})
    made = Certificate.objects.get(household=held)
    assert answer["Location"] == made.get_absolute_url()
    told = page_of(client, where)
    assert "It holds a valid certificate." in told
    assert made.serial in told
    assert made.serial in page_of(client, f"/settlements/KMT/rights/households/{held.pk}/")


def test_what_keeps_it_from_one_is_said_there(adopted: Adopted, tabitha: Any, client_of: Any) -> None:
    held = adopted.household(1, consent=None)
    client, where = client_of(tabitha), f"/settlements/KMT/certificates/{held.pk}/"
    assert "nobody wrote down that they do." in page_of(client, where)
    answer = client.post(where, {"county_signs": "no"})
    assert answer.status_code == 422
    assert not Certificate.objects.exists()
