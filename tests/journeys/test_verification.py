"""From a draft that is being checked to an adopted register and its second version."""

import hashlib
import json
import re
import urllib.request
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from enumerations.models import Batch, Enumeration, Household, TenureClaim
from enumerations.services.batches import create_batch, run_batch
from tests import factories
from tests.browser import PHONE, OpenPage, assert_fits
from tests.enumerations.rows import HOUSEHOLD, as_xlsx, child, household, person
from tests.worker import StartWorker, wait_for
from verification.choices import ObjectionKind
from verification.models import Certificate, Objection, PostedList, Posting, RegisterSnapshot

pytestmark = pytest.mark.django_db(transaction=True)

DOORS = {n: f"KMT/A/{n}" for n in range(1, 16)}
PDF = b"%PDF-1.4\n%%EOF\n"


@pytest.fixture
def count(settlement: Any, subira: Any) -> Enumeration:
    """Fifteen doors of one village with a household of two behind each; one household has no roster."""
    type(settlement).objects.filter(pk=settlement.pk).update(access_level="public")
    cluster = factories.ClusterFactory.create(settlement=settlement, code="A")
    structures = {n: factories.StructureFactory.create(cluster=cluster, code=DOORS[n], n=n) for n in DOORS}
    found: Enumeration = factories.EnumerationFactory.create(
        settlement=settlement, state="checking", name="Kiamutisya 2026"
    )
    send(found, subira, [f"{door}/01" for door in DOORS.values()] + ["KMT/A/2/02"])
    batch = Batch.objects.get()
    factories.HouseholdFactory.create(
        structure=structures[1], enumeration=found, key="KMT/A/1/02", batch=batch, members_total=2
    )
    return found


def workbook(keys: list[str]) -> bytes:
    """A household of two with each of these numbers."""
    doors = {key: factories.place_of(int(key.split("/")[2])) for key in keys}
    return as_xlsx(
        [household(key, location=f"{at.y} {at.x} 1640 6") for key, at in doors.items()],
        [someone for key in keys for someone in (person(key, name="Wanjiru"), child(key, name="Kamau"))],
    )


def send(count: Enumeration, by: Any, keys: list[str]) -> None:
    upload = ContentFile(workbook(keys), name="lane.xlsx")
    batch = create_batch(enumeration=count, user=by, upload=upload, name="lane.xlsx")
    run_batch(batch.pk)
    batch.refresh_from_db()
    assert (batch.state, batch.created) == ("done", len(keys))


@pytest.fixture
def office(tabitha: Any) -> Client:
    """The data manager's browser, for what a form sends again and again."""
    client = Client()
    client.force_login(tabitha)
    return client


def move_on(office: Client, count: Enumeration, to: str, **said: Any) -> int:
    """Take a step by its form: 302 when it was taken."""
    answer = office.post(f"/enumerations/{count.pk}/steps/", {"to": to} | said)
    return int(answer.status_code)


# --- What is said, and what upholding it corrects ---------------------------------------------------

K = ObjectionKind
PERSON_NOW = {
    "line1-name": "Akinyi", "line1-relation": "head", "line1-sex": "female", "line1-age": "41",
    "line1-school_status": "left_completed", "line1-activity": "working",
}  # fmt: skip
ASKED_NOW = {
    f"own-{name}": str(value)
    for name, value in HOUSEHOLD.items()
    if name not in ("hh_code", "result", "consent", "location", "members_total")
}


def said_of(key: str, **changed: str) -> dict[str, str]:
    """A household's answers as the page of its decision shows them, with what is changed."""
    home = Household.objects.get(key=key)
    people = {
        f"line{each.line_no}-{name}": str(getattr(each, name) or "")
        for each in home.persons.all()
        for name in ("name", "relation", "sex", "age", "school_status", "activity")
    }
    return {"own-head_name": home.head_name or "", "own-head_sex": home.head_sex or ""} | people | changed


def corrections() -> dict[str, tuple[str, Callable[[], dict[str, Any]]]]:
    """Of each kind: the number it is about, and what the office sends to uphold it."""
    born = {"line3-name": "Neema", "line3-relation": "son_daughter", "line3-sex": "female", "line3-age": "1"}
    owner = {"own-occupancy_status": "owner_resident", "own-years_in_structure": "4"}
    absent = {"claim-action": "add", "claim-claimant_name": "Mzee Kariuki", "claim-role": "owner_absentee"}
    second = {"claim-action": "add", "claim-claimant_name": "Njoki Mwangi", "claim-role": "co_owner"}
    asked = {"left-out-way": "interview", "left-out-door": "A/3"}
    return {
        K.NOT_COUNTED: ("A/3", lambda: ASKED_NOW | PERSON_NOW | asked),
        K.COUNTED_TWICE: ("A/2/02", lambda: {"twice-other": "A/2/01"}),
        K.WRONG_SIZE: ("A/4/01", lambda: said_of("KMT/A/4/01", **born)),
        K.WRONG_STATUS: ("A/5/01", lambda: owner),
        K.ABSENTEE_OWNER: ("A/6", lambda: absent),
        K.SUB_LET: ("A/7/01", lambda: lets("KMT/A/7/01")),
        K.DECEASED_MOVED: ("A/8/01", lambda: said_of("KMT/A/8/01", **{"line2-removed": "on"})),
        K.STRUCTURE_MISSING: ("", lambda: {"structure-code": "A/99", "structure-location": place(99)}),
        K.NO_SUCH_STRUCTURE: ("A/9", lambda: {"none-households": "out"}),
        K.SETTLEMENT_BOUNDARY: ("", dict),
        K.DOUBLE_CLAIM: ("A/10", lambda: second),
        K.BOUNDARY: ("A/11", lambda: {"outcome": "rejected"}),
        K.OWNERSHIP: ("A/12", lambda: {"outcome": "rejected"}),
        K.RENT: ("A/13/01", lambda: {"outcome": "referred", "referred_to": "chief"}),
    }


def lets(key: str) -> dict[str, str]:
    held = TenureClaim.objects.get(household__key=key)
    return {"claim-action": "change", "claim-claim": str(held.pk), "claim-role": "sub_tenant"}


def place(n: int) -> str:
    at = factories.place_of(n)
    return f"{at.y}, {at.x}"


def object_by_post(leader: Client, count: Enumeration, kind: str, door: str) -> Objection:
    """The form of the phone's page, sent again for another kind."""
    address = f"/enumerations/{count.pk}/objections/new/?" + (f"door={door}" if door else "nowhere=1")
    shown = leader.get(address)
    assert shown.status_code == 200
    offered = shown.context["form"].fields.get("household")  # the one that the number names is chosen
    answer = leader.post(
        address,
        {
            "kind": kind, "statement": f"About {kind}", "objector": "household", "source": "leader",
            "heard_on": date.today().isoformat(), "door": door,
            "household": (offered and offered.initial) or "",
        },
    )  # fmt: skip
    assert answer.status_code == 302, answer.content.decode()
    found: Objection = Objection.objects.latest("pk")
    assert found.kind == kind
    return found


def decide(office: Client, objection: Objection, **said: Any) -> None:
    verdict = {
        "outcome": "upheld", "reasons": "The panel saw it.", "panel": "The elders of village A",
        "on": date.today().isoformat(), "corrects": "now",
    }  # fmt: skip
    answer = office.post(f"/objections/{objection.pk}/decide/", verdict | said)
    assert answer.status_code == 302, (
        objection.kind,
        re.findall(r"✕[^<]*|field-error.*", answer.content.decode()),
    )


# --- The main path, in the browser ------------------------------------------------------------------


def put_right(page: Page, count: Enumeration) -> None:
    """Staff see what is missing, send the corrected household, and see that nothing is."""
    page.goto(f"/enumerations/{count.pk}/")
    expect(page.locator(".next")).to_contain_text("1 household does not have exactly one head")
    page.get_by_role("link", name="Send a batch").click()
    page.set_input_files(
        "input[type=file]",
        {
            "name": "corrected.xlsx",
            "mimeType": "application/octet-stream",
            "buffer": workbook(["KMT/A/1/02"]),
        },
    )
    page.get_by_role("button", name="Send").click()
    page.wait_for_url("**/batches/**")
    wait_for(lambda: Batch.objects.filter(name="corrected.xlsx", state="done").exists())
    page.goto(f"/enumerations/{count.pk}/progress/")
    expect(page.locator(".next")).to_contain_text("No lists are made yet")


def post_lists(page: Page, count: Enumeration) -> None:
    """Staff say when and where; the worker makes the lists while they look."""
    page.goto(f"/enumerations/{count.pk}/lists/")
    page.get_by_role("link", name="Post the lists").click()
    page.get_by_label("Posted on").fill((date.today() - timedelta(days=14)).isoformat())
    page.get_by_label("Objections until").fill(date.today().isoformat())
    page.get_by_label("Where the lists hang").fill("The water kiosk")
    page.get_by_label("Where to object").fill("The social hall")
    page.locator("main button[type=submit]").click()
    page.wait_for_url(f"**/enumerations/{count.pk}/lists/")
    expect(page.locator("a[href$='list.pdf']").first).to_be_visible(timeout=60_000)


def object_on_a_phone(page: Page) -> Objection:
    """From home to the slip with the number: a leader writes down that a name is wrong."""
    page.goto("/")
    page.locator(".under-way a").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Objections being heard")
    assert_fits(page)
    page.get_by_role("link", name="Objections").click()
    page.get_by_role("link", name="Take an objection").click()
    page.get_by_label("Which door is it about?").fill("a/14/01")
    page.get_by_role("button", name="Next").click()
    assert_fits(page)
    page.get_by_label("The name is wrong or misspelt").check()
    page.get_by_label("In their words").fill("Jina ni Wanjiru Njeri.")
    page.get_by_label("The household itself").check()
    page.get_by_role("button", name="Write it down").click()
    page.wait_for_url("**/slip/**")
    found: Objection = Objection.objects.get()
    expect(page.locator("main")).to_contain_text(found.receipt)
    assert_fits(page)
    return found


def decide_in_browser(page: Page, objection: Objection) -> None:
    """The office sets a hearing, writes the decision down, and the name is right in the same step."""
    page.goto(f"/objections/{objection.pk}/")
    page.get_by_role("link", name="Set a hearing").click()
    page.get_by_label("Day").fill((date.today() + timedelta(days=1)).isoformat())
    page.get_by_label("Place").fill("The social hall")
    page.get_by_role("button", name="Save").click()
    page.get_by_role("link", name="Write the decision down").click()
    page.get_by_label("Upheld", exact=True).check()
    page.get_by_label("Reasons").fill("The identity card was shown.")
    page.get_by_label("Panel").fill("The elders of village A")
    page.locator("[name='own-head_name']").fill("Wanjiru Njeri")
    page.get_by_role("button", name="Write the decision down").click()
    page.wait_for_url(f"**/objections/{objection.pk}/")
    expect(page.get_by_role("table")).to_contain_text("Wanjiru Njeri")


def adopt(page: Page, count: Enumeration) -> None:
    """The assembly's day and its minutes: then the register is kept."""
    page.goto(f"/enumerations/{count.pk}/steps/")
    page.get_by_label("Day of the meeting").fill(date.today().isoformat())
    page.get_by_label("Place").fill("The social hall")
    page.get_by_label("Women who came").fill("84")
    page.get_by_label("Minutes of the meeting").set_input_files(
        {"name": "minutes.pdf", "mimeType": "application/pdf", "buffer": PDF}
    )
    page.get_by_role("button", name="Move on to: Adopted").click()
    expect(page.locator("main")).to_contain_text("The count is now: Adopted.")


# --- The register, checked with nothing of ours -----------------------------------------------------


def fetch(live_server: LiveServer, path: str) -> bytes:
    with urllib.request.urlopen(f"{live_server.url}{path}", timeout=30) as answer:
        found: bytes = answer.read()
        return found


def check_register(live_server: LiveServer, office: Client, count: Enumeration, version: int) -> set[str]:
    """The hash on the public page is that of the public list; each household downloaded is a line of it."""
    page = fetch(live_server, f"/registers/KMT/1/{version}/").decode()
    listed = fetch(live_server, f"/registers/KMT/1/{version}/digests.txt")
    assert hashlib.sha256(listed).hexdigest() in page
    answer = office.post(
        f"/enumerations/{count.pk}/register/{version}/download/", {"reason": "To compute the hash again"}
    )
    lines = [json.loads(line) for line in b"".join(answer.streaming_content).splitlines()]  # type: ignore[attr-defined]
    proved = {
        hashlib.sha256(bytes.fromhex(line["salt"]) + line["record"].encode()).hexdigest() for line in lines
    }
    assert "".join(f"{digest}\n" for digest in sorted(proved)).encode() == listed
    return proved


@pytest.fixture
def pages(browser_page: OpenPage, amina: Any, tabitha: Any) -> dict[str, Page]:
    return {"leader": browser_page(amina, width=PHONE), "office": browser_page(tabitha)}


def test_from_checking_to_the_second_version(
    live_server: LiveServer,
    start_worker: StartWorker,
    count: Enumeration,
    pages: dict[str, Page],
    office: Client,
    amina: Any,
) -> None:
    start_worker()
    leader = Client()
    leader.force_login(amina)

    # Checked, put right, posted.
    assert move_on(office, count, "posted") == 422
    put_right(pages["office"], count)
    assert move_on(office, count, "posted") == 422  # no lists hang
    post_lists(pages["office"], count)
    assert PostedList.objects.get().households == len(DOORS) + 2
    assert move_on(office, count, "posted") == 302
    assert move_on(office, count, "objections") == 302

    # Objections of each kind, heard and decided with what they correct.
    wrong_name = object_on_a_phone(pages["leader"])
    others = {kind: object_by_post(leader, count, kind, about) for kind, (about, _) in corrections().items()}
    assert {wrong_name.kind, *others} == set(K.values)
    assert (
        "15 objections are not decided." in office.get(f"/enumerations/{count.pk}/progress/").content.decode()
    )
    assert leader.post(f"/objections/{wrong_name.pk}/decide/").status_code == 404
    decide_in_browser(pages["office"], wrong_name)
    for kind, (_about, sends) in corrections().items():
        decide(office, others[kind], **sends())
    homes = {home.key: home for home in Household.objects.filter(enumeration=count)}
    assert homes["KMT/A/14/01"].head_name == "Wanjiru Njeri"
    assert homes["KMT/A/2/02"].same_as_id == homes["KMT/A/2/01"].pk
    assert [homes[f"KMT/A/{n}/01"].members_total for n in (4, 8)] == [3, 1]
    assert homes["KMT/A/5/01"].occupancy_status == "owner_resident"
    assert homes["KMT/A/7/01"].occupancy_status == "sub_tenant"
    assert homes["KMT/A/9/01"].result == "vacant"
    assert "KMT/A/3/02" in homes
    wait_for(lambda: not Batch.objects.filter(state="counting").exists())

    # The window ends: verified, adopted with minutes.
    assert move_on(office, count, "verified") == 422
    Posting.objects.update(closes_on=date.today() - timedelta(days=1))  # a day later
    assert move_on(office, count, "verified") == 302
    adopt(pages["office"], count)
    first = check_register(live_server, office, count, 1)
    # 17 homes of the lists and one left out; less the one counted twice and the one that is none.
    assert len(first) == RegisterSnapshot.objects.get().households == len(DOORS) + 2 + 1 - 2

    # A certificate, and what everybody reads of it.
    assert office.post(f"/enumerations/{count.pk}/certificates/A/", {"county_signs": "no"}).status_code == 302
    wait_for(lambda: Certificate.objects.filter(household__key="KMT/A/14/01").exists())
    assert not Certificate.objects.filter(household__key="KMT/A/13/01").exists()  # its rent is with the chief
    issued = Certificate.objects.get(household__key="KMT/A/14/01")
    public = fetch(live_server, f"/c/{issued.token}/").decode()
    assert "✓" in public
    assert "Wanjiru" not in public

    # An objection after the adoption: the second version, and what changed in it.
    late = object_by_post(leader, count, K.WRONG_NAME, "A/15/01")
    decide(office, late, **said_of("KMT/A/15/01", **{"own-head_name": "Amina Hassan"}))
    version = {"reason": "One objection after the assembly, decided by the committee."}
    assert office.post(f"/enumerations/{count.pk}/register/", version).status_code == 302
    second = check_register(live_server, office, count, 2)
    assert (len(second), len(first - second), len(second - first)) == (len(first), 1, 1)
    assert check_register(live_server, office, count, 1) == first
    page = pages["office"]
    page.goto(f"/enumerations/{count.pk}/register/2/")
    expect(page.locator("main")).to_contain_text("1 household changed")
    expect(page.locator("main")).to_contain_text("Amina Hassan")
