"""Asking for the product of tests, and letting it be made here."""

from typing import Any

from reports.models import Export
from reports.products import Envelope
from reports.works.ask import ask_for
from reports.works.run import make
from tests.reports.tiny import wish

WHY = "The chief asked whose houses they were"


def asked(user: Any, *settlements: Any, mail: bool = False, **said: Any) -> Export:
    reason = WHY if said.get("envelope", Envelope.PUBLIC) >= Envelope.PERSONAL else ""
    return ask_for(user=user, product="tiny", ask=wish(*settlements, **said), reason=reason, mail=mail)[0]


def worked_on(export: Export) -> Export:
    make(export.pk)
    export.refresh_from_db()
    return export


def made(user: Any, *settlements: Any, **said: Any) -> Export:
    return worked_on(asked(user, *settlements, **said))
