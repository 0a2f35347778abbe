"""Certificates on paper, read back from the PDF: the text, the sheet, and the code as a phone reads it."""

import re
import subprocess
from collections.abc import Iterator
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
import zxingcpp
from PIL import Image, ImageFilter

from tests.factories_verification import facts
from verification.paper import certificates
from verification.paper.certificates import Paper, print_all, print_one

A5, A4 = (595, 420), (595, 842)  # points
NO_RIGHT = [
    "This certificate gives no right to land or compensation.",
    "Cheti hiki hakitoi haki ya ardhi wala fidia.",
]


def paper(number: int = 1, **said: Any) -> Paper:
    token = f"{'abcdefghijklmnopqrstuvwx'}{'234567'[number % 6]}{'234567'[number // 6 % 6]}"
    return Paper(f"KMT/1/{number:05d}-35", token, date(2026, 11, 22), facts(**said))


def written(pdf: bytes, tmp_path: Path) -> Path:
    (tmp_path / "paper.pdf").write_bytes(pdf)
    return tmp_path / "paper.pdf"


def pages_of(pdf: bytes, tmp_path: Path) -> list[str]:
    """The text of each page, its blanks and line breaks evened out."""
    command: list[Any] = ["pdftotext", "-layout", written(pdf, tmp_path), "-"]
    text = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    return [re.sub(r"\s+", " ", page) for page in text.split("\f")[:-1]]


def sizes_of(pdf: bytes, tmp_path: Path) -> list[tuple[int, int]]:
    command: list[Any] = ["pdfinfo", "-l", "-1", written(pdf, tmp_path)]
    told = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    found = re.findall(r"Page +\d+ size: +([\d.]+) x ([\d.]+)", told)
    return [(round(float(wide)), round(float(high))) for wide, high in found]


def pictures_of(pdf: bytes, tmp_path: Path, dots_per_inch: int = 150) -> Iterator[Image.Image]:
    """Each page as a grey picture."""
    front = tmp_path / "page"
    command: list[Any] = [
        "pdftoppm",
        "-gray",
        "-r",
        str(dots_per_inch),
        "-png",
        written(pdf, tmp_path),
        front,
    ]
    subprocess.run(command, check=True)
    for path in sorted(tmp_path.glob("page-*.png")):
        yield Image.open(path)


def scanned(picture: Image.Image) -> list[str]:
    """The codes that a phone finds on a page, from above to below."""
    found = zxingcpp.read_barcodes(picture)
    return [code.text for code in sorted(found, key=lambda code: code.position.top_left.y)]


def test_it_says_all_that_a_certificate_says_in_both_languages(tmp_path: Path) -> None:
    pdf = print_one(paper(7, names=["Wanjiru Kamau", "Otieno Odhiambo"]))
    (page,) = pages_of(pdf, tmp_path)
    assert sizes_of(pdf, tmp_path) == [A5]
    expected = [
        "Enumeration certificate", "Cheti cha uhesabu wa makazi", *NO_RIGHT,
        "KMT/1/00007-35", "22/11/2026", "Wanjiru Kamau · Otieno Odhiambo", "KMT/B/1 ", "KMT/B/1/01",
        "Kiamutisya (KMT)", "B Village B", "Mlango Kubwa", "Nairobi City", "05/10/2026",
        "Round 1, version 1", "0123456789ab", "Village leader", "Kiongozi wa kijiji", "Settlement chair",
        "Mwenyekiti wa", "Pamoja Trust", "Signature or thumb", "Years lived in", "Miaka katika",
        f"localhost:8000/c/{paper(7).token}/",
    ]  # fmt: skip
    assert [words for words in expected if words not in page] == []
    assert "occupancy" not in page
    assert "For the county" not in page


def test_without_their_agreement_no_name_and_no_room_for_one_is_on_it(tmp_path: Path) -> None:
    (page,) = pages_of(print_one(paper()), tmp_path)
    assert "Names" not in page
    assert "KMT/B/1/01" in page


@pytest.mark.parametrize(
    ("county_signs", "title", "line"),
    [
        ("no", "Enumeration certificate", False),
        ("line", "Enumeration certificate", True),
        ("cosigns", "Certificate of enumeration and occupancy", True),
    ],
)
def test_only_a_county_that_signs_makes_it_one_of_occupancy(
    county_signs: str, title: str, line: bool, tmp_path: Path
) -> None:
    (page,) = pages_of(print_one(paper(county_signs=county_signs)), tmp_path)
    assert all(word in page for word in title.split())
    assert ("occupancy" in page) is (county_signs == "cosigns")
    assert ("For the county" in page) is line
    assert all(words in page for words in NO_RIGHT)


def test_a_phone_reads_the_code(tmp_path: Path) -> None:
    (picture,) = pictures_of(print_one(paper(3)), tmp_path)
    assert scanned(picture) == [paper(3).address]
    assert paper(3).address == f"http://localhost:8000/c/{paper(3).token}/"


def test_a_phone_reads_it_from_a_bad_photocopy(tmp_path: Path) -> None:
    """Small, blurred, black and white only, and with a fold across the code."""
    (picture,) = pictures_of(print_one(paper(3)), tmp_path, 100)
    copied = picture.filter(ImageFilter.GaussianBlur(1)).point(lambda grey: 255 if grey > 140 else 0)
    copied.paste(255, (0, 78, 150, 82))
    assert scanned(copied) == [paper(3).address]


def test_two_lie_on_an_a4_sheet_to_cut(tmp_path: Path) -> None:
    written_to = BytesIO()
    list(print_all((paper(n) for n in range(1, 6)), written_to, "a4"))
    pdf = written_to.getvalue()
    assert sizes_of(pdf, tmp_path) == [A4, A4, A4]
    codes = [code for picture in pictures_of(pdf, tmp_path) for code in scanned(picture)]
    assert codes == [paper(n).address for n in range(1, 6)]


def test_a_cluster_is_one_pdf_in_its_order_made_in_chunks(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(certificates, "CHUNK", 3)
    written_to = BytesIO()
    names = [["Wanjiru"], [], ["Otieno Žižka"], ["Çelik"], [], ["Mũthoni"], ["Nyokabi"]]
    done = list(print_all((paper(n, names=said) for n, said in enumerate(names, 1)), written_to))
    assert done == [3, 6, 7]
    pages = pages_of(written_to.getvalue(), tmp_path)
    assert [re.findall(r"KMT/1/0000(\d)-35", page) for page in pages] == [[str(n)] for n in range(1, 8)]
    assert ["Mũthoni" in page for page in pages] == [n == 6 for n in range(1, 8)]
    # Every object is where the table of the file says: poppler would mend it, and say so.
    told = subprocess.run(["pdfinfo", tmp_path / "paper.pdf"], capture_output=True, text=True, check=True)
    assert told.stderr == ""


def boxes(pdf: bytes, tmp_path: Path) -> list[tuple[str, float, float]]:
    """Every word with the heights at which it begins and ends, in points."""
    command: list[Any] = ["pdftotext", "-bbox", written(pdf, tmp_path), "-"]
    told = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    found = re.findall(r'yMin="([\d.]+)" xMax="[\d.]+" yMax="([\d.]+)">([^<]*)</word>', told)
    return [(word, float(above), float(below)) for above, below, word in found]


def test_the_longest_that_the_register_can_hold_keeps_its_place(tmp_path: Path) -> None:
    long = "Mwanaisha binti Abdallah bin Suleiman wa Kwa Bulo Timbonini "
    said = {
        "names": [long.strip()] * 4, "settlement": "Kwa Bulo Timboni " * 5 + "(KBTM)",
        "cluster": "C12 " + "Msufini Kashani " * 6, "ward": "Uthiru Ruthimitu " * 5,
        "county": "Elgeyo-Marakwet",
        "structure": "KBTM/C12/9999Z", "household": "KBTM/C12/9999Z/99", "county_signs": "cosigns",
        "years_in_settlement": 100, "years_in_structure": 100,
    }  # fmt: skip
    words = boxes(print_one(paper(1, **said)), tmp_path)
    no_right = max(below for word, _above, below in words if word == "fidia.")
    signs = min(above for word, above, _below in words if word == "leader")
    last = max(below for _word, _above, below in words)
    assert no_right < signs
    assert last < A5[1] - 10
