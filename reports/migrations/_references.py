"""What figures are held against from the first day: the census of 2019, standards, and what studies found.

KNBS tables (volumes 1-4) for people, households, their size and the shares; density per acre follows from that
per square kilometre (247.105 acres). Where a source does not give its year, none is given here.
"""

CENSUS, STANDARD, STUDY = "census", "standard", "study"
KNBS, YEAR = "knbs", 2019
ACRES_IN_KM2 = 247.105

# code, people, households, people in a household
COUNTIES = [
    ("001", 1_208_333, 378_422, 3.1), ("002", 866_820, 173_176, 5.0), ("003", 1_453_787, 298_472, 4.8),
    ("004", 315_943, 68_242, 4.6), ("005", 143_920, 37_963, 3.7), ("006", 340_671, 96_429, 3.5),
    ("007", 841_353, 141_394, 5.9), ("008", 781_263, 127_932, 6.1), ("009", 867_457, 125_763, 6.9),
    ("010", 459_785, 77_495, 5.8), ("011", 268_002, 58_072, 4.6), ("012", 1_545_714, 426_360, 3.6),
    ("013", 393_177, 109_860, 3.6), ("014", 608_599, 182_743, 3.3), ("015", 1_136_187, 262_942, 4.3),
    ("016", 1_421_932, 402_466, 3.5), ("017", 987_653, 244_669, 4.0), ("018", 638_289, 179_686, 3.5),
    ("019", 759_164, 248_050, 3.0), ("020", 610_411, 204_188, 3.0), ("021", 1_056_640, 318_105, 3.3),
    ("022", 2_417_735, 795_241, 3.0), ("023", 926_976, 164_519, 5.6), ("024", 621_241, 116_182, 5.3),
    ("025", 310_327, 65_910, 4.7), ("026", 990_341, 223_808, 4.4), ("027", 1_163_186, 304_943, 3.8),
    ("028", 454_480, 99_861, 4.5), ("029", 885_711, 199_426, 4.4), ("030", 666_763, 142_518, 4.7),
    ("031", 518_560, 149_271, 3.4), ("032", 2_162_202, 616_046, 3.5), ("033", 1_157_873, 241_125, 4.8),
    ("034", 1_117_840, 316_179, 3.5), ("035", 901_777, 206_036, 4.4), ("036", 875_689, 187_641, 4.7),
    ("037", 1_867_579, 433_207, 4.3), ("038", 590_013, 143_365, 4.1), ("039", 1_670_570, 358_796, 4.6),
    ("040", 893_681, 198_152, 4.5), ("041", 993_183, 250_698, 3.9), ("042", 1_155_574, 300_745, 3.8),
    ("043", 1_131_950, 262_036, 4.3), ("044", 1_116_436, 240_168, 4.6), ("045", 1_266_860, 308_054, 4.1),
    ("046", 605_576, 150_669, 4.0), ("047", 4_397_073, 1_506_888, 2.9), ("KE", 47_564_296, 12_143_913, 3.9),
]  # fmt: skip
# code, people, households, people per km2
SUB_COUNTIES = [
    ("4701", 434_208, 155_089, 14_908), ("4702", 988_808, 347_955, 11_460), ("4703", 268_276, 84_365, 25_455),
    ("4704", 780_656, 271_290, 9_058), ("4705", 185_777, 61_690, 15_311), ("4706", 197_489, 62_239, 911),
    ("4707", 189_536, 70_361, 16_150), ("4708", 206_564, 74_967, 68_941), ("4709", 626_482, 204_563, 4_821),
    ("4710", 210_423, 69_389, 10_205), ("4711", 308_854, 104_980, 3_167), ("4201", 220_997, 61_871, 1_560),
    ("4202", 174_145, 52_331, 4_737), ("4203", 172_821, 45_933, 827), ("106", 216_577, 69_948, 9_610),
]  # fmt: skip
DENSITIES = [("KE", 82), ("047", 6_247)]
URBAN = "urban Kenya"
PROVIDED = "Rented or provided by an employer."
OF_HOUSEHOLDS = "The census counts households, this figure structures."
OF_PEOPLE = "The census counts people from 3 years on, this figure households."
# indicator: its numbers by place, and what to mind
SHARES = {
    "household_size": (
        {"4708": 2.7, "4707": 2.7, "4702": 2.8, "4703": 3.1, "4202": 3.3, "4201": 3.6},
        "",
    ),
    "tenants_percent": (
        {URBAN: 78.7, "047": 90.6, "4708": 97.1, "4702": 94.8, "4707": 93.5, "4705": 90.0, "4202": 88.2,
         "4201": 60.6, "001": 79.1},
        PROVIDED,
    ),
    "open_or_bucket_percent": ({URBAN: 2.0}, ""),
    "sewer_or_septic_percent": ({URBAN: 45.7, "047": 72.4, "4202": 37.4}, ""),
    "water_vendor_percent": ({"047": 15.4, "4707": 28.1, "001": 43.5}, ""),
    "mains_lighting_percent": ({URBAN: 88.4, "4708": 95.3}, ""),
    "waste_collected_percent": ({"047": 80.8, "4708": 75.2, "4705": 42.5, "4202": 40.2}, ""),
    "waste_street_percent": ({"4705": 42.6}, ""),
    "iron_walls_percent": ({"047": 26.3, "4708": 32.7, "4707": 48.5}, OF_HOUSEHOLDS),
    "mud_walls_percent": ({"4705": 23.5, "4201": 36.9}, OF_HOUSEHOLDS),
    "under_5_percent": (
        {URBAN: 12.3, "047": 11.9, "4708": 12.3, "4702": 12.7, "042": 12.2, "4201": 13.1},
        "",
    ),
    "age_6_13_percent": ({"047": 14.8, "4708": 15.4, "4202": 17.7, "4201": 20.0}, ""),
    "age_14_17_percent": ({"047": 6.2, "4708": 6.4, "4202": 8.4, "4201": 8.8}, ""),
    "age_18_34_percent": ({"047": 40.7, "4708": 41.1, "4202": 37.6}, ""),
    "age_65_percent": ({"047": 1.3, "4708": 1.0, "4202": 1.4}, ""),
    # 22,837 of 84,898 + 22,837
    "seeking_percent": ({"4708": 21.2}, "The census counts from 5 years on, this figure from 15."),
    "disability_percent": (
        {"KE": 2.2, URBAN: 1.4, "047": 1.1, "4708": 1.5, "042": 4.0, "4202": 1.9},
        "",
    ),
    "phone_percent": ({"047": 69.1, "4708": 64.7, "4202": 61.8}, OF_PEOPLE),
    "internet_percent": ({"047": 52.4, "4708": 37.3, "4202": 44.2}, OF_PEOPLE),
}  # fmt: skip

FROM_MEMORY = "Quoted from memory: look it up in the handbook before you rely on it."
# indicator, bound, value, area, year, source, note
STANDARDS = [
    ("persons_per_cubicle", "most", 20, "most that is acceptable, medium term", 2018, "sphere", ""),
    ("persons_per_cubicle", "most", 50, "most that is acceptable, first phase", 2018, "sphere", ""),
    ("persons_per_tap", "most", 250, "most that is acceptable", None, "sphere", FROM_MEMORY),
    ("litres_per_person_median", "least", 15, "least in an emergency", 2018, "sphere", ""),
    ("litres_per_person_median", "least", 20, "absolute minimum", None, "who", ""),
    ("litres_per_person_median", "least", 50, "enough, from here on", None, "who", ""),
    ("water_minutes_median", "most", 30, "most that is acceptable", None, "who", ""),
    ("water_burden_median", "most", 3, "most that is affordable", None, "undp", ""),
    ("persons_per_room", "most", 3, "most that is sufficient", None, "slumdef", ""),
    (
        "slum_household_percent", "", 50, "an area is a slum from here on", None, "slumdef",
        "Half of the homes or more.",
    ),
    ("water_price_ratio", "most", 1, "the regulated tariff", None, "nanyuki", ""),
]  # fmt: skip
# indicator, place, value, area, year, source
STUDIES = [
    ("density_km2", "047", 106_445, "Huruma sub-location", YEAR, KNBS),
    ("density_acre", "047", 431, "Huruma sub-location", YEAR, KNBS),
    ("household_size", "047", 3.2, "Mukuru kwa Njenga, the evicted", 2021, "amt"),
    ("households_per_structure", "047", 5.0, "Mukuru kwa Njenga, the evicted", 2021, "amt"),
    ("rooms_per_structure", "047", 5.1, "a settlement in Pumwani division", 2009, "inv"),
    ("rent_per_room_median", "047", 500, "settlements in Nairobi, lowest", 2009, "inv"),
    ("rent_per_room_median", "047", 1500, "settlements in Nairobi, highest", 2009, "inv"),
    ("households_per_cubicle", "047", 85, "Mathare", 2015, "corburn15"),
    ("toilet_private_percent", "047", 15, "Mathare", 2015, "corburn15"),
    ("households_per_cubicle", "042", 8, "Kisumu, shared toilets", 2016, "kis-san"),
    ("water_price_median", "", 2, "regulated kiosk for the poor, Nanyuki", 2020, "nanyuki"),
    ("water_price_median", "047", 5, "kiosks in Mashimoni", None, "twp"),
    ("water_price_median", "047", 5, "kiosks in Mukuru kwa Reuben, about", None, "uon-reuben"),
    ("water_price_median", "047", 20, "in a shortage, least", None, "bd"),
    ("water_price_median", "047", 30, "in a shortage, most", None, "bd"),
]


def census():
    for code, people, households, size in COUNTIES:
        yield {"indicator": "population", "place": code, "value": people}
        yield {"indicator": "households", "place": code, "value": households}
        yield {"indicator": "household_size", "place": code, "value": size}
    for code, people, households, km2 in SUB_COUNTIES:
        yield {"indicator": "population", "place": code, "value": people}
        yield {"indicator": "households", "place": code, "value": households}
        yield from density(code, km2)
    for code, km2 in DENSITIES:
        yield from density(code, km2)
    for indicator, (values, note) in SHARES.items():
        for place, value in values.items():
            area = {"place": "KE", "area": URBAN} if place == URBAN else {"place": place}
            yield {"indicator": indicator, "value": value, "note": note, **area}


def density(code, km2):
    yield {"indicator": "density_km2", "place": code, "value": km2}
    acre = round(km2 / ACRES_IN_KM2, 1 if km2 < 1000 else 0)
    note = "From the density per square kilometre."
    yield {"indicator": "density_acre", "place": code, "value": acre, "note": note}


def add_references(apps, schema_editor):
    Reference = apps.get_model("reports", "Reference")
    rows = [Reference(kind=CENSUS, year=YEAR, source=KNBS, **each) for each in census()]
    rows += [
        Reference(
            kind=STANDARD, indicator=code, bound=bound, value=value, area=area, year=year, source=source,
            note=note,
        )
        for code, bound, value, area, year, source, note in STANDARDS
    ]  # fmt: skip
    rows += [
        Reference(kind=STUDY, indicator=code, place=place, value=value, area=area, year=year, source=source)
        for code, place, value, area, year, source in STUDIES
    ]
    Reference.objects.bulk_create(rows)
