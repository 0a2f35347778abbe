"""One filled XForm, as a phone writes it: its answers by path, and which of its groups are repeats."""

from dataclasses import dataclass, field
from functools import lru_cache
from xml.parsers import expat

MAX_MB = 10
MAX_DEPTH = 60
MAX_ELEMENTS = 200_000
TEMPLATE = ":template"  # jr:template: a form's blank pattern of a repeat


class BadInterview(Exception):
    """One interview's XML that cannot be read. `code` is one of the catalogue's.

    interview_broken       cut off, damaged, or with characters that are no text
    interview_unsafe       brings definitions of its own (a DTD), which no phone writes
    interview_too_large    beyond what one interview can be: `limit_mb`
    interview_encrypted    only the holder of the form's key can read it
    interview_empty        no answer in it
    """

    def __init__(self, code: str, **params: int) -> None:
        super().__init__(code)
        self.code = code
        self.params = params


# What stands in place of an answer where a group opens or closes; no text of an XML file can hold them.
OPEN, CLOSE = "\x01", "\x02"
HOME = "home"


@dataclass(slots=True)
class Interview:
    """What one XML holds, in its order: paths, and beside each its answer, OPEN or CLOSE.

    Two flat lists and no tree: a thousand interviews are read several times as fast.
    """

    root: str = ""
    attributes: dict[str, str] = field(default_factory=dict)
    paths: list[str] = field(default_factory=list)
    answers: list[str] = field(default_factory=list)
    repeats: set[str] = field(default_factory=set)  # groups that stand twice
    rosters: set[str] = field(default_factory=set)  # groups that ask what is asked of persons, at any depth


def read_interview(content: bytes) -> Interview:
    """One interview's answers. Raises BadInterview.

    expat is used with defusedxml's prohibitions: no DTD, hence no entities, and nothing from elsewhere.
    """
    if len(content) > MAX_MB << 20:
        raise BadInterview("interview_too_large", limit_mb=MAX_MB)
    found = _Reading().read(content)
    if found.attributes.get("encrypted") or "base64EncryptedKey" in found.paths:
        raise BadInterview("interview_encrypted")
    if not any(_is_answer(path, text) for path, text in zip(found.paths, found.answers, strict=True)):
        raise BadInterview("interview_empty")
    return found


def _is_answer(path: str, text: str) -> bool:
    return text not in {OPEN, CLOSE} and not path.startswith("meta/") and bool(text.strip())


class _Reading:
    """One pass of the parser over one interview."""

    def __init__(self) -> None:
        self.found = Interview()
        self.elements = 0
        self.depth = 0
        self.above: list[str] = []  # the paths of the groups that are open, each with its "/"
        self.kinds: list[set[str]] = []  # what is asked in each of them
        self.groups: list[set[str]] = []  # the groups that stood already in each of them
        self.path = ""
        self.text = ""
        self.is_leaf = False
        self.skipped = 0  # the depth of a blank pattern of a repeat, while it lasts

    def read(self, content: bytes) -> Interview:
        parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.StartElementHandler = self.start
        parser.EndElementHandler = self.end
        parser.CharacterDataHandler = self.characters
        parser.StartDoctypeDeclHandler = self.refuse
        parser.EntityDeclHandler = self.refuse
        try:
            parser.Parse(content, True)
        except (expat.ExpatError, ValueError, LookupError) as error:
            raise BadInterview("interview_broken") from error
        return self.found

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self.depth += 1
        self.elements += 1
        if self.depth > MAX_DEPTH or self.elements > MAX_ELEMENTS:
            raise BadInterview("interview_too_large", limit_mb=MAX_MB)
        if self.skipped:
            return
        if self.is_leaf:
            self.open_group()
        name = name.rpartition(":")[2]
        if self._is_root(name, attributes):
            return
        if attributes and any(key.endswith(TEMPLATE) for key in attributes):
            self.skipped = self.depth
            return
        self.path = self.above[-1] + name
        self.text = ""
        self.is_leaf = True

    def _is_root(self, name: str, attributes: dict[str, str]) -> bool:
        """Whether this is the interview's own element, perhaps inside of a server's answer to Briefcase.

        That is `<submission><data><form id="...">`.
        """
        if self.depth == 1 or (self.depth <= 3 and self.found.root == "submission" and "id" in attributes):
            self.found = Interview(name, attributes)
            self.above, self.kinds, self.groups = [""], [set()], [set()]
            return True
        return False

    def open_group(self) -> None:
        """The element that is open has children, so it is a group; one that stood before is a repeat."""
        path, found = self.path, self.found
        if path in self.groups[-1]:
            found.repeats.add(path)
        self.groups[-1].add(path)
        self.groups.append(set())
        self.above.append(path + "/")
        self.kinds.append(set())
        found.paths.append(path)
        found.answers.append(OPEN)
        self.is_leaf = False

    def end(self, name: str) -> None:
        self.depth -= 1
        if self.skipped:
            self.skipped = 0 if self.depth < self.skipped else self.skipped
            return
        if self.is_leaf:
            self.found.paths.append(self.path)
            self.found.answers.append(self.text)
            self.is_leaf = False
            if kind := _kind_of(self.path):
                self.kinds[-1].add(kind)
        elif len(self.above) > 1:
            self.close_group()

    def close_group(self) -> None:
        prefix, kinds = self.above.pop(), self.kinds.pop()
        found, path = self.found, prefix[:-1]
        if {"relation", "age"} <= kinds and HOME not in kinds:
            found.rosters.add(path)
        self.kinds[-1] |= kinds
        self.groups.pop()
        found.paths.append(path)
        found.answers.append(CLOSE)

    def characters(self, text: str) -> None:
        self.text += text

    def refuse(self, *declared: object) -> None:
        raise BadInterview("interview_unsafe")


@lru_cache(maxsize=20_000)
def _kind_of(path: str) -> str:
    """`relation` or `age` of a person, HOME for what is asked of a household only, else nothing."""
    from enumerations.intake.columns import HOUSEHOLD_COLUMNS, PERSON_COLUMNS
    from enumerations.intake.headings import recognise

    name = path.rpartition("/")[2]
    for target in recognise([name], tuple(PERSON_COLUMNS.values())).values():
        return target.field if target.field in {"relation", "age"} else ""
    return HOME if recognise([name], tuple(HOUSEHOLD_COLUMNS.values())) else ""
