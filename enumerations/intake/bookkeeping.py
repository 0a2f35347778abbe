"""Columns that Kobo, Ona, ODK Central and Briefcase add to every export, and that nobody was asked."""

import re
from collections.abc import Collection, Iterable

from settlements import exported
from settlements.exported import is_ours

# Neither an answer nor a field's column.
NOTES = frozenset(
    {
        # Kobo and Ona
        "_status", "_tags", "_notes", "_validation_status", "_submission_time", "_attachments", "_xform_id",
        "_supplementalDetails", "_xform_id_string", "_bamboo_dataset_id", "_deleted_at", "_edited",
        "_last_edited", "_date_modified", "_duration", "_total_media", "_media_count", "_media_all_received",
        "_review_status", "_review_comment", "_review_date", "_parent_table_name", "formhub/uuid",
        # Central and Briefcase
        "SubmissionDate", "SubmitterID", "AttachmentsPresent", "AttachmentsExpected", "ReviewState",
        "isValidated",
    }
)  # fmt: skip
_NOTE = re.compile(
    r"(.*[/:.-])?SET-OF-.+|.*@odata\..+|_submission__(?!u?u?id$).+|_validation_status/.+"
    r"|__system/(?!formVersion$|deviceId$|submitterName$).+|meta[/:.-](instanceName|deprecatedID|audit)"
)
# Words that are Central's beside its SubmitterID only; elsewhere somebody may have asked for a status.
CENTRAL, CENTRALS = "SubmitterID", frozenset({"Status", "Edits"})
# By these, rows find each other.
LINKING = frozenset(
    {"_id", "__id", "_index", "_parent_index", "KEY", "PARENT_KEY", "_submission__id", "_submission__uuid"}
)
_IDENTITY = re.compile(r"(.*[/:.-])?meta[/:.-](instanceID|rootUuid)")
# A field's column where no question was asked for it; a question goes before them, however deep it lies.
STAND_INS = frozenset(
    {
        "_geolocation", "_submitted_by", "_version", "__version__", "_uuid", "SubmitterName", "DeviceID",
        "FormVersion", "__system/formVersion", "__system/deviceId", "__system/submitterName",
    }
)  # fmt: skip
STANDS_IN = 100  # as if so many groups lay around it
# Tools that part groups in their own way.
EXPORTED = frozenset({"KEY", "_media_all_received"})
# In an export of ours a person's row names its household by the ID of its record; the number beside it is for
# people.
OUR_LINK, LINKED = "household", frozenset({"hh_code"})
_PARTING = re.compile(r"[-.:]")


def is_note(heading: str) -> bool:
    """Whether a column, by its exact name, holds what a tool notes for itself."""
    return heading in NOTES or bool(_NOTE.fullmatch(heading))


def bookkeeping(headings: Iterable[str]) -> frozenset[str]:
    """The columns that are a tool's and no question's: nobody's answers, mapped or not."""
    every = frozenset(headings)
    found = {heading for heading in every if is_note(heading) or _IDENTITY.fullmatch(heading)}
    if is_ours(every):
        found |= every & (exported.NOTES | (LINKED if OUR_LINK in every else frozenset()))
    return (every & (LINKING | STAND_INS)) | found | (every & CENTRALS if CENTRAL in every else frozenset())


def names_of_answers(headings: Iterable[str], mapped: Collection[str]) -> dict[str, str]:
    """What the answers of columns that nobody mapped are called: by their path, whichever way they came.

    Central and Briefcase part groups by "-", Ona by "." where that was chosen, and phones by "/". A mapped
    column shows which groups there are, so that a question named `door-colour` keeps its name.
    """
    every = list(headings)
    if is_ours(every):
        return {heading: exported.own_key(heading) for heading in every}
    if not EXPORTED.intersection(every):
        return {heading: heading for heading in every}
    groups = {heading[: mark.start()] for heading in mapped for mark in _PARTING.finditer(heading)}
    paths = {heading: _path(heading, groups) for heading in every}
    return {heading: heading if path in paths else path for heading, path in paths.items()}


def _path(heading: str, groups: Collection[str]) -> str:
    if " " in heading:
        return heading
    return _PARTING.sub(lambda mark: "/" if heading[: mark.start()] in groups else mark[0], heading)
