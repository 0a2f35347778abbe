"""What was given to whom, and under which agreement."""

from django.urls import URLPattern, path

from reports.views import agreements, handovers

urlpatterns: list[URLPattern] = [
    path("hand-overs/", handovers.hand_overs, name="hand-over-list"),
    path("hand-overs/new/", handovers.hand_over_new, name="hand-over-new"),
    path("hand-overs/log.csv", handovers.log_csv, name="hand-over-log"),
    path("hand-overs/<int:pk>/", handovers.hand_over_detail, name="hand-over-detail"),
    path("hand-overs/<int:pk>/notes/", handovers.hand_over_note, name="hand-over-note"),
    path("hand-overs/<int:pk>/receipt/", handovers.hand_over_receipt, name="hand-over-receipt"),
    path("hand-overs/papers/<int:pk>/", agreements.paper, name="hand-over-paper"),
    path("hand-overs/agreements/", agreements.agreements, name="agreement-list"),
    path("hand-overs/agreements/new/", agreements.agreement_new, name="agreement-new"),
    path("hand-overs/agreements/<int:pk>/", agreements.agreement_detail, name="agreement-detail"),
    path("hand-overs/agreements/<int:pk>/minutes/", agreements.agreement_minutes, name="agreement-minutes"),
    path("hand-overs/agreements/<int:pk>/end/", agreements.agreement_end, name="agreement-end"),
    path(
        "hand-overs/agreements/places/<int:pk>/taken-back/",
        agreements.agreement_take_back,
        name="agreement-take-back",
    ),
    path("settlements/<slug:code>/hand-overs/", handovers.of_settlement, name="settlement-hand-overs"),
]
