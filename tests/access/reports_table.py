"""Who gets what of what is taken away: rows of the access table. An export is its asker's alone."""

from tests.access.report_rows import WRITTEN
from tests.access.rows import CODE, EVERYBODY, P_OFFICE, SIGNED_IN, Row

# --- exports: of the staff of the settlement, who asked for them
ASKER = "404 404 404 200 404 | 404 | 404 302"
ASKER_DOES = "404 404 404 302 404 | 404 | 404 302"
ASKER_WRONG = "404 404 404 422 404 | 404 | 404 302"
EXPORTS: dict[str, Row] = {
    "reports:export-list": Row(get=SIGNED_IN),
    "reports:export-new": Row({"product": "tiny"}, get=SIGNED_IN, post="422 | 422 | 422 302"),
    "reports:export": Row({"pk": "export"}, get=ASKER),
    "reports:export-file": Row({"pk": "export"}, get=ASKER),
    "reports:export-cancel": Row({"pk": "export_waiting"}, post=ASKER_DOES),
    "reports:export-again": Row({"pk": "export"}, post=ASKER_DOES),
    "reports:export-delete": Row({"pk": "export"}, post=ASKER_DOES),
    "reports:saved-export-new": Row({"pk": "export"}, get=ASKER, post=ASKER_WRONG),
    "reports:saved-export-list": Row(get=SIGNED_IN),
    "reports:saved-export": Row({"pk": "saved_export"}, get=ASKER, post=ASKER_WRONG),
    "reports:saved-export-run": Row({"pk": "saved_export"}, post=ASKER_DOES),
    "reports:saved-export-address": Row({"pk": "saved_export"}, post=ASKER),
    "reports:saved-export-delete": Row({"pk": "saved_export"}, post=ASKER_DOES),
    # Whoever has the address: its owner's rights count.
    "reports:saved-export-file": Row({"token": "export_token"}, get="200 | 200 | 200 200"),
}

# --- figures: adopted totals are everybody's, and so is what they are held against; prices are the office's
FIGURES: dict[str, Row] = {
    "reports:several-figures": Row(get=EVERYBODY),
    "reports:settlement-figures": Row(CODE, get=EVERYBODY),
    "reports:ward-figures": Row({"ward": "1449"}, get=EVERYBODY),
    "reports:county-figures": Row({"county": "047"}, get=EVERYBODY),
    # What stands on the pages of all settlements is changed by those who are staff of all of them.
    "reports:reference-list": Row(get="404 | 404 | 404 302", post="404 | 404 | 404 302"),
    "reports:reference-delete": Row({"pk": "reference"}, post="404 | 404 | 404 302"),
    "reports:unit-costs": Row(CODE, get=P_OFFICE, post="404 404 404 422 422 | 404 | 404 302"),
    "reports:unit-cost-delete": Row(CODE | {"pk": "unit_cost"}, post="404 404 404 302 302 | 404 | 404 302"),
}

REPORTS: dict[str, Row] = {**EXPORTS, **WRITTEN, **FIGURES}

# The same for programs.
A_ASKER = "404 404 404 200 404 | 404 | 404 401"
API_EXPORTS: dict[str, Row] = {
    "api-export-list": Row(get="200 | 200 | 200 401", post="400 | 400 | 400 401"),
    "api-export-detail": Row({"pk": "export"}, get=A_ASKER, delete="404 404 404 204 404 | 404 | 404 401"),
    "api-export-file": Row({"pk": "export"}, get=A_ASKER),
}
API_FIGURES: dict[str, Row] = {"api-settlement-figures": Row(CODE, get=EVERYBODY)}
API_REPORTS: dict[str, Row] = {**API_EXPORTS, **API_FIGURES}
