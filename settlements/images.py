"""The one door for pictures: what comes out is the picture and nothing that was told beside it.

A phone writes into a photo where and when it was taken, by which device, and a thumbnail of what was cut
away. A picture is therefore drawn anew from its pixels; whatever else the file held stays behind.
"""

from dataclasses import dataclass
from io import BytesIO
from typing import IO, Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageOps

MAX_BYTES = 20_000_000
MAX_PIXELS = 50_000_000  # the largest phones take 50 million; each costs four bytes of memory
LONGEST_SIDE = 2_560  # pixels: a page of A4 at 220 dots an inch
# For a list on a phone: a photo of 4 MB becomes 20 kB. Each side is asked for by its number.
SMALLER_SIDES = (320, 640)
FORMATS = {"JPEG": ("jpg", "image/jpeg"), "PNG": ("png", "image/png"), "WEBP": ("webp", "image/webp")}


class PictureRefused(Exception):
    """A file that is not taken as a picture: a code, a sentence, a remedy."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code
        self.sentence, self.remedy = REFUSALS[code]


REFUSALS: dict[str, tuple[Promise, Promise]] = {
    "picture_kind": (
        _("This file is not a JPEG, PNG or WebP picture, or it is damaged."),
        _("Choose a photo as the phone takes it, or save the picture as JPEG."),
    ),
    "picture_too_large": (
        _("The picture is too large."),
        _("Send a picture of at most 20 MB and 50 million dots."),
    ),
}


@dataclass(frozen=True)
class Picture:
    """A picture to keep: its bytes, the ending of its name, its media type."""

    content: bytes
    suffix: str
    media_type: str


def side_asked_for(said: str | None) -> int:
    """Which of the sides an address asks for; the whole picture where it asks for none of them."""
    return next((side for side in SMALLER_SIDES if str(side) == said), LONGEST_SIDE)


def bare_picture(file: IO[bytes], longest_side: int = LONGEST_SIDE) -> Picture:
    """The same picture without anything beside it, upright, and not larger than it is needed (pixels).

    Raises PictureRefused. Of several frames only the first is kept.
    """
    content = file.read(MAX_BYTES + 1)
    if len(content) > MAX_BYTES:
        raise PictureRefused("picture_too_large")
    try:
        with Image.open(BytesIO(content), formats=list(FORMATS)) as image:
            # Known from the file's first bytes: nothing is unpacked before.
            if image.width * image.height > MAX_PIXELS:
                raise PictureRefused("picture_too_large")
            return _drawn_anew(image, image.format or "", longest_side)
    except PictureRefused:
        raise
    except Image.DecompressionBombError as error:
        raise PictureRefused("picture_too_large") from error
    except Exception as error:  # a damaged file makes the decoders raise whatever they like
        raise PictureRefused("picture_kind") from error


def _drawn_anew(image: Image.Image, kind: str, longest_side: int) -> Picture:
    if longest_side < LONGEST_SIDE:
        image.draft("RGB", (longest_side, longest_side))  # a JPEG is then unpacked no larger than needed
    upright = ImageOps.exif_transpose(image)
    see_through = kind != "JPEG" and upright.has_transparency_data
    bare = upright.convert("RGBA" if see_through else "RGB")
    bare.thumbnail((longest_side, longest_side))
    bare.info.clear()  # comments, profiles and texts that writers would take along
    options: dict[str, Any] = {"quality": 85} if kind != "PNG" else {"optimize": True}
    out = BytesIO()
    bare.save(out, kind, **options)
    return Picture(out.getvalue(), *FORMATS[kind])
