"""Parts of a file, as RFC 9110 (14.1.2, 14.2, 13.1.5) asks for them."""

import io
from typing import Any

import pytest
from django.test import RequestFactory

from reports.partial import NoSuchPart, Part, Slice, answer, part_of
from tests.access.world import read

SIZE = 10_000
CONTENT = bytes(n % 251 for n in range(SIZE))
ETAG = '"abc"'


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        # The examples of 14.1.2, of a file of 10,000 bytes.
        ("bytes=0-499", Part(0, 499)),
        ("bytes=500-999", Part(500, 999)),
        ("bytes=-500", Part(9500, 9999)),
        ("bytes=9500-", Part(9500, 9999)),
        ("bytes=0-0", Part(0, 0)),
        # Further than the end: up to the end.
        ("bytes=9990-20000", Part(9990, 9999)),
        ("bytes=-20000", Part(0, 9999)),
        # Several parts, other units, what is no range: may be answered with all of it.
        ("bytes=0-0,-1", None),
        ("lines=0-1", None),
        ("bytes=5-2", None),
        ("bytes=-", None),
        ("nonsense", None),
        # More digits than Python turns into a number.
        (f"bytes={'9' * 5000}-", None),
        (f"bytes=-{'9' * 5000}", None),
    ],
)
def test_a_range_is_read(header: str, expected: Part | None) -> None:
    assert part_of(header, SIZE) == expected


@pytest.mark.parametrize("header", ["bytes=10000-", "bytes=20000-30000", "bytes=-0"])
def test_what_lies_beyond_the_end_is_refused(header: str) -> None:
    with pytest.raises(NoSuchPart):
        part_of(header, SIZE)


def served(method: str = "GET", **headers: str) -> Any:
    request = RequestFactory().generic(method, "/file/", headers=headers)
    file = io.BytesIO(CONTENT)
    given: Any = answer(request, file, name="a.csv", content_type="text/csv", size=SIZE, etag=ETAG)
    return given


def test_all_of_it_says_that_parts_may_be_asked_for() -> None:
    whole = served()
    assert (whole.status_code, whole["Content-Length"], whole["ETag"], whole["Accept-Ranges"]) == (
        200, "10000", ETAG, "bytes",
    )  # fmt: skip
    assert whole["Content-Disposition"] == 'attachment; filename="a.csv"'
    assert read(whole) == CONTENT


def test_a_download_that_broke_off_goes_on() -> None:
    first = read(served())[:3000]
    rest = served(Range="bytes=3000-", **{"If-Range": ETAG})
    assert (rest.status_code, rest["Content-Range"], rest["Content-Length"]) == (
        206, "bytes 3000-9999/10000", "7000",
    )  # fmt: skip
    assert first + read(rest) == CONTENT


def test_of_another_file_all_comes() -> None:
    assert served(Range="bytes=3000-", **{"If-Range": '"older"'}).status_code == 200
    # A weak one never says that the bytes are the same.
    assert served(Range="bytes=3000-", **{"If-Range": f"W/{ETAG}"}).status_code == 200


def test_beyond_the_end_the_length_is_said() -> None:
    beyond = served(Range="bytes=10000-")
    assert (beyond.status_code, beyond["Content-Range"]) == (416, "bytes */10000")


def test_a_part_is_read_in_blocks() -> None:
    part = Slice(io.BytesIO(CONTENT), Part(100, 199))
    assert [len(part.read(64)), len(part.read(64)), len(part.read(64))] == [64, 36, 0]
