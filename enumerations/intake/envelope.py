"""What stands on the outside of an interview: which form, which version, which interview, which pictures.

Pure: bytes in, values out. What was answered is read later, by `readers/instances.py`.
"""

import re
from collections.abc import Container
from dataclasses import dataclass, field
from typing import Any
from xml.parsers import expat

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
    deprecated_id: str = ""
    instance_name: str = field(default="", repr=False)
    # Each answer that may name a file, by its path without the root.
    answers: tuple[tuple[str, str], ...] = field(default=(), repr=False)

    def attached(self, paths: Container[str]) -> tuple[str, ...]:
        """The files that the answers at these paths (of pictures, sounds ...) name, each once."""
        return tuple(dict.fromkeys(text for path, text in self.answers if path in paths))


def read_envelope(xml: bytes) -> Envelope:
    """Read the IDs of one filled questionnaire. Raises BadInstance."""
    if not xml.strip(b" \t\r\n\x00"):
        raise BadInstance("empty")
    if len(xml) > MAX_BYTES:
        raise BadInstance("too_large")
    found = _Outside()
    try:
        found.parser().Parse(xml, True)
    except expat.ExpatError:
        raise BadInstance("not_xml") from None
    except (LookupError, ValueError):  # an encoding that nobody knows, or bytes that are not in it
        raise BadInstance("encoding") from None
    return found.envelope()


def local(tag: str) -> str:
    """A name without its namespace."""
    return tag.rpartition("}")[2]


def bare_id(text: str) -> str:
    """An ID as it is kept: `uuid:` in front says nothing. Raises BadInstance for one that cannot be kept."""
    bare = re.sub(r"^uuid:", "", text.strip())
    if len(bare) > ID_LENGTH or not bare.isprintable():
        raise BadInstance("instance_id")
    return bare


class _Outside:
    """Hears the elements as they come and keeps what matters: no tree is built.

    Straight from expat, as defusedxml asks it (a document type, and so every entity, is refused where it
    begins): a phone waits for this, and the layers between would take three times as long.
    """

    def __init__(self) -> None:
        self.root = ""
        self.attributes: dict[str, str] = {}
        self.path: list[str] = []
        self.text: list[str] = []
        self.elements = 0
        self.is_leaf = False
        self.answers: list[tuple[str, str]] = []
        self.meta: dict[str, str] = {}

    def parser(self) -> Any:
        made = expat.ParserCreate(namespace_separator="}")
        made.buffer_text = True
        made.StartElementHandler, made.EndElementHandler = self.start, self.end
        made.CharacterDataHandler = self.text.append
        made.StartDoctypeDeclHandler = self.refuse
        return made

    def refuse(self, *declared: Any) -> None:
        raise BadInstance("dtd")

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        self.elements += 1
        if self.elements > MAX_ELEMENTS:
            raise BadInstance("too_many_elements")
        if len(self.path) >= MAX_DEPTH:
            raise BadInstance("too_deep")
        if not self.path:
            self.root = tag
            self.attributes = {local(name): value for name, value in attributes.items()}
        self.path.append(local(tag))
        self.text.clear()
        self.is_leaf = True

    def end(self, tag: str) -> None:
        if self.is_leaf:
            self._leaf("".join(self.text).strip())
        self.path.pop()
        self.is_leaf = False

    def _leaf(self, text: str) -> None:
        if len(self.path) == 3 and self.path[1] == "meta":
            self.meta.setdefault(self.path[2], text)
        if "." in text and len(text) <= FILE_NAME_LENGTH:
            self.answers.append(("/".join(self.path[1:]), text))

    def envelope(self) -> Envelope:
        """Raises BadInstance where the form or the interview has no name."""
        namespace = self.root.rpartition("}")[0]
        form_id = (self.attributes.get("id") or namespace).strip()
        if not form_id:
            raise BadInstance("no_form_id")
        # Older builds write the ID on the root.
        named = self.meta.get("instanceID") or self.attributes.get("instanceID", "")
        instance_id = bare_id(named)
        if not instance_id:
            raise BadInstance("no_instance_id")
        deprecated_id = bare_id(self.meta.get("deprecatedID", ""))
        return Envelope(
            form_id=form_id,
            version=self.attributes.get("version", "").strip()[:VERSION_LENGTH],
            instance_id=instance_id,
            deprecated_id="" if deprecated_id == instance_id else deprecated_id,
            instance_name=self.meta.get("instanceName", ""),
            answers=tuple(self.answers),
        )
