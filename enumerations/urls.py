from django.urls import path

from enumerations import views

app_name = "enumerations"
urlpatterns = [
    path("enumerations/", views.enumeration_list, name="enumeration-list"),
]
