"""What is written down of an export: who, what, for whom, why; in each settlement's log."""

from accounts import log
from accounts.choices import AccessKind
from accounts.models import User
from reports.models import Export
from settlements.models import Settlement


def note(export: Export, user: User, kind: AccessKind) -> None:
    """A line in the log of each settlement whose data is in the file."""
    codes = Settlement.objects.filter(pk__in=export.places).order_by("code").values_list("code", flat=True)
    said = ", ".join(filter(None, [export.product, export.meant_for.name.lower()]))
    log.record_in_each(
        user,
        kind,
        subject=f"export {export.pk}",
        settlements=list(codes),
        reason=f"{said}: {export.reason}" if export.reason else said,
    )
