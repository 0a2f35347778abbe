"""A questionnaire as it is typed in at a desk: without what only a phone at the door can say."""

from collections.abc import Iterator
from xml.dom.minidom import Document, Element

from defusedxml.minidom import parseString

# Who types sits elsewhere: the place of the desk must never become the place of a household.
PLACES = frozenset({"geopoint", "geotrace", "geoshape"})
# These look up a place as well, and the map of choices is not served (scripts/front_end.py).
LOCATING = "setgeopoint"
MAPS = frozenset({"map", "maps", "placement-map"})


def form_for_desk(xform: str) -> str:
    """The XForm, its questions of place taken out; what a correction holds of them stays as it was."""
    document: Document = parseString(xform)
    places = set()
    for bind in _elements(document, "bind"):
        if bind.getAttribute("type") in PLACES:
            places.add(bind.getAttribute("nodeset"))
            _forget(bind, "required")
            _forget(bind, "constraint")
    for element in list(_elements(document, "*")):
        asks_place = element.localName in ("input", "trigger") and element.getAttribute("ref") in places
        if (asks_place or element.localName == LOCATING) and element.parentNode:
            element.parentNode.removeChild(element)
        elif element.hasAttribute("appearance"):
            kept = [word for word in element.getAttribute("appearance").split() if word not in MAPS]
            element.setAttribute("appearance", " ".join(kept))
    return str(document.toxml())


def _elements(document: Document, name: str) -> Iterator[Element]:
    yield from document.getElementsByTagNameNS("*", name)


def _forget(element: Element, attribute: str) -> None:
    if element.hasAttribute(attribute):
        element.removeAttribute(attribute)
