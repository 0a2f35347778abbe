"""A sending that is an interview and nothing else, as most are: taken out of its one part as it stands.

Django's parser reads every sending, in pieces and by any rule; for so little it takes a tenth of the time
that a phone waits. What is not exactly as expected here is left to it.
"""

import re

from django.conf import settings
from django.http import HttpRequest

XML_PART = "xml_submission_file"
MAX_BYTES = 1_000_000
BOUNDARY = re.compile(r'multipart/form-data; ?boundary="?([\w.\'()+,/:=?-]{1,70})"?', re.ASCII)
HEAD = re.compile(
    rb'Content-Disposition: form-data; name="%b"; filename="[^"\r\n]+"'
    rb"(\r\nContent-(Type|Length): [^\r\n]*)*\r\n\r\n" % XML_PART.encode(),
    re.IGNORECASE,
)


def lone_xml(request: HttpRequest) -> bytes | None:
    """The interview; None where there may be more in it, or it is said otherwise."""
    length = request.META.get("CONTENT_LENGTH") or ""
    most = min(MAX_BYTES, settings.DATA_UPLOAD_MAX_MEMORY_SIZE)
    named = BOUNDARY.fullmatch(request.META.get("CONTENT_TYPE") or "")
    if not named or not length.isdecimal() or int(length) > most:
        return None
    edge = b"--" + named[1].encode()
    body = request.body  # Django's parser reads from it too
    parts = body.split(edge)
    if len(parts) != 3 or parts[0] or parts[2].rstrip() != b"--":
        return None
    part = parts[1]
    head = HEAD.match(part, 2)
    if not (head and part.startswith(b"\r\n") and part.endswith(b"\r\n")):
        return None
    return part[head.end() : -2]
