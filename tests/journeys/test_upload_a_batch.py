"""One batch, from file to figures to map: through the API, a real Celery worker, and a browser."""

import io
import json
import time
import urllib.error
import urllib.request
from typing import Any

import openpyxl
import pytest
from django.contrib.gis.geos import Polygon
from knox.models import AuthToken
from playwright.sync_api import expect
from pytest_django.live_server_helper import LiveServer

from tests import factories
from tests.browser import PHONE, OpenPage
from tests.enumerations.rows import as_xlsx, child, household, person
from tests.worker import StartWorker

pytestmark = pytest.mark.django_db(transaction=True)

WITHIN_S = 90
WEST, SOUTH = factories.SOUTH_WEST


@pytest.fixture
def count(settlement: Any) -> Any:
    """Three numbered structures of Kiamutisya, and its count that has begun."""
    cluster = factories.ClusterFactory(settlement=settlement, code="A")
    for n in (1, 2, 3):
        west, side = WEST + 0.0005 * n, 0.0002
        footprint = Polygon.from_bbox((west, SOUTH + 0.001, west + side, SOUTH + 0.001 + side))
        factories.StructureFactory(
            cluster=cluster, code=f"KMT/A/{n}", footprint=footprint, location=footprint.centroid
        )
    return factories.EnumerationFactory(settlement=settlement)


def at(n: int) -> str:
    """The middle of structure n, as a phone writes it."""
    return f"{SOUTH + 0.0011} {WEST + 0.0005 * n + 0.0001} 1640 6"


def survey() -> bytes:
    """Four households with two people each: one in a structure that nobody numbered."""
    codes = ["KMT/A/1/01", "KMT/A/1/02", "KMT/A/2/01", "KMT/A/9/01"]
    return as_xlsx(
        [household(code, location=at(int(code.split("/")[2]) % 4)) for code in codes],
        [someone for code in codes for someone in (person(code), child(code))],
    )


def ask(url: str, token: str, body: bytes | None = None) -> tuple[int, bytes, Any]:
    """One call of the API: status, body and headers."""
    headers = {"Authorization": f"Token {token}"}
    if body is not None:
        edge = "edge"
        head = f'--{edge}\r\nContent-Disposition: form-data; name="file"; filename="kmt.xlsx"\r\n\r\n'
        body = head.encode() + body + f"\r\n--{edge}--\r\n".encode()
        headers["Content-Type"] = f"multipart/form-data; boundary={edge}"
    try:
        with urllib.request.urlopen(urllib.request.Request(url, body, headers), timeout=30) as answer:
            return answer.status, answer.read(), answer.headers
    except urllib.error.HTTPError as error:
        return error.code, error.read(), error.headers


def send(live_server: LiveServer, count: Any, token: str) -> dict[str, Any]:
    """POST the file and follow it, as an enumerator's laptop does, until it is finished."""
    status, _, headers = ask(f"{live_server.url}/api/v1/enumerations/{count.pk}/batches/", token, survey())
    assert status == 202
    end = time.monotonic() + WITHIN_S
    while time.monotonic() < end:
        batch: dict[str, Any] = json.loads(ask(headers["Location"], token)[1])
        if batch["is_finished"]:
            return batch
        time.sleep(0.2)
    raise AssertionError(f"the batch is still {batch['state']}")


def test_a_batch_becomes_figures_and_a_map(
    live_server: LiveServer,
    browser_page: OpenPage,
    start_worker: StartWorker,
    count: Any,
    amina: Any,
    baraka: Any,
    chebet: Any,
) -> None:
    start_worker()
    token, elsewhere = (AuthToken.objects.create(user)[1] for user in (baraka, chebet))

    batch = send(live_server, count, token)
    assert (batch["state"], batch["rows"], batch["created"], batch["rejected"]) == ("done", 4, 3, 1)

    # What is wrong, and the row to correct.
    _, body, _ = ask(batch["issues_url"], token)
    (issue,) = [found for found in json.loads(body)["results"] if found["severity"] == "error"]
    assert (issue["row"], issue["code"]) == (5, "structure_unknown")
    _, workbook, _ = ask(f"{batch['url']}rejected.xlsx", token)
    sheet = openpyxl.load_workbook(io.BytesIO(workbook)).worksheets[0]
    assert any("KMT/A/9/01" in [str(cell.value) for cell in row] for row in sheet.iter_rows())

    # The same file again changes nothing.
    again = send(live_server, count, token)
    assert (again["created"], again["updated"], again["unchanged"], again["rejected"]) == (0, 0, 3, 1)

    # Another settlement's leader finds nothing of it, and can send nothing.
    batches = f"{live_server.url}/api/v1/enumerations/{count.pk}/batches/"
    assert ask(batch["url"], elsewhere)[0] == 404
    assert ask(batches, elsewhere)[0] == 404
    assert ask(batches, elsewhere, survey())[0] == 404

    # Amina opens her settlement on a phone: six people, three households, her neighbour's door.
    page = browser_page(amina, width=PHONE)
    page.goto("/settlements/KMT/?structure=KMT/A/1")
    page.wait_for_selector("html[data-drawn]")
    expect(page.locator("#panel")).to_contain_text("KMT/A/1")
    expect(page.locator("#panel")).to_contain_text("Tenant")
    # Households, people and rooms of the structure; people, households and structures of the settlement.
    expect(page.locator("#panel .headline dd")).to_have_text(["2", "4", "6"])
    expect(page.locator("#sheet > header.answer .headline dd")).to_have_text(["6", "3", "3"])

    # A stranger learns nothing of a settlement that is not public.
    stranger = browser_page(None)
    found = stranger.goto("/settlements/KMT/")
    assert found
    assert found.status == 404
