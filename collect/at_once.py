"""The usual sending, one interview from a phone that sent before: kept by one statement."""

from django.http import HttpRequest, HttpResponse
from django.utils import translation

from accounts.because import because
from collect import responses
from collect.lone_part import lone_xml
from collect.remembered import remembered
from enumerations.intake.envelope import BadInstance
from enumerations.models import Device
from enumerations.services.devices import note_seen
from enumerations.services.receipts import Outcome, Sent, receipt
from enumerations.services.receiving import keep_at_once
from enumerations.services.sent_files import SentFile


def kept_at_once(request: HttpRequest, token: str) -> HttpResponse | None:
    """The answer to an interview that was kept; None for all that needs more than that, refusals too."""
    device = remembered(token)
    xml = lone_xml(request) if device else None
    if device is None or xml is None:
        return None
    with translation.override(device.user.language), because(user=device.user_id, url="/collect/"):
        try:
            if not keep_at_once(sent_from(request, device, xml)):
                return None
        except BadInstance:
            return None
        note_seen(device)
        return responses.received(receipt(Outcome.NEW))


def sent_from(
    request: HttpRequest,
    device: Device,
    xml: bytes,
    files: tuple[SentFile, ...] = (),
    *,
    is_incomplete: bool = False,
) -> Sent:
    """The sending, with what the phone says of itself."""
    return Sent(
        enumeration=device.enumeration,
        user=device.user,
        xml=xml,
        files=files,
        device=device,
        phone_id=request.GET.get("deviceID", "").replace("\x00", ""),
        user_agent=request.headers.get("User-Agent", "").replace("\x00", ""),
        is_incomplete=is_incomplete,
        is_test=device.tests_draft,
    )
