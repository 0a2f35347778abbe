"""The words of settlements and what stands in them."""

from typing import Any

from pamoja.described.words import Call, feature, features, page

POINT: dict[str, Any] = {"type": "Point", "coordinates": [34.7641, -0.0812]}
LINE = {"type": "MultiLineString", "coordinates": [[[34.7641, -0.0812], [34.7649, -0.081]]]}
RING = [[34.763, -0.083], [34.766, -0.083], [34.766, -0.08], [34.763, -0.08], [34.763, -0.083]]
AREA = {"type": "Polygon", "coordinates": [RING]}
SETTLEMENT = {
    "code": "KMT",
    "name": "Kiamutisya",
    "other_names": ["Kwa Mutisya"],
    "county": "Nairobi City",
    "ward": "Mlango Kubwa",
    "settlement_type": "informal_settlement",
    "access_level": "public",
}
SPHERE = {
    "against": "standard",
    "label": "Sphere standard",
    "value": 20.0,
    "bound": "most",
    "year": 2018,
    "source": "Sphere Handbook",
    "note": "",
}
HERE = "/api/v1/settlements/{code}/"

GROUND = {
    "GET /api/v1/settlements/": Call("Settlements", "ground", {200: page(SETTLEMENT)}),
    f"GET {HERE}": Call(
        "One settlement",
        "ground",
        {
            200: {
                **SETTLEMENT,
                "year_settled": 1964,
                "boundary": {"type": "MultiPolygon", "coordinates": [[RING]]},
                "area_acres": 27.4,
            }
        },
    ),
    f"GET {HERE}figures/": Call(
        "Figures with what stands beside them",
        "counts",
        {
            200: {
                "rounds": [
                    {"settlement": "KMT", "enumeration": 7, "name": "Kiamutisya 2026", "is_draft": True}
                ],
                "is_draft": True,
                "figures": [
                    {
                        "code": "persons_per_cubicle",
                        "label": "People for one working cubicle",
                        "unit": "people",
                        "definition": "People counted, divided by the toilet cubicles that work.",
                        "state": "told",
                        "value": 87.0,
                        "n": 842,
                        "coverage_percent": 93.1,
                        "sentence": "87 people share one working toilet cubicle.",
                        "answers": [],
                        "partly": False,
                        "beside": [SPHERE],
                        "previous": None,
                    }
                ],
                "gaps": [
                    {
                        "code": "cubicles", "label": "Toilet cubicles", "state": "told", "people": 2611,
                        "needed": 131, "working": 30, "lacking": 101, "for_women": 76, "cost_kes": None,
                        "cost_year": None, "cost_source": "", "standard": SPHERE,
                        "sentence": "101 cubicles are lacking.",
                    }
                ],
                "warnings": ["These figures are a draft: the community has not verified them yet."],
            }
        },
    ),
    f"GET {HERE}structures/": Call(
        "Structures",
        "ground",
        {
            200: features(
                feature(
                    412, POINT, code="OBG/B/14", cluster="B", status="enumerated", uses=["residential"],
                    storeys=1, rooms_total=6, rooms_occupied=5, roof="iron_sheets", wall="iron_sheets",
                    floor="earth_sand", year_built=1998,
                )
            )
        },
    ),
    f"GET {HERE}service-points/": Call(
        "Service points",
        "ground",
        {
            200: features(
                feature(
                    31, POINT, code="T1", cluster="B", kind="toilet_block", name="Choo cha Soko",
                    operator="community_group", status="partly", open_hours="5am-10pm", cost_kes="5.00",
                    year_built=2012, users_estimate=400, checked_on="2026-05-10", cubicles=8,
                    cubicles_working=5, taps=None, taps_working=None,
                )
            )
        },
    ),
    f"GET {HERE}lanes/": Call(
        "Lanes, drains and rivers",
        "ground",
        {200: features(feature(7, LINE, kind="lane", name="Njia ya Soko", width_m="2.5", length_m=91.7))},
    ),
    f"GET {HERE}overlays/": Call(
        "Hazards and plans",
        "ground",
        {
            200: features(
                feature(
                    3, AREA, kind="flooding", is_hazard=True, name="By the river", reach_m="0.0",
                    source="Residents", said_on="2026-04-02", note="", is_public=True, area_m2=1102.5,
                    zone=AREA,
                )
            )
        },
    ),
}  # fmt: skip
