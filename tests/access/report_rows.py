"""Who gets what of what is written and taken away: rows of the access table."""

from tests.access.rows import P_ANSWERING, P_OFFICE, SIGNED_IN, Row

# --- reports: written by the office, read by leaders; nobody else learns that there are any
R_WRITES = "404 404 404 422 422 | 404 | 404 302"
OFFICE_ANYWHERE = "404 404 404 200 200 | 404 404 404 200 200 | 404 302"
REPORT = {"pk": "report"}
WRITTEN: dict[str, Row] = {
    "reports:report-list": Row(get=SIGNED_IN),
    "reports:report-new": Row(
        get=OFFICE_ANYWHERE, post="404 404 404 422 422 | 404 404 404 422 422 | 404 302"
    ),
    "reports:report-detail": Row(REPORT, get=P_ANSWERING),
    "reports:report-edit": Row(REPORT, get=P_OFFICE, post=R_WRITES),
    "reports:report-figures": Row(REPORT, get=P_ANSWERING, post="404 404 404 302 302 | 404 | 404 302"),
    "reports:section-edit": Row(REPORT | {"slug": "history"}, get=P_OFFICE, post=R_WRITES),
    "reports:report-demands": Row(REPORT, get=P_OFFICE, post="404 404 404 302 302 | 404 | 404 302"),
    "reports:report-preview": Row(REPORT, get=P_ANSWERING),
    "reports:report-version": Row(REPORT | {"number": "report_version"}, get=P_ANSWERING),
    "reports:report-export": Row(REPORT, get="302 404 404 302 302 | 404 | 404 302"),
    "reports:report-history": Row(REPORT, get=P_ANSWERING),
}
