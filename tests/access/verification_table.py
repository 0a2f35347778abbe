"""Who gets what of lists, objections, registers and certificates: rows of the access table."""

from tests.access.rows import EVERYBODY, P_MEMBERS, Row

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

VERIFICATION: dict[str, Row] = {**STEPS}
