"""Everything an import can have to say about a file or a row: a code, a sentence and a remedy."""

from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext_lazy as _

from settlements.saying import Catalogue, Saying

# code -> what is so, what to do about it. Sentences take the problem's params.
CATALOGUE: Catalogue = {
    # The whole file
    "empty_file": (_("The file is empty."), _("Save it again from the program it came from.")),
    "too_large": (
        _("The file holds more than %(limit)s MB."),
        _("Split it, or keep only the settlement's part."),
    ),
    "too_many_features": (
        _("The file holds more than %(limit)s features."),
        _("Keep only the settlement's part, or use the command import_ground on the server."),
    ),
    "unknown_format": (
        _("This is not a GeoJSON, GeoPackage, zipped Shapefile, KML or CSV file."),
        _("Save it as one of these. A Shapefile is sent as a zip of its .shp, .shx, .dbf and .prj."),
    ),
    "unreadable": (
        _("The file cannot be read as %(format)s: %(reason)s"),
        _("Open it in QGIS and save it again."),
    ),
    "broken_zip": (_("The zip is damaged or protected by a password."), _("Pack it again.")),
    "zip_too_large": (
        _("Unpacked, the zip holds more than %(limit)s MB."),
        _("Pack only one layer's files."),
    ),
    "zip_without_shapefile": (
        _("There is no Shapefile, KML or GeoPackage in the zip."),
        _("Pack the .shp, .shx, .dbf and .prj of one layer."),
    ),
    "zip_incomplete": (_("%(missing)s is missing from the zip."), _("Pack all files of the Shapefile.")),
    "no_layer": (_("The file holds no layer named %(name)s."), _("It holds: %(layers)s.")),
    "no_features": (_("The file holds no features."), _("Check that the right layer was exported.")),
    "no_geometry_columns": (
        _("No column holds places."),
        _("Name the columns of longitude and latitude, or one with WKT."),
    ),
    "unknown_crs": (_("%(crs)s is no coordinate system."), _("Give its EPSG number, as in EPSG:32737.")),
    "unknown_column": (_("The file has no column %(column)s."), _("Its columns: %(columns)s.")),
    "no_number_column": (
        _("No column holds the structures' numbers."),
        _("Choose it, or let the importer number them."),
    ),
    "one_boundary": (
        _("The file holds nothing a boundary can be made of."),
        _("Send a polygon, or a line that closes."),
    ),
    "database_refused": (
        _("The database refused the data, and nothing was changed: %(reason)s"),
        _("Report this to those who run the site."),
    ),
    "ground_changed": (
        _("The ground has changed since the plan was made; nothing was applied."),
        _("Look at the new plan, then apply it."),
    ),
    "questions_open": (_("A question is still open."), _("Answer it first.")),
    # Where it lies
    "crs_missing": (
        _("The file does not say its coordinate system."),
        _("Choose where the data belongs."),
    ),
    "not_degrees": (
        _("The coordinates are no degrees, though the file gives no other system."),
        _("Choose where the data belongs."),
    ),
    "swapped": (
        _("Longitude and latitude look swapped: as written, the data lies at %(where)s."),
        _("Choose the order that puts it in the settlement."),
    ),
    "arc_1960": (
        _(
            "The data lies %(metres)s m beside the ground as the file's system (%(crs)s) is named; read as "
            "%(other)s it fits. Arc 1960 and WGS 84 are easily taken for each other."
        ),
        _("Choose the system in which the data lies on the settlement."),
    ),
    "elsewhere": (
        _("As the file's system (%(crs)s) is named, the data lies at %(where)s, far from the settlement."),
        _("Choose the system in which the data lies on the settlement."),
    ),
    "outside_kenya": (_("The data lies outside Kenya, at %(where)s."), _("Check the coordinate system.")),
    "far_away": (
        _("The data lies %(km)s km from the settlement."),
        _("Check the settlement and the coordinate system."),
    ),
    "crs_from_headings": (
        _("The columns are named as degrees; they are read as WGS 84."),
        _("Give another coordinate system if they are not."),
    ),
    # One row
    "unreadable_row": (
        _("The row has more cells than the heading."),
        _("Quote texts that hold the delimiter."),
    ),
    "no_place": (_("There is no place in this row."), _("Add its geometry or coordinates.")),
    "not_a_number": (_("A coordinate is not a number."), _("Correct it, or draw the shape again.")),
    "bad_wkt": (_("The WKT cannot be read."), _("It should look like POINT (36.82 -1.29).")),
    "too_few_corners": (_("The polygon has fewer than three corners."), _("Draw it again.")),
    "outside_world": (
        _("The place cannot exist in this coordinate system."),
        _("Correct the coordinates, or choose another system."),
    ),
    "wrong_shape": (_("A %(shape)s cannot be a %(layer)s."), _("Send %(wanted)s.")),
    "not_repairable": (
        _("The shape is broken and cannot be repaired: %(reason)s."),
        _("Draw it again."),
    ),
    "repaired": (_("The shape was broken (%(reason)s) and was repaired."), _("Look at it on the map.")),
    "closed_line": (_("A closed line was taken as a polygon."), _("Look at it on the map.")),
    "largest_part": (
        _("The footprint has %(parts)s parts; the largest was taken."),
        _("Number the other parts as structures of their own."),
    ),
    "made_a_point": (_("The shape was reduced to a point inside it."), _("Nothing needs to be done.")),
    "no_number": (_("The structure has no number."), _("Write it, or let the importer number.")),
    "bad_number": (
        _("%(text)s is no structure number."),
        _("Write it as on the door: KMT/B/123A, or only 123A."),
    ),
    "other_settlement": (
        _("The number belongs to the settlement %(other)s."),
        _("Import it there, or correct the number."),
    ),
    "household_in_number": (
        _("The number names a household; only its structure was taken."),
        _("Nothing needs to be done."),
    ),
    "number_retired": (
        _("This number belongs to a structure that is gone (%(status)s)."),
        _("Give the new structure a new number."),
    ),
    "numbers_used_up": (
        _("There are no numbers left: %(limit)s is the most for one settlement or cluster."),
        _("Import clusters first, then number by cluster."),
    ),
    "twice_in_file": (_("The same as row %(row)s."), _("Keep one of the two.")),
    "no_cluster_code": (_("The cluster has neither a code nor a name."), _("Give it a name.")),
    "bad_cluster_code": (
        _("%(text)s is no cluster code; %(code)s was made of it."),
        _("A capital letter, then up to two letters or digits."),
    ),
    "unknown_cluster": (
        _("There is no cluster %(text)s in the settlement."),
        _("Import the clusters first, or let the importer make them."),
    ),
    "other_cluster": (
        _("The place lies in cluster %(other)s, the row says %(code)s."),
        _("Check the number or the place."),
    ),
    "outside_settlement": (
        _("The place lies more than 30 m outside the settlement's boundary."),
        _("Check the place, or the boundary."),
    ),
    "outside_boundary": (
        _("Less than 95 %% of the cluster lies inside the settlement."),
        _("Check the cluster, or the settlement's boundary."),
    ),
    "near_another": (
        _("The place is within a metre of %(other)s."),
        _("If it is the same structure, keep one number; if not, check both places."),
    ),
    "unusual_size": (_("The footprint measures %(m2)s m²."), _("Check that it is one structure.")),
    "unusual_area": (_("The boundary holds %(acres)s acres."), _("Check the boundary.")),
    "area_not_as_told": (
        _("The boundary holds %(acres)s acres; the residents say %(told)s."),
        _("Walk the boundary with them."),
    ),
    "unknown_value": (
        _("%(column)s: %(text)s is not understood; it was kept beside the record."),
        _("Correct it in the file, or later in the record."),
    ),
    "unknown_kind": (
        _("%(text)s is no kind we know; it became “other” and keeps the text."),
        _("Choose its kind in the list."),
    ),
    "misses_settlement": (
        _("It does not touch the settlement."),
        _("Check the place and the settlement. What passes near is kept whole."),
    ),
    "no_metres": (
        _("The line has no metres on either side: it takes no ground."),
        _("Write how far it reaches in a column, as reach."),
    ),
    "point_without_metres": (
        _("A point takes no ground."),
        _("Write how many metres around it are meant in a column, as reach."),
    ),
    "half_of_width": (
        _("The width of %(width)s m was taken as %(half)s m on either side."),
        _("Nothing needs to be done."),
    ),
    "part_above_total": (
        _("%(part)s is more than %(total)s."),
        _("Correct one of the two."),
    ),
}


@dataclass(frozen=True)
class Problem(Saying):
    """One thing to say, with what fills its sentence."""

    catalogue = CATALOGUE

    code: str
    params: dict[str, Any] = field(default_factory=dict)

    def to_json(self) -> dict[str, Any]:
        return {"code": self.code, "params": {key: str(value) for key, value in self.params.items()}}

    @classmethod
    def from_json(cls, value: dict[str, Any]) -> "Problem":
        return cls(value["code"], value.get("params", {}))


class ImportRefused(Exception):
    """The file as a whole cannot be imported."""

    def __init__(self, code: str, **params: Any) -> None:
        self.problem = Problem(code, params)
        super().__init__(f"{self.problem.sentence} {self.problem.remedy}")
