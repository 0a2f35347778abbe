"""What people do with a count's questionnaire: start it, change it, publish it, open and close it."""

import hashlib
from dataclasses import dataclass, replace

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone

from accounts.models import User
from enumerations.collecting import FormIntake, VersionState
from enumerations.intake.columns import Mapping, SheetMapping
from enumerations.intake.refusal import Refusal
from enumerations.models import Enumeration, Questionnaire, QuestionnaireVersion
from enumerations.services.form_files import missing_files, set_files, structures_csv
from enumerations.xlsform import (
    Converted,
    Problem,
    Question,
    convert,
    mapping_of,
    standard_workbook,
)
from settlements.models import County

__all__ = [
    "change_intake",
    "publish",
    "save_draft",
    "set_mapping",
    "start",
    "start_standard",
    "structures_csv",
    "take_standard",
]

XLSFORM_MAX_MB = 10
MB = 1_000_000


@dataclass(frozen=True)
class Draft:
    """A draft as it was saved, with what may be wrong with it all the same."""

    version: QuestionnaireVersion
    warnings: tuple[Problem, ...] = ()


def start(enumeration: Enumeration) -> Questionnaire:
    """The count's questionnaire, made where it has none. Phones get it once a version is published."""
    found, _made = Questionnaire.objects.get_or_create(
        enumeration=enumeration,
        defaults={
            "settlement": enumeration.settlement,
            "form_id": f"{enumeration.settlement.code.lower()}_{enumeration.round}",
            "title": enumeration.name,
        },
    )
    return found


def start_standard(enumeration: Enumeration, user: User | None) -> Questionnaire:
    """Begin with the standard household questionnaire, published at once: a phone can work the same day.

    Whoever wants to ask something else uploads or ticks it: that is the next version. Raises Refusal where
    the count has a questionnaire.
    """
    with transaction.atomic():
        questionnaire = start(enumeration)
        if questionnaire.versions.exists():
            raise Refusal("form_has_questionnaire")
        draft = take_standard(questionnaire=questionnaire, user=user)
        publish(version=draft.version, user=user)
    return questionnaire


def take_standard(
    *, questionnaire: Questionnaire, user: User | None, drop: frozenset[str] = frozenset()
) -> Draft:
    """Make the standard questionnaire, without the questions to drop, the draft."""
    content = standard_workbook(
        settlement_code=questionnaire.settlement.code,
        drop=drop,
        counties=dict(County.objects.order_by("name").values_list("code", "name")),
    )
    return save_draft(
        questionnaire=questionnaire, user=user, content=content, name=f"{questionnaire.form_id}.xlsx"
    )


def save_draft(*, questionnaire: Questionnaire, user: User | None, content: bytes, name: str) -> Draft:
    """Keep an XLSForm as it was sent, and what phones will get of it, as the draft, in place of another.

    Raises Refusal if it is too large, XLSFormRefused with all that is wrong with it. What was decided about
    a question before is remembered.
    """
    if len(content) > XLSFORM_MAX_MB * MB:
        raise Refusal("form_too_large", limit_mb=XLSFORM_MAX_MB)
    with transaction.atomic():
        held = Questionnaire.objects.select_for_update().get(pk=questionnaire.pk)
        draft = held.draft() or QuestionnaireVersion(
            questionnaire=held, settlement_id=held.settlement_id, number=_next_number(held)
        )
        draft.version = _next_version(held)
        converted = convert(
            content, name, form_id=held.form_id, version=draft.version, title=questionnaire.enumeration.name
        )
        draft.mapping = _remembering(held, mapping_of(converted.questions), converted.questions).to_json()
        _fill(draft, converted)
        draft.created_by, draft.xlsform_name = user, _base(name)
        before = draft.xlsform.name
        draft.xlsform.save("", ContentFile(content), save=False)
        draft.save()
        if before:
            transaction.on_commit(lambda: draft.xlsform.storage.delete(before))
        set_files(draft, converted.files, converted.itemsets)
    return Draft(draft, converted.warnings)


def _fill(draft: QuestionnaireVersion, converted: Converted) -> None:
    draft.title = converted.title[:100]
    draft.xform = converted.xform
    draft.md5 = md5_of(converted.xform)
    draft.questions = [question.to_json() for question in converted.questions]
    draft.languages = [language[:60] for language in converted.languages]


def md5_of(xform: str) -> str:
    """Of the bytes that phones are served."""
    return hashlib.md5(xform.encode(), usedforsecurity=False).hexdigest()


def _base(name: str) -> str:
    return name.replace("\x00", "").replace("\\", "/").rpartition("/")[2][-200:] or "questionnaire.xlsx"


def _next_number(questionnaire: Questionnaire) -> int:
    newest = questionnaire.versions.order_by("-number").first()
    return newest.number + 1 if newest else 1


def _next_version(questionnaire: Questionnaire) -> str:
    """`2026112203`: the day, and the next number of that day. It grows, and is never used twice."""
    day = f"{timezone.localdate():%Y%m%d}"
    used = questionnaire.versions.filter(version__startswith=day).values_list("version", flat=True)
    return f"{day}{max((int(text[8:]) for text in used if text[8:].isdigit()), default=0) + 1:02d}"


# --- Where the answers go -------------------------------------------------------------------------


def _remembering(questionnaire: Questionnaire, proposed: Mapping, questions: tuple[Question, ...]) -> Mapping:
    """The proposal, with what a person said of the same questions in the draft or the current version."""
    earlier = questionnaire.draft() or questionnaire.current()
    if earlier is None:
        return proposed
    before = Mapping.from_json(earlier.mapping)
    asked = {kept["path"]: Question.from_json(kept) for kept in earlier.questions}
    same = {each.path for each in questions if each.path in asked and each.kind is asked[each.path].kind}
    households = _with_earlier(proposed.households, before.households, same)
    persons = proposed.persons
    if persons and before.persons and persons.sheet == before.persons.sheet:
        persons = _with_earlier(persons, before.persons, same)
    decided = same - set(before.unsure) - _with_new_choices(questions, asked)
    unsure = tuple(heading for heading in proposed.unsure if heading not in decided)
    return Mapping(households, persons, unsure)


def _with_new_choices(questions: tuple[Question, ...], before: dict[str, Question]) -> set[str]:
    """Questions that can be answered in a way of which nobody has said yet what it means."""
    return {
        each.path
        for each in questions
        if each.path in before
        and {choice.name for choice in each.choices} - {choice.name for choice in before[each.path].choices}
    }


def _with_earlier(proposed: SheetMapping, before: SheetMapping, same: set[str]) -> SheetMapping:
    """What was said of the same questions, and beside it what is proposed for their new choices."""
    targets = dict(proposed.targets)
    for heading, target in before.targets.items():
        now = targets.get(heading)
        if heading in same and now and now.field == target.field:
            targets[heading] = replace(target, values={**now.values, **target.values})
        elif heading in same:
            targets[heading] = target
    return replace(proposed, targets=targets)


def set_mapping(*, version: QuestionnaireVersion, mapping: Mapping) -> None:
    """Keep what a person said of a draft's questions. Raises Refusal once it is published."""
    with transaction.atomic():
        held = QuestionnaireVersion.objects.select_for_update(of=("self",)).get(pk=version.pk)
        if not held.is_draft:
            raise Refusal("form_is_published")
        held.mapping = mapping.to_json()
        held.save(update_fields=["mapping"])
    version.mapping = held.mapping


# --- Publishing -----------------------------------------------------------------------------------


def publish(*, version: QuestionnaireVersion, user: User | None) -> None:
    """Hand the draft out to phones, as it was tried. Older versions stay valid for what they collected.

    Raises Refusal where a file is missing, or where it is not decided which field a question fills.
    """
    with transaction.atomic():
        Questionnaire.objects.select_for_update().get(pk=version.questionnaire_id)
        held = QuestionnaireVersion.objects.select_for_update(of=("self",)).get(pk=version.pk)
        obstacle = obstacle_to(held)
        if obstacle:
            raise obstacle
        held.state = VersionState.PUBLISHED
        held.published_by, held.published_at = user, timezone.now()
        held.save(update_fields=["state", "published_by", "published_at"])
    version.refresh_from_db()


def obstacle_to(version: QuestionnaireVersion) -> Refusal | None:
    """Why a version cannot be published as it is."""
    if not version.is_draft:
        return Refusal("form_is_published")
    if missing := missing_files(version):
        return Refusal("form_files_missing", names=", ".join(missing))
    mapping = Mapping.from_json(version.mapping)
    if mapping.unsure:
        return Refusal("form_unsure", names=", ".join(mapping.unsure))
    if not mapping.households.fields:
        return Refusal("form_without_fields")
    return None


def change_intake(*, questionnaire: Questionnaire, intake: FormIntake) -> None:
    """Open the questionnaire to phones, let it run out, or close it."""
    questionnaire.intake = intake
    questionnaire.save(update_fields=["intake"])
