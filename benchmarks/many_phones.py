"""`python -m benchmarks.many_phones`: a team's evening over the real door, with a real worker, counted.

32 phones send 5,000 interviews, 3 % of them twice, over connections that break off; afterwards every one
must be in the register once. Also how long a group takes from stored XML to figures.
"""

import argparse
import os
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median, quantiles
from typing import Any

from benchmarks import scratch

EACH = 4  # households of a structure
WITHIN_S = 900


def parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="benchmarks.many_phones", description=__doc__)
    parser.add_argument("--clients", type=int, default=32)
    parser.add_argument("--interviews", type=int, default=5_000)
    parser.add_argument("--group", type=int, default=500)
    return parser.parse_args()


def main() -> None:
    options = parse()
    with scratch.scratch() as folder:
        scratch.begin()
        count, interviews, tokens = prepare(options)
        time_a_group(count, interviews[: options.group])
        spend_an_evening(count, interviews[options.group :], tokens, options, folder)


def prepare(options: argparse.Namespace) -> tuple[Any, list[Any], list[str]]:
    """A settlement with its count, its published questionnaire, four phones, and what was asked all day."""
    from accounts.models import User
    from benchmarks import scene
    from enumerations.models import Enumeration
    from enumerations.services.devices import make_device
    from enumerations.services.questionnaires import start_standard
    from settlements.choices import Role
    from settlements.models import Membership, Structure
    from tests.journeys.evening import interviews

    total = options.interviews + options.group
    scene.add_settlement("ZX", -(-total // EACH), west=38.0, south=-1.5)
    count = Enumeration.objects.get(settlement__code="ZX")
    user = User.objects.create_user(email="baraka@example.org", password=None)
    Membership.objects.create(user=user, settlement=count.settlement, role=Role.ENUMERATOR)
    version = start_standard(count, user).current()
    assert version is not None
    tokens = [
        make_device(enumeration=count, user=user, name=f"Phone {n}", created_by=user)[1]
        for n in range(options.clients)
    ]
    placed = Structure.objects.filter(settlement=count.settlement).values_list("code", "location")
    doors = {code: f"{point.y} {point.x} 1600 5" for code, point in placed}
    asked = interviews(version.questions, version.questionnaire.form_id, version.version, doors, EACH)
    return count, asked[:total], tokens


def time_a_group(count: Any, interviews: list[Any]) -> None:
    """From stored XML to figures, in this process."""
    from enumerations.models import Household, Submission
    from enumerations.services.interviews import gather

    version = count.questionnaire.current()
    Submission.objects.bulk_create(
        Submission(
            settlement_id=count.settlement_id,
            enumeration=count,
            version=version,
            version_text=version.version,
            instance_id=each.instance_id,
            root_instance_id=each.instance_id,
            xml=each.xml,
            sha256="",
            state="received",
        )
        for each in interviews
    )
    begun = time.monotonic()
    gather(count.pk)
    seconds = time.monotonic() - begun
    assert Household.objects.filter(enumeration=count).count() == len(interviews)
    print(f"A group of {len(interviews)}, from stored XML to figures: {seconds:.2f} s", flush=True)


def spend_an_evening(
    count: Any, interviews: list[Any], tokens: list[str], options: argparse.Namespace, folder: Path
) -> None:
    from benchmarks.servers import pamoja
    from enumerations.models import Batch, Household, SettlementStatistics, Submission
    from tests.journeys.evening import Evening

    ours = Submission.objects.filter(enumeration=count)
    before = ours.count()
    with working(folder), pamoja(folder) as port:
        addresses = [f"http://127.0.0.1:{port}/collect/{token}" for token in tokens]
        evening = Evening(addresses, interviews)
        begun = time.monotonic()
        sending = evening.send_all(options.clients)
        wanted = before + len(interviews)
        while ours.filter(state="in_register").count() < wanted:
            assert time.monotonic() - begun < WITHIN_S, Counter(ours.values_list("state", flat=True))
            time.sleep(0.2)
        while Batch.objects.filter(enumeration=count).exclude(state="done").filter(source="phones").exists():
            time.sleep(0.2)
        whole = time.monotonic() - begun
    known = Counter(Household.objects.filter(enumeration=count).values_list("instance_id", flat=True))
    sent = Counter(each.instance_id for each in interviews)
    assert sent == {name: number for name, number in known.items() if name in sent}
    assert sum(known.values()) == wanted == ours.count()
    assert SettlementStatistics.objects.get(enumeration=count, cluster=None).households == wanted
    groups = Batch.objects.filter(enumeration=count, source="phones").count()
    rate = len(evening.seconds) / sending
    print(f"{options.clients} phones sent {len(interviews):,} interviews: {dict(evening.answers)}")
    print(f"  {rate:.0f} a second; median {median(evening.seconds) * 1000:.0f} ms, ", end="")
    print(f"p95 {quantiles(evening.seconds, n=20)[-1] * 1000:.0f} ms (HEAD and POST)")
    print(f"  all in the register and the figures {whole - sending:.1f} s after the last, in {groups} groups")


@contextmanager
def working(folder: Path) -> Iterator[None]:
    """A worker with its beat, ended with it."""
    command = [sys.executable, "-m", "celery", "-A", "pamoja", "worker", "-B", "--concurrency", "1",
               "--schedule", str(folder / "beat")]  # fmt: skip
    with (folder / "worker.log").open("wb") as log:
        worker = subprocess.Popen(command, cwd=scratch.ROOT, stdout=log, stderr=log, start_new_session=True)
        try:
            yield
        finally:
            os.killpg(worker.pid, signal.SIGTERM)
            worker.wait(60)


if __name__ == "__main__":
    main()
