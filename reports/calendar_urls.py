"""The county calendar."""

from django.urls import URLPattern, path

from reports.views import calendar

urlpatterns: list[URLPattern] = [
    path("calendar/", calendar.calendar, name="calendar"),
    path("calendar/<slug:county>.ics", calendar.calendar_ics, name="calendar-ics"),
    path("calendar/dates/new/", calendar.date_new, name="county-date-new"),
    path("calendar/dates/<int:date_id>/", calendar.date_edit, name="county-date"),
    path("calendar/dates/<int:date_id>/delete/", calendar.date_delete, name="county-date-delete"),
    path("calendar/reminders/", calendar.reminders_set, name="reminders-set"),
]
