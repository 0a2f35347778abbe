"""An evening on which a whole team sends what it asked all day, over a network that breaks.

Knows the site by its addresses and the published form only; used by the journey and by the benchmark.
"""

import http.client
import random
import time
import uuid
from collections import Counter
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from threading import Lock
from urllib.parse import urlsplit
from xml.etree.ElementTree import Element, SubElement, tostring

from tests.collect.phone import Answer, Failed, Phone, over_http

Said = Mapping[str, str]

PERSON = {
    "name": "Wanjiru", "relation": "head", "sex": "female", "age": "40", "marital": "widowed",
    "school_status": "left_completed", "activity": "working", "seeing": "none", "id_holder": "yes",
}  # fmt: skip
CHILD = {
    "name": "Kamau", "relation": "grandchild", "sex": "male", "age": "7", "school_status": "in_school",
    "school_location": "in_settlement", "school_kind": "apbet_informal",
}  # fmt: skip
HOME = {
    "started_at": "2026-11-21T10:00:00.000+03:00", "ended_at": "2026-11-21T10:31:00.000+03:00",
    "interviewed_on": "2026-11-21", "device": "collect:1", "result": "complete", "consent": "yes",
    "respondent_role": "head", "head_name": "Wanjiku Kamau", "head_sex": "female",
    "occupancy_status": "tenant", "years_in_settlement": "12", "years_in_structure": "3",
    "rooms_used": "1", "rent_month_kes": "2500", "rent_includes": "water toilet", "members_total": "2",
    "water_source": "public_tap_standpipe", "water_price_20l_kes": "5", "water_jerrycans_day": "4",
    "water_minutes_roundtrip": "20", "toilet_type": "main_sewer", "toilet_place": "public_paid",
    "toilet_shared_households": "40", "solid_waste": "dumped_street_drain", "cooking_fuel": "paraffin",
    "lighting": "mains_electricity", "assets": "radio smartphone", "savings_group": "muungano",
    "eviction_experience_5y": "no", "priority_1": "water", "priority_2": "land_tenure",
    "priority_3": "school",
}  # fmt: skip


def filled(
    questions: Sequence[Mapping[str, str]], form_id: str, version: str, instance_id: str, home: Said
) -> bytes:
    """A standard questionnaire with a head and a child, every question in its place as Collect writes it."""
    root = Element("data", {"id": form_id, "version": version})
    at = {"": root}
    for question in questions:
        path = question["path"]
        if question.get("repeat") or question["kind"] == "repeat":
            continue
        at[path] = SubElement(at[path.rpartition("/")[0]], question["name"])
        at[path].text = home.get(question["name"], "")
    (roster,) = (question["path"] for question in questions if question["kind"] == "repeat")
    for number, person in enumerate((PERSON, CHILD), start=1):
        inside = {roster: SubElement(at[roster.rpartition("/")[0]], roster.rpartition("/")[2])}
        for question in questions:
            if question.get("repeat"):
                path = question["path"]
                inside[path] = SubElement(inside[path.rpartition("/")[0]], question["name"])
                inside[path].text = (person | {"line_no": str(number)}).get(question["name"], "")
    meta = SubElement(root, "meta")
    SubElement(meta, "instanceID").text = f"uuid:{instance_id}"
    return tostring(root)


@dataclass
class Interview:
    """What one phone has to send, until it was told that it is there."""

    instance_id: str
    xml: bytes


def interviews(
    questions: Sequence[Mapping[str, str]], form_id: str, version: str, doors: Mapping[str, str], each: int
) -> list[Interview]:
    """Of each door (number to point, as a phone writes it) so many households, each with its own name."""
    made = []
    for door, point in doors.items():
        for number in range(1, each + 1):
            instance_id = str(uuid.uuid4())
            name = "Wanjiku " + "".join(chr(97 + int(digit, 16)) for digit in instance_id[:8])
            said = {"structure_code": door, "structure_picked": door, "household_no": str(number)}
            home = HOME | said | {"location": point, "head_name": name}
            made.append(Interview(instance_id, filled(questions, form_id, version, instance_id, home)))
    return made


class BrokenLine:
    """Some requests are cut off on the way there, some of the answers on the way back."""

    def __init__(self, share: float, seed: int) -> None:
        self.share, self.random = share, random.Random(seed)

    def __call__(self, method: str, url: str, headers: dict[str, str], body: bytes | None) -> Answer:
        chance = self.random.random()
        if body is None or chance > self.share:
            return over_http(method, url, headers, body)
        whole = chance < self.share / 2
        parts = urlsplit(url)
        line = http.client.HTTPConnection(parts.hostname or "", parts.port or 80, timeout=30)
        line.putrequest(method, f"{parts.path}?{parts.query}")
        for name, value in (headers | {"Content-Length": str(len(body))}).items():
            line.putheader(name, value)
        line.endheaders()
        line.send(body if whole else body[: len(body) // 2])
        line.close()
        raise ConnectionResetError


@dataclass
class Evening:
    """Phones that send at once, each again and again until it was told that its interview is there."""

    addresses: Sequence[str]
    waiting: list[Interview]
    repeated: float = 0.03
    broken: float = 0.03
    seed: int = 20261122
    answers: Counter[str] = field(default_factory=Counter)
    seconds: list[float] = field(default_factory=list)
    lock: Lock = field(default_factory=Lock)

    def send_all(self, clients: int) -> float:
        """Send everything; how many seconds it took."""
        chance = random.Random(self.seed)
        again = chance.sample(self.waiting, round(len(self.waiting) * self.repeated))
        work = [*self.waiting, *again]
        chance.shuffle(work)
        shares = [work[n::clients] for n in range(clients)]
        begun = time.monotonic()
        with ThreadPoolExecutor(clients) as threads:
            list(threads.map(self._send_share, range(clients), shares))
        return time.monotonic() - begun

    def _send_share(self, number: int, share: list[Interview]) -> None:
        line = BrokenLine(self.broken, self.seed + number)
        phone = Phone(self.addresses[number % len(self.addresses)], device_id=f"collect:{number}", line=line)
        for interview in share:
            self._send(phone, interview)

    def _send(self, phone: Phone, interview: Interview) -> None:
        while True:
            begun = time.monotonic()
            try:
                answers = phone.send(interview.xml)
            except (OSError, http.client.HTTPException):
                self._note("broken")
                continue
            except Failed as failed:
                self._note(f"{failed.why} {failed.status}")
                time.sleep(0.2)
                continue
            self._note(str(answers[-1].status), time.monotonic() - begun)
            return

    def _note(self, answer: str, seconds: float = 0) -> None:
        with self.lock:
            self.answers[answer] += 1
            if seconds:
                self.seconds.append(seconds)
            if self.answers["refused 500"] > 20:
                raise RuntimeError(f"the site does not answer: {dict(self.answers)}")
