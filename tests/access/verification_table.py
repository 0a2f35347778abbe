"""Who gets what of lists, objections, registers and certificates: rows of the access table."""

from tests.access.rows import CODE, EVERYBODY, P_MEMBERS, P_OFFICE, P_REVIEWING, Row

# --- steps: how a count moves on, and the register it adopts
P_MANAGING = "404 404 404 422 422 | 404 | 404 302"
VERSION = {"pk": "adopted", "version": "version_kept"}
PUBLIC = {"code": "code", "round": "round_kept", "version": "version_kept"}
STEPS: dict[str, Row] = {
    "verification:steps": Row({"pk": "count"}, get=P_MEMBERS, post=P_MANAGING, sends={"to": "closed"}),
    "verification:step-file": Row({"pk": "paper"}, get=P_MEMBERS),
    # Who came to a meeting: leaders and the office.
    "verification:step-file#names": Row({"pk": "attendance"}, get="200 404 404 200 200 | 404 | 404 302"),
    "verification:register": Row({"pk": "adopted"}, get=P_MEMBERS, post=P_MANAGING),
    "verification:register-version": Row(VERSION, get=P_MEMBERS),
    # Names: staff open the records first.
    "verification:register-download": Row(
        VERSION, post="404 404 404 404 200 | 404 | 404 302", sends={"reason": "The committee asked for it"}
    ),
    "verification:public-register": Row(PUBLIC, get=EVERYBODY),
    "verification:public-digests": Row(PUBLIC, get=EVERYBODY),
}

OFFICE_POSTS = "404 404 404 302 302 | 404 | 404 302"
OFFICE_WRONG = "404 404 404 422 422 | 404 | 404 302"
# Names stand there: staff are sent to open the records first.
OFFICE_PEOPLE = "404 404 404 302 200 | 404 | 404 302"

CERTIFICATES: dict[str, Row] = {
    # --- Certificates: leaders and verifiers see numbers, doors and states, the office issues them.
    "verification:certificates": Row({"pk": "adopted"}, get=P_REVIEWING),
    "verification:certificates-cluster": Row(
        {"pk": "adopted", "cluster": "B"}, get=P_REVIEWING, post=OFFICE_POSTS, sends={"county_signs": "no"}
    ),
    "verification:certificates-print": Row({"pk": "adopted", "cluster": "B"}, post=OFFICE_POSTS),
    "verification:certificate-work": Row({"pk": "work"}, get=P_OFFICE),
    "verification:certificate-work-paper": Row({"pk": "work"}, get=OFFICE_POSTS),
    "verification:certificate": Row({"pk": "certificate"}, get=P_REVIEWING),
    "verification:certificate-paper": Row({"pk": "certificate"}, get=OFFICE_PEOPLE),
    "verification:certificate-revoke": Row({"pk": "certificate"}, get=P_OFFICE, post=OFFICE_WRONG),
    "verification:certificate-reissue": Row({"pk": "certificate"}, get=P_OFFICE, post=OFFICE_WRONG),
    "verification:certificate-household": Row(
        CODE | {"pk": "certified"}, get=OFFICE_PEOPLE, post="404 404 404 302 422 | 404 | 404 302"
    ),
    # The code on the paper: whoever holds it may ask.
    "verification:check": Row({"token": "certificate_token"}, get=EVERYBODY),
}

# --- duplicates: what was counted twice, looked at by those who review, decided by the office
SUSPICIONS: dict[str, Row] = {
    "verification:suspicion-list": Row({"pk": "count"}, get=P_REVIEWING),
    "verification:suspicion-search": Row({"pk": "count"}, post="302 404 302 302 302 | 404 | 404 302"),
    "verification:suspicion-detail": Row(
        {"pk": "count", "suspicion": "suspicion"},
        get=P_REVIEWING,
        post="404 404 404 422 422 | 404 | 404 302",
    ),
}

LISTS: dict[str, Row] = {
    # --- Lists: printed by leaders, verifiers and the office; the office decides about a posting.
    "verification:lists": Row({"pk": "checked"}, get=P_REVIEWING),
    "verification:lists-status": Row({"pk": "checked"}, get=P_REVIEWING),
    "verification:posting-create": Row(
        {"pk": "checked"}, get=P_OFFICE, post="404 404 404 422 422 | 404 | 404 302"
    ),
    "verification:posting-again": Row({"pk": "posting"}, post="404 404 404 302 302 | 404 | 404 302"),
    "verification:posting-copies": Row({"pk": "posting"}, post="404 404 404 302 302 | 404 | 404 302"),
    "verification:lists-zip": Row({"pk": "posting"}, get=P_REVIEWING),
    "verification:list-pdf": Row({"pk": "posted_list"}, get=P_REVIEWING),
}


# --- progress: how far a count is, for those who lead and check it
PROGRESS: dict[str, Row] = {"verification:progress": Row({"pk": "count"}, get=P_REVIEWING)}

# --- objections: leaders and verifiers take them and see where they stand, the office decides
# Who decides writes; staff open the records of people first.
WRITES = "404 404 404 422 422 | 404 | 404 302"
DONE = "404 404 404 302 302 | 404 | 404 302"
DECIDES = "404 404 404 302 200 | 404 | 404 302"

OBJECTIONS: dict[str, Row] = {
    "verification:objection-ask": Row(get=EVERYBODY, post="422 | 422 | 422 422"),
    "verification:objection-list": Row({"pk": "count"}, get=P_REVIEWING),
    "verification:objection-new": Row({"pk": "posted"}, get=P_REVIEWING, post=P_REVIEWING),
    "verification:objection-detail": Row({"pk": "objection"}, get=P_REVIEWING),
    "verification:objection-slip": Row({"pk": "objection"}, get=P_REVIEWING),
    "verification:objection-door": Row({"pk": "objection"}, get=P_OFFICE, post=P_OFFICE),
    "verification:hearing-new": Row({"pk": "objection"}, get=P_OFFICE, post=WRITES),
    "verification:hearing-edit": Row({"pk": "hearing"}, get=P_OFFICE, post=WRITES),
    "verification:objection-decide": Row(
        {"pk": "objection"}, get=DECIDES, post="404 404 404 302 422 | 404 | 404 302"
    ),
    "verification:objection-settle": Row(
        {"pk": "referral"}, get=DECIDES, post="404 404 404 302 422 | 404 | 404 302"
    ),
    "verification:objection-withdraw": Row({"pk": "objection"}, get=P_OFFICE, post=WRITES),
    "verification:objection-file-add": Row({"pk": "objection"}, post=DONE),
    "verification:objection-file": Row({"pk": "objection_file"}, get=P_OFFICE),
}

VERIFICATION: dict[str, Row] = {**STEPS, **CERTIFICATES, **SUSPICIONS, **LISTS, **PROGRESS, **OBJECTIONS}
