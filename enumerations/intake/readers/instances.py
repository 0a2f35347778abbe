"""Filled XForms, as phones send them and keep them on their card: each interview's XML becomes a row."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from enumerations.intake.readers.interview import CLOSE, MAX_MB, OPEN, BadInterview, Interview, read_interview
from enumerations.intake.readers.records import INDEX, PARENT, Row, keys_of, sheet_of
from enumerations.intake.readers.sheet import MAX_COLUMNS, RowProblem, Sheet

__all__ = [
    "CLOSE",
    "FORM",
    "INSTANCE_ID",
    "OPEN",
    "VERSION",
    "BadInterview",
    "Interview",
    "read_interview",
    "sheets_of_instances",
]

# Of all the interviews together; the root's own columns come on top.
MAX_PATHS = MAX_COLUMNS - 10

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
    known, rosters, paths = set(repeats), set[str](), set[str]()
    for number, content in instances:
        try:
            interview = read_interview(content)
            paths |= _few_enough(interview, paths)
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


def _few_enough(interview: Interview, before: set[str]) -> set[str]:
    """Its paths, unless with those before they are more than columns can be: then this one is not taken."""
    found = set(interview.paths)
    if len(before) + len(found - before) > MAX_PATHS:
        raise BadInterview("interview_too_large", limit_mb=MAX_MB)
    return found


def _alone(rosters: set[str], known: set[str]) -> set[str]:
    """The rosters that never stand twice: a repeat of one looks like a group.

    Of groups that lie in each other it is the outermost, unless one of them is known as a repeat.
    """

    around_settled = {outer for path in known & rosters for outer in _around(path)}
    taken = known | rosters
    return {path for path in rosters - around_settled if not taken.intersection(_around(path))}


def _around(path: str) -> list[str]:
    """The paths of the groups in which this one lies."""
    parts = path.split("/")
    return ["/".join(parts[:at]) for at in range(1, len(parts))]


def _named(paths: Iterable[str]) -> dict[str, str]:
    """The sheet of each repeat: its own name, or its whole path where two repeats share it."""
    names: dict[str, str] = {}
    taken: set[str] = set()
    for path in sorted(paths):
        name = path.rpartition("/")[2]
        names[path] = path if name in taken else name
        taken.add(names[path])
    return names


class _Tables:
    """The rows found so far, by sheet; that of the interviews has no name."""

    def __init__(self, repeats: dict[str, str], certain: Collection[str]) -> None:
        self.repeats = repeats
        self.inner: dict[str, list[str]] = {}
        for path, name in repeats.items():
            for outer in repeats.keys() & set(_around(path)):
                self.inner.setdefault(outer, []).append(name)
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
        last = (self.rows.get(name) for name in self.inner.get(path, ()))
        return any(rows and rows[-1].get(PARENT) == index for rows in last)

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
