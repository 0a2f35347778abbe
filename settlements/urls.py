"""Pages where ground and people come in. What stands in a settlement is shown by mapping."""

from django.urls import path

from settlements import people_views, shield_views, views

app_name = "settlements"
urlpatterns = [
    path("import/", views.ground_import, name="ground-import"),
    path("import/<int:pk>/", views.ground_import_plan, name="ground-import-plan"),
    path("import/<int:pk>/rows.csv", views.ground_import_rows, name="ground-import-rows"),
    path("people/", people_views.people_list, name="people-list"),
    path("people/<slug:key>/", people_views.people, name="people"),
    path("people/<slug:key>/<int:pk>/end/", people_views.membership_end, name="membership-end"),
    path("people/<slug:key>/<int:pk>/close/", people_views.account_close, name="account-close"),
    path(
        "people/<slug:key>/invitations/<int:pk>/revoke/",
        people_views.invitation_revoke,
        name="invitation-revoke",
    ),
    path("invitation/<str:token>/", people_views.invitation, name="invitation"),
    path("settlements/<slug:code>/shield/", shield_views.settlement_shield, name="settlement-shield"),
    path("settlements/<slug:code>/unshield/", shield_views.settlement_unshield, name="settlement-unshield"),
    path("roles/", people_views.roles, name="roles"),
]
