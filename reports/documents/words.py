"""Every word that only the document says, in both languages: headings, columns, sentences around figures."""

from reports.documents.language import Words

W = Words

# --- Cover, stamp, foot ---------------------------------------------------------------------------
KINDS = {
    "leaders": W("Leaders' brief", "Muhtasari wa viongozi"),
    "brief": W("Negotiation brief", "Muhtasari wa majadiliano"),
    "full": W("Enumeration report", "Ripoti ya uhesabu wa makazi"),
}
DRAFT = W("DRAFT", "RASIMU")
VERIFIED = W("VERIFIED %(day)s", "IMEHAKIKIWA %(day)s")
FOR_OWN_USE = W(
    "For the community and the office. Not for giving away.", "Kwa jamii na ofisi. Si ya kutolewa nje."
)
VERSION = W("Version %(n)s", "Toleo la %(n)s")
UNNUMBERED = W("Preview, no version yet", "Onyesho, bado si toleo")
FINGERPRINT = W("Fingerprint", "Alama ya toleo")
PAGE = W("Page", "Ukurasa")
OF_PAGES = W("of", "kati ya")
CONTENTS = W("Contents", "Yaliyomo")
NO_RIGHT = W(
    "This report gives no right to land or compensation. Nobody is named in it.",
    "Ripoti hii haitoi haki ya ardhi wala fidia. Hakuna mtu anayetajwa jina.",
)
WARD_OF = W("%(name)s Ward", "Wadi ya %(name)s")
COUNTY_OF = W("%(name)s County", "Kaunti ya %(name)s")
SUB_COUNTY_OF = W("%(name)s Sub-county", "Kaunti ndogo ya %(name)s")

FACT_PLACE = W("Place", "Mahali")
FACT_WHO = W("Counted by", "Waliohesabu")
FACT_WHEN = W("When", "Lini")
FACT_STATUS = W("Status", "Hali")
FACT_COVERAGE = W("Coverage", "Waliofikiwa")
FACT_REGISTER = W("Register", "Rejista")
FACT_FIGURES = W("Figures of", "Takwimu za")
FACT_BOUNDARY = W("Boundary", "Mpaka")
FACT_CONTACT = W("Questions to", "Maswali kwa")
FACT_PREPARED = W("Prepared on", "Imetayarishwa tarehe")
WHO = W(
    "the people of %(place)s with their federation, %(n)s enumerators",
    "wakazi wa %(place)s pamoja na shirikisho lao, wadadisi %(n)s",
)
WHO_NO_NUMBER = W(
    "the people of %(place)s with their federation", "wakazi wa %(place)s pamoja na shirikisho lao"
)
WHEN = W("%(start)s to %(end)s, round %(round)s", "%(start)s hadi %(end)s, awamu ya %(round)s")
COVERED = W("%(percent)s of the doors behind which people live", "%(percent)s ya milango wanakoishi watu")
ADOPTED_BY = W("adopted by the assembly on %(day)s", "ilipitishwa na mkutano wa jamii tarehe %(day)s")
ADOPTED_BY_MANY = W(
    "adopted on %(day)s by an assembly of %(women)s women and %(men)s men",
    "ilipitishwa tarehe %(day)s na mkutano wa wanawake %(women)s na wanaume %(men)s",
)
VERIFIED_ON = W("verified by the community on %(day)s", "imehakikiwa na jamii tarehe %(day)s")
NOT_VERIFIED = W("not verified yet: figures may change", "bado haijahakikiwa: takwimu zinaweza kubadilika")
REGISTER = W(
    "version %(n)s, %(households)s households, %(people)s people",
    "toleo la %(n)s, kaya %(households)s, watu %(people)s",
)
HASH = W("SHA-256 of the register", "SHA-256 ya rejista")
OBJECTIONS = W(
    "%(n)s objections heard, %(open)s still to be decided",
    "pingamizi %(n)s zilisikilizwa, %(open)s bado hazijaamuliwa",
)
SEVERAL_ROUNDS = W("see annex A", "tazama kiambatisho A")

# --- Tables ---------------------------------------------------------------------------------------
FIGURE = W("Figure", "Takwimu")
HERE = W("Here", "Hapa")
SUB_COUNTY = W("Sub-county", "Kaunti ndogo")
COUNTY = W("County", "Kaunti")
STANDARD = W("Standard", "Kiwango")
BEFORE = W("Round before", "Awamu iliyopita")
RESTS_ON = W("n", "n")
HIDDEN = W("hidden", "imefichwa")
TOO_FEW = W("too few", "wachache mno")
SOURCE = W("Source", "Chanzo")
YEAR = W("Year", "Mwaka")
AT_MOST = W("at most %(value)s", "isizidi %(value)s")
AT_LEAST = W("at least %(value)s", "angalau %(value)s")
COMPARED = W(
    "%(section)s: figures and what they are held against", "%(section)s: takwimu na ulinganisho wake"
)
KEY_FIGURES = W("Key figures beside the census and the standards", "Takwimu kuu kando ya sensa na viwango")
BESIDE_NOTE = W("n: how many answered. Sources: annex C.", "n: waliojibu. Vyanzo: kiambatisho C.")
BESIDE_SOURCES = W("n: how many answered. Sources: %(sources)s.", "n: waliojibu. Vyanzo: %(sources)s.")
AREA_WARNING = W(
    "The census figures are of the whole sub-county or county, in which tenements and shacks are counted "
    "together: they do not describe this settlement.",
    "Takwimu za sensa ni za kaunti ndogo au kaunti nzima, ambamo majumba ya kupanga na vibanda vimehesabiwa "
    "pamoja: hazielezi makazi haya.",
)
PLACE_NAMES = W("Settlement", "Makazi")
ANSWER = W("Answer", "Jibu")
HOUSEHOLDS = W("Households", "Kaya")
STRUCTURES = W("Structures", "Majengo")
PEOPLE = W("People", "Watu")
OTHERS_HIDDEN = W(
    "Answers that too few gave are left out, so that nobody can be recognised.",
    "Majibu yaliyotolewa na wachache mno hayaonyeshwi, ili mtu yeyote asitambulike.",
)

# --- Gap and demands ------------------------------------------------------------------------------
GAP = W("What is lacking", "Kinachokosekana")
GAP_CAPTION = W(
    "Service gap: what must be built to reach the standard",
    "Pengo la huduma: kinachohitajika kufikia kiwango",
)
GAP_SERVICE = W("Service", "Huduma")
GAP_PEOPLE = W("People", "Watu")
GAP_STANDARD = W("Standard", "Kiwango")
GAP_NEEDED = W("Needed", "Zinazohitajika")
GAP_WORKING = W("Working", "Zinazofanya kazi")
GAP_LACKING = W("To build", "Za kujenga")
GAP_COST = W("Cost, KES", "Gharama, KES")
GAP_NOTHING = W(
    "Nothing can be said of the gap: toilets and taps with their numbers are not on the map yet.",
    "Pengo haliwezi kuelezwa: vyoo na mifereji pamoja na idadi yake bado haviko kwenye ramani.",
)
GAP_WOMEN = W(
    "Of the %(service)s to build, %(n)s for women: three to each one for men (Sphere Handbook).",
    "Kati ya %(service)s za kujenga, %(n)s ni za wanawake: tatu kwa kila moja ya wanaume (Sphere Handbook).",
)
GAP_COST_NOTE = W("Unit costs: %(sources)s.", "Gharama kwa kimoja: %(sources)s.")
DEMANDS = W("What the community asks for", "Jamii inaomba nini")
THREE_ASKS = W("We ask the county", "Tunaiomba kaunti")
DEMANDS_CAPTION = W("Ranked demands", "Madai kwa mpangilio wa kipaumbele")
DEMAND = W("Demand", "Dai")
WARD = W("Ward", "Wadi")
COST = W("Cost, KES", "Gharama, KES")
NAMED_BY = W("Named by", "Waliotaja")
DEMANDS_NOTE = W(
    "Ranked by the households: three points for a first priority, two for a second, one for a third. "
    "“Named by” is the part of the households that named it at all.",
    "Mpangilio wa kaya zenyewe: alama tatu kwa kipaumbele cha kwanza, mbili kwa cha pili, moja kwa cha tatu. "
    "“Waliotaja” ni sehemu ya kaya zilizokitaja kwa vyovyote.",
)
NAMED_BY_SHARE = W("named by %(percent)s of households", "imetajwa na kaya %(percent)s")

# --- Ground ---------------------------------------------------------------------------------------
MAP = W("Map of %(place)s", "Ramani ya %(place)s")
MAP_ALT = W(
    "Map of %(place)s at 1:%(scale)s with %(what)s.",
    "Ramani ya %(place)s kwa kipimo 1:%(scale)s yenye %(what)s.",
)
MAP_PARTS = {
    "boundary": W("the boundary", "mpaka"),
    "villages": W("%(n)s villages", "vijiji %(n)s"),
    "structures": W("structures coloured by their walls", "majengo yenye rangi kulingana na kuta"),
    "plain_structures": W("structures", "majengo"),
    "services": W("service points", "vituo vya huduma"),
    "lanes": W("lanes and water", "njia na maji"),
    "hazards": W("dangers and plans", "hatari na mipango"),
}
MAP_WITHOUT_STRUCTURES = W(
    "Structures are not drawn: the assembly has not agreed to give them away one by one.",
    "Majengo hayakuchorwa: mkutano wa jamii haujakubali yatolewe moja moja.",
)
MAPS_OF = W("Map of %(place)s", "Ramani ya %(place)s")
LOCATOR = W("Where the settlements lie", "Makazi yalipo")
LOCATOR_ALT = W(
    "Map of where these settlements lie: %(names)s.", "Ramani ya mahali makazi haya yalipo: %(names)s."
)
LOCATOR_VEILED = W(
    "A white number lies somewhere in its dashed square of about 5.5 km; where exactly is not given away.",
    "Namba nyeupe ipo mahali fulani ndani ya mraba wake wa takriban km 5.5; mahali hasa hapatajwi.",
)
LOCATOR_MISSING = W(
    "Not drawn, as no place is known: %(names)s.", "Hayajachorwa, mahali hapajulikani: %(names)s."
)
LAND = W("Land and tenure", "Ardhi na umiliki")
LAND_OWNER = W("Whose land", "Ardhi ni ya nani")
LAND_REFERENCE = W("L.R. number", "Namba ya L.R.")
LAND_WAY = W("Way to secure tenure", "Njia ya kupata umiliki")
LAND_THREAT = W("Threat of eviction now", "Tishio la kufurushwa sasa")
LAND_SETTLED = W("Settled since", "Watu wanaishi tangu")
AREA = W("Area", "Eneo")
ACRES = W("%(n)s acres within the boundary", "ekari %(n)s ndani ya mpaka")
ACRES_TOLD = W("%(n)s acres as told by residents", "ekari %(n)s kama walivyosema wakazi")
VILLAGES = W("Villages", "Vijiji")
HAZARDS = W("Dangers", "Hatari")
EVICTIONS = W("Evictions lived through", "Kufurushwa kulikotokea")
EVICTION_DAY = W("Day", "Tarehe")
EVICTION_BY = W("By whom", "Na nani")
EVICTION_NOTICE = W("Notice", "Notisi")
EVICTION_STRUCTURES = W("Structures", "Majengo")
EVICTION_OUTCOME = W("Outcome", "Matokeo")
YES = W("yes", "ndiyo")
NO = W("no", "hapana")
LANES = W("Lanes, roads and water", "Njia, barabara na maji")
LANE_KIND = W("Kind", "Aina")
METRES = W("Metres", "Mita")
OVERLAYS = W("Dangers and plans on the map", "Hatari na mipango kwenye ramani")
OVERLAY = W("Name", "Jina")
SAID_BY = W("Who says so", "Aliyesema")
USES = W("What structures are used for", "Matumizi ya majengo")
USE = W("Use", "Matumizi")
USES_NOTE = W(
    "A structure with several uses stands under each of them.",
    "Jengo lenye matumizi kadhaa limo katika kila mojawapo.",
)
BUSINESS_USES = W("Structures with a business", "Majengo yenye biashara")
MATERIALS = {
    "wall": W("Walls", "Kuta"),
    "roof": W("Roofs", "Paa"),
    "floor": W("Floors", "Sakafu"),
}
OWNERSHIP = W("Whose structures they are", "Majengo ni ya nani")
OWNER = W("Owner", "Mmiliki")
DIMENSIONS = W("Dimensions of structures", "Ukubwa wa majengo")
DIMENSION = W("Dimension", "Kipimo")
SIZE_MEDIAN = W("Middle size, m²", "Ukubwa wa kati, m²")
SIZE_SMALL = W("Smaller than 10 m²", "Ndogo kuliko m² 10")
SIZE_STOREYS = W("With more than one storey", "Yenye zaidi ya ghorofa moja")
SIZE_ROOMS = W("Rooms noted", "Vyumba vilivyohesabiwa")
OF_KNOWN = W("of %(n)s known", "kati ya %(n)s yanayojulikana")
SERVICES = W("Service points", "Vituo vya huduma")
SERVICE = W("Service", "Huduma")
STATE_WORKING = W("Working", "Zinafanya kazi")
STATE_PARTLY = W("Partly", "Kiasi")
STATE_BROKEN = W("Not working", "Hazifanyi kazi")
STATE_OTHER = W("Other", "Nyingine")
NO_SERVICES = W("On the map there is none of: %(kinds)s.", "Kwenye ramani hakuna: %(kinds)s.")
NO_BUSINESS = W(
    "No structure is noted as a business on the map.",
    "Hakuna jengo lililoandikwa kuwa la biashara kwenye ramani.",
)
HEALTH_NOTE = W(
    "Health is told in totals only: nobody's illness is asked or kept.",
    "Afya huelezwa kwa jumla tu: ugonjwa wa mtu hauulizwi wala kuhifadhiwa.",
)

# --- Population -----------------------------------------------------------------------------------
PROJECTION = W("Growth and projections", "Ukuaji na makadirio")
PROJECTED = W("Projected population", "Idadi ya watu inayokadiriwa")
ASSUMPTION = W("Assumption", "Dhana")
GROWTH_CENSUS = W(
    "2.2 % a year, as Kenya grew from 2009 to 2019", "asilimia 2.2 kwa mwaka, kama Kenya 2009–2019"
)
GROWTH_NONE = W("no growth", "bila ukuaji")
GROWTH_OWN = W(
    "%(rate)s %% a year, as here between the rounds", "asilimia %(rate)s kwa mwaka, kama hapa kati ya awamu"
)
GROWN = W("Growth since the round before", "Ukuaji tangu awamu iliyopita")
GROWN_CHANGE = W("Change", "Badiliko")
GROWN_A_YEAR = W("% a year", "% kwa mwaka")
GROWN_NOT = W("not compared", "hailinganishwi")
GROWN_WHY = W("%(name)s is not compared: %(why)s.", "%(name)s hailinganishwi: %(why)s.")
GROWN_OF = W("Of %(names)s.", "Ya %(names)s.")
GROWN_ONCE = W(
    "Counted once, and so not in it: %(names)s.", "Zilizohesabiwa mara moja, hivyo hazimo: %(names)s."
)
GROWN_DRAFT = W(
    "One of the rounds is a draft: its figures may still change.",
    "Awamu mojawapo ni rasimu: takwimu zake zinaweza kubadilika.",
)
GROWN_SHORT = W(
    "Less than a year lies between the rounds: no rate is told.",
    "Awamu zimetengana kwa chini ya mwaka mmoja: kiwango cha mwaka hakitajwi.",
)
GROWN_HIDDEN = W(
    "How the place grew since the round before is hidden: the rounds differ by so few that somebody could be "
    "recognised.",
    "Ukuaji tangu awamu iliyopita umefichwa: awamu zinatofautiana kwa wachache kiasi kwamba mtu anaweza "
    "kutambulika.",
)
GROWN_STRUCTURES = W(
    "Structures: those in which households were counted. No list of empty ones is kept of an earlier day.",
    "Majengo: yale ambamo kaya zilihesabiwa. Orodha ya majengo matupu ya siku za nyuma haihifadhiwi.",
)
PROJECTION_NOTE = W(
    "A projection is arithmetic, not a forecast: the people counted, grown by the rate each year. "
    "National rate: KNBS, census 2019.",
    "Makadirio ni hesabu tu, si utabiri: watu waliohesabiwa, wakiongezeka kwa kiwango hicho kila mwaka. "
    "Kiwango cha taifa: KNBS, sensa 2019.",
)
NOW = W("Counted", "Waliohesabiwa")

# --- Annexes --------------------------------------------------------------------------------------
ANNEXES = W("Annexes", "Viambatisho")
ANNEX_HOW = W("How it was counted", "Jinsi uhesabu ulivyofanyika")
ANNEX_DEFINITIONS = W("What each figure means", "Maana ya kila takwimu")
ANNEX_SOURCES = W("Sources", "Vyanzo")
ANNEX_SETTLEMENTS = W("Figures by settlement", "Takwimu kwa kila makazi")
BY_VILLAGE = W("Figures by village", "Takwimu kwa kila kijiji")
BY_TENURE = W("Tenants and owners side by side", "Wapangaji na wenye majengo kando kwa kando")
BY_HEAD = W("By who heads the household", "Kwa mkuu wa kaya")
ANNEX_QUALITY = W("How far the figures can be trusted", "Takwimu zinaaminika kiasi gani")
ANNEX = W("Annex %(letter)s", "Kiambatisho %(letter)s")
COUNTS = W("The counts behind this report", "Hesabu zilizo nyuma ya ripoti hii")
ROUND = W("Round", "Awamu")
FROM_TO = W("From – to", "Kuanzia – hadi")
ENUMERATORS = W("Enumerators", "Wadadisi")
STATUS = W("Status", "Hali")
REGISTER_OF = W(
    "The adopted registers, which anybody may check", "Rejista zilizopitishwa, ambazo yeyote anaweza kukagua"
)
METHOD = W(
    "Every structure was numbered and put on the map. Enumerators who live here visited every door and asked "
    "the household the questions of the standard questionnaire, with its consent; answers were checked each "
    "day. Lists without names were posted in the villages, objections were heard and decided by the "
    "community's committee, and the assembly adopted the register. Figures rest on completed interviews "
    "only; an answer that was not given is left out and never guessed.",
    "Kila jengo lilipewa namba na kuwekwa kwenye ramani. Wadadisi wanaoishi hapa walitembelea kila mlango na "
    "kuuliza kaya maswali ya hojaji ya kawaida, kwa ridhaa yake; majibu yalikaguliwa kila siku. Orodha bila "
    "majina zilibandikwa vijijini, pingamizi zikasikilizwa na kuamuliwa na kamati ya jamii, na mkutano "
    "ukapitisha rejista. Takwimu zinatokana na mahojiano yaliyokamilika pekee; jibu lisilotolewa huachwa nje "
    "na kamwe halikisiwi.",
)
METHOD_DRAFT = W(
    "Every structure was numbered and put on the map. Enumerators who live here visit the doors and ask each "
    "household the questions of the standard questionnaire, with its consent; answers are checked each day. "
    "The community has not adopted the register yet: these figures are a draft and may change. Figures "
    "rest on completed interviews only; an answer that was not given is left out and never guessed.",
    "Kila jengo lilipewa namba na kuwekwa kwenye ramani. Wadadisi wanaoishi hapa wanatembelea milango na "
    "kuuliza kila kaya maswali ya hojaji ya kawaida, kwa ridhaa yake; majibu hukaguliwa kila siku. Jamii "
    "bado haijapitisha rejista: takwimu hizi ni rasimu na zinaweza kubadilika. Takwimu zinatokana na "
    "mahojiano yaliyokamilika pekee; jibu lisilotolewa huachwa nje na kamwe halikisiwi.",
)
SMALL_CELLS = W(
    "Numbers so small that somebody could be recognised are hidden, here and wherever they could be computed "
    "from others.",
    "Namba ndogo kiasi kwamba mtu anaweza kutambulika zimefichwa, hapa na popote zinapoweza kukokotolewa "
    "kutoka nyingine.",
)
QUALITY_LEAD = W(
    "Coverage, refusals and the age of the data stand beside every figure's n:",
    "Waliofikiwa, waliokataa na umri wa takwimu husomwa pamoja na n ya kila takwimu:",
)
COVERAGE_WHY = W("Why not everybody was reached", "Kwa nini si wote waliofikiwa")
DEFINITION = W("What it means", "Maana yake")
USED_FOR = W("Held beside", "Imelinganishwa na")
COUNT_ITSELF = W("The count of the community itself (annex A).", "Uhesabu wa jamii yenyewe (kiambatisho A).")
NO_FIGURES = W("No figure of this part is known.", "Hakuna takwimu ya sehemu hii inayojulikana.")
UNKNOWN = W("not known", "haijulikani")
