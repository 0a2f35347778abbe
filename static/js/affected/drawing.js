// Draws a line or an area with taps: two make a line, three an area. Corners can be dragged, the last is taken back.
const { L } = window;
const LEAST = { line: 2, area: 3 };
// The edge of ten metres on a fingertip: smaller steps are the same tap twice.
const SAME_TAP_M = 0.5;

export class Drawing {
  constructor(map, changed) {
    this.map = map;
    this.changed = changed;
    this.kind = null;
    this.corners = [];
    this.line = L.polyline([], { className: "affected-drawn", interactive: false }).addTo(map);
    map.on("click", ({ latlng }) => this.kind && this.add(latlng));
  }

  // Begins anew, unless the same is drawn on.
  choose(kind) {
    if (kind !== this.kind) this.clear();
    this.kind = kind;
    this.map.doubleClickZoom[kind ? "disable" : "enable"]();
  }

  add(latlng) {
    const last = this.corners.at(-1)?.getLatLng();
    if (last && this.map.distance(last, latlng) < SAME_TAP_M) return;
    const icon = L.divIcon({ className: "affected-corner", iconSize: [36, 36] });
    const corner = L.marker(latlng, { icon, draggable: true, keyboard: false }).addTo(this.map);
    corner.on("drag", () => this.draw());
    corner.on("dragend", () => this.changed());
    this.corners.push(corner);
    this.draw();
    this.changed();
  }

  undo() {
    this.corners.pop()?.remove();
    this.draw();
    this.changed();
  }

  clear() {
    for (const corner of this.corners) corner.remove();
    this.corners = [];
    this.draw();
  }

  draw() {
    const places = this.corners.map((corner) => corner.getLatLng());
    this.line.setLatLngs(this.kind === "area" && places.length > 2 ? [...places, places[0]] : places);
  }

  // What is drawn as a GeoJSON geometry; null while there is too little of it.
  get shape() {
    if (!this.kind || this.corners.length < LEAST[this.kind]) return null;
    const places = this.corners.map((corner) => {
      const { lng, lat } = corner.getLatLng();
      return [Number(lng.toFixed(7)), Number(lat.toFixed(7))];
    });
    if (this.kind === "line") return { type: "LineString", coordinates: places };
    return { type: "Polygon", coordinates: [[...places, places[0]]] };
  }
}
