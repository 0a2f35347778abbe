"""What stands on the ground and outlives any count."""

from settlements.models.administration import County, SubCounty, Ward
from settlements.models.change import StructureChange
from settlements.models.edit import GroundEdit, GroundEditItem
from settlements.models.ground_import import GroundImport
from settlements.models.invitation import Invitation
from settlements.models.lines import Lane, Overlay
from settlements.models.settlement import Cluster, Eviction, Membership, Settlement
from settlements.models.structure import ServicePoint, Structure

__all__ = [
    "Cluster",
    "County",
    "Eviction",
    "GroundEdit",
    "GroundEditItem",
    "GroundImport",
    "Invitation",
    "Lane",
    "Membership",
    "Overlay",
    "ServicePoint",
    "Settlement",
    "Structure",
    "StructureChange",
    "SubCounty",
    "Ward",
]
