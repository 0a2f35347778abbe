"""A phone that behaves as ODK Collect does, with its rules of when something failed.

After `OpenRosaClient`, `OkHttpConnection`, `InstanceServerUploader` and `SubmissionChunker` of
getodk/collect, and the OpenRosa specifications; it shares no code with the site.

    phone = Phone(f"{live_server.url}/collect/{token}")
    phone.get_forms()
    phone.send(xml, {"photo.jpg": b"..."})
"""

import base64
import gzip
import hashlib
import http.client
import re
import secrets
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from http.client import HTTPMessage
from typing import Any, Protocol
from urllib.parse import quote, urlsplit
from xml.etree import ElementTree

LISTED = "{http://openrosa.org/xforms/xformsList}"
MANIFEST = "{http://openrosa.org/xforms/xformsManifest}"
ANSWER = "{http://openrosa.org/http/response}"
DEFAULT_MAX_BYTES = 10_000_000
MAX_FILES = 100


class Failed(Exception):
    """Collect would tell its user that this failed. `why` is which of its errors it is."""

    def __init__(self, why: str, status: int = 0, message: str = "") -> None:
        super().__init__(f"{why} ({status}): {message}")
        self.why, self.status, self.message = why, status, message


@dataclass(frozen=True)
class Answer:
    """Status, headers and body as they came."""

    status: int
    headers: Any
    body: bytes

    @property
    def message(self) -> str:
        """What Collect shows of an OpenRosaResponse."""
        try:
            found = ElementTree.fromstring(self.body).findtext(f"{ANSWER}message")
        except ElementTree.ParseError:
            return ""
        return found or ""


class Line(Protocol):
    """How a request reaches the site."""

    def __call__(self, method: str, url: str, headers: dict[str, str], body: bytes | None) -> Answer: ...


def over_http(method: str, url: str, headers: dict[str, str], body: bytes | None) -> Answer:
    """A connection of its own for each request; nothing is followed."""
    parts = urlsplit(url)
    connection = http.client.HTTPConnection(parts.hostname or "", parts.port or 80, timeout=30)
    try:
        connection.request(
            method, f"{parts.path}?{parts.query}" if parts.query else parts.path, body, headers
        )
        answer = connection.getresponse()
        return Answer(answer.status, answer.msg, answer.read())
    finally:
        connection.close()


def in_process(client: Any) -> Line:
    """By Django's test client: no server, so no `Date`."""

    def ask(method: str, url: str, headers: dict[str, str], body: bytes | None) -> Answer:
        parts = urlsplit(url)
        kind = headers.pop("Content-Type", "application/octet-stream")
        answer = client.generic(
            method,
            f"{parts.path}?{parts.query}" if parts.query else parts.path,
            body or b"",
            content_type=kind,
            secure=parts.scheme == "https",
            headers={**headers, "Host": parts.netloc},
        )
        written = HTTPMessage()
        for name, value in answer.items():
            written[name] = value
        return Answer(answer.status_code, written, b"".join(answer) if answer.streaming else answer.content)

    return ask


@dataclass
class Form:
    """A form on the phone: what it was listed as, and the bytes that came."""

    form_id: str
    name: str
    version: str
    hash: str
    download_url: str
    manifest_url: str = ""
    xml: bytes = b""
    files: dict[str, bytes] = field(default_factory=dict)


class Phone:
    """Knows the server's URL, and a user name and password where it was given them."""

    def __init__(
        self,
        server_url: str,
        *,
        username: str = "",
        password: str = "",
        device_id: str = "collect:8Kc5Z1pVbMxQ",
        line: Line = over_http,
    ) -> None:
        self.base = server_url.rstrip("/")
        self.username, self.password = username, password
        self.device_id, self.line = device_id, line
        self.challenges: list[str] = []
        self.nc = 0
        self.asked: list[tuple[str, str, int]] = []

    # --- Forms ------------------------------------------------------------------------------------

    def form_list(self, form_id: str = "") -> list[Form]:
        """The list of forms. Raises Failed."""
        query = f"?formID={quote(form_id)}" if form_id else ""
        root = self._document(f"{self.base}/formList{query}", f"{LISTED}xforms")
        forms = [self._listed(each) for each in root.iter(f"{LISTED}xform")]
        return [each for each in forms if each]

    def _listed(self, found: Any) -> Form:
        def text(name: str) -> str:
            return (found.findtext(f"{LISTED}{name}") or "").strip()

        form = Form(
            text("formID"),
            text("name"),
            text("version"),
            text("hash"),
            text("downloadUrl"),
            text("manifestUrl"),
        )
        # One bad entry, and Collect throws the whole list away.
        if not (form.form_id and form.name and form.download_url):
            raise Failed("bad list")
        for url in (form.download_url, form.manifest_url):
            if url and not urlsplit(url).netloc:
                raise Failed("address is not absolute")
        if not form.hash.startswith("md5:"):
            form.hash = ""
        return form

    def get_forms(self) -> list[Form]:
        """Fetch every form and its files, and check that each is what the list said. Raises Failed."""
        forms = self.form_list()
        for form in forms:
            form.xml = self._get(form.download_url).body
            _check("form", form.hash, form.xml)
            ElementTree.fromstring(form.xml)
            if form.manifest_url:
                form.files = dict(self._files(form.manifest_url))
        return forms

    def _files(self, url: str) -> Iterator[tuple[str, bytes]]:
        root = self._document(url, f"{MANIFEST}manifest")
        for found in root.iter(f"{MANIFEST}mediaFile"):
            name, said, address = (
                (found.findtext(f"{MANIFEST}{part}") or "").strip()
                for part in ("filename", "hash", "downloadUrl")
            )
            if not (name and said and address):
                raise Failed("bad manifest")
            content = self._get(address).body
            _check("file", f"md5:{said[4:]}", content)
            yield name.rsplit("/")[-1], content

    def _document(self, url: str, root: str) -> Any:
        answer = self._get(url)
        if "text/xml" not in answer.headers.get("Content-Type", ""):
            raise Failed("not XML: a proxy?", answer.status)
        if answer.headers.get("X-OpenRosa-Version") is None:
            raise Failed("not an OpenRosa server", answer.status)
        try:
            parsed = ElementTree.fromstring(answer.body)
        except ElementTree.ParseError:
            raise Failed("parse error", answer.status) from None
        if parsed.tag != root:
            raise Failed("wrong namespace", answer.status)
        return parsed

    def _get(self, url: str) -> Answer:
        answer = self.ask("GET", url)
        if answer.status != 200:
            raise Failed("no answer", answer.status, answer.message)
        return answer

    # --- Interviews -------------------------------------------------------------------------------

    def send(
        self, xml: bytes, files: Mapping[str, bytes] | None = None, *, stop_after: int = 0
    ) -> list[Answer]:
        """Send one interview, in as many parts as it takes. Raises Failed where Collect says "failed".

        `stop_after`: the network goes after so many parts.
        """
        url = f"{self.base}/submission?deviceID={quote(self.device_id, safe='')}"
        head = self.ask("HEAD", url)
        if head.status == 401:
            raise Failed("authentication", 401)
        if head.status != 204:
            raise Failed("bad answer to HEAD: a proxy?", head.status)
        if head.headers.get("X-OpenRosa-Version") is None:
            raise Failed("not an OpenRosa server", head.status)
        url = self._redirected(url, head)
        room = int(head.headers.get("X-OpenRosa-Accept-Content-Length") or DEFAULT_MAX_BYTES)
        answers: list[Answer] = []
        for part in in_parts(xml, files or {}, room):
            answers.append(self._post(url, part))
            if len(answers) == stop_after:
                break
        return answers

    def _redirected(self, url: str, head: Answer) -> str:
        location = head.headers.get("Location")
        if not location:
            return url
        if urlsplit(location).netloc not in ("", urlsplit(url).netloc):
            raise Failed("redirected to a different host", head.status)
        return str(location)

    def _post(self, url: str, part: "Part") -> Answer:
        answer = self.ask("POST", url, part.body(), {"Content-Type": f"multipart/form-data; boundary={EDGE}"})
        if answer.status in (201, 202):
            return answer
        if answer.status == 200:
            raise Failed("network login failure?", 200)
        raise Failed("authentication" if answer.status == 401 else "refused", answer.status, answer.message)

    # --- Requests ---------------------------------------------------------------------------------

    def ask(
        self, method: str, url: str, body: bytes | None = None, headers: dict[str, str] | None = None
    ) -> Answer:
        """One request, and once more with credentials where they are asked for."""
        answer = self._once(method, url, body, headers or {})
        if answer.status == 401 and self.username:
            self.challenges = answer.headers.get_all("WWW-Authenticate") or []
            self.nc = 0
            answer = self._once(method, url, body, headers or {})
        return answer

    def _once(self, method: str, url: str, body: bytes | None, headers: dict[str, str]) -> Answer:
        said = {
            "X-OpenRosa-Version": "1.0",
            "User-Agent": "org.odk.collect.android/v2026.1.0 Dalvik/2.1.0",
            "Date": "Sun, 22 Nov 2026 05:12:00 GMT+03:00",  # Collect's, in twelve hours
            "Accept-Encoding": "gzip",
            **self._credentials(method, url),
            **headers,
        }
        answer = self.line(method, url, said, body)
        self.asked.append((method, urlsplit(url).path, answer.status))
        if answer.headers.get("Content-Encoding") == "gzip":
            answer = Answer(answer.status, answer.headers, gzip.decompress(answer.body))
        return answer

    def _credentials(self, method: str, url: str) -> dict[str, str]:
        for challenge in self.challenges:
            if challenge.startswith("Digest "):
                return {"Authorization": self._digest(challenge, method, url)}
        if any(each.startswith("Basic ") for each in self.challenges) and url.startswith("https:"):
            pair = base64.b64encode(f"{self.username}:{self.password}".encode()).decode()
            return {"Authorization": f"Basic {pair}"}
        return {}

    def _digest(self, challenge: str, method: str, url: str) -> str:
        """RFC 7616, 3.4, by its own words."""
        said = dict(re.findall(r'(\w+)="?([^",]+)"?', challenge.partition(" ")[2]))
        parts = urlsplit(url)
        uri = f"{parts.path}?{parts.query}" if parts.query else parts.path
        self.nc += 1
        nc, cnonce = f"{self.nc:08x}", secrets.token_hex(8)
        secret = _h(f"{self.username}:{said['realm']}:{self.password}")
        response = _h(f"{secret}:{said['nonce']}:{nc}:{cnonce}:auth:{_h(f'{method}:{uri}')}")
        return (
            f'Digest username="{self.username}", realm="{said["realm"]}", nonce="{said["nonce"]}", '
            f'uri="{uri}", response="{response}", qop=auth, nc={nc}, cnonce="{cnonce}", algorithm=MD5'
        )


def _h(text: str) -> str:
    return hashlib.md5(text.encode()).hexdigest()


def _check(what: str, said: str, content: bytes) -> None:
    if said and said != f"md5:{hashlib.md5(content).hexdigest()}":
        raise Failed(f"the {what} is not what was listed")


# --- Parts ------------------------------------------------------------------------------------------

EDGE = "collect-edge-7f3a"


@dataclass(frozen=True)
class Part:
    """One POST: the XML always, some of the files, and whether more follow."""

    xml: bytes
    files: tuple[tuple[str, bytes], ...]
    more_follows: bool

    def body(self) -> bytes:
        """As OkHttp writes it: a file's part has the file's name, in UTF-8."""
        pieces = [_piece("xml_submission_file", self.xml, "instance.xml", "text/xml; charset=utf-8")]
        pieces += [_piece(name, content, name, "application/octet-stream") for name, content in self.files]
        if self.more_follows:
            pieces.append(_piece("*isIncomplete*", b"yes"))
        return b"".join(pieces) + f"--{EDGE}--\r\n".encode()


def _piece(name: str, content: bytes, filename: str = "", kind: str = "") -> bytes:
    head = f'--{EDGE}\r\nContent-Disposition: form-data; name="{_quoted(name)}"'
    head += f'; filename="{_quoted(filename)}"' if filename else ""
    head += f"\r\nContent-Type: {kind}" if kind else ""
    return f"{head}\r\n\r\n".encode() + content + b"\r\n"


def _quoted(name: str) -> str:
    return name.replace('"', "%22").replace("\r", "%0D").replace("\n", "%0A")


def in_parts(xml: bytes, files: Mapping[str, bytes], room: int) -> Iterable[Part]:
    """A new part where the next file would not fit any more, or after a hundred files."""
    waiting = list(files.items())
    while True:
        taken: list[tuple[str, bytes]] = []
        size = len(xml)
        while waiting and (not taken or (size + len(waiting[0][1]) <= room and len(taken) < MAX_FILES)):
            taken.append(waiting.pop(0))
            size += len(taken[-1][1])
        yield Part(xml, tuple(taken), bool(waiting))
        if not waiting:
            return
