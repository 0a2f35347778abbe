"""What the person decided about a file: which layer it is, where it lies and which column is which."""

from dataclasses import asdict, dataclass, field, replace
from typing import Any

from settlements.choices import GroundLayer as Layer


@dataclass(frozen=True)
class Options:
    """The decisions. `crs` and `swap` are None as long as the file's own word is taken.

    `columns` names a heading for each field that was chosen by hand ("" for none); what it leaves out is
    proposed by likeness. `kinds` corrects the table of kinds: text of the file to kind.
    """

    layer: Layer
    source_layer: str = ""
    crs: str | None = None
    swap: bool | None = None
    columns: dict[str, str] = field(default_factory=dict)
    kinds: dict[str, str] = field(default_factory=dict)
    make_numbers: bool = False
    make_clusters: bool = False

    def to_json(self) -> dict[str, Any]:
        return asdict(self) | {"layer": str(self.layer)}

    @classmethod
    def from_json(cls, value: dict[str, Any]) -> "Options":
        return replace(cls(**value), layer=Layer(value["layer"]))


__all__ = ["Layer", "Options"]
