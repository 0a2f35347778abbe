"""Who gets what where: the answers that DOMAIN.md 6.3 and the roles ask for, route by route.

A row names a route, the objects its address leads to (see `world.make_place`) and, method by method, the
answer to

    leader enumerator verifier staff data_manager | the same five of another settlement | no member | stranger

where one number stands for all five. Whoever was deactivated is a stranger. HEAD is answered like GET; a
method that is not named is answered 405, by the API only after a stranger was asked to sign in (401).
`route#word` is a second row of the same route, for another object.

The objects are of a public settlement that is being counted; somebody else sent its batches.
"""

from __future__ import annotations

from typing import Any

from tests.access.doors_table import DOORS, WEBHOOKS
from tests.access.handover_table import CALENDAR, HANDOVER
from tests.access.reports_table import API_REPORTS, REPORTS
from tests.access.rows import (
    A_MEMBERS,
    CODE,
    EVERYBODY,
    MEMBERS,
    OFFICE,
    P_ANSWERING,
    P_CORRECTORS,
    P_MEMBERS,
    P_OFFICE,
    P_PEOPLE,
    P_REVIEWING,
    P_SENDERS,
    SIGNED_IN,
    Row,
)
from tests.access.verification_table import VERIFICATION

PAGES: dict[str, Row] = {
    # --- What everybody may see: names, boundaries and adopted totals of public settlements.
    "mapping:settlement-list": Row(get=EVERYBODY),
    "mapping:mark-tile": Row({"z": "z", "x": "x", "y": "y"}, get=EVERYBODY),
    "mapping:settlement-detail": Row(CODE, get=EVERYBODY),
    # --- What a phone asks for to work without a network: nothing of anybody, the same for all.
    "mapping:offline": Row(get=EVERYBODY),
    "mapping:saved": Row(get=EVERYBODY),
    "mapping:service-worker": Row(get=EVERYBODY),
    "mapping:web-manifest": Row(get=EVERYBODY),
    # --- What it keeps of a settlement: those who act there.
    "mapping:settlement-kept-list": Row(CODE, get=MEMBERS),
    "mapping:settlement-kept": Row(CODE, get=MEMBERS),
    # --- The public map, framed by other sites.
    "mapping:embed": Row(CODE, get=EVERYBODY),
    # --- Figures by cluster, and how many structures are of which class: those who act there.
    "mapping:settlement-figures": Row(CODE, get=MEMBERS),
    "mapping:structures-counted": Row(CODE, get="404 | 404 | 404 404"),  # of no theme; see test_map_data
    # --- Structures with their numbers, and figures of clusters: those who act there.
    "mapping:cluster-detail": Row(CODE | {"cluster": "B"}, get=MEMBERS),
    "mapping:structure-list": Row(CODE, get=MEMBERS),
    "mapping:structure-detail": Row(CODE | {"pk": "structure"}, get=MEMBERS),
    "mapping:service-list": Row(CODE, get=MEMBERS),
    "mapping:service-detail": Row(CODE | {"pk": "service"}, get=MEMBERS),
    "mapping:lane-list": Row(CODE, get=MEMBERS),
    "mapping:lane-detail": Row(CODE | {"pk": "lane"}, get=MEMBERS),
    "mapping:overlay-list": Row(CODE, get=MEMBERS),
    "mapping:overlay-detail": Row(CODE | {"pk": "plan"}, get=MEMBERS),
    # --- Maps on paper: whoever sees the numbers on the screen may print them.
    "mapping:wall-maps": Row(CODE, get=P_MEMBERS, post="422 | 404 | 404 302"),
    "mapping:wall-map": Row(CODE | {"pk": "wall_map"}, get=P_MEMBERS),
    "mapping:wall-map-file": Row(CODE | {"pk": "wall_map"}, get=P_MEMBERS),
    # A hazard that the map shows to everybody; its page stays the members'.
    "mapping:overlay-detail#public": Row(CODE | {"pk": "hazard"}, get=MEMBERS),
    # --- Who is affected by a line or an area: members ask; structure by structure only who sees tenure.
    "mapping:affected": Row(CODE, get=MEMBERS, post="422 | 404 | 404 404"),
    "mapping:affected-export": Row(CODE | {"form": "xlsx"}, post="422 | 404 | 404 404"),
    "mapping:affected-export#structures": Row(
        CODE | {"form": "geojson"}, post="422 404 404 422 422 | 404 | 404 404"
    ),
    "mapping:affected-keep": Row(CODE, post="404 404 404 422 422 | 404 | 404 404"),
    "mapping:tile": Row(CODE | {"layer": "structures-plain", "z": "z", "x": "x", "y": "y"}, get=MEMBERS),
    # The ground of wherever one acts; the two settlements lie in the same place.
    "mapping:ground-tile": Row({"z": "z", "x": "x", "y": "y"}, get="200 | 200 | 404 404"),
    "mapping:tile#clusters": Row(
        CODE | {"layer": "clusters", "z": "z", "x": "x", "y": "y"}, get="204 | 404 | 404 404"
    ),
    "mapping:tile#services": Row(
        CODE | {"layer": "service-points", "z": "z", "x": "x", "y": "y"}, get=MEMBERS
    ),
    **{
        f"mapping:tile#{layer}": Row(CODE | {"layer": layer, "z": "z", "x": "x", "y": "y"}, get=answers)
        for layer, answers in {
            "lanes": MEMBERS,
            "hazards": MEMBERS,
            "plans": MEMBERS,
            # Of a public settlement that nobody threatens; tests/mapping/test_public_tiles.py has the others.
            "clusters-public": "204 | 204 | 204 204",
            "service-points-public": EVERYBODY,
            "lanes-public": EVERYBODY,
            "hazards-public": EVERYBODY,
            "plans-public": "204 | 204 | 204 204",
        }.items()
    },
    # These layers tell owners from tenants, and what is disputed: not for enumerators and verifiers.
    "mapping:tile#disputes": Row(
        CODE | {"layer": "disputes", "z": "z", "x": "x", "y": "y"},
        get="200 404 404 200 200 | 404 | 404 404",
    ),
    "mapping:tile#tenure": Row(
        CODE | {"layer": "structures", "z": "z", "x": "x", "y": "y"},
        get="200 404 404 200 200 | 404 | 404 404",
    ),
    # --- Changing the ground. The first page belongs to no settlement: whoever may change any sees it.
    "settlements:ground-import": Row(
        get="404 404 404 200 200 | 404 404 404 200 200 | 404 404",
        post="404 404 404 400 400 | 404 404 404 400 400 | 404 404",
        sends={"layer": "none"},
    ),
    "settlements:ground-import-plan": Row(
        {"pk": "import"}, get=OFFICE, post="404 404 404 302 302 | 404 | 404 404", sends={"apply": "1"}
    ),
    "settlements:ground-import-rows": Row({"pk": "import"}, get=OFFICE),
    # --- Drawing on the map: the page, what is in view, and what is sent.
    "mapping:ground-edit": Row(CODE, get=OFFICE),
    "mapping:ground-in-view": Row(CODE | {"layer": "structures"}, get="404 404 404 400 400 | 404 | 404 404"),
    "mapping:ground-save": Row(CODE, post="404 404 404 422 422 | 404 | 404 404"),
    "mapping:ground-join": Row(CODE, post="404 404 404 422 422 | 404 | 404 404"),
    "mapping:ground-split": Row(CODE | {"pk": "structure"}, post="404 404 404 422 422 | 404 | 404 404"),
    "mapping:ground-edits": Row(CODE, get=OFFICE),
    "mapping:ground-undo": Row(CODE | {"pk": "ground_edit"}, post="404 404 404 302 302 | 404 | 404 404"),
    # --- Counts.
    "enumerations:enumeration-list": Row(get=SIGNED_IN),
    "enumerations:enumeration-detail": Row({"pk": "count"}, get=P_MEMBERS),
    "enumerations:enumeration-detail#adopted": Row({"pk": "adopted"}, get=SIGNED_IN),
    "enumerations:enumeration-edit": Row(
        {"pk": "count"}, get=P_OFFICE, post="404 404 404 422 422 | 404 | 404 302"
    ),
    "enumerations:enumeration-create": Row(CODE, get=P_OFFICE, post="404 404 404 422 422 | 404 | 404 302"),
    # --- The questionnaire: members read what is asked, the office changes it; a draft is the office's.
    "enumerations:questionnaire": Row({"pk": "count"}, get=P_MEMBERS),
    "enumerations:questionnaire-start": Row({"pk": "count"}, post="404 404 404 302 302 | 404 | 404 302"),
    "enumerations:questionnaire-upload": Row(
        {"pk": "count"}, get=P_OFFICE, post="404 404 404 422 422 | 404 | 404 302"
    ),
    "enumerations:questionnaire-standard": Row(
        {"pk": "count"},
        get=P_OFFICE,
        post="404 404 404 422 422 | 404 | 404 302",
        sends={"ask": "nothing of ours"},
    ),
    "enumerations:questionnaire-mapping": Row(
        {"pk": "count"}, get=P_OFFICE, post="404 404 404 302 302 | 404 | 404 302"
    ),
    "enumerations:questionnaire-files": Row({"pk": "count"}, post="404 404 404 302 302 | 404 | 404 302"),
    "enumerations:questionnaire-publish": Row({"pk": "count"}, post="404 404 404 302 302 | 404 | 404 302"),
    "enumerations:questionnaire-intake": Row({"pk": "count"}, post="404 404 404 302 302 | 404 | 404 302"),
    "enumerations:questionnaire-version": Row({"pk": "count", "number": "published"}, get=P_MEMBERS),
    "enumerations:questionnaire-version#draft": Row({"pk": "count", "number": "draft"}, get=P_OFFICE),
    "enumerations:questionnaire-xlsform": Row({"pk": "count", "number": "published"}, get=P_MEMBERS),
    "enumerations:questionnaire-xlsform#draft": Row({"pk": "count", "number": "draft"}, get=P_OFFICE),
    "enumerations:questionnaire-xform": Row({"pk": "count", "number": "published"}, get=P_MEMBERS),
    "enumerations:questionnaire-xform#draft": Row({"pk": "count", "number": "draft"}, get=P_OFFICE),
    # --- How a community's own questions were answered: counted, for its members.
    "enumerations:answers": Row({"pk": "count"}, get=P_MEMBERS),
    "enumerations:answers#adopted": Row({"pk": "adopted"}, get=P_MEMBERS),
    "enumerations:answer-table": Row({"pk": "count", "path": "question"}, get=P_MEMBERS),
    # --- Two rounds side by side: members, and whoever sees two adopted ones (here there is one).
    "enumerations:rounds": Row(CODE, get=MEMBERS),
    "enumerations:round-doors": Row(CODE | {"kind": "new"}, get=MEMBERS),
    "enumerations:round-find": Row({"pk": "count"}, post="404 404 404 302 302 | 404 | 404 302"),
    "enumerations:round-unsure": Row(
        {"pk": "count"},
        get="404 404 404 302 200 | 404 | 404 302",
        post="404 404 404 302 302 | 404 | 404 302",
    ),
    "enumerations:structure-changes": Row(
        CODE | {"pk": "structure"}, get=P_OFFICE, post="404 404 404 422 422 | 404 | 404 302"
    ),
    # --- Names: case by case for staff, and the data managers need not ask.
    "enumerations:records-open": Row(
        CODE,
        get="404 404 404 200 404 | 404 | 404 302",
        post="404 404 404 302 404 | 404 | 404 302",
        sends={"reason": "A woman asks for her own record."},
    ),
    # Of a household that somebody else counted, and of one of the enumerator's own.
    "enumerations:household-detail": Row(
        CODE | {"pk": "household"}, get="404 404 404 302 200 | 404 | 404 302"
    ),
    "enumerations:household-detail#own": Row(
        CODE | {"pk": "own_household"}, get="404 200 404 302 200 | 404 | 404 302"
    ),
    # --- Batches of another sender: an enumerator has the own ones only.
    "enumerations:batch-upload": Row(
        {"pk": "count"}, get=P_SENDERS, post="404 422 404 422 422 | 404 | 404 302"
    ),
    "enumerations:batch-detail": Row({"pk": "batch"}, get="200 404 200 200 200 | 404 | 404 302"),
    "enumerations:batch-detail#own": Row({"pk": "own"}, get=P_MEMBERS),
    "enumerations:batch-status": Row({"pk": "batch"}, get="200 404 200 200 200 | 404 | 404 302"),
    "enumerations:batch-revert": Row(
        {"pk": "batch"}, get=P_OFFICE, post="404 404 404 302 302 | 404 | 404 302"
    ),
    "enumerations:batch-revert#own": Row(
        {"pk": "own"}, get=P_OFFICE, post="404 404 404 302 302 | 404 | 404 302"
    ),
    "enumerations:batch-retry": Row({"pk": "failed"}, post="404 404 404 302 302 | 404 | 404 302"),
    # The page shows what people answered: staff are sent to open the records first.
    "enumerations:batch-mapping": Row(
        {"pk": "unmapped"},
        get="404 404 404 302 200 | 404 | 404 302",
        post="404 404 404 302 302 | 404 | 404 302",
    ),
    # --- Interviews: reviewed by leaders, verifiers and the office; an enumerator sees the own ones.
    "enumerations:my-interviews": Row(get=SIGNED_IN),
    "enumerations:interview-list": Row(
        {"pk": "count"}, get=P_REVIEWING, post="302 404 302 302 302 | 404 | 404 302"
    ),
    "enumerations:interview-detail": Row({"pk": "interview"}, get=P_REVIEWING),
    "enumerations:interview-detail#own": Row({"pk": "own_interview"}, get=P_MEMBERS),
    "enumerations:interview-picture": Row({"pk": "interview", "file": "picture"}, get=P_PEOPLE),
    "enumerations:supervision": Row({"pk": "count"}, get=P_MEMBERS),
    "enumerations:supervision-csv": Row({"pk": "count"}, get=P_REVIEWING),
    "enumerations:coverage": Row({"pk": "count"}, get=P_MEMBERS),
    "enumerations:conflict-list": Row({"pk": "count"}, get=P_REVIEWING),
    "enumerations:conflict-held": Row(
        {"pk": "count", "held": "held"}, get=P_REVIEWING, post="302 404 302 302 302 | 404 | 404 302"
    ),
    "enumerations:conflict-picture": Row({"pk": "count", "held": "held"}, get=P_PEOPLE),
    "enumerations:conflict-interview": Row(
        {"pk": "count", "interview": "interview"},
        get=P_REVIEWING,
        post="302 404 302 302 302 | 404 | 404 302",
    ),
    # --- The rights of the counted: the office; staff are sent to open the records before they see anybody.
    # --- On paper and typed in: blank sheets for all who act there, the form for those who send.
    "enumerations:paper": Row({"pk": "count"}, get=P_MEMBERS),
    "enumerations:paper-pdf": Row({"pk": "count"}, get=P_MEMBERS),
    "enumerations:form": Row({"pk": "count"}, get=P_SENDERS),
    "enumerations:form-send": Row({"pk": "count"}, post="404 400 404 400 400 | 404 | 404 302"),
    "enumerations:form-xform": Row({"pk": "count", "version": "version"}, get=P_SENDERS),
    "enumerations:form-file": Row({"pk": "count", "version": "version", "name": "door.jpg"}, get=P_SENDERS),
    # A returned interview holds names: for its sender, and staff only while they have the records open.
    "enumerations:interview-correct": Row({"pk": "returned"}, get=P_CORRECTORS),
    "enumerations:interview-xml": Row({"pk": "returned"}, get=P_CORRECTORS),
    "enumerations:interview-file": Row({"pk": "returned", "name": "door.jpg"}, get=P_CORRECTORS),
    "enumerations:privacy": Row(get=EVERYBODY),
    "enumerations:rights-desk": Row(CODE, get=P_OFFICE, post="404 404 404 302 422 | 404 | 404 302"),
    "enumerations:rights-nothing": Row(CODE, post="404 404 404 302 302 | 404 | 404 302"),
    "enumerations:rights-household": Row(
        CODE | {"pk": "household"},
        get="404 404 404 302 200 | 404 | 404 302",
        post="404 404 404 302 422 | 404 | 404 302",
    ),
    "enumerations:rights-correct": Row(
        CODE | {"pk": "household"},
        get="404 404 404 302 200 | 404 | 404 302",
        post="404 404 404 302 422 | 404 | 404 302",
    ),
    "enumerations:rights-slip": Row(CODE | {"pk": "request"}, get=P_OFFICE),
    "enumerations:rights-close": Row(CODE | {"pk": "request"}, post="404 404 404 302 302 | 404 | 404 302"),
    "enumerations:rights-again": Row(
        CODE | {"pk": "withdrawal"}, get=P_OFFICE, post="404 404 404 422 422 | 404 | 404 302"
    ),
    # --- Who changed what; and, for data managers, who looked.
    "enumerations:settlement-history": Row(CODE, get=P_ANSWERING),
    "enumerations:structure-history": Row(CODE | {"pk": "structure"}, get=P_ANSWERING),
    "enumerations:household-history": Row({"pk": "household"}, get=P_ANSWERING),
    "enumerations:batch-history": Row({"pk": "batch"}, get=P_ANSWERING),
    "enumerations:access-list": Row(CODE, get="404 404 404 404 200 | 404 | 404 302"),
    "enumerations:retention": Row(get="404 404 404 404 200 | 404 404 404 404 200 | 404 302"),
    # --- The safety switch: leaders turn it on, the office also off, and must say why.
    "settlements:settlement-shield": Row(
        CODE, get="200 404 404 200 200 | 404 | 404 302", post="302 404 404 302 302 | 404 | 404 302"
    ),
    "settlements:settlement-unshield": Row(CODE, get=P_OFFICE, post="404 404 404 400 400 | 404 | 404 302"),
    # --- Who acts where. The list is of the places whose people one looks after.
    "settlements:people-list": Row(get="404 404 404 200 200 | 404 404 404 200 200 | 404 302"),
    "settlements:people": Row(
        {"key": "code"},
        get=P_OFFICE,
        post="404 404 404 400 400 | 404 | 404 302",
        sends={"role": "none"},
    ),
    "settlements:membership-end": Row(
        {"key": "code", "pk": "membership"}, post="404 404 404 302 302 | 404 | 404 302"
    ),
    "settlements:account-close": Row(
        {"key": "code", "pk": "membership"}, post="404 404 404 302 302 | 404 | 404 302"
    ),
    "settlements:invitation-revoke": Row(
        {"key": "code", "pk": "invitation"}, post="404 404 404 302 302 | 404 | 404 302"
    ),
    # For whoever was invited, known by the link: here nobody yet, so a stranger may say who they are.
    "settlements:invitation": Row(
        {"token": "token"},
        get="403 | 403 | 403 200",
        post="403 | 403 | 403 400",
        sends={"first_name": "Wairimu"},
    ),
    "settlements:invitation#unknown": Row(
        {"token": "unknown"}, get="404 | 404 | 404 404", post="404 | 404 | 404 404"
    ),
    "settlements:roles": Row(get=EVERYBODY),
    # --- How the site looks: nothing of anybody.
    "look": Row(get=EVERYBODY),
    # --- Oneself.
    "accounts:me": Row(get=SIGNED_IN),
    "accounts:language-set": Row(post="302 | 302 | 302 302", sends={"language": "sw"}),
    "accounts:appearance-set": Row(post="302 | 302 | 302 302", sends={"appearance": "dark"}),
    "accounts:leave-everywhere": Row(post="302 | 302 | 302 302"),
    "accounts:token-create": Row(post="200 | 200 | 200 302"),
    "accounts:token-revoke": Row(post="404 | 404 | 404 302", sends={"token": "of nobody"}),
}

API: dict[str, Row] = {
    "api-settlement-list": Row(get=EVERYBODY),
    "api-settlement-detail": Row(CODE, get=EVERYBODY),
    "api-structure-list": Row(CODE, get=MEMBERS),
    "api-service-point-list": Row(CODE, get=MEMBERS),
    "api-lane-list": Row(CODE, get=MEMBERS),
    "api-overlay-list": Row(CODE, get=MEMBERS),
    "api-enumeration-list": Row(get=EVERYBODY),
    "api-enumeration-detail": Row({"pk": "count"}, get=MEMBERS),
    "api-enumeration-detail#adopted": Row({"pk": "adopted"}, get=EVERYBODY),
    "api-enumeration-statistics": Row({"pk": "count"}, get=MEMBERS),
    "api-enumeration-statistics#adopted": Row({"pk": "adopted"}, get=EVERYBODY),
    "api-enumeration-template": Row({"pk": "count"}, get=A_MEMBERS),
    "api-enumeration-batches": Row(
        {"pk": "count"}, get=A_MEMBERS, post="404 400 404 400 400 | 404 | 404 401"
    ),
    "api-questionnaire": Row({"pk": "count"}, get=A_MEMBERS, post="404 404 404 400 400 | 404 | 404 401"),
    "api-questionnaire-files": Row({"pk": "count"}, post="404 404 404 400 400 | 404 | 404 401"),
    "api-questionnaire-publish": Row({"pk": "count"}, post="404 404 404 400 400 | 404 | 404 401"),
    "api-batch-list": Row(get="200 | 200 | 200 401"),
    "api-batch-detail": Row({"pk": "batch"}, get="200 404 200 200 200 | 404 | 404 401"),
    "api-batch-detail#own": Row({"pk": "own"}, get=A_MEMBERS),
    "api-batch-issues": Row({"pk": "batch"}, get="200 404 200 200 200 | 404 | 404 401"),
    "api-batch-issues#own": Row({"pk": "own"}, get=A_MEMBERS),
    # The rejected rows hold names: who sees the batch but not the people is told so.
    "api-batch-rejected": Row({"pk": "batch"}, get="403 404 403 403 200 | 404 | 404 401"),
    "api-batch-rejected#own": Row({"pk": "own"}, get="403 200 403 403 200 | 404 | 404 401"),
    "api-batch-retry": Row({"pk": "failed"}, post="404 404 404 202 202 | 404 | 404 401"),
    "api-batch-revert": Row({"pk": "batch"}, post="404 404 404 200 200 | 404 | 404 401"),
    "api-schema": Row(get=EVERYBODY, other="405 | 405 | 405 405"),
    "api-docs": Row(get=EVERYBODY, other="405 | 405 | 405 405"),
}

# --- allauth's pages: who is signed in has no business at the door, who is not must come in first.
INSIDE = "200 | 200 | 200 302"
OUTSIDE = "302 | 302 | 302 200"
AWAY = "302 | 302 | 302 302"
INSIDE_ONLY = "405 | 405 | 405 302"
NOTHING_SET_UP = "404 | 404 | 404 302"
DOOR: dict[str, Row] = {
    "account_login": Row(get=OUTSIDE, post=OUTSIDE, put=OUTSIDE, other="302 | 302 | 302 405"),
    "account_logout": Row(get=INSIDE, post=AWAY),
    "account_inactive": Row(get=EVERYBODY),
    # Nobody signs up alone: the page says so.
    "account_signup": Row(get=OUTSIDE, other=OUTSIDE),
    "account_reauthenticate": Row(get=INSIDE, post=INSIDE, put=INSIDE, other=INSIDE_ONLY),
    # Nobody changes alone the address they were invited by: sent to their own page.
    "account_email": Row(get=AWAY, other=AWAY),
    "account_email_verification_sent": Row(get=EVERYBODY),
    "account_confirm_email": Row({"key": "unknown"}, get=EVERYBODY, post="404 | 404 | 404 404"),
    "account_change_password": Row(get=INSIDE, post=INSIDE, put=INSIDE, other=INSIDE_ONLY),
    "account_set_password": Row(get=AWAY, other=AWAY),
    "account_reset_password": Row(get=EVERYBODY, post=EVERYBODY, put=EVERYBODY),
    "account_reset_password_done": Row(get=EVERYBODY),
    # A wrong key: a page that says so, whatever is sent to it.
    "account_reset_password_from_key": Row({"uidb36": "1", "key": "unknown"}, get=EVERYBODY, other=EVERYBODY),
    "account_reset_password_from_key_done": Row(get=EVERYBODY),
    "account_confirm_login_code": Row(get=AWAY, other=AWAY),
    # The second factor: each page first asks for the password again, or has nothing to show yet.
    "mfa_index": Row(get=INSIDE, other=INSIDE_ONLY),
    "mfa_authenticate": Row(get=AWAY, other=AWAY),
    "mfa_reauthenticate": Row(get=AWAY, other=AWAY),
    "mfa_activate_totp": Row(get=AWAY, other=AWAY),
    "mfa_deactivate_totp": Row(get=NOTHING_SET_UP, other=NOTHING_SET_UP),
    "mfa_view_recovery_codes": Row(get=NOTHING_SET_UP, other=INSIDE_ONLY),
    "mfa_generate_recovery_codes": Row(get=AWAY, other=AWAY),
    "mfa_download_recovery_codes": Row(get=NOTHING_SET_UP, other=NOTHING_SET_UP),
}

# --- Phones: whoever has the token in the address is its phone; by name, everybody is asked for a password.
NO_METHOD = "405 | 405 | 405 405"
TOKEN = {"token": "phone"}
OPEN_TO_TOKEN: dict[str, Any] = {"get": EVERYBODY, "other": NO_METHOD}
BY_NAME = {"enumeration": "count"}
ASKED_FOR_PASSWORD: dict[str, Any] = {"get": "401 | 401 | 401 401", "other": NO_METHOD}
NOTHING: dict[str, Any] = {"get": "404 | 404 | 404 404", "other": "404 | 404 | 404 404"}
PHONES: dict[str, Row] = {
    "phones:list": Row({"pk": "count"}, get=P_SENDERS, post="404 422 404 422 422 | 404 | 404 302"),
    "phones:shut-out": Row(
        {"pk": "count", "device": "device-phone"}, post="404 302 404 302 302 | 404 | 404 302"
    ),
    "collect:by-token:form-list": Row(TOKEN, **OPEN_TO_TOKEN),
    "collect:by-token:form-list#shut-out": Row(
        {"token": "shut-out"}, get="403 | 403 | 403 403", other=NO_METHOD
    ),
    "collect:by-token:form-xml": Row(TOKEN | {"number": 1}, **OPEN_TO_TOKEN),
    "collect:by-token:manifest": Row(TOKEN | {"number": 1}, **OPEN_TO_TOKEN),
    "collect:by-token:form-file": Row(TOKEN | {"number": 1, "file": "file"}, **OPEN_TO_TOKEN),
    "collect:by-token:submission": Row(
        TOKEN, head="204 | 204 | 204 204", post="400 | 400 | 400 400", other=NO_METHOD
    ),
    "collect:by-name:form-list": Row(BY_NAME, **ASKED_FOR_PASSWORD),
    "collect:by-name:form-xml": Row(BY_NAME | {"number": 1}, **ASKED_FOR_PASSWORD),
    "collect:by-name:manifest": Row(BY_NAME | {"number": 1}, **ASKED_FOR_PASSWORD),
    "collect:by-name:form-file": Row(BY_NAME | {"number": 1, "file": "file"}, **ASKED_FOR_PASSWORD),
    "collect:by-name:submission": Row(
        BY_NAME, head="401 | 401 | 401 401", post="401 | 401 | 401 401", other=NO_METHOD
    ),
    "collect:root": Row(**NOTHING),
    "collect:nothing": Row({"rest": "odd/address"}, **NOTHING),
}

# --- The admin is for those who run the site; no role opens it. By model: the pages it lacks.
CHANGED: frozenset[str] = frozenset()
LOOKED_AT = frozenset({"add", "delete"})
ADMIN: dict[str, frozenset[str]] = {
    "account_emailaddress": CHANGED,
    "accounts_user": CHANGED,
    "auth_group": CHANGED,
    "enumerations_batch": LOOKED_AT,
    "enumerations_enumeration": CHANGED,
    "enumerations_settlementstatistics": LOOKED_AT,
    "knox_authtoken": CHANGED,
    "mfa_authenticator": CHANGED,
    "settlements_cluster": CHANGED,
    "settlements_county": CHANGED,
    "settlements_eviction": CHANGED,
    "settlements_groundimport": frozenset({"add"}),
    "settlements_lane": CHANGED,
    "settlements_membership": CHANGED,
    "settlements_overlay": CHANGED,
    "settlements_servicepoint": CHANGED,
    "settlements_settlement": CHANGED,
    "settlements_structure": CHANGED,
    "settlements_subcounty": CHANGED,
    "settlements_ward": CHANGED,
}
ADMIN_OWN = {
    "admin:index", "admin:login", "admin:logout", "admin:password_change", "admin:password_change_done",
    "admin:autocomplete", "admin:jsi18n", "admin:view_on_site", "admin:app_list",
    "admin:auth_user_password_change", "admin/(?P<url>.*)$",
}  # fmt: skip

PAGES |= VERIFICATION | HANDOVER | CALENDAR
PAGES |= REPORTS | WEBHOOKS
API |= API_REPORTS
TABLE: dict[str, Row] = {**PAGES, **API, **DOOR, **DOORS, **PHONES}
