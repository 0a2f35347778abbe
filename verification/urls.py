"""What a community checks, objects to, decides and adopts."""

from django.urls import URLPattern, path

from verification.views import public_register, register, steps

app_name = "verification"
urlpatterns: list[URLPattern] = [
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
]
