from django.urls import path

from enumerations.views import (
    answers,
    batch_mapping,
    batches,
    conflicts,
    counts,
    disclosure,
    history,
    interview_detail,
    interviews,
    privacy,
    questionnaire_mapping,
    questionnaires,
    retention,
    review,
    rights,
    supervision,
)

app_name = "enumerations"
urlpatterns = [
    path("enumerations/", counts.enumeration_list, name="enumeration-list"),
    path("enumerations/<int:pk>/", counts.enumeration_detail, name="enumeration-detail"),
    path("enumerations/<int:pk>/edit/", counts.enumeration_edit, name="enumeration-edit"),
    path("settlements/<slug:code>/enumerations/new/", counts.enumeration_create, name="enumeration-create"),
    path("enumerations/<int:pk>/questionnaire/", questionnaires.questionnaire, name="questionnaire"),
    path(
        "enumerations/<int:pk>/questionnaire/start/",
        questionnaires.questionnaire_start,
        name="questionnaire-start",
    ),
    path(
        "enumerations/<int:pk>/questionnaire/upload/",
        questionnaires.questionnaire_upload,
        name="questionnaire-upload",
    ),
    path(
        "enumerations/<int:pk>/questionnaire/standard/",
        questionnaires.questionnaire_standard,
        name="questionnaire-standard",
    ),
    path(
        "enumerations/<int:pk>/questionnaire/mapping/",
        questionnaire_mapping.questionnaire_mapping,
        name="questionnaire-mapping",
    ),
    path(
        "enumerations/<int:pk>/questionnaire/files/",
        questionnaires.questionnaire_files,
        name="questionnaire-files",
    ),
    path(
        "enumerations/<int:pk>/questionnaire/publish/",
        questionnaires.questionnaire_publish,
        name="questionnaire-publish",
    ),
    path(
        "enumerations/<int:pk>/questionnaire/intake/",
        questionnaires.questionnaire_intake,
        name="questionnaire-intake",
    ),
    path(
        "enumerations/<int:pk>/questionnaire/versions/<int:number>/",
        questionnaires.questionnaire_version,
        name="questionnaire-version",
    ),
    path(
        "enumerations/<int:pk>/questionnaire/versions/<int:number>/xlsform/",
        questionnaires.questionnaire_xlsform,
        name="questionnaire-xlsform",
    ),
    path(
        "enumerations/<int:pk>/questionnaire/versions/<int:number>/xform/",
        questionnaires.questionnaire_xform,
        name="questionnaire-xform",
    ),
    path("enumerations/<int:pk>/answers/", answers.answer_list, name="answers"),
    path("enumerations/<int:pk>/answers/<path:path>/", answers.answer_table, name="answer-table"),
    path("settlements/<slug:code>/records/", disclosure.records_open, name="records-open"),
    path("privacy/", privacy.privacy, name="privacy"),
    path("settlements/<slug:code>/rights/", rights.desk, name="rights-desk"),
    path("settlements/<slug:code>/rights/nothing/", rights.note_nothing, name="rights-nothing"),
    path("settlements/<slug:code>/rights/households/<int:pk>/", rights.household, name="rights-household"),
    path(
        "settlements/<slug:code>/rights/households/<int:pk>/correct/",
        rights.correction,
        name="rights-correct",
    ),
    path("settlements/<slug:code>/rights/requests/<int:pk>/", rights.slip, name="rights-slip"),
    path(
        "settlements/<slug:code>/rights/requests/<int:pk>/close/", rights.request_close, name="rights-close"
    ),
    path("settlements/<slug:code>/rights/agreements/<int:pk>/", rights.agree_again, name="rights-again"),
    path("interviews/", interviews.my_interviews, name="my-interviews"),
    path("interviews/<int:pk>/", interview_detail.interview_detail, name="interview-detail"),
    path(
        "interviews/<int:pk>/files/<int:file>/", interview_detail.interview_picture, name="interview-picture"
    ),
    path("enumerations/<int:pk>/interviews/", review.interview_list, name="interview-list"),
    path("enumerations/<int:pk>/supervision/", supervision.supervision, name="supervision"),
    path("enumerations/<int:pk>/supervision.csv", supervision.supervision_csv, name="supervision-csv"),
    path("enumerations/<int:pk>/coverage/", supervision.coverage, name="coverage"),
    path("enumerations/<int:pk>/conflicts/", conflicts.conflict_list, name="conflict-list"),
    path("enumerations/<int:pk>/conflicts/held/<int:held>/", conflicts.held_detail, name="conflict-held"),
    path(
        "enumerations/<int:pk>/conflicts/held/<int:held>/picture/",
        conflicts.held_picture,
        name="conflict-picture",
    ),
    path(
        "enumerations/<int:pk>/conflicts/interviews/<int:interview>/",
        conflicts.conflict_detail,
        name="conflict-interview",
    ),
    path("retention/", retention.retention, name="retention"),
    path("enumerations/<int:pk>/upload/", batches.batch_upload, name="batch-upload"),
    path("batches/<int:pk>/", batches.batch_detail, name="batch-detail"),
    path("batches/<int:pk>/status/", batches.batch_status, name="batch-status"),
    path("batches/<int:pk>/revert/", batches.batch_revert, name="batch-revert"),
    path("batches/<int:pk>/retry/", batches.batch_retry, name="batch-retry"),
    path("batches/<int:pk>/mapping/", batch_mapping.batch_mapping, name="batch-mapping"),
    path("batches/<int:pk>/history/", history.batch_history, name="batch-history"),
    path("households/<int:pk>/history/", history.household_history, name="household-history"),
    path("settlements/<slug:code>/history/", history.settlement_history, name="settlement-history"),
    path("settlements/<slug:code>/access/", history.access_list, name="access-list"),
    path(
        "settlements/<slug:code>/structures/<int:pk>/history/",
        history.structure_history,
        name="structure-history",
    ),
]
