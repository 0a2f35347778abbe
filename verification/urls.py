"""What a community checks, objects to, decides and adopts."""

from django.urls import URLPattern

app_name = "verification"
urlpatterns: list[URLPattern] = []
