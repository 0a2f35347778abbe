"""Addresses for phones: the same under a token, and under a count's number for those who sign in by name."""

from django.urls import include, path

from collect import doors, views

# As Collect asks: without a slash at the end, for a redirected POST would come as a GET.
asked = [
    path("formList", views.form_list, name="form-list"),
    path("submission", views.submission, name="submission"),
    path("forms/<int:number>/form.xml", views.form_xml, name="form-xml"),
    path("forms/<int:number>/manifest.xml", views.manifest, name="manifest"),
    path("forms/<int:number>/files/<int:file>", views.form_file, name="form-file"),
]

app_name = "collect"
urlpatterns = [
    path("e/<int:enumeration>/", include((asked, "by-name"))),
    path("<slug:token>/", include((asked, "by-token"))),
    path("", doors.no_such_address, name="root"),
    path("<path:rest>", doors.no_such_address, name="nothing"),
]
