"""Every header and every XML that phones are answered with, and nowhere else.

https://docs.getodk.org/openrosa-http, /openrosa-form-list, /openrosa-form-submission. Where these and ODK
Collect differ, Collect decides: docs/phones.md says what it insists on.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, TypeVar
from xml.sax.saxutils import escape

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from collect import digest
from enumerations.services.devices import REALM
from enumerations.services.receiving import Outcome, Receipt

XML = "text/xml; charset=utf-8"
# A letter that XML cannot hold would make a phone throw the whole list away.
NOT_XML = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
STATUS: dict[Outcome, int] = {
    Outcome.NEW: 201,
    Outcome.FILES_ADDED: 201,
    Outcome.ALREADY_HERE: 202,
    Outcome.DECIDED: 202,
    Outcome.HELD: 409,
    Outcome.TEST_DIFFERS: 409,
    Outcome.CLOSED: 409,
    Outcome.UNKNOWN_FORM: 404,
}
AnyResponse = TypeVar("AnyResponse", bound=HttpResponseBase)


def with_headers(response: AnyResponse) -> AnyResponse:
    """What phones look for on every answer; `Date` is the server's own. Nobody keeps an answer to a token."""
    response.headers["X-OpenRosa-Version"] = "1.0"
    response.headers["X-OpenRosa-Accept-Content-Length"] = str(settings.SUBMISSION_ADVISED_BYTES)
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["Referrer-Policy"] = "no-referrer"
    return response


def xml(body: str, status: int = 200) -> HttpResponse:
    text = f'<?xml version="1.0" encoding="UTF-8"?>\n{body}\n'
    return with_headers(HttpResponse(text.encode(), status=status, content_type=XML))


def said(value: Any) -> str:
    """A value as text of an element."""
    return escape(NOT_XML.sub("", str(value)))


# --- Answers to a sending ----------------------------------------------------------------------------


def message(text: str | Promise, status: int) -> HttpResponse:
    """A sentence that the phone shows to its enumerator."""
    nature = "submit_success" if status in (201, 202) else "error"
    return xml(
        '<OpenRosaResponse xmlns="http://openrosa.org/http/response" items="0">'
        f'<message nature="{nature}">{said(text)}</message></OpenRosaResponse>',
        status,
    )


def received(receipt: Receipt) -> HttpResponse:
    return message(receipt.message, STATUS[receipt.outcome])


def ready() -> HttpResponse:
    """To HEAD: Collect takes any other good status for somebody else's proxy."""
    return with_headers(HttpResponse(status=204, content_type=XML))


# --- Refusals ----------------------------------------------------------------------------------------


def shut_out() -> HttpResponse:
    return message(
        _("This address does not work, or this phone was shut out. Ask your team leader for a new code."), 403
    )


def not_private() -> HttpResponse:
    """On a site that speaks https: a redirected POST would lose what it carries."""
    return message(_("The server's address on this phone must begin with https://."), 403)


def not_found() -> HttpResponse:
    return message(_("There is nothing at this address. Check the server's address on this phone."), 404)


def not_allowed(methods: Iterable[str]) -> HttpResponse:
    answer = message(_("That cannot be done at this address."), 405)
    answer.headers["Allow"] = ", ".join(methods)
    return answer


def too_large() -> HttpResponse:
    return message(
        _("The pictures and recordings are too large to be sent. Make them shorter or smaller."), 413
    )


def unreadable() -> HttpResponse:
    return message(_("What was sent is no interview, or it was damaged on the way. Send it once more."), 400)


def our_fault(status: int) -> HttpResponse:
    return message(
        _("Something went wrong on our side; the interview stays on this phone. Send it again later."), status
    )


class Challenge(HttpResponse):
    """With a challenge of its own line for each scheme: not every client takes two in one."""

    basic = ""

    def items(self) -> Any:
        yield from super().items()
        if self.basic:
            yield "WWW-Authenticate", self.basic


def challenge(request: HttpRequest, *, stale: bool = False) -> HttpResponse:
    """Ask for the phone's name and password; Basic only where nobody listens."""
    answer = Challenge(
        message(_("The phone's user name or password is wrong, or it was shut out."), 401).content,
        status=401,
        content_type=XML,
    )
    parts = [f'realm="{REALM}"', f'nonce="{digest.new_nonce()}"', 'qop="auth"', "algorithm=MD5"]
    answer.headers["WWW-Authenticate"] = "Digest " + ", ".join([*parts, *(["stale=true"] if stale else [])])
    if request.is_secure():
        answer.basic = f'Basic realm="{REALM}", charset="UTF-8"'
    return with_headers(answer)


# --- Lists -------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class ListedForm:
    """A form as the list names it; the addresses are absolute."""

    form_id: str
    name: str
    version: str
    md5: str
    url: str
    manifest_url: str | None = None


@dataclass(frozen=True)
class ListedFile:
    """A file that a form needs; phones fetch it again where its md5 changed."""

    name: str
    md5: str
    url: str


def form_list(forms: Iterable[ListedForm]) -> HttpResponse:
    inside = "".join(_listed_form(form) for form in forms)
    return xml(f'<xforms xmlns="http://openrosa.org/xforms/xformsList">{inside}</xforms>')


def _listed_form(form: ListedForm) -> str:
    manifest = f"<manifestUrl>{said(form.manifest_url)}</manifestUrl>" if form.manifest_url else ""
    return (
        f"<xform><formID>{said(form.form_id)}</formID><name>{said(form.name)}</name>"
        f"<version>{said(form.version)}</version><hash>md5:{form.md5}</hash>"
        f"<downloadUrl>{said(form.url)}</downloadUrl>{manifest}</xform>"
    )


def manifest(files: Iterable[ListedFile]) -> HttpResponse:
    inside = "".join(
        f"<mediaFile><filename>{said(file.name)}</filename><hash>md5:{file.md5}</hash>"
        f"<downloadUrl>{said(file.url)}</downloadUrl></mediaFile>"
        for file in files
    )
    return xml(f'<manifest xmlns="http://openrosa.org/xforms/xformsManifest">{inside}</manifest>')


def form_xml(content: str) -> HttpResponse:
    return with_headers(HttpResponse(content.encode(), content_type=XML))
