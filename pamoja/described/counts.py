"""The words of counts, their figures, batches and questionnaires."""

from typing import Any

from pamoja.described.words import Call, page

COUNT = {
    "id": 7,
    "settlement": "KMT",
    "round": 2,
    "name": "Kiamutisya 2026",
    "state": "enumerating",
    "starts_on": "2026-05-04",
    "ends_on": None,
    "adopted_on": None,
    "is_open": True,
}
SHA = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
SITE = "https://pamoja.example.org"
BATCH: dict[str, Any] = {
    "id": 12,
    "url": f"{SITE}/api/v1/batches/12/",
    "page": f"{SITE}/batches/12/",
    "issues_url": f"{SITE}/api/v1/batches/12/issues/",
    "enumeration": 7,
    "name": "lane-1.xlsx",
    "size": 18_211,
    "sha256": SHA,
    "received_at": "2026-05-06T18:02:11.402113+03:00",
    "dry_run": False,
    "all_or_nothing": False,
    "replace_conflicts": False,
    "state": "done",
    "phase": "counting",
    "phase_done": 61,
    "phase_total": 61,
    "is_finished": True,
    "finished_at": "2026-05-06T18:02:14.020117+03:00",
    "rows": 61,
    "created": 57,
    "updated": 1,
    "unchanged": 0,
    "rejected": 3,
    "conflict": 0,
    "structures_created": 2,
}
WAITING = {
    **BATCH,
    **{"state": "received", "phase": "waiting", "phase_done": 0, "phase_total": 0},
    **{"is_finished": False, "finished_at": None},
    **dict.fromkeys(("rows", "created", "updated", "rejected", "structures_created"), 0),
}
ISSUE = {
    "sheet": "households",
    "row": 14,
    "column": "members",
    "field": "members_total",
    "code": "too_many",
    "severity": "error",
    "sentence": "41 people cannot be one household.",
    "remedy": "Check the number; count two households as two.",
}
FIGURES = {
    "cluster": None,
    "households": 842,
    "coverage_percent": 93.1,
    "made_at": "2026-05-06T18:02:14.020117+03:00",
    "figures": {
        "population": {"value": 2611, "n": 842},
        "tenants_percent": {"value": 81.4, "n": 838},
        "water_sources": {"value": [{"code": "kiosk", "count": 611, "percent": 72.7}], "n": 840},
    },
}
VERSION = {
    "number": 1,
    "version": "2026050401",
    "state": "published",
    "title": "Kiamutisya household questionnaire",
    "md5": "0f343b0931126a20f133d67c2b018a3b",
    "languages": ["English (en)", "Kiswahili (sw)"],
    "xlsform_name": "kiamutisya.xlsx",
    "created_at": "2026-05-02T09:11:00+03:00",
    "published_at": "2026-05-03T16:40:00+03:00",
    "files": ["door.jpg"],
    "page": f"{SITE}/enumerations/7/questionnaire/1/",
}
DRAFT = {**VERSION, "number": 2, "state": "draft", "published_at": None, "missing_files": [], "warnings": []}
FORM = {"multipart/form-data": {"file": "(the file)"}}
OF_COUNT = "/api/v1/enumerations/{id}/"
OF_BATCH = "/api/v1/batches/{id}/"

COUNTS = {
    "GET /api/v1/enumerations/": Call(
        "Counts",
        "counts",
        {200: page(COUNT)},
        description="The counts the caller may know of: `?settlement__code=KMT&state=enumerating`.",
    ),
    f"GET {OF_COUNT}": Call("One count", "counts", {200: COUNT}, description="`/api/v1/enumerations/7/`."),
    f"GET {OF_COUNT}statistics/": Call("Figures of a count", "counts", {200: [FIGURES]}),
    f"GET {OF_COUNT}template.xlsx": Call("The blank workbook", "counts"),
    f"GET {OF_COUNT}batches/": Call("Batches of a count", "batches", {200: [BATCH]}),
    f"POST {OF_COUNT}batches/": Call(
        "Send a batch",
        "batches",
        {202: WAITING},
        {
            "multipart/form-data": {"file": "(the file)", "dry_run": True},
            "application/json": [{"structure_code": "OBG/B/14", "head_name": "A. B.", "members_total": 4}],
            "text/csv": "structure_code,head_name,members_total\nOBG/B/14,A. B.,4\n",
        },
    ),
    "GET /api/v1/batches/": Call(
        "Batches",
        "batches",
        {200: page(BATCH)},
        description="The batches the caller may see, newest first: `?enumeration=7&state=done`.",
    ),
    f"GET {OF_BATCH}": Call("One batch", "batches", {200: BATCH}),
    f"GET {OF_BATCH}issues/": Call("What is wrong with its rows", "batches", {200: page(ISSUE)}),
    f"GET {OF_BATCH}rejected.xlsx": Call("The rows that did not go in", "batches"),
    f"POST {OF_BATCH}retry/": Call("Start it again", "batches", {202: WAITING}),
    f"POST {OF_BATCH}revert/": Call("Take it back", "batches", {200: {**BATCH, "state": "reverted"}}),
    f"GET {OF_COUNT}questionnaire/": Call(
        "The questionnaire",
        "questionnaires",
        {200: {"form_id": "kmt_2", "title": VERSION["title"], "intake": "open", "versions": [VERSION]}},
    ),
    f"POST {OF_COUNT}questionnaire/": Call("Upload a draft", "questionnaires", {201: DRAFT}, FORM),
    f"POST {OF_COUNT}questionnaire/files/": Call(
        "Add a file to the draft",
        "questionnaires",
        {201: {"name": "door.jpg", "kind": "uploaded", "md5": VERSION["md5"]}},
        FORM,
    ),
    f"POST {OF_COUNT}questionnaire/publish/": Call(
        "Publish the draft",
        "questionnaires",
        {200: VERSION},
        {"application/json": {"version": "2026050401"}},
    ),
}
