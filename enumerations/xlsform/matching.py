"""Which question of a form is which field of ours, by its name, its words and its choices."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from enumerations.intake.columns import HOUSEHOLD_COLUMNS, PERSON_COLUMNS, Mapping, SheetMapping, Target
from enumerations.intake.fields import Field, Kind
from enumerations.intake.headings import recognise
from enumerations.intake.readers.instances import INSTANCE_ID, VERSION
from enumerations.intake.readers.records import INDEX, PARENT
from enumerations.intake.texts import not_given, yes_no
from enumerations.intake.vocabulary import choice
from enumerations.xlsform.question import Choice, Question, QuestionKind

K = QuestionKind
HOUSEHOLD = tuple(HOUSEHOLD_COLUMNS.values())
PERSON = tuple(PERSON_COLUMNS.values())
# Only a repeat of persons asks these.
PERSONAL = frozenset({"relation", "age"})
FITS: dict[Kind, frozenset[QuestionKind]] = {
    Kind.TEXT: frozenset(set(K) - {K.GROUP, K.REPEAT, K.NOTE, K.IMAGE, K.AUDIO, K.VIDEO, K.FILE}),
    Kind.INTEGER: frozenset({K.INTEGER, K.DECIMAL, K.RANGE, K.TEXT, K.CALCULATE, K.HIDDEN}),
    Kind.DECIMAL: frozenset({K.INTEGER, K.DECIMAL, K.RANGE, K.TEXT, K.CALCULATE, K.HIDDEN}),
    Kind.YES_NO: frozenset({K.SELECT_ONE, K.TEXT, K.CALCULATE, K.ACKNOWLEDGE, K.HIDDEN}),
    Kind.CODE: frozenset({K.SELECT_ONE, K.TEXT, K.CALCULATE, K.HIDDEN}),
    Kind.CODES: frozenset({K.SELECT_MULTIPLE, K.SELECT_ONE, K.TEXT, K.CALCULATE, K.HIDDEN, K.RANK}),
    Kind.COUNTY: frozenset({K.SELECT_ONE, K.TEXT, K.CALCULATE, K.HIDDEN, K.INTEGER}),
    Kind.DATE: frozenset({K.DATE, K.DATETIME, K.TEXT, K.METADATA, K.CALCULATE}),
    Kind.MOMENT: frozenset({K.DATETIME, K.DATE, K.TEXT, K.METADATA, K.CALCULATE}),
    Kind.POINT: frozenset({K.GEOPOINT, K.TEXT, K.METADATA, K.CALCULATE}),
}


def mapping_of(questions: Iterable[Question]) -> Mapping:
    """How interviews of this form are read: headings are the questions' paths.

    Names, labels and aliases of the data dictionary map by themselves; everything else is kept in the
    household's other answers. What fits by name but not by kind, or has choices that are no codes of the
    field, is `unsure`: a person decides. The interview's own ID is always mapped.
    """
    asked = [question for question in questions if question.is_answer]
    homes = [question for question in asked if not question.repeat]
    targets, unsure = _targets(homes, HOUSEHOLD)
    targets |= {INSTANCE_ID: Target("instance_id"), VERSION: Target("form_version")}
    roster = _roster(asked)
    if not roster:
        return Mapping(SheetMapping("", targets), None, tuple(unsure))
    persons = [question for question in asked if question.repeat == roster]
    theirs, doubts = _targets(persons, PERSON)
    theirs[PARENT] = Target("parent")
    return Mapping(
        SheetMapping("", targets, link=INDEX),
        SheetMapping(_sheet_of(roster, asked), theirs, link=PARENT),
        tuple(dict.fromkeys([*unsure, *doubts])),
    )


def _roster(questions: Sequence[Question]) -> str:
    """The repeat of persons: the one that knows most of a person's fields, relation or age among them."""
    best, most = "", 0
    for repeat in dict.fromkeys(question.repeat for question in questions if question.repeat):
        inside = [question.path for question in questions if question.repeat == repeat]
        fields = {target.field for target in recognise(inside, PERSON).values()}
        if fields & PERSONAL and len(fields) > most:
            best, most = repeat, len(fields)
    return best


def _sheet_of(repeat: str, questions: Sequence[Question]) -> str:
    """What a repeat's sheet is called: its name, or its path where a repeat before it has that name."""
    name = repeat.rpartition("/")[2]
    earlier = {each.repeat for each in questions if each.repeat and each.repeat < repeat}
    return repeat if any(other.rpartition("/")[2] == name for other in earlier) else name


def _targets(questions: Sequence[Question], fields: tuple[Field, ...]) -> tuple[dict[str, Target], list[str]]:
    declared = {field.name: field for field in fields}
    certain = recognise([question.path for question in questions], fields)
    targets: dict[str, Target] = {}
    unsure: list[str] = []
    for question in questions:
        target = certain.get(question.path)
        if target is None:
            continue
        field = declared[target.field]
        if question.kind not in FITS[field.kind]:
            unsure.append(question.path)
            continue  # it stays with the other answers until somebody says otherwise
        values, is_understood = _values(question, field)
        targets[question.path] = replace(target, values=values)
        if not is_understood:
            unsure.append(question.path)
    return targets, unsure


def _values(question: Question, field: Field) -> tuple[dict[str, str], bool]:
    """What the choices mean that are not our codes, and whether every choice means something."""
    if not question.choices or field.kind not in (Kind.CODE, Kind.CODES, Kind.YES_NO):
        return {}, True
    meanings = {each.name: _meaning(each, field) for each in question.choices}
    values = {name: code for name, code in meanings.items() if code and code != name}
    return values, all(code is not None for code in meanings.values())


def _meaning(each: Choice, field: Field) -> str | None:
    for text in (each.name, *each.labels.values()):
        if field.kind is Kind.YES_NO:
            answer, _ = yes_no(text)
            if answer is not None:
                return each.name if text == each.name else ("yes" if answer else "no")
        elif code := choice(field, text):
            return code
        if reason := not_given(text):
            return each.name if text == each.name else {"dont_know": "-98", "declined": "-99"}[reason]
    return None
