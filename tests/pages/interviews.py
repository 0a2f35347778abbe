"""One evening of a count: what Baraka sent today and before, in every state a page shows."""

from datetime import datetime, timedelta
from typing import Any

from django.contrib.gis.geos import Point
from django.core.files.base import ContentFile
from django.utils import timezone

from enumerations.models import Household, Submission
from tests import factories
from tests.access.places import jpeg

QUESTIONS: list[dict[str, Any]] = [
    {
        "path": "structure_code",
        "kind": "text",
        "labels": {"en": "Number on the door", "sw": "Namba ya mlango"},
    },
    {
        "path": "head_name",
        "kind": "text",
        "labels": {"en": "Name of household head", "sw": "Jina la mkuu wa kaya"},
    },
    {"path": "rooms_used", "kind": "integer", "labels": {"en": "Rooms used", "sw": "Vyumba"}},
    {"path": "water_source", "kind": "text", "labels": {"en": "Main drinking water", "sw": "Maji ya kunywa"}},
]
MAPPING = {"households": {"targets": {name: {"field": name} for name in (
    "structure_code", "head_name", "rooms_used", "water_source", "location", "started_at", "ended_at",
)}}}  # fmt: skip


class Evening:
    """`evening.sent(n)` is an interview of Baraka's at door KMT/B/n."""

    def __init__(self, count: Any, baraka: Any) -> None:
        self.count, self.baraka = count, baraka
        self.version = factories.QuestionnaireVersionFactory.create(
            questionnaire__enumeration=count, questions=QUESTIONS, mapping=MAPPING
        )
        self.cluster = factories.ClusterFactory.create(settlement=count.settlement, code="B", name="Bondeni")
        self.phone = factories.DeviceFactory.create(enumeration=count, user=baraka, name="Nokia 3")
        self.batch = factories.BatchFactory.create(
            enumeration=count, source="phones", state="done", rows=0, sent_by=None
        )

    def sent(self, n: int, state: str = "in_register", *, days_ago: int = 0, **more: Any) -> Submission:
        door = self.door(n)
        began = timezone.localtime().replace(hour=9, minute=n % 60) - timedelta(days=days_ago)
        household = self.household(door, began) if state == "in_register" else None
        said = {
            "structure_code": door.code,
            "head_name": "Wanjiru wa Kamau",
            "rooms_used": 1,
            "water_source": "public_tap_standpipe",
            "location": f"{door.location.y + 0.0001} {door.location.x} 0 6.5",
            "started_at": began.isoformat(),
            "ended_at": (began + timedelta(minutes=31)).isoformat(),
        } | more.pop("said", {})
        made = factories.SubmissionFactory.create(
            enumeration=self.count, version=self.version, device=self.phone, household=household,
            batch=self.batch, row=n, state=state, said=said, **more,
        )  # fmt: skip
        Submission.objects.filter(pk=made.pk).update(received_at=began + timedelta(minutes=40))
        made.refresh_from_db()
        return made

    def door(self, n: int) -> Any:
        code = f"KMT/B/{n}"
        found = self.count.settlement.structures.filter(code=code).first()
        return found or factories.StructureFactory.create(cluster=self.cluster, n=n)

    def household(self, door: Any, began: datetime) -> Household:
        return factories.HouseholdFactory.create(
            enumeration=self.count,
            structure=door,
            batch=self.batch,
            started_at=began,
            ended_at=began + timedelta(minutes=31),
            location=Point(door.location.x, door.location.y + 0.0001),
            location_accuracy_m=6.5,
        )

    def problem(self, interview: Submission, code: str, severity: str, field: str = "rooms_used") -> None:
        params = {"value": "KMT/B/99"} if code == "structure_unknown" else {}
        factories.IssueFactory.create(
            batch=self.batch, row=interview.row, code=code, severity=severity, field=field, params=params
        )

    def all(self) -> dict[str, Submission]:
        """One of each."""
        made = {
            "fine": self.sent(1, review="accepted"),
            "warned": self.sent(2),
            "returned": self.sent(
                3,
                days_ago=1,
                review="returned",
                review_reason="The rent is missing: ask what they paid last month.",
            ),
            "rejected": self.sent(4, "rejected"),
            "conflict": self.sent(5, "conflict"),
            "received": self.sent(6, "received"),
            "waiting": self.sent(7, "waiting_files", flags=["files_missing"]),
            "before": self.sent(8, days_ago=3),
        }
        self.problem(made["warned"], "interview_short", "warning")
        self.problem(made["rejected"], "structure_unknown", "error", "structure_code")
        factories.AttachmentFactory.create(submission=made["fine"], content=jpeg(), name="door.jpg")
        made["correction"] = self.sent(8, "replaced")
        return made

    def contradictions(self, made: dict[str, Submission]) -> dict[str, Any]:
        """What waits for a decision."""
        rival = self.sent(5, days_ago=2, said={"rooms_used": 3})
        Submission.objects.filter(pk=made["conflict"].pk).update(household=rival.household)
        held = factories.HeldSendingFactory
        said = {"structure_code": "KMT/B/1", "head_name": "Wanjiru Kamau", "rooms_used": 2}
        return {
            "different": held.create(submission=made["fine"], said=said, sent_by=self.baraka),
            "picture": held.create(
                submission=made["fine"], kind="file_differs", xml=None, file_name="door.jpg",
                file=ContentFile(jpeg(), "door.jpg"), sent_by=self.baraka,
            ),
            "deleted": held.create(
                submission=made["fine"], kind="deleted", xml=None, instance_id="gone", sha256="0" * 64
            ),
        }  # fmt: skip
