"""Codes of the standard questionnaire, with their labels. A code never changes once it was used.

Water, toilets, waste, fuel, lighting, relation, marital state and schooling are the census (KNBS 2019)
categories; the ways of holding a home are STDM's with absentee and co-owner, caretaker and institution
added. Labels are English here and Kiswahili in `locale/sw`.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class EnumerationState(models.TextChoices):
    """How far one count has come; in this order."""

    PLANNED = "planned", _("Planned")
    MOBILISED = "mobilised", _("Mobilised")
    NUMBERING = "numbering", _("Numbering doors")
    ENUMERATING = "enumerating", _("Counting")
    CHECKING = "checking", pgettext_lazy("count", "Being checked")
    POSTED = "posted", _("Draft posted")
    OBJECTIONS = "objections", _("Objections being heard")
    VERIFIED = "verified", _("Verified")
    ADOPTED = "adopted", _("Adopted")
    HANDED_OVER = "handed_over", _("Handed over")
    CLOSED = "closed", pgettext_lazy("count", "Closed")


class EnumerationSource(models.TextChoices):
    """Which questionnaire the interviews follow."""

    STANDARD = "standard", _("Standard questionnaire")
    FOREIGN = "foreign", _("Another tool's export")


class BatchState(models.TextChoices):
    """Where a batch stands. The last five are final."""

    RECEIVED = "received", _("Received")
    MAPPING = "mapping", _("Waiting for its columns")
    WORKING = "working", _("Being checked")
    COUNTING = "counting", _("Being counted")
    DONE = "done", _("Done")
    CHECKED = "checked", _("Checked, nothing written")
    REFUSED = "refused", pgettext_lazy("batch", "Refused")
    FAILED = "failed", _("Failed")
    REVERTED = "reverted", _("Reverted")


class BatchPhase(models.TextChoices):
    """The steps of one batch, in order."""

    WAITING = "waiting", _("Waiting its turn")
    READING = "reading", _("Reading the file")
    CHECKING = "checking", _("Checking against the register")
    MERGING = "merging", _("Writing the register")
    COUNTING = "counting", _("Counting the settlement")
    FINISHED = "finished", _("Finished")


class RowOutcome(models.TextChoices):
    """What became of one row."""

    CREATED = "created", _("Created")
    UPDATED = "updated", _("Updated")
    UNCHANGED = "unchanged", _("Unchanged")
    REJECTED = "rejected", _("Rejected")
    CONFLICT = "conflict", _("Conflict")


class Severity(models.TextChoices):
    """Whether a problem keeps a row out."""

    ERROR = "error", _("Error")
    WARNING = "warning", _("Warning")


class VisitResult(models.TextChoices):
    """Result of the visit."""

    COMPLETE = "complete", _("Complete")
    PARTLY = "partly", _("Partly complete")
    REFUSED = "refused", _("Refused")
    NOT_HOME_1 = "not_home_1", _("Not at home, first visit")
    NOT_HOME_2 = "not_home_2", _("Not at home, second visit")
    NOT_HOME_3 = "not_home_3", _("Not at home, third visit")
    VACANT = "vacant", _("Vacant")
    LOCKED = "locked", _("Locked")


class DoorState(models.TextChoices):
    """What the visits to a numbered structure have come to; the first that holds of any home in it."""

    NOT_HOME = "not_home", _("Somebody was not at home")
    REFUSED = "refused", _("Somebody refused")
    VISITED = "visited", _("Interviewed")
    VACANT = "vacant", _("Found vacant")
    NOT_VISITED = "not_visited", _("Not visited")


class RespondentRole(models.TextChoices):
    """Who answered."""

    HEAD = "head", _("Head of household")
    SPOUSE = "spouse", _("Spouse")
    ADULT_MEMBER = "adult_member", _("Adult member")
    NEIGHBOUR = "neighbour", _("Neighbour")


class Sex(models.TextChoices):
    """Sex (KNBS)."""

    MALE = "male", _("Male")
    FEMALE = "female", _("Female")
    INTERSEX_OTHER = "intersex_other", _("Intersex or other")


class IdKind(models.TextChoices):
    """Which identity document was shown."""

    NATIONAL_ID = "national_id", _("National ID")
    PASSPORT = "passport", _("Passport")
    ALIEN_REFUGEE_DOC = "alien_refugee_doc", _("Alien or refugee document")
    BIRTH_CERT = "birth_cert", _("Birth certificate")
    NONE = "none", _("None")
    DECLINED = "declined", _("Declined to say")


class TenureRole(models.TextChoices):
    """How a person holds a structure (STDM's nine, and four more)."""

    OWNER_RESIDENT = "owner_resident", _("Owner living here")
    OWNER_ABSENTEE = "owner_absentee", _("Owner living elsewhere")
    CO_OWNER = "co_owner", _("Co-owner")
    CARETAKER_AGENT = "caretaker_agent", _("Caretaker or agent")
    TENANT = "tenant", _("Tenant")
    SUB_TENANT = "sub_tenant", _("Sub-tenant")
    RELATIVE_OF_OWNER = "relative_of_owner", _("Relative of the owner")
    FRIEND_OF_OWNER = "friend_of_owner", _("Friend of the owner")
    RELATIVE_OF_TENANT = "relative_of_tenant", _("Relative of a tenant")
    FRIEND_OF_TENANT = "friend_of_tenant", _("Friend of a tenant")
    RELATIVE_OF_SUBTENANT = "relative_of_subtenant", _("Relative of a sub-tenant")
    FRIEND_OF_SUBTENANT = "friend_of_subtenant", _("Friend of a sub-tenant")
    INSTITUTION_USER = "institution_user", _("User for an institution")


class HowAcquired(models.TextChoices):
    """How an owner came by the structure."""

    PURCHASED = "purchased", _("Purchased")
    CONSTRUCTED = "constructed", _("Constructed")
    INHERITED = "inherited", _("Inherited")
    ALLOCATED_BY_CHIEF = "allocated_by_chief", _("Allocated by the chief")
    ALLOCATED_BY_COMMITTEE = "allocated_by_committee", _("Allocated by a committee")
    GIFT = "gift", _("Gift")


class RentedFrom(models.TextChoices):
    """From whom a tenant rents (KNBS)."""

    NATIONAL_GOVERNMENT = "national_government", _("National government")
    COUNTY_GOVERNMENT = "county_government", _("County government")
    PARASTATAL = "parastatal", _("Parastatal")
    PRIVATE_COMPANY = "private_company", _("Private company")
    INDIVIDUAL = "individual", _("Individual")
    FAITH_NGO = "faith_ngo", _("Faith institution or NGO")


class Evidence(models.TextChoices):
    """What supports a claim."""

    NONE = "none", _("None")
    ALLOTMENT_LETTER = "allotment_letter", _("Allotment letter")
    SALE_AGREEMENT = "sale_agreement", _("Sale agreement")
    CHIEF_LETTER = "chief_letter", _("Chief's letter")
    RENT_RECEIPT = "rent_receipt", _("Rent receipt")
    METER_BILL = "meter_bill", _("Meter bill")
    WITNESS = "witness", _("Witness")
    COURT_ORDER = "court_order", _("Court order")
    TITLE = "title", _("Title")


class DisputeType(models.TextChoices):
    """What a dispute is about (STDM)."""

    BOUNDARY = "boundary", _("Boundary")
    OWNERSHIP = "ownership", _("Ownership")
    RENT = "rent", _("Rent")


class RentIncludes(models.TextChoices):
    """What the rent includes."""

    WATER = "water", _("Water")
    ELECTRICITY = "electricity", _("Electricity")
    TOILET = "toilet", _("Toilet")
    GARBAGE = "garbage", _("Rubbish collection")
    NONE = "none", _("None")


class WaterSource(models.TextChoices):
    """Main source of drinking water (KNBS)."""

    POND = "pond", _("Pond")
    DAM_LAKE = "dam_lake", _("Dam or lake")
    STREAM_RIVER = "stream_river", _("Stream or river")
    PROTECTED_SPRING = "protected_spring", _("Protected spring")
    UNPROTECTED_SPRING = "unprotected_spring", _("Unprotected spring")
    PROTECTED_WELL = "protected_well", _("Protected well")
    UNPROTECTED_WELL = "unprotected_well", _("Unprotected well")
    BOREHOLE_TUBEWELL = "borehole_tubewell", _("Borehole or tube well")
    PIPED_DWELLING = "piped_dwelling", _("Piped into the dwelling")
    PIPED_YARD_PLOT = "piped_yard_plot", _("Piped into the yard or plot")
    BOTTLED = "bottled", _("Bottled water")
    RAIN_HARVESTED = "rain_harvested", _("Rain water")
    WATER_VENDOR = "water_vendor", _("Water vendor")
    PUBLIC_TAP_STANDPIPE = "public_tap_standpipe", _("Public tap or standpipe")


class ToiletType(models.TextChoices):
    """Main way of disposing of human waste (KNBS)."""

    MAIN_SEWER = "main_sewer", _("Main sewer")
    SEPTIC_TANK = "septic_tank", _("Septic tank")
    CESS_POOL = "cess_pool", _("Cess pool")
    VIP_LATRINE = "vip_latrine", _("VIP latrine")
    PIT_LATRINE_COVERED = "pit_latrine_covered", _("Covered pit latrine")
    PIT_LATRINE_UNCOVERED = "pit_latrine_uncovered", _("Uncovered pit latrine")
    BUCKET_LATRINE = "bucket_latrine", _("Bucket latrine")
    OPEN_BUSH = "open_bush", _("Open or bush")
    BIO_SEPTIC_BIODIGESTER = "bio_septic_biodigester", _("Bio-septic tank or biodigester")
    CONTAINER_BASED = "container_based", _("Container-based toilet")


class ToiletPlace(models.TextChoices):
    """Where the toilet is and who may use it."""

    IN_DWELLING = "in_dwelling", _("In the dwelling")
    IN_PLOT_COMPOUND = "in_plot_compound", _("In the plot or compound")
    PUBLIC_PAID = "public_paid", _("Public, paid")
    PUBLIC_FREE = "public_free", _("Public, free")
    NEIGHBOUR = "neighbour", _("At a neighbour's")
    NONE = "none", _("None")


class SolidWaste(models.TextChoices):
    """Main way of disposing of rubbish (KNBS)."""

    COLLECTED_COUNTY = "collected_county", _("Collected by the county")
    COLLECTED_COMMUNITY_ASSOC = "collected_community_assoc", _("Collected by a community association")
    COLLECTED_PRIVATE = "collected_private", _("Collected by a private company")
    DUMPED_COMPOUND = "dumped_compound", _("Dumped in the compound")
    DUMPED_STREET_DRAIN = "dumped_street_drain", _("Dumped in the street or drain")
    DUMPED_LATRINE = "dumped_latrine", _("Dumped in the latrine")
    BURNT_OPEN = "burnt_open", _("Burnt in the open")
    BURIED = "buried", _("Buried")
    COMPOST_PIT = "compost_pit", _("Compost pit")
    BURNT_PIT = "burnt_pit", _("Burnt in a pit")


class CookingFuel(models.TextChoices):
    """Main fuel for cooking (KNBS)."""

    ELECTRICITY = "electricity", _("Electricity")
    PARAFFIN = "paraffin", _("Paraffin")
    GAS_LPG = "gas_lpg", _("Gas (LPG)")
    BIOGAS = "biogas", _("Biogas")
    FIREWOOD = "firewood", _("Firewood")
    CHARCOAL = "charcoal", _("Charcoal")
    SOLAR = "solar", _("Solar")


class Lighting(models.TextChoices):
    """Main lighting (KNBS)."""

    MAINS_ELECTRICITY = "mains_electricity", _("Mains electricity")
    PARAFFIN_PRESSURE = "paraffin_pressure", _("Paraffin pressure lamp")
    PARAFFIN_LANTERN = "paraffin_lantern", _("Paraffin lantern")
    PARAFFIN_TIN = "paraffin_tin", _("Paraffin tin lamp")
    GAS_LAMP = "gas_lamp", _("Gas lamp")
    WOOD = "wood", _("Wood")
    SOLAR = "solar", _("Solar")
    TORCH_SOLAR = "torch_solar", _("Solar-charged torch")
    TORCH_DRY_CELLS = "torch_dry_cells", _("Torch with dry cells")
    CANDLE = "candle", _("Candle")
    BATTERY_CAR = "battery_car", _("Car battery")
    GENERATOR = "generator", _("Generator")
    BIOGAS = "biogas", _("Biogas")


class ElectricityConnection(models.TextChoices):
    """How the home is connected."""

    OWN_METER = "own_meter", _("Own meter")
    SHARED_METER = "shared_meter", _("Shared meter")
    INFORMAL = "informal", _("Informal connection")
    NONE = "none", _("None")


class Asset(models.TextChoices):
    """What the household owns (KNBS, with phones)."""

    RADIO = "radio", _("Radio")
    DESKTOP_LAPTOP_TABLET = "desktop_laptop_tablet", _("Computer, laptop or tablet")
    FUNCTIONAL_TV = "functional_tv", _("Television")
    ANALOGUE_TV = "analogue_tv", _("Analogue television")
    INTERNET = "internet", _("Internet")
    BICYCLE = "bicycle", _("Bicycle")
    MOTORCYCLE = "motorcycle", _("Motorcycle")
    REFRIGERATOR = "refrigerator", _("Refrigerator")
    CAR = "car", _("Car")
    TRUCK_BUS = "truck_bus", _("Lorry or bus")
    TUK_TUK = "tuk_tuk", _("Tuk-tuk")
    SMARTPHONE = "smartphone", _("Smartphone")
    FEATURE_PHONE = "feature_phone", _("Simple phone")


class IncomeSource(models.TextChoices):
    """Main source of income."""

    FORMAL_EMPLOYMENT = "formal_employment", _("Formal employment")
    CASUAL_LABOUR = "casual_labour", _("Casual labour")
    SMALL_BUSINESS = "small_business", _("Small business")
    HAWKING = "hawking", _("Hawking")
    JUA_KALI = "jua_kali", _("Jua kali")
    DOMESTIC_WORK = "domestic_work", _("Domestic work")
    TRANSPORT_BODA = "transport_boda", _("Transport or boda boda")
    FARMING = "farming", _("Farming")
    REMITTANCE = "remittance", _("Money sent by others")
    PENSION_GRANT = "pension_grant", _("Pension or grant")
    NONE = "none", _("None")


class IncomeBand(models.TextChoices):
    """Household income in a month, Kenya shillings."""

    KES_0_5000 = "0_5000", _("0 to 5,000")
    KES_5001_10000 = "5001_10000", _("5,001 to 10,000")
    KES_10001_20000 = "10001_20000", _("10,001 to 20,000")
    KES_20001_40000 = "20001_40000", _("20,001 to 40,000")
    OVER_40000 = "over_40000", _("Over 40,000")
    DECLINED = "declined", _("Declined to say")


class SavingsGroup(models.TextChoices):
    """Which savings group the household belongs to."""

    MUUNGANO = "muungano", _("Muungano")
    OTHER_CHAMA = "other_chama", _("Another chama")
    NONE = "none", _("None")


class StayWish(models.TextChoices):
    """Whether the household wants to stay."""

    STAY_HERE = "stay_here", _("Stay here")
    MOVE_IF_SERVICE = "move_if_service", _("Move if there are services")
    MOVE_HOME = "move_home", _("Move back home")
    UNDECIDED = "undecided", _("Undecided")


class Priority(models.TextChoices):
    """What the community should ask for first."""

    LAND_TENURE = "land_tenure", _("Land tenure")
    HOUSING = "housing", _("Housing")
    WATER = "water", _("Water")
    SANITATION_SEWER = "sanitation_sewer", _("Sanitation and sewers")
    DRAINAGE = "drainage", _("Drainage")
    ELECTRICITY = "electricity", _("Electricity")
    SECURITY_LIGHTING = "security_lighting", _("Security and lighting")
    ROADS_PATHS = "roads_paths", _("Roads and paths")
    GARBAGE = "garbage", _("Rubbish")
    HEALTH = "health", _("Health")
    SCHOOL = "school", _("School")
    JOBS_LIVELIHOODS = "jobs_livelihoods", _("Jobs and livelihoods")
    MARKET = "market", _("Market")
    FIRE_SAFETY = "fire_safety", _("Fire safety")
    FLOOD_PROTECTION = "flood_protection", _("Flood protection")
    OTHER = "other", _("Other")


class Relation(models.TextChoices):
    """Relation to the head of household (KNBS P-10)."""

    HEAD = "head", _("Head")
    SPOUSE = "spouse", _("Spouse")
    SON_DAUGHTER = "son_daughter", _("Son or daughter")
    GRANDCHILD = "grandchild", _("Grandchild")
    BROTHER_SISTER = "brother_sister", _("Brother or sister")
    FATHER_MOTHER = "father_mother", _("Father or mother")
    NEPHEW_NIECE = "nephew_niece", _("Nephew or niece")
    IN_LAW = "in_law", _("In-law")
    GRANDPARENT = "grandparent", _("Grandparent")
    OTHER_RELATIVE = "other_relative", _("Other relative")
    NON_RELATIVE = "non_relative", _("Not related")
    DK = "dk", _("Does not know")


class MaritalStatus(models.TextChoices):
    """Marital status (KNBS P-18)."""

    NEVER_MARRIED = "never_married", _("Never married")
    MARRIED_MONOGAMOUS = "married_monogamous", _("Married, monogamous")
    MARRIED_POLYGAMOUS = "married_polygamous", _("Married, polygamous")
    WIDOWED = "widowed", _("Widowed")
    DIVORCED = "divorced", _("Divorced")
    SEPARATED = "separated", _("Separated")
    DK = "dk", _("Does not know")


class SchoolStatus(models.TextChoices):
    """School attendance (KNBS)."""

    IN_SCHOOL = "in_school", _("In school")
    LEFT_COMPLETED = "left_completed", _("Left after completing")
    LEFT_BEFORE_COMPLETION = "left_before_completion", _("Left before completing")
    NEVER_ATTENDED = "never_attended", _("Never attended")
    DK = "dk", _("Does not know")


class EducationLevel(models.TextChoices):
    """Highest education (KNBS)."""

    NONE = "none", _("None")
    PRE_PRIMARY = "pre_primary", _("Pre-primary")
    PRIMARY = "primary", _("Primary")
    SECONDARY = "secondary", _("Secondary")
    TVET = "tvet", _("TVET")
    UNIVERSITY = "university", _("University")
    ADULT_BASIC = "adult_basic", _("Adult basic education")
    MADRASA_DUKSI = "madrasa_duksi", _("Madrasa or duksi")
    DK = "dk", _("Does not know")


class SchoolLocation(models.TextChoices):
    """Where the school is."""

    IN_SETTLEMENT = "in_settlement", _("In the settlement")
    UNDER_1KM = "under_1km", _("Less than 1 km away")
    OVER_1KM = "over_1km", _("More than 1 km away")


class SchoolKind(models.TextChoices):
    """What kind of school it is."""

    PUBLIC = "public", _("Public")
    PRIVATE = "private", _("Private")
    APBET_INFORMAL = "apbet_informal", _("APBET or informal")


class Activity(models.TextChoices):
    """What the person did in the last seven days (KNBS)."""

    WORKING = "working", _("Working")
    SEEKING_WORK_NO_WORK = "seeking_work_no_work", _("Seeking work")
    OUTSIDE_LABOUR_FORCE = "outside_labour_force", _("Outside the labour force")


class Occupation(models.TextChoices):
    """Main occupation."""

    FORMAL_EMPLOYMENT = "formal_employment", _("Formal employment")
    CASUAL_LABOUR = "casual_labour", _("Casual labour")
    SMALL_BUSINESS = "small_business", _("Small business")
    HAWKING = "hawking", _("Hawking")
    JUA_KALI = "jua_kali", _("Jua kali")
    DOMESTIC_WORK = "domestic_work", _("Domestic work")
    TRANSPORT_BODA = "transport_boda", _("Transport or boda boda")
    FARMING = "farming", _("Farming")
    REMITTANCE = "remittance", _("Money sent by others")
    PENSION_GRANT = "pension_grant", _("Pension or grant")
    NONE = "none", _("None")
    STUDENT = "student", _("Student")
    HOMEMAKER = "homemaker", _("Homemaker")


class Difficulty(models.TextChoices):
    """How hard an everyday act is (Washington Group short set)."""

    NONE = "none", _("No difficulty")
    SOME = "some", _("Some difficulty")
    A_LOT = "a_lot", _("A lot of difficulty")
    CANNOT = "cannot", _("Cannot do it")


class NotGiven(models.TextChoices):
    """Why an answer is missing: never 0 for not asked, nor blank for unknown."""

    DONT_KNOW = "dont_know", _("Does not know")
    DECLINED = "declined", _("Declined to say")


class LinkKind(models.TextChoices):
    """How a household of a later count comes from one of the count before."""

    SAME = "same", _("The same household")
    SPLIT = "split", _("A part that split off")
    JOINED = "joined", _("Joined another household")


class LinkState(models.TextChoices):
    """Whether a person has judged a link between rounds."""

    FOUND = "found", _("Found by comparing")
    CONFIRMED = "confirmed", _("Confirmed")
    REJECTED = "rejected", _("Not the same")


class DoorChange(models.TextChoices):
    """What a structure is since the round before, as the map draws it; a code's place is its number there."""

    STAYED = "stayed", _("Stayed, with people of then")
    CHANGED = "changed", _("Stayed, other people live there")
    NEW = "new", pgettext_lazy("structure", "New")
    GONE = "gone", _("Gone")
    NOT_FOUND = "not_found", _("Not visited again")
    SPLIT = "split", _("Split")
    MERGED = "merged", _("Made one with another")
    RENUMBERED = "renumbered", _("Given another number")
    PART = "part", _("New number of an old structure")
