"""Lists that are made from the ground for phones."""

from django.core.cache import cache

from enumerations.collecting import FileKind
from enumerations.models import FormFile
from enumerations.xlsform.doors import write_doors
from settlements.models import Settlement

KEPT_S = 86_400


def content_of(file: FormFile) -> bytes:
    """The bytes that a phone gets under this name. The list of doors is as the ground is now."""
    if file.kind == FileKind.STRUCTURES:
        return structures_csv(file.version.settlement)
    with file.file.open("rb") as stored:
        return bytes(stored.read())


def structures_csv(settlement: Settlement) -> bytes:
    """Every cluster and numbered structure to pick from: the same bytes as long as the ground is the same."""
    version = Settlement.objects.values_list("data_version", flat=True).get(pk=settlement.pk)
    key = f"doors:{settlement.pk}:{version}"
    kept: bytes | None = cache.get(key)
    if kept is None:
        clusters = settlement.clusters.order_by("code").values_list("code", "name")
        structures = settlement.structures.order_by("code").values_list("code", "cluster__code")
        kept = write_doors(clusters, ((code, at or "") for code, at in structures)).encode()
        cache.set(key, kept, KEPT_S)
    return kept
