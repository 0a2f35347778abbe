"""The pages of a register: for members, for who may see people, and for everybody."""

import json
import re
import subprocess
import sys
from collections.abc import Callable
from datetime import date
from html import unescape
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import AccessRecord
from enumerations.models import Household
from enumerations.services.disclosure import open_records
from settlements.models import Settlement
from settlements.shield import shield
from tests import factories
from verification.models import RegisterSnapshot
from verification.services.register import freeze

pytestmark = pytest.mark.django_db
ClientOf = Callable[[Any], Client]
REASON = {"reason": "The committee checks the doors"}


@pytest.fixture
def count(settlement: Any) -> Any:
    """An adopted count of a public settlement: five homes."""
    settlement.access_level = "public"
    settlement.save()
    made = factories.EnumerationFactory.create(
        settlement=settlement, state="adopted", adopted_on=date(2026, 11, 1)
    )
    batch = factories.BatchFactory.create(enumeration=made, state="done")
    for n in range(1, 6):
        structure = factories.StructureFactory.create(settlement=settlement, code=f"KMT/{n}")
        factories.HouseholdFactory.create(
            enumeration=made, structure=structure, batch=batch, key=f"KMT/{n}/01", head_name=f"Zawadi {n}"
        )
    return made


@pytest.fixture
def first(count: Any, subira: Any) -> RegisterSnapshot:
    return freeze(count, subira)


@pytest.fixture
def second(first: RegisterSnapshot, count: Any, subira: Any) -> RegisterSnapshot:
    """After two corrections."""
    Household.objects.filter(key="KMT/1/01").update(head_name="Zawadi Mpya")
    Household.objects.filter(key="KMT/2/01").update(head_name="Baraka Mpya", rooms_used=3)
    return freeze(count, subira, "Two objections were upheld")


def page(count: Any, version: int | None = None) -> str:
    return f"/enumerations/{count.pk}/register/" + (f"{version}/" if version else "")


def body(answer: Any) -> str:
    return b"".join(answer.streaming_content).decode() if answer.streaming else answer.content.decode()


# --- Members ----------------------------------------------------------------------------------------------


def test_members_see_the_versions(
    second: RegisterSnapshot, count: Any, amina: Any, client_of: ClientOf
) -> None:
    html = body(client_of(amina).get(page(count)))
    assert "Version 1" in html
    assert second.root in html
    assert "Two objections were upheld" in html
    assert "Make the next version" not in html
    assert "0 households were corrected since the newest version." in html
    Household.objects.filter(key="KMT/1/01").update(corrected_at=timezone.now())
    assert "1 household was corrected since" in body(client_of(amina).get(page(count)))


def test_a_count_without_a_register_says_what_makes_one(
    settlement: Any, amina: Any, client_of: ClientOf
) -> None:
    count: Any = factories.EnumerationFactory(settlement=settlement)
    assert "keeps its first version" in body(client_of(amina).get(page(count)))


def test_the_office_makes_the_next_version_with_a_reason(
    first: RegisterSnapshot, count: Any, subira: Any, client_of: ClientOf
) -> None:
    staff = client_of(subira)
    assert staff.post(page(count), {"reason": "short"}).status_code == 422
    answer = staff.post(page(count), {"reason": "Fourteen objections were upheld"})
    assert answer["Location"] == page(count, 2)
    assert RegisterSnapshot.objects.get(version=2).reason == "Fourteen objections were upheld"


def test_no_version_is_made_of_what_nobody_adopted(settlement: Any, subira: Any, client_of: ClientOf) -> None:
    count: Any = factories.EnumerationFactory(settlement=settlement)
    answer = client_of(subira).post(page(count), {"reason": "Because I would like one"})
    assert (answer.status_code, RegisterSnapshot.objects.count()) == (422, 0)


def test_members_see_how_many_changed_and_not_who(
    second: RegisterSnapshot, count: Any, amina: Any, baraka: Any, client_of: ClientOf
) -> None:
    for member in (amina, baraka):
        answer = client_of(member).get(page(count, 2), {"door": "KMT/1"})
        html = body(answer)
        assert "2 households changed" in html
        assert answer.context["changes"].by_field == [("name of the household head", 2), ("rooms used", 1)]
        assert "Mpya" not in html
        assert "KMT/1/01" not in html
        assert client_of(member).post(f"{page(count, 2)}download/", REASON).status_code == 404
    assert not AccessRecord.objects.filter(kind="read").exists()


def test_an_outsider_finds_nothing_but_the_public_page(
    second: RegisterSnapshot, count: Any, chebet: Any, client_of: ClientOf
) -> None:
    outsider = client_of(chebet)
    assert outsider.get(page(count)).status_code == 404
    assert outsider.get(page(count, 2)).status_code == 404
    assert outsider.post(f"{page(count, 2)}download/", REASON).status_code == 404
    assert outsider.get("/registers/KMT/1/2/").status_code == 200


@pytest.mark.parametrize("version", [3, 99999999999])
def test_a_version_that_is_not_there(
    second: RegisterSnapshot, count: Any, amina: Any, client_of: ClientOf, version: int
) -> None:
    assert client_of(amina).get(page(count, version)).status_code == 404
    assert client_of(None).get(f"/registers/KMT/1/{version}/").status_code == 404


# --- Who may see people -------------------------------------------------------------------------------------


def test_who_may_see_people_reads_what_changed_and_is_written_down(
    second: RegisterSnapshot, count: Any, tabitha: Any, client_of: ClientOf
) -> None:
    html = body(client_of(tabitha).get(page(count, 2)))
    assert "<del>Zawadi 1</del> → <ins>Zawadi Mpya</ins>" in html
    line = AccessRecord.objects.get(kind="read")
    assert (line.user, line.subject, line.settlement) == (tabitha, f"register {second.pk}", "KMT")


def test_staff_open_the_records_first(
    second: RegisterSnapshot, count: Any, subira: Any, settlement: Any, client_of: ClientOf
) -> None:
    staff = client_of(subira)
    html = body(staff.get(page(count, 2)))
    assert "Mpya" not in html
    assert "/settlements/KMT/records/?next=" in html
    assert staff.post(f"{page(count, 2)}download/", REASON).status_code == 404
    open_records(subira, settlement, "The committee asked for it")
    assert "Zawadi Mpya" in body(staff.get(page(count, 2)))


def test_a_households_line_is_found_by_its_door(
    first: RegisterSnapshot, count: Any, tabitha: Any, client_of: ClientOf
) -> None:
    manager = client_of(tabitha)
    found = manager.get(page(count, 1), {"door": " kmt/3 "}).context["found"]
    assert [key for key, _line in found] == ["KMT/3/01"]
    assert json.loads(json.loads(found[0][1])["record"])["answers"]["head_name"] == "Zawadi 3"
    assert AccessRecord.objects.filter(kind="read").count() == 1
    assert "No household of this version" in body(manager.get(page(count, 1), {"door": "KMT/\x0099"}))


def test_the_whole_register_leaves_with_a_reason(
    first: RegisterSnapshot, count: Any, tabitha: Any, client_of: ClientOf
) -> None:
    manager = client_of(tabitha)
    refused = manager.post(f"{page(count, 1)}download/", {"reason": "no"}, follow=True)
    assert "Nothing was sent" in body(refused)
    answer: Any = manager.post(f"{page(count, 1)}download/", REASON)
    assert answer["Content-Disposition"] == 'attachment; filename="register-KMT-1-1.jsonl"'
    assert body(answer).count("Zawadi") == 5
    line = AccessRecord.objects.get(kind="exported")
    assert (line.user, line.reason) == (tabitha, REASON["reason"])


def test_nothing_leaves_a_settlement_that_is_hidden(
    first: RegisterSnapshot, count: Any, settlement: Any, tabitha: Any, amina: Any, client_of: ClientOf
) -> None:
    shield(settlement=settlement, user=amina)
    answer = client_of(tabitha).post(f"{page(count, 1)}download/", REASON, follow=True)
    assert "hidden because an eviction threatens" in body(answer)
    assert "Zawadi" not in body(answer)
    assert not AccessRecord.objects.filter(kind="exported").exists()


def test_a_long_list_of_changes_costs_no_more_queries(
    first: RegisterSnapshot, count: Any, tabitha: Any, subira: Any, client_of: ClientOf,
    django_assert_max_num_queries: Any,
) -> None:  # fmt: skip
    batch = Household.objects.filter(enumeration=count).first().batch  # type: ignore[union-attr]
    factories.HouseholdFactory.create_batch(60, enumeration=count, batch=batch)
    freeze(count, subira, "Sixty were missed")
    manager = client_of(tabitha)
    with django_assert_max_num_queries(18):
        answer = manager.get(page(count, 2))
    assert len(answer.context["page"]) == 50
    assert len(manager.get(page(count, 2), {"page": "2"}).context["page"]) == 10


# --- Everybody ---------------------------------------------------------------------------------------


def test_everybody_reads_the_hash_and_how_to_compute_it(
    second: RegisterSnapshot, client_of: ClientOf
) -> None:
    html = body(client_of(None).get("/registers/kmt/1/1/"))
    assert RegisterSnapshot.objects.get(version=1).root in html
    assert "5 households, adopted by the community on 1 Nov 2026" in html
    assert "sha256sum digests.txt" in html
    assert "There is a later version" in html
    assert "Zawadi" not in html


def test_everybody_fetches_the_list_and_once_is_enough(first: RegisterSnapshot, client_of: ClientOf) -> None:
    stranger = client_of(None)
    answer: Any = stranger.get("/registers/KMT/1/1/digests.txt")
    assert answer["Content-Type"] == "text/plain; charset=us-ascii"
    listed = body(answer)
    assert listed.splitlines() == sorted(listed.splitlines())
    assert len(listed.splitlines()) == 5
    again = stranger.get("/registers/KMT/1/1/digests.txt", headers={"If-None-Match": answer["ETag"]})
    assert again.status_code == 304


@pytest.mark.parametrize("values", [{"access_level": "federation"}, {"smallest_cell": 6}])
def test_who_may_not_know_of_it_finds_nothing(
    first: RegisterSnapshot, count: Any, amina: Any, client_of: ClientOf, values: dict[str, Any]
) -> None:
    """Nor does anybody learn of so few households that each could be recognised; those who act there do."""
    Settlement.objects.filter(pk=count.settlement_id).update(**values)
    for address in ("/registers/KMT/1/1/", "/registers/KMT/1/1/digests.txt"):
        assert client_of(None).get(address).status_code == 404
        assert client_of(amina).get(address).status_code == 200


def test_the_settlements_page_leads_to_it(first: RegisterSnapshot, client_of: ClientOf) -> None:
    assert "/registers/KMT/1/1/" in body(client_of(None).get("/settlements/KMT/"))
    Settlement.objects.update(smallest_cell=6)
    assert "/registers/KMT/1/1/" not in body(client_of(None).get("/settlements/KMT/"))


def test_the_line_on_the_public_page_proves_a_household(
    first: RegisterSnapshot, count: Any, tabitha: Any, client_of: ClientOf, tmp_path: Any
) -> None:
    """The command as it stands there, run with the two files beside it."""
    stranger = client_of(None)
    (tmp_path / "digests.txt").write_text(body(stranger.get("/registers/KMT/1/1/digests.txt")))
    found = client_of(tabitha).get(page(count, 1), {"door": "KMT/3"}).context["found"]
    (tmp_path / "household.jsonl").write_text(found[0][1], encoding="utf-8")
    shown = unescape(body(stranger.get("/registers/KMT/1/1/")))
    command = re.findall(r'python3 -c "(.+?)"</pre>', shown)[0]
    done = subprocess.run(
        [sys.executable, "-I", "-c", command], cwd=tmp_path, capture_output=True, text=True, check=True
    )
    assert done.stdout == "True\n"
