"""What stands on the outside of an interview: which form, which version, which interview, which pictures.

Pure: bytes in, values out. What was answered is read later, by `readers/instances.py`.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from lxml import etree

MAX_BYTES = 5_000_000
MAX_DEPTH = 64
MAX_ELEMENTS = 100_000
ID_LENGTH = 80
VERSION_LENGTH = 64
FILE_NAME_LENGTH = 200
ANY_NAMESPACE = "{*}"

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
    root: etree._Element = field(repr=False)

    def attached(self, paths: Iterable[str]) -> tuple[str, ...]:
        """The files that the answers at these paths (of pictures, sounds ...) name, each once."""
        return tuple(dict.fromkeys(_named(self.root, _nested(frozenset(paths)))))

    def texts(self) -> set[str]:
        """Every answer: those that name files are among them."""
        return {text_of(each) for each in self.root.iter()}


def read_envelope(xml: bytes) -> Envelope:
    """Read the IDs of one filled questionnaire. Raises BadInstance."""
    root = _parsed(xml)
    attributes = {local(str(name)): str(value) for name, value in root.items()}
    form_id = (attributes.get("id") or str(root.tag)[1:].rpartition("}")[0]).strip()
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


def text_of(element: etree._Element) -> str:
    return (element.text or "").strip()


def bare_id(text: str) -> str:
    """An ID as it is kept: `uuid:` in front says nothing. Raises BadInstance for one that cannot be kept."""
    bare = text.strip().removeprefix("uuid:")
    if len(bare) > ID_LENGTH or not bare.isprintable():
        raise BadInstance("instance_id")
    return bare


# libxml2 reads, as nothing in Python does while a phone waits. It fetches nothing and unfolds no entity; who
# declares one is refused besides. What is nested deeper than 256 it refuses by itself.
_SAFELY: dict[str, Any] = {
    "resolve_entities": False,
    "load_dtd": False,
    "no_network": True,
    "huge_tree": False,
    "remove_comments": True,
    "remove_pis": True,
}
_TOO_MANY = etree.XPath(f"count(//*) > {MAX_ELEMENTS}")
_TOO_DEEP = etree.XPath(f"boolean({'/*' * (MAX_DEPTH + 1)})")


def _parsed(xml: bytes) -> etree._Element:
    """The tree. Raises BadInstance for what is none, or is larger than an interview can be."""
    if not xml.strip(b" \t\r\n\x00"):
        raise BadInstance("empty")
    if len(xml) > MAX_BYTES:
        raise BadInstance("too_large")
    if xml.count(b"<") > 2 * MAX_ELEMENTS:  # before memory is full of them
        raise BadInstance("too_many_elements")
    if b"<!DOCTYPE" in xml:
        raise BadInstance("dtd")
    try:
        root = etree.fromstring(xml, etree.XMLParser(**_SAFELY))
    except etree.XMLSyntaxError as error:
        is_unknown = vars(error).get("code") == etree.ErrorTypes.ERR_UNSUPPORTED_ENCODING
        raise BadInstance("encoding" if is_unknown else "not_xml") from None
    about: Any = root.getroottree().docinfo
    if about.doctype:  # said in another encoding
        raise BadInstance("dtd")
    if _TOO_MANY(root):
        raise BadInstance("too_many_elements")
    if _TOO_DEEP(root):
        raise BadInstance("too_deep")
    return root


def _meta(root: etree._Element) -> dict[str, str]:
    """What the form's own block says, the first of each name."""
    said: dict[str, str] = {}
    for block in root.iterchildren(ANY_NAMESPACE + "meta"):
        for each in block:
            said.setdefault(local(str(each.tag)), text_of(each))
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


def _named(group: etree._Element, paths: Paths) -> Iterator[str]:
    wanted = [ANY_NAMESPACE + name for name in paths]
    for child in group.iterchildren(*wanted) if wanted else ():  # without a name it would find all
        below = paths[local(str(child.tag))]
        if below:
            yield from _named(child, below)
        elif not len(child):
            text = text_of(child)
            if "." in text and len(text) <= FILE_NAME_LENGTH:
                yield text
