from django.urls import URLPattern

app_name = "enumerations"
urlpatterns: list[URLPattern] = []
