from django.urls import path
from rest_framework.permissions import IsAuthenticated
from rest_framework.routers import SimpleRouter

from enumerations import api, questionnaire_api

router = SimpleRouter(use_regex_path=False)
router.register("enumerations", api.EnumerationViewSet, basename="api-enumeration")
router.register("batches", api.BatchViewSet, basename="api-batch")

urlpatterns = [
    path("enumerations/<int:pk>/batches/", api.EnumerationBatches.as_view(), name="api-enumeration-batches"),
    path(
        "enumerations/<int:pk>/template.xlsx",
        api.EnumerationViewSet.as_view({"get": "template"}, permission_classes=[IsAuthenticated]),
        name="api-enumeration-template",
    ),
    path(
        "enumerations/<int:pk>/questionnaire/",
        questionnaire_api.QuestionnaireOfCount.as_view(),
        name="api-questionnaire",
    ),
    path(
        "enumerations/<int:pk>/questionnaire/files/",
        questionnaire_api.QuestionnaireFiles.as_view(),
        name="api-questionnaire-files",
    ),
    path(
        "enumerations/<int:pk>/questionnaire/publish/",
        questionnaire_api.PublishQuestionnaire.as_view(),
        name="api-questionnaire-publish",
    ),
    path("batches/<int:pk>/issues/", api.BatchIssues.as_view(), name="api-batch-issues"),
    path(
        "batches/<int:pk>/rejected.xlsx",
        api.BatchViewSet.as_view({"get": "rejected"}),
        name="api-batch-rejected",
    ),
    *router.urls,
]
