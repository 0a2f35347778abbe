"""From an empty machine to a site one can look at: `make demo`.

It installs, starts the servers, makes a small federation, sends its survey batch through the same door an
enumerator's laptop uses and interviews through that of phones, prints how to sign in, and serves until
interrupted.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
import urllib.error
import urllib.request
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from scripts import phones, stamps
from scripts.install import install
from scripts.paths import LOCAL, LOGS, PYTHON, ROOT
from scripts.postgres import stop_postgres
from scripts.processes import Process, is_free
from scripts.redis import stop_redis
from scripts.servers import ensure_servers
from scripts.steps import Failure, main, run, say

ACCOUNTS = LOCAL / "demo.json"
BATCH_FILE = LOCAL / "demo-batch.xlsx"
INTERVIEWS_FILE = LOCAL / "demo-interviews.json"
FIRST_PORT = 8000
ANSWER_WITHIN_S = 60
BATCH_WITHIN_S = 600
INTERVIEWS_WITHIN_S = 120
OUTCOMES = ("created", "updated", "unchanged", "rejected", "conflict")
PARTS = {"web": "web", "worker": "worker-with-beat"}  # our name, and what scripts/serve.py runs
STOP_SERVER = {"postgres": stop_postgres, "redis": stop_redis}


def demo() -> None:
    """Bring everything up in order; whatever this call started is ended with it."""
    if Process("demo").pid():
        raise Failure("the demo of this folder is running already: `make stop` ends it.")
    with ExitStack() as started:
        Process("demo").remember(os.getpid())
        started.callback(Process("demo").forget)
        install()
        for server in ensure_servers():
            started.callback(STOP_SERVER[server])
        port = choose_port()
        prepare(f"http://127.0.0.1:{port}")
        for name in PARTS:
            started.callback(Process(name).stop)
        children = {name: start(name, command, port) for name, command in PARTS.items()}
        wait_until_it_answers(port, children)
        is_new = send_first_batch(children)
        send_first_interviews(children)
        make_papers(is_new)
        introduce()
        watch(children)


def choose_port() -> int:
    """PORT when it is given and free; otherwise the first free one from 8000."""
    for left in PARTS:
        Process(left).stop()  # left over from a demo that was killed
    given = os.environ.get("PORT")
    if given:
        if not given.isdigit() or not 0 < int(given) < 65536:
            raise Failure(f"PORT={given} is not a port: choose a number from 1024 to 65535.")
        if not is_free(int(given)):
            raise Failure(f"port {given} is taken: choose another, `make demo PORT=...`.")
        return int(given)
    return next(port for port in range(FIRST_PORT, 65536) if is_free(port))


def prepare(url: str) -> None:
    """Tables, static files, and the demo's people, places and accounts."""
    say("Preparing the database ...")
    manage("migrate", "--noinput")
    collect_static_files()
    ACCOUNTS.touch(mode=0o600)
    manage("make_demo", "--accounts", str(ACCOUNTS), "--url", url)


def manage(command: str, *arguments: str) -> None:
    run(command, [PYTHON, ROOT / "manage.py", command, *arguments])


def collect_static_files() -> None:
    """Only when a static file or a package that brings some has changed."""
    ours = sorted(path for path in (ROOT / "static").rglob("*") if path.is_file())
    names = [str(path.relative_to(ROOT)) for path in ours]
    sources = [ROOT / "requirements.txt", ROOT / "package-lock.json", ROOT / "pamoja" / "storage.py"]
    value = stamps.digest(*names, *ours, *sources)
    if not stamps.is_current("static", value):
        manage("collectstatic", "--noinput", "--clear")
        stamps.remember("static", value)


def start(name: str, command: str, port: int) -> subprocess.Popen[bytes]:
    return Process(name).start(
        [sys.executable, "-m", "scripts.serve", command], cwd=ROOT, env={"PORT": str(port)}
    )


def wait_until_it_answers(port: int, children: dict[str, subprocess.Popen[bytes]]) -> None:
    end = time.monotonic() + ANSWER_WITHIN_S
    while time.monotonic() < end:
        check_alive(children)
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=30).close()
            return
        except urllib.error.HTTPError as error:
            raise Failure(f"the site answers with error {error.code}. The log: {LOGS / 'web.log'}") from error
        except OSError:
            time.sleep(0.1)
    raise Failure(f"the site did not answer within {ANSWER_WITHIN_S} s. The log: {LOGS / 'web.log'}")


def check_alive(children: dict[str, subprocess.Popen[bytes]]) -> None:
    for name, child in children.items():
        if child.poll() is not None:
            raise Failure(f"the {name} process ended (exit {child.returncode}). The log: {LOGS / name}.log")


def send_first_batch(children: dict[str, subprocess.Popen[bytes]]) -> bool:
    """Send the demo's survey where its enumeration waits for it, as `make_demo` wrote; whether it was."""
    written = json.loads(ACCOUNTS.read_text())
    enumeration = written.get("awaits_batch")
    if enumeration is None:
        return False
    manage("make_demo_batch", str(BATCH_FILE))
    enumerator = next(account for account in written["accounts"] if account["role"] == "enumerator")
    send_batch(written["url"], enumeration, BATCH_FILE, enumerator["token"], children)
    return True


def send_batch(
    url: str, enumeration: int, file: Path, token: str, children: dict[str, subprocess.Popen[bytes]]
) -> None:
    """POST the file as an enumerator does, follow the batch to its end, and print its counts."""
    say("Sending a survey batch through the API ...")
    batch = ask(f"{url}/api/v1/enumerations/{enumeration}/batches/", token, upload=file)
    end = time.monotonic() + BATCH_WITHIN_S
    while not batch["is_finished"]:
        check_alive(children)
        if time.monotonic() > end:
            raise Failure(f"batch {batch['id']} is still {batch['state']}. The log: {LOGS / 'worker.log'}")
        time.sleep(0.5)
        batch = ask(f"{url}/api/v1/batches/{batch['id']}/", token)
    if batch["state"] != "done":
        raise Failure(f"the demo's batch ended as {batch['state']}. The log: {LOGS / 'worker.log'}")
    say(f"  batch {batch['id']} is done: {batch['rows']} rows, of them {counts(batch)}.")


def counts(*batches: dict[str, Any]) -> str:
    return ", ".join(f"{sum(batch[outcome] for batch in batches)} {outcome}" for outcome in OUTCOMES)


def send_first_interviews(children: dict[str, subprocess.Popen[bytes]]) -> None:
    """Send what two enumerators asked since with their phones, and let their leader review some of it."""
    written = json.loads(ACCOUNTS.read_text())
    enumeration = written.get("awaits_interviews")
    if enumeration is None:
        return
    say("Sending interviews as phones do ...")
    manage("make_demo_interviews", str(INTERVIEWS_FILE), "--url", written["url"])
    try:
        interviews = json.loads(INTERVIEWS_FILE.read_text())["interviews"]
        again = phones.send(interviews)
    finally:
        INTERVIEWS_FILE.unlink()  # the phones' addresses are secret
    leader = next(account for account in written["accounts"] if account["role"] == "leader")
    sent = len({interview["xml"] for interview in interviews})
    batches = wait_for_interviews(written["url"], enumeration, sent, leader["token"], children)
    manage("review_demo_interviews")
    say(f"  {sent} interviews arrived ({again} of them again): {counts(*batches)}.")


def wait_for_interviews(
    url: str, enumeration: int, wanted: int, token: str, children: dict[str, subprocess.Popen[bytes]]
) -> list[dict[str, Any]]:
    """The groups in which the worker took the interviews, once it is done with so many."""
    end = time.monotonic() + INTERVIEWS_WITHIN_S
    while True:
        check_alive(children)
        listed = ask(f"{url}/api/v1/batches/?enumeration={enumeration}", token)["results"]
        groups = [batch for batch in listed if batch["name"] == phones.GROUP and batch["is_finished"]]
        if sum(batch["rows"] for batch in groups) >= wanted:
            return groups
        if time.monotonic() > end:
            raise Failure(f"the interviews still wait. The log: {LOGS / 'worker.log'}")
        time.sleep(0.5)


def make_papers(is_new: bool) -> None:
    """The demo's reports, agreements and files; again only where what makes them has changed."""
    makers = sorted((ROOT / "reports").rglob("*demo*.py"))
    value = stamps.digest(os.environ.get("DATABASE_URL", ""), *makers)
    if is_new or not stamps.is_current("demo-papers", value):
        manage("make_demo_reports")
        manage("make_demo_exports")
        stamps.remember("demo-papers", value)


def ask(url: str, token: str, *, upload: Path | None = None) -> dict[str, Any]:
    """One call of the API with a token; a refusal becomes a Failure with the API's own words."""
    request = urllib.request.Request(url, headers={"Authorization": f"Token {token}"})
    if upload:
        edge = "pamoja-demo-batch"
        head = f'--{edge}\r\nContent-Disposition: form-data; name="file"; filename="{upload.name}"\r\n\r\n'
        request.data = head.encode() + upload.read_bytes() + f"\r\n--{edge}--\r\n".encode()
        request.add_header("Content-Type", f"multipart/form-data; boundary={edge}")
    try:
        with urllib.request.urlopen(request, timeout=120) as answer:
            found: dict[str, Any] = json.load(answer)
            return found
    except urllib.error.HTTPError as error:
        words = error.read(300).decode(errors="replace").replace("\n", " ")
        raise Failure(f"{url} answered {error.code}: {words}") from error


def introduce() -> None:
    """Print the address, one sign-in for each role and an API token."""
    written = json.loads(ACCOUNTS.read_text())
    say(f"\nPamoja is at {written['url']}\n")
    for account in written["accounts"]:
        place = account.get("settlement") or "everywhere"
        say(f"  {account['role']:<12}{place:<12}{account['email']:<28}{account['password']}")
    tokens = [account for account in written["accounts"] if account.get("token")]
    if tokens:
        say(f"\n  API token ({tokens[0]['role']}): {tokens[0]['token']}")
    say(f"  The same for scripts: {ACCOUNTS}\n\nCtrl-C ends it.")


def watch(children: dict[str, subprocess.Popen[bytes]]) -> None:
    """Serve until somebody interrupts, or until a process dies."""
    while True:
        check_alive(children)
        time.sleep(0.5)


def door() -> None:
    try:
        demo()
    except (KeyboardInterrupt, SystemExit):
        say("\nThe demo has ended; its data stays for the next time.")


if __name__ == "__main__":
    main(door)
