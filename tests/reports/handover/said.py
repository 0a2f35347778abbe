"""What the forms of agreements and hand-overs send."""

from io import BytesIO
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from tests.factories_handover import days_from_now, today


def pdf(name: str = "signed.pdf", page: bytes = b"signed") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, b"%PDF-1.7 " + page, "application/pdf")


def photo_with_place() -> SimpleUploadedFile:
    """A photo of a paper that says where it was taken."""
    out, exif = BytesIO(), Image.Exif()
    exif[0x010E] = "taken at the chief's office"
    Image.new("RGB", (40, 30), "white").save(out, "JPEG", exif=exif)
    return SimpleUploadedFile("photo.jpg", out.getvalue(), "image/jpeg")


def agreement_said(**more: Any) -> dict[str, Any]:
    return {
        "office": "Department of Lands",
        "party": "county_department",
        "purpose": "Planning of lanes",
        "signed_on": days_from_now(-3).isoformat(),
        "until": days_from_now(360).isoformat(),
        "signed_by_them": "J. Otieno, chief officer",
        "signed_by_us": "Amina, chair",
        "envelope": "2",
        "settlements": ["KMT"],
        "papers": pdf(),
    } | more


def given_said(**more: Any) -> dict[str, Any]:
    return {
        "settlements": ["KMT"],
        "title": "Report of the count",
        "envelope": "2",
        "office": "Department of Lands",
        "party": "county_department",
        "officer": "Jane Otieno",
        "given_on": today().isoformat(),
        "means": "printed",
    } | more


# --- Agreements -----------------------------------------------------------------------------------
