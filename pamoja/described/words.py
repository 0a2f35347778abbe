"""What is said of one call."""

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Call:
    """A heading, whose room it stands in, what is sent (by content type) and answered (by status)."""

    summary: str
    tag: str
    answers: dict[int, Any] = field(default_factory=dict)
    sends: dict[str, Any] = field(default_factory=dict)
    description: str = ""


def page(*rows: Any, following: str | None = None) -> dict[str, Any]:
    """A page of a list."""
    return {"count": len(rows), "next": following, "previous": None, "results": list(rows)}


def features(*found: Any) -> dict[str, Any]:
    """A page of a GeoJSON list."""
    return {
        "type": "FeatureCollection",
        "count": len(found),
        "next": None,
        "previous": None,
        "features": list(found),
    }


def feature(id: int, geometry: dict[str, Any], **properties: Any) -> dict[str, Any]:
    return {"id": id, "type": "Feature", "geometry": geometry, "properties": properties}
