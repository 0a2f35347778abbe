"""Verbs on the ground that touch the disk and the register together."""

import hashlib
import uuid
from pathlib import Path

from django.core.files import File
from django.db import transaction
from django.utils import timezone

from accounts.models import User
from settlements.choices import GroundLayer, ImportState
from settlements.imports import ImportRefused, Options, Plan, apply_ground, plan_ground
from settlements.models import GroundImport, Settlement

# A page answers within seconds; larger files go through the command import_ground.
MOST_ON_A_PAGE = 60_000


def create_import(*, settlement: Settlement, user: User, layer: str, upload: File) -> GroundImport:
    """Keep the file and plan it. A file nobody can read is not kept: raises ImportRefused."""
    ground = GroundImport(settlement=settlement, made_by=user, layer=layer, name=str(upload.name)[:200])
    ground.sha256 = hashlib.file_digest(upload, "sha256").hexdigest()
    upload.seek(0)
    ground.file.save(uuid.uuid4().hex, upload, save=False)
    try:
        plan_import(ground=ground, options=Options(layer=GroundLayer(layer)))
    except BaseException:
        ground.file.delete(save=False)
        raise
    return ground


def plan_import(*, ground: GroundImport, options: Options) -> Plan:
    """Say what the file would do with these options, and keep the answer. Raises ImportRefused."""
    ground.options = options.to_json()
    path = Path(ground.file.path)
    plan = plan_ground(ground.settlement, path, options, max_features=MOST_ON_A_PAGE)
    ground.plan = plan.to_json()
    ground.save()
    return plan


def apply_import(*, ground: GroundImport) -> Plan:
    """Do what the kept plan says, once. Raises ImportRefused; has the ground changed, a new plan is kept."""
    options = Options.from_json(ground.options)
    try:
        with transaction.atomic():
            locked = GroundImport.objects.select_for_update(of=("self",)).get(pk=ground.pk)
            if locked.is_applied:
                return Plan.from_json(locked.plan)
            plan = apply_ground(
                ground.settlement, Path(ground.file.path), options,
                source=ground.name, expected=Plan.from_json(locked.plan).digest,
            )  # fmt: skip
            ground.plan, ground.state, ground.applied_at = plan.to_json(), ImportState.APPLIED, timezone.now()
            ground.save()
    except ImportRefused as refused:
        if refused.problem.code == "ground_changed":
            plan_import(ground=ground, options=options)
        raise
    return plan
