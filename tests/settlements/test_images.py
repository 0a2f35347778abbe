"""Pictures lose what they tell beside the picture."""

import struct
import zlib
from io import BytesIO
from typing import Any

import pytest
from PIL import Image, ImageCms, PngImagePlugin

from settlements.images import LONGEST_SIDE, SMALLER_SIDES, PictureRefused, bare_picture, side_asked_for

MARK = b"Siri-Mwanaidi"
HERE = (1.0, 15.0, 38.0)
GPS, ORIENTATION, ARTIST, DEVICE, TAKEN = 0x8825, 0x0112, 0x013B, 0x0110, 0x0132


def half_red(width: int = 80, height: int = 40) -> Image.Image:
    """Red on the left, blue on the right."""
    image = Image.new("RGB", (width, height), "blue")
    image.paste("red", (0, 0, width // 2, height))
    return image


def exif(orientation: int = 1) -> bytes:
    """What a phone writes: device, time, name, place, and notes of its maker."""
    told = Image.Exif()
    told[ORIENTATION], told[ARTIST], told[DEVICE], told[TAKEN] = (
        orientation, MARK.decode(), f"{MARK.decode()} X9", "2026:11:22 02:31:18",
    )  # fmt: skip
    told.get_ifd(GPS).update({1: "S", 2: HERE, 3: "E", 4: HERE, 0x1D: "2026:11:22"})
    told[0x927C] = MARK * 20
    return told.tobytes()


def laden(kind: str, **options: Any) -> bytes:
    """A picture with everything its format can carry beside the picture, and something behind its end."""
    beside: dict[str, Any] = {"exif": exif(), "icc_profile": profile()}
    if kind == "JPEG":
        beside |= {"comment": MARK, "xmp": b"<x:xmpmeta>" + MARK + b"</x:xmpmeta>"}
    if kind == "PNG":
        texts = PngImagePlugin.PngInfo()
        texts.add_text("Author", MARK.decode())
        texts.add_itxt("XML:com.adobe.xmp", MARK.decode(), zip=True)
        beside["pnginfo"] = texts
    if kind == "WEBP":
        beside["xmp"] = MARK
    out = BytesIO()
    half_red().save(out, kind, **beside | options)
    return out.getvalue() + b"<script>" + MARK + b"</script>"


def profile() -> bytes:
    return ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()


def colour(image: Image.Image, x: int, y: int) -> str:
    red, _green, blue = image.convert("RGB").crop((x, y, x + 1, y + 1)).tobytes()
    return "red" if red > 128 > blue else "blue" if blue > 128 > red else "another"


def jpeg_segments(content: bytes) -> set[int]:
    """The markers before the picture's own data."""
    at, found = 2, set()
    while content[at + 1] != 0xDA:
        found.add(content[at + 1])
        at += 2 + struct.unpack(">H", content[at + 2 : at + 4])[0]
    return found


def png_chunks(content: bytes) -> list[bytes]:
    at, found = 8, []
    while at < len(content):
        (length,) = struct.unpack(">I", content[at : at + 4])
        found.append(content[at + 4 : at + 8])
        at += 12 + length
    return found


def webp_chunks(content: bytes) -> list[bytes]:
    at, found = 12, []
    while at < len(content):
        (length,) = struct.unpack("<I", content[at + 4 : at + 8])
        found.append(content[at : at + 4])
        at += 8 + length + length % 2
    return found


def test_a_jpeg_keeps_nothing_but_the_picture() -> None:
    before = laden("JPEG")
    assert {0xE1, 0xE2, 0xFE} <= jpeg_segments(before), "EXIF, profile and comment were there"
    after = bare_picture(BytesIO(before))
    # JFIF's header, tables of quantisation and of Huffman, the frame: what the picture itself is made of.
    assert jpeg_segments(after.content) <= {0xE0, 0xDB, 0xC0, 0xC4}
    assert after.content.endswith(b"\xff\xd9")
    assert (after.suffix, after.media_type) == ("jpg", "image/jpeg")


def test_a_png_keeps_nothing_but_the_picture() -> None:
    after = bare_picture(BytesIO(laden("PNG")))
    assert set(png_chunks(after.content)) == {b"IHDR", b"IDAT", b"IEND"}


def test_a_webp_keeps_nothing_but_the_picture() -> None:
    after = bare_picture(BytesIO(laden("WEBP")))
    assert webp_chunks(after.content) == [b"VP8 "]


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_no_mark_comes_through_and_the_picture_is_the_same(kind: str) -> None:
    before = laden(kind)
    after = bare_picture(BytesIO(before))
    assert MARK in before
    assert MARK not in after.content
    with Image.open(BytesIO(after.content)) as image:
        assert (image.format, image.size, dict(image.getexif())) == (kind, (80, 40), {})
        assert (colour(image, 10, 20), colour(image, 70, 20)) == ("red", "blue")


def test_a_photo_stands_upright_without_being_told_to() -> None:
    """Orientation 6: the phone was held upright, the left of the file is the top of the picture."""
    after = bare_picture(BytesIO(laden("JPEG", exif=exif(6))))
    with Image.open(BytesIO(after.content)) as image:
        assert image.size == (40, 80)
        assert (colour(image, 20, 10), colour(image, 20, 70)) == ("red", "blue")


def test_a_see_through_png_stays_so() -> None:
    out = BytesIO()
    Image.new("RGBA", (10, 10), (255, 0, 0, 40)).save(out, "PNG")
    with Image.open(BytesIO(bare_picture(BytesIO(out.getvalue())).content)) as image:
        assert image.getpixel((5, 5)) == (255, 0, 0, 40)


def test_a_large_photo_is_made_smaller() -> None:
    out = BytesIO()
    Image.new("L", (6_000, 4_000)).save(out, "JPEG")
    with Image.open(BytesIO(bare_picture(BytesIO(out.getvalue())).content)) as image:
        assert max(image.size) == LONGEST_SIDE


def bomb() -> bytes:
    """A PNG of a few bytes that says it is 100,000 by 100,000."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    head = struct.pack(">IIBBBBB", 100_000, 100_000, 8, 2, 0, 0, 0)
    body = chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"")) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + body


def as_gif() -> bytes:
    out = BytesIO()
    half_red().save(out, "GIF")
    return out.getvalue()


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "picture_kind"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "picture_kind"),
        (as_gif(), "picture_kind"),
        (laden("JPEG")[:300], "picture_kind"),
        (laden("PNG")[:200], "picture_kind"),
        (bomb(), "picture_too_large"),
        (b"\xff\xd8\xff" + bytes(20_000_001), "picture_too_large"),
    ],
    ids=["empty", "svg", "gif", "cut jpeg", "cut png", "bomb", "heavy"],
)
def test_what_is_no_picture_is_refused_in_words(content: bytes, code: str) -> None:
    with pytest.raises(PictureRefused) as refused:
        bare_picture(BytesIO(content))
    assert refused.value.code == code
    assert str(refused.value.sentence)
    assert str(refused.value.remedy)


@pytest.mark.parametrize("side", SMALLER_SIDES)
def test_a_phone_gets_it_small(side: int) -> None:
    """And still upright, of the same shape and without what was beside it."""
    out = BytesIO()
    half_red(4000, 2000).save(out, "JPEG", quality=95, exif=exif(6))
    small = bare_picture(BytesIO(out.getvalue()), side)
    assert MARK not in small.content
    with Image.open(BytesIO(small.content)) as image:
        assert image.size == (side // 2, side)
        assert (colour(image, 5, 5), colour(image, 5, side - 5)) == ("red", "blue")
    assert len(small.content) < len(out.getvalue()) / 10


@pytest.mark.parametrize(
    ("said", "side"),
    [("320", 320), ("640", 640), (None, LONGEST_SIDE), ("99999", LONGEST_SIDE), ("x", LONGEST_SIDE)],
)
def test_only_known_sides_are_drawn(said: str | None, side: int) -> None:
    assert side_asked_for(said) == side
