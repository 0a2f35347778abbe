from django.urls import path

from accounts import views

app_name = "accounts"
urlpatterns = [
    path("", views.me, name="me"),
    path("language/", views.language_set, name="language-set"),
    path("appearance/", views.appearance_set, name="appearance-set"),
    path("leave-everywhere/", views.leave_everywhere, name="leave-everywhere"),
    path("tokens/", views.token_create, name="token-create"),
    path("tokens/revoke/", views.token_revoke, name="token-revoke"),
]
