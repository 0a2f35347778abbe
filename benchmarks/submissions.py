"""Interviews as phones send them, by 1, 8 and 32 clients, beside a view that only inserts the XML.

All are asked in turn for a second at a time, as often as it takes, and each second of ours is compared with
its neighbour's: what else the machine does then strikes them alike.
"""

import http.client
import os
import sys
import threading
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median, quantiles

import redis
from django.conf import settings
from django.utils import timezone

from accounts.models import User
from benchmarks import scene, servers
from benchmarks.bare_site import TABLE
from benchmarks.report import Report
from benchmarks.scratch import for_libpq
from benchmarks.sql import one, run
from enumerations.collecting import VersionState
from enumerations.models import Enumeration, Questionnaire, QuestionnaireVersion
from enumerations.services.devices import make_device

PLACE = "ZX"
CLIENTS = (1, 8, 32)
STEADY_CLIENTS = 8
SLICE_S = 1.0
EDGE = "bench"
FORM, VERSION = "zx_1", "1"
# A long questionnaire: some 150 answers in 9 kB.
ANSWERS = "".join(
    f"<group_{n // 10}><question_{n}>answer {n}</question_{n}></group_{n // 10}>" for n in range(150)
)

# A port, and the paths there: each client has its own, if there are as many.
Address = tuple[int, list[str]]


def measure(report: Report, folder: Path, *, seconds: float, minutes: float, repeat: int) -> None:
    """Each server `repeat` times so many seconds, for each number of clients."""
    run(f"DROP TABLE IF EXISTS bare_submission; {TABLE}")
    tokens = phones(max(CLIENTS))
    with site(folder) as ours, bare(folder) as least, bare(folder, "usual") as usual:
        addresses: dict[str, Address] = {
            "ours": (ours, [f"/collect/{token}/submission?deviceID=bench" for token in tokens]),
            "bare": (least, ["/submission"]),
            "once": (usual, ["/once"]),
        }
        for address in addresses.values():
            sending(*address, clients=max(CLIENTS), seconds=1)  # all warm
        for clients in CLIENTS:
            tell(report, clients, in_turn(addresses, clients, times=round(repeat * seconds / SLICE_S)))
        expect_all()
        if minutes:
            steady(report, addresses["ours"], addresses["bare"], minutes=minutes)


def in_turn(addresses: dict[str, Address], clients: int, *, times: int) -> dict[str, list["Sent"]]:
    """Forwards and backwards: nobody always follows the same one."""
    runs: dict[str, list[Sent]] = {name: [] for name in addresses}
    for turn in range(max(2, times)):
        for name in list(addresses)[:: -1 if turn % 2 else 1]:
            runs[name].append(sending(*addresses[name], clients=clients, seconds=SLICE_S))
    return runs


def beside(ours: list["Sent"], theirs: list["Sent"]) -> float:
    """How fast ours is beside theirs of the same turn, mostly."""
    return median(our.rate / their.rate for our, their in zip(ours, theirs, strict=True))


def tell(report: Report, clients: int, runs: dict[str, list["Sent"]]) -> None:
    rates = {name: median(each.rate for each in found) for name, found in runs.items()}
    slow = {name: p95_ms(found) for name, found in runs.items()}
    who = f"{clients} client{'s' if clients > 1 else ''}"
    report.add("submissions", f"a view that only inserts, {who}", rates["bare"], "/s")
    report.add("submissions", f"a usual view that inserts each once, {who}", rates["once"], "/s")
    for whom, name in {"only inserting": "bare", "inserting once": "once"}.items():
        report.add(
            "submissions", f"interviews received, {who}", rates["ours"], "/s",
            ratio=beside(runs["ours"], runs[name]), beside=whom, at_least=0.5,
        )  # fmt: skip
    report.add("submissions", f"  95 of 100 within, {who}", slow["ours"], "ms",
               ratio=slow["ours"] / slow["bare"], beside="only inserting")  # fmt: skip


def steady(report: Report, ours: Address, least: Address, *, minutes: float) -> None:
    """Without a pause: its last tenth beside its first, and beside what the machine lost meanwhile.

    The view that only inserts is asked just before and just after: a shared machine slows down by itself.
    """
    tenth = minutes * 6
    before = sending(*least, clients=STEADY_CLIENTS, seconds=tenth).rate
    sent = sending(*ours, clients=STEADY_CLIENTS, seconds=minutes * 60)
    after = sending(*least, clients=STEADY_CLIENTS, seconds=tenth).rate
    first = sum(1 for at, _ in sent.answers if at < tenth) / tenth
    last = sum(1 for at, _ in sent.answers if at >= sent.seconds - tenth) / tenth
    what = f"after {minutes:g} minutes, {len(sent.answers):,} interviews"
    report.add("submissions", what, last, "/s", ratio=last / first, beside="the beginning")
    report.add(
        "submissions", "only inserting, before and after", after, "/s", ratio=after / before, beside="before"
    )
    lost = (last / first) / (after / before)
    report.add("submissions", what, last, "/s", ratio=lost, beside="what the machine kept", at_least=0.9)


def expect_all() -> None:
    """Every 201 is a row, and no row came otherwise."""
    rows = one("SELECT count(*) FROM enumerations_submission")
    if rows != Sent.acknowledged:
        raise RuntimeError(f"{rows} rows for {Sent.acknowledged} answers 201")


# --- What is there ----------------------------------------------------------------------------------


def phones(number: int) -> list[str]:
    """A count with a published form; the tokens of its phones."""
    count = Enumeration.objects.get(pk=scene.add_settlement(PLACE, 10, west=38.5, south=-1.5))
    questionnaire = Questionnaire.objects.create(
        settlement=count.settlement, enumeration=count, form_id=FORM, title=FORM
    )
    QuestionnaireVersion.objects.create(
        settlement=count.settlement,
        questionnaire=questionnaire,
        number=1,
        version=VERSION,
        state=VersionState.PUBLISHED,
        published_at=timezone.now(),
        questions=[{"name": "photo", "path": "photo", "kind": "image"}],
    )
    person = User.objects.create_superuser(f"{uuid.uuid4().hex}@example.org", None)
    return [
        make_device(enumeration=count, user=person, name=f"Phone {n}", created_by=None)[1]
        for n in range(number)
    ]


@contextmanager
def site(folder: Path) -> Iterator[int]:
    """The site as the demo serves it; nobody works on what it asks the queue for."""
    queue = f"bench-{os.getpid()}"
    os.environ["CELERY_QUEUE"] = queue
    with servers.pamoja(folder) as port:
        yield port
    redis.Redis.from_url(settings.REDIS_URL).delete(queue)


@contextmanager
def bare(folder: Path, middleware: str = "") -> Iterator[int]:
    """Another one under gunicorn, with as many processes and threads."""
    port = servers.free_port()
    command: list[str | Path] = [sys.executable, "-m", "gunicorn", "bare_site:application"]
    command += ["--chdir", Path(__file__).parent, "--bind", f"127.0.0.1:{port}", "--worker-class", "gthread"]
    command += ["--workers", os.environ.get("WEB_WORKERS", "2"), "--threads", "4", "--no-control-socket"]
    url = for_libpq(os.environ["DATABASE_URL"])
    with servers.serving(
        command, port, folder / "bare.log", DATABASE_URL=url, DJANGO_SETTINGS_MODULE="", MIDDLEWARE=middleware
    ):
        yield port


# --- Sending ----------------------------------------------------------------------------------------


@dataclass
class Sent:
    """Answers of one run: when each came, seconds from the beginning, and how long it took."""

    acknowledged = 0  # by our site, in all runs

    seconds: float = 0.0
    answers: list[tuple[float, float]] = field(default_factory=list)

    @property
    def rate(self) -> float:
        return len(self.answers) / self.seconds


def p95_ms(runs: list[Sent]) -> float:
    """So long took 95 of 100 answers at most."""
    return quantiles([took for each in runs for _, took in each.answers], n=20)[-1] * 1000


def body() -> bytes:
    meta = f"<meta><instanceID>uuid:{uuid.uuid4()}</instanceID></meta>"
    xml = f'<data id="{FORM}" version="{VERSION}">{ANSWERS}{meta}</data>'
    head = f'--{EDGE}\r\nContent-Disposition: form-data; name="xml_submission_file"; filename="i.xml"\r\n'
    return f"{head}Content-Type: text/xml\r\n\r\n{xml}\r\n--{EDGE}--\r\n".encode()


def sending(port: int, paths: list[str], *, clients: int, seconds: float) -> Sent:
    """Each client sends one interview after the other over a kept connection until the time is over."""
    sent, gate = Sent(), threading.Barrier(clients + 1)
    wrong: list[int] = []
    headers = {"Content-Type": f"multipart/form-data; boundary={EDGE}", "X-OpenRosa-Version": "1.0"}

    def one_client(path: str) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        gate.wait()
        while (began := time.perf_counter()) < gate_opened + seconds:
            connection.request("POST", path, body(), headers)
            answer = connection.getresponse()
            answer.read()
            ended = time.perf_counter()
            if answer.status != 201:
                wrong.append(answer.status)
                return
            sent.answers.append((ended - gate_opened, ended - began))

    threads = [threading.Thread(target=one_client, args=[paths[n % len(paths)]]) for n in range(clients)]
    for thread in threads:
        thread.start()
    gate_opened = time.perf_counter()
    gate.wait()
    for thread in threads:
        thread.join()
    sent.seconds = time.perf_counter() - gate_opened
    if wrong:
        raise RuntimeError(f"an interview was answered {wrong[0]}")
    if paths[0].startswith("/collect/"):
        Sent.acknowledged += len(sent.answers)
    return sent
