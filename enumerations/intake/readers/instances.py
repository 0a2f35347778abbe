"""Filled XForms, as phones send them and keep them on their card: each interview's XML becomes a row."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from xml.parsers import expat

from enumerations.intake.readers.records import INDEX, PARENT, Row, keys_of, sheet_of
from enumerations.intake.readers.sheet import RowProblem, Sheet

MAX_MB = 10
MAX_DEPTH = 60
MAX_ELEMENTS = 200_000

FORM = "_xform_id_string"  # Kobo's name for the form's ID
VERSION = "__version__"
INSTANCE_ID = "meta/instanceID"
# What the root says of the interview, and the columns that take it.
ROOT_ATTRIBUTES = (
    ("id", FORM),
    ("version", VERSION),
    ("instanceID", INSTANCE_ID),
    ("submissionDate", "_submission_time"),
)
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


def sheets_of_instances(
    instances: Iterable[tuple[int, bytes]], *, repeats: Collection[str] = ()
) -> list[Sheet]:
    """The interviews' answers as sheets; an interview that cannot be read becomes a problem at its row.

    Each instance comes with the number of its row. The first sheet has a row per interview; its headings are
    paths without the root ("hh/head_name", "meta/instanceID"), and the root's `version` is `__version__`.
    Each repeat has a sheet of its name, with whole paths too ("hh/person/p_name"), `_index` and
    `_parent_index`. `repeats` are paths known to be repeats, which get their sheet even without a row; others
    are known by standing twice in an interview, or by asking what is asked of persons.
    """
    interviews: list[tuple[int, Interview]] = []
    problems: list[RowProblem] = []
    known, rosters = set(repeats), set[str]()
    for number, content in instances:
        try:
            interview = read_interview(content)
        except BadInterview as error:
            problems.append(RowProblem(number, error.code, dict(error.params)))
            continue
        interviews.append((number, interview))
        known |= interview.repeats
        rosters |= interview.rosters
    tables = _Tables(_named(known | _alone(rosters, known)), certain=repeats)
    for number, interview in interviews:
        tables.add(number, interview)
    return tables.sheets([number for number, _ in interviews], problems)


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
        self.groups: set[str] = set()  # groups that stood already in the record that is open
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
            self.above, self.kinds = [""], [set()]
            return True
        return False

    def open_group(self) -> None:
        """The element that is open has children, so it is a group; one that stood before is a repeat."""
        path, found = self.path, self.found
        if path in self.groups:
            found.repeats.add(path)
        self.groups.add(path)
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
        # What is inside of the next record of a repeat is not there for the second time.
        self.groups = {group for group in self.groups if not group.startswith(prefix)}
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


def _alone(rosters: set[str], known: set[str]) -> set[str]:
    """The rosters that never stand twice: a repeat of one looks like a group.

    Of groups that lie in each other it is the outermost, unless one of them is known as a repeat.
    """

    def is_inside(inner: str, outer: str) -> bool:
        return inner.startswith(f"{outer}/")

    settled = known & rosters
    return {
        path
        for path in rosters
        if not any(is_inside(path, other) for other in known | rosters)
        and not any(is_inside(other, path) for other in settled)
    }


def _named(paths: Iterable[str]) -> dict[str, str]:
    """The sheet of each repeat: its own name, or its whole path where two repeats share it."""
    names: dict[str, str] = {}
    for path in sorted(paths):
        name = path.rpartition("/")[2]
        names[path] = path if name in names.values() else name
    return names


class _Tables:
    """The rows found so far, by sheet; that of the interviews has no name."""

    def __init__(self, repeats: dict[str, str], certain: Collection[str]) -> None:
        self.repeats = repeats
        self.rows: dict[str, list[Row]] = {name: [] for name in ("", *(repeats[path] for path in certain))}

    def add(self, number: int, interview: Interview) -> None:
        """Write an interview's answers into its row, and those of its repeats into rows of theirs."""
        said = self._root_row(number, interview)
        row: Row = dict(said)
        self.rows[""].append(row)
        outer: list[Row] = []
        for path, answer in zip(interview.paths, interview.answers, strict=True):
            if answer is OPEN:
                if path in self.repeats:
                    outer.append(row)
                    row = self._opened(path, row[INDEX])
            elif answer is CLOSE:
                if path in self.repeats:
                    self._closed(path, row)
                    row = outer.pop()
            elif path not in self.repeats and (answer or path not in row):
                row[path] = answer
        # The phone's own word goes before a question that repeats it.
        row.update((key, value) for key, value in said.items() if key != INSTANCE_ID or not row[key])

    def _root_row(self, number: int, interview: Interview) -> Row:
        row: Row = {INDEX: str(number)}
        for attribute, heading in ROOT_ATTRIBUTES:
            if value := interview.attributes.get(attribute, "").strip():
                row[heading] = value
        return row

    def _opened(self, path: str, parent: str) -> Row:
        rows = self.rows.setdefault(self.repeats[path], [])
        rows.append({INDEX: str(len(rows) + 1), PARENT: parent})
        return rows[-1]

    def _closed(self, path: str, row: Row) -> None:
        """Take back a row that was opened on the phone and left blank."""
        rows = self.rows[self.repeats[path]]
        is_blank = not any(text.strip() for key, text in row.items() if key not in {INDEX, PARENT})
        if is_blank and rows[-1] is row and not self._is_parent(path, row[INDEX]):
            rows.pop()

    def _is_parent(self, path: str, index: str) -> bool:
        inner = (
            self.rows.get(name, []) for below, name in self.repeats.items() if below.startswith(f"{path}/")
        )
        return any(rows and rows[-1].get(PARENT) == index for rows in inner)

    def sheets(self, numbers: list[int], problems: list[RowProblem]) -> list[Sheet]:
        interviews = self.rows.pop("")
        keys = keys_of(interviews) or [INSTANCE_ID]
        if not self.rows and INDEX in keys:
            keys.remove(INDEX)
        first = sheet_of("", interviews, headings=keys, numbers=numbers or None, problems=problems)
        repeats = (
            sheet_of(name, rows, headings=keys_of(rows) or [INDEX, PARENT])
            for name, rows in self.rows.items()
        )
        return [first, *repeats]
