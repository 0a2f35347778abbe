from django.urls import path

from enumerations.views import batches, counts, disclosure, mapping, retention

app_name = "enumerations"
urlpatterns = [
    path("enumerations/", counts.enumeration_list, name="enumeration-list"),
    path("enumerations/<int:pk>/", counts.enumeration_detail, name="enumeration-detail"),
    path("enumerations/<int:pk>/edit/", counts.enumeration_edit, name="enumeration-edit"),
    path("settlements/<slug:code>/enumerations/new/", counts.enumeration_create, name="enumeration-create"),
    path("settlements/<slug:code>/records/", disclosure.records_open, name="records-open"),
    path("retention/", retention.retention, name="retention"),
    path("enumerations/<int:pk>/upload/", batches.batch_upload, name="batch-upload"),
    path("batches/<int:pk>/", batches.batch_detail, name="batch-detail"),
    path("batches/<int:pk>/status/", batches.batch_status, name="batch-status"),
    path("batches/<int:pk>/revert/", batches.batch_revert, name="batch-revert"),
    path("batches/<int:pk>/retry/", batches.batch_retry, name="batch-retry"),
    path("batches/<int:pk>/mapping/", mapping.batch_mapping, name="batch-mapping"),
]
