"""Marked people go through the site by every door; then everything that comes out of it is searched for them.

Who may see them is listed too, and must: so this test can fail both ways.
"""

import json
import os
import re
import signal
import socket
import stat
import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
import redis
from django.conf import settings
from django.db import connection
from django.db.models import Model
from django.test import Client

from enumerations.choices import BatchState
from enumerations.models import Batch, Enumeration, Household, Issue
from mapping.layers import LAYERS
from reports.models import Export
from reports.products import Envelope
from settlements.models import Settlement, Structure
from tests import factories
from tests.access.world import token_of
from tests.enumerations.rows import as_csv, as_json, as_xlsx, household, person
from tests.factories_verification import (
    CertificateFactory,
    CertificateWorkFactory,
    HearingFactory,
    ObjectionFactory,
    ObjectionFileFactory,
    facts,
)
from tests.journeys.test_upload_a_batch import at, count  # noqa: F401 - fixture
from tests.mapping.decoded import tile_at
from tests.privacy.outputs import (
    Answer,
    RedisEar,
    Visitor,
    addresses,
    redis_values,
    tables_holding,
    unwrapped,
)
from tests.worker import StartWorker, database_url, wait_for
from verification.models import Certificate, CertificateWork, Hearing, Objection

pytestmark = pytest.mark.django_db(transaction=True)

ROOT = Path(__file__).resolve().parents[2]
NAME, PHONE, NUMBER = "Zuqaxila", "0711909091", "90919293"
# As anything would write them, whatever it does to capitals and to the 0 in front.
MARKS = (NAME.lower().encode(), PHONE[1:].encode(), NUMBER.encode())
SOMEBODY = {
    "head_name": f"{NAME} Valid",
    "phone": PHONE,
    "head_id_kind": "national_id",
    "head_id_number": NUMBER,
}
# A digit in the name, a phone and a number that cannot be, a sex nobody has heard of.
REJECTED = {"head_name": f"X9 {NAME}", "phone": f"07 {NAME}", "head_id_kind": "national_id",
            "head_id_number": f"{NUMBER}77", "head_sex": NAME, "consent": NAME, "location": NAME}  # fmt: skip
REGISTER = {
    "enumerations_household", "enumerations_person", "enumerations_revision",
    "enumerations_householdevent", "enumerations_personevent",
    "verification_objection", "verification_hearing",
}  # fmt: skip


def marked(content: bytes) -> set[bytes]:
    """Which marks are there, also packed."""
    held = unwrapped(content).lower()
    return {mark for mark in MARKS if mark in held}


# --- The site ---------------------------------------------------------------------------------------


@pytest.fixture
def site(tmp_path: Path) -> Iterator[str]:
    """gunicorn with the settings of production; its address. Its log: `web.log`."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{free.getsockname()[1]}"
    static = tmp_path / "static"
    static.mkdir()
    environment = {
        **os.environ,
        "DATABASE_URL": database_url(),
        "REDIS_URL": settings.REDIS_URL,
        "CACHE_KEY_PREFIX": str(settings.CACHES["default"]["KEY_PREFIX"]),
        "CELERY_QUEUE": settings.CELERY_TASK_DEFAULT_QUEUE,
        "MEDIA_ROOT": str(settings.MEDIA_ROOT),
        "STATIC_ROOT": str(static),
        "LOG_LEVEL": "DEBUG",
        "DEBUG": "false",
    }
    command = [sys.executable, "-m", "gunicorn", "tests.privacy.site", "--bind", address, "--threads", "4",
               "--worker-class", "gthread", "--no-control-socket", "--access-logfile", "-"]  # fmt: skip
    with (tmp_path / "web.log").open("wb") as log:
        web = subprocess.Popen(
            command, cwd=ROOT, env=environment, stdout=log, stderr=log, start_new_session=True
        )
        wait_for(lambda: b"Booting worker" in (tmp_path / "web.log").read_bytes())
        yield f"http://{address}"
        os.killpg(web.pid, signal.SIGKILL)
        web.wait()


@pytest.fixture
def visitor(site: str) -> Callable[..., Visitor]:
    def sign_in(name: str, user: Any = None) -> Visitor:
        client = Client()
        if user is not None:
            client.force_login(user)
        cookies = "; ".join(f"{key}={morsel.value}" for key, morsel in client.cookies.items())
        return Visitor(name, site, {"Cookie": cookies} if cookies else {})

    return sign_in


@pytest.fixture
def refusing_database() -> Iterator[None]:
    """A database that refuses one marked row in the midst of a merge, and one upload, and quotes both."""
    with connection.cursor() as cursor:
        cursor.execute(
            "ALTER TABLE enumerations_household ADD CONSTRAINT crash CHECK (head_name NOT LIKE '%Crash')"
        )
        cursor.execute(
            f"""
            CREATE FUNCTION crash() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
            RAISE EXCEPTION 'not this one: {NAME} {PHONE}' USING DETAIL = 'row ({NAME}, {NUMBER})'; END $$;
            CREATE TRIGGER crash BEFORE INSERT ON enumerations_batch FOR EACH ROW
            WHEN (NEW.name = 'crash.csv') EXECUTE FUNCTION crash()
            """
        )
    yield
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE enumerations_household DROP CONSTRAINT crash")
        cursor.execute("DROP FUNCTION crash CASCADE")


# --- What is sent -----------------------------------------------------------------------------------


def survey() -> bytes:
    """A clean household and its people, one just like it at another door, and one that is rejected."""
    return as_xlsx(
        [
            household("KMT/A/1/01", **SOMEBODY, location=at(1), note=f"{NAME} note", nickname=NAME),
            household("KMT/A/2/01", **SOMEBODY, location=at(2), members_total=1),
            household("KMT/A/3/01", **REJECTED),
        ],
        [
            person("KMT/A/1/01", name=f"{NAME} Mama"),
            person("KMT/A/1/01", 2, relation="son_daughter", age=2, name=f"{NAME} Mtoto"),
            person("KMT/A/2/01", name=f"{NAME} Valid"),
            person("KMT/A/3/01", name=f"{NAME} Rejected", age=NAME),
        ],
    )


NO_HEADINGS = f"{NAME} Valid,{PHONE},{NUMBER}\n{NAME} Other,{PHONE},{NUMBER}\n".encode()
UNREADABLE = b"PK\x03\x04" + f"{NAME} {PHONE} {NUMBER}".encode() * 50
CRASH = as_csv([household("KMT/A/2/02", **SOMEBODY | {"head_name": f"{NAME} Crash"}, location=at(2))])


def send_everything(baraka: Visitor, program: Visitor, count_pk: int) -> dict[str, Batch]:
    """By page and by API; each batch as it ended."""
    page, door = f"/enumerations/{count_pk}/upload/", f"/api/v1/enumerations/{count_pk}/batches/"
    json_list = as_json(
        [household("KMT/A/1/02", **REJECTED), household("KMT/A/1/03", **SOMEBODY, location=at(1))]
    )
    sent = {
        "survey": baraka.send_form(page, {}, ("a.xlsx", survey())),
        "again": baraka.send_form(page, {}, ("a.xlsx", survey())),
        "unreadable": baraka.send_form(page, {}, ("b.xlsx", UNREADABLE)),
        "no headings": program.ask(door, NO_HEADINGS, **{"Content-Type": "text/csv"}),
        "list": program.ask(door, json_list, **{"Content-Type": "application/json"}),
        "crash": program.ask(door, CRASH, **{"Content-Type": "text/csv"}),
    }
    assert [answer.status for answer in sent.values()] == [302, 302, 302, 202, 202, 202]
    batches = {
        name: Batch.objects.get(pk=int(re.findall(r"/batches/(\d+)/", answer.headers)[0]))
        for name, answer in sent.items()
    }
    resting = Batch.objects.filter(state__in=["done", "mapping", "refused", "failed"])
    wait_for(lambda: resting.count() == len(batches))
    return {name: Batch.objects.get(pk=batch.pk) for name, batch in batches.items()}


def crash_the_site(baraka: Visitor, program: Visitor, count_pk: int) -> list[Answer]:
    """Errors that nobody foresaw, while people's answers are in hand; and addresses where nothing is."""
    return [
        baraka.send_form(f"/enumerations/{count_pk}/upload/", {}, ("crash.csv", CRASH)),
        program.send_form(f"/api/v1/enumerations/{count_pk}/batches/", {}, ("crash.csv", CRASH)),
        baraka.ask("/settlements/NOWHERE/"),
        program.ask("/api/v1/batches/2000000000/"),
        baraka.ask("/enumerations/2000000000/upload/", CRASH, **{"Content-Type": "text/csv"}),
    ]


def crash_a_task(program: Visitor, count_pk: int, log: Path) -> None:
    """An error that leaves the task itself, so that Celery tells of it: the figures cannot be written."""
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE TRIGGER crash BEFORE INSERT OR UPDATE ON enumerations_settlementstatistics "
            "FOR EACH ROW EXECUTE FUNCTION crash()"
        )
    last = as_csv([household("KMT/A/2/03", **SOMEBODY, location=at(2))])
    door = f"/api/v1/enumerations/{count_pk}/batches/"
    assert program.ask(door, last, **{"Content-Type": "text/csv"}).status == 202
    wait_for(lambda: b"psycopg2.errors.RaiseException" in log.read_bytes())


def certify(household: Household) -> Certificate:
    """The household holds a certificate with its names on it; a village's papers are being printed."""
    printed = facts(names=[str(household.head_name)]).to_bytes()
    made: Certificate = CertificateFactory.create(household=household, printed=printed)
    CertificateWorkFactory.create(enumeration=made.enumeration)
    return made


def taken(person: Visitor, envelope: Envelope, *tables: str) -> Export:
    """A file of the whole settlement, asked for by a program and made by a worker."""
    asks = {"datasets": tables, "settlements": [Settlement.objects.get(code="KMT").pk], "format": "csv",
            "envelope": int(envelope), "rounds": "all", "values": "labels"}  # fmt: skip
    wish = {"product": "data", "ask": asks, "reason": "The family asked us"}
    answer = person.ask("/api/v1/exports/", json.dumps(wish).encode(), **{"Content-Type": "application/json"})
    assert answer.status == 202, answer.text
    export = Export.objects.get(pk=json.loads(answer.body)["id"])
    wait_for(lambda: not Export.objects.get(pk=export.pk).is_going_on)
    export.refresh_from_db()
    assert export.is_ready, export.failed
    return export


# --- What comes out ---------------------------------------------------------------------------------


def object_to(household: Household) -> Any:
    """Somebody objects under a marked name, and a hearing says so."""
    objection = ObjectionFactory.create(
        household=household, objector_name=f"{NAME} Mama", phone=PHONE, statement=f"{NAME} said so",
        state="hearing",
    )  # fmt: skip
    HearingFactory.create(objection=objection, present=NAME, note=NAME)
    ObjectionFileFactory.create(objection=objection)
    return objection


# What a number in an address means behind these words; behind any other it is tried as all of them.
KINDS: dict[str, type[Model]] = {
    "batches": Batch,
    "certificates": Certificate,
    "enumerations": Enumeration,
    "exports": Export,
    "hearings": Hearing,
    "households": Household,
    "objections": Objection,
    "split": Structure,
    "structures": Structure,
    "works": CertificateWork,
}


def known(place: Structure) -> dict[str, list[Any]]:
    """What the arguments of an address can be here."""
    assert place.location is not None
    tiles = [tile_at(place.location.x, place.location.y, zoom) for zoom in (14, 17)]
    numbers = {
        f"{word}/pk": list(kind._base_manager.values_list("pk", flat=True)) for word, kind in KINDS.items()
    }
    tokens = list(Certificate.objects.values_list("token", flat=True))
    return {
        **numbers,
        "pk": sorted(set().union(*numbers.values())),
        "token": tokens, "cluster": ["A", "none"], "code": ["KMT"], "layer": list(LAYERS),
        "z": [tile.z for tile in tiles], "x": [tile.x for tile in tiles], "y": [tile.y for tile in tiles],
    }  # fmt: skip


def look_everywhere(visitors: list[Visitor], urls: list[str]) -> None:
    """Every address, and every address that their pages name."""
    for visitor in visitors:
        with ThreadPoolExecutor(4) as threads:
            list(threads.map(visitor.ask, urls))
            named = {
                url.replace("&amp;", "&")
                for answer in visitor.answers
                for url in re.findall(r'(?:href|src|hx-get|action)="(/[^"#]*)', answer.text)
            }
            static = ("/static/", "/accounts/logout")
            list(threads.map(visitor.ask, sorted(n for n in named - set(urls) if not n.startswith(static))))


def test_nobody_is_named_where_they_may_not_be(
    start_worker: StartWorker,
    site: str,
    visitor: Callable[..., Visitor],
    refusing_database: None,
    count: Any,  # noqa: F811
    settlement: Any,
    amina: Any,
    baraka: Any,
    subira: Any,
    chebet: Any,
    tmp_path: Path,
) -> None:
    ear, queue = RedisEar(), redis.Redis.from_url(settings.REDIS_URL)
    start_worker(LOG_LEVEL="DEBUG", TMPDIR=str(tmp_path))
    sender, program = visitor("sender", baraka), Visitor("program", site, token_of(baraka))
    batches = send_everything(sender, program, count.pk)
    assert {name: str(batch.state) for name, batch in batches.items()} == {
        "survey": BatchState.DONE, "again": BatchState.DONE, "unreadable": BatchState.REFUSED,
        "no headings": BatchState.MAPPING, "list": BatchState.DONE, "crash": BatchState.FAILED,
    }  # fmt: skip
    assert (batches["survey"].created, batches["survey"].rejected, batches["list"].rejected) == (2, 1, 1)
    assert {"possible_duplicate_in_file", "pattern_head_name", "pattern_phone", "internal_error"} <= set(
        Issue.objects.values_list("code", flat=True)
    )
    crashes = crash_the_site(sender, program, count.pk)
    assert [answer.status for answer in crashes] == [500, 500, 404, 404, 403]

    certificate = certify(Household.objects.get(key="KMT/A/1/01"))

    # Files: with every name for who may have them, and without any for the office.
    manager_user = factories.member_of(None, "data_manager")
    tables = ("households", "claims", "issues", "submissions")
    named = taken(Visitor("program", site, token_of(manager_user)), Envelope.RESTRICTED, "persons", *tables)
    nameless = taken(Visitor("program", site, token_of(subira)), Envelope.STAFF, *tables)

    # Nobody of these may see a name; each of them sees something.
    structures = list(settlement.structures.order_by("code"))
    objection = object_to(Household.objects.get(key="KMT/A/1/01"))
    urls = addresses(known(structures[0]))
    elsewhere = factories.SettlementFactory.create(code="KSA")
    outside = [
        visitor("stranger"),
        visitor("leader", amina),
        visitor("leader elsewhere", chebet),
        visitor("enumerator elsewhere", factories.member_of(elsewhere, "enumerator")),
        visitor("other enumerator", factories.member_of(settlement, "enumerator")),
        visitor("verifier", factories.member_of(settlement, "verifier")),
    ]
    look_everywhere(outside, urls)
    leader = outside[1]
    own = f"/settlements/KMT/structures/{structures[0].pk}/"
    problems = f"/api/v1/batches/{batches['survey'].pk}/issues/"
    looked_at = {answer.url: answer for answer in leader.answers if answer.status == 200}
    assert "KMT/A/1" in looked_at[own].text
    assert "pattern_phone" in looked_at[problems].text
    assert certificate.serial in looked_at[certificate.get_absolute_url()].text
    assert looked_at[f"/c/{certificate.token}/"].status == 200
    assert any(answer.body for url, answer in looked_at.items() if "/tiles/KMT/structures/" in url)

    # These may, and do.
    manager = visitor("data manager", manager_user)
    staff = visitor("staff", subira)
    rejected = f"/api/v1/batches/{batches['survey'].pk}/rejected.xlsx"
    columns = f"/batches/{batches['no headings'].pk}/mapping/"
    closed = [staff.ask(own), staff.ask(rejected)]
    assert [marked(answer.body) for answer in closed] == [set(), set()]
    for_office = staff.ask(f"/exports/{nameless.pk}/file/")
    assert (for_office.status, marked(for_office.body), "KMT/A/1" in for_office.text) == (200, set(), True)
    staff.send_form("/settlements/KMT/records/", {"reason": "The family asked us"})
    allowed = {
        "manager, objection": manager.ask(f"/objections/{objection.pk}/"),
        "manager, structure": manager.ask(own),
        "manager, rejected rows": manager.ask(rejected),
        "manager, file": manager.ask(f"/exports/{named.pk}/file/"),
        "manager, certificate": manager.ask(certificate.get_absolute_url()),
        "sender, structure": sender.ask(own),
        "sender, rejected rows": sender.ask(rejected),
        "sender, columns": sender.ask(f"{columns}?show=all"),
        "staff with a reason, structure": staff.ask(own),
        "staff with a reason, rejected rows": staff.ask(rejected),
    }
    assert [name for name, answer in allowed.items() if NAME not in answer.text] == []
    assert Household.objects.get(key="KMT/A/1/01").phone == PHONE

    crash_a_task(program, count.pk, tmp_path / "worker-0.log")
    leaks = {f"{each.name}: {answer.url}": marked(answer.body) for each in outside for answer in each.answers}
    leaks |= {f"crash: {answer.url}": marked(answer.body) for answer in crashes}
    everybody = [*outside, sender, program, manager, staff]
    leaks |= {
        f"{each.name}, address and headers: {answer.url}": marked(f"{answer.url} {answer.headers}".encode())
        for each in everybody
        for answer in each.answers
    }
    leaks |= {
        f"left behind: {path}": marked(path.read_bytes()) for path in tmp_path.rglob("*") if path.is_file()
    }
    leaks |= {f"redis: {key!r}": marked(key + b" " + value) for key, value in redis_values(queue)}
    heard = ear.stop()
    leaks["redis, every command"] = marked(heard)
    assert b"enumerations.process_batch" in heard, "the tasks and their arguments were heard"
    assert len(list(tmp_path.glob("*.log"))) == 2
    assert {name: marks for name, marks in leaks.items() if marks} == {}

    # The register holds names, as it must, and no number; nothing else in the database holds either.
    held = tables_holding(MARKS)
    assert {"enumerations_household", "enumerations_person"} <= set(held) <= REGISTER
    assert set().union(*held.values()) == {MARKS[0]}
    assert {stat.S_IMODE(Path(batch.file.path).stat().st_mode) for batch in batches.values()} == {0o600}
