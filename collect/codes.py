"""A text as a code for a phone's camera."""

import base64

import qrcode
from qrcode.constants import ERROR_CORRECT_M
from qrcode.image.svg import SvgPathImage


def picture_of(text: str) -> str:
    """A QR code as the address of a picture that lies in the page itself."""
    code = qrcode.QRCode(error_correction=ERROR_CORRECT_M, border=4, image_factory=SvgPathImage)
    code.add_data(text.encode(), optimize=0)  # in bytes, as Collect reads it
    drawn = code.make_image().to_string()
    return f"data:image/svg+xml;base64,{base64.b64encode(drawn).decode()}"
