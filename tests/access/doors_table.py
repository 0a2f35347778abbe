"""Who gets what at the doors for other programs: rows of the access table."""

from typing import Any

from tests.access.rows import EVERYBODY, MEMBERS, Row

# Read only; nobody is asked to sign in, for everybody may read what is public.
READ_ONLY: dict[str, Any] = {"other": "405 | 405 | 405 405"}
LANES, STRUCTURES = {"name": "lanes"}, {"name": "structures"}
# Of members anywhere: whose rows are in it is another question (tests/reports/features).
SOMEWHERE = "200 | 200 | 404 404"

OGC: dict[str, Row] = {
    "ogc:landing": Row(get=EVERYBODY, **READ_ONLY),
    "ogc:conformance": Row(get=EVERYBODY, **READ_ONLY),
    "ogc:api": Row(get=EVERYBODY, **READ_ONLY),
    "ogc:collections": Row(get=EVERYBODY, **READ_ONLY),
    "ogc:collection": Row(LANES, get=EVERYBODY, **READ_ONLY),
    "ogc:collection#structures": Row(STRUCTURES, get=SOMEWHERE, **READ_ONLY),
    "ogc:schema": Row(LANES, get=EVERYBODY, **READ_ONLY),
    "ogc:schema#structures": Row(STRUCTURES, get=SOMEWHERE, **READ_ONLY),
    "ogc:queryables": Row(LANES, get=EVERYBODY, **READ_ONLY),
    "ogc:queryables#structures": Row(STRUCTURES, get=SOMEWHERE, **READ_ONLY),
    "ogc:items": Row(LANES, get=EVERYBODY, **READ_ONLY),
    "ogc:items#structures": Row(STRUCTURES, get=SOMEWHERE, **READ_ONLY),
    "ogc:item": Row({"name": "settlements", "key": "code"}, get=EVERYBODY, **READ_ONLY),
    "ogc:item#structure": Row({**STRUCTURES, "key": "structure"}, get=MEMBERS, **READ_ONLY),
    "ogc:item#plan": Row({"name": "overlays", "key": "plan"}, get=MEMBERS, **READ_ONLY),
    "ogc:item#hazard": Row({"name": "overlays", "key": "hazard"}, get=EVERYBODY, **READ_ONLY),
    "ogc:item#service": Row({"name": "service-points", "key": "service"}, get=EVERYBODY, **READ_ONLY),
}

# A webhook is its owner's alone: here of staff of the settlement. The list is of the office, wherever.
OFFICE_ANYWHERE = "404 404 404 200 200 | 404 404 404 200 200 | 404 302"
OWNER = "404 404 404 200 404 | 404 | 404 302"
OWNER_DOES = "404 404 404 302 404 | 404 | 404 302"
HOOK = {"pk": "webhook"}
WEBHOOKS: dict[str, Row] = {
    "reports:webhook-list": Row(get=OFFICE_ANYWHERE),
    "reports:webhook-new": Row(
        get=OFFICE_ANYWHERE, post="404 404 404 422 422 | 404 404 404 422 422 | 404 302"
    ),
    "reports:webhook": Row(HOOK, get=OWNER),
    "reports:webhook-secret": Row(HOOK, post=OWNER),
    "reports:webhook-test": Row(HOOK, post=OWNER_DOES),
    "reports:webhook-switch": Row(HOOK, post=OWNER_DOES),
    "reports:webhook-delete": Row(HOOK, post=OWNER_DOES),
    "reports:webhook-again": Row(HOOK | {"delivery": "delivery"}, post=OWNER_DOES),
}

SETTLEMENTS = {"name": "Settlements"}
ODATA: dict[str, Row] = {
    "odata:service": Row(get=EVERYBODY, **READ_ONLY),
    "odata:metadata": Row(get=EVERYBODY, **READ_ONLY),
    "odata:rows": Row({"name": "Figures"}, get=EVERYBODY, **READ_ONLY),
    "odata:count": Row(SETTLEMENTS, get=EVERYBODY, **READ_ONLY),
    "odata:one": Row(SETTLEMENTS | {"key": "code"}, get=EVERYBODY, **READ_ONLY),
}

DOORS: dict[str, Row] = {**OGC, **ODATA}
