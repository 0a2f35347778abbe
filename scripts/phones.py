"""Send interviews to the site as ODK Collect does: one POST each, with the XML as a file."""

from __future__ import annotations

import urllib.error
import urllib.request
from collections.abc import Sequence

from scripts.paths import LOGS
from scripts.steps import Failure

GROUP = "phones"  # how the site names a batch of what phones sent
EDGE = "pamoja-demo-phone"
NEW, HERE_ALREADY = 201, 202


def send(interviews: Sequence[dict[str, str]]) -> int:
    """Send each (`xml`) to its phone's address (`url`); how many the site had before.

    Raises Failure, which does not name the address.
    """
    again = 0
    for interview in interviews:
        status = post(interview["url"], interview["xml"])
        if status not in (NEW, HERE_ALREADY):
            raise Failure(f"the site answered {status} to a phone of the demo. The log: {LOGS / 'web.log'}")
        again += status == HERE_ALREADY
    return again


def post(url: str, xml: str) -> int:
    """The status of the answer."""
    head = f'--{EDGE}\r\nContent-Disposition: form-data; name="xml_submission_file"; filename="demo.xml"\r\n'
    body = f"{head}Content-Type: text/xml; charset=utf-8\r\n\r\n{xml}\r\n--{EDGE}--\r\n".encode()
    headers = {"Content-Type": f"multipart/form-data; boundary={EDGE}", "X-OpenRosa-Version": "1.0"}
    try:
        with urllib.request.urlopen(urllib.request.Request(url, body, headers), timeout=60) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as error:
        with error:
            return error.code
