"""Codes of what stands on the ground, with their labels. A code never changes once it was used.

Materials are the census (KNBS 2019) categories; settlement types are MajiData's; ownership and related
structures are STDM's. Labels are English here and Kiswahili in `locale/sw`.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Role(models.TextChoices):
    """What a person may do in the places of a Membership."""

    LEADER = "leader", _("Leader")
    ENUMERATOR = "enumerator", _("Enumerator")
    VERIFIER = "verifier", _("Verifier")
    STAFF = "staff", _("Staff")
    DATA_MANAGER = "data_manager", _("Data manager")


class AccessLevel(models.TextChoices):
    """Who may know that this settlement is on the platform."""

    PUBLIC = "public", _("Public")
    FEDERATION = "federation", _("Federation members")
    STAFF = "staff", _("Staff only")


class SettlementType(models.TextChoices):
    """MajiData's kinds of low-income areas."""

    INFORMAL_SETTLEMENT = "informal_settlement", _("Informal settlement")
    PLANNED_LOW_INCOME = "planned_low_income", _("Planned low-income area")
    INFORMAL_IN_PLANNED = "informal_in_planned", _("Informal housing in a planned area")
    URBAN_SUB_CENTRE = "urban_sub_centre", _("Urban sub-centre")
    LARGE_RURAL_CENTRE = "large_rural_centre", _("Large rural centre")
    IDP_CAMP = "idp_camp", _("Camp for displaced people")
    PERI_URBAN = "peri_urban", _("Peri-urban area")


class LandOwnerType(models.TextChoices):
    """Whose land it is. Never assume public land: Obunga is mainly freehold."""

    NATIONAL_GOVT = "national_govt", _("National government")
    COUNTY_GOVT = "county_govt", _("County government")
    PRIVATE_INDIVIDUAL_FREEHOLD = "private_individual_freehold", _("Private person, freehold")
    PRIVATE_COMPANY = "private_company", _("Private company")
    COMMUNITY_TRUST = "community_trust", _("Community trust")
    FAITH_INSTITUTION = "faith_institution", _("Faith institution")
    RAILWAY_RESERVE = "railway_reserve", _("Railway reserve")
    ROAD_RESERVE = "road_reserve", _("Road reserve")
    RIPARIAN_RESERVE = "riparian_reserve", _("Riparian reserve")
    POWER_LINE_WAYLEAVE = "power_line_wayleave", _("Power line wayleave")
    PIPELINE_WAYLEAVE = "pipeline_wayleave", _("Pipeline wayleave")
    AIRPORT_MILITARY = "airport_military", _("Airport or military")
    SCHOOL_HOSPITAL_LAND = "school_hospital_land", _("School or hospital land")
    DISPUTED = "disputed", _("Disputed")
    UNKNOWN = "unknown", _("Not known")


class Regularisation(models.TextChoices):
    """How far the settlement has come towards secure tenure."""

    NONE = "none", _("None")
    PETITION_MADE = "petition_made", _("Petition made")
    UNDER_NEGOTIATION = "under_negotiation", _("Under negotiation")
    SURVEY_DONE = "survey_done", _("Survey done")
    ALLOTMENT_LETTERS = "allotment_letters", _("Allotment letters")
    CERTIFICATES_OF_OCCUPANCY = "certificates_of_occupancy", _("Certificates of occupancy")
    COMMUNITY_TITLE = "community_title", _("Community title")
    INDIVIDUAL_TITLES = "individual_titles", _("Individual titles")
    SPECIAL_PLANNING_AREA = "special_planning_area", _("Special planning area")


class EvictionThreat(models.TextChoices):
    """The threat of eviction today."""

    NONE = "none", _("None")
    RUMOUR = "rumour", _("Rumour")
    VERBAL = "verbal", _("Told verbally")
    WRITTEN_NOTICE = "written_notice", _("Written notice")
    GAZETTED = "gazetted", _("Gazetted")
    COURT_CASE = "court_case", _("Court case")
    ONGOING_DEMOLITION = "ongoing_demolition", _("Demolition going on")
    COURT_ORDER_STOPPING = "court_order_stopping", _("Stopped by court order")


class EvictionAgent(models.TextChoices):
    """Who evicted."""

    NATIONAL_GOVT = "national_govt", _("National government")
    COUNTY = "county", _("County government")
    PARASTATAL = "parastatal", _("Parastatal")
    PRIVATE_OWNER = "private_owner", _("Private owner")
    UNKNOWN = "unknown", _("Not known")


class EvictionOutcome(models.TextChoices):
    """How an eviction ended."""

    EVICTED = "evicted", _("People were evicted")
    PARTLY_EVICTED = "partly_evicted", _("Some people were evicted")
    STOPPED = "stopped", _("It was stopped")
    RETURNED = "returned", _("People came back")
    RELOCATED = "relocated", _("People were relocated")
    COMPENSATED = "compensated", _("People were compensated")
    UNKNOWN = "unknown", _("Not known")


class Hazard(models.TextChoices):
    """Dangers of the place."""

    FLOODING = "flooding", _("Flooding")
    FIRE = "fire", _("Fire")
    LANDSLIDE = "landslide", _("Landslide")
    RIVER_EROSION = "river_erosion", _("River erosion")
    INDUSTRIAL_POLLUTION = "industrial_pollution", _("Industrial pollution")
    DUMPSITE = "dumpsite", _("Dumpsite")
    HIGH_VOLTAGE = "high_voltage", _("High-voltage line")
    RAILWAY = "railway", _("Railway")
    PIPELINE = "pipeline", _("Pipeline")
    QUARRY = "quarry", _("Quarry")
    NONE = "none", _("None")


class ClusterKind(models.TextChoices):
    """What the residents call a part of their settlement."""

    VILLAGE = "village", _("Village")
    ZONE = "zone", _("Zone")
    CLUSTER = "cluster", _("Cluster")
    NYUMBA_KUMI = "nyumba_kumi", _("Nyumba kumi")
    BLOCK = "block", _("Block")


class StructureUse(models.TextChoices):
    """What a structure is used for."""

    RESIDENTIAL = "residential", _("Homes")
    BUSINESS = "business", _("Business")
    MIXED = "mixed", _("Homes and business")
    RENTAL_ONLY = "rental_only", _("Rental rooms only")
    SCHOOL = "school", _("School")
    HEALTH = "health", _("Health")
    WORSHIP = "worship", _("Worship")
    TOILET_BLOCK = "toilet_block", _("Toilet block")
    WATER_KIOSK = "water_kiosk", _("Water kiosk")
    STORE = "store", _("Store")
    WORKSHOP = "workshop", _("Workshop")
    COMMUNITY_HALL = "community_hall", _("Community hall")
    VACANT = "vacant", _("Vacant")
    UNDER_CONSTRUCTION = "under_construction", _("Under construction")
    DEMOLISHED = "demolished", _("Demolished")


class RoofMaterial(models.TextChoices):
    """Main material of the roof (KNBS)."""

    GRASS_TWIGS = "grass_twigs", _("Grass or twigs")
    MAKUTI_THATCH = "makuti_thatch", _("Makuti thatch")
    DUNG_MUD = "dung_mud", _("Dung or mud")
    IRON_SHEETS = "iron_sheets", _("Iron sheets")
    TIN_CANS = "tin_cans", _("Tin cans")
    ASBESTOS_SHEETS = "asbestos_sheets", _("Asbestos sheets")
    CONCRETE_CEMENT = "concrete_cement", _("Concrete or cement")
    TILES = "tiles", _("Tiles")
    CANVAS_TENTS = "canvas_tents", _("Canvas or tents")
    DECRA_VERSATILE = "decra_versatile", _("Decra or versatile")
    NYLON_CARTONS_CARDBOARD = "nylon_cartons_cardboard", _("Nylon, cartons or cardboard")
    SHINGLES = "shingles", _("Shingles")
    OTHER = "other", _("Other")


class WallMaterial(models.TextChoices):
    """Main material of the walls (KNBS)."""

    CANE_PALM_TRUNKS = "cane_palm_trunks", _("Cane, palm or trunks")
    GRASS_REEDS = "grass_reeds", _("Grass or reeds")
    MUD_COWDUNG = "mud_cowdung", _("Mud or cow dung")
    STONE_WITH_MUD = "stone_with_mud", _("Stone with mud")
    COVERED_ADOBE = "covered_adobe", _("Covered adobe")
    UNCOVERED_ADOBE = "uncovered_adobe", _("Uncovered adobe")
    PLYWOOD_CARDBOARD = "plywood_cardboard", _("Plywood or cardboard")
    OFFCUTS_REUSED_WOOD = "offcuts_reused_wood", _("Off-cuts or reused wood")
    IRON_SHEETS = "iron_sheets", _("Iron sheets")
    CONCRETE_BLOCKS_PRECAST = "concrete_blocks_precast", _("Concrete blocks or precast wall")
    STONE_LIME_CEMENT = "stone_lime_cement", _("Stone with lime or cement")
    BRICKS = "bricks", _("Bricks")
    CANVAS_TENTS = "canvas_tents", _("Canvas or tents")
    NYLON_CARTONS = "nylon_cartons", _("Nylon or cartons")
    TIMBER = "timber", _("Timber")
    PREFABRICATED_PANELS = "prefabricated_panels", _("Prefabricated panels")
    OTHER = "other", _("Other")


class FloorMaterial(models.TextChoices):
    """Main material of the floor (KNBS)."""

    EARTH_SAND = "earth_sand", _("Earth or sand")
    DUNG = "dung", _("Dung")
    WOOD_PLANKS_SHINGLES = "wood_planks_shingles", _("Wood planks or shingles")
    PALM_BAMBOO = "palm_bamboo", _("Palm or bamboo")
    PARQUET_POLISHED_WOOD = "parquet_polished_wood", _("Parquet or polished wood")
    VINYL_ASPHALT = "vinyl_asphalt", _("Vinyl or asphalt strips")
    CERAMIC_TILES = "ceramic_tiles", _("Ceramic tiles")
    CONCRETE_CEMENT_TERRAZZO = "concrete_cement_terrazzo", _("Concrete, cement or terrazzo")
    WALL_TO_WALL_CARPET = "wall_to_wall_carpet", _("Wall-to-wall carpet")
    OTHER = "other", _("Other")


class RelatedStructure(models.TextChoices):
    """What belongs to a structure (STDM)."""

    KITCHEN = "kitchen", _("Kitchen")
    TOILET = "toilet", _("Toilet")
    BATHROOM = "bathroom", _("Bathroom")
    STORE = "store", _("Store")


class StructureUtility(models.TextChoices):
    """Utilities of a structure (STDM)."""

    WATER = "water", _("Water")
    ELECTRICITY = "electricity", _("Electricity")


class OwnershipType(models.TextChoices):
    """Whose structure it is (STDM)."""

    PRIVATE_INDIVIDUAL = "private_individual", _("Private person")
    PRIVATE_INSTITUTION = "private_institution", _("Private institution")
    NATIONAL_GOVERNMENT = "national_government", _("National government")
    COUNTY_MUNICIPAL = "county_municipal", _("County")
    COMMUNAL = "communal", _("Communal")
    UNKNOWN = "unknown", _("Not known")


class StructureStatus(models.TextChoices):
    """How far the count has come at this door."""

    NUMBERED = "numbered", _("Numbered")
    ENUMERATED = "enumerated", _("Enumerated")
    LOCKED = "locked", _("Locked")
    REFUSED = "refused", _("Refused")
    VACANT = "vacant", _("Vacant")
    DEMOLISHED = "demolished", _("Demolished")
    MERGED_INTO = "merged_into", _("Merged into another")


class ChangeKind(models.TextChoices):
    """What happened to a structure between two counts."""

    NEW = "new", _("Newly built")
    DEMOLISHED = "demolished", _("Taken down")
    SPLIT = "split", _("Split into several")
    MERGED = "merged", _("Made one with another")
    RENUMBERED = "renumbered", _("Given another number")


class ServiceKind(models.TextChoices):
    """What a service point is."""

    TOILET_BLOCK = "toilet_block", _("Toilet block")
    WATER_POINT = "water_point", _("Water point")
    WATER_KIOSK = "water_kiosk", _("Water kiosk")
    BOREHOLE = "borehole", _("Borehole")
    TANK = "tank", _("Water tank")
    HANDWASHING = "handwashing", _("Hand-washing place")
    WASTE_COLLECTION = "waste_collection", _("Waste collection point")
    DUMPSITE = "dumpsite", _("Dumpsite")
    DRAIN_BLOCKAGE = "drain_blockage", _("Blocked drain")
    SEWER_MANHOLE = "sewer_manhole", _("Sewer manhole")
    STREETLIGHT_HIGHMAST = "streetlight_highmast", _("Street light or high mast")
    TRANSFORMER = "transformer", _("Transformer")
    SCHOOL = "school", _("School")
    ECD_CENTRE = "ecd_centre", _("ECD centre")
    HEALTH_FACILITY = "health_facility", _("Health facility")
    CHEMIST = "chemist", _("Chemist")
    CHP_BASE = "chp_base", _("Health promoters' base")
    POLICE_POST = "police_post", _("Police post")
    CHIEF_OFFICE = "chief_office", _("Chief's office")
    WORSHIP = "worship", _("Place of worship")
    MARKET = "market", _("Market")
    SOCIAL_HALL = "social_hall", _("Social hall")
    PLAYGROUND = "playground", _("Playground")
    FIRE_POINT = "fire_point", _("Fire point")
    BRIDGE = "bridge", _("Bridge")
    BUS_STAGE = "bus_stage", _("Bus stage")
    SAVINGS_GROUP_BASE = "savings_group_base", _("Savings group's base")
    COURT_OR_AJS_POINT = "court_or_ajs_point", _("Court or alternative justice point")
    OTHER = "other", _("Other")


class ServiceOperator(models.TextChoices):
    """Who runs a service point."""

    COMMUNITY_GROUP = "community_group", _("Community group")
    FEDERATION = "federation", _("Federation")
    COUNTY = "county", _("County")
    UTILITY = "utility", _("Utility")
    NGO = "ngo", _("NGO")
    FAITH = "faith", _("Faith institution")
    PRIVATE = "private", _("Private")
    SCHOOL = "school", _("School")
    UNKNOWN = "unknown", _("Not known")


class ServiceStatus(models.TextChoices):
    """Whether a service point works."""

    WORKING = "working", pgettext_lazy("service point", "Working")
    PARTLY = "partly", _("Partly working")
    NOT_WORKING = "not_working", _("Not working")
    UNDER_CONSTRUCTION = "under_construction", pgettext_lazy("service point", "Under construction")
    CLOSED = "closed", _("Closed")
    UNKNOWN = "unknown", _("Not known")


class LaneKind(models.TextChoices):
    """What people walk, drive or drain along."""

    MAIN_ROAD = "main_road", _("Main road")
    ACCESS_ROAD = "access_road", _("Access road")
    LANE = "lane", _("Lane")
    FOOTPATH = "footpath", _("Footpath")
    STEPS = "steps", _("Steps")
    BRIDGE = "bridge", _("Bridge")
    DRAIN = "drain", _("Drain")
    RIVER = "river", _("River or stream")
    RAILWAY = "railway", _("Railway")
    OTHER = "other", _("Other")


class OverlayKind(models.TextChoices):
    """What threatens or is planned: dangers of the place, then other people's lines on its ground."""

    FLOODING = "flooding", _("Flooding")
    FIRE = "fire", _("Fire")
    LANDSLIDE = "landslide", _("Landslide")
    RIVER_EROSION = "river_erosion", _("River erosion")
    INDUSTRIAL_POLLUTION = "industrial_pollution", _("Industrial pollution")
    DUMPSITE = "dumpsite", _("Dumpsite")
    HIGH_VOLTAGE = "high_voltage", _("High-voltage line")
    PIPELINE = "pipeline", _("Pipeline")
    QUARRY = "quarry", _("Quarry")
    PROPOSED_ROAD = "proposed_road", _("Proposed road")
    WAYLEAVE = "wayleave", _("Wayleave")
    RIPARIAN_BUFFER = "riparian_buffer", _("Riparian buffer")
    RAILWAY_RESERVE = "railway_reserve", _("Railway reserve")
    CLEARANCE = "clearance", _("Area to be cleared")
    PLANNING_AREA = "planning_area", _("Special planning area")
    OTHER = "other", _("Other")

    @classmethod
    def hazards(cls) -> "tuple[OverlayKind, ...]":
        """The dangers; all others are plans."""
        values = tuple(cls)
        return values[: values.index(cls.PROPOSED_ROAD)]


class GroundLayer(models.TextChoices):
    """What a file of ground may hold."""

    BOUNDARY = "boundary", _("Boundary of the settlement")
    CLUSTERS = "clusters", _("Clusters (villages)")
    STRUCTURES = "structures", _("Structures and footprints")
    SERVICE_POINTS = "service-points", _("Service points")
    LANES = "lanes", _("Lanes, drains and rivers")
    OVERLAYS = "overlays", _("Hazards and plans")


class EditAction(models.TextChoices):
    """What a set of changes on the map did to one thing."""

    CREATED = "created", _("Created")
    CHANGED = "changed", _("Changed")
    DELETED = "deleted", _("Deleted")


class ImportState(models.TextChoices):
    """How far an import of ground has come."""

    PLANNED = "planned", _("Planned")
    APPLIED = "applied", _("Applied")
