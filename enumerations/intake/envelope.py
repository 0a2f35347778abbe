"""What stands on the outside of an interview: which form, which version, which interview, which pictures.

Pure: bytes in, values out. What was answered is read later, by `readers/instances.py`.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from xml.etree.ElementTree import Element, ParseError, TreeBuilder, XMLParser

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

MAX_BYTES = 5_000_000
MAX_DEPTH = 64
MAX_ELEMENTS = 100_000
ID_LENGTH = 80
VERSION_LENGTH = 64
FILE_NAME_LENGTH = 200

BROKEN = _("What was sent is no interview, or it was damaged on the way. Send it once more.")
UNNAMED = _("The interview does not say which one it is. Fetch the form again and fill it in anew.")
SENTENCES: dict[str, str | Promise] = {
    "empty": BROKEN,
    "not_xml": BROKEN,
    "encoding": BROKEN,
    "dtd": BROKEN,
    "too_large": _("The interview has more text than is taken. Shorten the longest answers."),
    "too_deep": BROKEN,
    "too_many_elements": _("The interview has more answers than are taken. Send it in two parts."),
    "no_form_id": UNNAMED,
    "no_instance_id": UNNAMED,
    "instance_id": UNNAMED,
}


class BadInstance(Exception):
    """XML that no interview can be read from. `code` is one of SENTENCES."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code

    @property
    def sentence(self) -> str:
        return str(SENTENCES[self.code])


@dataclass(frozen=True)
class Envelope:
    """The IDs are without `uuid:`; `deprecated_id` is empty unless this corrects an earlier interview."""

    form_id: str
    version: str
    instance_id: str
    deprecated_id: str
    instance_name: str = field(repr=False)
    root: Element = field(repr=False)

    def attached(self, paths: Iterable[str]) -> tuple[str, ...]:
        """The files that the answers at these paths (of pictures, sounds ...) name, each once."""
        return tuple(dict.fromkeys(_named(self.root, _nested(frozenset(paths)))))

    def texts(self) -> set[str]:
        """Every answer: those that name files are among them."""
        return {text_of(each) for each in self.root.iter()}


def read_envelope(xml: bytes) -> Envelope:
    """Read the IDs of one filled questionnaire. Raises BadInstance."""
    root = _parsed(xml)
    attributes = {local(name): value for name, value in root.items()}
    form_id = (attributes.get("id") or root.tag[1:].rpartition("}")[0]).strip()
    if not form_id:
        raise BadInstance("no_form_id")
    meta = _meta(root)
    # Older builds write the ID on the root.
    instance_id = bare_id(meta.get("instanceID") or attributes.get("instanceID", ""))
    if not instance_id:
        raise BadInstance("no_instance_id")
    deprecated_id = bare_id(meta.get("deprecatedID", ""))
    return Envelope(
        form_id=form_id,
        version=attributes.get("version", "").strip()[:VERSION_LENGTH],
        instance_id=instance_id,
        deprecated_id="" if deprecated_id == instance_id else deprecated_id,
        instance_name=meta.get("instanceName", ""),
        root=root,
    )


def local(tag: str) -> str:
    """A name without its namespace."""
    return tag.rpartition("}")[2]


def text_of(element: Element) -> str:
    return (element.text or "").strip()


def bare_id(text: str) -> str:
    """An ID as it is kept: `uuid:` in front says nothing. Raises BadInstance for one that cannot be kept."""
    bare = text.strip().removeprefix("uuid:")
    if len(bare) > ID_LENGTH or not bare.isprintable():
        raise BadInstance("instance_id")
    return bare


class _Builder(TreeBuilder):
    """Refuses a document type, and so every entity, where it begins, as defusedxml does.

    defusedxml itself builds its trees in Python, which takes three times as long; and phones wait for this.
    """

    def doctype(self, *declared: str) -> None:
        raise BadInstance("dtd")


def _parsed(xml: bytes) -> Element:
    """The tree. Raises BadInstance for what is none, or is larger than an interview can be."""
    if not xml.strip(b" \t\r\n\x00"):
        raise BadInstance("empty")
    if len(xml) > MAX_BYTES:
        raise BadInstance("too_large")
    if xml.count(b"<") > 2 * MAX_ELEMENTS:  # before memory is full of them
        raise BadInstance("too_many_elements")
    parser = XMLParser(target=_Builder())
    try:
        parser.feed(xml)
        root: Element = parser.close()
    except ParseError:
        raise BadInstance("not_xml") from None
    except (LookupError, ValueError):  # an encoding that nobody knows, or bytes that are not in it
        raise BadInstance("encoding") from None
    _refuse_enormous(root)
    return root


def _refuse_enormous(root: Element) -> None:
    """Generation by generation: what is nested too deep could not be walked otherwise."""
    depth, elements, generation = 0, 0, [root]
    while generation:
        depth, elements = depth + 1, elements + len(generation)
        if depth > MAX_DEPTH:
            raise BadInstance("too_deep")
        if elements > MAX_ELEMENTS:
            raise BadInstance("too_many_elements")
        generation = [child for each in generation for child in each]


def _meta(root: Element) -> dict[str, str]:
    """What the form's own block says, the first of each name."""
    said: dict[str, str] = {}
    for block in root:
        if block.tag.endswith("meta") and local(block.tag) == "meta":
            for each in block:
                said.setdefault(local(each.tag), text_of(each))
    return said


Paths = dict[str, "Paths"]


@lru_cache(maxsize=256)
def _nested(paths: frozenset[str]) -> Paths:
    """Paths by their first names, each with what follows."""
    nested: Paths = {}
    for path in paths:
        below = nested
        for name in path.split("/"):
            below = below.setdefault(name, {})
    return nested


def _named(group: Element, paths: Paths) -> Iterator[str]:
    for child in group:
        below = paths.get(local(child.tag))
        if below:
            yield from _named(child, below)
        elif below is not None and not len(child):
            text = text_of(child)
            if "." in text and len(text) <= FILE_NAME_LENGTH:
                yield text
