"""What a community checks, objects to, decides and adopts."""

from django.urls import URLPattern, path

from verification.views import (
    ask,
    certificate_check,
    certificate_detail,
    certificate_works,
    certificates,
    lists,
    objection_deeds,
    objections,
    progress,
    public_register,
    register,
    steps,
    suspicions,
)

app_name = "verification"
urlpatterns: list[URLPattern] = [
    # --- progress: where a count stands, by village
    path("enumerations/<int:pk>/progress/", progress.progress, name="progress"),
    # --- steps: how a count moves on, and the register it adopts
    path("enumerations/<int:pk>/steps/", steps.steps, name="steps"),
    path("steps/files/<int:pk>/", steps.step_file, name="step-file"),
    path("enumerations/<int:pk>/register/", register.register, name="register"),
    path("enumerations/<int:pk>/register/<int:version>/", register.register_version, name="register-version"),
    path(
        "enumerations/<int:pk>/register/<int:version>/download/",
        register.register_download,
        name="register-download",
    ),
    path(
        "registers/<slug:code>/<int:round>/<int:version>/",
        public_register.public_register,
        name="public-register",
    ),
    path(
        "registers/<slug:code>/<int:round>/<int:version>/digests.txt",
        public_register.public_digests,
        name="public-digests",
    ),
    # --- certificates: issued, printed, revoked; and the page that their code leads to
    path("enumerations/<int:pk>/certificates/", certificates.certificates, name="certificates"),
    path(
        "enumerations/<int:pk>/certificates/<slug:cluster>/",
        certificates.cluster,
        name="certificates-cluster",
    ),
    path(
        "enumerations/<int:pk>/certificates/<slug:cluster>/print/",
        certificates.cluster_print,
        name="certificates-print",
    ),
    path("certificates/works/<int:pk>/", certificate_works.work, name="certificate-work"),
    path(
        "certificates/works/<int:pk>/paper.pdf", certificate_works.work_paper, name="certificate-work-paper"
    ),
    path("certificates/<int:pk>/", certificate_detail.certificate, name="certificate"),
    path("certificates/<int:pk>/paper.pdf", certificate_detail.paper, name="certificate-paper"),
    path("certificates/<int:pk>/revoke/", certificate_detail.certificate_revoke, name="certificate-revoke"),
    path(
        "certificates/<int:pk>/reissue/", certificate_detail.certificate_reissue, name="certificate-reissue"
    ),
    path(
        "settlements/<slug:code>/certificates/<int:pk>/",
        certificate_detail.household,
        name="certificate-household",
    ),
    path("c/<str:token>/", certificate_check.check, name="check"),
    # --- duplicates: counted twice, or not at all
    path("enumerations/<int:pk>/duplicates/", suspicions.suspicion_list, name="suspicion-list"),
    path("enumerations/<int:pk>/duplicates/search/", suspicions.search_again, name="suspicion-search"),
    path(
        "enumerations/<int:pk>/duplicates/<int:suspicion>/",
        suspicions.suspicion_detail,
        name="suspicion-detail",
    ),
    # --- lists: posted for checking
    path("enumerations/<int:pk>/lists/", lists.lists, name="lists"),
    path("enumerations/<int:pk>/lists/status/", lists.lists_status, name="lists-status"),
    path("enumerations/<int:pk>/lists/new/", lists.posting_create, name="posting-create"),
    path("postings/<int:pk>/again/", lists.posting_again, name="posting-again"),
    path("postings/<int:pk>/copies/", lists.posting_copies, name="posting-copies"),
    path("postings/<int:pk>/lists.zip", lists.lists_zip, name="lists-zip"),
    path("lists/<int:pk>/list.pdf", lists.list_pdf, name="list-pdf"),
    # --- objections: taken, heard, decided; and the public page that a receipt number asks.
    path("objections/ask/", ask.objection_ask, name="objection-ask"),
    path("enumerations/<int:pk>/objections/", objections.objection_list, name="objection-list"),
    path("enumerations/<int:pk>/objections/new/", objections.objection_new, name="objection-new"),
    path("objections/<int:pk>/", objections.objection_detail, name="objection-detail"),
    path("objections/<int:pk>/slip/", objections.objection_slip, name="objection-slip"),
    path("objections/<int:pk>/door/", objection_deeds.objection_door, name="objection-door"),
    path("objections/<int:pk>/hearings/", objection_deeds.hearing_new, name="hearing-new"),
    path("objections/hearings/<int:pk>/", objection_deeds.hearing_edit, name="hearing-edit"),
    path("objections/<int:pk>/decide/", objection_deeds.objection_decide, name="objection-decide"),
    path("objections/<int:pk>/settle/", objection_deeds.objection_settle, name="objection-settle"),
    path("objections/<int:pk>/withdraw/", objection_deeds.objection_withdraw, name="objection-withdraw"),
    path("objections/<int:pk>/files/", objection_deeds.objection_file_add, name="objection-file-add"),
    path("objections/files/<int:pk>/", objection_deeds.objection_file, name="objection-file"),
]
