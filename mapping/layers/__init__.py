"""What the map draws: each layer a short class saying what is in its tiles and who may see them.

No layer carries a phone number or anything else of a person. To add a layer: write its class in a module
here, add it to LAYERS, and draw it in static/js/map/.
"""

from mapping.layers.base import Layer
from mapping.layers.checking import CheckingLayer, PlainCheckingLayer
from mapping.layers.clusters import ClusterLayer, PublicClusterLayer
from mapping.layers.disputes import DisputeLayer
from mapping.layers.lanes import LaneLayer, PublicLaneLayer
from mapping.layers.overlays import HazardLayer, PlanLayer, PublicHazardLayer, PublicPlanLayer
from mapping.layers.service_points import PublicServicePointLayer, ServicePointLayer
from mapping.layers.structures import PlainStructureLayer, StructureLayer

__all__ = ["LAYERS", "Layer"]

LAYERS: dict[str, Layer] = {
    layer.name: layer
    for layer in (
        ClusterLayer(),
        StructureLayer(),
        PlainStructureLayer(),
        CheckingLayer(),
        PlainCheckingLayer(),
        DisputeLayer(),
        ServicePointLayer(),
        LaneLayer(),
        HazardLayer(),
        PlanLayer(),
        PublicClusterLayer(),
        PublicServicePointLayer(),
        PublicLaneLayer(),
        PublicHazardLayer(),
        PublicPlanLayer(),
    )
}
