"""A settlement with one of everything in it."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import date
from io import BytesIO
from typing import Any

from django.core.files.base import ContentFile
from django.utils import timezone
from PIL import Image

from mapping.models import WallMap
from reports.models import CountyDate, Reference, UnitCost
from reports.webhooks import delivering
from settlements.models import GroundEdit
from settlements.services import create_import
from tests import factories, factories_reports, factories_verification
from tests.enumerations.forms import draft, published
from tests.factories.reports import ReportFactory, version_of
from tests.factories_handover import AgreementFactory, HandOverFactory, assembly_agreed
from tests.factories_verification import (
    CertificateFactory,
    CertificateWorkFactory,
    PostedListFactory,
    PostingFactory,
)
from tests.mapping.decoded import tile_at
from verification.models import Step, Suspicion
from verification.services.papers import Paper, keep_papers
from verification.services.register import freeze

# A survey whose columns wait to be mapped, and one that is done: each page of a batch needs its own.
UNMAPPED = b"Shoes,Water\n3,Tap\n"


@dataclass
class Place:
    """One settlement and its objects, by the name the table of routes gives them."""

    settlement: Any
    objects: dict[str, Any] = field(default_factory=dict)
    words: dict[str, Any] = field(default_factory=dict)

    def __getitem__(self, name: str) -> Any:
        """What a route's argument stands for: an id, the settlement's code, another word, or itself."""
        if name in self.objects:
            return self.objects[name].pk
        return self.settlement.code if name == "code" else self.words.get(name, name)


def make_place(code: str, name: str) -> Place:
    """A public settlement that nobody threatens, so that only what is not public is hidden."""
    settlement: Any = factories.SettlementFactory.create(
        code=code, name=name, access_level="public", ward=factories.WardFactory.create()
    )
    count = factories.EnumerationFactory.create(settlement=settlement, name=f"{name} is counted")
    adopted = factories.EnumerationFactory.create(
        settlement=settlement, name=f"{name} was counted", round=2, state="adopted"
    )
    cluster = factories.ClusterFactory.create(settlement=settlement, code="B")
    structure = factories.StructureFactory.create(cluster=cluster, code=f"{code}/B/1")
    batch = factories.BatchFactory.create(enumeration=count, state="done", name=f"{code}-lane.csv")
    household = factories.HouseholdFactory.create(structure=structure, enumeration=count, batch=batch)
    factories.PersonFactory.create(household=household)
    factories.SettlementStatisticsFactory.create(enumeration=count, households=1)
    factories.SettlementStatisticsFactory.create(enumeration=adopted, households=1)
    address = tile_at(structure.location.x, structure.location.y, 16)
    version = published(count).current()
    draft(count)
    certified = factories.HouseholdFactory.create(structure=structure, enumeration=adopted, batch=batch)
    kept = steps(count, adopted)
    kept |= certificates(certified, kept["snapshot"])
    words: dict[str, Any] = {
        "published": 1,
        "draft": 2,
        "question": "village/fear",
        "round_kept": 2,
        "version_kept": 1,
    }
    words["certificate_token"] = kept["certificate"].token
    words["report_version"] = 1
    place = Place(settlement, words={"z": address.z, "x": address.x, "y": address.y, **words})
    place.objects = {
        "count": count,
        "adopted": adopted,
        "cluster": cluster,
        "structure": structure,
        "service": factories.ServicePointFactory.create(cluster=cluster),
        "lane": factories.LaneFactory.create(settlement=settlement),
        "wall_map": wall_map(settlement),
        "hazard": factories.OverlayFactory.create(settlement=settlement, is_public=True),
        "plan": factories.OverlayFactory.create(settlement=settlement, kind="proposed_road"),
        "batch": batch,
        "unmapped": factories.BatchFactory.create(enumeration=count, state="mapping", content=UNMAPPED),
        "version": version,
        "failed": factories.BatchFactory.create(enumeration=count, state="failed"),
        "household": household,
        "import": ground_import(settlement),
        "ground_edit": GroundEdit.objects.create(settlement=settlement),
        "request": factories.RightsRequestFactory.create(settlement=settlement),
        "withdrawal": factories.WithdrawalFactory.create(household=household),
        "issue": factories.IssueFactory.create(batch=batch),
        **interviews(household),
        **objections(household),
        "file": factories.FormFileFactory.create(version=version, name="door.jpg"),
        **kept,
        "suspicion": suspicion(household),
        **lists(settlement, cluster),
        **handed_over(settlement),
        "report": report_of(settlement),
    }
    return place


def steps(count: Any, adopted: Any) -> dict[str, Any]:
    """A step with minutes and a list of who came; the register of the adopted count, of five homes."""
    by = factories.UserFactory.create()
    step = Step.objects.create(
        settlement=count.settlement,
        enumeration=count,
        from_state="planned",
        to_state="mobilised",
        taken_by=by,
    )
    kinds = {"paper": "minutes", "attendance": "attendance"}
    papers = {
        name: keep_papers(step, [Paper(kind, f"{kind}.pdf", b"%PDF-1.7", "pdf")])[0]
        for name, kind in kinds.items()
    }
    batch = factories.BatchFactory.create(enumeration=adopted, state="done")
    factories.HouseholdFactory.create_batch(
        adopted.settlement.smallest_cell, enumeration=adopted, batch=batch
    )
    return {**papers, "snapshot": freeze(adopted, by)}


def certificates(household: Any, snapshot: Any) -> dict[str, Any]:
    """A household of the adopted round with its certificate, and a village whose papers are being printed."""
    certificate = CertificateFactory.create(household=household, snapshot=snapshot)
    cluster = household.structure.cluster
    work = CertificateWorkFactory.create(enumeration=snapshot.enumeration, cluster=cluster)
    return {"certified": household, "certificate": certificate, "work": work}


def report_of(settlement: Any) -> Any:
    """A report that was exported once."""
    report = ReportFactory.create(settlements=[settlement])
    version_of(report)
    return report


def suspicion(household: Any) -> Any:
    """The household may have been counted again next door."""
    again = factories.HouseholdFactory.create(
        structure=household.structure, enumeration=household.enumeration, batch=household.batch
    )
    return Suspicion.objects.create(
        settlement=household.settlement,
        enumeration=household.enumeration,
        kind="household_twice",
        household_a=household,
        household_b=again,
        score=0.8,
        reasons=[{"code": "phone", "for": True}],
    )


def interviews(household: Any) -> dict[str, Any]:
    """An interview with a picture, and another picture of the same name that waits for a decision."""
    interview = factories.SubmissionFactory.create(household=household)
    return {
        "interview": interview,
        "picture": factories.AttachmentFactory.create(submission=interview, content=jpeg(), name="door.jpg"),
        "held": factories.HeldSendingFactory.create(
            submission=interview,
            kind="file_differs",
            xml=None,
            file_name="door.jpg",
            file=ContentFile(jpeg(), "door.jpg"),
        ),
    }


def lists(settlement: Any, cluster: Any) -> dict[str, Any]:
    """A posting of a count that is being checked, with names, and the list of a cluster."""
    checked = factories.EnumerationFactory.create(settlement=settlement, round=3, state="checking")
    posting = PostingFactory.create(enumeration=checked, names=True, ready_at=timezone.now())
    return {
        "checked": checked,
        "posting": posting,
        "posted_list": PostedListFactory.create(posting=posting, cluster=cluster),
    }


def handed_over(settlement: Any) -> dict[str, Any]:
    """An agreement to which the assembly added structures, and figures given under it."""
    agreement = AgreementFactory.create(settlements=[settlement])
    place = assembly_agreed(agreement, settlement)
    return {
        "agreement": agreement,
        "agreed_place": place,
        "minutes": place.papers.get(),
        "hand_over": HandOverFactory.create(settlements=[settlement], agreement=agreement),
        "county_date": CountyDate.objects.create(
            county=settlement.county,
            milestone="forum",
            year=2026,
            day=date(2026, 12, 1),
            source="Gazette",
            made_by=agreement.made_by,
        ),
    }


def objections(household: Any) -> dict[str, Any]:
    """One that waits and was heard, and one that was referred; and a count that takes them."""
    objection = factories_verification.ObjectionFactory.create(household=household)
    return {
        "objection": objection,
        "hearing": factories_verification.HearingFactory.create(objection=objection),
        "objection_file": factories_verification.ObjectionFileFactory.create(objection=objection),
        "referral": factories_verification.ObjectionFactory.create(
            household=household, kind="ownership", state="decided", outcome="referred",
            referred_to="chief", decided_on=date(2026, 11, 9),
        ),
        "posted": factories.EnumerationFactory.create(
            settlement=household.settlement, round=0, state="posted"
        ),
    }  # fmt: skip


def webhooks(place: Place, owner: Any) -> None:
    """One of the owner's, with a delivery."""
    place.objects["webhook"], _secret = delivering.make_webhook(
        owner, name="County", url="https://county.example.org/hook", events=["batch.finished"]
    )
    place.objects["delivery"] = delivering.send_test(place.objects["webhook"])


def exports(place: Place, asker: Any) -> None:
    """One that is ready, one that waits, and a saved one with its first file."""
    settlement = place.settlement
    place.objects["reference"] = Reference.objects.order_by("pk").first()
    place.objects["unit_cost"] = UnitCost.objects.create(
        what="tap", settlement=settlement, amount_kes=25_000, year=2025, source="tender"
    )
    place.objects["export"] = factories_reports.ready_export(settlement, asker)
    place.objects["export_waiting"] = factories_reports.going_on(settlement, asker)
    saved, place.words["export_token"] = factories_reports.saved_export(settlement, asker)
    place.objects["saved_export"] = saved
    factories_reports.ready_export(settlement, asker, saved=saved, expires_at=None)


def wall_map(settlement: Any) -> Any:
    """One that is made."""
    return WallMap.objects.create(
        settlement=settlement,
        asked_by=factories.UserFactory.create(),
        ended_at=timezone.now(),
        file=ContentFile(b"%PDF-1.7", f"{settlement.code}.pdf"),
    )


def jpeg() -> bytes:
    """A small picture."""
    out = BytesIO()
    Image.new("RGB", (8, 6), "green").save(out, "JPEG")
    return out.getvalue()


def ground_import(settlement: Any) -> Any:
    """A file with one house, planned and not applied."""
    shape = {"type": "Point", "coordinates": list(factories.place_of(7).coords)}
    house = {"type": "Feature", "properties": {"number": 7}, "geometry": shape}
    content = json.dumps({"type": "FeatureCollection", "features": [house]}).encode()
    upload = ContentFile(content, name=f"{settlement.code}.geojson")
    return create_import(
        settlement=settlement, user=factories.UserFactory.create(), layer="structures", upload=upload
    )
