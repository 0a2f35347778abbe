"""Kenya's 47 counties with their people and households in the 2019 census (KNBS, volume I)."""

# code, name, people, households
COUNTIES = [
    ("001", "Mombasa", 1_208_333, 378_422),
    ("002", "Kwale", 866_820, 173_176),
    ("003", "Kilifi", 1_453_787, 298_472),
    ("004", "Tana River", 315_943, 68_242),
    ("005", "Lamu", 143_920, 37_963),
    ("006", "Taita Taveta", 340_671, 96_429),
    ("007", "Garissa", 841_353, 141_394),
    ("008", "Wajir", 781_263, 127_932),
    ("009", "Mandera", 867_457, 125_763),
    ("010", "Marsabit", 459_785, 77_495),
    ("011", "Isiolo", 268_002, 58_072),
    ("012", "Meru", 1_545_714, 426_360),
    ("013", "Tharaka-Nithi", 393_177, 109_860),
    ("014", "Embu", 608_599, 182_743),
    ("015", "Kitui", 1_136_187, 262_942),
    ("016", "Machakos", 1_421_932, 402_466),
    ("017", "Makueni", 987_653, 244_669),
    ("018", "Nyandarua", 638_289, 179_686),
    ("019", "Nyeri", 759_164, 248_050),
    ("020", "Kirinyaga", 610_411, 204_188),
    ("021", "Murang'a", 1_056_640, 318_105),
    ("022", "Kiambu", 2_417_735, 795_241),
    ("023", "Turkana", 926_976, 164_519),
    ("024", "West Pokot", 621_241, 116_182),
    ("025", "Samburu", 310_327, 65_910),
    ("026", "Trans Nzoia", 990_341, 223_808),
    ("027", "Uasin Gishu", 1_163_186, 304_943),
    ("028", "Elgeyo-Marakwet", 454_480, 99_861),
    ("029", "Nandi", 885_711, 199_426),
    ("030", "Baringo", 666_763, 142_518),
    ("031", "Laikipia", 518_560, 149_271),
    ("032", "Nakuru", 2_162_202, 616_046),
    ("033", "Narok", 1_157_873, 241_125),
    ("034", "Kajiado", 1_117_840, 316_179),
    ("035", "Kericho", 901_777, 206_036),
    ("036", "Bomet", 875_689, 187_641),
    ("037", "Kakamega", 1_867_579, 433_207),
    ("038", "Vihiga", 590_013, 143_365),
    ("039", "Bungoma", 1_670_570, 358_796),
    ("040", "Busia", 893_681, 198_152),
    ("041", "Siaya", 993_183, 250_698),
    ("042", "Kisumu", 1_155_574, 300_745),
    ("043", "Homa Bay", 1_131_950, 262_036),
    ("044", "Migori", 1_116_436, 240_168),
    ("045", "Kisii", 1_266_860, 308_054),
    ("046", "Nyamira", 605_576, 150_669),
    ("047", "Nairobi City", 4_397_073, 1_506_888),
]


def add_counties(apps, schema_editor):
    County = apps.get_model("settlements", "County")
    County.objects.bulk_create(
        County(code=code, name=name, population_2019=people, households_2019=households)
        for code, name, people, households in COUNTIES
    )
