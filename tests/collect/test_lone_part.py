"""An interview alone is taken out of its part as Django's parser would, or left to it."""

import pytest
from django.http import HttpRequest
from django.test import RequestFactory
from hypothesis import given
from hypothesis import strategies as st

from collect.lone_part import MAX_BYTES, XML_PART, lone_xml

KIND = "multipart/form-data; boundary=edge"
HEAD = f'Content-Disposition: form-data; name="{XML_PART}"; filename="i.xml"'
# As OkHttp writes it, and as curl does.
HEADS = [
    HEAD,
    f"{HEAD}\r\nContent-Type: text/xml; charset=utf-8\r\nContent-Length: 3",
    f"{HEAD}\r\nContent-Type: application/octet-stream",
]


def posted(body: bytes, kind: str = KIND) -> HttpRequest:
    return RequestFactory().generic("POST", "/", body, content_type=kind)


PICTURE = 'Content-Disposition: form-data; name="p.jpg"; filename="p.jpg"'
END = b"--edge--"


def part(xml: bytes, head: str = HEAD) -> bytes:
    return f"--edge\r\n{head}\r\n\r\n".encode() + xml + b"\r\n"


@pytest.mark.parametrize("head", HEADS)
def test_it_is_taken_as_it_stands(head: str) -> None:
    assert lone_xml(posted(part(b"<a/>", head) + b"--edge--\r\n")) == b"<a/>"


@given(
    st.lists(st.sampled_from([b"\r\n", b"--", b"edge", b"\r", b"\n", b"<a>", b"\x00\xff", b" "])).map(
        b"".join
    )
)
def test_it_is_what_djangos_parser_takes(xml: bytes) -> None:
    request = posted(part(xml) + b"--edge--\r\n")
    is_cut = b"--edge" in xml  # what Django makes of a part with an edge in it is not ours to say
    assert lone_xml(request) == (None if is_cut else request.FILES[XML_PART].read())  # type: ignore[union-attr]


@pytest.mark.parametrize(
    "body",
    [
        part(b"<a/>") + part(b"x", PICTURE) + END,
        part(b"<a/>") + part(b"yes", 'Content-Disposition: form-data; name="*isIncomplete*"') + END,
        part(b"<a/>", PICTURE) + END,
        part(b"<a/>", f'Content-Disposition: form-data; name="{XML_PART}"') + END,
        part(b"PGEvPg==", f"{HEAD}\r\nContent-Transfer-Encoding: base64") + END,
        b"before\r\n" + part(b"<a/>") + END,
        part(b"<a/>") + b"--edge--after",
        part(b"<a/>"),
        part(b"<a/>")[:-2] + END,
        part(b"a" * MAX_BYTES) + END,
        b"",
    ],
    ids=range(11),
)
def test_what_is_more_or_otherwise_is_left_to_django(body: bytes) -> None:
    assert lone_xml(posted(body)) is None


@pytest.mark.parametrize("kind", ["text/xml", "multipart/form-data", f"{KIND}; charset=utf-16", f"{KIND}\n"])
def test_what_is_said_to_be_something_else_is_left_to_django(kind: str) -> None:
    request = posted(part(b"<a/>") + b"--edge--\r\n")
    request.META["CONTENT_TYPE"] = kind
    assert lone_xml(request) is None
