"""Pages about phones: for people, beside the other pages of a count."""

from django.urls import path

from collect import pages

app_name = "phones"
urlpatterns = [
    path("enumerations/<int:pk>/phones/", pages.phones, name="list"),
    path("enumerations/<int:pk>/phones/<int:device>/shut-out/", pages.phone_shut_out, name="shut-out"),
]
