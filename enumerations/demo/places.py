"""Eight settlements of the demo, and when they were counted. Outlines are rough, all else is public."""

from dataclasses import dataclass, field
from typing import Any

from enumerations.demo.shapes import XY, Plane, rounded, scaled
from settlements.choices import AccessLevel as Access
from settlements.choices import EvictionThreat as Threat
from settlements.choices import Hazard
from settlements.choices import LandOwnerType as Land
from settlements.choices import Regularisation as Tenure
from settlements.choices import SettlementType as Type

M2_PER_ACRE = 4046.8564224

# In metres around a middle; every place scales one of them to its own area.
RIVERSIDE: list[XY] = [
    *[(-205, -60), (-160, -88), (-90, -70), (-20, -82), (60, -66), (130, -78), (190, -50), (205, -5)],
    *[(185, 45), (120, 62), (60, 50), (0, 72), (-70, 66), (-130, 80), (-185, 52), (-212, 0)],
]
HILLSIDE: list[XY] = [
    *[(-120, -70), (-40, -95), (50, -80), (125, -90), (150, -20), (120, 40), (130, 85)],
    *[(40, 100), (-35, 80), (-110, 95), (-140, 30), (-125, -10)],
]
RIDGE: list[XY] = [
    *[(-240, -95), (-120, -120), (0, -100), (110, -130), (235, -90), (250, 20), (200, 110)],
    *[(80, 95), (-30, 125), (-150, 100), (-245, 60)],
]


@dataclass(frozen=True)
class Place:
    """One settlement: what is said about it, where it lies, and how its outline runs."""

    code: str
    name: str
    county: str  # its code
    plane: Plane
    acres: float
    form: list[XY]
    sub_county: tuple[str, str] | None  # code, name
    ward: tuple[int, str, str] | None = None  # IEBC code, name, constituency
    about: dict[str, Any] = field(default_factory=dict)  # fields of Settlement
    villages: tuple[str, ...] = ()
    structures: int = 0  # about how many are built; none: an outline only
    compounds: bool = False  # yards as in Kisumu, instead of rows along lanes
    evictions: tuple[dict[str, Any], ...] = ()
    counted_days_ago: tuple[int, ...] = ()  # when its rounds began

    @property
    def outline(self) -> list[XY]:
        """The boundary in metres, anticlockwise."""
        return scaled(rounded(self.form), self.acres * M2_PER_ACRE)


MATHARE = ("4708", "Mathare")
KISUMU_CENTRAL = ("4202", "Kisumu Central")

KIAMUTISYA = Place(
    "KMT",
    "Kiamutisya",
    "047",
    Plane(-1.2612, 36.8470, 0.32),
    13,
    RIVERSIDE,
    MATHARE,
    (1449, "Mlango Kubwa", "Mathare"),
    {
        "access_level": Access.PUBLIC,
        "year_settled": 1974,
        "stated_area_acres": 13,
        "land_owner_types": [Land.NATIONAL_GOVT, Land.RIPARIAN_RESERVE],
        "tenure_regularisation": Tenure.UNDER_NEGOTIATION,
        "eviction_threat_now": Threat.RUMOUR,
        "hazards": [Hazard.FLOODING, Hazard.FIRE, Hazard.RIVER_EROSION],
    },
    ("Mtoni", "Katikati", "Sokoni", "Juu"),
    structures=1000,
    counted_days_ago=(16,),
    evictions=(
        {
            "happened_on": "2018-07-23",
            "by_whom": "county",
            "notice_given": False,
            "structures_affected": 42,
            "households_affected": 130,
            "outcome": "partly_evicted",
        },
    ),
)
MASHIMONI = Place(
    "MSH",
    "Mashimoni",
    "047",
    Plane(-1.2607, 36.8543, -0.15),
    7.5,
    HILLSIDE,
    MATHARE,
    (1446, "Mabatini", "Mathare"),
    {
        "access_level": Access.PUBLIC,
        "year_settled": 1979,
        "land_owner_types": [Land.AIRPORT_MILITARY, Land.DISPUTED],
        "tenure_regularisation": Tenure.SURVEY_DONE,
        "hazards": [Hazard.FIRE, Hazard.QUARRY],
    },
    ("Shimo la Juu", "Shimo la Chini", "Kanisani"),
    structures=600,
    counted_days_ago=(150,),
)
OBUNGA = Place(
    "OBG",
    "Obunga",
    "042",
    Plane(-0.0812, 34.7640, 0.1),
    24,
    RIDGE,
    KISUMU_CENTRAL,
    (1196, "Railways", "Kisumu Central"),
    {
        "access_level": Access.PUBLIC,
        "year_settled": 1962,
        "land_owner_types": [Land.PRIVATE_INDIVIDUAL_FREEHOLD, Land.RAILWAY_RESERVE],
        "tenure_regularisation": Tenure.INDIVIDUAL_TITLES,
        "hazards": [Hazard.FLOODING, Hazard.RAILWAY],
    },
    ("Kasarani", "Central", "Sega Sega"),
    structures=450,
    compounds=True,
    counted_days_ago=(60,),
)
KAMBI_MOTO = Place(
    "KBM",
    "Kambi Moto",
    "047",
    Plane(-1.2580, 36.8720, 0.7),
    2.1,
    HILLSIDE,
    MATHARE,
    (1447, "Huruma", "Mathare"),
    {
        "access_level": Access.PUBLIC,
        "year_settled": 1975,
        "land_owner_types": [Land.COUNTY_GOVT],
        "tenure_regularisation": Tenure.SPECIAL_PLANNING_AREA,
    },
    ("Juu", "Chini"),
    structures=110,
    counted_days_ago=(900, 130),
)
PLACES: tuple[Place, ...] = (
    KIAMUTISYA,
    MASHIMONI,
    OBUNGA,
    KAMBI_MOTO,
    Place(
        "RIA",
        "Riara",
        "047",
        Plane(-1.3128, 36.8842, -0.5),
        11,
        RIVERSIDE,
        ("4702", "Embakasi"),
        (1407, "Kwa Njenga", "Embakasi South"),
        {
            "access_level": Access.FEDERATION,
            "year_settled": 1987,
            "land_owner_types": [Land.PRIVATE_COMPANY, Land.PRIVATE_INDIVIDUAL_FREEHOLD, Land.DISPUTED],
            "tenure_regularisation": Tenure.PETITION_MADE,
            "eviction_threat_now": Threat.COURT_CASE,
            "hazards": [Hazard.FLOODING, Hazard.INDUSTRIAL_POLLUTION],
        },
    ),
    Place(
        "KDT",
        "Kiandutu",
        "022",
        Plane(-1.0465, 37.0855, 0.4),
        100,
        RIDGE,
        None,
        None,
        {
            "access_level": Access.PUBLIC,
            "year_settled": 1969,
            "stated_area_acres": 100,
            "settlement_type": Type.PERI_URBAN,
            "land_owner_types": [Land.COUNTY_GOVT],
            "tenure_regularisation": Tenure.PETITION_MADE,
        },
    ),
    Place(
        "NYB",
        "Nyalenda B",
        "042",
        Plane(-0.1250, 34.7520, -0.3),
        160,
        RIDGE,
        KISUMU_CENTRAL,
        (1201, "Nyalenda B", "Kisumu Central"),
        {
            "access_level": Access.PUBLIC,
            "settlement_type": Type.PERI_URBAN,
            "land_owner_types": [Land.PRIVATE_INDIVIDUAL_FREEHOLD],
            "hazards": [Hazard.FLOODING],
        },
    ),
    Place(
        "KWB",
        "Kwa Bulo",
        "001",
        Plane(-4.0270, 39.6980, 0.9),
        38,
        HILLSIDE,
        ("106", "Nyali"),
        None,
        {
            "access_level": Access.PUBLIC,
            "year_settled": 1968,
            "land_owner_types": [Land.PRIVATE_COMPANY, Land.DISPUTED],
            "tenure_regularisation": Tenure.CERTIFICATES_OF_OCCUPANCY,
        },
    ),
)
