"""Who gets what of agreements and of what was given: rows of the access table."""

from tests.access.rows import CODE, EVERYBODY, P_ANSWERING, P_OFFICE, Row

# Everybody sees a list of what is theirs, so that the same role elsewhere gets the same answer.
LISTS = "200 404 404 200 200 | 200 404 404 200 200 | 404 302"
WRITERS = "404 404 404 200 200 | 404 404 404 200 200 | 404 302"
WRITERS_WRONG = "404 404 404 422 422 | 404 404 404 422 422 | 404 302"
WRONG = "404 404 404 422 422 | 404 | 404 302"

HANDOVER: dict[str, Row] = {
    # --- What was given is the community's to know: leaders read it, the office writes it down.
    "reports:hand-over-list": Row(get=LISTS),
    "reports:hand-over-log": Row(get=LISTS),
    "reports:hand-over-new": Row(get=WRITERS, post=WRITERS_WRONG),
    "reports:hand-over-detail": Row({"pk": "hand_over"}, get=P_ANSWERING),
    "reports:hand-over-note": Row({"pk": "hand_over"}, post=WRONG),
    "reports:hand-over-receipt": Row({"pk": "hand_over"}, get=P_OFFICE),
    "reports:hand-over-paper": Row({"pk": "minutes"}, get=P_ANSWERING),
    "reports:settlement-hand-overs": Row(CODE, get="302 404 404 302 302 | 404 | 404 302"),
    "reports:agreement-list": Row(get=LISTS),
    "reports:agreement-new": Row(get=WRITERS, post=WRITERS_WRONG),
    "reports:agreement-detail": Row({"pk": "agreement"}, get=P_ANSWERING),
    "reports:agreement-minutes": Row({"pk": "agreement"}, post=WRONG),
    "reports:agreement-end": Row({"pk": "agreement"}, post=WRONG),
    "reports:agreement-take-back": Row({"pk": "agreed_place"}, post="404 404 404 302 302 | 404 | 404 302"),
}

# --- The county calendar: the law's days and gazetted ones are public; whoever hands over writes them down.
CALENDAR: dict[str, Row] = {
    "reports:calendar": Row(get=EVERYBODY),
    "reports:calendar-ics": Row({"county": "kenya"}, get=EVERYBODY),
    "reports:county-date-new": Row(get=WRITERS, post=WRITERS_WRONG),
    # Both settlements lie in one county, whose days the staff of either write down.
    "reports:county-date": Row({"date_id": "county_date"}, get=WRITERS, post=WRITERS_WRONG),
    "reports:county-date-delete": Row(
        {"date_id": "county_date"}, post="404 404 404 302 302 | 404 404 404 302 302 | 404 302"
    ),
    "reports:reminders-set": Row(post="302 | 302 | 302 302"),
}
