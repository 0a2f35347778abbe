"""Maps and charts in a document: the drawing, its caption, and what it shows in words."""

import re

from reports.documents import words
from reports.documents.blocks import Picture
from reports.documents.build.source import Source
from reports.documents.map import Made


def picture(source: Source, made: Made) -> Picture:
    say = source.say
    parts = []
    for name in made.shows:
        key = "plain_structures" if name == "structures" and not made.is_themed else name
        parts.append(say(words.MAP_PARTS[key], n=source.number(made.villages)))
    caption = [f"{say(words.MAP, place=made.name)}, 1:{source.number(made.scale)}"]
    boundary = next(
        (each["boundary_source"] for each in source.taken.settlements if each["code"] == made.code), ""
    )
    if boundary:
        caption.append(f"{say(words.FACT_BOUNDARY)}: {boundary}")
    if made.code in source.without_structures:
        caption.append(say(words.MAP_WITHOUT_STRUCTURES))
    return Picture(
        svg=made.svg,
        caption=". ".join(part.rstrip(".") for part in caption) + ".",
        alt=say(words.MAP_ALT, place=made.name, scale=source.number(made.scale), what=", ".join(parts)),
        width_mm=made.width,
        height_mm=made.height,
    )


def located(source: Source) -> list[Picture]:
    """Where several settlements lie; nothing of one."""
    say, found = source.say, source.locator
    if found is None:
        return []
    caption = [f"{say(words.LOCATOR)}, 1:{source.number(found.scale)}."]
    if found.veiled:
        caption.append(say(words.LOCATOR_VEILED))
    if found.missing:
        caption.append(say(words.LOCATOR_MISSING, names=", ".join(found.missing)))
    alt = say(words.LOCATOR_ALT, names=", ".join(found.names))
    return [Picture(found.svg, " ".join(caption), alt, found.width, found.height)]


def chart(source: Source, code: str, width_mm: float = 84.0) -> Picture | None:
    """A drawn figure; None where there is none in this language or this envelope."""
    found = source.taken.set["charts"].get(code, {}).get(source.language)
    if not found:
        return None
    high, wide = _size(found["svg"])
    n = _rests_on(source, code)
    return Picture(
        found["svg"],
        f"{found['title']} (n = {source.number(n)})" if n else found["title"],
        f"{found['title']}. {found['alt']}",
        width_mm,
        width_mm * high / wide,
        "chart",
    )


def _rests_on(source: Source, code: str) -> int | None:
    """How many answered; of the pyramid, the people whose age is known."""
    figure = source.taken.figure("under_5_percent" if code == "pyramid" else code)
    return figure.n if figure else None


def _size(svg: str) -> tuple[float, float]:
    """Height and width as the drawing says them."""
    match = re.search(r'viewBox="0 0 ([\d.]+) ([\d.]+)"', svg)
    assert match is not None, "our own drawings say how large they are"
    return float(match[2]), float(match[1])
