"""XLSForm to XForm: our own checks first, all faults at once, then pyxform."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring
from pyxform import aliases
from pyxform.builder import create_survey_element_from_dict
from pyxform.errors import PyXFormError
from pyxform.utils import external_choices_to_csv
from pyxform.xls2json import workbook_to_json
from pyxform.xls2json_backends import DefinitionData

from enumerations.xlsform.checks import check
from enumerations.xlsform.problems import Problem, XLSFormRefused
from enumerations.xlsform.question import Question, language_code
from enumerations.xlsform.questions import questions_of
from enumerations.xlsform.reading import SHEETS, Table, Workbook, read_workbook
from enumerations.xlsform.translating import problem_of, warning_of

# This site sets these itself; a form that brings them would be sent elsewhere, or come without an ID.
OURS = (
    "form_id",
    "id_string",
    "version",
    "form_title",
    "title",
    "submission_url",
    "omit_instanceid",
    "instance_id",
)
# A select whose choices Collect looks up in itemsets.csv.
EXTERNAL = "select one external"
XF = "{http://www.w3.org/2002/xforms}"
H = "{http://www.w3.org/1999/xhtml}"


@dataclass(frozen=True)
class Converted:
    """A form ready for phones.

    `xform` is the XML to serve, byte for byte as UTF-8. `files` are the names of all files it needs besides
    itself: pictures, sounds and lists (CSV, GeoJSON, XML). `itemsets` is the text of "itemsets.csv" where
    the workbook brought its long lists in a sheet external_choices (that name is then among `files`), else
    empty. `languages` are codes ("en", "sw"), the default first; empty where the form names none.
    """

    xform: str
    questions: tuple[Question, ...]
    files: tuple[str, ...]
    languages: tuple[str, ...]
    title: str
    warnings: tuple[Problem, ...] = ()
    itemsets: str = ""


def convert(content: bytes, name: str, *, form_id: str, version: str, title: str = "") -> Converted:
    """The XForm of an XLSForm (XLSX or XLS) under our own form ID and version, whatever the file says.

    `name` is the sender's and decides nothing. Raises XLSFormRefused with every fault that was found.
    """
    return convert_workbook(read_workbook(content), form_id=form_id, version=version, title=title)


def convert_workbook(book: Workbook, *, form_id: str, version: str, title: str = "") -> Converted:
    """The same, of a workbook that was already read."""
    problems = [*book.every_problem, *check(book)]
    errors = sorted((each for each in problems if each.is_error), key=_place)
    if errors:
        raise XLSFormRefused(errors)
    title = title or _setting(book, "form_title", "title") or form_id
    definition, ours = _definition(book, form_id=form_id, version=version, title=title)
    said: list[str] = []
    xform, questions, itemsets = _converted(definition, book, said)
    root = _checked_xml(xform, form_id, version)
    found = (warning_of(text, book) for text in said)
    warnings = [each for each in problems if not each.is_error] + ours + [each for each in found if each]
    return Converted(
        xform=xform,
        questions=questions,
        files=_files(root, bool(itemsets)),
        languages=_languages(root),
        title=title,
        warnings=tuple(sorted(dict.fromkeys(warnings), key=_place)),
        itemsets=itemsets,
    )


def _place(problem: Problem) -> tuple[int, int]:
    """The survey first, then choices; within a sheet by row."""
    key = problem.sheet.strip().lower()
    return (SHEETS.index(key) if key in SHEETS else len(SHEETS)), problem.row


# --- What pyxform is given ------------------------------------------------------------------------


def _definition(
    book: Workbook, *, form_id: str, version: str, title: str
) -> tuple[DefinitionData, list[Problem]]:
    """The workbook as pyxform takes it, with our own settings; rows keep their numbers."""
    given: dict[str, Any] = {}
    for key in SHEETS:
        if key in book and book[key].headings:
            given[key] = _rows(book[key])
            given[f"{key}_header"] = [dict.fromkeys(book[key].headings)]
    settings, problems = _settings(book)
    settings |= {"form_id": form_id, "version": version, "form_title": title}
    given["settings"], given["settings_header"] = [settings], [dict.fromkeys(settings)]
    names = [table.key for table in book.tables.values()]
    return DefinitionData(**given, sheet_names=names, fallback_form_name=form_id), problems


def _rows(table: Table) -> list[dict[str, str]]:
    """The rows' cells; pyxform counts from the second row on, wherever the headings stand."""
    if table.key != "survey":
        return [row.cells for row in table.rows]
    # A setting on the survey sheet would overrule ours.
    return [{} if row.text("type") in aliases.settings_header else row.cells for row in table.rows]


def _settings(book: Workbook) -> tuple[dict[str, str], list[Problem]]:
    table, kept, problems = book["settings"], {}, []
    row = next((row for row in table.rows if row.cells), None)
    for heading, text in (row.cells if row else {}).items():
        name = "_".join(heading.lower().split())
        if name in ("submission_url", "omit_instanceid", "instance_id"):
            problems.append(Problem("setting_replaced", table.name, row.number if row else 0, heading))
        elif name not in OURS:
            kept[heading] = text
    return kept, problems


def _setting(book: Workbook, *names: str) -> str:
    for row in book["settings"].rows:
        for heading, text in row.cells.items():
            if "_".join(heading.lower().split()) in names:
                return text
    return ""


# --- What pyxform gives back ----------------------------------------------------------------------


def _converted(
    definition: DefinitionData, book: Workbook, said: list[str]
) -> tuple[str, tuple[Question, ...], str]:
    try:
        form = workbook_to_json(
            workbook_dict=definition, fallback_form_name=definition.fallback_form_name, warnings=said
        )
        questions = questions_of(form, str(form.get("default_language") or ""))
        is_external = any(question.type == EXTERNAL for question in questions)
        itemsets = external_choices_to_csv(workbook_dict=definition) or "" if is_external else ""
        xform = create_survey_element_from_dict(form).to_xml(
            validate=False, pretty_print=False, warnings=said, enketo=False
        )
    except PyXFormError as error:
        raise XLSFormRefused([problem_of(error, book)]) from error
    except RecursionError as error:
        raise XLSFormRefused([Problem("too_deep", "survey", params={"limit": 20})]) from error
    except Exception as error:  # a stranger's workbook must never be an error page
        raise XLSFormRefused([Problem("internal")]) from error
    return xform, questions, itemsets


def _checked_xml(xform: str, form_id: str, version: str) -> Element:
    """The XForm read again by another parser: what phones get is XML, and under our ID and version."""
    try:
        root: Element = fromstring(xform.encode())
    except (ParseError, DefusedXmlException, ValueError) as error:
        raise XLSFormRefused([Problem("internal")]) from error
    instance = root.find(f"{H}head/{XF}model/{XF}instance")
    main = instance[0] if instance is not None and len(instance) else None
    if main is None or main.get("id") != form_id or main.get("version") != version:
        raise XLSFormRefused([Problem("internal")])
    return root


_JR = re.compile(r"jr://(?:images|audio|video|file|file-csv)/([^\s'\"]+)")


def _files(root: Element, has_itemsets: bool) -> tuple[str, ...]:
    """Every file the form names, once, in its order."""
    names: list[str] = []
    for element in root.iter():
        for text in (element.text or "", *element.attrib.values()):
            names += _JR.findall(text) if "jr://" in text else ()
    return tuple(dict.fromkeys([*names, *(["itemsets.csv"] if has_itemsets else [])]))


def _languages(root: Element) -> tuple[str, ...]:
    found: Iterable[Element] = root.iter(f"{XF}translation")
    ordered = sorted(found, key=lambda each: each.get("default") is None)
    codes = (language_code(each.get("lang", "")) for each in ordered)
    return tuple(dict.fromkeys(code for code in codes if code))
